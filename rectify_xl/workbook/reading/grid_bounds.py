"""What every reader of a foreign workbook keeps to: how much a sheet may hold, and what of it nobody sees.

Programs write formats for whole rows and columns; only what stands within the used part of a sheet, or right beside it
(a legend is an empty coloured cell with its word next to it), is kept.
"""

from __future__ import annotations

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.system import limits
from rectify_xl.text.refs import Area

_ONLY_THE_LEDGER = "请用 Excel 或 WPS 打开，只保留台账所在的工作表，删去表格远处的零星内容，另存后重试"
_WIDE = 20_000
"""Cells of a merged area from which on it is cut to what the sheet uses."""


def too_large(name: str) -> BookError:
    """Return what to raise for a sheet with more cells than any ledger has."""
    return BookError(
        f"《{name}》的内容超过{limits.GRID_CELLS // 10_000}万格，已停止读取",
        _ONLY_THE_LEDGER,
    )


class CellCount:
    """Counts the cells of all sheets of a workbook, so that many large sheets are refused as a too large one is."""

    def __init__(self) -> None:
        self._filled = 0
        self._all = 0

    def add(self, sheet: str, filled: int, formatted: int = 0) -> None:
        """Count cells that hold something, and others; raises `BookError` where there are too many by now."""
        self._filled += filled
        self._all += filled + formatted
        if self._filled > limits.GRID_CELLS or self._all > 4 * limits.GRID_CELLS:
            raise BookError(
                f"读到《{sheet}》时，单元格已超过{limits.GRID_CELLS // 10_000}万个，已停止读取", _ONLY_THE_LEDGER
            )


def refuse_merged(name: str, number: int) -> None:
    """Raise `BookError` where a sheet has more merged areas than any ledger."""
    if number > limits.MERGED:
        raise BookError(f"《{name}》有{number}处合并单元格，无法读取", "请取消合并后重试")


def bounded(sheet: SheetGrid) -> SheetGrid:
    """Return the sheet without what lies beyond its used part, and without what stands beneath merged cells.

    Raises `BookError` where it holds more than `limits.GRID_CELLS` cells or too many merged areas.
    """
    if len(sheet.values) > limits.GRID_CELLS:
        raise too_large(sheet.name)
    refuse_merged(sheet.name, len(sheet.merged))
    used = (*sheet.values, *sheet.uncached, *sheet.notes)
    bottom = max((row for row, _ in used), default=0)
    right = max((column for _, column in used), default=0)
    fills = {
        (row, column): colour
        for (row, column), colour in sheet.fills.items()
        if row <= bottom + 1 and column <= right + 1
    }
    covered = _covered(sheet, {*used, *fills})
    if len(fills) > limits.GRID_CELLS:
        raise too_large(sheet.name)
    return sheet._replace(
        values={place: value for place, value in sheet.values.items() if place not in covered},
        uncached={place: formula for place, formula in sheet.uncached.items() if place not in covered},
        unsteady={place: formula for place, formula in sheet.unsteady.items() if place not in covered},
        merged=tuple(
            _cut(area, bottom, right) for area in sheet.merged if area.top <= bottom + 1 and area.left <= right + 1
        ),
        fills={place: colour for place, colour in fills.items() if place not in covered},
        hidden_rows=frozenset(row for row in sheet.hidden_rows if row <= bottom),
        hidden_columns=frozenset(column for column in sheet.hidden_columns if column <= right),
    )


def _cut(area: Area, bottom: int, right: int) -> Area:
    if area.size <= _WIDE:
        return area
    return Area(area.top, area.left, max(area.top, min(area.bottom, bottom)), max(area.left, min(area.right, right)))


def _covered(sheet: SheetGrid, places: set[Place]) -> set[Place]:
    """Return those of the places that are hidden beneath a merged cell."""
    if sum(min(area.size, len(places)) for area in sheet.merged) > 4 * limits.CELLS:
        raise too_large(sheet.name)
    covered: set[Place] = set()
    for area in sheet.merged:
        if area.size <= len(places):
            covered.update(place for place in area.cells()[1:] if place in places)
        else:
            covered.update(
                (row, column)
                for row, column in places
                if area.top <= row <= area.bottom and area.left <= column <= area.right and (row, column) != area[:2]
            )
    return covered
