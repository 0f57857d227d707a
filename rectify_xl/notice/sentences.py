"""Split a printed text into sentences, each with the place in the cell that it comes from."""

from __future__ import annotations

import re

from rectify_xl import traced
from rectify_xl.traced import Piece, Traced

_QUOTE = re.compile(r"[“”‘’「」『』\"]")
_END = re.compile(r"[。；！？;!?]+")
_MARK = re.compile(f"{_QUOTE.pattern}|{_END.pattern}")
_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『"}


def traced_sentences(text: str) -> Traced:
    """Return `text` with every piece that is prose split at the ends of its sentences.

    Numbers and names that fill a slot stay whole, unless the slot holds the prose of a cell word for word.
    """
    if not isinstance(text, Traced) or not text.pieces:
        return traced.made_of(text, ())
    bounds = ends(text)
    found: list[Piece] = []
    for piece in text.pieces:
        prose = not piece.name or (piece.span and any(piece.start < end <= piece.end for end in bounds))
        if piece.kind == "number" or not prose:
            found.append(piece)
            continue
        inner = [end for end in bounds if piece.start < end < piece.end]
        for start, end in zip((piece.start, *inner), (*inner, piece.end), strict=True):
            found.append(Piece(start, end, piece.sources, "sentence", traced.part(piece, start, end), piece.name))
    return traced.made_of(text, found if len(text.pieces) == 1 else sorted(found, key=_place))


def _place(piece: Piece) -> tuple[int, int]:
    return piece.start, -piece.end


def ends(text: str) -> list[int]:
    """Return the offsets behind the marks that end a sentence (。；！？) outside quotation marks.

    A quotation mark without its other half counts as none: people forget them.
    """
    if not _QUOTE.search(text):
        return [match.end() for match in _END.finditer(text)]
    marks = [(match.group(), match.start(), match.end()) for match in _MARK.finditer(text)]
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
