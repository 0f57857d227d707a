"""A menu item of a running LibreOffice starts the installed Python, which finds its way back to that office."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.doors.addin import stand_in
from tests.doors.addin.conftest import User

PYTHON = "/usr/bin/python3"
"""The Python of the system, which has LibreOffice's bridge."""


def click(user: User, urls: list[str], expected: int) -> tuple[str, list[dict[str, Any]]]:
    """Dispatch URLs in a fresh office with the extension; return the document's identity and the answers."""
    answers = stand_in.install(user)
    script = user.home / "clicking.py"
    shutil.copyfile(Path(__file__).with_name("clicking.py"), script)
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
        ["-P", "-m", "rectify_xl.doors.ribbon", "check"],
        ["-P", "-m", "rectify_xl.doors.ribbon", "check", "submit"],
    ]
    assert document
    assert [answer["document"] for answer in answers] == [document, document]
    assert [answer["open"] for answer in answers] == [[document], [document]]
    assert {answer["program"] for answer in answers} == {str(bridged.machine.office)}
    assert {answer["path"] for answer in answers} == {None}
