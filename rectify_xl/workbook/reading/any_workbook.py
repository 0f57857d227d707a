"""Read a workbook in any layout and of any kind that offices have: .xlsx, .xlsm, .xls, .xlsb, .ods, .et.

The kind is recognised by the content, whatever the file's name ends with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rectify_xl.intake.grid import SheetGrid, WorkbookGrid
from rectify_xl.workbook import file_kind
from rectify_xl.workbook.reading import foreign_merges, grid_bounds, native

if TYPE_CHECKING:
    from rectify_xl.workbook.office_package import Package


def read_grid(data: bytes, name: str) -> WorkbookGrid:
    """Return all worksheets of a workbook; `name` is that of its file.

    Raises `BookError` when `data` is no workbook, is protected, damaged, or unreasonably large.
    """
    kind, package = file_kind.recognise(data, name)
    if package is None:
        from rectify_xl.workbook.reading import old_excel_grid

        return WorkbookGrid(name, tuple(map(grid_bounds.bounded, old_excel_grid.read(data, name))))
    sheets: Iterable[SheetGrid]
    if kind == "ods":
        from rectify_xl.workbook.reading import open_document_grid

        sheets = open_document_grid.read(package, name)
    elif kind == "xlsx":
        from rectify_xl.workbook.reading import open_xml_grid

        sheets = open_xml_grid.read(package, name)
    else:
        sheets = _of_binary(data, name, package)
    return WorkbookGrid(name, tuple(sheets))


def _of_binary(data: bytes, name: str, package: Package) -> Iterable[SheetGrid]:
    """Yield the sheets of an .xlsb, of which values and merged areas are read, and whether a sheet is hidden."""
    from rectify_xl.workbook.reading import old_excel_grid

    merged = foreign_merges.of_binary_sheets(package)
    for sheet in old_excel_grid.plain_grids(native.answer(data, name, "native", "all_sheets(data)")):
        yield grid_bounds.bounded(sheet._replace(merged=tuple(merged.get(sheet.name, ()))))
