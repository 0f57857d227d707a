"""The header of a sheet against that of the layout: what is missing or doubled, and what it is called now. Pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rectify_xl import values
from rectify_xl.model import Cell

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
        return tuple(Cell(self.sheet, self.row, at) for at, each in enumerate(self.names, 1) if each == name)

    def strangers(self, layout: Collection[str]) -> tuple[Cell, ...]:
        """Return the cells with names that the layout does not know."""
        return tuple(
            Cell(self.sheet, self.row, at, name) for at, name in enumerate(self.names, 1) if name and name not in layout
        )


def likely(name: str, header: Header, layout: Sequence[str]) -> Cell | None:
    """Return the cell that probably bears the column `name` under another name: a similar one, or one in its place."""
    strangers = header.strangers(layout)
    close = similar(name, [cell.text for cell in strangers])
    if close:
        return next(cell for cell in strangers if cell.text == close)
    at = layout.index(name) if name in layout else -1
    before, after = (layout[at - 1] if at > 0 else ""), (layout[at + 1] if 0 <= at < len(layout) - 1 else "")
    for cell in strangers:
        left = header.names[cell.column - 2] if cell.column > 1 else ""
        right = header.names[cell.column] if cell.column < len(header.names) else ""
        if (left == before or cell.column == 1 == at + 1) and right == after:
            return cell
    return None


def similar(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is most like a name, empty where none is like it."""
    plain = values.key(name)
    names = {values.key(each): each for each in candidates if each}
    contained = [each for key, each in names.items() if key in plain or plain in key]
    if len(contained) == 1:
        return contained[0]
    if not names:
        return ""
    import difflib  # slow to import, and needed for damaged workbooks only

    close = difflib.get_close_matches(plain, names, n=1, cutoff=0.5)
    return names[close[0]] if close else ""
