"""Our menu in a real window while a cell is being edited: the user is told, and what was typed is not lost."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from rectify_xl.doors.addin.buttons import groups
from rectify_xl.workbook.calc import engine
from tests import windowed_office
from tests.doors.addin import stand_in
from tests.doors.addin.conftest import User
from tests.windowed_office import Windowed
from tests.workbook.live import ledgers

BUTTON = "rollup"
"""A button without a menu of its own."""


def press(window: Windowed) -> None:
    """Choose the button in our menu with the keyboard."""
    buttons = [each.id for group in groups() for each in group.commands]
    window.open_menu()
    window.keys(*["Down"] * buttons.index(BUTTON), "Return")


def started(answers: Path, seconds: float) -> list[list[str]]:
    """Return with which words commands were started, once one was or the time is over; the service does not count."""
    deadline = time.monotonic() + seconds
    while True:
        calls = [json.loads(file.read_text())["arguments"] for file in answers.iterdir()]
        commands = [words for _, _, module, *words in calls if module == "rectify_xl.doors.ribbon"]
        if commands or time.monotonic() > deadline:
            return commands
        time.sleep(0.1)


def test_a_cell_being_edited_is_finished_first(user: User) -> None:
    """The message stands over the half-typed cell; after Enter the typed text is there and the button works."""
    if windowed_office.missing():
        pytest.skip(f"no window can be shown here without {windowed_office.missing()}")
    answers = stand_in.install(user)
    ledger = ledgers.small(user.home)
    if user.other is not None:
        shutil.chown(ledger, user.other, user.other)
    account = {} if user.other is None else {"user": user.other, "group": user.other, "extra_groups": ()}
    profile = user.home / ".config" / "libreoffice" / "4"
    with Windowed(profile=profile, account=account, variables={"HOME": str(user.home)}) as window:
        book = engine.app(window.context).books.open(ledger)
        sheet = book.sheets["问题台账"]
        sheet.activate()
        sheet.range("D3").select()
        window.wait_for("Calc")
        window.keys("F2")
        window.type(" typed")
        press(window)
        window.wait_for("巡察整改")
        window.keys("Return")
        assert started(answers, 2) == []
        assert sheet.range("D3").value == "会议记录不规范"
        window.keys("Return")
        press(window)
        assert started(answers, 30) == [[BUTTON]]
        assert sheet.range("D3").value == "会议记录不规范 typed"
        book.close()
