"""Workbooks that are open in Calc."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from rectify_xl.errors import BookError
from rectify_xl.workbook import office_package
from rectify_xl.workbook.calc import main_thread, open_documents
from rectify_xl.workbook.calc.sheets import CalcSheets

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.app import CalcApp

_PROPERTIES = "docProps/core.xml"


class Books(base_classes.Books):
    """The workbooks of one office."""

    def __init__(self, app: CalcApp) -> None:
        self._app = app

    @property
    def app(self) -> CalcApp:
        """The office."""
        return self._app

    @property
    def active(self) -> CalcBook:
        """The workbook that the user works in; raises `KeyError` where another document, or none, is in front."""
        current = open_documents.in_front(self._app.desktop)
        if current is None:
            raise KeyError("active")
        return CalcBook(self._app, current)

    def __call__(self, name_or_index: str | int) -> CalcBook:
        """Return a workbook by its name, its full name or its position from 1; raises `KeyError` where none is so."""
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if name_or_index in (book.name, book.fullname, book.model.URL):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[CalcBook]:
        return (CalcBook(self._app, document) for document in open_documents.workbooks(self._app.desktop))

    def open(self, fullname: str | os.PathLike[str], *_options: object, **_more: object) -> CalcBook:
        """Open a file in a window."""
        url = Path(fullname).resolve().as_uri()
        load = self._app.desktop.loadComponentFromURL
        return CalcBook(self._app, main_thread.run(self._app, lambda: load(url, "_blank", 0, ())))


def _stamp(path: Path) -> str:
    """Return the time of writing that stands in an .xlsx file, empty when there is none to be read."""
    try:
        package = office_package.unpack(path.read_bytes())
    except (OSError, BookError):
        return ""
    if _PROPERTIES not in package.members:
        return ""
    match = re.search(rb"modified[^>]*>([^<Z]*)", package.read(_PROPERTIES))
    return match.group(1).decode("ascii", "replace") if match else ""


class CalcBook(base_classes.Book):
    """One workbook. `model` is the UNO document."""

    def __init__(self, app: CalcApp, model: Any) -> None:
        self._app = app
        self.model = model
        self._name = ""
        self._tables: Any = None
        self._null_date: datetime | None = None

    @property
    def api(self) -> CalcBook:
        """The part of Excel's own object that the live host needs: this object offers it."""
        return self

    @property
    def app(self) -> CalcApp:
        """The office."""
        return self._app

    @property
    def name(self) -> str:
        """The file's name when first asked for; for a workbook that was never saved, what its window says."""
        if not self._name:
            self._name = open_documents.name(self.model)
        return self._name

    @property
    def tables(self) -> Any:
        """The UNO container of the sheets; each new one costs a dozen calls to find out what it can do."""
        if self._tables is None:
            self._tables = self.model.Sheets
        return self._tables

    @property
    def fullname(self) -> str:
        """The file's path; an address for files that are not on a disk, a title for those that were never saved."""
        return open_documents.full_name(self.model)

    @property
    def null_date(self) -> datetime:
        """The day that dates are counted from."""
        if self._null_date is None:
            day = self.model.NullDate
            self._null_date = datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001 - cells have no time zone
        return self._null_date

    @property
    def sheets(self) -> CalcSheets:
        """The sheets."""
        return CalcSheets(self)

    @property
    def FullName(self) -> str:  # noqa: N802 - the name in Excel's object model
        """The same as `fullname`."""
        return self.fullname

    @property
    def Saved(self) -> bool:  # noqa: N802 - as above
        """Tell whether the file holds what is on the screen.

        LibreOffice does not keep others from replacing the file; when they did, it bears another time of writing.
        """
        if self.model.isModified():
            return False
        at = self.model.DocumentProperties.ModificationDate
        stamp = f"{at.Year:04}-{at.Month:02}-{at.Day:02}T{at.Hours:02}:{at.Minutes:02}:{at.Seconds:02}"
        return _stamp(Path(self.fullname)) == stamp

    @property
    def ReadOnly(self) -> bool:  # noqa: N802 - as above
        """Tell whether the workbook was opened for reading only."""
        return bool(self.model.isReadonly())

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802 - the name in Excel's object model
        """Write a copy as .xlsx; the open workbook keeps its name and its unsaved state."""
        ahead = self._app.ahead
        if ahead is None or not ahead.hand_over(self.model, Path(path)):
            open_documents.store_copy(self.model, path)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - as xlwings has it
        """Bring the window to the front."""
        window = self.model.CurrentController.Frame.ContainerWindow
        window.toFront()

    def close(self) -> None:
        """Close without saving."""
        main_thread.run(self._app, lambda: self.model.close(True))
