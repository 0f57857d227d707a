"""Find what is damaged in a packed document: an archive, an XML part, a number or an address of a sheet."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from rectify_xl import limits
from rectify_xl.refs import parse_area

_NUMBERS = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([^"]*)"|<(?:\w+:)?c\b[^>]*?\bs="([^"]*)"')
_PLACES = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([^"]*)"')
_AREAS = re.compile(rb'<(?:\w+:)?(?:dimension|mergeCell|table|autoFilter)\b[^>]*?\bref="([^"]*)"')


def damage(path: Path) -> str:
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
