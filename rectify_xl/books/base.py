"""The port between the use cases and a spreadsheet, headless or live.

A host reads the whole ledger at once and writes whole blocks; nothing else in the program knows which host it is.
"""

from __future__ import annotations

from typing import Protocol

from rectify_xl.ledger import RawBook
from rectify_xl.model import Changes


class Book(Protocol):
    """An existing ledger in some host."""

    @property
    def name(self) -> str:
        """File name as the user knows it."""

    @property
    def folder(self) -> str:
        """Folder in which the ledger lies: evidence is named from there."""

    def read(self) -> RawBook:
        """Return all sheets of the ledger with their raw values.

        Raises `BookError` when the workbook cannot be read or is no workbook.
        """

    def write(self, changes: Changes) -> None:
        """Put `changes` into the workbook, all or nothing, after a dated backup.

        Text stays text, whatever it begins with. Raises `BookError` and leaves the workbook unchanged when it cannot
        be written.
        """
