"""The workbook of a click in Excel, found from another process by the window in which the button is.

Never the workbook that happens to be in front: the user may have turned to another one meanwhile.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import PureWindowsPath
from types import ModuleType
from typing import Any

from rectify_xl.errors import BookError, RectifyError
from rectify_xl.workbook.live import active_book
from rectify_xl.workbook.live.active_book import ActiveBook, ExcelApp
from rectify_xl.workbook.live.patient_excel import Patience, busy

CLOSED = "点按钮的那个 Excel 窗口已经关闭，这次点击没有执行"
AGAIN = "请打开台账，再点一次按钮"
SILENT = "Excel 一直没有回应，这次点击没有执行"
FREE = "若有单元格正在编辑，请按回车键结束输入；若有对话框开着，请先关闭；然后再点一次按钮"
_GET_OBJECT, _NATIVE = 0x3D, -16
"""WM_GETOBJECT, and OBJID_NATIVEOM: the objects of the program itself."""
_MESSAGE_BOX, _NO = "#32770", 7
_PRESSED, _CLOSE = 0x111, 0x10
"""A window's class, the number of a button, WM_COMMAND and WM_CLOSE."""
_PROPERTY_PUT = 4
"""DISPATCH_PROPERTYPUT."""
_UNLESS_IT_HANGS = 0x2
"""SMTO_ABORTIFHUNG."""
_ANSWER_MILLISECONDS = 60_000
"""A macro of Excel may still run so long after the click."""


def reachable() -> bool:
    """Tell whether this computer has what it takes to reach an Excel."""
    active_book.light_xlwings()
    return _part() is not None


@contextmanager
def in_this_thread() -> Iterator[None]:
    """Let this thread speak with Excel; nothing of Excel may be held on to after that."""
    com: Any = import_module("pythoncom")
    com.CoInitialize()
    try:
        yield
    finally:
        gc.collect()
        com.CoUninitialize()


def find(handle: int, full_name: str) -> ActiveBook:
    """Return the workbook that Excel calls `full_name` in the Excel with the window `handle`.

    Raises `BookError` when the window or the workbook is gone, or cannot be reached.
    """
    try:
        app = _app(handle)
        active_book.refuse_protected_view(app)
        books = (app.books[number] for number in range(len(app.books)))
        book = next((book for book in books if str(book.api.FullName) == full_name), None)
    except RectifyError:
        raise
    except Exception as error:
        if not busy(error):
            raise
        raise BookError(SILENT, FREE) from error
    if book is None:
        name = PureWindowsPath(full_name).name
        raise BookError(f"在点按钮的那个 Excel 里没有找到“{name}”，它可能刚被关闭或另存", AGAIN)
    return ActiveBook(app, book)


def close_messages(thread: int) -> None:
    """Answer the messages that a thread of this program shows with no, or with OK where that is all there is."""
    part = _part()
    if part is None:
        return
    windows: Any = part.win32gui
    boxes: list[int] = []
    with suppress(part.pywintypes.error):  # what it says of a thread without windows
        windows.EnumThreadWindows(thread, lambda window, _: boxes.append(window), None)
    for box in boxes:
        if windows.GetClassName(box) != _MESSAGE_BOX:
            continue
        try:
            windows.GetDlgItem(box, _NO)
        except part.pywintypes.error:
            windows.PostMessage(box, _CLOSE, 0, 0)
        else:
            windows.PostMessage(box, _PRESSED, _NO, 0)


def _app(handle: int) -> ExcelApp:
    xlwings, part = active_book.light_xlwings(), _part()
    if part is None:
        raise BookError("这台电脑上没有可以连接的 Excel", "请在装有 Excel 的 Windows 上使用")
    vars(part)["N_COM_ATTEMPTS"] = 1  # to ask again is ours
    wrapped = part.COMRetryObjectWrapper
    patience = Patience((wrapped, part.COMRetryMethodWrapper), _put)
    excel = patience.wrapped(wrapped(part.Dispatch(_native(part, handle)))).Application
    app: ExcelApp = xlwings.App(impl=part.App(xl=excel))
    return app


def _put(item: Any, name: str, value: Any) -> None:
    """Set a property; pywin32's own way would call any refusal a property that is not there."""
    com = item._oleobj_
    com.Invoke(com.GetIDsOfNames(0, name), 0, _PROPERTY_PUT, 0, value)


def _native(part: ModuleType, handle: int) -> Any:
    """Return what Excel hands out for the window of its cells; raises `BookError` where there is no such window.

    xlwings does the same, but waits for Excel in a call in which no other thread of Python can run: when Excel waits
    for an answer of ours meanwhile, neither would ever go on.
    """
    windows, com = part.win32gui, part.pythoncom
    try:
        desk = windows.FindWindowEx(handle, 0, "XLDESK", None)
        cells = windows.FindWindowEx(desk, 0, "EXCEL7", None) if desk else 0
        if not cells:
            raise BookError(CLOSED, AGAIN)
        _, answer = windows.SendMessageTimeout(cells, _GET_OBJECT, 0, _NATIVE, _UNLESS_IT_HANGS, _ANSWER_MILLISECONDS)
        return com.ObjectFromLresult(answer, com.IID_IDispatch, 0)
    except part.pywintypes.error as error:
        gone = not windows.IsWindow(handle)
        raise BookError(CLOSED if gone else SILENT, AGAIN if gone else FREE) from error


def _part() -> ModuleType | None:
    return sys.modules.get(active_book.WINDOWS_PART)
