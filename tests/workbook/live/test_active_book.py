"""A click starts fast, and finds the workbook that it was made in."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import cast

import pytest
import xlwings

from rectify_xl.errors import BookError
from rectify_xl.workbook.live import active_book

LOADED = "import sys; print(*(name in sys.modules for name in ('xlwings', 'pandas', 'numpy')))"


def said(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_click_loads_xlwings_without_pandas_and_numpy() -> None:
    """They are not loaded by way of xlwings, and stay importable for those who want them."""
    light = "from rectify_xl.workbook.live import active_book; active_book.light_xlwings()"
    assert said(f"{light}; {LOADED}").split() == ["True", "False", "False"]
    assert said(f"{light}; import pandas; {LOADED}").split() == ["True", "True", "True"]


def test_a_process_that_has_pandas_keeps_it() -> None:
    """Where pandas was there first, xlwings gets it as always."""
    light = "from rectify_xl.workbook.live import active_book; x = active_book.light_xlwings()"
    code = f"import pandas; {light}; print(x.main.pd is pandas)"
    assert said(code) == "True"


def test_without_excel_the_message_names_the_way_out() -> None:
    """On a computer without Excel, a click for Excel says where it would work."""
    code = (
        "import xlwings; xlwings.engines.active = None\n"
        "from rectify_xl.workbook.live import active_book\n"
        "try: active_book.find('excel')\n"
        "except Exception as error: print(error)"
    )
    assert said(code).startswith("这台电脑上没有可以连接的 Excel。请在装有 Excel 的 Windows 或 macOS 上使用")


def test_the_end_of_a_click_ends_no_other_excel() -> None:
    """At its exit xlwings on Windows kills each Excel without a window of its own kind: a start screen, a preview."""
    code = (
        "import atexit, sys, types, xlwings\n"
        "windows = sys.modules['xlwings._xlwindows'] = types.ModuleType('xlwings._xlwindows')\n"
        "windows.cleanup = atexit.register(lambda: print('taskkill'))\n"
        "{click}\n"
        "xlwings.engines.active = None\n"
        "from rectify_xl.doors import ribbon\n"
        "try: ribbon.click('check')\n"
        "except SystemExit: print('over')"
    )
    assert said(code.format(click="")) == "over"
    assert said(code.split("{click}", maxsplit=1)[0]) == "taskkill"


class ProtectedApp:
    """An application of which a workbook in Protected View is in front, or another one, or that knows no such view."""

    def __init__(self, **api: object) -> None:
        self.api = SimpleNamespace(**api)


def test_a_workbook_in_protected_view_is_told_as_such() -> None:
    """No program can reach it; what is behind it is not what the user means."""
    with pytest.raises(BookError, match=r"受保护的视图.*启用编辑"):
        active_book.refuse_protected_view(cast("xlwings.App", ProtectedApp(ActiveProtectedViewWindow=object())))
    active_book.refuse_protected_view(cast("xlwings.App", ProtectedApp(ActiveProtectedViewWindow=None)))
    active_book.refuse_protected_view(cast("xlwings.App", ProtectedApp()))
