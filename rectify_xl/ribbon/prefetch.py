"""Ask LibreOffice, before the program proper is loaded, for what takes it long."""

from __future__ import annotations

from rectify_xl.books.calc import ahead, documents
from rectify_xl.books.calc.ahead import Ahead
from rectify_xl.commands.table import find
from rectify_xl.ribbon import run_lock


def prefetch(command_id: str) -> Ahead | None:
    """Return what LibreOffice was asked for; None when something is wrong, which the click then meets and tells.

    Nothing is copied while another command works on the ledger: the copy could hold half of what that one writes.
    """
    try:
        started = ahead.connected()
        command = find(command_id)
        reads = command is not None and command.target == "ledger" and started.document is not None
        if reads and not run_lock.other(documents.name(started.document)):
            started.begin()
    except Exception:  # noqa: BLE001 - the office may be gone or say no in many ways
        return None
    return started
