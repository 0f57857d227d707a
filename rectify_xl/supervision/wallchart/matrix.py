"""The matrix 方面 × 责任科室: how many tiles stand side by side in each column, and which problems share a page.

Sizes are millimetres. All blocks of a column are equally wide, all blocks of a row equally high.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT
from rectify_xl.supervision.wallchart.problem_states import ChartProblem

PAD = 0.8
"""Between the frame of a block and its tiles."""
GAP = 0.8
"""Between two blocks."""


class MatrixLimits(NamedTuple):
    """The room of the matrix and what each part of it needs at least.

    `head_w` is the width of the row headings, `head_h` the height of the column headings, `column` and `row` the
    smallest block whose heading can be read.
    """

    w: float
    h: float
    head_w: float
    head_h: float
    column: float
    row: float


class Tile(NamedTuple):
    """The smallest size of a tile."""

    w: float
    h: float


class Grid(NamedTuple):
    """A page of the matrix: `across` tiles side by side in each column, `down` one above the other in each row."""

    aspects: tuple[str, ...]
    departments: tuple[str, ...]
    across: tuple[int, ...]
    down: tuple[int, ...]

    @property
    def folded(self) -> bool:
        """Tell whether nobody has a department, so that there is one column without a heading."""
        return _folded(self.departments)


Items = Sequence[ChartProblem]


def _folded(departments: Sequence[str]) -> bool:
    """Tell whether nobody has a department."""
    return tuple(departments) == (NO_DEPARTMENT,)


def _aspects_of(items: Items) -> tuple[str, ...]:
    """Return the aspects in the order of the chart."""
    return tuple(dict(sorted((item.place[0], item.aspect) for item in items)).values())


def _departments_of(items: Items) -> tuple[str, ...]:
    """Return the departments in the order of the chart."""
    return tuple(dict(sorted((item.place[1], item.department) for item in items)).values())


def plan(items: Items, limits: MatrixLimits, tile: Tile) -> Grid | None:
    """Return how `items` fit on one page with tiles of this size, or None where they do not.

    Begins with one line of tiles in each row, and lets the row grow that makes most columns wide, until the page is
    wide enough or the rows are too high.
    """
    aspects, departments = _aspects_of(items), _departments_of(items)
    counts = Counter((item.aspect, item.department) for item in items)
    down = [1] * len(aspects)
    while True:
        across = [
            max(math.ceil(counts[aspect, department] / rows) for aspect, rows in zip(aspects, down, strict=True))
            for department in departments
        ]
        if height(down, limits, tile, head=not _folded(departments)) > limits.h:
            return None
        if width(across, limits, tile) <= limits.w:
            return Grid(aspects, departments, tuple(across), tuple(down))
        pressing = [
            (
                sum(n > rows and math.ceil(n / rows) == most for n, most in zip(row, across, strict=True)),
                sum(row) / rows,
                index,
            )
            for index, rows in enumerate(down)
            if (row := [counts[aspects[index], department] for department in departments])
        ]
        binding, _, chosen = max(pressing, default=(0, 0.0, 0))
        if not binding:
            return None
        down[chosen] += 1


def width(across: Sequence[int], limits: MatrixLimits, tile: Tile) -> float:
    """Return the width of a matrix."""
    return limits.head_w + sum(max(n * tile.w + 2 * PAD, limits.column) + GAP for n in across)


def height(down: Sequence[int], limits: MatrixLimits, tile: Tile, *, head: bool) -> float:
    """Return the height of a matrix, with or without column headings."""
    return (limits.head_h if head else 0.0) + sum(max(n * tile.h + 2 * PAD, limits.row) + GAP for n in down)


def paginate(items: Items, limits: MatrixLimits, tile: Tile) -> tuple[Items, ...]:
    """Share `items` among as few pages as we can; each item stands on one page."""
    return _paginate(items, lambda some: plan(some, limits, tile) is not None)


Fits = Callable[[Items], bool]


def _paginate(items: Items, fits: Fits) -> tuple[Items, ...]:
    if not items or fits(items):
        return (items,)
    ways = [_by_parts(parts, fits) for axis in (1, 0) if len(parts := _parts(items, axis)) > 1]
    return min(ways, key=len) if ways else _by_number(items, fits)


def _parts(items: Items, axis: int) -> list[Items]:
    """Return the items of each row (axis 0) or column (axis 1)."""
    ordered = sorted(items, key=lambda item: item.place[axis])
    return [tuple(group) for _, group in groupby(ordered, key=lambda item: item.place[axis])]


def _by_parts(parts: Sequence[Items], fits: Fits) -> tuple[Items, ...]:
    """Fill page after page with whole parts; then even out, when that needs no further page."""
    pages = _filled(parts, fits, sum(map(len, parts)))
    low, high = math.ceil(sum(map(len, parts)) / len(pages)), max(map(len, pages))
    while low < high:
        middle = (low + high) // 2
        even = _filled(parts, fits, middle)
        if len(even) <= len(pages):
            pages, high = even, min(middle, max(map(len, even)))
        else:
            low = middle + 1
    return pages


def _filled(parts: Sequence[Items], fits: Fits, most: int) -> tuple[Items, ...]:
    pages: list[Items] = []
    page: Items = ()
    for part in parts:
        if not page or (len(page) + len(part) <= most and fits((*page, *part))):
            page = (*page, *part)
        else:
            pages += _paginate(page, fits)
            page = part
    return (*pages, *_paginate(page, fits))


def _by_number(items: Items, fits: Fits) -> tuple[Items, ...]:
    """Share one block evenly: the smallest number of pages that hold it."""
    for pages in range(2, len(items) + 1):
        size = math.ceil(len(items) / pages)
        if fits(items[:size]):
            return tuple(items[start : start + size] for start in range(0, len(items), size))
    return tuple((item,) for item in items)


def blocks(items: Items, grid: Grid) -> Iterator[tuple[int, int, tuple[ChartProblem, ...]]]:
    """Yield row, column and items of every block of a page, the empty ones as well."""
    filled: dict[tuple[str, str], list[ChartProblem]] = {}
    for item in items:
        filled.setdefault((item.aspect, item.department), []).append(item)
    for row, aspect in enumerate(grid.aspects):
        for column, department in enumerate(grid.departments):
            yield row, column, tuple(filled.get((aspect, department), ()))
