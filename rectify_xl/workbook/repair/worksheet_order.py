"""The parts of a worksheet that the standard keeps in order, and how two of them are compared."""

from __future__ import annotations

from typing import Any

from lxml import etree

from rectify_xl.workbook.editing.sheet_xml import parse, serialise

__all__ = ["MAIN", "canonical", "insert", "parse", "serialise"]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_AFTER: dict[str, tuple[str, ...]] = {
    "conditionalFormatting": (
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
}
_AFTER["dataValidations"] = _AFTER["conditionalFormatting"][1:]
_AFTER["mergeCells"] = ("phoneticPr", "conditionalFormatting", *_AFTER["conditionalFormatting"])
_AFTER["hyperlinks"] = _AFTER["conditionalFormatting"][2:]


def insert(sheet: Any, element: Any) -> None:
    """Put an element where the order of a worksheet wants it."""
    following = {f"{MAIN}{name}" for name in _AFTER[etree.QName(element).localname]}
    place = next((index for index, child in enumerate(sheet) if child.tag in following), len(sheet))
    sheet.insert(place, element)


def canonical(element: Any) -> bytes:
    """Return an element in a form in which equal ones have equal bytes."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(remove_blank_text=True))
    return etree.tostring(copy, method="c14n")
