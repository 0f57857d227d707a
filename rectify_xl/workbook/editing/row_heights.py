"""Estimate the height that a row needs for its wrapped texts.

Excel fits rows without a height when it opens a workbook, LibreOffice and print previews do not; so rows are given a
height that is not marked as fixed: every program fits it anew as soon as somebody edits the row.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DEFAULT_WIDTH = 8.43
_DEFAULT_SIZE = 11.0
_LINE = 1.5
"""Height of a line in font sizes; Chinese fonts need 1.3 to 1.45."""
_WIDE = 2.1
"""Width of a Chinese character in column units, at the default size."""
_NARROW = _WIDE / 2
"""Width of a Latin character, of which two take the room of a Chinese one in 宋体."""
_SUBSTITUTED = 1.35
"""Its width in the font that stands in where there is no 宋体: what needs several lines anyway has room for that."""
_MARGIN = 0.7
_HIGHEST = 409.0
"""No program shows higher rows."""


class CellFont(NamedTuple):
    """What a cell style says about text: whether it wraps, and its font size in points."""

    wraps: bool
    size: float


def cell_fonts(styles: Any) -> list[CellFont]:
    """Return the look of each cell style of a parsed `styles.xml`, by its number."""
    sizes = []
    for font in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font"):
        size = font.find(f"{_MAIN}sz")
        sizes.append(float(size.get("val")) if size is not None else _DEFAULT_SIZE)
    result = []
    for style in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
        alignment = style.find(f"{_MAIN}alignment")
        wraps = alignment is not None and alignment.get("wrapText") in ("1", "true")
        font_number = int(style.get("fontId") or 0)
        result.append(CellFont(wraps, sizes[font_number] if font_number < len(sizes) else _DEFAULT_SIZE))
    return result


def widths(sheet: Any) -> dict[int, float]:
    """Return the width of each column of a parsed sheet that has one of its own; hidden columns have 0."""
    by_column: dict[int, float] = {}
    for column in sheet.iterfind(f"{_MAIN}cols/{_MAIN}col"):
        hidden = column.get("hidden") in ("1", "true")
        for number in range(int(column.get("min")), min(int(column.get("max")), 1024) + 1):
            by_column[number] = 0.0 if hidden else float(column.get("width") or _DEFAULT_WIDTH)
    return by_column


def column_styles(sheet: Any) -> dict[int, int]:
    """Return the number of the cell style of each column of a parsed sheet that has one.

    LibreOffice leaves out empty cells that look like their column: what is filled in there takes the look from it.
    """
    by_column: dict[int, int] = {}
    for column in sheet.iterfind(f"{_MAIN}cols/{_MAIN}col"):
        if style := int(column.get("style") or 0):
            last = min(int(column.get("max")), 1024)
            by_column.update(dict.fromkeys(range(int(column.get("min")), last + 1), style))
    return by_column


def needed(
    texts: Mapping[int, str], cell_style: Mapping[int, CellFont], column_widths: Mapping[int, float]
) -> float | None:
    """Return the height in points of a row with these texts by column, or None where one line is enough."""
    height = 0.0
    for column, text in texts.items():
        style = cell_style.get(column)
        width = column_widths.get(column, _DEFAULT_WIDTH)
        if style is None or not style.wraps or not width:
            continue
        count = sum(lines(line, style.size, width) for line in text.split("\n"))
        if count > 1:
            height = max(height, count * style.size * _LINE + 2)
    return min(round(height, 1), _HIGHEST) if height else None


class _Units(dict[str, float]):
    """The width of each character in column units, a Latin one being so wide; known from the second time on.

    Quotation marks, dashes and the like count as wide: so they are in Chinese fonts, whatever they are in others.
    """

    def __init__(self, narrow: float) -> None:
        super().__init__()
        self._narrow = narrow

    def __missing__(self, letter: str) -> float:
        self[letter] = units = _WIDE if unicodedata.east_asian_width(letter) in "WFA" else self._narrow
        return units


_usual, _substituted = _Units(_NARROW), _Units(_SUBSTITUTED)
_WORD = r"(?:[!-~]+(?:、[!-~]+)*|\S)"
_PIECE = re.compile(rf"\s+|[（《〈「『【〔“‘]*{_WORD}(?:[“”‘’]+{_WORD}|[，。、；：！？）》〉」』】〕…—％“”‘’])*")
"""What is not parted at the end of a line: a word, a number or a Chinese character, with the marks that belong to it.

Excel and WPS part so; LibreOffice lets most marks begin a line, but keeps a quotation mark to both of its neighbours,
and cells with 、 between them (D76、D78) together.
"""


def lines(text: str, size: float, width: float) -> int:
    """Return on how many lines a paragraph stands in a column of `width`."""
    room = max(width - _MARGIN, 1.0) * _DEFAULT_SIZE / size
    if sum(map(_usual.__getitem__, text)) <= room:
        return 1
    count, used = 1, 0.0
    for piece in _PIECE.findall(text):
        units = sum(map(_substituted.__getitem__, piece))
        if piece.isspace():
            used += units
            continue
        if used and used + units > room:
            count, used = count + 1, 0.0
        used += units
        if used > room:
            count += math.ceil(used / room) - 1
            used %= room
    return max(count, 2)
