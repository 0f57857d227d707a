"""Areas of a sheet, such as K2:K9 K12: read, subtract, write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rectify_xl.text.refs import Area, parse_area


def read(sqref: str) -> list[Area]:
    """Return the areas of a list such as `K2:K9 K12`; whole columns and rows are taken as such."""
    return [area for part in sqref.split() if (area := parse_area(part))]


def write(areas: Iterable[Area]) -> str:
    """Return the areas as a list."""
    return " ".join(map(str, areas))


def subtract(areas: Sequence[Area], others: Iterable[Area]) -> list[Area]:
    """Return what of `areas` no one of `others` covers."""
    left = list(areas)
    for other in others:
        left = [piece for area in left for piece in _without(area, other)]
    return left


def _without(area: Area, hole: Area) -> list[Area]:
    top, bottom = max(area.top, hole.top), min(area.bottom, hole.bottom)
    left, right = max(area.left, hole.left), min(area.right, hole.right)
    if top > bottom or left > right:
        return [area]
    pieces = (
        Area(area.top, area.left, top - 1, area.right),
        Area(top, area.left, bottom, left - 1),
        Area(top, right + 1, bottom, area.right),
        Area(bottom + 1, area.left, area.bottom, area.right),
    )
    return [piece for piece in pieces if piece.top <= piece.bottom and piece.left <= piece.right]
