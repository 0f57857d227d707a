"""What a tile says and how big it must be: symbol and id, days, and the problem itself where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.wallchart import text
from rectify_xl.wallchart.matrix import Tile
from rectify_xl.wallchart.shapes import Line
from rectify_xl.wallchart.states import Item

SIDE = 0.8
"""Blank left and right of the text, and above and below."""
SMALLEST = 9.0
"""Points of the smallest text."""
SHORTEST_TITLE = 4
"""A title of fewer characters than this tells nothing."""


class Design(NamedTuple):
    """One way to set a tile: `head` and `note` in points, on one line or two; `titles` is the lines kept for titles."""

    head: float
    note: float
    one_line: bool = False
    titles: int = 0


DESIGNS = (
    *(Design(head, head - 4, titles=3) for head in (20.0, 18.0)),
    *(Design(head, head - 3, titles=2) for head in (18.0, 16.0, 15.0, 14.0)),
    *(Design(head, head - 2, titles=1) for head in (14.0, 13.0)),
    *(Design(head, head - 1) for head in (14.0, 13.0, 12.0, 11.0, 10.0)),
    Design(SMALLEST, SMALLEST),
    *(Design(head, head, one_line=True) for head in (12.0, 11.0, 10.0, SMALLEST)),
)
"""From the one that is read from afar to the one that holds most."""

_TITLE_SIZES = (13.0, 12.0, 11.0, 10.0, SMALLEST)
_TITLE_CHARACTERS = 9
"""A line of a title should hold as many characters."""


def smallest(design: Design, items: Sequence[Item]) -> Tile:
    """Return the size that every one of `items` needs in this design."""
    if design.one_line:
        wide = max(text.millimetres(_one_line(item), design.head) for item in items)
        return Tile(wide + 2 * SIDE, text.height(design.head) + 2 * SIDE * 0.5)
    wide = max(
        max(text.millimetres(item.head, design.head), text.millimetres(item.note, design.note)) for item in items
    )
    wide = max(wide, text.millimetres("字" * _TITLE_CHARACTERS, SMALLEST)) if design.titles else wide
    high = text.height(design.head) + text.height(design.note) + design.titles * text.height(SMALLEST + 1)
    return Tile(wide + 2 * SIDE, high + 2 * SIDE)


def lines(design: Design, item: Item, size: Tile) -> tuple[Line, ...]:
    """Return what stands in the tile of `item`; its title takes what height is left, cut where it is longer."""
    if design.one_line:
        return (Line(_one_line(item), design.head, item.state.bold),)
    found = [Line(item.head, design.head, bold=True)]
    if item.note:
        found.append(Line(item.note, design.note, bold=True))
    room = size.w - 2 * SIDE
    points = next(
        (each for each in _TITLE_SIZES if each <= design.note and text.width("字") * _TITLE_CHARACTERS <= _ems(room, each)),
        SMALLEST,
    )
    left = size.h - 2 * SIDE - sum(text.height(line.size) for line in found)
    count = int(left / text.height(points) + 1e-6)
    if count >= 1 and _ems(room, points) >= SHORTEST_TITLE:
        found += [Line(each, points) for each in text.wrap(item.title, points, room, count)]
    return tuple(found)


def _one_line(item: Item) -> str:
    return f"{item.head} {item.short_note}" if item.note else item.head


def _ems(room: float, size: float) -> float:
    return room / (size * text.POINT)
