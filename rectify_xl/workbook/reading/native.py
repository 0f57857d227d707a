"""Read a workbook that cannot be measured beforehand (.xls, .xlsb, .ods) in a process whose death is survived.

The native reader aborts the whole process where a file asks for too much memory; no exception tells of it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger.reading import tab_names
from rectify_xl.system import limits
from rectify_xl.text.cell_value import Raw

_REMEDY = "请用 Excel 或 WPS 打开，删去表格远处的零星内容，另存为“Excel 工作簿（*.xlsx）”后重试"
_PASSWORD, _DAMAGED, _LARGE = 3, 4, 5
"""How the process ends when it cannot read."""


class NativeSheets(NamedTuple):
    """All tabs, the rows of the wanted sheets, and the merged areas that the reader knows, by the tab's name."""

    tabs: tuple[str, ...]
    grids: dict[str, list[list[Raw]]]
    merged: dict[str, list[tuple[int, int, int, int]]]


def read(data: bytes, name: str, sheets: tuple[str, ...]) -> NativeSheets:
    """Return the `wanted` sheets of a workbook; raises `BookError` when it is damaged, protected or too large."""
    path = f"import sys; sys.path[:] = {sys.path!r}"
    code = f"{path}; from rectify_xl.workbook.reading import native; native.main({sheets!r})"
    try:
        ended = subprocess.run(  # noqa: S603 - our own code in our own interpreter
            (sys.executable, "-c", code), input=data, capture_output=True, timeout=limits.NATIVE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BookError(f"“{name}”读了{limits.NATIVE_SECONDS}秒还没有读完，已停止读取", _REMEDY) from error
    except OSError as error:
        raise BookError(f"“{name}”无法读取：没能启动读取它的程序", "请另存为“Excel 工作簿（*.xlsx）”后重试") from error
    if ended.returncode == 0:
        return NativeSheets(*pickle.loads(ended.stdout))  # noqa: S301 - written by our own process
    if ended.returncode == _PASSWORD:
        raise BookError(f"“{name}”设有打开密码", "请在 Excel 或 WPS 中取消密码后重试")
    if ended.returncode == _DAMAGED:
        raise BookError(f"“{name}”已损坏，无法读取", "请用 Excel 或 WPS 打开后另存为新文件")
    raise BookError(f"“{name}”展开后大得不正常，已停止读取", _REMEDY)


def main(sheets: tuple[str, ...]) -> None:
    """Read the workbook on standard input and write its sheets to standard output; the exit status tells the rest."""
    _bound_memory()
    import io
    import os

    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        named = {sheet: tabs[0] for sheet, tabs in tab_names.by_sheet(book.sheet_names).items() if sheet in sheets}
        grids: dict[str, list[list[Raw]]] = {}
        merged: dict[str, list[tuple[int, int, int, int]]] = {}
        for sheet, tab in named.items():
            opened = book.get_sheet_by_name(tab)
            if opened.total_height * opened.total_width > limits.CELLS:
                os._exit(_LARGE)
            rows = opened.to_python(skip_empty_area=False)
            grids[sheet] = [[None if value == "" else value for value in row] for row in rows]
            merged[tab] = [(*start, *end) for start, end in opened.merged_cell_ranges or ()]
        sys.stdout.buffer.write(pickle.dumps((tuple(book.sheet_names), grids, merged)))
        sys.stdout.buffer.flush()
    except calamine.PasswordError:
        os._exit(_PASSWORD)
    except MemoryError:
        os._exit(_LARGE)
    except BaseException:  # noqa: BLE001 - a panic of the native library is no Exception
        os._exit(_DAMAGED)


def _bound_memory() -> None:
    """Let this process die before it takes the memory of the machine, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    present = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = limits.NATIVE_MEMORY if present == resource.RLIM_INFINITY else min(present, limits.NATIVE_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
