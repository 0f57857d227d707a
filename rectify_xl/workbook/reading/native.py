"""Read a workbook that cannot be measured beforehand (.xls, .xlsb, .ods) in a process whose death is survived.

The native reader aborts the whole process where a file asks for too much memory; no exception tells of it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import SheetGrid
from rectify_xl.ledger.reading import tab_names
from rectify_xl.system import bounded_memory, limits
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_PlainSheet = tuple[str, bool, list[list[Raw]], list[tuple[int, int, int, int]]]
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
    return NativeSheets(*answer(data, name, "native", f"sheets_of(data, {sheets!r})"))


def answer(data: bytes, name: str, module: str, call: str) -> Any:
    """Return what a call of a module of this folder, which may use `data`, answers in a process of its own.

    Raises `BookError` when the process says that the workbook is protected, damaged or too large, or dies of it.
    """
    path = f"import sys; sys.path[:] = {sys.path!r}"
    code = (
        f"{path}; from rectify_xl.workbook.reading import native, {module}; native.serve(lambda data: {module}.{call})"
    )
    try:
        ended = subprocess.run(  # noqa: S603 - our own code in our own interpreter
            (sys.executable, "-c", code), input=data, capture_output=True, timeout=limits.NATIVE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BookError(f"“{name}”读了{limits.NATIVE_SECONDS}秒还没有读完，已停止读取", _REMEDY) from error
    except OSError as error:
        raise BookError(f"“{name}”无法读取：没能启动读取它的程序", "请另存为“Excel 工作簿（*.xlsx）”后重试") from error
    if ended.returncode == 0:
        return pickle.loads(ended.stdout)  # noqa: S301 - written by our own process
    if ended.returncode == _PASSWORD:
        raise BookError(f"“{name}”设有打开密码", "请在 Excel 或 WPS 中取消密码后重试")
    if ended.returncode == _DAMAGED:
        raise BookError(f"“{name}”已损坏，无法读取", "请用 Excel 或 WPS 打开后另存为新文件")
    raise BookError(f"“{name}”展开后大得不正常，已停止读取", _REMEDY)


class ProtectedError(Exception):
    """The workbook has a password."""


def serve(work: Callable[[bytes], object]) -> None:
    """Do the work on the bytes on standard input and write its answer; the exit status tells the rest."""
    bounded_memory.bound()
    import os

    import python_calamine as calamine

    try:
        sys.stdout.buffer.write(pickle.dumps(work(sys.stdin.buffer.read())))
        sys.stdout.buffer.flush()
    except (calamine.PasswordError, ProtectedError):
        os._exit(_PASSWORD)
    except MemoryError:
        os._exit(_LARGE)
    except BaseException:  # noqa: BLE001 - a panic of the native library is no Exception
        os._exit(_DAMAGED)


def sheets_of(data: bytes, sheets: tuple[str, ...]) -> tuple[object, ...]:
    """Return the `NativeSheets` of a workbook, as what they consist of."""
    import io

    import python_calamine as calamine

    book = calamine.load_workbook(io.BytesIO(data))
    named = {sheet: tabs[0] for sheet, tabs in tab_names.by_sheet(book.sheet_names).items() if sheet in sheets}
    grids: dict[str, list[list[Raw]]] = {}
    merged: dict[str, list[tuple[int, int, int, int]]] = {}
    for sheet, tab in named.items():
        grids[sheet], merged[tab] = _sheet(book, tab)
    return tuple(book.sheet_names), grids, merged


def all_sheets(data: bytes) -> list[_PlainSheet]:
    """Return the worksheets of a workbook: name, whether hidden, rows, and merged areas counted from 0."""
    import io

    import python_calamine as calamine

    book = calamine.load_workbook(io.BytesIO(data))
    return [
        (about.name, about.visible != calamine.SheetVisibleEnum.Visible, *_sheet(book, about.name))
        for about in book.sheets_metadata
        if about.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def plain_grid(sheet: _PlainSheet) -> SheetGrid:
    """Return what the native reader knows of one of `all_sheets` as a grid."""
    name, hidden, rows, merged = sheet
    values = {
        (row, column): value
        for row, cells in enumerate(rows, 1)
        for column, value in enumerate(cells, 1)
        if value is not None
    }
    areas = tuple(Area(*(number + 1 for number in area)) for area in merged)
    return SheetGrid(name, values, areas, hidden=hidden)


def _sheet(book: CalamineWorkbook, tab: str) -> tuple[list[list[Raw]], list[tuple[int, int, int, int]]]:
    opened = book.get_sheet_by_name(tab)
    if opened.total_height * opened.total_width > limits.CELLS:
        raise MemoryError
    rows = opened.to_python(skip_empty_area=False)
    grid: list[list[Raw]] = [[None if value == "" else value for value in row] for row in rows]
    return grid, [(*start, *end) for start, end in opened.merged_cell_ranges or ()]
