"""What an intake puts into a ledger: rows by the names of their columns, whatever they came from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text.cell_value import Raw

Cells = Mapping[str, Raw]
"""The filled cells of one row by the header of their column."""

FIRST_ROW = 2
"""The row below the header."""


class ImportedRows(NamedTuple):
    """The rows of each sheet of the ledger, in their order; `info` is the content of 基本信息 by the name of its line.

    `own_columns` names, by sheet, the columns that the layout does not know; they stand at the right.
    """

    info: Cells
    rows: Mapping[str, Sequence[Cells]]
    own_columns: Mapping[str, tuple[str, ...]] = {}

    def of(self, sheet: schema.Sheet) -> Sequence[Cells]:
        """Return the rows of a sheet."""
        return self.rows.get(sheet.name, ())


def over_blank(imported: ImportedRows) -> Changes:
    """Return what is written over a blank ledger (`workbook_template.xlsx`) to record what was imported."""
    return (_info(imported.info), *(_rows(sheet, imported) for sheet in schema.TABLES if sheet.name in imported.rows))


def _info(info: Cells) -> SheetChanges:
    column = schema.INFO.position("内容")
    rows = {item.name: number for number, item in enumerate(schema.INFO_ITEMS, FIRST_ROW)}
    return SheetChanges(
        schema.INFO.name,
        tuple(CellWrite(rows[name], column, value) for name, value in info.items() if value not in ("", None)),
    )


def _rows(sheet: schema.Sheet, imported: ImportedRows) -> SheetChanges:
    return SheetChanges(sheet.name, tuple(_writes(sheet, imported)), replace_rows=True)


def _writes(sheet: schema.Sheet, imported: ImportedRows) -> Iterator[CellWrite]:
    own = imported.own_columns.get(sheet.name, ())
    places = {name: len(sheet.columns) + at for at, name in enumerate(own, 1)}
    for number, cells in enumerate(imported.of(sheet), FIRST_ROW):
        for name, value in cells.items():
            if value is not None and value != "":
                yield CellWrite(number, places.get(name) or sheet.position(name), value)
