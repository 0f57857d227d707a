"""Plan changes as whole rectangles, one call to the application each.

A rectangle may reach over rows that do not change only in columns that commands compute, where it repeats what stands
there; in columns that people fill in it covers changed cells only, since a person may keep a formula in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from rectify_xl import ledger, schema, values
from rectify_xl.errors import BookError
from rectify_xl.ledger import RawBook, RawSheet
from rectify_xl.model import Block, Changes, SheetFacts, letters
from rectify_xl.values import Raw

_AREA = re.compile(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)")


class Entry(NamedTuple):
    """What a cell gets: a value, and the address that it jumps to."""

    value: Raw = None
    link: str = ""


class Fill(NamedTuple):
    """Cells to be filled in one call; `row` and `column` are those of the first one. `links`: there were some."""

    row: int
    column: int
    entries: tuple[tuple[Entry, ...], ...]
    links: bool = False


class Resize(NamedTuple):
    """A table and the area that it shall cover, as A1:C9."""

    table: str
    area: str


class Show(NamedTuple):
    """Rows, from first to last, to be hidden or shown."""

    first: int
    last: int
    hidden: bool


class Plan(NamedTuple):
    """All that happens on one sheet; `back` is what takes it back, as far as cells and the table go."""

    sheet: str
    fills: tuple[Fill, ...] = ()
    resize: Resize | None = None
    shows: tuple[Show, ...] = ()
    back: Plan | None = None


def plan(book: RawBook, changes: Changes) -> tuple[Plan, ...]:
    """Return what `changes` mean for each sheet; raises `BookError` when a table sheet is missing."""
    return tuple(_plan(book, block) for block in joined(changes))


def joined(changes: Changes) -> Changes:
    """Return `changes` with one block for each sheet; of two writes into a cell the later counts."""
    found: dict[str, Block] = {}
    for block in changes:
        before = found.get(block.sheet, Block(block.sheet, ()))
        writes = {(write.row, write.column): write for write in (*before.writes, *block.writes)}
        found[block.sheet] = Block(
            block.sheet,
            tuple(writes.values()),
            before.replace_rows or block.replace_rows,
            (*before.hidden_rows, *block.hidden_rows),
            (*before.shown_rows, *block.shown_rows),
        )
    return tuple(found.values())


def _plan(book: RawBook, block: Block) -> Plan:
    shows = (*_runs(block.hidden_rows, hidden=True), *_runs(block.shown_rows, hidden=False))
    if not block.writes and not block.replace_rows:
        return Plan(block.sheet, shows=shows)
    place = _place(book, block.sheet)
    cells = {(write.row, write.column): Entry(write.value, write.link) for write in block.writes}
    written = max((write.row for write in block.writes), default=0)
    if block.replace_rows:
        fills = tuple(place.replaced(cells, written))
        end = max(written, place.body)
    else:
        fills = tuple(place.changed(cells))
        end = max(written, place.table_end)
    resize = place.resize(end)
    back = Plan(
        block.sheet, tuple(place.former(fill) for fill in fills), Resize(place.table, place.area) if resize else None
    )
    return Plan(block.sheet, fills, resize, shows, back)


def _runs(rows: Sequence[int], *, hidden: bool) -> Iterator[Show]:
    for _, run in groupby(enumerate(sorted(rows)), lambda each: each[1] - each[0]):
        numbers = [row for _, row in run]
        yield Show(numbers[0], numbers[-1], hidden)


class _Place(NamedTuple):
    """A sheet of the ledger as it is before the changes."""

    raw: RawSheet
    layout: schema.Sheet
    facts: SheetFacts
    table: str
    area: str

    @property
    def body(self) -> int:
        return self.facts.header_row + 1

    @property
    def table_end(self) -> int:
        match = _AREA.fullmatch(self.area)
        return int(match.group(4)) if match else 0

    @property
    def own(self) -> tuple[int, ...]:
        """The columns of the layout, by position."""
        return tuple(sorted(self.facts.headers[c.name] for c in self.layout.columns if c.name in self.facts.headers))

    @property
    def computed(self) -> frozenset[int]:
        """The columns that only commands fill."""
        return frozenset(
            self.facts.headers[column.name]
            for column in self.layout.columns
            if column.name in self.facts.headers and (self.layout.output or column.entry == "computed")
        )

    def before(self, row: int, column: int) -> Entry:
        """Return what a cell holds; in an output sheet, an address links to its cell."""
        cells = self.raw.rows[row - 1] if row <= len(self.raw.rows) else ()
        value = cells[column - 1] if column <= len(cells) else None
        return Entry(value, values.text(value) if self._is_address(column, value) else "")

    def _is_address(self, column: int, value: Raw) -> bool:
        return self.layout.output and self.facts.headers.get("位置") == column and "!" in values.text(value)

    def former(self, fill: Fill) -> Fill:
        """Return the same rectangle with what stands there now."""
        rows, columns = len(fill.entries), len(fill.entries[0])
        return fill._replace(
            entries=tuple(
                tuple(self.before(row, column) for column in range(fill.column, fill.column + columns))
                for row in range(fill.row, fill.row + rows)
            )
        )

    def resize(self, end: int) -> Resize | None:
        """Return the table's new area when it shall end with row `end`, None when it does already."""
        match = _AREA.fullmatch(self.area)
        if match is None or int(match.group(4)) == end:
            return None
        return Resize(self.table, f"{match.group(1)}{match.group(2)}:{match.group(3)}{end}")

    def replaced(self, cells: Mapping[tuple[int, int], Entry], written: int) -> Iterator[Fill]:
        """Yield the fills of a whole new body; cells that it does not name become empty."""
        own = self.own
        filled = [
            number
            for number in range(self.body, len(self.raw.rows) + 1)
            if any(self.before(number, column).value is not None for column in own)
        ]
        end = max(written, *filled[-1:], self.body - 1)
        if end < self.body:
            return
        had_links = any(self.before(number, column).link for number in filled for column in own)
        for band in _bands(own):
            yield Fill(
                self.body,
                band[0],
                tuple(tuple(cells.get((row, column), Entry()) for column in band) for row in range(self.body, end + 1)),
                had_links and self.facts.headers.get("位置") in band,
            )

    def changed(self, cells: Mapping[tuple[int, int], Entry]) -> Iterator[Fill]:
        """Yield the fills of single changes, joined where that is safe."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            rows.setdefault(column, []).append(row)
        computed = self.computed
        for band in _bands(sorted(column for column in rows if column in computed)):
            touched = [row for column in band for row in rows[column]]
            yield self._fill(cells, range(min(touched), max(touched) + 1), band)
        by_hand = sorted(column for column in rows if column not in computed)
        for _, group in groupby(by_hand, lambda column: (rows[column], column - by_hand.index(column))):
            band = tuple(group)
            for _, run in groupby(enumerate(rows[band[0]]), lambda each: each[1] - each[0]):
                yield self._fill(cells, [row for _, row in run], band)

    def _fill(self, cells: Mapping[tuple[int, int], Entry], rows: Sequence[int], columns: Sequence[int]) -> Fill:
        return Fill(
            rows[0],
            columns[0],
            tuple(
                tuple(cells[row, column] if (row, column) in cells else self.before(row, column) for column in columns)
                for row in rows
            ),
        )


def _place(book: RawBook, sheet: str) -> _Place:
    raw, layout = book.sheets.get(sheet), schema.by_name(sheet)
    if raw is None or layout is None:
        raise BookError(f"工作簿中没有《{sheet}》工作表，无法写入", "请恢复该工作表的名称，或从新台账中复制一张")
    facts = ledger.find_header(raw, layout)
    for table, address in book.tables.items():
        owner, _, area = address.rpartition("!")
        match = _AREA.fullmatch(area)
        if owner == sheet and match and int(match.group(2)) == facts.header_row:
            return _Place(raw, layout, facts, table, area)
    return _Place(raw, layout, facts, "", "")


def _bands(columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the runs of neighbouring columns."""
    for _, run in groupby(enumerate(columns), lambda each: each[1] - each[0]):
        yield tuple(column for _, column in run)


def address(row: int, column: int, rows: int, columns: int) -> str:
    """Return a rectangle as B2:C9."""
    return f"{letters(column)}{row}:{letters(column + columns - 1)}{row + rows - 1}"
