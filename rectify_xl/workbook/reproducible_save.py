"""Save a workbook so that the same content gives the same bytes, in the form in which Excel itself would store it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

STAMP = datetime(2025, 1, 1)  # noqa: DTZ001 - a document property without a time zone, the same for everybody
ZIP_STAMP = (2025, 1, 1, 0, 0, 0)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DEFAULT: Any = {None: _MAIN}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "rFont",
    "name",
    "family",
    "charset",
    "scheme",
)


def save(book: Workbook, path: Path | BytesIO, stamp: datetime = STAMP) -> None:
    """Write `book` to `path`; no time of writing goes into it, but `stamp` instead."""
    book.properties.created = book.properties.modified = stamp
    loose = BytesIO()
    # Workbook.save would put the present time into the properties.
    ExcelWriter(book, ZipFile(loose, "w", ZIP_DEFLATED)).save()
    with ZipFile(loose) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    _share_strings(parts)
    _order_fonts(parts)
    _free_heights(parts)
    _own_label_formats(parts)
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
    with ZipFile(path, "w") as target:
        for name in names:
            part = ZipInfo(name, ZIP_STAMP)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, parts[name], ZIP_DEFLATED, 9)


def content(book: Workbook, stamp: datetime) -> bytes:
    """Return `book` as a file of this moment, by the clock of whoever made it."""
    buffer = BytesIO()
    save(book, buffer, stamp.replace(tzinfo=None))
    return buffer.getvalue()


def _share_strings(parts: dict[str, bytes]) -> None:
    """Move the texts of all sheets into one table, as Excel stores them; openpyxl leaves them in the cells."""
    strings: dict[bytes, int] = {}
    uses = 0
    for name in sorted(parts):
        if not name.startswith("xl/worksheets/sheet"):
            continue
        sheet = etree.fromstring(parts[name])
        for cell in sheet.iter(f"{{{_MAIN}}}c"):
            if cell.get("t") != "inlineStr":
                continue
            text = b"".join(etree.tostring(child, method="c14n") for child in cell[0])
            for child in list(cell):
                cell.remove(child)
            cell.set("t", "s")
            etree.SubElement(cell, f"{{{_MAIN}}}v").text = str(strings.setdefault(text, len(strings)))
            uses += 1
        parts[name] = _bytes(sheet)
    table = etree.Element(f"{{{_MAIN}}}sst", nsmap=_DEFAULT, count=str(uses), uniqueCount=str(len(strings)))
    for text in strings:
        table.append(etree.fromstring(b'<si xmlns="%s">%s</si>' % (_MAIN.encode(), text)))
    for piece in table.iter(f"{{{_MAIN}}}t"):
        if piece.text and piece.text != piece.text.strip():
            piece.set(_SPACE, "preserve")
        else:
            piece.attrib.pop(_SPACE, "")
    etree.cleanup_namespaces(table)
    parts["xl/sharedStrings.xml"] = _bytes(table)
    _register_strings(parts)


def _register_strings(parts: dict[str, bytes]) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    entry = {"PartName": "/xl/sharedStrings.xml", "ContentType": _STRINGS_TYPE}
    if not any(element.get("PartName") == entry["PartName"] for element in types):
        etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", entry)
    parts["[Content_Types].xml"] = _bytes(types)
    relations = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    kind = f"{_RELATIONSHIPS}/sharedStrings"
    if not any(element.get("Type") == kind for element in relations):
        target = {"Type": kind, "Target": "/xl/sharedStrings.xml", "Id": f"rId{len(relations) + 1}"}
        etree.SubElement(relations, f"{{{_PACKAGE}/relationships}}Relationship", target)
    parts["xl/_rels/workbook.xml.rels"] = _bytes(relations)


def _order_fonts(parts: dict[str, bytes]) -> None:
    """Put the properties of each font into the order of the standard, which openpyxl does not keep."""
    for name, tag in (("xl/styles.xml", "font"), ("xl/sharedStrings.xml", "rPr")):
        part = etree.fromstring(parts[name])
        for font in part.iter(f"{{{_MAIN}}}{tag}"):
            font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(etree.QName(child).localname))
        parts[name] = _bytes(part)


def _own_label_formats(parts: dict[str, bytes]) -> None:
    """Say that chart labels have a number format of their own; LibreOffice takes that of the cells otherwise."""
    for name in [part_name for part_name in parts if part_name.startswith("xl/charts/chart")]:
        chart = etree.fromstring(parts[name])
        for labels in chart.iter(f"{{{_CHART}}}dLbls"):
            for number_format in labels.iter(f"{{{_CHART}}}numFmt"):
                number_format.set("sourceLinked", "0")
        parts[name] = _bytes(chart)


def _free_heights(parts: dict[str, bytes]) -> None:
    """Let the rows of tables grow with their text; openpyxl fixes every height that it is given."""
    for name in [part_name for part_name in parts if part_name.startswith("xl/worksheets/sheet")]:
        sheet = etree.fromstring(parts[name])
        if sheet.find(f"{{{_MAIN}}}tableParts") is None:
            continue
        for row in sheet.iter(f"{{{_MAIN}}}row"):
            if row.get("r") != "1":
                row.attrib.pop("customHeight", "")
        parts[name] = _bytes(sheet)


def _bytes(element: etree._Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
