"""What a command did to a ledger: every cell, table and row that became different, before and after. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from rectify_xl.ledger.changes import table_region
from rectify_xl.ledger.changes.table_region import TableRegion
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

TIME = "%Y-%m-%d %H:%M:%S"
"""How the time of a step is written."""


class CellContent(NamedTuple):
    """What a cell holds: a value, the formula that computes it, the address that it jumps to."""

    value: Raw = None
    formula: str = ""
    link: str = ""


class CellStep(NamedTuple):
    """One cell before and after. `header` names its column, `row_id` its row, empty where rows have no ids."""

    sheet: str
    row: int
    column: int
    header: str
    row_id: str
    before: CellContent
    after: CellContent


class TableStep(NamedTuple):
    """The last row of a sheet's table before and after."""

    sheet: str
    before: int
    after: int


class RowStep(NamedTuple):
    """A row that was hidden, or was shown, before, and is not any more."""

    sheet: str
    row: int
    was_hidden: bool


class MergeStep(NamedTuple):
    """A merged area (E2:E5) that is none any more, with the header of its column and what names its first row."""

    sheet: str
    area: str
    header: str
    row_id: str


class UndoRecord(NamedTuple):
    """All that one command did: its label, when (local time, as `TIME`), in which ledger.

    `key` is how the host finds it again. A `structural` step also added sheets, columns or dropdowns, of which only the
    copy of the whole workbook knows.
    """

    command: str
    at: str
    ledger: str
    cells: tuple[CellStep, ...] = ()
    tables: tuple[TableStep, ...] = ()
    rows: tuple[RowStep, ...] = ()
    key: str = ""
    structural: bool = False
    merges: tuple[MergeStep, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing became any different."""
        return not (self.cells or self.tables or self.rows or self.merges)

    def touches(self, sheets: Collection[str]) -> bool:
        """Tell whether the step changed anything on one of the sheets."""
        return self.without(sheets) != self

    def without(self, sheets: Collection[str]) -> "UndoRecord":
        """Return the step without what it did on some sheets."""
        return self._replace(
            cells=tuple(cell for cell in self.cells if cell.sheet not in sheets),
            tables=tuple(table for table in self.tables if table.sheet not in sheets),
            rows=tuple(row for row in self.rows if row.sheet not in sheets),
            merges=tuple(merge for merge in self.merges if merge.sheet not in sheets),
        )


class SheetState(NamedTuple):
    """What a host knows of a sheet beside its values, by (row, column); of `hidden` rows it may know nothing."""

    formulas: Mapping[tuple[int, int], str] = {}
    links: Mapping[tuple[int, int], str] = {}
    hidden: frozenset[int] | None = None


Stated = Callable[[str], SheetState]


def _no_state(_sheet: str) -> SheetState:
    """Return nothing: for hosts that know values only."""
    return SheetState()


def record(book: RawBook, changes: Changes, *, command: str, at: str, stated: Stated = _no_state) -> UndoRecord:
    """Return what `changes` will do to `book`, with only those cells, tables and rows that become different."""
    cells: list[CellStep] = []
    tables: list[TableStep] = []
    rows: list[RowStep] = []
    merges: list[MergeStep] = []
    for block in table_region.joined(changes):
        state = stated(block.sheet)
        if state.hidden is not None:
            rows += [RowStep(block.sheet, row, False) for row in block.hidden_rows if row not in state.hidden]
            rows += [RowStep(block.sheet, row, True) for row in block.shown_rows if row in state.hidden]
        if block.writes or block.replace_rows or block.table_end:
            place = table_region.find(book, block.sheet)
            cells += _cells(place, block, state)
            if place.table_end not in (0, place.end(block)):
                tables.append(TableStep(block.sheet, place.table_end, place.end(block)))
        if block.unmerge:
            merges += _merges(table_region.find(book, block.sheet), block)
    return UndoRecord(command, at, book.name, tuple(cells), tuple(tables), tuple(rows), merges=tuple(merges))


def _merges(place: TableRegion, block: SheetChanges) -> Iterator[MergeStep]:
    headers = {position: name for name, position in place.facts.headers.items()}
    for area in block.unmerge:
        if area in place.raw.merged:
            yield MergeStep(block.sheet, str(area), headers.get(area.left, ""), row_id(place, area.top))


def _cells(place: TableRegion, block: SheetChanges, state: SheetState) -> Iterator[CellStep]:
    after = {
        (write.row, write.column): CellContent(_stored(write.value), write.formula, write.link)
        for write in block.writes
    }
    touched = {*after, *(place.filled() if block.replace_rows else ())}
    if block.replace_rows:
        touched |= {(row, column) for row, column in state.formulas if row >= place.body and column in place.own}
    headers = {position: name for name, position in place.facts.headers.items()}
    nothing = CellContent()
    ids: dict[int, str] = {}
    for cell in sorted(touched):
        row, column = cell
        value, formula, link = place.value(row, column), state.formulas.get(cell, ""), state.links.get(cell, "")
        content = CellContent(value, formula, link) if value is not None or formula or link else nothing
        new = after.get(cell, nothing)
        if content is new or (content[1:] == new[1:] and cell_value.same(content.value, new.value)):
            continue
        if row not in ids:
            ids[row] = row_id(place, row)
        yield CellStep(block.sheet, row, column, headers.get(column, ""), ids[row], content, new)


def row_id(place: TableRegion, row: int) -> str:
    """Return what names a row in its sheet, its first required column; lists that commands make have no such names."""
    required = (column.name for column in place.layout.columns if column.entry == "required")
    position = place.facts.headers.get(next(required, "")) if not place.layout.output else None
    return cell_value.key(cell_value.text(place.value(row, position))) if position else ""


def _stored(value: Raw) -> Raw:
    return cell_value.storable(value) or None if isinstance(value, str) else value
