"""The command table as buttons in groups: what the ribbon, the callbacks and the LibreOffice menu are made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.commands.command import Command
from rectify_xl.commands.table import COMMANDS

TITLE = "巡察整改"
"""Name of the ribbon tab and of the menu."""


class ButtonGroup(NamedTuple):
    """The buttons of one ribbon group, in the order of the table; `id` is ASCII."""

    id: str
    label: str
    commands: tuple[Command, ...]


def groups(commands: Sequence[Command] = COMMANDS) -> tuple[ButtonGroup, ...]:
    """Return the groups that have at least one button."""
    buttons = [command for command in commands if command.button]
    labels = dict.fromkeys(command.group for command in buttons)
    return tuple(
        ButtonGroup(f"group{number}", label, tuple(command for command in buttons if command.group == label))
        for number, label in enumerate(labels, 1)
    )


def calls(commands: Sequence[Command] = COMMANDS) -> tuple[tuple[str, str], ...]:
    """Return every click that a user can make, as pairs of command id and variant id (empty for the button itself)."""
    return tuple(
        (command.id, variant)
        for command in commands
        if command.button
        for variant in ("", *(entry.id for entry in command.variants))
    )
