"""How high a row must be to show its wrapped texts.

Excel fits a row that has no height of its own when it opens the file; LibreOffice (7.4) leaves it one line high, and
the text is cut off on screen and on paper. A row that carries this estimate, without `customHeight`, reads well in
both, and Excel fits it again as soon as somebody edits it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

LINE = 13.5
"""Points of one line at 10 point."""
PADDING = 4.5
SMALLEST = 18.0
LARGEST = 409.0
"""Excel's limit."""

_WIDE_CHARACTER = 1.95
_NARROW_CHARACTER = 1.0
_MARGIN = 1.0


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height, in points, of a row with these texts, each with its column's width in characters."""
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(max(lines * LINE + PADDING, SMALLEST), LARGEST)


def _lines(text: str, width: float) -> int:
    room = max(width - _MARGIN, _WIDE_CHARACTER)
    return sum(max(ceil(_length(part) / room), 1) for part in text.split("\n"))


def _length(text: str) -> float:
    return sum(_WIDE_CHARACTER if east_asian_width(each) in "WFA" else _NARROW_CHARACTER for each in text)
