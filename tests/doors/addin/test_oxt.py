"""The extension holds the menu of the command table, and LibreOffice really installs it."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import time
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.table import COMMANDS
from rectify_xl.doors.addin import addin_command, calc_menu, oxt
from rectify_xl.doors.addin.addin_computer import Answer
from rectify_xl.doors.addin.buttons import calls
from rectify_xl.doors.addin.locations import calc_lock
from rectify_xl.errors import RectifyError
from tests.doors.addin.conftest import User

VALUE = re.compile(r'oor:name="(URL|Title)" oor:type="xs:string"><value(?: xml:lang="en-US")?>([^<]*)<')


def parts() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(oxt.build())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def values(text: str, name: str) -> list[str]:
    return [found for key, found in VALUE.findall(text) if key == name]


def act(user: User, action: str) -> Outcome:
    return addin_command.act(Request(date(2026, 9, 30), source=action, options={"host": "calc"}), user.machine)


def test_building_twice_gives_the_same_bytes() -> None:
    """Nothing in the file depends on the clock."""
    assert oxt.build() == oxt.build()


def test_every_part_of_the_manifest_is_there_and_well_formed() -> None:
    """LibreOffice refuses an extension that lacks a part."""
    found = parts()
    listed = re.findall(r'full-path="([^"]+)"', found["META-INF/manifest.xml"])
    assert listed == ["Addons.xcu", "ProtocolHandler.xcu", "CalcWindowState.xcu", "handler.py"]
    assert [name for name in listed if name not in found] == []
    for name, text in found.items():
        if name.endswith((".xml", ".xcu")):
            ET.fromstring(text)  # noqa: S314 - our own text


def test_menu_and_toolbar_have_every_button() -> None:
    """The menu has the variants too; the handler knows the same calls."""
    text = calc_menu.menu()
    menu, toolbar = text.split("OfficeToolBar")
    dispatched = [url for url in values(menu, "URL") if url != calc_menu.SEPARATOR]
    assert sorted(dispatched) == sorted(calc_menu.address(*call) for call in calls())
    labels = [command.label for command in COMMANDS if command.button]
    assert values(toolbar, "Title") == [
        label for group in dict.fromkeys(command.group for command in COMMANDS) for label in labels_of(group)
    ]
    assert sorted(labels) == sorted(values(toolbar, "Title"))
    assert json.loads(parts()["calls.json"]) == [list(call) for call in calls()]


def labels_of(group: str) -> list[str]:
    return [command.label for command in COMMANDS if command.group == group and command.button]


def test_the_handler_needs_nothing_but_the_standard_library() -> None:
    """LibreOffice's own Python has none of our libraries."""
    names = re.findall(r"^(?:import|from) ([a-z_]+)", parts()["handler.py"], flags=re.MULTILINE)
    assert set(names) == {
        "__future__", "com", "csv", "http", "io", "json", "locale", "os", "pathlib", "re", "subprocess", "threading",
        "typing", "uno", "unohelper", "uuid",
    }  # fmt: skip


def test_install_twice_and_remove_for_real(user: User) -> None:
    """`unopkg` installs the extension into a fresh profile, lists it with its version, and takes it away again."""
    first = act(user, "install")
    assert first.data["news"] == "new"
    listed = user.run((f"{user.machine.office}/unopkg", "list", "org.rectify_xl.calc")).text
    assert f"Version: {oxt.version()}" in listed
    assert listed.count("is registered: yes") == 5
    assert "is registered: no" not in listed
    assert act(user, "install").summary[0] == "LibreOffice 扩展早已装好，是同一版本，不必重复安装。"
    assert user.run((f"{user.machine.office}/unopkg", "list")).text.count("Identifier: org.rectify_xl.calc") == 1
    assert act(user, "remove").data["removed"] == [
        "LibreOffice 扩展", str(user.home / ".rectify_xl" / "rectify_xl.conf")
    ]  # fmt: skip
    assert "org.rectify_xl.calc" not in user.run((f"{user.machine.office}/unopkg", "list")).text
    assert act(user, "remove").summary == ("没有装过LibreOffice 扩展，无需卸载。",)


def settled(lock: Path) -> bool:
    """Wait for a lock that stays: on its first start LibreOffice may take it, let it go and start anew."""
    deadline = time.monotonic() + 120  # a first start on a busy machine
    seen, since = 0, time.monotonic()
    while time.monotonic() < deadline:
        now = lock.stat().st_ino if lock.is_file() else 0
        if now != seen:
            seen, since = now, time.monotonic()
        if seen and time.monotonic() - since > 3:
            return True
        time.sleep(0.1)
    return False


def test_an_open_libreoffice_is_left_alone(user: User) -> None:
    """While the program is open nothing is installed; a lock that a crash left behind does not matter."""
    office = user.popen((f"{user.machine.office}/soffice", "--headless", "--norestore", "--nologo", "--quickstart=no"))
    lock = calc_lock(user.machine)
    try:
        assert settled(lock)
        with pytest.raises(RectifyError, match=r"LibreOffice 正开着。请保存并关闭所有 LibreOffice 窗口，再运行一次。"):
            act(user, "install")
    finally:
        os.killpg(office.pid, signal.SIGKILL)  # a crash: it cannot linger, start anew, or take its lock away
        office.communicate(timeout=60)
    assert lock.is_file()
    alone = user.machine._replace(run=lambda words: Answer(1, "") if words[0] == "pgrep" else user.run(words))
    request = Request(date(2026, 9, 30), source="install", options={"host": "calc"})
    assert addin_command.act(request, alone).data["news"] == "new"


def test_without_libreoffice_the_message_says_what_to_install(user: User) -> None:
    """Nothing is written then."""
    machine = user.machine._replace(office=None)
    with pytest.raises(RectifyError, match=r"没有安装 LibreOffice。请先安装 LibreOffice 7.4 或更新版本"):
        addin_command.act(Request(date(2026, 9, 30), source="install", options={"host": "calc"}), machine)
    assert list(user.home.iterdir()) == []


def test_root_is_refused(user: User) -> None:
    """As root the extension would be installed for everybody."""
    with pytest.raises(RectifyError, match="不能用管理员（root）身份安装"):
        addin_command.act(
            Request(date(2026, 9, 30), source="install", options={"host": "calc"}),
            user.machine._replace(administrator=True),
        )
