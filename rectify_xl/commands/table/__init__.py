"""The command table: what every door (command line, ribbon, menu, manual) is made from, one file a group of buttons.

A command is declared in the file of its group, in the order in which its buttons stand.
"""

from rectify_xl.commands.command import Command
from rectify_xl.commands.table import (
    closing_commands,
    judgement_commands,
    ledger_commands,
    meeting_commands,
    paper_commands,
    program_commands,
    upward_commands,
)

COMMANDS: tuple[Command, ...] = (
    *ledger_commands.COMMANDS,
    *judgement_commands.COMMANDS,
    *meeting_commands.COMMANDS,
    *closing_commands.COMMANDS,
    *paper_commands.COMMANDS,
    *upward_commands.COMMANDS,
    *program_commands.COMMANDS,
)


def find(name: str) -> Command | None:
    """Return the command with this id or Chinese label, or None."""
    return next((command for command in COMMANDS if name in (command.id, command.label)), None)
