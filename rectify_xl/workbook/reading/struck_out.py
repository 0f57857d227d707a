"""The cell styles of an .xlsx whose text is struck out."""

from __future__ import annotations

from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

_OFF = ("0", "false")


def styles(xml: bytes) -> frozenset[str]:
    """Return the cell styles that strike out, by number; nearly always none."""
    if b"strike" not in xml:
        return frozenset()
    reader = _FontReader()
    sheet_facts.parse(xml, "xl/styles.xml", reader.start, reader.end)
    return frozenset(str(style) for style, font in enumerate(reader.fonts_of_styles) if font in reader.struck)


class _FontReader:
    """Collects the fonts that strike out, and the font of each cell style."""

    def __init__(self) -> None:
        self.struck: set[str] = set()
        self.fonts_of_styles: list[str] = []
        self._inside = ""
        self._font = -1

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in ("fonts", "cellXfs", "dxfs"):
            self._inside = tag
        elif tag == "font" and self._inside == "fonts":
            self._font += 1
        elif tag == "strike" and self._inside == "fonts" and attributes.get("val", "1") not in _OFF:
            self.struck.add(str(self._font))
        elif tag == "xf" and self._inside == "cellXfs":
            self.fonts_of_styles.append(attributes.get("fontId", "0"))

    def end(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
