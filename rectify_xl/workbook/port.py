"""The port between the use cases and a spreadsheet, headless or live.

A host reads the whole ledger at once and writes whole blocks; nothing else in the program knows which host it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes

if TYPE_CHECKING:
    from rectify_xl.ledger.changes.undo_record import UndoRecord


class Book(Protocol):
    """An existing ledger in some host."""

    @property
    def name(self) -> str:
        """File name as the user knows it."""

    @property
    def folder(self) -> str:
        """Folder in which the ledger lies: evidence is named from there."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of the last write beyond the command's own words, as whole sentences."""

    def read(self) -> RawBook:
        """Return all sheets of the ledger with their raw values.

        Raises `BookError` when the workbook cannot be read or is no workbook.
        """

    def write(self, changes: Changes) -> None:
        """Put `changes` into the workbook, all or nothing, after a dated backup with a record of the step.

        Text stays text, whatever it begins with. Where nothing would become different, nothing happens. Raises
        `BookError` and leaves the workbook unchanged when it cannot be written.
        """

    def last_step(self) -> UndoRecord | None:
        """Return the last step that was not taken back, None when there is none.

        Raises `BookError` when its record is missing or broken.
        """

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Put the workbook back to before `step`, the last one, which is then no longer on record.

        `changes` do that cell by cell; a host that can put back the whole workbook without harm to what anybody did
        since does so instead. What was there before is kept as a dated backup. Raises as `write` does.
        """
