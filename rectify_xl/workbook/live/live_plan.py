"""Plan changes as whole rectangles, one call to the application each.

A rectangle may reach over cells that do not change only in columns that commands compute, where it repeats what stands
there; in columns that people fill in it covers changed cells only, since a person may keep a formula in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from rectify_xl.ledger.changes import merged_steps, table_region
from rectify_xl.ledger.changes.table_region import TableRegion
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area, cell_ref

MOST_CALLS = 12
"""So often may one step ask the application, the copy before it included."""
Linked = Mapping[str, frozenset[tuple[int, int]]]
"""The cells of each sheet that hold a hyperlink object."""


class CellEntry(NamedTuple):
    """What a cell gets: a value, the address that it jumps to, or a formula instead."""

    value: Raw = None
    link: str = ""
    formula: str = ""


class Fill(NamedTuple):
    """Cells to be filled in one call; `row` and `column` are those of the first one.

    `unlink`: hyperlink objects stand there, which do not go by themselves.
    """

    row: int
    column: int
    entries: tuple[tuple[CellEntry, ...], ...]
    unlink: bool = False


class Resize(NamedTuple):
    """A table and the area that it shall cover, as A1:C9."""

    table: str
    area: str


class Show(NamedTuple):
    """Rows, from first to last, to be hidden or shown."""

    first: int
    last: int
    hidden: bool


class LivePlan(NamedTuple):
    """All that happens on one sheet; `back` is what takes it back, as far as cells and the table go.

    `splits` are taken apart before, each with all merged areas in it; `joins` are merged after.
    """

    sheet: str
    fills: tuple[Fill, ...] = ()
    resize: Resize | None = None
    shows: tuple[Show, ...] = ()
    splits: tuple[Area, ...] = ()
    joins: tuple[Area, ...] = ()
    back: LivePlan | None = None

    @property
    def calls(self) -> int:
        """How often the application is asked."""
        return len(self.fills) + bool(self.resize) + len(self.shows) + len(self.splits) + len(self.joins)

    @property
    def empties(self) -> bool:
        """Tell whether nothing stands in the filled cells afterwards."""
        return all(entry == CellEntry() for fill in self.fills for row in fill.entries for entry in row)


def plan(book: RawBook, changes: Changes, linked: Linked) -> tuple[LivePlan, ...]:
    """Return what `changes` mean for each sheet; raises `BookError` when a table sheet is missing.

    Where that would be more calls than `MOST_CALLS`, lists that are emptied keep the length of their tables: nothing
    stands there, nothing shows, and the next list sets its own; and a column in which merged areas are filled down is
    filled from the first to the last of them, where no formula stands between.
    """
    blocks = table_region.joined(changes)
    plans = tuple(_plan(book, block, linked.get(block.sheet, frozenset())) for block in blocks)
    if 1 + sum(sheet_plan.calls for sheet_plan in plans) <= MOST_CALLS:
        return plans
    plans = tuple(
        _plan(book, block, linked.get(block.sheet, frozenset()), bridged=True) if block.unmerge else sheet_plan
        for block, sheet_plan in zip(blocks, plans, strict=True)
    )
    return tuple(sheet_plan._replace(resize=None) if sheet_plan.empties else sheet_plan for sheet_plan in plans)


def _plan(book: RawBook, block: SheetChanges, linked: frozenset[tuple[int, int]], *, bridged: bool = False) -> LivePlan:
    shows = (*_runs(block.hidden_rows, hidden=True), *_runs(block.shown_rows, hidden=False))
    if not (block.writes or block.replace_rows or block.table_end or block.unmerge or block.merge):
        return LivePlan(block.sheet, shows=shows)
    sheet = _Sheet(table_region.find(book, block.sheet), linked)
    cells = {(write.row, write.column): CellEntry(write.value, write.link, write.formula) for write in block.writes}
    for at in _between(block, sheet.place.raw.computed, bridged=bridged):
        cells.setdefault(at, sheet.before(*at))
    fills = tuple(sheet.replaced(cells) if block.replace_rows else sheet.changed(cells))
    place = sheet.place
    area = place.stretched(place.end(block))
    return LivePlan(
        block.sheet,
        fills,
        Resize(place.table, area) if area else None,
        shows,
        tuple(_wholes(block.unmerge, place.raw.merged)),
        block.merge,
        LivePlan(
            block.sheet,
            tuple(sheet.former(fill) for fill in fills),
            Resize(place.table, place.area) if area else None,
            splits=block.merge,
            joins=block.unmerge,
        ),
    )


def _between(
    block: SheetChanges, computed: frozenset[tuple[int, int]] | None, *, bridged: bool
) -> Iterator[tuple[int, int]]:
    """Yield cells that are written as they are, so that the areas of a column that follow each other are one fill.

    These are the first cells of areas; with `bridged`, also the cells between areas, unless some hold a formula.
    """
    if not block.unmerge:
        return
    for column in {area.left for area in block.unmerge}:
        areas = sorted(area for area in block.unmerge if area.left == column)
        yield from (
            (area.top, column) for area, above in zip(areas[1:], areas, strict=False) if above.bottom + 1 == area.top
        )
        between = {(row, column) for row in range(areas[0].top + 1, areas[-1].bottom)}
        if bridged and computed is not None and not between & computed:
            yield from between


def _wholes(areas: Sequence[Area], merged: Sequence[Area]) -> Iterator[Area]:
    """Yield rectangles around `areas` that meet no other merged area: one, or one for each column, or each alone."""
    if not areas:
        return
    around = Area(
        min(area.top for area in areas),
        min(area.left for area in areas),
        max(area.bottom for area in areas),
        max(area.right for area in areas),
    )
    columns = {area.left for area in areas}
    if not any(merged_steps.meet(around, other) for other in merged if other not in areas):
        yield around
    elif len(columns) > 1:
        for column in sorted(columns):
            yield from _wholes([area for area in areas if area.left == column], merged)
    else:
        yield from areas


def _runs(rows: Sequence[int], *, hidden: bool) -> Iterator[Show]:
    for _, run in groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        yield Show(numbers[0], numbers[-1], hidden)


class _Sheet(NamedTuple):
    """A sheet as it is before the changes, and its cells with hyperlink objects."""

    place: TableRegion
    linked: frozenset[tuple[int, int]]

    @property
    def computed(self) -> frozenset[int]:
        """The columns that only commands fill."""
        headers, layout = self.place.facts.headers, self.place.layout
        return frozenset(
            headers[column.name]
            for column in layout.columns
            if column.name in headers and (layout.output or column.entry == "computed")
        )

    def before(self, row: int, column: int) -> CellEntry:
        """Return what a cell holds; in an output sheet, an address links to its cell."""
        value = self.place.value(row, column)
        return CellEntry(value, cell_value.text(value) if self._is_address(column, value) else "")

    def _is_address(self, column: int, value: Raw) -> bool:
        place = self.place
        return place.layout.output and place.facts.headers.get("位置") == column and "!" in cell_value.text(value)

    def former(self, fill: Fill) -> Fill:
        """Return the same rectangle with what stands there now."""
        rows, columns = len(fill.entries), len(fill.entries[0])
        return fill._replace(
            entries=tuple(
                tuple(self.before(row, column) for column in range(fill.column, fill.column + columns))
                for row in range(fill.row, fill.row + rows)
            )
        )

    def replaced(self, cells: Mapping[tuple[int, int], CellEntry]) -> Iterator[Fill]:
        """Yield the fills of a whole new body; cells that it does not name become empty."""
        rows = {row for row, _ in (*cells, *self.place.filled())}
        for band in _bands(self.place.own) if rows else ():
            yield self._fill(
                range(self.place.body, max(rows) + 1), band, lambda row, column: cells.get((row, column), CellEntry())
            )

    def changed(self, cells: Mapping[tuple[int, int], CellEntry]) -> Iterator[Fill]:
        """Yield the fills of single changes, joined where that is safe."""

        def entry(row: int, column: int) -> CellEntry:
            return cells[row, column] if (row, column) in cells else self.before(row, column)

        rows: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            rows.setdefault(column, []).append(row)
        computed = self.computed
        for band in _bands(sorted(computed)):
            columns = [column for column in band if column in rows]
            touched = [row for column in columns for row in rows[column]]
            if touched:
                across = range(columns[0], columns[-1] + 1)
                yield self._fill(range(min(touched), max(touched) + 1), across, entry)
        by_hand = sorted(column for column in rows if column not in computed)
        for _, group in groupby(by_hand, lambda column: (rows[column], column - by_hand.index(column))):
            band = tuple(group)
            for _, run in groupby(enumerate(rows[band[0]]), lambda pair: pair[1] - pair[0]):
                yield self._fill([row for _, row in run], band, entry)

    def _fill(self, rows: Sequence[int], columns: Sequence[int], entry: Callable[[int, int], CellEntry]) -> Fill:
        return Fill(
            rows[0],
            columns[0],
            tuple(tuple(entry(row, column) for column in columns) for row in rows),
            any((row, column) in self.linked for row in rows for column in columns) if self.linked else False,
        )


def _bands(columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the runs of neighbouring columns."""
    for _, run in groupby(enumerate(columns), lambda pair: pair[1] - pair[0]):
        yield tuple(column for _, column in run)


def address(row: int, column: int, rows: int, columns: int) -> str:
    """Return a rectangle as B2:C9."""
    return f"{cell_ref(row, column)}:{cell_ref(row + rows - 1, column + columns - 1)}"
