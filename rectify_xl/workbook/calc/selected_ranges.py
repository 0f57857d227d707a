"""What the user has selected: one area or several, without the rows that a filter hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rectify_xl.workbook.calc.ranges import Range

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.app import CalcApp


class SelectedAreas:
    """The areas of a selection, counted from 1 as in Excel's object model."""

    def __init__(self, ranges: tuple[Range, ...]) -> None:
        self._ranges = ranges

    @property
    def Count(self) -> int:  # noqa: N802 - the name in Excel's object model
        """The number of areas."""
        return len(self._ranges)

    def Item(self, number: int) -> Range:  # noqa: N802 - as above
        """Return one area; the first has number 1."""
        return self._ranges[number - 1]


class Selection(Range):
    """The selected cells. As a range it is the first area; `address` and `Areas` tell all of them."""

    def __init__(self, app: CalcApp, areas: tuple[Any, ...]) -> None:
        book = app.books.active
        first = areas[0]
        super().__init__(
            book.sheets(first.Sheet + 1),
            first.StartRow + 1,
            first.StartColumn + 1,
            first.EndRow - first.StartRow + 1,
            first.EndColumn - first.StartColumn + 1,
        )
        self._areas = areas

    def SpecialCells(self, _kind: int) -> Selection:  # noqa: N802 - the name in Excel's object model
        """Return the visible cells, which these are."""
        return self

    @property
    def address(self) -> str:
        """The addresses of all areas, with commas."""
        return ",".join(self.Areas.Item(number).address for number in range(1, len(self._areas) + 1))

    @property
    def Areas(self) -> SelectedAreas:  # noqa: N802 - as above
        """All areas."""
        return SelectedAreas(
            tuple(
                Range(
                    self.sheet,
                    area.StartRow + 1,
                    area.StartColumn + 1,
                    area.EndRow - area.StartRow + 1,
                    area.EndColumn - area.StartColumn + 1,
                )
                for area in self._areas
            )
        )


def selection(app: CalcApp) -> Selection | None:
    """Return what is selected in the workbook in front; None where that is no cells, as with a picture."""
    document = app.desktop.getCurrentComponent()
    controller = getattr(document, "CurrentController", None)
    selected = controller.getSelection() if controller is not None else None
    area = getattr(selected, "RangeAddress", None)
    if area is not None and area.StartRow == area.EndRow:
        return Selection(app, (area,))
    visible = getattr(selected, "queryVisibleCells", None)
    areas = visible().getRangeAddresses() if visible else ()
    return Selection(app, tuple(areas)) if areas else None
