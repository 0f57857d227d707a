"""Ranges of cells: values in and out in one call each.

A text that begins with an apostrophe is written as the text behind it, as Excel does; one that begins with `=` is a
formula in Excel's notation; every other text stays the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from rectify_xl.text.refs import column_letters, parse_area
from rectify_xl.workbook.calc import bridge

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.sheets import CalcSheet

CalcValue = str | float | datetime | None

DATE_FORMAT = "YYYY-MM-DD"
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


class Range(base_classes.Range):
    """A rectangle of cells; rows and columns count from 1."""

    def __init__(self, sheet: CalcSheet, row: int, column: int, rows: int, columns: int) -> None:
        self._sheet = sheet
        self._row = row
        self._column = column
        self._shape = (rows, columns)
        self._cells: Any = None
        self.options: dict[str, object] = {}

    @property
    def api(self) -> Range:
        """The part of Excel's own object that the live host needs: this object offers it."""
        return self

    @property
    def cells(self) -> Any:
        """The UNO range."""
        if self._cells is None:
            rows, columns = self._shape
            self._cells = self._sheet.table.getCellRangeByPosition(
                self._column - 1, self._row - 1, self._column + columns - 2, self._row + rows - 2
            )
        return self._cells

    @property
    def sheet(self) -> CalcSheet:
        """The sheet."""
        return self._sheet

    @property
    def row(self) -> int:
        """The first row."""
        return self._row

    @property
    def column(self) -> int:
        """The first column."""
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._shape

    @property
    def Address(self) -> str:  # noqa: N802 - the name in Excel's object model
        """The address as `address` gives it."""
        return self.address

    @property
    def address(self) -> str:
        """The address as $A$1:$C$9."""
        rows, columns = self._shape
        first = f"${column_letters(self._column)}${self._row}"
        last = f"${column_letters(self._column + columns - 1)}${self._row + rows - 1}"
        return first if self._shape == (1, 1) else f"{first}:{last}"

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return one cell, counted from the range's first one."""
        if column is None:
            row, column = (row - 1) // self._shape[1] + 1, (row - 1) % self._shape[1] + 1
        return Range(self._sheet, self._row + row - 1, self._column + column - 1, 1, 1)

    @property
    def raw_value(self) -> tuple[tuple[str | float | None, ...], ...]:
        """The values, row by row; dates are serial numbers, since only their format tells them from numbers."""
        return tuple(tuple(None if value == "" else value for value in row) for row in self.cells.getDataArray())

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows: Sequence[Sequence[CalcValue]] = (
            data if isinstance(data, list | tuple) else [[data] * self._shape[1]] * self._shape[0]
        )
        origin = self._sheet.book.null_date
        if any(isinstance(value, str) and value.startswith("=") for row in rows for value in row):
            self.cells.setFormulaArray(tuple(tuple(_entry(value, origin) for value in row) for row in rows))
        else:
            self.cells.setDataArray(tuple(tuple(_plain(value, origin) for value in row) for row in rows))
        dates = list(_date_columns(rows))
        if dates and self._numbers_without_date_format():
            for offset in dates:
                self._show_dates(offset)

    def _numbers_without_date_format(self) -> bool:
        """Tell in one call whether any number here has no date format; dates are numbers, and look like it then."""
        plain = bridge.load().getConstantByName("com.sun.star.sheet.CellFlags.VALUE")
        return bool(self.cells.queryContentCells(plain).Count)

    def _show_dates(self, offset: int) -> None:
        """Give a column of dates a date format, unless all of it has one."""
        column = Range(self._sheet, self._row, self._column + offset, self._shape[0], 1)
        if column._numbers_without_date_format():
            formats = self._sheet.book.model.NumberFormats
            locale = bridge.load().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
            key = formats.queryKey(DATE_FORMAT, locale, False)
            column.cells.NumberFormat = key if key != -1 else formats.addNew(DATE_FORMAT, locale)

    def clear_contents(self) -> None:
        """Empty the cells; their looks stay."""
        self.raw_value = None

    def merge(self, across: bool) -> None:  # noqa: FBT001 - as xlwings calls it
        """Make one cell of the range; `across`, which makes one of each row, is not asked for."""
        if across:
            raise NotImplementedError
        self.cells.merge(True)

    def unmerge(self) -> None:
        """Take all merged areas of the range apart."""
        self.cells.merge(False)

    @property
    def row_hidden(self) -> bool:
        """Tell whether the rows are hidden."""
        return not self.cells.Rows.IsVisible

    @row_hidden.setter
    def row_hidden(self, hidden: bool) -> None:
        self.cells.Rows.IsVisible = not hidden

    def select(self) -> None:
        """Select the cells and bring them into view."""
        self._sheet.book.model.CurrentController.select(self.cells)

    def ClearHyperlinks(self) -> None:  # noqa: N802 - the name in Excel's object model
        """Take links away: nothing to do, since in Calc a link is the cell's content and goes with it."""


def parse(address: str, last_row: int, last_column: int) -> tuple[int, int, int, int]:
    """Return first row, first column, rows and columns of an address such as B2:C9, 3:5 or A:C."""
    area = parse_area(address.upper(), last_row, last_column)
    if area is None:
        raise ValueError(address)
    return area.top, area.left, area.bottom - area.top + 1, area.right - area.left + 1


def _plain(value: CalcValue, origin: datetime) -> str | float:
    """Return a value for `setDataArray`, which takes a text as it is and an empty one as no content."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.removeprefix("'")
    return _serial(value, origin)


def _entry(value: CalcValue, origin: datetime) -> str:
    """Return a value for `setFormulaArray`, which reads it as if typed in English.

    The apostrophe that keeps it from doing so is left out where it is not needed, because Calc gives such cells a
    format of their own.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(_serial(value, origin))
    if value.startswith("="):
        return _semicolons(value)
    text = value.removeprefix("'")
    return text if _CHINESE.search(text) and text[0] not in "='" else f"'{text}" if text else ""


def _serial(value: float | date, origin: datetime) -> float:
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return (moment.replace(tzinfo=None) - origin) / timedelta(days=1)
    return float(value)


def _semicolons(formula: str) -> str:
    """Return a formula with the separators of UNO: commas outside texts become semicolons."""
    return "".join(
        part if index % 2 else part.replace(",", ";")
        for index, part in enumerate(re.split(r'("(?:[^"]|"")*")', formula))
    )


def _date_columns(rows: Sequence[Sequence[CalcValue]]) -> Iterator[int]:
    for offset, values in enumerate(zip(*rows, strict=True)):
        if any(isinstance(value, date) for value in values):
            yield offset
