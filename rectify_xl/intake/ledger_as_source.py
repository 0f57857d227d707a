"""A ledger of our own layout as the source of an intake: its rows under the numbers that they bear.

A department sends its copy back, or the level above keeps one: there the numbers are those of the ledger, while the
rows of a foreign table are numbered anew. What commands compute, and what is signed, is not taken from a copy.
"""

from __future__ import annotations

from rectify_xl.intake.imported_rows import Cells, ImportedRows
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger, Row
from rectify_xl.text import cell_value

TAKEN = (schema.PROBLEMS, schema.MEASURES, schema.EVIDENCE, schema.PROSE)
SIGNED = (schema.CLOSURES, schema.REVIEWS, schema.REGULATIONS)
"""Sheets whose rows are listed and not taken: a person enters them where they were signed or issued."""


def rows_of_ledger(ledger: Ledger) -> ImportedRows:
    """Return the rows of a ledger, an office's own columns with them; a formula without a result is empty."""
    rows = {sheet.name: _rows(ledger, sheet) for sheet in (*TAKEN, *SIGNED) if ledger.rows.get(sheet.name)}
    own = {sheet.name: _own(ledger, sheet) for sheet in TAKEN[:2] if sheet.name in rows}
    items = {item.name for item in schema.INFO_ITEMS if item.entry != "computed"}
    info = {name: row.plain("内容") for name, row in ledger.info.items() if name in items}
    return ImportedRows(info, rows, {name: columns for name, columns in own.items() if columns})


def _own(ledger: Ledger, sheet: schema.Sheet) -> tuple[str, ...]:
    known = {column.name for column in sheet.columns}
    return tuple(name for name in ledger.sheets[sheet.name].headers if name not in known)


def _rows(ledger: Ledger, sheet: schema.Sheet) -> list[Cells]:
    computed = {column.name for column in sheet.columns if column.entry == "computed"}
    return [_cells(row, computed) for row in ledger.rows[sheet.name]]


def _cells(row: Row, computed: set[str]) -> Cells:
    cells = {name: row.plain(name) for name in row.headers if name not in computed}
    return {name: value for name, value in cells.items() if cell_value.text(value)}
