"""Tables on printed pages, known by the rules that are drawn round their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.text.refs import Area

_NEAR = 2.5
"""Points within which two rules are one: borders of neighbours, both sides of a thick one."""
_SHORT = 6.0
MOST_RULES, MOST_CELLS = 2_000, 5_000
"""Rules and cells of a page that are looked at; a large table has some hundred."""


class RuledLine(NamedTuple):
    """A straight line on a page: upright at `at` (from the left) or level at `at` (from the foot)."""

    upright: bool
    at: float
    start: float
    end: float


class RuledTable(NamedTuple):
    """A table: where its columns and rows begin (rows from the top), and the areas of its cells, counted from 1."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Area, ...]

    def cell_at(self, x: float, y: float) -> Area | None:
        """Return the cell in which a point lies, None outside."""
        if not (self.columns[0] < x < self.columns[-1] and self.rows[-1] < y < self.rows[0]):
            return None
        column = bisect_right(self.columns, x)
        row = bisect_right([-place for place in self.rows], -y)
        return next(
            (cell for cell in self.cells if cell.top <= row <= cell.bottom and cell.left <= column <= cell.right), None
        )


def tables(rules: Sequence[RuledLine]) -> Iterator[RuledTable]:
    """Yield the tables that the rules of a page make, from the top; a frame, or a column of frames, is none."""
    kept = [rule for rule in rules if rule.end - rule.start > _SHORT]
    if len(kept) > MOST_RULES:
        return
    for group in sorted(
        _connected(kept), key=lambda group: -max(rule.end if rule.upright else rule.at for rule in group)
    ):
        columns = _places(rule.at for rule in group if rule.upright)
        rows = _places(rule.at for rule in group if not rule.upright)[::-1]
        if len(columns) > 2 and len(rows) > 1 and len(columns) * len(rows) <= MOST_CELLS:
            yield RuledTable(tuple(columns), tuple(rows), tuple(_cells(columns, rows, group)))


def _connected(rules: list[RuledLine]) -> list[list[RuledLine]]:
    """Return rules by groups of such as touch."""
    groups: list[list[RuledLine]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        for group in touching:
            groups.remove(group)
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _touch(one: RuledLine, other: RuledLine) -> bool:
    within = one.start - _NEAR <= other.at <= one.end + _NEAR
    if one.upright != other.upright:
        return within and other.start - _NEAR <= one.at <= other.end + _NEAR
    return abs(one.at - other.at) <= _NEAR and one.start <= other.end + _NEAR and other.start <= one.end + _NEAR


def _places(places: Iterator[float]) -> list[float]:
    joined: list[float] = []
    for place in sorted(places):
        if not joined or place - joined[-1] > _NEAR:
            joined.append(place)
    return joined


def _cells(columns: list[float], rows: list[float], rules: Sequence[RuledLine]) -> Iterator[Area]:
    """Yield the areas of cells: neighbours between which no rule runs are one."""
    taken: set[tuple[int, int]] = set()
    for row in range(1, len(rows)):
        for column in range(1, len(columns)):
            if (row, column) in taken:
                continue
            right, bottom = column, row
            middle = (rows[row - 1] + rows[row]) / 2
            while right + 1 < len(columns) and not _ruled(rules, columns[right], middle, upright=True):
                right += 1
            across = (columns[column - 1] + columns[column]) / 2
            while bottom + 1 < len(rows) and not _ruled(rules, rows[bottom], across, upright=False):
                bottom += 1
            taken.update((at, beside) for at in range(row, bottom + 1) for beside in range(column, right + 1))
            yield Area(row, column, bottom, right)


def _ruled(rules: Sequence[RuledLine], at: float, across: float, *, upright: bool) -> bool:
    return any(
        rule.upright == upright and abs(rule.at - at) <= _NEAR and rule.start - _NEAR <= across <= rule.end + _NEAR
        for rule in rules
    )
