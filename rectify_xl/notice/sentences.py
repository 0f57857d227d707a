"""Split a printed text into sentences, each with the place in the cell that it comes from."""

from __future__ import annotations

from rectify_xl import traced
from rectify_xl.text.sentences import sentence_ends
from rectify_xl.traced import Piece, Traced


def traced_sentences(text: str) -> Traced:
    """Return `text` with every piece that is prose split at the ends of its sentences.

    Numbers and names that fill a slot stay whole, unless the slot holds the prose of a cell word for word.
    """
    if not isinstance(text, Traced) or not text.pieces:
        return traced.made_of(text, ())
    bounds = sentence_ends(text)
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
