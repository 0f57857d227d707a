"""The add-in's settings file, in the form that xlwings' VBA reads: two quoted texts a line.

VBA reads the file in the code page of the computer, so it is written in that. A path below a user's folder with a
Chinese name is written with the environment variable of that folder, which VBA expands: so the file mostly holds ASCII
and can be read in any code page. On macOS it holds nothing else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Machine
from rectify_xl.doors.addin.locations import Host
from rectify_xl.errors import RectifyError
from rectify_xl.system import files

INTERPRETER = {WINDOWS: "INTERPRETER_WIN", MACOS: "INTERPRETER_MAC", LINUX: "INTERPRETER_LINUX"}
INTERPRETER_CALC = "INTERPRETER_CALC"
WARM = "USE UDF SERVER"
_VARIABLES = {WINDOWS: ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "ProgramFiles"), MACOS: ("HOME",)}


def read(path: Path, code_page: str = "utf-8") -> dict[str, str]:
    """Return the settings by name; none when there is no file."""
    if not path.is_file():
        return {}
    with path.open(encoding=code_page, errors="replace", newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file) if len(row) == 2}


def write(path: Path, values: Mapping[str, str], code_page: str = "utf-8") -> None:
    """Write the settings, whole or not at all; without any, remove the file and its folder if that is ours."""
    if not values:
        path.unlink(missing_ok=True)
        if path.parent.name.startswith(".") and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
        return
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(values.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, text.getvalue().encode(code_page), aside=True)


def for_host(machine: Machine, host: Host, interpreter: str, *, warm: bool = False) -> dict[str, str]:
    """Return the settings of a fresh installation.

    Raises `RectifyError` when the path of the interpreter cannot be written so that VBA reads it.
    """
    written = portable(machine, interpreter)
    if host == "calc":
        return {INTERPRETER_CALC: written}
    values = {INTERPRETER[machine.system]: written, "ADD_WORKBOOK_TO_PYTHONPATH": "False"}
    return {**values, WARM: "True"} if warm else values


def portable(machine: Machine, path: str) -> str:
    """Return a path as it can stand in the settings file."""
    if path.isascii() or machine.system not in _VARIABLES:
        return path
    kind: type[PurePath] = PureWindowsPath if machine.system == WINDOWS else PurePosixPath
    for name in _VARIABLES[machine.system]:
        folder = machine.variable(name)
        if folder and kind(path).is_relative_to(folder):
            rest = kind(path).relative_to(folder).as_posix()
            short = f"%{name}%\\" + rest.replace("/", "\\") if machine.system == WINDOWS else f"${name}/{rest}"
            if short.isascii():
                return short
    if machine.system == WINDOWS and _readable(path, machine.code_page):
        return path
    raise RectifyError(
        f"程序所在文件夹的名称里有按钮认不出的字：{path}",
        "请把程序（用 Python 的，是 Python）装到只含英文字母的文件夹，再装一次按钮",
    )


def _readable(path: str, code_page: str) -> bool:
    """Tell whether VBA reads a path as it was written: Windows' own code page holds it, and gives it back."""
    try:
        return path.encode(code_page).decode(code_page) == path
    except UnicodeError:
        return False


def expanded(machine: Machine, path: str) -> str:
    """Return a path from the settings file as it is on this computer."""
    for name in _VARIABLES.get(machine.system, ()):
        mark = f"%{name}%" if machine.system == WINDOWS else f"${name}"
        if path.startswith(mark):
            return machine.variable(name) + path[len(mark) :]
    return path
