"""Tell damage of a document from a fault of the program, when a command ends in an exception that nobody foresaw.

The document itself is asked: only where it really is damaged does the sentence say so; else the internal error stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.books import soundness
from rectify_xl.errors import BookError, RectifyError

if TYPE_CHECKING:
    from rectify_xl.commands.outcome import Request

_SEEN_IN = ("zipfile", "lxml", "xml", "pyexpat", "docx", "docxtpl", "openpyxl", "wolfxl", "python_calamine", "zlib")
"""Libraries that read documents: what they raise for a document that came from elsewhere is its damage."""
_REMEDY = "请用 Office 或 WPS 打开后另存为新文件，或改用最近的备份"


def explained(request: Request, error: Exception) -> RectifyError | None:
    """Return what is damaged in a document that the command used, None where the fault is the program's own.

    What the disk or the memory refuses is no damage of a document, in whichever library it shows.
    """
    if isinstance(error, (OSError, MemoryError)):
        return None
    for path in _documents(request):
        where = soundness.damage(path)
        if where:
            return BookError(f"“{path.name}”已损坏（{where}）", _REMEDY)
    if _raised_by_reader(error):
        return BookError("文件里有读不懂的内容，多半已损坏", _REMEDY)
    return None


def _documents(request: Request) -> Iterator[Path]:
    names = [getattr(request.book, "path", ""), request.source, *request.items, request.options.get("template")]
    for name in names:
        if isinstance(name, str) and name and "\0" not in name and Path(name).is_file():
            yield Path(name)


def _raised_by_reader(error: Exception) -> bool:
    """Tell whether a library that reads documents raised an error, rather than the program itself."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = str(trace.tb_frame.f_globals.get("__name__", "")) if trace else ""
    return module.partition(".")[0] in _SEEN_IN or type(error).__module__.partition(".")[0] in _SEEN_IN
