"""What is changed in the VBA of xlwings when it becomes part of our add-in.

The change is made in memory on the text of the installed xlwings. What RunPython does not need is left out: four fifths
of the code, an HTTP client for servers elsewhere among it, which scanners look at twice. A workbook that came by e-mail
may hold a sheet `….conf`, lie beside a `….conf` file, or hold sheets named like Python files; unchanged, the first two
would choose which program a click starts, and the third would be taken for code. Our add-in listens to its own settings
file alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.errors import RectifyError

PROJECT = "rectify_xl"
"""Name of our VBA project, of the add-in file and of its settings file; xlwings' own is `xlwings`."""


UNUSED = ("RibbonXlwings", "Remote", "WebClient", "WebHelpers", "WebRequest", "WebResponse", "IWebAuthenticator")
"""Modules of xlwings' own ribbon and of its server, of which nothing else in the project knows."""


class VbaChange(NamedTuple):
    """One piece of text in one module, which must be there exactly once."""

    module: str
    old: str
    new: str


NO_PYTHON = "找不到 Python。请在命令行运行 rectify-xl addin install，再点一次。"
NO_SCRIPT = "缺少启动 Python 的脚本。请在终端运行 rectify-xl addin install，再点一次。"


def literal(text: str) -> str:
    """Return an ASCII expression of VBA for a text, since source in another code page would be damaged."""
    runs = re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text)
    pieces = (f'"{run}"' if run.isascii() else " & ".join(f"ChrW({ord(sign)})" for sign in run) for run in runs)
    return " & ".join(pieces)


_START = '" -B -c ""'
_PATHS = r'import xlwings.utils;xlwings.utils.prepare_sys_path(\""" & PYTHONPATH & "\""); '
"""How Windows starts Python: what precedes our own words loads pandas, and puts the workbook's name into a shell."""

CHANGES = (
    VbaChange("Main", 'PROJECT_NAME As String = "xlwings"', f'PROJECT_NAME As String = "{PROJECT}"'),
    VbaChange("Main", "    For i = 1 To 2\r\n", "    For i = 2 To 2\r\n"),
    VbaChange("Main", _START + _PATHS, _START),
    VbaChange("Config", 'If source = "" Or source = "sheet" Then', 'If source = "sheet" Then'),
    VbaChange("Config", 'If source = "" Or source = "directory" Then', 'If source = "directory" Then'),
    VbaChange("Main", '"Could not find Interpreter!"', literal(NO_PYTHON)),
    VbaChange(
        "Main",
        "\"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\"",
        literal(NO_SCRIPT),
    ),
    VbaChange("Extensions", "Function sql(", "Option Private Module\r\nFunction sql("),
)
"""The last keeps the worksheet function SQL to the user's own xlwings add-in, if there is one."""


def apply(modules: Mapping[str, str]) -> dict[str, str]:
    """Return the new text of each module that changes.

    Raises `RectifyError` when the installed xlwings is not one whose text we know.
    """
    changed: dict[str, str] = {}
    for change in CHANGES:
        text = changed.get(change.module, modules.get(change.module, ""))
        if text.count(change.old) != 1:
            raise RectifyError(
                f"已安装的 xlwings 与本程序不配套：其加载项的 {change.module} 模块与预期不同",
                "请重新安装本程序（它带上所要求的 xlwings 版本）后再试",
            )
        changed[change.module] = text.replace(change.old, change.new)
    return changed
