"""Progress in the status bar, and the way to stop a long command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from rectify_xl.errors import RectifyError
from rectify_xl.ledger.changes.undo_record import UndoRecord
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.workbook.live.active_book import ExcelApp
from rectify_xl.workbook.port import Book

_ESCAPE = 0x1B
_DOWN_OR_PRESSED_SINCE = 0x8001


class StoppedError(RectifyError):
    """The user stopped the command."""

    def __init__(self) -> None:
        super().__init__("已按您的要求停止，台账没有改动")


class Progress:
    """What a command is doing, shown in the status bar, which is given back in the end whatever happens.

    `asked_to_stop` tells whether the user wants to stop; on Windows, holding Esc does as well. `hint` says how to where
    it is otherwise than in an application.
    """

    def __init__(self, app: ExcelApp, asked_to_stop: Callable[[], bool], hint: str = "") -> None:
        self._app = app
        self._asked_to_stop = asked_to_stop
        self._hint = hint or ("按住 Esc 停止" if sys.platform == "win32" else "再点一次按钮可以停止")
        self._shown = False

    def say(self, message: str) -> None:
        """Show a message; raises `StoppedError` when the user wants to stop."""
        self.check()
        self._app.status_bar = f"{message}（{self._hint}）"
        self._shown = True

    def check(self) -> None:
        """Raise `StoppedError` when the user wants to stop."""
        if self._asked_to_stop() or _escape_pressed():
            raise StoppedError

    def __enter__(self) -> Self:
        _escape_pressed()  # a key pressed before the click does not count
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            with suppress(Exception):  # the application is gone, and its status bar with it
                self._app.status_bar = False


class Watched:
    """A ledger that lets the user stop between reading, computing and writing; writing itself is never broken off."""

    def __init__(self, book: Book, progress: Progress) -> None:
        self._book = book
        self._progress = progress

    @property
    def name(self) -> str:
        """File name as the user knows it."""
        return self._book.name

    @property
    def folder(self) -> str:
        """Folder in which the ledger lies."""
        return self._book.folder

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of the last write."""
        return self._book.notes

    def read(self) -> RawBook:
        """Read the ledger, unless the user wants to stop."""
        self._progress.check()
        return self._book.read()

    def write(self, changes: Changes) -> None:
        """Write into the ledger, unless the user wants to stop."""
        self._progress.check()
        self._book.write(changes)

    def last_step(self) -> UndoRecord | None:
        """Return the last step that was not taken back."""
        return self._book.last_step()

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Take a step back, unless the user wants to stop."""
        self._progress.check()
        self._book.take_back(step, changes)


def _escape_pressed() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.user32.GetAsyncKeyState(_ESCAPE) & _DOWN_OR_PRESSED_SINCE)
