"""LibreOffice: the program, its Python bridge, the extension and its interpreter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rectify_xl.doors.addin import locations, oxt, oxt_install, settings
from rectify_xl.doors.addin.addin_computer import Machine
from rectify_xl.doors.doctor.check_line import CheckLine, error, not_applicable, ok, warning
from rectify_xl.doors.doctor.excel import interpreter_line
from rectify_xl.errors import RectifyError

INSTALL = "请运行 rectify-xl addin install --host calc"
OLDEST = (7, 4)
BOOTSTRAP = ("bootstraprc", "bootstrap.ini")
"""Where LibreOffice writes down its version: beside its programs, or on macOS in the folder next to them."""


def lines(machine: Machine) -> Iterator[CheckLine]:
    """Yield the lines about LibreOffice, one where there is none."""
    if machine.office is None:
        yield not_applicable("LibreOffice", f"没有安装；要用 Calc 里的按钮时，{oxt_install.MISSING}")
        return
    yield _version(machine.office)
    if machine.administrator:
        yield warning(
            "LibreOffice 扩展",
            "以管理员（root）身份看不到用户装的扩展",
            "请用平时打开 LibreOffice 的那个用户再体检一次",
        )
        return
    yield from _extension(machine)


def _version(office: Path) -> CheckLine:
    files = [folder / name for folder in (office, office.parent / "Resources") for name in BOOTSTRAP]
    text = "".join(file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
    match = re.search(r"ProductKey=LibreOffice\D*((\d+)\.(\d+))", text)
    if match is None:
        return warning(
            "LibreOffice", f"看不出版本（{office}）", "请在 LibreOffice 的“帮助，关于”里核对，应为 7.4 或更新"
        )
    if (int(match[2]), int(match[3])) < OLDEST:
        return warning("LibreOffice", f"{match[1]}（{office}）", "只在 7.4 和更新的版本上试过，请升级")
    return ok("LibreOffice", f"{match[1]}（{office}）")


def _extension(machine: Machine) -> Iterator[CheckLine]:
    try:
        version = oxt_install.installed_version(machine)
    except RectifyError as failure:
        yield error("LibreOffice 扩展", failure.message, failure.remedy)
        return
    if not version:
        yield warning("LibreOffice 扩展", "没有安装", f"要用 Calc 里的按钮，{INSTALL}")
        return
    if version == oxt.version():
        yield ok("LibreOffice 扩展", f"已安装，{version}")
    else:
        yield warning("LibreOffice 扩展", f"版本 {version}，程序是 {oxt.version()}", INSTALL)
    values = settings.read(locations.settings(machine, "calc"), machine.code_page)
    written = values.get(settings.INTERPRETER_CALC, "")
    yield interpreter_line("Calc 用的 Python", machine, written, INSTALL)
    if written:
        yield _bridge(machine, settings.expanded(machine, written))


def _bridge(machine: Machine, python: str) -> CheckLine:
    """The interpreter of the buttons must be able to load LibreOffice's bridge."""
    answer = machine.run((python, "-c", "from rectify_xl.workbook.calc import bridge; bridge.load()"))
    if answer.status == 0:
        return ok("UNO 接口", "可以连接 LibreOffice")
    last = answer.text.strip().splitlines()[-1] if answer.text.strip() else "没有说明原因"
    return error(
        "UNO 接口", f"连接不了 LibreOffice：{last.rpartition(': ')[2].rstrip('。')}", "照上面的说明处理后再体检一次"
    )
