"""Which cell of which table the text of a web page stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rectify_xl.intake.grid import Place
from rectify_xl.readers.table_cells import MOST_COLUMNS, CellPlace
from rectify_xl.text.refs import Area

MOST_ROWS = 5_000
"""Rows of the longest table that is known as one."""


class CellSpan(NamedTuple):
    """How far a cell reaches as its source says it."""

    rows: int = 1
    columns: int = 1


def laid_out(rows: Sequence[Sequence[CellSpan]]) -> list[list[Area]]:
    """Return the area of each cell where cells that reach down push the cells of later rows to the right."""
    taken: set[Place] = set()
    areas: list[list[Area]] = []
    for row, cells in enumerate(rows, 1):
        column, own = 1, []
        for span in cells:
            while (row, column) in taken:
                column += 1
            bottom = min(row + max(span.rows, 1) - 1, len(rows))
            right = min(column + max(span.columns, 1) - 1, column + MOST_COLUMNS)
            if bottom > row:
                taken.update((below, at) for below in range(row + 1, bottom + 1) for at in range(column, right + 1))
            own.append(Area(row, column, bottom, right))
            column = right + 1
        areas.append(own)
    return areas


def cells(root: Any) -> dict[Any, CellPlace]:
    """Return the place of each cell; a table that holds tables only lays out the page, and is none."""
    places: dict[Any, CellPlace] = {}
    for number, table in enumerate(root.iter("table"), 1):
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = [list(row.iterchildren("td", "th")) for row in table.iterdescendants("tr")]
        if len(rows) > MOST_ROWS:
            continue
        spans = [[CellSpan(_span(cell, "rowspan"), _span(cell, "colspan")) for cell in row] for row in rows]
        for row, areas in zip(rows, laid_out(spans), strict=True):
            places.update((cell, CellPlace(number, area)) for cell, area in zip(row, areas, strict=True))
    return places


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "").strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    value = int(text[:6])
    return (
        MOST_ROWS if name == "rowspan" and value == 0 else min(value, MOST_ROWS if name == "rowspan" else MOST_COLUMNS)
    )
