"""The hosts under test: what the suite asks of each, done in the host's own way."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

import xlwings

from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.live.live_host import LiveBook

FIXED = time.struct_time((2025, 9, 26, 10, 30, 0, 4, 269, 0))


class Host(Protocol):
    """A ledger open in some host."""

    def book(self) -> FileBook | LiveBook:
        """Return the ledger as use cases get it."""

    def saved(self, folder: Path) -> Path:
        """Return the workbook as a file, as the host would save it now."""

    def jump(self, sheet: str, ref: str) -> str:
        """Return the address that a click on a cell leads to."""

    def type_into(self, sheet: str, row: int, column: int, text: str) -> None:
        """Change a cell as a person does, past the program."""


class FileHost:
    """The ledger as a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def book(self) -> FileBook:
        return FileBook(self.path, label="试", now=lambda: FIXED)

    def saved(self, folder: Path) -> Path:
        _ = folder
        return self.path

    def jump(self, sheet: str, ref: str) -> str:
        from openpyxl import load_workbook

        cell = load_workbook(self.path)[sheet][ref]
        return str(cell.hyperlink.location).replace("'", "") if cell.hyperlink else ""

    def type_into(self, sheet: str, row: int, column: int, text: str) -> None:
        changes = (SheetChanges(sheet, (CellWrite(row, column, text),)),)
        self.path.write_bytes(edit.edit(self.path.read_bytes(), self.path.name, changes))


class CalcHost:
    """The ledger open in Calc."""

    def __init__(self, app: xlwings.App, path: Path) -> None:
        self.app = app
        self.xl = app.books.open(path)

    def book(self) -> LiveBook:
        return LiveBook(self.xl, label="试", now=lambda: FIXED)

    def saved(self, folder: Path) -> Path:
        target = folder / "另存.xlsx"
        self.xl.api.SaveCopyAs(str(target))
        return target

    def type_into(self, sheet: str, row: int, column: int, text: str) -> None:
        self.xl.sheets[sheet].range((row, column)).value = text or None

    def jump(self, sheet: str, ref: str) -> str:
        """Follow the link as Calc does when it is clicked, and tell where that leads."""
        row, column = self.xl.sheets[sheet].range(ref).row, self.xl.sheets[sheet].range(ref).column
        formula = self.xl.sheets[sheet].impl.table.getCellByPosition(column - 1, row - 1).Formula
        if not formula.startswith('=HYPERLINK("#'):
            return ""
        mark = formula.removeprefix('=HYPERLINK("#').partition('"')[0]
        controller = self.xl.impl.model.CurrentController
        impl = self.app.impl
        bookmark = _property("Bookmark", mark)
        impl.service("com.sun.star.frame.DispatchHelper").executeDispatch(
            controller.Frame, ".uno:JumpToMark", "", 0, (bookmark,)
        )
        area = controller.getSelection().RangeAddress
        cell = self.xl.sheets[area.Sheet].range((area.StartRow + 1, area.StartColumn + 1)).address.replace("$", "")
        return f"{self.xl.sheets[area.Sheet].name}!{cell}"

    def close(self) -> None:
        """Close the workbook, unless the test did."""
        if any(book.fullname == self.name for book in self.app.books):
            self.xl.close()

    @property
    def name(self) -> str:
        """The full name, empty once the workbook is closed."""
        try:
            return str(self.xl.fullname)
        except Exception:  # noqa: BLE001 - UNO says so with more than one exception
            return ""


def _property(name: str, value: str) -> object:
    from rectify_xl.workbook.calc import bridge

    made = bridge.load().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def cells(book: RawBook, sheet: str) -> list[tuple[Raw, ...]]:
    """Return the cells of a sheet without empty ends of rows and empty rows at the end."""
    rows = [tuple(row) for row in book.sheets[sheet].rows]
    bare = [row[: max((i for i, value in enumerate(row, 1) if value not in (None, "")), default=0)] for row in rows]
    while bare and not bare[-1]:
        bare.pop()
    return bare


def written(host: Host, changes: Changes) -> RawBook:
    """Return what the host reads after it wrote `changes`."""
    host.book().write(changes)
    return host.book().read()
