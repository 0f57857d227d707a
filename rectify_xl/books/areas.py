"""Areas of a sheet, such as K2:K9 K12: read, subtract, write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rectify_xl.model import column_number, letters

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_RANGE = re.compile(r"\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")


class Area(NamedTuple):
    """A rectangle of cells, corners included, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = f"{letters(self.left)}{self.top}", f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


def read(sqref: str) -> list[Area]:
    """Return the areas of a list such as `K2:K9 K12`; whole columns and rows are taken as such."""
    found = []
    for part in sqref.split():
        match = _RANGE.fullmatch(part)
        if match and (match.group(1) or match.group(2)):
            left, top, right, bottom = match.groups()
            single = ":" not in part
            found.append(
                Area(
                    int(top or 1),
                    column_number(left) or 1,
                    int((top if single else bottom) or LAST_ROW),
                    column_number((left if single else right) or "") or LAST_COLUMN,
                )
            )
    return found


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
