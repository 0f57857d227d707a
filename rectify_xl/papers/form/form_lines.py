"""On which lines a text stands in a narrow cell: estimated so that no program needs more of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

POINT = 0.3528
"""Millimetres of a point."""
_WORD = re.compile(r"[!-~]+[，。、；：？！）”’》〉】]*|\n|.", re.DOTALL)
"""What is not broken: a word of Latin letters and digits, else a single character."""
_FIRST_FORBIDDEN = "，。、；：？！）”’》〉】…—"


class WrappedText(NamedTuple):
    """A text and where each of its lines begins; a line ends where the next one begins."""

    text: str
    starts: tuple[int, ...]

    @property
    def number(self) -> int:
        """On how many lines it stands; an empty text on none."""
        return len(self.starts)

    def part(self, first: int, last: int) -> str:
        """Return the text of the lines from `first` on, up to `last` (not included), whatever their number."""
        if first >= self.number or first >= last:
            return ""
        end = self.starts[last] if last < self.number else len(self.text)
        return self.text[self.starts[first] : end].strip("\n")


def width(text: str) -> float:
    """Return the width of a text in ems (multiples of the font size), on the safe side."""
    return sum(map(_advance, text))


def lines(text: str, ems: float) -> WrappedText:
    """Return the lines of a text in a cell of `ems`."""
    return WrappedText(text, tuple(_starts(text, max(ems, 1.0))) if text else ())


def _starts(text: str, ems: float) -> Iterator[int]:
    yield 0
    used, last = 0.0, ""
    start = 0
    for match in _WORD.finditer(text):
        word, at = match[0], match.start()
        if word == "\n":
            if match.end() < len(text):
                yield match.end()
            used, start = 0.0, match.end()
            continue
        wide = width(word)
        if used + wide <= ems + 1e-6:
            used += wide
            last = word
            continue
        if wide > ems:
            for offset, letter in enumerate(word):
                if used + _advance(letter) > ems + 1e-6 and at + offset > start:
                    yield at + offset
                    used, start = 0.0, at + offset
                used += _advance(letter)
        else:
            carried = last if word in _FIRST_FORBIDDEN and len(last) == 1 and at - 1 > start else ""
            start = at - len(carried)
            yield start
            used = width(carried) + wide
        last = word


def _advance(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA" or letter >= "\u2190":
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    return 0.85 if letter.isupper() or letter in "%@&mwMW" else 0.6
