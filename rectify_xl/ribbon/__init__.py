"""The live door: what happens when somebody clicks a button of the ribbon or an entry of the Calc menu."""

from __future__ import annotations

from typing import Literal


def click(command_id: str, variant: str = "", host: Literal["excel", "calc"] = "excel") -> None:
    """Run a command on the ledger in front and tell the user what came out; never raise, never show a traceback.

    `command_id` and `variant` are ids or labels of the command table.
    """
    from rectify_xl.ribbon import door

    door.click(command_id, variant, host)
