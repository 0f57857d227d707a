"""The live door: what happens when somebody clicks a button of the ribbon or an entry of the Calc menu."""

from __future__ import annotations

import sys
from typing import Literal


def click(command_id: str, variant: str = "", host: Literal["excel", "calc"] = "excel") -> None:
    """Run a command on the ledger in front and tell the user what came out; never show a traceback.

    `command_id` and `variant` are ids or labels of the command table. Where not even a dialog could be shown, the
    process ends with status 2 and one line on standard error, which the add-in shows.
    """
    from rectify_xl.doors.ribbon import clicks, resident

    status = clicks.click(command_id, variant, host)
    if sys.platform == "win32":  # Excel came this way because no service answered; the next click will find one
        resident.start()
    if status != clicks.SHOWN:
        raise SystemExit(status)
