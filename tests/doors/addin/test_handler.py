"""A menu item of a running LibreOffice goes to the service, or starts the installed Python; both find back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands.outcome import Request
from rectify_xl.doors.addin import addin_command
from rectify_xl.doors.service import state_file
from rectify_xl.doors.service.state_file import ServiceState
from tests.conftest import ROOT
from tests.doors.addin import stand_in
from tests.doors.addin.conftest import User
from tests.doors.impostor import impostor
from tests.workbook.live import ledgers

PYTHON = "/usr/bin/python3"
"""The Python of the system, which has LibreOffice's bridge."""


RUNNING = """#!/bin/sh
echo "$*" >> {home}/started
export PYTHONPATH={packages}
exec /usr/bin/python3 "$@"
"""
"""Our program in the Python of the system, which this user may read; each start is written down."""


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
    document, started = click(
        bridged,
        ["org.rectify_xl:check", "org.rectify_xl:check?submit", "org.rectify_xl:no_such", "org.rectify_xl:dump"],
        4,
    )
    answers = [answer for answer in started if "document" in answer]
    services = [answer["arguments"] for answer in started if answer not in answers]
    assert services == [["-P", "-m", "rectify_xl.doors.service"]] * 2
    assert sorted(answer["arguments"] for answer in answers) == [
        ["-P", "-m", "rectify_xl.doors.ribbon", "check"],
        ["-P", "-m", "rectify_xl.doors.ribbon", "check", "submit"],
    ]
    assert document
    assert [answer["document"] for answer in answers] == [document, document]
    assert [answer["open"] for answer in answers] == [[document], [document]]
    assert {answer["program"] for answer in answers} == {str(bridged.machine.office)}
    assert {answer["path"] for answer in answers} == {None}


@pytest.fixture
def program(bridged: User) -> Path:
    """Return a Python with our program for this user, or skip where the system's cannot run it."""
    import openpyxl

    packages = os.pathsep.join((str(ROOT), str(Path(openpyxl.__file__).parents[1])))
    path = bridged.home / "python"
    path.write_text(RUNNING.format(home=bridged.home, packages=packages), encoding="utf-8")
    path.chmod(0o755)
    if bridged.run((str(path), "-c", "import rectify_xl.doors.service.running, lxml.etree, python_calamine")).status:
        pytest.skip("the Python of the system cannot run our program here")
    (bridged.home / "started").unlink()
    return path


def test_the_second_click_goes_to_the_service_and_does_the_same(bridged: User, program: Path) -> None:
    """The first one starts a process, and then the service; the second one starts nothing, and fills the same cells."""
    options = {"host": "calc", "interpreter": str(program)}
    addin_command.act(Request(date(2026, 9, 30), source="install", options=options), bridged.machine)
    ledger = ledgers.small(bridged.home)
    for path in (ledger, bridged.home, bridged.home / state_file.FOLDER):
        bridged.own(path)
    for name in ("working.py", "clicking.py"):
        shutil.copyfile(Path(__file__).with_name(name), bridged.home / name)
    address = f"pipe,name=rectify_xl_test_{uuid.uuid4().hex}"
    office = bridged.popen(
        (f"{bridged.machine.office}/soffice", "--headless", "--norestore", "--nologo", f"--accept={address};urp;")
    )
    script = str(bridged.home / "working.py")
    try:
        answer = bridged.run((PYTHON, script, address, str(ledger), "org.rectify_xl:check", "校验结果"))
        if answer.status:
            os.killpg(office.pid, signal.SIGKILL)
        office.communicate(timeout=60)
    finally:
        state = state_file.read(state_file.path(bridged.home))
        if state is not None:
            os.kill(state.pid, signal.SIGTERM)
    assert answer.status == 0, answer.text
    cold, warm = json.loads(answer.text)
    assert len(cold) > 2
    assert warm == cold
    started = (bridged.home / "started").read_text(encoding="utf-8").splitlines()
    assert started == ["-P -m rectify_xl.doors.ribbon check", "-P -m rectify_xl.doors.service"]


ASKED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import handler
state = handler.service()
print("service", state is not None)
state = {"port": int(sys.argv[2]), "token": "token", "proof": "proof"}
click = type("C", (), {"command": "check", "variant": "", "office": "pipe,name=a", "document": "1"})
print("click", handler.by_service(state, click))
print("refused", handler.by_service({**state, "port": 9}, click))
"""


def test_another_program_on_the_port_of_a_dead_service_gets_no_click(bridged: User) -> None:
    """The menu starts a process of its own instead; what may have been taken already is not done twice."""
    shutil.copyfile(ROOT / "rectify_xl" / "doors" / "addin" / "handler.py", bridged.home / "handler.py")
    with impostor("another") as stranger, impostor("proof", {"/click": None}) as dying:
        state = ServiceState(stranger.port, "token", "proof", 1, "1")
        state_file.write(state, state_file.path(bridged.home))
        for path in (bridged.home, bridged.home / state_file.FOLDER, state_file.path(bridged.home)):
            bridged.own(path)
        answered = bridged.run((PYTHON, "-c", ASKED, str(bridged.home), str(stranger.port))).text.splitlines()
        lost = bridged.run((PYTHON, "-c", ASKED, str(bridged.home), str(dying.port))).text.splitlines()
    assert answered == ["service False", "click None", "refused None"]
    assert lost[1] == "click “巡察整改”程序中途没有了回应。请核对台账，再点一次。"
