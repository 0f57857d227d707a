"""Let LibreOffice write the copy of a workbook with unsaved edits while our program is still being loaded.

The copy takes LibreOffice half a second, loading the program takes Python a quarter of one. A thread asks for the copy;
while it waits, Python is free to load.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rectify_xl.workbook.calc import connection, open_documents

FRESH_SECONDS = 1.0
"""A copy that was finished longer ago is not used: the user may have gone on typing."""


def connected() -> Ahead:
    """Connect to the office of the click and find its document; raises `BookError` when nobody answers."""
    address = os.environ.get(connection.ADDRESS_VARIABLE) or connection.DEFAULT_ADDRESS
    return connected_to(address, os.environ.get(connection.DOCUMENT_VARIABLE, ""))


def connected_to(address: str, uid: str) -> Ahead:
    """Connect to the office that listens at `address`; raises `BookError` when nobody answers."""
    return Ahead(connection.connect(address), uid)


class Ahead:
    """The workbook of a click, and its copy once `begin` was called. `uid` is LibreOffice's identifier, if known."""

    def __init__(self, context: Any, uid: str = "") -> None:
        self.context = context
        desktop = open_documents.desktop(context)
        self.document = open_documents.with_uid(desktop, uid) if uid else open_documents.in_front(desktop)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._thread: threading.Thread | None = None
        self._finished = 0.0

    def begin(self) -> None:
        """Ask for the copy of a workbook with unsaved edits; without, its file will do."""
        if self.document is not None and self.document.isModified():
            self._folder = tempfile.TemporaryDirectory(prefix="rectify_xl_", ignore_cleanup_errors=True)
            self._thread = threading.Thread(target=self._store, args=(Path(self._folder.name, "copy.xlsx"),))
            self._thread.start()

    def hand_over(self, document: Any, path: Path) -> bool:
        """Move the copy to `path`; tell whether there is one of `document`, fresh and not handed over before."""
        if self._thread is None or self._folder is None or document != self.document:
            return False
        self.wait()
        self._thread = None
        if not self._finished or time.monotonic() - self._finished > FRESH_SECONDS:
            return False
        Path(self._folder.name, "copy.xlsx").replace(path)
        return True

    def wait(self) -> None:
        """Wait until the copy that was asked for is there, or has failed."""
        if self._thread is not None:
            self._thread.join()

    def _store(self, path: Path) -> None:
        try:
            open_documents.store_copy(self.document, path)
        except Exception:  # noqa: BLE001 - the copy is then asked for as usual, which tells what is wrong
            return
        self._finished = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wait()
        if self._folder is not None:
            self._folder.cleanup()
