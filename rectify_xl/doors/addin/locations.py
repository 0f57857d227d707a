"""Where Excel looks for add-ins, and where our settings lie: all of it in the user's own folders."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from rectify_xl.doors.addin.addin_computer import MACOS, WINDOWS, Machine
from rectify_xl.doors.addin.xlam import FILE
from rectify_xl.doors.addin.xlwings_changes import PROJECT
from rectify_xl.errors import RectifyError

Host = Literal["excel", "calc", "wps"]

_MAC_GROUP = ("Library", "Group Containers", "UBF8T346G9.Office", "User Content.localized")
_MAC_EXCEL = ("Library", "Containers", "com.microsoft.Excel", "Data")
_MAC_SCRIPTS = ("Library", "Application Scripts", "com.microsoft.Excel")


class Installed(NamedTuple):
    """What was done: `news` is `new`, `same` or `updated`; `files` is what lies there now; `notes` are for the user."""

    news: str
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def default_host(machine: Machine) -> Host:
    """Return the spreadsheet program that the add-in is for when the user does not say."""
    return "excel" if machine.system in (WINDOWS, MACOS) else "calc"


def startup(machine: Machine) -> Path:
    """Return the user's Excel start-up folder: what lies there is loaded, and trusted, at each start.

    Raises `RectifyError` where there is no Excel.
    """
    if machine.system == WINDOWS:
        return _roaming(machine) / "Microsoft" / "Excel" / "XLSTART"
    if machine.system == MACOS:
        return machine.home.joinpath(*_MAC_GROUP, "Startup.localized", "Excel")
    raise RectifyError("这台电脑的系统没有 Excel", "请改装 LibreOffice 的菜单：rectify-xl addin install --host calc")


def copies(machine: Machine) -> tuple[Path, ...]:
    """Return every copy of the add-in that Excel would load, ours first."""
    folders = [startup(machine)]
    if machine.system == WINDOWS:
        folders.append(_roaming(machine) / "Microsoft" / "AddIns")
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            if machine.variable(variable):
                office = Path(machine.variable(variable)) / "Microsoft Office"
                folders += sorted(office.glob("root/Office*/XLSTART")) + sorted(office.glob("Office*/XLSTART"))
    else:
        folders.append(machine.home.joinpath(*_MAC_GROUP, "Add-Ins.localized"))
    return tuple(folder / FILE for folder in folders if (folder / FILE).is_file())


def settings(machine: Machine, host: Host) -> Path:
    """Return the add-in's own settings file; Excel on macOS can read only its own folder."""
    if host == "excel" and machine.system == MACOS:
        return machine.home.joinpath(*_MAC_EXCEL, f"{PROJECT}.conf")
    return machine.home / f".{PROJECT}" / f"{PROJECT}.conf"


def calc_lock(machine: Machine) -> Path:
    """Return the file that LibreOffice keeps in the user's profile while it is open."""
    if machine.system == WINDOWS:
        profile = _roaming(machine) / "LibreOffice"
    elif machine.system == MACOS:
        profile = machine.home / "Library" / "Application Support" / "LibreOffice"
    else:
        profile = Path(machine.variable("XDG_CONFIG_HOME") or machine.home / ".config") / "libreoffice"
    return profile / "4" / ".lock"


def mac_scripts(machine: Machine) -> Path:
    """Return the folder from which Excel on macOS may start scripts."""
    return machine.home.joinpath(*_MAC_SCRIPTS)


def _roaming(machine: Machine) -> Path:
    if machine.variable("APPDATA"):
        return Path(machine.variable("APPDATA"))
    return machine.home / "AppData" / "Roaming"
