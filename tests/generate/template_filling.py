"""Fill the template from the text tables of `generate.ledger_builder`, and read what was calculated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from generate import ledger_builder
from rectify_xl.ledger import schema

TEMPLATE = Path(__file__).resolve().parents[2] / "workbook_template.xlsx"
SCRATCH = "验算"


def fill(target: Path, tables: str, formulas: Iterable[str] = ()) -> None:
    """Write the template with `tables` in it; `formulas` go into column A of a sheet of their own.

    A column of 字典 that the tables name is replaced as a whole.
    """
    book = load_workbook(TEMPLATE)
    for name, raw in ledger_builder.raw_book(tables).sheets.items():
        sheet = book[name]
        columns = {cell.value: position for position, cell in enumerate(sheet[1], 1)}
        lines = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
        for row, values in enumerate(raw.rows[1:], 2):
            for header, value in zip(raw.rows[0], values, strict=False):
                place = lines[values[0]] if name == schema.INFO.name else row
                cell = sheet.cell(place, columns[header])
                cell.value = value
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
        if name == schema.DICTIONARY:
            for header in raw.rows[0]:
                for row in range(len(raw.rows) + 1, sheet.max_row + 1):
                    sheet.cell(row, columns[header]).value = None
    scratch = book.create_sheet(SCRATCH)
    for row, formula in enumerate(formulas, 1):
        scratch.cell(row, 1, formula)
    book.save(target)


def cells(path: Path, sheet: str) -> list[list[Any]]:
    """Return the rows of a sheet, A1 first."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
