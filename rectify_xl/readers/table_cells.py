"""Where a paragraph stands in a table of a document or a web page, and the tables that paragraphs make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.intake.table_in_text import TableInText
from rectify_xl.notice.model import SourceLine
from rectify_xl.text.refs import Area

MOST_COLUMNS = 200
"""Columns of the widest table that is known as one."""


class CellPlace(NamedTuple):
    """A cell of a table: the number of the table in its file, and the rows and columns that the cell covers."""

    table: int
    area: Area


def tables(places: Iterable[tuple[SourceLine, CellPlace | None]]) -> tuple[TableInText, ...]:
    """Return the tables in which lines stand, in order; the lines of one cell are the lines of its value."""
    runs: list[list[tuple[SourceLine, CellPlace]]] = []
    for line, place in places:
        if place is None:
            if line.text:
                runs.append([])
            continue
        if not runs or not runs[-1] or runs[-1][-1][1].table != place.table:
            runs.append([])
        runs[-1].append((line, place))
    return tuple(_table(run) for run in runs if run)


def _table(run: Sequence[tuple[SourceLine, CellPlace]]) -> TableInText:
    texts: dict[Place, list[str]] = {}
    lines: dict[Place, int] = {}
    merged: dict[Area, None] = {}
    for line, place in run:
        area = place.area
        if area.size > 1:
            merged[area] = None
        if line.text:
            texts.setdefault((area.top, area.left), []).append(line.text)
            lines.setdefault((area.top, area.left), line.number)
    grid = SheetGrid("文中表格", {at: "\n".join(cell) for at, cell in texts.items()}, tuple(merged))
    return TableInText(run[0][0].number, run[-1][0].number, grid, lines)
