"""How many lines a text takes in a column, and what of a list a page has room for. All on the safe side.

The page of a leader has a fixed number of lines of a fixed height, so that its length can be told before it is printed,
whatever the program and its fonts: Chinese characters are one em wide in every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.supervision.wallchart.text_width import MORE, NEVER_FIRST, width
from rectify_xl.text.provenance import TracedText, concat, slice_text

_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
"""What is not broken between lines: a run of Latin letters and digits, or one character."""
_NEVER_LAST = "（《〈“‘【"
_SPARE = 0.2
"""Ems of a line that nothing relies on."""


def lines_needed(text: str, ems: float) -> int:
    """Return the most lines that a text takes in a column of `ems` (widths of a Chinese character)."""
    return len(_line_ends(text, ems))


def _line_ends(text: str, ems: float) -> list[int]:
    """Return where each line of a text ends."""
    room, used, start = ems - _SPARE, 0.0, 0
    ends: list[int] = []
    for match in _PIECE.finditer(text):
        piece, at = match[0], match.start()
        size = width(piece)
        if used + size > room and at > start:
            end = _moved(text, start, at)
            ends.append(end)
            start, used = end, width(text[end:at])
        while used + size > room and len(piece) > 1:  # a run of letters wider than the column is broken anywhere
            fits = max(1, next((n for n in range(len(piece), 0, -1) if used + width(piece[:n]) <= room), 1))
            ends.append(at + fits)
            piece, at = piece[fits:], at + fits
            start, used, size = at, 0.0, width(piece)
        used += size
    return [*ends, len(text)] if start < len(text) else ends or [0]


def _moved(text: str, start: int, end: int) -> int:
    """Return where a line really ends: what must not begin the next one takes a character along."""
    least = start + 1
    while end > least and text[end] in NEVER_FIRST:
        end -= 1
    while end > least and text[end - 1] in _NEVER_LAST:
        end -= 1
    return end


def fitted(text: str, ems: float, most: int) -> TracedText:
    """Return the text as far as it stands on `most` lines of `ems`, with … where it is cut; its cells stay known."""
    if lines_needed(text, ems) <= most:
        return slice_text(text, 0, len(text))
    end = _line_ends(text, ems)[most - 1]
    while end > 0 and lines_needed(f"{text[:end]}{MORE}", ems) > most:
        end -= 1
    return concat(slice_text(text, 0, end), MORE)


class Shares(NamedTuple):
    """What a page has room for: the lines of each row that it shows, and how many lines of each list."""

    rows: tuple[int, ...]
    listed: tuple[int, ...]


class RowHeights(NamedTuple):
    """How high a row is: `line` points for each of its lines, and `between` for its borders and margins."""

    line: float
    between: float

    def of(self, lines: int) -> float:
        """Return the height of a row with so many lines."""
        return lines * self.line + self.between


FEWEST_LISTED = 2
"""Lines that a list keeps when there is not room for all: its first entry, and how many there are besides."""


def share(room: float, rows: Sequence[int], lists: Sequence[int], heights: RowHeights) -> Shares:
    """Share `room` (points) out between the rows of a table and the lines of lists.

    `rows` tells of each row how many lines it would take, the weightiest row first. Where all rows find room with one
    line each, the first ones get the lines that they need while there is room; where they do not, the lists keep
    `FEWEST_LISTED` lines, the first rows get what is left, and what they do not need goes to the lists in their order.
    """
    left = room - sum(lists) * heights.line - len(rows) * heights.of(1)
    if left >= 0:
        shown: list[int] = []
        for needed in rows:
            more = min(needed - 1, int(left / heights.line))
            shown.append(1 + more)
            left -= more * heights.line
        return Shares(tuple(shown), tuple(lists))
    kept = [min(count, FEWEST_LISTED) for count in lists]
    left = room - sum(kept) * heights.line
    number = min(len(rows), max(0, int((left - (heights.line if rows else 0)) / heights.of(1))))
    left -= number * heights.of(1) + (heights.line if number < len(rows) else 0)
    for index, count in enumerate(lists):
        more = min(count - kept[index], max(0, int(left / heights.line)))
        kept[index] += more
        left -= more * heights.line
    return Shares((1,) * number, tuple(kept))
