"""The ledger of a click: open in an application, or a file that no application has open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.port import Book

if TYPE_CHECKING:
    from rectify_xl.ledger.changes.undo_record import UndoRecord


class ClickedLedger(Book, Protocol):
    """What a click needs of a ledger beyond the port."""

    @property
    def path(self) -> Path:
        """Where it lies, or, where it was never saved, where its papers go."""

    @property
    def on_screen(self) -> bool:
        """Whether the user sees it, so that a cell can be shown."""

    def go_to(self, address: str) -> None:
        """Show and select a cell such as 问题台账!H12."""


class SavedLedger:
    """A ledger in a file; `label` names the command in the names of backups."""

    on_screen = False

    def __init__(self, path: Path, *, label: str = "") -> None:
        self._book = FileBook(path, label=label)
        self._path = Path(self._book.path)

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

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
        """Return all sheets of the ledger."""
        return self._book.read()

    def write(self, changes: Changes) -> None:
        """Make `changes`, all or nothing, after a dated backup."""
        self._book.write(changes)

    def last_step(self) -> UndoRecord | None:
        """Return the last step that was not taken back."""
        return self._book.last_step()

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Put the ledger back to before `step`."""
        self._book.take_back(step, changes)

    def go_to(self, address: str) -> None:
        """Do nothing: there is no screen on which the cell stands."""
