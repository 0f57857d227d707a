"""What the check-up sees of WPS: its own files say whether it lets the add-in run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rectify_xl import __version__
from rectify_xl.doors.addin import wps_install
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer, Machine
from rectify_xl.doors.doctor import wps
from tests.doors.doctor.conftest import Build, find


@pytest.fixture
def machine(computer: Build) -> Machine:
    """Return a computer with our add-in in WPS."""
    built = computer(LINUX, answers={"reg": Answer(0, "")})
    program = built.root / "opt" / "kingsoft" / "wps-office" / "office6"
    (program / "cfgs").mkdir(parents=True)
    (program / "cfgs" / "setup.cfg").write_text("[Support]\nVersion=11.1.0.11719\n", encoding="utf-8")
    wps_install.install(built, built.interpreter)
    return built


def trust(machine: Machine, content: object) -> None:
    path = wps_install.addins_folder(machine) / wps.TRUST
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def test_without_wps_there_is_one_line(computer: Build) -> None:
    """Nothing is asked of who does not have it."""
    assert [(line.topic, line.state) for line in wps.lines(computer(LINUX))] == [("WPS", "不适用")]
    assert [(line.topic, line.state) for line in wps.lines(computer(MACOS))] == [("WPS", "不适用")]


def test_our_own_folder_is_no_wps(computer: Build) -> None:
    """The set-up puts the add-in where WPS would look, whether WPS is there or not."""
    machine = computer(LINUX, answers={"reg": Answer(0, "")})
    wps_install.install(machine, machine.interpreter)
    assert [(line.topic, line.state) for line in wps.lines(machine)] == [("WPS", "不适用")]
    (wps_install.addins_folder(machine).parent / "logs").mkdir()
    assert find([*wps.lines(machine)], "WPS").state == "正常"


def test_the_version_is_told(machine: Machine, computer: Build) -> None:
    """From its own settings on Linux, from the registry on Windows."""
    assert find([*wps.lines(machine)], "WPS").text.startswith("11.1.0.11719（")
    registry = {r"HKCU\Software\Kingsoft\Office\6.0\Common": {"Version": "12.1.0.17900", "InstallRoot": r"C:\WPS"}}
    lines = [*wps.lines(computer(WINDOWS, registry=registry))]
    assert find(lines, "WPS").text == r"12.1.0.17900（C:\WPS）"
    assert find(lines, "WPS 加载项").remedy.endswith(wps.INSTALL)


def test_an_installed_add_in_is_told(machine: Machine) -> None:
    """With its version; that WPS has not loaded it yet is told as well."""
    lines = [*wps.lines(machine)]
    assert find(lines, "WPS 加载项").state == "正常"
    assert __version__ in find(lines, "WPS 加载项").text
    assert find(lines, "WPS 授权").state == "注意"


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ({"et": {"a": {"name": "rectify_xl", "enable": True, "isload": True}}}, "正常"),
        ({"et": {"a": {"path": "x/rectify_xl_0.1.0", "enable": True, "isload": False}}}, "注意"),
        ({"et": {"a": {"name": "rectify_xl", "enable": False, "isload": False}}}, "有误"),
        ({"et": {"a": {"name": "别家", "enable": False}, "namelist": "a"}}, "注意"),
        ({"wps": {"a": {"name": "rectify_xl", "enable": True, "isload": True}}}, "注意"),
        ({"et": []}, "注意"),
        ([], "注意"),
        ("{", "注意"),
        ("[" * 100_000, "注意"),
        ("\ufeff{}", "注意"),
    ],
    ids=["loaded", "not loaded", "forbidden", "others", "texts", "list", "array", "broken", "deep", "mark"],
)
def test_what_wps_notes_of_the_add_in_is_told(machine: Machine, content: object, state: str) -> None:
    """Trusted and loaded, trusted, forbidden, unknown, unreadable; each with what to do."""
    trust(machine, content)
    line = find([*wps.lines(machine)], "WPS 授权")
    assert line.state == state
    assert bool(line.remedy) is (state != "正常")


def test_a_block_is_told(machine: Machine) -> None:
    """Then the button is there and does nothing."""
    (wps_install.addins_folder(machine) / wps.BLOCKED).write_text("[x]", encoding="utf-8")
    line = find([*wps.lines(machine)], "WPS 拦截")
    assert line.state == "注意"
    assert "没有反应" in line.text


def test_a_list_that_lost_the_add_in_is_told(machine: Machine) -> None:
    """Another installer wrote it anew."""
    path = wps_install.addins_folder(machine) / wps_install.LIST
    path.write_text("<jsplugins/>", encoding="utf-8")
    assert find([*wps.lines(machine)], "WPS 加载项").state == "有误"
    path.write_text("<jsplugins", encoding="utf-8")
    assert "已损坏" in find([*wps.lines(machine)], "WPS 加载项").text


def test_another_version_is_told(machine: Machine) -> None:
    """An update was begun and not finished."""
    folder = wps_install.addins_folder(machine)
    (folder / f"rectify_xl_{__version__}").rename(Path(folder) / "rectify_xl_0.0.9")
    assert "0.0.9" in find([*wps.lines(machine)], "WPS 加载项").text
