"""The ledger of a click: open in an application, or a file that no application has open."""

from __future__ import annotations

from typing import Protocol

from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.port import Book


class ClickedLedger(Book, Protocol):
    """What a click needs of a ledger beyond the port."""

    @property
    def on_screen(self) -> bool:
        """Whether the user sees it, so that a cell can be shown."""

    def go_to(self, address: str) -> None:
        """Show and select a cell such as 问题台账!H12."""


class SavedLedger(FileBook):
    """A ledger in a file: there is no screen on which a cell could be shown."""

    on_screen = False

    def go_to(self, address: str) -> None:
        """Do nothing."""
