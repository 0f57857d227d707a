"""Close a ledger in its application while its file is worked on, and open it again, whatever happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rectify_xl.errors import BookError, UsageError
from rectify_xl.workbook.live.active_book import ExcelBook


def ledger_file(book: ExcelBook, equivalent: str) -> Path:
    """Return the file of a workbook; raises `BookError` when it does not hold what is on the screen.

    `equivalent` is the command line for applications in which this cannot be done.
    """
    if sys.platform == "darwin" and book.app.engine.name == "excel":
        raise UsageError("macOS 上的 Excel 不能从按钮里修复台账", f"请保存并关闭台账，用命令行：{equivalent} --write")
    file = Path(str(book.fullname))
    if not file.is_absolute() or not file.is_file() or getattr(book.api, "AutoSaveOn", False):
        raise BookError("这本台账没有存在本机的文件夹里，不能这样修复", "请先另存到本机的文件夹，再点一次")
    if book.api.ReadOnly:
        raise BookError("这本台账是以只读方式打开的，不能修复", "请关闭后重新打开，或请占用它的人先关闭")
    if not book.api.Saved:
        raise BookError("台账有还没保存的改动，或者文件刚被别人改过", "请先保存台账（Ctrl+S），再点一次")
    return file


@contextmanager
def closed(book: ExcelBook, file: Path) -> Iterator[None]:
    """Close a workbook for a while; afterwards it is open again, with the same sheet in front."""
    app, front = book.app, ""
    with suppress(Exception):  # which sheet is in front is a convenience
        front = str(book.sheets.active.name)
    book.close()
    try:
        yield
    finally:
        again = app.books.open(str(file))
        with suppress(Exception):
            again.sheets[front].activate()
