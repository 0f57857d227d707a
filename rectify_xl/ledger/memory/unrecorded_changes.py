"""What a reader wants to know of the memory: what was changed since the last command, and whether it is there at all.

It loads as little as it can, since `check` asks each time; who writes uses `change_tracking`.
"""

from __future__ import annotations

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory.diff import compare
from rectify_xl.ledger.memory.memory_store import content
from rectify_xl.ledger.reading.reader import RawBook, RawSheet, find_header

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


def lost(book: RawBook) -> str:
    """Return which part of the memory is not there though the ledger once had it, empty where all is well."""
    kept, log = book.sheets.get(schema.MEMORY.name), book.sheets.get(schema.CHANGES.name)
    lines = sum(any(row) for row in log.rows[1:]) if log else 0
    if kept and content(kept, NOW) is not None:
        return ""
    if log and lines and _is_copy(log):
        return ""
    if lines:
        return f"看不到《{schema.MEMORY.name}》的内容（变更记录有{lines}行，说明以前有过）"
    used = {schema.CLOSURES.name: "结论", schema.REVIEWS.name: "结论"}
    rows = present(book._replace(sheets={name: book.sheets[name] for name in used if name in book.sheets}))
    for name, column in used.items():
        filled = sum(bool(row.get(column)) for row in rows[name].rows) if name in rows else 0
        if filled:
            return f"看不到变更记录和《{schema.MEMORY.name}》的内容（{name}有{filled}行已有结论）"
    return ""


def _is_copy(log: RawSheet) -> bool:
    """Tell whether 变更记录 ends with the line of a copy that was sent up."""
    headers = find_header(log, schema.CHANGES).headers
    last = next((row for row in reversed(log.rows) if any(row)), ())
    places = (headers.get("表", 0) - 1, headers.get("列", 0) - 1)
    return [last[place] if 0 <= place < len(last) else None for place in places] == [SUBMISSION, COPY]
