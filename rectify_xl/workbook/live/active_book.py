"""Find the application and the workbook in which a button was clicked."""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from rectify_xl.errors import BookError

if TYPE_CHECKING:
    import xlwings

    from rectify_xl.workbook.calc.prefetched_copy import Ahead

HostName = Literal["excel", "calc"]
ExcelApp: TypeAlias = "xlwings.App"
ExcelBook: TypeAlias = "xlwings.Book"

WINDOWS_PART = "xlwings._xlwindows"
"""What xlwings loads on Windows only: Excel over COM."""
_COM_ATTEMPTS = 3_000
"""xlwings asks a busy Excel again and again, for ever by default; this many times take a few seconds."""

PROTECTED_VIEW = "台账是在“受保护的视图”里打开的，按钮用不了"
ENABLE_EDITING = "请先点窗口上方黄色条里的“启用编辑”，再点一次按钮"

_LOADING = threading.RLock()
_NOT_FOR_US = ("pandas", "numpy", "polars", "matplotlib", "plotly", "PIL")
"""Libraries that xlwings loads when they are there, and does without when they are not."""


class Stopping(NamedTuple):
    """How a click is stopped from where it was made: whether the user wants it, and what tells how to."""

    asked: Callable[[], bool] = lambda: False
    hint: str = ""


class ActiveBook(NamedTuple):
    """The application, and the workbook in front; None when no workbook is.

    `file` is a ledger that no application has open, for a click in a page of the browser.
    """

    app: ExcelApp
    book: ExcelBook | None
    file: Path | None = None
    stopping: Stopping = Stopping()


def find(host: HostName, ahead: Ahead | None = None) -> ActiveBook:
    """Return where the button was clicked; raises `BookError` when the application cannot be reached.

    `ahead` is what Calc was already asked for.
    """
    if host == "excel":
        return _excel()
    from rectify_xl.workbook.calc import prefetched_copy

    return in_calc(ahead or prefetched_copy.connected())


def light_xlwings() -> ModuleType:
    """Return xlwings, imported without the libraries for tables and pictures, of which we never hand it any.

    They are five sixths of the time of its import. What somebody loaded before stays as it is. At the end of the
    process xlwings would end every Excel without a window, also those of others: that it may not. Threads wait for one
    another, since a module that is half loaded is in the list of modules already.
    """
    with _LOADING:
        xlwings = sys.modules.get("xlwings") or _imported()
    windows = sys.modules.get(WINDOWS_PART)
    if windows is not None:
        atexit.unregister(vars(windows)["cleanup"])
    return xlwings


def _imported() -> ModuleType:
    hidden = [name for name in _NOT_FOR_US if name not in sys.modules]
    modules: dict[str, ModuleType | None] = cast("dict[str, ModuleType | None]", sys.modules)
    modules.update(dict.fromkeys(hidden))
    try:
        return import_module("xlwings")
    finally:
        for name in hidden:
            del modules[name]


def _excel() -> ActiveBook:
    """Return the workbook from which VBA called, or the active one."""
    xlwings = light_xlwings()
    windows = sys.modules.get(WINDOWS_PART)
    if windows is not None:
        vars(windows)["N_COM_ATTEMPTS"] = _COM_ATTEMPTS
    if xlwings.engines.active is None:
        raise BookError(
            "这台电脑上没有可以连接的 Excel", "请在装有 Excel 的 Windows 或 macOS 上使用，或改用 LibreOffice 的菜单"
        )
    if any(word.startswith("--wb=") for word in sys.argv) or getattr(windows, "BOOK_CALLER", None):
        book = xlwings.Book.caller()
        refuse_protected_view(book.app)
        return ActiveBook(book.app, book)
    app = xlwings.apps.active
    if app is None:
        raise BookError("没有打开 Excel", "请先打开台账，再点按钮")
    refuse_protected_view(app)
    return ActiveBook(app, app.books.active if len(app.books) else None)


def refuse_protected_view(app: ExcelApp) -> None:
    """Refuse where the user looks at a workbook in 受保护的视图, which no program can reach; raises `BookError`."""
    try:
        protected = app.api.ActiveProtectedViewWindow is not None
    except Exception:  # noqa: BLE001 - Excel on macOS has no such view, and each application says so in its own way
        protected = False
    if protected:
        raise BookError(PROTECTED_VIEW, ENABLE_EDITING)


def in_calc(ahead: Ahead) -> ActiveBook:
    """Return the document in whose window the menu was used, or the one in front."""
    xlwings = light_xlwings()
    from rectify_xl.workbook.calc import engine
    from rectify_xl.workbook.calc.open_books import CalcBook

    app = engine.app(ahead.context, ahead)
    document = ahead.document
    return ActiveBook(app, None if document is None else xlwings.Book(impl=CalcBook(app.impl, document)))
