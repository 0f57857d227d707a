"""Marks that travel with traced values through a template, and say afterwards where each was printed.

They come from the values, not from the template, so an office's own template needs nothing for them. A mark is a
bracket and a number between two noncharacters of Unicode; a value that holds these is printed with U+FFFD instead.
"""

from __future__ import annotations

import re

from rectify_xl.documents.printable import printable
from rectify_xl.text import provenance
from rectify_xl.text.provenance import Span

BEGIN, END = "\ufdd0", "\ufdd1"
OPEN, CLOSE = "(", ")"
MARK = re.compile(f"{BEGIN}([()])(\\d+){END}")
ANY = re.compile(f"{BEGIN}[()]\\d+{END}|[\ufdd0-\ufdef]")
"""A mark, or what is left of one."""

_FOREIGN = re.compile("[\ufdd0-\ufdef]")


class Marks:
    """The pieces of all values that one template has printed so far, each with its text; a mark holds their index."""

    def __init__(self) -> None:
        self.pieces: list[tuple[Span, str]] = []

    def put(self, value: object) -> object:
        """Return `value` as it goes into the template's output: jinja2 calls this for every expression."""
        if not isinstance(value, str) or hasattr(value, "__html__"):
            return value
        value = str(value) if not isinstance(plain := printable(value), str) else plain
        text = _FOREIGN.sub("\ufffd", value)
        pieces = provenance.pieces(value)
        if not pieces:
            return text
        if len(pieces) == 1 and (pieces[0].start, pieces[0].end) == (0, len(text)):
            index = len(self.pieces)
            self.pieces.append((pieces[0], text))
            return f"{BEGIN}{OPEN}{index}{END}{text}{BEGIN}{CLOSE}{index}{END}"
        marks: list[tuple[int, int, int, str]] = []
        for piece in pieces:
            index = len(self.pieces)
            self.pieces.append((piece, text[piece.start : piece.end]))
            # At one place, first what ends is closed, the innermost first, then what begins is opened.
            marks.append((piece.start, 1, index, f"{BEGIN}{OPEN}{index}{END}"))
            marks.append((piece.end, 0, -index, f"{BEGIN}{CLOSE}{index}{END}"))
        parts: list[str] = []
        at = 0
        for place, _, _, mark in sorted(marks):
            parts += (text[at:place], mark)
            at = place
        return "".join((*parts, text[at:]))


def without(text: str) -> str:
    """Return `text` without marks."""
    return ANY.sub("", text)
