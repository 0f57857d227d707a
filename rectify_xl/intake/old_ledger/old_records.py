"""What is read from an old ledger, before it is put into the columns of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rectify_xl.intake.grid import Place
from rectify_xl.intake.old_ledger.table_headers import TableColumn
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

NOTHING = frozenset(("-", "--", "—", "——", "－", "/", "\\"))
"""What stands in a cell that says nothing."""
_WHERE_DASHES_SPEAK = ("剩余事项", "剩余时限")
"""Roles of which a dash says that nothing remains."""


class OldCell(NamedTuple):
    """A value of the old ledger and where it stands (`D5`)."""

    raw: Raw
    ref: str = ""

    @property
    def text(self) -> str:
        """What a person reads there."""
        return cell_value.text(self.raw)


class SkippedCells(NamedTuple):
    """Cells that became no row: where, what stands there, and why."""

    sheet: str
    ref: str
    text: str
    reason: str


@dataclass
class OldMeasure:
    """A measure: its text without its mark, what its own row says of it, by role, and where it stands."""

    text: str
    cells: dict[str, OldCell] = field(default_factory=dict)
    ref: str = ""


@dataclass
class OldProblem:
    """A problem: where it stands, and what is said of it by role, several cells where several rows say it."""

    sheet: str
    row: int
    cells: dict[str, list[OldCell]] = field(default_factory=dict)
    measures: list[OldMeasure] = field(default_factory=list)
    kept: dict[str, list[OldCell]] = field(default_factory=dict)
    ticks: list[tuple[str, OldCell]] = field(default_factory=list)
    asked: str = ""
    """The heading over its status, which may be a question."""
    struck: bool = False
    """Whether its words are struck out."""
    errors: list[OldCell] = field(default_factory=list)
    """Cells that show an error instead of a value."""
    colour: str = ""
    colour_ref: str = ""

    def add(self, role: str, cell: OldCell) -> None:
        """Add what a cell says, once."""
        if cell.text in NOTHING and role not in _WHERE_DASHES_SPEAK:
            return
        if cell.text and all(cell.text != known.text for known in self.cells.get(role, ())):
            self.cells.setdefault(role, []).append(cell)

    def keep(self, heading: str, cell: OldCell) -> None:
        """Keep what stands in a column that the layout does not know."""
        if cell.text and all(cell.text != known.text for known in self.kept.get(heading, ())):
            self.kept.setdefault(heading, []).append(cell)

    def text(self, role: str, joint: str = "\n") -> str:
        """Return what the cells of a role say together."""
        return joint.join(cell.text for cell in self.cells.get(role, ()))

    def raw(self, role: str) -> Raw:
        """Return the value of a role as it stands in its cell; a text where several cells say it."""
        cells = self.cells.get(role, ())
        return cells[0].raw if len(cells) == 1 else self.text(role) or None

    def ref(self, role: str) -> str:
        """Return where the first cell of a role stands, else where the problem does."""
        cells = self.cells.get(role) or self.cells.get("具体问题") or ()
        return cells[0].ref if cells else ""


class OldTable(NamedTuple):
    """One table of a sheet: its columns with what they mean, its problems, the rows that hold them."""

    sheet: str
    top: int
    bottom: int
    columns: tuple[TableColumn, ...]
    problems: Sequence[OldProblem]
    left_out: Sequence[SkippedCells]
    data_rows: frozenset[int]
    taken: frozenset[Place]
    """The cells of headings, titles across the table and problems: all that went into our ledger."""
