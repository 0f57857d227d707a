"""Read a workbook in any layout and of any kind that offices have: .xlsx, .xlsm, .xls, .xlsb, .ods, .et, .csv.

The kind is recognised by the content, whatever the file's name ends with.
"""

from __future__ import annotations

from collections.abc import Iterable

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import SheetGrid, WorkbookGrid
from rectify_xl.ledger import schema
from rectify_xl.system import limits
from rectify_xl.workbook import file_kind

_BARE = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
"""How an .xls begins that is no compound file (BIFF 2 to 8): its first record."""
_TABLES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ett", ".ods", ".csv", ".tsv")
"""Names under which office systems export tables that are web pages or texts."""
_OF_A_LEDGER = frozenset({schema.INFO.name, schema.PROBLEMS.name, schema.MEASURES.name})
_MAY_BE = ("html", "mht", "notice text", "xml", "encrypted", "zip", "binary", "empty")


def is_workbook(data: bytes, name: str) -> bool:
    """Tell whether a file is to be read as a workbook: by its content, or by its name where that may be a table.

    So may web pages and texts; and one who chose a torn or locked .xlsx wants to hear of a workbook.
    """
    from rectify_xl.readers import source_kind

    kind = source_kind.kind_of(data)
    return kind == "workbook" or data.startswith(_BARE) or (kind in _MAY_BE and name.lower().endswith(_TABLES))


def read_grid(data: bytes, name: str) -> WorkbookGrid:
    """Return all worksheets of a workbook; `name` is that of its file.

    Web pages, texts and XML of 2003 count as such where they hold tables.
    Raises `BookError` when `data` is no workbook, is protected, damaged, or unreasonably large.
    """
    sheets: Iterable[SheetGrid]
    if not data.startswith((b"PK\x03\x04", b"\xd0\xcf")):
        return _of_text(data, name)
    kind, package = file_kind.recognise(data, name)
    if package is None:
        from rectify_xl.workbook.reading import old_excel_grid

        return old_excel_grid.read(data, name)
    if kind == "ods":
        from rectify_xl.workbook.reading import open_document_grid

        sheets = open_document_grid.read(package, name)
    elif kind == "xlsx":
        from rectify_xl.workbook.reading import open_xml_grid

        sheets = open_xml_grid.read(package, name)
    else:
        from rectify_xl.workbook.reading import binary_excel_grid

        sheets = binary_excel_grid.read(data, name, package)
    return WorkbookGrid(name, tuple(sheets))


def _of_text(data: bytes, name: str) -> WorkbookGrid:
    """Return the sheets of what is neither a package nor a compound file: texts of several kinds, and old .xls."""
    if len(data) > limits.MARKUP:
        raise BookError(
            f"“{name}”超过{limits.MARKUP // 1_000_000} MB，已停止读取",
            "请在Excel或WPS中打开，另存为“Excel 工作簿（*.xlsx）”后再导入",
        )
    if data.startswith(_BARE):
        from rectify_xl.workbook.reading import old_excel_grid

        return old_excel_grid.read(data, name)
    from rectify_xl.readers import source_kind

    kind = source_kind.kind_of(data)
    sheets: Iterable[SheetGrid]
    if kind in ("html", "mht"):
        sheets = _of_page(data, name)
    elif kind == "workbook" and b"opendocument" in data[:8192]:
        from rectify_xl.workbook.reading import open_document_grid

        sheets = open_document_grid.read_flat(data, name)
    elif kind == "workbook":
        from rectify_xl.workbook.reading import spreadsheet_xml_grid

        sheets = spreadsheet_xml_grid.read(data, name)
    elif kind == "notice text":
        from rectify_xl.workbook.reading import delimited_grid

        sheets = (delimited_grid.read(data, name),)
    else:
        file_kind.recognise(data, name)
        raise BookError(f"“{name}”不是工作簿", "请在Excel或WPS中打开，另存为“Excel 工作簿（*.xlsx）”后再导入")
    grid = WorkbookGrid(name, tuple(sheets))
    _refuse_ledger(grid)
    return grid


def _refuse_ledger(grid: WorkbookGrid) -> None:
    """Raise `BookError` for a ledger of ours that was saved as text: it lacks what tells its rows from each other.

    Taken for a table of an office's own, its evidence and its words would count as problems.
    """
    if {sheet.name for sheet in grid.sheets} >= _OF_A_LEDGER:
        raise BookError(
            f"“{grid.name}”是整本台账另存成的网页或文本，日期、公式、隐藏的内容都不全，不能当台账用",
            "请在Excel或WPS中打开原来的台账，另存为“Excel 工作簿（*.xlsx）”后再用",
        )


def _of_page(data: bytes, name: str) -> tuple[SheetGrid, ...]:
    """Return the tables of a web page; a mail without one is told as a mail."""
    from rectify_xl.workbook.reading import web_table_grid

    try:
        return web_table_grid.read(data, name)
    except BookError:
        from rectify_xl.readers import chosen_mail

        if chosen_mail.is_mail(data):
            raise chosen_mail.refusal(data, name) from None
        raise
