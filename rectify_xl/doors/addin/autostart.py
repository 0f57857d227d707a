"""Let the service start with the user's session, and by one file that a door can start."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rectify_xl.doors.addin import settings
from rectify_xl.doors.addin.addin_computer import WINDOWS, Machine
from rectify_xl.errors import RectifyError
from rectify_xl.system import files

FOLDER = ".rectify_xl"
RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
RUN_NAME = "rectify_xl"
DESKTOP_FILE = "rectify_xl.desktop"
MODULE = "rectify_xl.doors.service"
_EXECUTABLE = 0o700
_ESCAPES = str.maketrans({"\\": r"\\\\", '"': r'\\"', "`": r"\\`", "$": r"\\$", "%": "%%"})


class Starter(NamedTuple):
    """The program that starts the service, and the files that were written."""

    program: Path
    files: tuple[Path, ...]


def install(machine: Machine, interpreter: str) -> Starter:
    """Write the program and let the session start it; raises `RectifyError` where the system refuses."""
    program = _program(machine)
    program.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if machine.system == WINDOWS:
        windowless = _windowless(interpreter)
        line = f'@start "" /b "{_in_batch(machine, windowless)}" -P -m {MODULE}\r\n'
        files.write(program, line.encode(machine.code_page), aside=True)
        command = f'"{windowless}" -P -m {MODULE}'
        answer = machine.run(("reg", "add", RUN_KEY, "/v", RUN_NAME, "/t", "REG_SZ", "/d", command, "/f"))
        if answer.status:
            raise RectifyError("没有能设成开机自动启动", "请运行 rectify-xl doctor 看看原因，或每次先启动“巡察整改”")
        return Starter(program, (program,))
    quoted = interpreter.replace("'", "'\\''")
    files.write(program, f"#!/bin/sh\nexec '{quoted}' -P -m {MODULE}\n".encode(), aside=True)
    program.chmod(_EXECUTABLE)
    entry = _desktop_file(machine)
    entry.parent.mkdir(parents=True, exist_ok=True)
    files.write(entry, _desktop_entry(program).encode(), aside=True)
    return Starter(program, (program, entry))


def remove(machine: Machine) -> tuple[Path, ...]:
    """Take both away; return what was removed."""
    candidates = [_program(machine)]
    if machine.system == WINDOWS:
        machine.run(("reg", "delete", RUN_KEY, "/v", RUN_NAME, "/f"))
    else:
        candidates.append(_desktop_file(machine))
    removed = tuple(path for path in candidates if path.is_file())
    for path in removed:
        path.unlink()
    return removed


def _program(machine: Machine) -> Path:
    return machine.home / FOLDER / ("start.cmd" if machine.system == WINDOWS else "start")


def _desktop_file(machine: Machine) -> Path:
    configuration = machine.variable("XDG_CONFIG_HOME") or str(machine.home / ".config")
    return Path(configuration) / "autostart" / DESKTOP_FILE


def _windowless(interpreter: str) -> str:
    """Return the interpreter that opens no window of its own, where it lies beside the other one."""
    candidate = Path(interpreter).with_name("pythonw.exe")
    return str(candidate) if candidate.is_file() else interpreter


def _in_batch(machine: Machine, path: str) -> str:
    """Return a path as it can stand in a batch file, which knows the letters of the computer's code page only."""
    written = settings.portable(machine, path)
    variable, rest = "", written
    if written != path:
        _, name, rest = written.split("%", 2)
        variable = f"%{name}%"
    return variable + rest.replace("%", "%%")


def _desktop_entry(program: Path) -> str:
    """Return an entry after the Desktop Entry Specification, in which a path is quoted and % stands doubled."""
    escaped = str(program).translate(_ESCAPES)
    return (
        "[Desktop Entry]\nType=Application\nName=巡察整改\nComment=表格里“巡察整改”按钮背后的程序\n"
        f'Exec="{escaped}"\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n'
    )
