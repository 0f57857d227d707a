"""Ask LibreOffice, before the program proper is loaded, for what takes it long."""

from __future__ import annotations

from rectify_xl.commands.table import find
from rectify_xl.doors.ribbon import run_lock
from rectify_xl.workbook.calc import open_documents, prefetched_copy
from rectify_xl.workbook.calc.prefetched_copy import Ahead


def prefetch(command_id: str) -> Ahead | None:
    """Return what LibreOffice was asked for; None when something is wrong, which the click then meets and tells.

    Nothing is copied while another command works on the ledger: the copy could hold half of what that one writes.
    """
    try:
        started = prefetched_copy.connected()
        command = find(command_id)
        reads = command is not None and command.target == "ledger" and started.document is not None
        if reads and not run_lock.other(open_documents.full_name(started.document)):
            started.begin()
    except Exception:  # noqa: BLE001 - the office may be gone or say no in many ways
        return None
    return started
