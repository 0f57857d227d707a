"""A click starts fast, and finds the workbook that it was made in."""

from __future__ import annotations

import subprocess
import sys

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
