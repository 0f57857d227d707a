"""Sheets and Excel tables; in Calc a table is a database range of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from rectify_xl.workbook.calc import ranges
from rectify_xl.workbook.calc.ranges import Range

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.open_books import CalcBook

LAST_ROW = 1_048_576
LAST_COLUMN = 1_024


class CalcSheets(base_classes.Sheets):
    """The sheets of a workbook."""

    def __init__(self, book: CalcBook) -> None:
        self._book = book

    def __call__(self, name_or_index: str | int) -> CalcSheet:
        """Return a sheet by its name or its position from 1; raises `KeyError` where there is none."""
        sheets = self._book.tables
        if isinstance(name_or_index, str):
            if not sheets.hasByName(name_or_index):
                raise KeyError(name_or_index)
            return CalcSheet(self._book, sheets.getByName(name_or_index))
        return CalcSheet(self._book, sheets.getByIndex(name_or_index - 1))

    def __len__(self) -> int:
        return int(self._book.tables.Count)

    def __iter__(self) -> Iterator[CalcSheet]:
        return (self(index) for index in range(1, len(self) + 1))

    def __contains__(self, name: str) -> bool:
        return bool(self._book.tables.hasByName(name))

    @property
    def active(self) -> CalcSheet:
        """The sheet that the user sees."""
        return CalcSheet(self._book, self._book.model.CurrentController.ActiveSheet)


class CalcSheet(base_classes.Sheet):
    """One sheet. `table` is the UNO sheet."""

    def __init__(self, book: CalcBook, table: Any) -> None:
        self._book = book
        self.table = table
        self._name = ""

    @property
    def api(self) -> CalcSheet:
        """The part of Excel's own object that the live host needs: this object offers it."""
        return self

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - the name in Excel's object model
        """Tell whether the sheet is protected."""
        return bool(self.table.isProtected())

    @property
    def name(self) -> str:
        """The sheet's name when first asked for: xlwings compares sheets by it, twenty times for each write."""
        if not self._name:
            self._name = str(self.table.Name)
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.table.Name = self._name = value

    @property
    def book(self) -> CalcBook:
        """The workbook."""
        return self._book

    @property
    def index(self) -> int:
        """The position, from 1."""
        return int(self.table.RangeAddress.Sheet) + 1

    def range(self, arg1: str | tuple[int, ...] | Range, arg2: str | tuple[int, ...] | Range | None = None) -> Range:
        """Return the range between two corners, each an address, a (row, column) or a range."""
        row, column, rows, columns = self._area(arg1)
        if arg2 is not None:
            last_row, last_column, more_rows, more_columns = self._area(arg2)
            rows, columns = last_row + more_rows - row, last_column + more_columns - column
        return Range(self, row, column, rows, columns)

    @staticmethod
    def _area(corner: str | tuple[int, ...] | Range) -> tuple[int, int, int, int]:
        if isinstance(corner, Range):
            return (corner.row, corner.column, *corner.shape)
        if isinstance(corner, str):
            return ranges.parse(corner, LAST_ROW, LAST_COLUMN)
        row, column, *size = corner
        rows, columns = size or (1, 1)
        return row, column, rows, columns

    @property
    def used_range(self) -> Range:
        """The rectangle from A1 to the last cell that holds anything."""
        cursor = self.table.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return Range(self, 1, 1, end.EndRow + 1, end.EndColumn + 1)

    @property
    def tables(self) -> Tables:
        """The tables of the sheet."""
        return Tables(self)

    def activate(self) -> None:
        """Bring the sheet to the front."""
        self._book.model.CurrentController.ActiveSheet = self.table


class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: CalcSheet) -> None:
        self._sheet = sheet

    @property
    def _ranges(self) -> Any:
        return self._sheet.book.model.DatabaseRanges

    def __call__(self, name: str | int) -> CalcTable:
        """Return a table by its name or its position from 1; raises `KeyError` where there is none."""
        if isinstance(name, int):
            return list(self)[name - 1]
        if name not in self:
            raise KeyError(name)
        return CalcTable(self._sheet, self._ranges.getByName(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[CalcTable]:
        number = self._sheet.index - 1
        for name in self._ranges.ElementNames:
            area = self._ranges.getByName(name)
            if area.DataArea.Sheet == number:
                yield CalcTable(self._sheet, area)

    def __contains__(self, name: str) -> bool:
        ranges = self._ranges
        return bool(ranges.hasByName(name)) and ranges.getByName(name).DataArea.Sheet == self._sheet.index - 1


class CalcTable(base_classes.Table):
    """One table. `data` is the UNO database range."""

    def __init__(self, sheet: CalcSheet, data: Any) -> None:
        self._sheet = sheet
        self.data = data

    @property
    def api(self) -> Any:
        """The UNO database range."""
        return self.data

    @property
    def parent(self) -> CalcSheet:
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.data.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.data.Name = value

    @property
    def range(self) -> Range:
        """The whole area, header included."""
        area = self.data.DataArea
        return Range(
            self._sheet,
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        )

    def resize(self, target: Any) -> None:
        """Make the table cover `target`, an xlwings range on the same sheet."""
        rows, columns = target.shape
        area = self.data.DataArea
        area.StartRow, area.StartColumn = target.row - 1, target.column - 1
        area.EndRow, area.EndColumn = target.row + rows - 2, target.column + columns - 2
        self.data.DataArea = area
