"""The command table is whole, and every door shows all of it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from rectify_xl.commands.command import Command
from rectify_xl.commands.table import (
    COMMANDS,
    closing_commands,
    find,
    judgement_commands,
    ledger_commands,
    meeting_commands,
    paper_commands,
    program_commands,
    upward_commands,
)
from rectify_xl.doors import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_a_use_case(command: Command) -> None:
    """The module that the table names has a function `run`."""
    assert callable(import_module(command.module).run)


def test_ids_labels_and_key_tips_are_unique() -> None:
    """No two commands share an id, a label or a ribbon key."""
    for values in (
        [command.id for command in COMMANDS],
        [command.label for command in COMMANDS],
        [command.keytip for command in COMMANDS if command.keytip],
    ):
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    "file",
    [
        closing_commands,
        judgement_commands,
        ledger_commands,
        meeting_commands,
        paper_commands,
        program_commands,
        upward_commands,
    ],
    ids=lambda file: file.GROUP,
)
def test_a_command_stands_in_the_file_of_its_group(file: ModuleType) -> None:
    """One file holds all commands of a group, and the table holds each file."""
    assert {command.group for command in file.COMMANDS} == {file.GROUP}
    assert tuple(command for command in COMMANDS if command.group == file.GROUP) == file.COMMANDS


def test_commands_are_found_by_id_and_by_label() -> None:
    """A clerk may type the Chinese label instead of the id."""
    assert find("check") is find("校验台账")
    assert find("没有") is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_and_option_is_in_the_manual(command: Command) -> None:
    """The Chinese manual names each command, its label and each of its options."""
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    assert f"`{command.id}`" in manual
    assert command.label in manual
    missing = [option.flag for option in command.options if f"`{option.flag}`" not in manual]
    assert missing == []


def test_a_click_asks_only_for_what_the_command_takes() -> None:
    """Each question names an option that says how it is asked for, or the problems of a command that takes some."""
    for command in COMMANDS:
        asked = {option.name for option in command.options if option.question}
        asked |= {"item", "items"} if command.items else set()
        for asks in (command.asks, *(variant.asks for variant in command.variants)):
            assert {*asks.needed, *asks.optional} - asked - {"as_of"} == set(), command.id


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.button], ids=lambda command: command.id)
def test_every_menu_entry_is_in_the_manual(command: Command) -> None:
    """What a clerk reads in a menu is found in the manual."""
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    assert [variant.label for variant in command.variants if variant.label not in manual] == []


def test_the_overview_lists_every_command() -> None:
    """`rectify-xl` without arguments shows all commands."""
    overview = cli.overview()
    assert [command.id for command in COMMANDS if f"  {command.id}" not in overview] == []
