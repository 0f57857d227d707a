"""Find what is damaged in a packed document: an archive, an XML part, a number or an address of a sheet."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

from rectify_xl.system import limits
from rectify_xl.text.refs import LAST_COLUMN, LAST_ROW, parse_area

_NUMBERS: dict[str, tuple[str, ...]] = {
    "row": ("r", "s", "ht", "outlineLevel"),
    "c": ("s",),
    "col": ("min", "max", "width", "style"),
    "cfRule": ("priority", "dxfId"),
    "sheet": ("sheetId",),
    "sheetFormatPr": ("defaultRowHeight", "defaultColWidth", "baseColWidth"),
    "sz": ("val",),
    "xf": ("numFmtId", "fontId", "fillId", "borderId", "xfId"),
    "workbookView": ("activeTab", "firstSheet"),
    "alignment": ("indent", "textRotation"),
    "table": ("id",),
    "tableColumn": ("id",),
}
"""What has to be a number of at least 0 in the parts of a workbook, by element."""
_PLACES: dict[str, str] = {
    "c": "r",
    "dimension": "ref",
    "mergeCell": "ref",
    "table": "ref",
    "autoFilter": "ref",
    "hyperlink": "ref",
    "dataValidation": "sqref",
    "conditionalFormatting": "sqref",
    "selection": "sqref",
}
"""What has to be an address, or several of them."""
_LARGEST = 1e9
_SHEETS = ("xl/worksheets/", "xl/tables/", "xl/styles", "xl/workbook")


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
        tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return "嵌套过深" if "depth" in str(error) else f"第{(error.position or (1, 0))[0]}行读不出"
    except (ValueError, LookupError):
        return "的文字编码不认识"
    return _sheet_damage(tree) if name.startswith(_SHEETS) else ""


def _sheet_damage(tree: Any) -> str:
    """Return what in a part of a workbook is no number or no address where there has to be one."""
    for element in tree.iter("{*}*"):
        tag = element.tag.rpartition("}")[2]
        for name in _NUMBERS.get(tag, ()):
            value = element.get(name)
            if value is not None and not _is_number(value):
                return f"里的“{tag}”中“{name}”应是数字，却是“{value[:20]}”"
        name = _PLACES.get(tag, "")
        value = element.get(name) if name else None
        if value is not None and (not value.split() or not all(map(_is_place, value.split()))):
            return f"里的单元格地址“{value[:20]}”不成立"
    return ""


def _is_number(value: str) -> bool:
    try:
        return 0 <= float(value) < _LARGEST and value.isascii()
    except ValueError:
        return False


def _is_place(address: str) -> bool:
    area = parse_area(address)
    return area is not None and area.top > 0 and area.bottom <= LAST_ROW and area.right <= LAST_COLUMN
