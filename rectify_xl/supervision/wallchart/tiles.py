"""What a tile says and how big it must be: symbol and id, days, and the problem itself where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.supervision.wallchart import text_width
from rectify_xl.supervision.wallchart.matrix import Tile
from rectify_xl.supervision.wallchart.problem_states import ChartProblem
from rectify_xl.supervision.wallchart.shapes import TextLine

SIDE = 0.8
"""Blank left and right of the text, and above and below."""
SMALLEST = 9.0
"""Points of the smallest text."""
LARGEST = 24.0
"""Points of the largest id."""


class Design(NamedTuple):
    """One way to set a tile: `head` and `note` in points, on one line or two, then `titles` lines of `title` points.

    A `bare` note is its number alone.
    """

    head: float
    note: float
    titles: int = 0
    title: float = SMALLEST
    one_line: bool = False
    bare: bool = False


DESIGNS = (
    Design(20.0, 16.0, 3, 14.0),
    Design(20.0, 16.0, 2, 14.0),
    Design(20.0, 15.0, 2, 12.0),
    Design(18.0, 14.0, 2, 12.0),
    Design(18.0, 14.0, 2, 11.0),
    Design(16.0, 13.0, 2, 10.0),
    Design(15.0, 12.0, 2, SMALLEST),
    Design(14.0, 11.0, 1, SMALLEST),
    *(Design(head, head - 1) for head in (14.0, 13.0, 12.0, 11.0, 10.0)),
    Design(SMALLEST, SMALLEST),
    *(Design(head, head, one_line=True) for head in (12.0, 11.0, 10.0, SMALLEST)),
    *(Design(head, head, one_line=True, bare=True) for head in (10.0, SMALLEST)),
)
"""From the one that is read from afar to the one that holds most."""

_TITLE_CHARACTERS = 8
"""A line of a title holds at least as many characters."""


def smallest(design: Design, items: Sequence[ChartProblem]) -> Tile:
    """Return the size that every one of `items` needs in this design."""
    if design.one_line:
        wide = max(text_width.millimetres(_one_line(design, item), design.head) for item in items)
        return Tile(wide + 2 * SIDE, text_width.height(design.head) + SIDE)
    wide = max(
        max(text_width.millimetres(item.head, design.head), text_width.millimetres(item.note, design.note))
        for item in items
    )
    high = text_width.height(design.head) + text_width.height(design.note)
    if design.titles:
        wide = max(wide, text_width.millimetres("字" * _TITLE_CHARACTERS, design.title))
        high += design.titles * text_width.height(design.title)
    return Tile(wide + 2 * SIDE, high + 2 * SIDE)


def grown(design: Design, least: Tile, full: Tile) -> Design:
    """Return the design in the size that fills a tile larger than it needs."""
    factor = max(1.0, min(full.w / least.w, full.h / least.h, LARGEST / design.head))
    return design._replace(head=design.head * factor, note=design.note * factor, title=design.title * factor)


def lines(design: Design, item: ChartProblem, size: Tile) -> tuple[TextLine, ...]:
    """Return what stands in the tile of `item`; its title takes what height is left, cut where it is longer."""
    if design.one_line:
        return (TextLine(_one_line(design, item), design.head, item.state.bold),)
    result = [TextLine(item.head, design.head, bold=True)]
    if item.note:
        result.append(TextLine(item.note, design.note, bold=True))
    if design.titles:
        left = size.h - 2 * SIDE - sum(text_width.height(line.size) for line in result)
        count = int(left / text_width.height(design.title) + 1e-6)
        result += [
            TextLine(line, design.title) for line in text_width.wrap(item.title, design.title, size.w - 2 * SIDE, count)
        ]
    return tuple(result)


def _one_line(design: Design, item: ChartProblem) -> str:
    if not item.note:
        return item.head
    return f"{item.head} {item.short_note.removesuffix('天') if design.bare else item.short_note}"
