"""Merged areas of an application that cannot save a copy, Excel on macOS; a stand-in gives the answers of xlwings."""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.text.refs import Area, parse_area
from rectify_xl.workbook.live import live_read


class Cells(NamedTuple):
    """A range as xlwings hands it out, with the merged areas of its sheet."""

    area: Area
    areas: tuple[Area, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.bottom - self.area.top + 1, self.area.right - self.area.left + 1

    @property
    def address(self) -> str:
        return "$" + str(self.area)

    @property
    def merge_cells(self) -> bool | None:
        """False without merges; with some, Excel on macOS answers nothing."""
        inside = [each for each in self.areas if set(each.cells()) & set(self.area.cells())]
        return None if inside else False

    @property
    def merge_area(self) -> Cells:
        own = next((each for each in self.areas if set(self.area.cells()) <= set(each.cells())), self.area)
        return self._replace(area=own)

    def __getitem__(self, place: tuple[int | slice, int]) -> Cells:  # type: ignore[override]
        row, column = place
        if isinstance(row, slice):
            return self._replace(area=Area(self.area.top, column + 1, self.area.bottom, column + 1))
        return self._replace(area=Area(row + 1, column + 1, row + 1, column + 1))


def test_merged_areas_are_asked_for_column_by_column() -> None:
    """Those of a sheet are found once each, also where they cover several columns."""
    areas = tuple(area for ref in ("B2:B4", "D2:E2", "D5:E6") if (area := parse_area(ref)))
    cells = Cells(Area(1, 1, 9, 6), areas)
    assert [str(each) for each in live_read.merged(cells)] == ["B2:B4", "D2:E2", "D5:E6"]


def test_a_sheet_without_merges_is_asked_once() -> None:
    """One question is enough."""
    assert list(live_read.merged(Cells(Area(1, 1, 9, 6), ()))) == []


def test_formulas_are_told_from_texts_that_look_like_them() -> None:
    """Excel answers with the content of a cell that holds no formula; one cell is answered without rows."""
    grid: list[list[object]] = [["编号", "整改时限"], ["P001", 46384.0], ["=不是公式", None]]
    answer = (("编号", "整改时限"), ("P001", "=TODAY()+30"), ("=不是公式", ""))
    assert [(place, formula.text) for place, formula in live_read.formulas(answer, grid)] == [((2, 2), "=TODAY()+30")]
    assert [place for place, _ in live_read.formulas("=A1", [[None]])] == [(1, 1)]
    assert list(live_read.formulas("", [[None]])) == []
