"""All worksheets of an .xls (BIFF 2 to 8; .et of older WPS) as grids, with colours, formats and what is hidden.

xlrd reads them, in a process of its own since it trusts what it reads; a file that it does not understand is tried
with the native reader, which knows values and merged areas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import xlrd

from rectify_xl.intake.grid import Place, SheetGrid, WorkbookGrid
from rectify_xl.system import limits
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area
from rectify_xl.workbook.reading import cell_colours, grid_bounds, native, number_formats
from rectify_xl.workbook.reading.number_formats import Shown

if TYPE_CHECKING:
    from xlrd.sheet import Sheet

_SOLID = 1
_DATE, _BOOLEAN, _ERROR = 3, 4, 5
"""Kinds of cells in xlrd."""
_CHINESE = "gb18030"


_UNREAD = "文件的格式部分有损坏：颜色、批注和隐藏的行列没有读出，只显示年月的日期读成了某一天"


def read(data: bytes, name: str) -> WorkbookGrid:
    """Return the worksheets in the order of their tabs; raises `BookError` when it is damaged, locked or too large."""
    whole, sheets = native.answer(data, name, "old_excel_grid", "sheets_of(data)")
    grids = tuple(grid_bounds.bounded(SheetGrid(*sheet)) for sheet in sheets)
    return WorkbookGrid(name, grids, () if whole else (_UNREAD,))


def sheets_of(data: bytes) -> tuple[bool, list[tuple[object, ...]]]:
    """Return whether all could be read, and what each `SheetGrid` consists of.

    This is to run in a process of its own, see `native`.
    """
    import io

    try:
        with io.StringIO() as log:
            book = _opened(data, log)
            if book.biff_version < 80 and not book.codepage:  # it does not say how its texts are encoded
                book = _opened(data, log, _CHINESE)
            return True, [tuple(_SheetOfBook(book, sheet).grid()) for sheet in book.sheets()]
    except MemoryError:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower():
            raise native.ProtectedError from error
    return False, [tuple(native.plain_grid(sheet)) for sheet in native.all_sheets(data)]


def _opened(data: bytes, log: TextIO, encoding: str | None = None) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=data,
        formatting_info=True,
        ragged_rows=True,
        ignore_workbook_corruption=True,  # such as office systems write
        logfile=log,
        encoding_override=encoding,
    )


class _SheetOfBook:
    """One sheet of an .xls in terms of a grid."""

    def __init__(self, book: xlrd.Book, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._styles: dict[int, tuple[str, Shown | None]] = {}

    def grid(self) -> SheetGrid:
        sheet = self._sheet
        values: dict[Place, Raw] = {}
        fills: dict[Place, str] = {}
        struck: set[Place] = set()
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                colour, shown = self._style(sheet.cell_xf_index(row, column))
                value = self._value(row, column, shown)
                if value is not None and value != "":
                    values[row + 1, column + 1] = value
                if value is not None and self._is_struck(sheet.cell_xf_index(row, column)):
                    struck.add((row + 1, column + 1))
                if colour:
                    fills[row + 1, column + 1] = colour
            if len(values) > limits.GRID_CELLS or len(fills) > 4 * limits.GRID_CELLS:
                raise MemoryError
        columns = {
            number + 1
            for number, about in sheet.colinfo_map.items()
            if number < 256 and (about.hidden or not about.width)
        }
        return SheetGrid(
            sheet.name,
            values,
            tuple(Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
            fills,
            frozenset(row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden or about.height == 0),
            frozenset(columns),
            bool(sheet.visibility),
            {},
            {(row + 1, column + 1): note.text.strip() for (row, column), note in sheet.cell_note_map.items()},
            frozenset(struck),
        )

    def _is_struck(self, style: int) -> bool:
        return bool(self._book.font_list[self._book.xf_list[style].font_index].struck_out)

    def _style(self, number: int) -> tuple[str, Shown | None]:
        """Return colour and shown kind of a cell style."""
        if number not in self._styles:
            style = self._book.xf_list[number]
            background = style.background
            colour = self._book.colour_map.get(background.pattern_colour_index) if background else None
            solid = f"{colour[0]:02X}{colour[1]:02X}{colour[2]:02X}" if colour else ""
            if background is None or background.fill_pattern != _SOLID or solid == cell_colours.WHITE:
                solid = ""
            code = self._book.format_map[style.format_key]
            self._styles[number] = solid, number_formats.kind_of(style.format_key, code.format_str)
        return self._styles[number]

    def _value(self, row: int, column: int, shown: Shown | None) -> Raw:
        kind = self._sheet.cell_type(row, column)
        value: Any = self._sheet.cell_value(row, column)
        if kind == _ERROR:
            value = xlrd.error_text_from_code.get(value, "#VALUE!")
        elif kind == _DATE:
            value = self._date(value)
        elif kind == _BOOLEAN:
            value = bool(value)
        shown_value: Raw = number_formats.value_as_shown(value, shown) if shown else value
        return shown_value

    def _date(self, number: float) -> Raw:
        """Return a date as the native reader does: a day, a day with its time, or a time."""
        try:
            moment = xlrd.xldate_as_datetime(number, self._book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return number
        if 0 < number < 1:
            return moment.time()
        return moment.date() if number == int(number) else moment
