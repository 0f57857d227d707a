"""The settings file is one that xlwings' VBA reads on a computer with any code page."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.doors.addin import settings
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Machine
from rectify_xl.errors import RectifyError

CLERK = Machine(
    WINDOWS,
    Path("C:/Users/张 三"),
    {"USERPROFILE": r"C:\Users\张 三", "LOCALAPPDATA": r"C:\Users\张 三\AppData\Local"},
    "python",
)


def test_settings_survive_a_round_trip(tmp_path: Path) -> None:
    """Two quoted texts a line, with the line ends of Windows."""
    path = tmp_path / "new" / "rectify_xl.conf"
    values = {"INTERPRETER_WIN": r"C:\Program Files\Python311\python.exe", "ADD_WORKBOOK_TO_PYTHONPATH": "False"}
    settings.write(path, values)
    assert path.read_bytes() == (
        b'"INTERPRETER_WIN","C:\\Program Files\\Python311\\python.exe"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\r\n'
    )
    assert settings.read(path) == values


def test_no_settings_means_no_file(tmp_path: Path) -> None:
    """A clean removal leaves neither the file nor our empty folder."""
    path = tmp_path / ".rectify_xl" / "rectify_xl.conf"
    settings.write(path, {"a": "b"})
    settings.write(path, {})
    assert list(tmp_path.iterdir()) == []
    assert settings.read(path) == {}


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (r"C:\Python311\python.exe", r"C:\Python311\python.exe"),
        (
            r"C:\Users\张 三\AppData\Local\Programs\Python\python.exe",
            r"%LOCALAPPDATA%\Programs\Python\python.exe",
        ),
        (r"C:\Users\张 三\venv\Scripts\python.exe", r"%USERPROFILE%\venv\Scripts\python.exe"),
    ],
)
def test_a_user_with_a_chinese_name_gets_ascii_settings(path: str, written: str) -> None:
    """VBA reads the file in the computer's code page and expands the variable itself; so does Python."""
    assert settings.portable(CLERK, path) == written
    assert settings.expanded(CLERK, written) == path


def test_a_chinese_folder_is_written_in_the_code_page_that_vba_reads(tmp_path: Path) -> None:
    """A Chinese Windows keeps its texts in code page 936."""
    chinese = CLERK._replace(code_page="cp936")
    path = tmp_path / "rectify_xl.conf"
    values = settings.for_host(chinese, "excel", r"D:\软件\python.exe")
    settings.write(path, values, chinese.code_page)
    assert r"D:\软件\python.exe" in path.read_bytes().decode("gbk")
    assert settings.read(path, chinese.code_page) == values


def test_a_folder_that_the_code_page_lacks_is_refused() -> None:
    """Better no installation than buttons that find no Python."""
    with pytest.raises(RectifyError) as caught:
        settings.portable(CLERK._replace(code_page="cp1252"), r"D:\软件\python.exe")
    assert str(caught.value) == (
        "程序所在文件夹的名称里有按钮认不出的字：D:\\软件\\python.exe。"
        "请把程序（用 Python 的，是 Python）装到只含英文字母的文件夹，再装一次按钮。"
    )


def test_macos_writes_the_home_folder_as_a_variable() -> None:
    """As above, in the spelling that VBA on macOS expands."""
    machine = Machine(MACOS, Path("/Users/张三"), {"HOME": "/Users/张三"}, "python")
    assert settings.portable(machine, "/Users/张三/venv/bin/python") == "$HOME/venv/bin/python"


def test_linux_keeps_chinese_paths() -> None:
    """There only Python reads the file."""
    machine = Machine(LINUX, Path("/home/张三"), {}, "python")
    assert settings.for_host(machine, "calc", "/home/张三/bin/python") == {"INTERPRETER_CALC": "/home/张三/bin/python"}


def test_excel_never_looks_for_python_code_beside_a_workbook() -> None:
    """A workbook's folder may hold a file named like one of our modules."""
    assert settings.for_host(CLERK, "excel", r"C:\p\python.exe") == {
        "INTERPRETER_WIN": r"C:\p\python.exe",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    }
    assert settings.for_host(CLERK, "excel", r"C:\p\python.exe", warm=True)["USE UDF SERVER"] == "True"
