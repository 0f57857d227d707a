"""Install and remove the add-in for one user, without an administrator."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.doors.addin import autostart, locations, settings, wps_install, xlam
from rectify_xl.doors.addin.addin_computer import MACOS, WINDOWS, Machine
from rectify_xl.doors.addin.locations import Host, Installed
from rectify_xl.errors import RectifyError
from rectify_xl.system import files

EXCEL_SETTINGS = (*settings.INTERPRETER.values(), "ADD_WORKBOOK_TO_PYTHONPATH", settings.WARM)


def install_excel(machine: Machine, interpreter: str, *, warm: bool = False) -> Installed:
    """Put the add-in into the user's start-up folder, write its settings, and on Windows let the service start.

    Where the service cannot be started, the add-in works all the same, more slowly. Raises `RectifyError` when Excel
    holds the file, when a second copy lies elsewhere, or when the path of the interpreter cannot be written down.
    """
    target = locations.startup(machine) / xlam.FILE
    elsewhere = [copy for copy in locations.copies(machine) if copy != target]
    if elsewhere:
        raise RectifyError(
            f"加载项已经装在别处：{elsewhere[0]}，再装一份，按钮会出现两次",
            "请先删除那个文件（可能要请管理员），再安装",
        )
    values = settings.for_host(machine, "excel", interpreter, warm=warm)
    built = xlam.build()
    before = target.read_bytes() if target.is_file() else None
    if before != built:
        _put(target, built)
    files = [target, _write_settings(machine, "excel", values)]
    if machine.system == MACOS:
        files.append(_put_script(machine))
    notes: tuple[str, ...] = ()
    if machine.system == WINDOWS:
        started, notes = _start_service(machine, interpreter)
        files += started
    return Installed("new" if before is None else "same" if before == built else "updated", tuple(files), notes)


def _start_service(machine: Machine, interpreter: str) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Let the service start with the session, and start it now: a macro of Excel cannot. Return files and notes."""
    try:
        started = autostart.install(machine, interpreter).files
    except RectifyError as error:
        return (), (f"{error}这时按钮仍能用，只是每次都要现启动程序。",)
    if machine.run((interpreter, "-P", "-m", "rectify_xl", "service", "start")).status:
        return started, ("后台程序没有启动起来，按钮仍能用，只是慢一些；请运行 rectify-xl doctor 看看原因。",)
    return started, ()


def remove_excel(machine: Machine) -> tuple[Path, ...]:
    """Take everything away again that `install_excel` put there; return what was removed."""
    files = [locations.startup(machine) / xlam.FILE]
    if machine.system == MACOS:
        files.append(locations.mac_scripts(machine) / _script().name)
    removed = tuple(file for file in files if file.is_file())
    for file in removed:
        try:
            file.unlink()
        except PermissionError as error:
            raise _held(file) from error
    mine = machine.system == WINDOWS and not wps_install.installed_versions(machine)
    started = autostart.remove(machine) if mine else ()
    return removed + started + _drop_settings(machine, "excel")


def _put(target: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        files.write(target, data, aside=True)
    except PermissionError as error:
        if target.exists():
            raise _held(target) from error
        raise


def _held(target: Path) -> RectifyError:
    return RectifyError(f"Excel 正在使用加载项：{target}", "请关闭所有 Excel 窗口后再试")


def _script() -> Path:
    """Return the script through which Excel on macOS starts Python, as the installed xlwings ships it."""
    scripts = sorted(xlam.template().parents[1].glob("xlwings-*.applescript"))
    if not scripts:
        raise RectifyError("已安装的 xlwings 不完整，缺少 macOS 用的脚本", "请重新安装 xlwings 后再试")
    return scripts[-1]


def _put_script(machine: Machine) -> Path:
    target = locations.mac_scripts(machine) / _script().name
    target.parent.mkdir(parents=True, exist_ok=True)
    files.write(target, _script().read_bytes(), aside=True)
    return target


def write_calc_settings(machine: Machine, interpreter: str) -> Path:
    """Write where the extension of LibreOffice finds Python."""
    return _write_settings(machine, "calc", settings.for_host(machine, "calc", interpreter))


def drop_calc_settings(machine: Machine) -> tuple[Path, ...]:
    """Take the settings of the extension away; return the file if it is gone."""
    return _drop_settings(machine, "calc")


def _others(machine: Machine, host: Host) -> dict[str, str]:
    """Return the settings that belong to the other host: on Windows both share one file."""
    mine = EXCEL_SETTINGS if host == "excel" else (settings.INTERPRETER_CALC,)
    written = settings.read(locations.settings(machine, host), machine.code_page)
    return {name: value for name, value in written.items() if name not in mine}


def _write_settings(machine: Machine, host: Host, values: dict[str, str]) -> Path:
    path = locations.settings(machine, host)
    settings.write(path, {**_others(machine, host), **values}, machine.code_page)
    return path


def _drop_settings(machine: Machine, host: Host) -> tuple[Path, ...]:
    path = locations.settings(machine, host)
    if not path.is_file():
        return ()
    settings.write(path, _others(machine, host), machine.code_page)
    return () if path.is_file() else (path,)
