"""The add-in of WPS is put where WPS looks, beside the add-ins of others, and taken away without a trace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from configparser import ConfigParser
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from rectify_xl import __version__
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.doors.addin import addin_command, autostart, wps_install
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer, Machine
from rectify_xl.errors import RectifyError
from tests.conftest import ROOT

OTHERS = """<?xml version="1.0" encoding="UTF-8"?>
<jsplugins><jspluginonline name="别家" type="wps" url="http://x/" enable="enable_dev"/></jsplugins>"""
DAMAGED = ("", "<jsplugins>", "<html/>", '<!DOCTYPE a [<!ENTITY b "c">]><jsplugins/>', " " * 1_000_001)


class Computer:
    """A computer of a user with a Chinese name; what it is asked to run is kept."""

    def __init__(self, home: Path, system: str = LINUX) -> None:
        self.asked: list[Sequence[str]] = []
        variables = {"APPDATA": str(home / "AppData" / "Roaming")} if system == WINDOWS else {}
        self.machine = Machine(system, home, variables, sys.executable, run=self._run, code_page="gbk")

    def act(self, action: str, **options: str | bool) -> Outcome:
        request = Request(date(2026, 9, 30), source=action, options={"host": "wps", **options})
        return addin_command.act(request, self.machine)

    def _run(self, words: Sequence[str]) -> Answer:
        self.asked.append(words)
        return Answer(0, "")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / '张 三$`"%'
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def entries(path: Path) -> list[dict[str, str]]:
    return [entry.attrib for entry in ET.parse(path).getroot()]  # noqa: S314 - written by the test


def test_install_and_remove_leave_the_home_as_it_was(home: Path) -> None:
    """Twice installed is once installed; what is not ours stays."""
    computer = Computer(home)
    first = computer.act("install")
    assert first.data["news"] == "new"
    before = {name: (home / name).read_bytes() for name in names(home)}
    assert computer.act("install").data["news"] == "same"
    assert {name: (home / name).read_bytes() for name in names(home)} == before
    addins = f".local/share/Kingsoft/wps/jsaddons/rectify_xl_{__version__}"
    assert names(home) == sorted(
        [
            ".config/autostart/rectify_xl.desktop",
            ".local/share/Kingsoft/wps/jsaddons/publish.xml",
            ".rectify_xl/start",
            *(f"{addins}/{name}" for name in ("index.html", "js/door.js", "js/start.js", "manifest.xml", "ribbon.xml")),
        ]
    )
    computer.act("remove")
    assert names(home) == []
    assert "没有装过" in computer.act("remove").summary[0]


def test_add_ins_of_others_stay_in_the_list(home: Path) -> None:
    """Also after an update and after the removal."""
    computer = Computer(home)
    folder = wps_install.addins_folder(computer.machine)
    folder.mkdir(parents=True)
    (folder / wps_install.LIST).write_text(OTHERS, encoding="utf-8")
    computer.act("install")
    listed = entries(folder / wps_install.LIST)
    assert [entry["name"] for entry in listed] == ["别家", "rectify_xl"]
    assert wps_install.listed(computer.machine)
    computer.act("remove")
    assert entries(folder / wps_install.LIST) == listed[:1]


def test_an_older_version_is_replaced(home: Path) -> None:
    """WPS would load both."""
    computer = Computer(home)
    old = wps_install.addins_folder(computer.machine) / "rectify_xl_0.0.1"
    old.mkdir(parents=True)
    (old / wps_install.MANIFEST).write_text("<JsPlugin/>", encoding="utf-8")
    assert computer.act("install").data["news"] == "updated"
    assert wps_install.installed_versions(computer.machine) == (__version__,)


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_list_is_left_alone(home: Path, content: str) -> None:
    """The add-ins of others stand in it; somebody has to look."""
    computer = Computer(home)
    path = wps_install.addins_folder(computer.machine) / wps_install.LIST
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RectifyError, match="加载项清单已损坏"):
        computer.act("install")
    assert path.read_text(encoding="utf-8") == content
    assert [name for name in names(home) if "rectify_xl" in name] == []


def test_the_door_starts_the_program_in_any_folder(home: Path) -> None:
    """The path of the program stands in the door as JavaScript, in the session's file as a quoted command."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the file for WPS cannot be run here")
    computer = Computer(home)
    computer.act("install")
    target = wps_install.addins_folder(computer.machine) / f"rectify_xl_{__version__}"
    program = home / ".rectify_xl" / "start"
    script = (target / wps_install.START).read_text(encoding="utf-8")
    ran = subprocess.run(
        [node, "-e", f"{script} process.stdout.write(START_PROGRAM)"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert ran.stdout == str(program)
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # the names are written as they stand
    entry.read(home / ".config" / "autostart" / "rectify_xl.desktop", encoding="utf-8")
    command = entry["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("%%", "%")
    printed = subprocess.run(
        ["/bin/sh", "-c", f"printf %s {command}"], capture_output=True, check=True, encoding="utf-8"
    )
    assert printed.stdout == str(program)
    assert program.stat().st_mode & 0o777 == 0o700


def test_on_windows_the_session_starts_it(tmp_path: Path) -> None:
    """By the user's own key in the registry; the program is written in the code page that Windows reads."""
    home = tmp_path / "张三"
    home.mkdir()
    computer = Computer(home, WINDOWS)
    interpreter = home / "程序" / "python.exe"
    interpreter.parent.mkdir()
    interpreter.touch()
    windowless = interpreter.with_name("pythonw.exe")
    windowless.touch()
    computer.act("install", interpreter=str(interpreter))
    words = computer.asked[-1]
    assert words[:5] == ("reg", "add", autostart.RUN_KEY, "/v", autostart.RUN_NAME)
    assert words[words.index("/d") + 1] == f'"{windowless}" -P -m rectify_xl.doors.service'
    program = (home / ".rectify_xl" / "start.cmd").read_bytes().decode("gbk")
    assert f'"{windowless}" -P -m rectify_xl.doors.service' in program
    assert (home / "AppData" / "Roaming" / "kingsoft" / "wps" / "jsaddons" / "publish.xml").is_file()
    computer.act("remove")
    assert computer.asked[-1][:3] == ("reg", "delete", autostart.RUN_KEY)
    assert [name for name in names(home) if not name.startswith("程序")] == []


def test_a_user_whose_name_the_code_page_lacks_gets_the_buttons(tmp_path: Path) -> None:
    """䶮 is no letter of code page 936: the folder of the user is written as a variable; % within a name is doubled."""
    home = tmp_path / "张䶮"
    interpreter = home / "AppData" / "Roaming" / "100%" / "python.exe"
    interpreter.parent.mkdir(parents=True)
    interpreter.touch()
    computer = Computer(home, WINDOWS)
    computer.act("install", interpreter=str(interpreter))
    program = (home / ".rectify_xl" / "start.cmd").read_bytes()
    assert program == b'@start "" /b "%APPDATA%\\100%%\\python.exe" -P -m rectify_xl.doors.service\r\n'
    assert computer.asked[-1][-2] == f'"{interpreter}" -P -m rectify_xl.doors.service'


def test_on_macos_it_is_refused(home: Path) -> None:
    """With what works there."""
    with pytest.raises(RectifyError, match="改用 Excel 或 LibreOffice"):
        Computer(home, MACOS).act("install")


def test_what_is_installed_is_what_is_kept_in_the_tree(home: Path) -> None:
    """But for the file that names the program."""
    computer = Computer(home)
    computer.act("install")
    target = wps_install.addins_folder(computer.machine) / f"rectify_xl_{__version__}"
    kept = ROOT / "macros" / "wps"
    for name in names(kept):
        if name != "js/start.js":
            assert (target / name).read_bytes() == (kept / name).read_bytes()


def test_a_file_for_wps_cannot_be_built(home: Path) -> None:
    """It is installed at once."""
    with pytest.raises(RectifyError, match="addin install --host wps"):
        Computer(home).act("build")
