"""Where a column stands: tests write and read the sheets of the layout by headers, never by letters they counted.

`sheet` is 问题台账 unless another one is named. These are for ledgers made from the blank one; a text table of
`generate.ledger_builder` has its own columns, in the order in which the test writes them.
"""

from __future__ import annotations

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import cell_ref, column_letters

PROBLEMS = "问题台账"


def column(header: str, sheet: str = PROBLEMS) -> int:
    """Return the number of a column: 1 for 编号."""
    layout = schema.by_name(sheet)
    if layout is None:
        raise AssertionError(f"no sheet {sheet} in the layout")
    return layout.position(header)


def letters(header: str, sheet: str = PROBLEMS) -> str:
    """Return the letters of a column: A for 编号."""
    return column_letters(column(header, sheet))


def cell(header: str, row: int, sheet: str = PROBLEMS) -> str:
    """Return the address of a cell within its sheet: A12 for 编号 in row 12."""
    return cell_ref(row, column(header, sheet))


def area(header: str, first: int, last: int, sheet: str = PROBLEMS) -> str:
    """Return a part of a column within its sheet: A2:A9."""
    return f"{cell(header, first, sheet)}:{cell(header, last, sheet)}"


def ref(header: str, row: int, sheet: str = PROBLEMS) -> str:
    """Return the address of a cell within the workbook: 问题台账!A12."""
    return f"{sheet}!{cell(header, row, sheet)}"


def row(sheet: str, number: int, cells: dict[str, Raw] | None = None, /, **named: Raw) -> tuple[CellWrite, ...]:
    """Return what writes a row, cells by their headers; those that are no Python names stand in `cells`.

    `row("问题台账", 2, 编号="P001", 完成程度="已完成")`
    """
    return tuple(
        CellWrite(number, column(header, sheet), value) for header, value in {**(cells or {}), **named}.items()
    )


def last(sheet: str = PROBLEMS) -> str:
    """Return the letters of the last column of the layout."""
    layout = schema.by_name(sheet)
    return column_letters(len(layout.columns)) if layout else ""
