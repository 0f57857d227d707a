"""What a reader wants to know of the memory: what was changed since the last command, and whether it is there at all.

It loads as little as it can, since `check` asks each time; who writes uses `change_tracking`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory.diff import compare
from rectify_xl.ledger.memory.memory_store import content
from rectify_xl.ledger.reading.reader import RawBook, find_header

if TYPE_CHECKING:
    from rectify_xl.ledger.changes.change_log import LogLine

NOW = "当前"
"""The entry with the last known state."""
FIRST = "初始"
"""The entries with the states from which 变更记录 counts: `初始 1`, and one more after each break."""
SUBMISSION, COPY = "上报", "上报件"
"""What lines of 变更记录 about submissions name as their sheet, and the last line of a copy that was sent up as column.

Such a copy has no memory: that stays with the unit, and is not lost.
"""


def changes(book: RawBook, sheets: tuple[str, ...]) -> tuple[Change, ...]:
    """Return what people changed in some sheets since the last command; nothing where the memory knows nothing."""
    kept = book.sheets.get(schema.MEMORY.name)
    state = content(kept, NOW) if kept else None
    if not isinstance(state, dict):
        return ()
    seen = {name: book.sheets[name] for name in sheets if name in book.sheets}
    return compare(state, present(book._replace(sheets=seen)))


_LATER = (schema.VERIFIED, schema.COLLECTED, schema.CLOSING_FORM)
"""Sheets that every ledger which has them got together with 程序状态 or after it."""
_WRITTEN = (schema.FINDINGS, schema.WARNINGS, *_LATER)
"""Lists that only commands write, and what a command writes the memory knows."""


def lost(book: RawBook) -> str:
    """Return which part of the memory is not there though the ledger once had it, empty where all is well.

    A ledger of an older layout never had the sheet, and one that no command has written yet has it empty.
    """
    kept, log = book.sheets.get(schema.MEMORY.name), book.sheets.get(schema.CHANGES.name)
    lines = sum(any(row) for row in log.rows[1:]) if log else 0
    if kept and content(kept, NOW) is not None:
        return ""
    if lines and copy_line(book):
        return ""
    if lines:
        return f"看不到《{schema.MEMORY.name}》的内容（变更记录有{lines}行，说明以前有过）"
    if kept is None and (has := _of_this_layout(book)):
        return f"没有《{schema.MEMORY.name}》工作表，变更记录也是空的（有{has}的台账都有这张表）"
    return _written(book)


def _of_this_layout(book: RawBook) -> str:
    """Return by what one sees that the layout of a ledger has 程序状态, empty where it may be older."""
    log = book.sheets.get(schema.CHANGES.name)
    if log and schema.CHANGES_CODE in find_header(log, schema.CHANGES).headers:
        return f"《{schema.CHANGES.name}》“{schema.CHANGES_CODE}”一列"
    return next((f"《{layout.name}》" for layout in _LATER if layout.name in book.sheets), "")


def _written(book: RawBook) -> str:
    """Tell of verdicts, and of lists that only commands write, beside a memory that holds nothing."""
    used = {schema.CLOSURES.name: "结论", schema.REVIEWS.name: "结论"}
    rows = present(book._replace(sheets={name: book.sheets[name] for name in used if name in book.sheets}))
    for name, column in used.items():
        filled = sum(bool(row.get(column)) for row in rows[name].rows) if name in rows else 0
        if filled:
            return f"看不到变更记录和《{schema.MEMORY.name}》的内容（{name}有{filled}行已有结论）"
    for layout in _WRITTEN:
        sheet = book.sheets.get(layout.name)
        filled = sum(any(row) for row in sheet.rows[find_header(sheet, layout).header_row :]) if sheet else 0
        if filled:
            return f"看不到变更记录和《{schema.MEMORY.name}》的内容（{layout.name}有{filled}行，是程序写的）"
    return ""


def copy_line(book: RawBook) -> LogLine | None:
    """Return the line of a copy that was sent up, with which its 变更记录 ends as the program wrote it; else None."""
    from rectify_xl.ledger.changes import log_chain

    chain = log_chain.links(book)
    if not chain or (chain[-1].record.change.sheet, chain[-1].record.change.column) != (SUBMISSION, COPY):
        return None
    whole = chain[-1].code and all(gap.row != chain[-1].row for gap in log_chain.breaks(chain))
    return chain[-1].record if whole else None
