"""The parts of a worksheet that the standard keeps in order, and how they are parsed and written."""

from __future__ import annotations

from typing import Any

from lxml import etree

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


def parse(content: bytes) -> Any:
    """Return the parsed part; nothing outside of it is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(content, parser)


def serialise(tree: Any) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def insert(sheet: Any, element: Any) -> None:
    """Put an element where the order of a worksheet wants it."""
    following = {f"{MAIN}{name}" for name in _AFTER[etree.QName(element).localname]}
    place = next((index for index, child in enumerate(sheet) if child.tag in following), len(sheet))
    sheet.insert(place, element)


def canonical(element: Any) -> bytes:
    """Return an element in a form in which equal ones have equal bytes."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(remove_blank_text=True))
    return etree.tostring(copy, method="c14n")
