"""The program behind the buttons: whether it runs, and which way a click in Excel goes."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl import __version__
from rectify_xl.doors.addin import locations, wps_install
from rectify_xl.doors.addin.addin_computer import MACOS, WINDOWS, Machine
from rectify_xl.doors.doctor.check_line import CheckLine, not_applicable, ok, warning
from rectify_xl.doors.service import running, state_file

START = "请注销后重新登录，或运行 rectify-xl service start"
AGAIN = "请运行 rectify-xl service start"
WAY = "Excel 按钮的走法"
COLD = "每点一次，由 Excel 启动一次 Python（xlwings 的 RunPython），慢一些，单位的安全软件可能会拦"


def lines(machine: Machine) -> Iterator[CheckLine]:
    """Yield the lines about the service; none where no button of ours would use it."""
    excel = machine.system in (WINDOWS, MACOS) and bool(locations.copies(machine))
    if machine.system == MACOS:
        if excel:
            yield not_applicable(WAY, "macOS 上由 AppleScript 启动 Python（xlwings 的 RunPython），不经过后台程序")
        return
    if not excel and not wps_install.installed_versions(machine):
        return
    service = _service(machine)
    yield service
    if excel and service.state == "正常":
        yield ok(WAY, "点击交给后台程序，Excel 不启动别的程序")
    elif excel:
        yield warning(WAY, f"后台程序接不了点击：{COLD}", service.remedy)


def _service(machine: Machine) -> CheckLine:
    state = state_file.read(state_file.path(machine.home))
    if state is None:
        return warning("后台程序", "没有在运行", START)
    if not running.answers(state):
        return warning("后台程序", f"没有回应（它的记录写着端口{state.port}）", START)
    if (state.version, state.protocol) != (__version__, state_file.PROTOCOL):
        return warning("后台程序", f"在运行的是{state.version}，程序是{__version__}", AGAIN)
    return ok("后台程序", f"在运行，{state.version}，只在本机端口{state.port}上应答")
