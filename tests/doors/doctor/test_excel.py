"""The check-up finds what keeps Excel from showing our buttons, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.doors.addin import locations, settings, xlam
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer
from rectify_xl.doors.doctor import excel
from tests.doors.doctor.conftest import EXCEL, POLICY, Build, find

OPENED: dict[str, dict[str, object]] = {rf"{EXCEL}\Security": {}}
"""The registry after Excel has been opened once."""


def test_nothing_installed(computer: Build) -> None:
    """One line says so; what depends on the add-in is not asked."""
    lines = list(excel.lines(computer(registry=OPENED)))
    line = find(lines, "Excel 加载项")
    assert (line.state, line.remedy) == ("有误", "请运行 rectify-xl addin install")
    assert "来源标记" not in [line.topic for line in lines]


def test_all_in_order(computer: Build) -> None:
    """A fresh installation has nothing wrong; only whether Excel is open cannot be known."""
    lines = list(excel.lines(computer(installed=True, registry=OPENED)))
    assert {line.topic: line.state for line in lines} == {
        "Excel 加载项": "正常",
        "加载项版本": "正常",
        "来源标记": "正常",
        "加载情况": "注意",
        "Excel 用的 Python": "正常",
        "Excel 版本": "正常",
        "宏设置": "正常",
        "受信任位置": "正常",
        "禁用项目": "正常",
    }


def test_installed_twice(computer: Build) -> None:
    """Both places are named."""
    machine = computer(installed=True, registry=OPENED)
    other = Path(machine.variable("APPDATA")) / "Microsoft" / "AddIns" / xlam.FILE
    other.parent.mkdir()
    other.touch()
    line = find(list(excel.lines(machine)), "Excel 加载项")
    assert line.text.startswith("装了2份，按钮会出现2次：")
    assert str(other) in line.text
    assert line.remedy == "请只留第一份，删掉其余各份"


def test_an_old_add_in(computer: Build) -> None:
    """The program was upgraded and the add-in was not."""
    machine = computer(installed=True, registry=OPENED)
    (locations.startup(machine) / xlam.FILE).write_bytes(b"older")
    assert find(list(excel.lines(machine)), "加载项版本").state == "注意"


def test_marked_as_from_the_network(computer: Build) -> None:
    """Windows keeps the mark in a second stream of the file, whose name is the file's with a colon."""
    machine = computer(installed=True, registry=OPENED)
    Path(f"{locations.startup(machine) / xlam.FILE}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", "ascii")
    line = find(list(excel.lines(machine)), "来源标记")
    assert line.state == "有误"
    assert line.remedy == "请右键该文件，“属性”，勾选“解除锁定”；或运行 rectify-xl addin install 重装一次"


def test_an_interpreter_that_is_gone(computer: Build) -> None:
    """Python was moved or removed after the installation."""
    machine = computer(installed=True, registry=OPENED)
    settings.write(locations.settings(machine, "excel"), {"INTERPRETER_WIN": r"C:\gone\python.exe"})
    line = find(list(excel.lines(machine)), "Excel 用的 Python")
    assert (line.state, line.text) == ("有误", r"找不到：C:\gone\python.exe")


def test_an_interpreter_without_our_package(computer: Build, tmp_path: Path) -> None:
    """Another Python than the one that installed us."""
    machine = computer(installed=True, registry=OPENED, answers={f"{tmp_path}/other -c": Answer(1, "no module")})
    (tmp_path / "other").touch()
    settings.write(locations.settings(machine, "excel"), {"INTERPRETER_WIN": f"{tmp_path}/other"})
    assert find(list(excel.lines(machine)), "Excel 用的 Python").text == f"{tmp_path}/other 里没有装 rectify_xl"


@pytest.mark.parametrize(
    ("key", "level", "state", "text"),
    [
        (EXCEL, 1, "正常", "全部允许（本机设置）"),
        (EXCEL, 2, "正常", "禁用并提示（本机设置）"),
        (EXCEL, 4, "注意", "全部禁止且不提示（本机设置）"),
        (POLICY, 3, "注意", "只允许有签名的宏（单位统一设置）"),
    ],
)
def test_macro_settings(computer: Build, key: str, level: int, state: str, text: str) -> None:
    """A policy of the unit outranks the user's own setting."""
    registry = {**OPENED, rf"{key}\Security": {"VBAWarnings": level}}
    line = find(list(excel.lines(computer(registry=registry))), "宏设置")
    assert (line.state, line.text) == (state, text)


def test_trusted_locations_switched_off(computer: Build) -> None:
    """Then the start-up folder is not trusted either."""
    registry = {**OPENED, rf"{POLICY}\Security\Trusted Locations": {"AllLocationsDisabled": 1}}
    line = find(list(excel.lines(computer(registry=registry))), "受信任位置")
    assert (line.state, line.remedy) == ("有误", "请单位的管理员取消“禁用所有受信任位置”")


def test_disabled_items(computer: Build) -> None:
    """Excel notes a file that it blames for a crash, in UTF-16 within binary data."""
    noted = b"\x01\x00" + "C:\\XLSTART\\Rectify_XL.xlam".lower().encode("utf-16-le")
    other = "other.xlam".encode("utf-16-le")
    key = rf"{EXCEL}\Resiliency\DisabledItems"
    assert find(list(excel.lines(computer(registry={**OPENED, key: {"a": other}}))), "禁用项目").text == (
        "没有被禁用（Excel 共禁用1项）"
    )
    assert find(list(excel.lines(computer(registry={**OPENED, key: {"a": other, "b": noted}}))), "禁用项目").state == (
        "有误"
    )


def test_windows_without_excel(computer: Build) -> None:
    """No record in the registry."""
    assert find(list(excel.lines(computer(registry={}))), "Excel 版本").state == "注意"


def test_macos(computer: Build) -> None:
    """The quarantine mark is asked of the system; the script that starts Python must be there."""
    clean = computer(MACOS, installed=True, answers={"xattr -p": Answer(1, "No such xattr")})
    lines = list(excel.lines(clean))
    assert find(lines, "来源标记").state == "正常"
    assert find(lines, "启动脚本").state == "有误"
    marked = clean._replace(run=lambda _command: Answer(0, "0081;5f"))
    assert find(list(excel.lines(marked)), "来源标记").remedy.startswith("请在终端运行 xattr -d com.apple.quarantine '")


def test_linux(computer: Build) -> None:
    """There is no Excel, and that is no fault."""
    assert [(line.topic, line.state) for line in excel.lines(computer(LINUX))] == [("Excel", "不适用")]


def test_systems_are_told_apart() -> None:
    """The names are those of `platform.system()`."""
    assert (WINDOWS, MACOS, LINUX) == ("Windows", "Darwin", "Linux")
