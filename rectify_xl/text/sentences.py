"""Split a printed text into sentences, each with the place in the cell that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.text import provenance
from rectify_xl.text.provenance import Span, TracedText


def traced_sentences(text: str) -> TracedText:
    """Return `text` with every piece that is prose split at the ends of its sentences.

    Numbers and names that fill a slot stay whole, unless the slot holds the prose of a cell word for word.
    """
    if not isinstance(text, TracedText) or not text.pieces:
        return provenance.with_spans(text, ())
    bounds = sentence_ends(text)
    pieces: list[Span] = []
    for piece in text.pieces:
        prose = not piece.name or (piece.span and any(piece.start < end <= piece.end for end in bounds))
        if piece.kind == "number" or not prose:
            pieces.append(piece)
            continue
        inner = [end for end in bounds if piece.start < end < piece.end]
        for start, end in zip((piece.start, *inner), (*inner, piece.end), strict=True):
            pieces.append(Span(start, end, piece.sources, "sentence", provenance.part(piece, start, end), piece.name))
    return provenance.with_spans(text, pieces if len(text.pieces) == 1 else sorted(pieces, key=_place))


def _place(piece: Span) -> tuple[int, int]:
    return piece.start, -piece.end


_QUOTE = '[“”‘’「」『』"]'
_END = "[。；！？;!?]+"
_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『"}
_PIECE = "[。；;\n]"


def pieces(text: str) -> list[str]:
    """Return what stands between full stops, semicolons and ends of lines, without these; some may be empty."""
    return re.split(_PIECE, text)


def last_sentence(text: str) -> str:
    """Return the last sentence of a text with its mark: what was told last about a problem."""
    pieces = [piece.strip() for piece in re.split(r"(?<=[。；;!！])|\n", text) if piece.strip(" 。；;")]
    return pieces[-1] if pieces else ""


def whole_sentences(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Yield the sentences that a full stop, a question or a call ends, with their offsets, none over `longest`."""
    for match in re.finditer(rf"[^。！？!?]{{1,{longest}}}[。！？!?]*|[。！？!?]+", text):
        yield match.start(), match[0]


def sentence_ends(text: str) -> list[int]:
    """Return the offsets behind the marks that end a sentence (。；！？) outside quotation marks.

    A quotation mark without its other half counts as none: people forget them.
    """
    if not re.search(_QUOTE, text):
        return [match.end() for match in re.finditer(_END, text)]
    marks = [(match.group(), match.start(), match.end()) for match in re.finditer(f"{_QUOTE}|{_END}", text)]
    quoted: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for mark, start, _ in marks:
        opener = '"' if mark == '"' else _CLOSING.get(mark, "")
        if opener and any(mark_open == opener for mark_open, _ in opened):
            while opened:
                last, begin = opened.pop()
                if last == opener:
                    quoted.append((begin, start))
                    break
        elif mark in _CLOSING.values() or mark == '"':
            opened.append((mark, start))
    return [
        end
        for mark, start, end in marks
        if mark[0] in "。；！？;!?" and not any(begin < start < close for begin, close in quoted)
    ]
