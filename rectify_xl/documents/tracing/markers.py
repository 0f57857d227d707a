"""Marks that travel with traced values through a template, and the places where each was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from rectify_xl.documents.printable import printable
from rectify_xl.notice.trace import trace_record
from rectify_xl.notice.trace.trace_record import PrintedSpan
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


PART = "正文"

_TOKEN = re.compile(
    rf"<(?P<raw>title|style|script|textarea)\b.*?</(?P=raw)\s*>|<!--.*?-->|<[^<>]*>|{ANY.pattern}|\n",
    re.DOTALL | re.IGNORECASE,
)


def web(page: str, pieces: Sequence[tuple[Span, str]]) -> tuple[str, list[PrintedSpan]]:
    """Return the page with a `span` for each mark, and the places; `paragraph` is the line of the file.

    Where a mark crosses another, the inner span is cut in two, since elements may not cross.
    """
    closed = _closed(page)
    parts: list[str] = []
    places: list[PrintedSpan] = []
    opened: dict[str, str] = {}
    seen: set[str] = set()
    at, line = 0, 1
    for token in _TOKEN.finditer(page):
        parts.append(page[at : token.start()])
        at = token.end()
        line += token.group().count("\n")
        mark = MARK.fullmatch(token.group())
        if mark is None:
            parts.append(without(token.group()))
        elif mark[1] == OPEN and mark[2] in closed - seen and int(mark[2]) < len(pieces):
            piece, text = pieces[int(mark[2])]
            place = trace_record.place(piece, f"rx_{len(places) + 1:04}", PART, line, text)
            places.append(place)
            seen.add(mark[2])
            opened[mark[2]] = f' data-cell="{escape(" ".join(piece.sources))}"' if piece.sources else ""
            parts.append(f'<span id="{place.bookmark}"{opened[mark[2]]}>')
        elif mark[1] != OPEN and mark[2] in opened:
            within = list(opened)[list(opened).index(mark[2]) + 1 :]
            del opened[mark[2]]
            parts += ("</span>" * (len(within) + 1), *(f"<span{opened[span]}>" for span in within))
    parts.append(page[at:])
    return "".join(parts), places


def plain(text: str, pieces: Sequence[tuple[Span, str]]) -> tuple[str, list[PrintedSpan]]:
    """Return the text without marks, and the places; `paragraph` is the line."""
    closed = _closed(text)
    places: list[PrintedSpan] = []
    at, line = 0, 1
    for mark in MARK.finditer(text):
        line += text.count("\n", at, mark.start())
        at = mark.start()
        if mark[1] == OPEN and mark[2] in closed and int(mark[2]) < len(pieces):
            piece, printed = pieces[int(mark[2])]
            places.append(trace_record.place(piece, f"rx_{len(places) + 1:04}", PART, line, printed))
    return without(text), places


def _closed(text: str) -> set[str]:
    """Return the marks that have their other half."""
    return {mark[2] for mark in MARK.finditer(text) if mark[1] != OPEN}
