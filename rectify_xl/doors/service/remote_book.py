"""A workbook behind a door, as the live host knows one: what xlwings would do, the door does.

Only what our live host, dialogs and selection use is here. The names of Excel's object model are kept where they are
used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rectify_xl.doors.ribbon import click_files
from rectify_xl.doors.service.exchange import ClickExchange, HandError
from rectify_xl.doors.visible_text import file_name
from rectify_xl.workbook.saving import outputs

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - days in a workbook have no zone
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
SECONDS_A_DAY = 86_400


class RemoteApp:
    """The spreadsheet program in which a button was clicked; `facts` is what the door tells of the workbook in front.

    None where no workbook is open. The page (`in_page`) works on saved ledgers: it takes a new one for its own.
    """

    class engine:  # noqa: N801 - a name of xlwings
        """What xlwings calls the application's kind."""

        name = "service"

    def __init__(self, exchange: ClickExchange, facts: Mapping[str, Any] | None, *, in_page: bool = False) -> None:
        self.exchange = exchange
        self.in_page = in_page
        self.api = RemoteAppApi(exchange)
        self.book = RemoteBook(self, facts) if facts else None
        self.books = RemoteBooks(self)
        self.impl = RemoteImpl(RemoteSelection(self.book) if self.book else None)

    def alert(self, prompt: str, title: str = "", buttons: str = "ok", mode: str | None = None) -> str:
        """Show a message; return `yes`, `no` or `ok`."""
        answer = self.exchange.wish("alert", text=prompt, title=title, buttons=buttons, mode=mode or "info")
        return answer if answer in ("yes", "no") else "ok"

    def _set_status(self, text: str | bool) -> None:  # noqa: FBT001 - False gives the bar back, as in Excel
        self.exchange.wish("status", text=text or "")

    status_bar = property(None, _set_status)


class RemoteImpl:
    """What xlwings keeps of the application beside its own objects."""

    def __init__(self, selection: RemoteSelection | None) -> None:
        self.selection = selection


class RemoteBooks:
    """The open workbooks, as far as one has to be opened again."""

    def __init__(self, app: RemoteApp) -> None:
        self._app = app

    def open(self, path: str) -> RemoteBook:
        """Open a workbook and return it; a door without one of its own leaves that to the computer.

        Raises `UsageError` where the computer has no program for it.
        """
        if self._app.book is None:
            if self._app.in_page and outputs.may_be_ledger(Path(path)):
                self._app.exchange.wish("ledger", path=path, place=file_name(path))
            else:
                click_files.open_file(Path(path))
            return RemoteBook(self._app, {"name": Path(path).name, "fullName": str(path)})
        return RemoteBook(self._app, self._app.exchange.wish("open", path=str(path)))


class RemoteAppApi:
    """The dialogs of the application, under the names that Excel gives them."""

    def __init__(self, exchange: ClickExchange) -> None:
        self._exchange = exchange

    def InputBox(self, *, Prompt: str, Title: str, Default: str, Type: int) -> object:  # noqa: N802, N803 - Excel's names
        """Ask for a text; return False when the user cancels."""
        _ = Type
        answer = self._exchange.wish("input", prompt=Prompt, title=Title, default=Default)
        return False if answer is None else str(answer)

    def GetOpenFilename(  # noqa: N802 - as above
        self, filters: str, index: int = 1, title: str = "", button: str = "", *more: object
    ) -> object:
        """Ask for one file, or, where `more` begins with True, for several; return False when the user cancels."""
        _ = index, button
        many = bool(more and more[0])
        answer = self._exchange.wish("pick", filters=filters, title=title, many=many, start="")
        if not answer:
            return False
        return tuple(map(str, answer)) if many else str(answer[0])

    def GetSaveAsFilename(self, suggested: str, filters: str) -> object:  # noqa: N802 - as above
        """Ask where to save; return False when the user cancels."""
        answer = self._exchange.wish("target", suggested=suggested, filters=filters)
        return str(answer) if answer else False

    def FileDialog(self, kind: int) -> RemoteFileDialog:  # noqa: N802 - as above
        """Return a dialog for files or folders."""
        return RemoteFileDialog(self._exchange, kind)


class RemoteFileDialog:
    """Excel's file dialog: `Show` asks, `SelectedItems` counts from 1."""

    FILES, FOLDER = 3, 4

    def __init__(self, exchange: ClickExchange, kind: int) -> None:
        self._exchange = exchange
        self._kind = kind
        self._chosen: tuple[str, ...] = ()
        self.Title = ""
        self.AllowMultiSelect = False
        self.InitialFileName = ""

    def Show(self) -> int:  # noqa: N802 - Excel's name
        """Ask; return -1 where something was chosen, else 0."""
        if self._kind == self.FOLDER:
            answer = self._exchange.wish("folder", title=self.Title, start=self.InitialFileName)
            self._chosen = (str(answer),) if answer else ()
        else:
            answer = self._exchange.wish("pick", filters="", title=self.Title, many=True, start=self.InitialFileName)
            self._chosen = tuple(map(str, answer or ()))
        return -1 if self._chosen else 0

    @property
    def SelectedItems(self) -> RemoteItems:  # noqa: N802 - as above
        """What was chosen."""
        return RemoteItems(self._chosen)


class RemoteItems:
    """A collection that counts from 1."""

    def __init__(self, items: Sequence[str]) -> None:
        self._items = items
        self.Count = len(items)

    def __call__(self, number: int) -> str:
        """Return one item."""
        return self._items[number - 1]


class RemoteBook:
    """The workbook of the click; the door keeps hold of it, whichever the user turns to meanwhile.

    `facts`: name, fullName, saved, readOnly, autoSave, date1904, sheets (names in order), active, selection (areas).
    """

    def __init__(self, app: RemoteApp, facts: Mapping[str, Any]) -> None:
        self.app = app
        self.exchange = app.exchange
        self.facts = facts
        self.name = str(facts["name"])
        self.fullname = str(facts["fullName"])
        self.api = RemoteBookApi(self)
        self.sheets = RemoteSheets(self)

    @property
    def epoch(self) -> datetime:
        """The day from which this workbook counts."""
        return EPOCH_1904 if self.facts.get("date1904") else EPOCH

    def close(self) -> None:
        """Close it without saving."""
        self.exchange.wish("close")


class RemoteBookApi:
    """What Excel says of a workbook."""

    def __init__(self, book: RemoteBook) -> None:
        self._book = book
        facts = book.facts
        self.FullName = book.fullname
        self.Saved = bool(facts.get("saved"))
        self.ReadOnly = bool(facts.get("readOnly"))
        self.AutoSaveOn = bool(facts.get("autoSave"))

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802 - Excel's name
        """Write the workbook as it is on the screen."""
        self._book.exchange.wish("copy", path=path)


class RemoteSheets:
    """The sheets of a workbook. A sheet is asked for by name when it is used: it may have been renamed meanwhile."""

    def __init__(self, book: RemoteBook) -> None:
        self._book = book

    def __getitem__(self, name: str) -> RemoteSheet:
        """Return a sheet; raises `KeyError` where it is gone."""
        facts = self._book.exchange.wish("sheet", sheet=name)
        if not facts:
            raise KeyError(name)
        return RemoteSheet(self._book, str(facts["name"]), protected=bool(facts.get("protected")))

    def __iter__(self) -> Iterator[RemoteSheet]:
        return (RemoteSheet(self._book, str(name)) for name in self._book.exchange.wish("sheets"))

    def __len__(self) -> int:
        return len(self._book.exchange.wish("sheets"))

    @property
    def active(self) -> RemoteSheet:
        """The sheet that was in front when the button was clicked."""
        return RemoteSheet(self._book, str(self._book.facts.get("active", "")))


class RemoteSheet:
    """One sheet."""

    def __init__(self, book: RemoteBook, name: str, *, protected: bool = False) -> None:
        self.book = book
        self.name = name
        self.api = RemoteSheetApi(protected=protected)
        self.tables = RemoteTables(self)

    def range(self, address: str) -> RemoteRange:
        """Return a rectangle such as B2:C9."""
        return RemoteRange(self, address)

    def activate(self) -> None:
        """Bring it to the front."""
        self.wish("activate")

    def wish(self, operation: str, **arguments: Any) -> Any:
        """Let the door do something on this sheet."""
        return self.book.exchange.wish(operation, sheet=self.name, **arguments)


class RemoteSheetApi:
    """What Excel says of a sheet."""

    def __init__(self, *, protected: bool) -> None:
        self.ProtectContents = protected


class RemoteTables:
    """The tables of a sheet by name."""

    def __init__(self, sheet: RemoteSheet) -> None:
        self._sheet = sheet

    def __getitem__(self, name: str) -> RemoteTable:
        """Return a table; whether it is there, the door sees when it is used."""
        return RemoteTable(self._sheet, name)


class RemoteTable:
    """One table."""

    def __init__(self, sheet: RemoteSheet, name: str) -> None:
        self._sheet = sheet
        self._name = name

    def resize(self, cells: RemoteRange) -> None:
        """Let it cover other cells."""
        self._sheet.wish("resize", table=self._name, area=cells.address)


class RemoteRange:
    """A rectangle of cells, to be written, merged, hidden or selected."""

    def __init__(self, sheet: RemoteSheet, address: str) -> None:
        self.sheet = sheet
        self.address = address
        self.api = RemoteRangeApi(self)

    def options(self, **_more: object) -> RemoteRange:
        """Return the same rectangle: what xlwings could be told is of no use here."""
        return self

    def _set_value(self, rows: Sequence[Sequence[Any]]) -> None:
        days = [
            [down, across]
            for down, row in enumerate(rows)
            for across, value in enumerate(row)
            if isinstance(value, datetime)
        ]
        values = [[self._plain(value) for value in row] for row in rows]
        self.sheet.wish("fill", area=self.address, values=values, days=days)

    value = property(None, _set_value)

    @property
    def rows(self) -> RemoteRows:
        """The rows as such."""
        return RemoteRows(self)

    def merge(self) -> None:
        """Make one cell of them."""
        self.sheet.wish("merge", area=self.address)

    def unmerge(self) -> None:
        """Take apart what is merged in it."""
        self.sheet.wish("unmerge", area=self.address)

    def select(self) -> None:
        """Select it."""
        self.sheet.wish("select", area=self.address)

    def _plain(self, value: Any) -> Any:
        """Return a value as JSON has it: a moment as days since the workbook's first one."""
        if isinstance(value, datetime):
            return (value - self.sheet.book.epoch).total_seconds() / SECONDS_A_DAY
        return "" if value is None else value


class RemoteRangeApi:
    """What only Excel's own object offers."""

    def __init__(self, cells: RemoteRange) -> None:
        self._cells = cells

    def ClearHyperlinks(self) -> None:  # noqa: N802 - Excel's name
        """Take the hyperlinks away."""
        self._cells.sheet.wish("unlink", area=self._cells.address)


class RemoteRows:
    """The rows of a rectangle."""

    def __init__(self, cells: RemoteRange) -> None:
        self._cells = cells

    def _set_hidden(self, hidden: bool) -> None:  # noqa: FBT001 - a property's value
        self._cells.sheet.wish("hide", area=self._cells.address, hidden=bool(hidden))

    hidden = property(None, _set_hidden)


class RemoteSelection:
    """What is selected; the door tells all its areas, and leaves out the rows that a filter hides."""

    def __init__(self, book: RemoteBook) -> None:
        self.sheet = RemoteSheet(book, str(book.facts.get("active", "")))
        self.address = ",".join(map(str, book.facts.get("selection") or ()))

    @property
    def api(self) -> object:
        """Nothing more is to be had."""
        raise HandError("the door told all areas already")
