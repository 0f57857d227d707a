"""Turn marks into places in a web page or a plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from rectify_xl.documents.tracing.markers import ANY, MARK, OPEN, without
from rectify_xl.notice.trace import trace_record
from rectify_xl.notice.trace.trace_record import PrintedSpan
from rectify_xl.text.provenance import Span

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
