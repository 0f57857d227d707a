"""What is on record of a paper: its places, the cells behind them, and what these held when it was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.records import Ledger
from rectify_xl.system.digests import text_sha256
from rectify_xl.text.provenance import Span, SpanKind


class MadeFrom(NamedTuple):
    """What a paper was made from."""

    ledger: Ledger
    as_of: date


class PrintedSpan(NamedTuple):
    """A stretch of a paper. `part` is 正文, 页眉, 页脚 or 脚注, `paragraph` counts from 1 within it.

    `cells`, `kind`, `span`, `name` and `counted` are those of `provenance.Span`; `printed` is the digest of the text as
    it was printed, since a person may have edited it afterwards.
    """

    bookmark: str
    part: str
    paragraph: int
    text: str
    cells: tuple[str, ...] = ()
    kind: SpanKind = "text"
    span: tuple[int, int] | None = None
    name: str = ""
    counted: tuple[str, ...] = ()
    printed: str = ""

    @property
    def edited(self) -> bool:
        """Tell whether the text is no longer the one that was printed."""
        return bool(self.printed) and digest(self.text) != self.printed


class RecordedCell(NamedTuple):
    """What a cell or a range held: a digest. `row` and `column` are what people call them, empty where nothing does."""

    address: str
    digest: str
    row: str = ""
    column: str = ""


class Trace(NamedTuple):
    """The record of one paper. `as_of` is an ISO date, empty where the paper was made without a ledger at hand."""

    document: str
    places: tuple[PrintedSpan, ...]
    ledger: str = ""
    as_of: str = ""
    held: tuple[RecordedCell, ...] = ()


def place(piece: Span, bookmark: str, part: str, paragraph: int, text: str) -> PrintedSpan:
    """Return the place where a piece was printed."""
    return PrintedSpan(
        bookmark,
        part,
        paragraph,
        text,
        piece.sources,
        piece.kind,
        piece.span,
        piece.name,
        piece.counted,
        digest(text),
    )


def digest(text: str) -> str:
    """Return what tells a text from others and does not tell what it says.

    A paper that is published carries these. Twenty bits miss one change in a million, and are too few to find out
    what stood in a cell by trying.
    """
    return text_sha256(text, 5)


def cells(places: Iterable[PrintedSpan]) -> dict[str, list[str]]:
    """Return for each cell or range, counted rows included, the bookmarks of all places where it is printed."""
    bookmarks: dict[str, list[str]] = {}
    for place in places:
        for address in dict.fromkeys((*place.cells, *place.counted)):
            bookmarks.setdefault(address, []).append(place.bookmark)
    return bookmarks


def data(trace: Trace) -> dict[str, object]:
    """Return the record as `--trace` writes it."""
    return {
        "document": trace.document,
        "ledger": trace.ledger,
        "as_of": trace.as_of,
        "places": [
            {
                "bookmark": place.bookmark,
                "page_part": place.part,
                "paragraph": place.paragraph,
                "text": place.text,
                "cells": list(place.cells),
                "span": list(place.span) if place.span else None,
                "kind": place.kind,
                "name": place.name,
                "counted": list(place.counted),
            }
            for place in trace.places
        ],
        "cells": cells(trace.places),
    }
