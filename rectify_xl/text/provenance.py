"""A printed text that knows, piece by piece, the cells it comes from."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Self

SpanKind = Literal["sentence", "number", "text"]


class Span(NamedTuple):
    """A stretch of a text and its origin.

    `start` and `end` are offsets in the text; `sources` the addresses of its cells, such as 问题台账!H12, or of ranges.
    `span` are the offsets in the first of them where the piece stands word for word, None where it was composed.
    `name` is what a computed value is called (完成数), `counted` the cells of the rows that it counts.
    """

    start: int
    end: int
    sources: tuple[str, ...] = ()
    kind: SpanKind = "text"
    span: tuple[int, int] | None = None
    name: str = ""
    counted: tuple[str, ...] = ()


class Edit(NamedTuple):
    """The characters from `start` to `end` of a text become `new`."""

    start: int
    end: int
    new: str


class TracedText(str):
    """A text as it will be printed, with its origin.

    It is a plain text to whoever does not ask. The methods of `str` give a plain `str` back; `joined`, `cut`, `edited`
    and `lines` keep the origin.
    """

    __slots__ = ("pieces",)
    pieces: tuple[Span, ...]

    def __new__(
        cls,
        text: object,
        sources: Iterable[str] = (),
        *,
        kind: SpanKind = "text",
        span: tuple[int, int] | None = None,
        name: str = "",
        counted: Iterable[str] = (),
    ) -> Self:
        """Return `text` as a string that comes, as a whole, from `sources`."""
        traced = super().__new__(cls, str(text))
        traced.pieces = (Span(0, len(traced), tuple(sources), kind, span, name, tuple(counted)),) if traced else ()
        return traced

    @property
    def sources(self) -> tuple[str, ...]:
        """The addresses of the cells behind all pieces, each once."""
        return tuple(dict.fromkeys(source for piece in self.pieces for source in piece.sources))


def pieces(text: str) -> tuple[Span, ...]:
    """Return the pieces of a text; none of a plain one."""
    return text.pieces if isinstance(text, TracedText) else ()


def with_spans(text: str, spans: Iterable[Span]) -> TracedText:
    """Return `text` with these pieces, in the order of the text, the outer before the inner one."""
    traced = str.__new__(TracedText, text)
    traced.pieces = tuple(spans)
    return traced


def verbatim(text: str, source: str) -> TracedText:
    """Return a text that stands in the cell `source` exactly so."""
    return TracedText(text, (source,), span=(0, len(text)))


def concat(*parts: str) -> TracedText:
    """Return the parts one after the other."""
    result: list[Span] = []
    length = 0
    for text in parts:
        result += [piece._replace(start=piece.start + length, end=piece.end + length) for piece in pieces(text)]
        length += len(text)
    return with_spans("".join(parts), result)


def slice_text(text: str, start: int, end: int) -> TracedText:
    """Return the characters from `start` to `end`, with what these come from."""
    result: list[Span] = []
    for piece in pieces(text):
        first, last = max(piece.start, start), min(piece.end, end)
        if first < last:
            result.append(piece._replace(start=first - start, end=last - start, span=part(piece, first, last)))
    return with_spans(text[start:end], result)


def part(piece: Span, first: int, last: int) -> tuple[int, int] | None:
    """Return where a part of a piece stands in the cell; nobody knows once the piece was edited."""
    if piece.span is None or (first, last) == (piece.start, piece.end):
        return piece.span
    begin, end = piece.span
    return (begin + first - piece.start, begin + last - piece.start) if end - begin == piece.end - piece.start else None


def apply_edits(text: str, edits: Sequence[Edit]) -> TracedText:
    """Return `text` after the edits, which are in order and do not overlap; each piece keeps its origin."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.new)
        at = edit.end
    moved = [
        piece._replace(start=_moved(piece.start, edits), end=_moved(piece.end, edits, ends=True))
        for piece in pieces(text)
    ]
    return with_spans("".join((*parts, text[at:])), (piece for piece in moved if piece.start < piece.end))


def _moved(place: int, edits: Sequence[Edit], *, ends: bool = False) -> int:
    """Return where a piece begins or `ends` after the edits; one that is cut by an edit takes in all that is new."""
    by = 0
    for edit in edits:
        if edit.end <= place and not (ends and edit.start == place):
            by += len(edit.new) - (edit.end - edit.start)
        elif edit.start < place:
            return edit.start + by + (len(edit.new) if ends else 0)
    return place + by


def lines(text: str) -> list[TracedText]:
    """Return the paragraphs that a person separated with line breaks inside one cell, without surrounding blanks."""
    result: list[TracedText] = []
    start = 0
    for line in re.split(r"(\r\n|\r|\n)", text):
        bare = line.strip()
        if bare:
            begin = start + line.index(bare)
            result.append(slice_text(text, begin, begin + len(bare)))
        start += len(line)
    return result
