"""A sheet as a person sees it: what stands in a cell, and what governs it through a merged area."""

from __future__ import annotations

from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.text import cell_value, refs
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area


class SheetView:
    """One sheet, with its rows and merged areas at hand.

    A `flipped` one has rows for columns: so a table is read whose problems stand side by side. Its references are
    those of the sheet as it stands.
    """

    def __init__(self, grid: SheetGrid, *, flipped: bool = False) -> None:
        self.flipped = flipped
        self.upright = grid
        self.grid = _flipped(grid) if flipped else grid
        grid = self.grid
        self.name = grid.name
        self.values = {place: raw for place, raw in grid.values.items() if cell_value.text(raw)}
        self.rows: dict[int, list[int]] = {}
        for row, column in sorted(self.values):
            self.rows.setdefault(row, []).append(column)
        self._areas: dict[Place, Area] = {}
        for area in grid.merged:
            if area.size <= len(self.values) * 50 + 5000:
                self._areas.update(dict.fromkeys(area.cells(), area))
        self.last_row = max(self.rows, default=0)

    def area(self, row: int, column: int) -> Area:
        """Return the merged area of a cell, or the cell alone."""
        return self._areas.get((row, column)) or Area(row, column, row, column)

    def raw(self, row: int, column: int) -> Raw:
        """Return the value in a cell itself."""
        return self.values.get((row, column))

    def text(self, row: int, column: int) -> str:
        """Return what a person reads in a cell itself."""
        return cell_value.text(self.values.get((row, column)))

    def anchor(self, row: int, column: int) -> Place:
        """Return the cell that holds the value of a cell: the first of its merged area."""
        area = self.area(row, column)
        return area.top, area.left

    def governing(self, row: int, column: int) -> str:
        """Return what a person reads in a cell or in the merged area that covers it."""
        return self.text(*self.anchor(row, column))

    def ref(self, row: int, column: int) -> str:
        """Return the reference of a cell, of the whole area where it is merged."""
        return self.area_ref(self.area(row, column))

    def area_ref(self, area: Area) -> str:
        """Return the reference of an area."""
        return str(_turned(area) if self.flipped else area)

    def cells_of(self, ref: str) -> list[Place]:
        """Return the cells of an area by its reference."""
        area = refs.parse_area(ref)
        return (_turned(area) if self.flipped else area).cells() if area else []

    def column_name(self, column: int) -> str:
        """Return how a person calls a column: by its letters; of a flipped sheet, by the number of its row."""
        return f"第{column}行" if self.flipped else refs.column_letters(column)

    def unnamed(self, column: int) -> str:
        """Return the name under which a column without a heading is kept."""
        return f"原第{column}行" if self.flipped else f"原{refs.column_letters(column)}列"

    def cell(self, place: Place) -> str:
        """Return the reference of one cell."""
        return refs.cell_ref(*(reversed(place) if self.flipped else place))

    def line(self, row: int) -> str:
        """Return the texts of a row, separated by blanks."""
        return " ".join(self.text(row, column) for column in self.rows.get(row, ()))


def _turned(area: Area) -> Area:
    return Area(area.left, area.top, area.right, area.bottom)


def _flipped(grid: SheetGrid) -> SheetGrid:
    """Return a sheet with its rows as columns."""
    return grid._replace(
        values={(column, row): raw for (row, column), raw in grid.values.items()},
        merged=tuple(map(_turned, grid.merged)),
        fills={(column, row): colour for (row, column), colour in grid.fills.items()},
        hidden_rows=grid.hidden_columns,
        hidden_columns=grid.hidden_rows,
        uncached={(column, row): formula for (row, column), formula in grid.uncached.items()},
        notes={(column, row): note for (row, column), note in grid.notes.items()},
        unsteady={(column, row): formula for (row, column), formula in grid.unsteady.items()},
        struck=frozenset((column, row) for row, column in grid.struck),
    )
