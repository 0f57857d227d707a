"""A workbook as it will read after changes, without touching it."""

from __future__ import annotations

from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Changes, SheetChanges
from rectify_xl.text.cell_value import Raw


def apply(book: RawBook, changes: Changes) -> RawBook:
    """Return the workbook after `changes`, as a host would read it back."""
    sheets = dict(book.sheets)
    for block in changes:
        if block.writes or block.replace_rows:
            sheets[block.sheet] = sheets[block.sheet]._replace(rows=_apply(sheets[block.sheet], block))
    return book._replace(sheets=sheets)


def _apply(sheet: RawSheet, block: SheetChanges) -> list[list[Raw]]:
    rows = [list(row) for row in (sheet.rows[:1] if block.replace_rows else sheet.rows)]
    for write in block.writes:
        rows.extend([] for _ in range(write.row - len(rows)))
        row = rows[write.row - 1]
        row.extend(None for _ in range(write.column - len(row)))
        row[write.column - 1] = write.value
    return rows
