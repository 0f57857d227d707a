"""Tell damage of a document from a fault of the program, when a command ends in an exception that nobody foresaw.

The document itself is asked: only where it really is damaged does the sentence say so; else the internal error stays.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl import limits
from rectify_xl.errors import BookError, RectifyError
from rectify_xl.refs import parse_area

if TYPE_CHECKING:
    from rectify_xl.commands.outcome import Request

_NUMBERS = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([^"]*)"|<(?:\w+:)?c\b[^>]*?\bs="([^"]*)"')
_PLACES = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([^"]*)"')
_AREAS = re.compile(rb'<(?:\w+:)?(?:dimension|mergeCell|table|autoFilter)\b[^>]*?\bref="([^"]*)"')
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
        where = _damage(path)
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


def _damage(path: Path) -> str:
    """Return the part of a packed document that is damaged, with the way in which it is; empty where none is."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > limits.UNPACKED:
                return "解压后大得不正常"
            for info in archive.infolist():
                try:
                    content = archive.read(info)
                except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
                    return f"“{info.filename}”读不出"
                if info.filename.endswith((".xml", ".rels")) and (way := _xml_damage(content, info.filename)):
                    return f"“{info.filename}”{way}"
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return "压缩包目录读不出"
    return ""


def _xml_damage(content: bytes, name: str) -> str:
    from lxml import etree

    try:
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return "嵌套过深" if "depth" in str(error) else f"第{(error.position or (1, 0))[0]}行读不出"
    except (ValueError, LookupError):
        return "的文字编码不认识"
    return _sheet_damage(content) if name.startswith(("xl/worksheets/sheet", "xl/tables/")) else ""


def _sheet_damage(content: bytes) -> str:
    """Return what in a part of a workbook is no number or no address where there has to be one."""
    for row, style in _NUMBERS.findall(content):
        if not (row or style).isdigit():
            return "里的行号或样式号不是数字"
    for found in (_PLACES.findall(content), _AREAS.findall(content)):
        for address in found:
            if parse_area(address.decode("ascii", "replace")) is None:
                return f"里的单元格地址“{address.decode('utf-8', 'replace')[:20]}”不成立"
    return ""


def _raised_by_reader(error: Exception) -> bool:
    """Tell whether a library that reads documents raised an error, rather than the program itself."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = str(trace.tb_frame.f_globals.get("__name__", "")) if trace else ""
    return module.partition(".")[0] in _SEEN_IN or type(error).__module__.partition(".")[0] in _SEEN_IN
