"""A workbook as it will read after changes, without touching it."""

from __future__ import annotations

from collections.abc import Mapping

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import merged_steps
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Changes, SheetChanges
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import address_of, parse_area, split_address


def apply(book: RawBook, changes: Changes) -> RawBook:
    """Return the workbook after `changes`, as a host would read it back."""
    sheets, tables = dict(book.sheets), dict(book.tables)
    for block in changes:
        if block.writes or block.replace_rows:
            sheets[block.sheet] = sheets[block.sheet]._replace(rows=_apply(sheets[block.sheet], block))
        if block.unmerge or block.merge:
            sheets[block.sheet] = merged_steps.after(sheets[block.sheet], block)
        if block.table_end:
            tables |= _stretched(tables, block)
    return book._replace(sheets=sheets, tables=tables)


def _stretched(tables: Mapping[str, str], block: SheetChanges) -> dict[str, str]:
    """Return the table of a sheet as it is when it ends where the changes say."""
    layout = schema.by_name(block.sheet)
    owner, ref = split_address(tables.get(layout.table, "") if layout else "")
    area = parse_area(ref)
    if layout is None or area is None:
        return {}
    return {layout.table: address_of(owner, str(area._replace(bottom=block.table_end)))}


def _apply(sheet: RawSheet, block: SheetChanges) -> list[list[Raw]]:
    rows = [list(row) for row in (sheet.rows[:1] if block.replace_rows else sheet.rows)]
    for write in block.writes:
        rows.extend([] for _ in range(write.row - len(rows)))
        row = rows[write.row - 1]
        row.extend(None for _ in range(write.column - len(row)))
        row[write.column - 1] = write.value
    return rows
