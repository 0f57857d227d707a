"""The header of a sheet against that of the layout: what is missing or doubled, and what it is called now. Pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rectify_xl.ledger.records import Cell
from rectify_xl.text import cell_value

SHOWN = 4
"""Most unknown headers that one sentence names."""


class Header(NamedTuple):
    """The header of a sheet as it stands there: its row, and the name in each of its cells from column A on.

    Names of the layout are written as in the layout.
    """

    sheet: str
    row: int
    names: Sequence[str]

    def cells(self, name: str) -> tuple[Cell, ...]:
        """Return the cells that bear a name."""
        return tuple(Cell(self.sheet, self.row, at) for at, header in enumerate(self.names, 1) if header == name)

    def strangers(self, layout: Collection[str]) -> tuple[Cell, ...]:
        """Return the cells with names that the layout does not know."""
        return tuple(
            Cell(self.sheet, self.row, at, name) for at, name in enumerate(self.names, 1) if name and name not in layout
        )


def likely(name: str, header: Header, layout: Sequence[str]) -> Cell | None:
    """Return the cell that probably heads the column `name`: one in its place, also an empty one, or a similar one."""
    strangers = header.strangers(layout)
    placed = {missing: _in_place(missing, header, layout) for missing in layout if missing not in header.names}
    if placed.get(name):
        return placed[name]
    used = [cell for missing, cell in placed.items() if cell and missing != name]
    close = similar(name, [cell.text for cell in strangers if cell not in used])
    return next((cell for cell in strangers if cell.text == close), None) if close else None


def _in_place(name: str, header: Header, layout: Sequence[str]) -> Cell | None:
    """Return the cell without a known header that stands between the columns between which `name` stands."""
    at = layout.index(name)
    before, after = (layout[at - 1] if at else ""), (layout[at + 1] if at + 1 < len(layout) else "")
    around = ["", *header.names, ""]
    for column, text in enumerate(header.names, 1):
        if text not in layout and (around[column - 1], around[column + 1]) == (before, after):
            return Cell(header.sheet, header.row, column, text)
    return None


def similar(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is most like a name, empty where none is like it."""
    plain = cell_value.key(name)
    names = {cell_value.key(candidate): candidate for candidate in candidates if candidate}
    contained = [candidate for key, candidate in names.items() if key in plain or plain in key]
    if len(contained) == 1:
        return contained[0]
    if not names:
        return ""
    from rectify_xl.text.similar import closest_name  # needed for damaged workbooks only

    return names.get(closest_name(plain, names, 0.5), "")
