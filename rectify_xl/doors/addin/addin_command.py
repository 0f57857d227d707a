"""加载项: build, install and remove the buttons."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from rectify_xl.commands.outcome import MadeFile, Outcome, Request
from rectify_xl.commands.table import find
from rectify_xl.doors.addin import excel_install, locations, oxt, oxt_install, wps_install, xlam
from rectify_xl.doors.addin.addin_computer import Machine, this_machine
from rectify_xl.doors.addin.locations import Host
from rectify_xl.errors import RectifyError, UsageError
from rectify_xl.workbook.saving import outputs

NEWS = {
    "new": "已安装{name}。",
    "same": "{name}早已装好，是同一版本，不必重复安装。",
    "updated": "{name}原先装过，已换成当前版本。",
}
NAMES = {"excel": "Excel 加载项", "calc": "LibreOffice 扩展", "wps": "WPS 加载项"}
NEXT = {
    "excel": "请关闭所有 Excel 窗口再打开，功能区会出现“巡察整改”。",
    "wps": "请关闭所有 WPS 窗口再打开 WPS 表格，功能区会出现“巡察整改”；没有的，请运行 rectify-xl doctor。",
    "calc": "请关闭所有 LibreOffice 窗口再打开 Calc，会出现“巡察整改”菜单和工具栏。",
}


def run(request: Request) -> Outcome:
    """Do what the action says: `build`, `install` or `remove`."""
    return act(request, this_machine())


def act(request: Request, machine: Machine) -> Outcome:
    """Do it on a given computer."""
    command = find("addin")
    words = {meaning: word for word, meaning in command.actions} if command else {}
    action = words.get(request.source, request.source)
    host = cast("Host", request.text("host") or _by_ending(action, request) or locations.default_host(machine))
    if action == "build":
        return _build(host, request.text("output"), overwrite=request.on("force"))
    if action == "install":
        return _install(machine, host, request)
    if action == "remove":
        return _remove(machine, host)
    raise UsageError(f"加载项没有“{request.source}”这个动作", "可用的动作：build、install、remove")


def _by_ending(action: str, request: Request) -> str:
    """Return for which program the file that is to be built is, as its ending says; empty where that says nothing."""
    hosts = {Path(xlam.FILE).suffix: "excel", Path(oxt.FILE).suffix: "calc"}
    return hosts.get(Path(request.text("output")).suffix.lower(), "") if action == "build" else ""


def _build(host: Host, output: str, *, overwrite: bool) -> Outcome:
    if host == "wps":
        raise UsageError("WPS 的加载项不用制作成文件", "请直接安装：rectify-xl addin install --host wps")
    name = xlam.FILE if host == "excel" else oxt.FILE
    target = Path(output or name)
    if target.is_dir():
        target = target / name
    endings = (Path(name).suffix,)
    outputs.refuse(target, NAMES[host], endings=endings, overwrite=overwrite)
    outputs.put(
        target, xlam.build() if host == "excel" else oxt.build(), NAMES[host], endings=endings, overwrite=overwrite
    )
    sentence = f"已制作{NAMES[host]}：{target}。"
    return Outcome({"host": host, "file": str(target)}, (sentence,), made=(MadeFile("addin", str(target), "never"),))


def _install(machine: Machine, host: Host, request: Request) -> Outcome:
    interpreter = request.text("interpreter") or machine.interpreter
    if not Path(interpreter).is_file():
        raise RectifyError(f"找不到 Python 程序：{interpreter}", "请用 --interpreter 写明 Python 程序的完整位置")
    # Not resolved: the link in a virtual environment is what makes Python find the environment.
    interpreter = str(Path(interpreter).absolute())
    if host == "excel":
        done = excel_install.install_excel(machine, interpreter, warm=request.on("warm"))
    else:
        done = wps_install.install(machine, interpreter) if host == "wps" else oxt_install.install(machine, interpreter)
    lines = (
        NEWS[done.news].format(name=NAMES[host]),
        *(f"　{file}" for file in done.files),
        *done.notes,
        NEXT[host],
    )
    return Outcome(
        {"host": host, "news": done.news, "files": [str(file) for file in done.files], "interpreter": interpreter},
        lines,
        made=tuple(MadeFile("addin", str(file), "never") for file in done.files),
    )


def _remove(machine: Machine, host: Host) -> Outcome:
    if host == "calc":
        removed = [*oxt_install.remove(machine)]
    else:
        taken = excel_install.remove_excel(machine) if host == "excel" else wps_install.remove(machine)
        removed = [*map(str, taken)]
    lines = (
        (f"已卸载{NAMES[host]}：", *(f"　{path}" for path in removed))
        if removed
        else (f"没有装过{NAMES[host]}，无需卸载。",)
    )
    return Outcome({"host": host, "removed": removed}, lines)
