"""How wide a text is, where it breaks and where it is cut, whatever the font.

Widths are estimates on the safe side, in ems (multiples of the font size): adapters may find a text narrower.
"""

from __future__ import annotations

import unicodedata

POINT = 0.3528
"""Millimetres of a point."""
LEADING = 1.32
"""Height of a line in font sizes."""
MORE = "…"
NEVER_FIRST = "，。、；：？！）”’》〉】"
"""What no line begins with."""


def width(text: str) -> float:
    """Return the width of a text in ems."""
    return sum(_advance(letter) for letter in text)


def millimetres(text: str, size: float) -> float:
    """Return the width of a text in a font of `size` points."""
    return width(text) * size * POINT


def height(size: float) -> float:
    """Return the height of a line in millimetres."""
    return size * POINT * LEADING


def cut(text: str, size: float, room: float) -> str:
    """Return the text, cut with … where it is wider than `room` millimetres."""
    return (wrap(text, size, room, 1) or ("",))[0]


def wrap(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Return the text on at most `most` lines of `room` millimetres; the last ends with … where text is left out."""
    ems = room / (size * POINT)
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        end = _fitting(rest, ems)
        if 1 < end < len(rest) and rest[end] in NEVER_FIRST:
            end -= 1
        if end < len(rest) and len(lines) == most - 1:
            lines.append(rest[: _fitting(rest, ems - width(MORE))] + MORE)
        else:
            lines.append(rest[: max(end, 1)])
        rest = rest[max(end, 1) :]
    return tuple(lines)


def _fitting(text: str, ems: float) -> int:
    """Return how many characters stand within `ems`."""
    used = 0.0
    for index, letter in enumerate(text):
        used += _advance(letter)
        if used > ems + 1e-6:
            return index
    return len(text)


def _advance(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA" or letter >= "←":
        return 1.0
    if letter.isupper() or letter in "%@&mw":
        return 0.8 if letter not in "WM@%" else 1.0
    return 0.57
