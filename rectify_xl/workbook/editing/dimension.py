"""Keep the `<dimension>` of a sheet true: other readers believe it, and see no row below it (SheetJS, openpyxl)."""

from __future__ import annotations

import re
from collections.abc import Callable

from rectify_xl.text.refs import Area, parse_area, parse_cell
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

_DIMENSION = rb"<(?:\w+:)?dimension\s[^>]*?\bref=[\"']([^\"']*)[\"'][^>]*?(?:/>|>\s*</(?:\w+:)?dimension>)"
_ROW = rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d+)[\"']"
_TAIL = 20_000
"""Bytes at the end of the rows in which the last one is looked for first."""


def corrected(xml: bytes, name: str) -> bytes:
    """Return the sheet with a dimension that covers its last row.

    One that does so already keeps every byte; only else are all cells looked at. A sheet without one needs none.
    """
    match, stated = _stated(xml)
    if match is None or (stated and stated.bottom >= _last_row(xml)):
        return xml
    return _with(xml, match, stated, _Span().read(xml, name))


def stretched(xml: bytes, extent: Callable[[], Area]) -> bytes:
    """Return the sheet, whose cells cover the area that `extent` tells, with a dimension that covers them too."""
    match, stated = _stated(xml)
    return xml if match is None else _with(xml, match, stated, extent())


def _stated(xml: bytes) -> tuple[re.Match[bytes] | None, Area | None]:
    match = re.compile(_DIMENSION).search(xml, 0, max(xml.find(b"<sheetData"), 4096))
    return match, parse_area(match[1].decode("ascii", "replace")) if match else None


def _with(xml: bytes, match: re.Match[bytes], stated: Area | None, true: Area) -> bytes:
    if stated:
        true = Area(
            min(true.top, stated.top),
            min(true.left, stated.left),
            max(true.bottom, stated.bottom),
            max(true.right, stated.right),
        )
    return xml[: match.start(1)] + str(true).encode("ascii") + xml[match.end(1) :]


def _last_row(xml: bytes) -> int:
    """Return the number of the last row that states it; rows stand in order."""
    end = xml.rfind(b"sheetData>")
    rows = re.compile(_ROW).findall(xml, max(end - _TAIL, 0), end) or re.compile(_ROW).findall(xml, 0, end)
    return int(rows[-1]) if rows else 0


class _Span:
    """The area of all cells of a sheet, those that only have a look included."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.area = Area(1, 1, 1, 1)

    def read(self, xml: bytes, name: str) -> Area:
        sheet_facts.parse(xml, name, self._start)
        return self.area

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif tag == "c":
            self.row, self.column = parse_cell(attributes.get("r", "")) or (self.row, self.column + 1)
            right = max(self.area.right, self.column)
            self.area = self.area._replace(bottom=max(self.area.bottom, self.row), right=right)
