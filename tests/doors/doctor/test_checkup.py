"""The whole check-up: every fault with its remedy, as data, and as a report that can be mailed."""

from __future__ import annotations

from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from rectify_xl.commands.outcome import Request
from rectify_xl.doors.addin.addin_computer import LINUX, WINDOWS
from rectify_xl.doors.doctor import checkup, program
from rectify_xl.errors import RectifyError
from tests.doors.doctor.conftest import Build, find

DAY = date(2026, 9, 30)


def test_what_needs_a_hand_comes_first(computer: Build) -> None:
    """On the screen faults stand above warnings, and those above what is in order."""
    (sheet,) = checkup.examine(Request(DAY), computer(WINDOWS, registry={})).tables
    states = [row[0] for row in sheet.rows]
    assert states == sorted(states, key=("有误", "注意", "正常", "不适用").index)
    assert states[0] == "有误"


@pytest.mark.parametrize("system", [WINDOWS, LINUX])
def test_whatever_is_not_in_order_has_a_remedy(computer: Build, system: str) -> None:
    """A clerk is never left with a fault alone."""
    outcome = checkup.examine(Request(DAY), computer(system, registry={}))
    checks = outcome.data["checks"]
    assert isinstance(checks, list)
    assert [check["topic"] for check in checks if check["state"] in ("注意", "有误") and not check["remedy"]] == []
    assert outcome.data["errors"] == sum(check["state"] == "有误" for check in checks)
    assert outcome.summary[0].startswith(f"体检{len(checks)}项：正常")


def test_the_exit_status_tells_whether_something_is_wrong(computer: Build) -> None:
    """Missing fonts are a warning; a missing add-in on Windows is a fault."""
    assert checkup.examine(Request(DAY), computer(LINUX)).status == 0
    assert checkup.examine(Request(DAY), computer(WINDOWS, registry={})).status == 1


def test_the_report_can_be_mailed(computer: Build, tmp_path: Path) -> None:
    """Plain text that Windows' editor shows rightly, without the user's folder, which bears a person's name."""
    target = tmp_path / "体检.txt"
    outcome = checkup.examine(Request(DAY, options={"output": str(target)}), computer(WINDOWS, registry={}))
    text = target.read_bytes().decode("utf-8-sig")
    assert text.startswith("rectify_xl 环境体检　2026-09-30\r\n体检")
    assert "【有误】Excel 加载项：没有安装（应在 ~/Roaming" in text
    assert "　　处理：请运行 rectify-xl addin install\r\n" in text
    assert str(tmp_path) not in text
    assert outcome.summary[1] == f"报告已存为：{target}，可以寄给维护人员。"


def test_a_report_that_cannot_be_written(computer: Build, tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(RectifyError, match="文件夹不存在"):
        checkup.examine(Request(DAY, options={"output": str(tmp_path / "none" / "x.txt")}), computer(LINUX))


def test_a_folder_that_cannot_be_written(computer: Build, tmp_path: Path) -> None:
    """`--folder` tries one more folder."""
    lines = list(program.lines(computer(LINUX), tmp_path / "none"))
    assert find(lines, "指定的文件夹").state == "有误"
    assert find(list(program.lines(computer(LINUX), tmp_path)), "指定的文件夹").state == "正常"


def test_missing_libraries_are_named(computer: Build) -> None:
    """With the command that installs them."""

    def version(name: str) -> str:
        if name in ("xlwings", "lxml"):
            raise PackageNotFoundError(name)
        return "1.0"

    line = find(list(program.lines(computer(LINUX), version=version)), "程序库")
    assert (line.text, line.remedy) == ("缺少xlwings、lxml", "请运行 pip install xlwings lxml")
