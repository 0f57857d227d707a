"""What a merge would do, before anything is written: shown to people first, and turned into changes afterwards."""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from rectify_xl.intake.imported_rows import Cells
from rectify_xl.ledger.records import Cell, CellWrite, Changes, Ledger, Row, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

Take = Literal["", "skip", "update"]
"""What is written: nothing; new rows and what fills empty cells; or that and what differs."""

DifferenceKind = Literal["fill", "change", "keep", "empty"]
"""fill: the ledger's cell is empty. change: the source says something else. keep: it does, but must not be taken.
empty: the source says nothing where the ledger does, and that stays."""


class SourceRow(NamedTuple):
    """One row of what was imported: its place there (from 1), its id there (empty: none that is its own), its cells."""

    sheet: str
    number: int
    id: str
    cells: Cells


class RowPair(NamedTuple):
    """A source row and the row of the ledger that it is; `likeness` of their texts is 100 where they are equal."""

    source: SourceRow
    row: Row
    id: str
    likeness: int
    same_id: bool


class CellDifference(NamedTuple):
    """One cell about which source and ledger do not agree; `new` is what would stand there.

    `reason` tells why it is kept, empty for other kinds; `row_id` names the row in the ledger.
    """

    kind: DifferenceKind
    cell: Cell
    row_id: str
    column: str
    old: str
    new: Raw
    reason: str = ""

    def taken(self, take: Take) -> bool:
        """Tell whether the cell is written."""
        return (self.kind == "fill" and take != "") or (self.kind == "change" and take == "update")


class NewRow(NamedTuple):
    """A row that only the source has, with the id that it gets and its cells as they are to stand in the ledger."""

    source: SourceRow
    id: str
    cells: Cells


class MergeConflict(NamedTuple):
    """Rows that are not taken because nobody can tell what they mean: `rows` of the ledger are the candidates.

    `waiting` counts the measures that wait with their problem.
    """

    sheet: str
    sources: tuple[SourceRow, ...]
    rows: tuple[Row, ...]
    text: str
    remedy: str
    waiting: int = 0


class LeftOut(NamedTuple):
    """Something of the source that has no place in this ledger: a sheet or a column, how many rows, and why."""

    sheet: str
    column: str
    rows: int
    text: str


class MergePlan(NamedTuple):
    """All that source and ledger differ in.

    `pairs` are the rows that both have, `left` those that only the ledger has, `added` those that only the source has,
    in their order. `renumbered` gives the id in the ledger of each id of the source. `repeated` counts the source rows
    that say once more what another one says.
    """

    least: int
    pairs: tuple[RowPair, ...]
    added: tuple[NewRow, ...]
    differences: tuple[CellDifference, ...]
    conflicts: tuple[MergeConflict, ...]
    left: tuple[tuple[Row, str, str], ...]
    left_out: tuple[LeftOut, ...]
    renumbered: Mapping[str, str]
    repeated: int = 0

    def of(self, *kinds: DifferenceKind) -> tuple[CellDifference, ...]:
        """Return the differences of some kinds."""
        return tuple(difference for difference in self.differences if difference.kind in kinds)


def merge_changes(plan: MergePlan, ledger: Ledger, take: Take) -> Changes:
    """Return what is written of a plan: nothing, new rows and empty cells, or what differs as well.

    New rows come below the last row of their sheet, in the order of the source.
    """
    if not take:
        return ()
    writes: dict[str, list[CellWrite]] = {}
    for difference in plan.differences:
        if difference.taken(take):
            cell = difference.cell
            writes.setdefault(cell.sheet, []).append(CellWrite(cell.row, cell.column, difference.new))
    for sheet, new in _new_rows(plan, ledger):
        writes.setdefault(sheet, []).append(new)
    return tuple(SheetChanges(sheet, tuple(cells)) for sheet, cells in writes.items())


def _new_rows(plan: MergePlan, ledger: Ledger) -> Iterator[tuple[str, CellWrite]]:
    last: dict[str, int] = {}
    for new in plan.added:
        sheet = new.source.sheet
        facts = ledger.sheets[sheet]
        row = last[sheet] = last.get(sheet, facts.last_row) + 1
        for name, value in new.cells.items():
            if name in facts.headers and cell_value.text(value):
                yield sheet, CellWrite(row, facts.headers[name], value)
