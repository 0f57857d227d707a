"""Excel's add-in is installed for one user, twice without harm, and removed without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.doors.addin import (
    addin_command,
    autostart,
    excel_install,
    locations,
    oxt,
    settings,
    wps_install,
    xlam,
)
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer, Machine
from rectify_xl.errors import RectifyError, UsageError

AS_OF = date(2026, 9, 30)


class Programs:
    """What programs answer: nothing is wrong, unless the first word of a program is in `broken`."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.broken: set[str] = set()

    def __call__(self, words: Sequence[str]) -> Answer:
        self.asked.append(words)
        return Answer(int(words[0] in self.broken), "")


@pytest.fixture
def programs() -> Programs:
    """Return the programs of the computer."""
    return Programs()


@pytest.fixture
def windows(tmp_path: Path, programs: Programs) -> Machine:
    """Return a computer of a user with a Chinese name and a blank in it."""
    home = tmp_path / "张 三"
    home.mkdir()
    python = tmp_path / "python.exe"
    python.touch()
    variables = {"APPDATA": str(home / "AppData" / "Roaming")}
    return Machine(WINDOWS, home, variables, str(python), run=programs, code_page="gbk")


def act(machine: Machine, action: str, **options: str | bool) -> Outcome:
    return addin_command.act(Request(AS_OF, source=action, options={"host": "excel", **options}), machine)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_install_puts_add_in_and_settings_into_the_users_folders(windows: Machine) -> None:
    """Nothing else is written, and the file names are ASCII."""
    outcome = act(windows, "install")
    assert files(windows.home) == [
        ".rectify_xl/rectify_xl.conf",
        ".rectify_xl/start.cmd",
        "AppData/Roaming/Microsoft/Excel/XLSTART/rectify_xl.xlam",
    ]
    assert (locations.startup(windows) / xlam.FILE).read_bytes() == xlam.build()
    assert outcome.summary[0] == "已安装Excel 加载项。"
    assert outcome.summary[-1] == "请关闭所有 Excel 窗口再打开，功能区会出现“巡察整改”。"


def test_the_service_is_started_now_and_with_each_session(windows: Machine, programs: Programs) -> None:
    """A macro of Excel cannot start it."""
    act(windows, "install")
    assert [words[:3] for words in programs.asked] == [
        ("reg", "add", autostart.RUN_KEY),
        (windows.interpreter, "-P", "-m"),
    ]
    assert programs.asked[-1][3:] == ("rectify_xl", "service", "start")


@pytest.mark.parametrize(("broken", "words"), [("reg", "没有能设成开机自动启动"), ("python", "没有启动起来")])
def test_without_the_service_the_buttons_are_installed_all_the_same(
    windows: Machine, programs: Programs, broken: str, words: str
) -> None:
    """RunPython does what there is to do; the user is told that it is slower."""
    programs.broken.add(windows.interpreter if broken == "python" else broken)
    outcome = act(windows, "install")
    assert [line for line in outcome.summary if words in line and "按钮仍能用" in line]
    assert (locations.startup(windows) / xlam.FILE).is_file()


def test_who_goes_last_takes_the_service_away(windows: Machine, programs: Programs) -> None:
    """Excel's and WPS's buttons share it."""
    for first, second in (("excel", "wps"), ("wps", "excel")):
        act(windows, "install", host="excel")
        act(windows, "install", host="wps")
        programs.asked.clear()
        act(windows, "remove", host=first)
        assert programs.asked == []
        act(windows, "remove", host=second)
        assert [words[:2] for words in programs.asked] == [("reg", "delete")]
        assert files(windows.home) == []
    assert wps_install.installed_versions(windows) == ()


def test_installing_twice_says_so(windows: Machine) -> None:
    """The second time nothing changes."""
    act(windows, "install")
    before = files(windows.home)
    assert act(windows, "install").summary[0] == "Excel 加载项早已装好，是同一版本，不必重复安装。"
    assert files(windows.home) == before


def test_an_older_add_in_is_replaced(windows: Machine) -> None:
    """After an upgrade of the program."""
    act(windows, "install")
    (locations.startup(windows) / xlam.FILE).write_bytes(b"older")
    assert act(windows, "安装").summary[0] == "Excel 加载项原先装过，已换成当前版本。"
    assert (locations.startup(windows) / xlam.FILE).read_bytes() == xlam.build()


def test_a_second_copy_elsewhere_is_refused(windows: Machine) -> None:
    """Excel would show every button twice."""
    other = windows.home / "AppData" / "Roaming" / "Microsoft" / "AddIns"
    other.mkdir(parents=True)
    (other / xlam.FILE).touch()
    with pytest.raises(RectifyError, match="再装一份，按钮会出现两次。请先删除那个文件"):
        act(windows, "install")
    assert not locations.startup(windows).exists()


def test_remove_leaves_nothing(windows: Machine) -> None:
    """Neither file nor settings nor our folder; a second removal says that there is nothing."""
    act(windows, "install")
    outcome = act(windows, "remove")
    assert files(windows.home) == []
    assert not (windows.home / ".rectify_xl").exists()
    assert outcome.summary[0] == "已卸载Excel 加载项："
    assert act(windows, "remove").summary == ("没有装过Excel 加载项，无需卸载。",)


def test_remove_keeps_the_settings_of_the_other_host(windows: Machine) -> None:
    """On Windows Excel and Calc share one settings file."""
    act(windows, "install")
    excel_install.write_calc_settings(windows, "C:\\p\\python.exe")
    act(windows, "remove")
    assert settings.read(locations.settings(windows, "calc")) == {"INTERPRETER_CALC": "C:\\p\\python.exe"}


def test_an_add_in_that_excel_holds_is_a_clear_message(windows: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace an open file; the old add-in stays whole."""
    act(windows, "install")
    target = locations.startup(windows) / xlam.FILE
    target.write_bytes(b"older")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RectifyError, match=r"Excel 正在使用加载项：.*。请关闭所有 Excel 窗口后再试。"):
        act(windows, "install")
    assert [path.name for path in target.parent.iterdir()] == [xlam.FILE]
    assert target.read_bytes() == b"older"


def test_macos_also_gets_the_script_that_starts_python(tmp_path: Path) -> None:
    """Excel on macOS may start programs only through a script in one folder."""
    python = tmp_path / "python"
    python.touch()
    machine = Machine(MACOS, tmp_path, {"HOME": str(tmp_path)}, str(python))
    act(machine, "install")
    scripts = list(locations.mac_scripts(machine).iterdir())
    assert [path.suffix for path in scripts] == [".applescript"]
    assert settings.read(locations.settings(machine, "excel"))["INTERPRETER_MAC"] == str(python)
    act(machine, "remove")
    assert files(tmp_path) == ["python"]


def test_an_interpreter_that_is_not_there_is_refused(windows: Machine) -> None:
    """Nothing is installed then."""
    with pytest.raises(RectifyError, match=r"找不到 Python 程序：C:/none/python.exe。请用 --interpreter 写明"):
        act(windows, "install", interpreter="C:/none/python.exe")
    assert files(windows.home) == []


def test_an_unknown_action_is_refused(windows: Machine) -> None:
    """The message lists the actions."""
    with pytest.raises(UsageError, match="可用的动作：build、install、remove"):
        act(windows, "update")


def test_build_writes_the_file_where_told(windows: Machine, tmp_path: Path) -> None:
    """A folder gets the usual file name; a folder that is not there is a clear message."""
    act(windows, "build", output=str(tmp_path))
    assert (tmp_path / "rectify_xl.xlam").read_bytes() == xlam.build()
    act(windows, "制作", host="calc", output=str(tmp_path / "x.oxt"))
    assert (tmp_path / "x.oxt").read_bytes()[:2] == b"PK"
    act(windows, "build", host="", output=str(tmp_path / "y.oxt"))
    assert (tmp_path / "y.oxt").read_bytes() == oxt.build()
    linux = windows._replace(system=LINUX)
    act(linux, "build", host="", output=str(tmp_path / "z.XLAM"))
    assert (tmp_path / "z.XLAM").read_bytes() == xlam.build()
    with pytest.raises(RectifyError, match="xlam"):
        act(linux, "build", host="excel", output=str(tmp_path / "z.oxt"))
    with pytest.raises(RectifyError, match="文件夹不存在"):
        act(windows, "build", output=str(tmp_path / "none" / "x.xlam"))
