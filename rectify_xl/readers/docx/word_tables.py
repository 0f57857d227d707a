"""Which cell of which table each paragraph of a Word document stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rectify_xl.readers.docx.word_package import W
from rectify_xl.readers.table_cells import MOST_COLUMNS, CellPlace
from rectify_xl.text.refs import Area

_TABLE, _ROW, _CELL = f"{W}tbl", f"{W}tr", f"{W}tc"


def cells(body: Any) -> dict[Any, CellPlace]:
    """Return the cell of each paragraph in a table; a table within a cell belongs to that cell."""
    places: dict[Any, CellPlace] = {}
    number = 0
    for table in body.iter(_TABLE):
        if next(table.iterancestors(_TABLE), None) is None:
            number += 1
            for cell, area in _areas(table):
                places.update((paragraph, CellPlace(number, area)) for paragraph in cell.iter(f"{W}p"))
    return places


def _areas(table: Any) -> Iterator[tuple[Any, Area]]:
    """Yield the cells and what they cover: `gridSpan` columns, and downwards the cells that `vMerge` goes on with."""
    areas: list[Area] = []
    owners: list[tuple[Any, int]] = []
    running: dict[int, int] = {}
    rows = (row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table)
    for number, row in enumerate(rows, 1):
        column = 1 + _value(row, f"{W}trPr/{W}gridBefore", 0)
        for cell in row.iter(_CELL):
            if next(cell.iterancestors(_ROW)) is not row:
                continue
            right = column + max(_value(cell, f"{W}tcPr/{W}gridSpan", 1), 1) - 1
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if goes_on and column in running:
                at = running[column]
                areas[at] = areas[at]._replace(bottom=number)
            else:
                at = len(areas)
                areas.append(Area(number, column, number, right))
                running.pop(column, None)
                if merge is not None:
                    running[column] = at
            owners.append((cell, at))
            column = right + 1
    for cell, at in owners:
        yield cell, areas[at]


def _value(element: Any, path: str, default: int) -> int:
    setting = element.find(path)
    text = setting.get(f"{W}val", "") if setting is not None else ""
    return min(int(text), MOST_COLUMNS) if text.isascii() and text.isdigit() else default
