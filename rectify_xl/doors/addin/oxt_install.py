"""Install and remove the LibreOffice extension with LibreOffice's own `unopkg`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from rectify_xl.doors.addin import oxt
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Answer, Machine
from rectify_xl.doors.addin.calc_menu import IDENTIFIER
from rectify_xl.doors.addin.excel_install import drop_calc_settings, write_calc_settings
from rectify_xl.doors.addin.locations import Installed, calc_lock
from rectify_xl.errors import RectifyError

PROCESS = {
    WINDOWS: ("tasklist", "/FI", "IMAGENAME eq soffice.bin", "/NH"),
    MACOS: ("pgrep", "-x", "soffice"),
    LINUX: ("pgrep", "-x", "soffice.bin"),
}
MISSING = "请先安装 LibreOffice 7.4 或更新版本，再运行 rectify-xl addin install --host calc"


def _unopkg(machine: Machine) -> str:
    """Return LibreOffice's extension manager; raises `RectifyError` when there is no LibreOffice."""
    if machine.office is None:
        raise RectifyError("没有安装 LibreOffice", MISSING)
    path = machine.office / ("unopkg.com" if machine.system == WINDOWS else "unopkg")
    if not path.is_file():
        raise RectifyError(f"LibreOffice 不完整，缺少 {path.name}", "请重新安装 LibreOffice")
    return str(path)


def installed_version(machine: Machine) -> str:
    """Return the version of the extension that LibreOffice has, empty without one."""
    answer = _ask(machine, "list")
    match = re.search(rf"Identifier:\s*{re.escape(IDENTIFIER)}\s+Version:\s*(\S+)", answer.text)
    return match[1] if match else ""


def install(machine: Machine, interpreter: str) -> Installed:
    """Install the extension for the user, or bring it up to date, and write its settings."""
    _refuse_administrator(machine)
    _refuse_running(machine)
    before = installed_version(machine)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / oxt.FILE
        package.write_bytes(oxt.build())
        _ask(machine, "add", "--suppress-license", "-f", str(package))
    after = installed_version(machine)
    if not after:
        raise RectifyError("LibreOffice 没有装上扩展", "请关闭所有 LibreOffice 窗口后再试")
    path = write_calc_settings(machine, interpreter)
    return Installed("new" if not before else "same" if before == after else "updated", (path,))


def remove(machine: Machine) -> tuple[str, ...]:
    """Take the extension and its settings away; return what was removed."""
    _refuse_administrator(machine)
    _refuse_running(machine)
    removed: list[str] = []
    if installed_version(machine):
        _ask(machine, "remove", IDENTIFIER)
        removed.append("LibreOffice 扩展")
    return (*removed, *map(str, drop_calc_settings(machine)))


def _refuse_administrator(machine: Machine) -> None:
    """`unopkg` of an administrator would install for everybody, which is not ours to do."""
    if machine.administrator:
        raise RectifyError("不能用管理员（root）身份安装", "请用平时打开 LibreOffice 的那个用户运行")


def _refuse_running(machine: Machine) -> None:
    """A running LibreOffice that gets a new extension may hang, and take unsaved work with it (seen in 7.4).

    The lock file alone may be left from a crash; a process alone may belong to another profile.
    """
    if not calc_lock(machine).is_file():
        return
    answer = machine.run(PROCESS[machine.system])
    nobody = "soffice" not in answer.text if machine.system == WINDOWS else answer.status == 1
    if not nobody:
        raise RectifyError("LibreOffice 正开着", "请保存并关闭所有 LibreOffice 窗口，再运行一次")


def _ask(machine: Machine, *words: str) -> Answer:
    answer = machine.run((_unopkg(machine), *words))
    if answer.status:
        last = next((line for line in reversed(answer.text.splitlines()) if line.strip()), "没有说明原因")
        raise RectifyError(f"LibreOffice 的扩展管理器报错：{last.strip()}", "请关闭所有 LibreOffice 窗口后再试")
    return answer
