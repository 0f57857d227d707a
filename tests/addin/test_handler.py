"""A menu item of a running LibreOffice starts the installed Python, which finds its way back to that office."""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.addin import command, settings
from rectify_xl.commands.outcome import Request
from tests.addin.conftest import User

PYTHON = "/usr/bin/python3"
"""The Python of the system, which has LibreOffice's bridge."""

INTERPRETER = """#!/usr/bin/python3
import json, os, pathlib, sys
import uno
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
context = resolver.resolve("uno:" + os.environ["RECTIFY_XL_OFFICE"] + ";urp;StarOffice.ComponentContext")
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
open_now = [each.RuntimeUID for each in desktop.Components]
answer = {"arguments": sys.argv[1:], "document": os.environ["RECTIFY_XL_DOCUMENT"], "open": open_now,
          "program": os.environ["UNO_PATH"], "path": os.environ.get("PYTHONPATH")}
target = pathlib.Path.home() / "answers"
part = target.parent / str(os.getpid())
part.write_text(json.dumps(answer))
part.rename(target / part.name)
"""
"""Stands for our package: writes down how it was called and what it sees in the office."""


def click(user: User, urls: list[str], expected: int) -> tuple[str, list[dict[str, Any]]]:
    """Dispatch URLs in a fresh office with the extension; return the document's identity and the answers."""
    answers = user.home / "answers"
    answers.mkdir()
    interpreter = user.home / "python"
    interpreter.write_text(INTERPRETER, encoding="utf-8")
    interpreter.chmod(0o755)
    script = user.home / "clicking.py"
    shutil.copyfile(Path(__file__).with_name("clicking.py"), script)
    if user.other is not None:
        shutil.chown(answers, user.other, user.other)
    options = {"host": "calc", "interpreter": str(interpreter)}
    command.act(Request(date(2026, 9, 30), source="install", options=options), user.machine)
    settings_file = user.home / ".rectify_xl" / "rectify_xl.conf"
    assert settings.read(settings_file) == {"INTERPRETER_CALC": str(interpreter)}
    address = f"pipe,name=rectify_xl_test_{uuid.uuid4().hex}"
    office = user.popen(
        (f"{user.machine.office}/soffice", "--headless", "--norestore", "--nologo", f"--accept={address};urp;")
    )
    said = user.run((PYTHON, str(script), address, str(answers), str(expected), *urls)).text
    office.communicate(timeout=60)
    found = [json.loads(file.read_text()) for file in sorted(answers.iterdir())]
    return said.partition("document ")[2].strip(), found


@pytest.fixture
def bridged(user: User) -> User:
    """Skip where LibreOffice's bridge is not to be had for the Python of the system."""
    if user.run((PYTHON, "-c", "import uno")).status:
        pytest.skip("python3-uno is not installed here, so no extension in Python can run in LibreOffice")
    return user


def test_menu_items_start_their_commands(bridged: User) -> None:
    """Command and variant arrive, the process sees the document, and a link that is not in our menu starts nothing."""
    document, answers = click(
        bridged,
        ["org.rectify_xl:check", "org.rectify_xl:check?submit", "org.rectify_xl:no_such", "org.rectify_xl:dump"],
        2,
    )
    assert sorted(answer["arguments"] for answer in answers) == [
        ["-P", "-m", "rectify_xl.ribbon", "check"],
        ["-P", "-m", "rectify_xl.ribbon", "check", "submit"],
    ]
    assert document
    assert [answer["document"] for answer in answers] == [document, document]
    assert [answer["open"] for answer in answers] == [[document], [document]]
    assert {answer["program"] for answer in answers} == {str(bridged.machine.office)}
    assert {answer["path"] for answer in answers} == {None}
