"""Where changes land: the sheet, its header, its table, and the row with which the table will end. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Changes, SheetChanges, TableHeader
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import parse_area, split_address

LISTS = schema.Sheet(schema.DICTIONARY, "", (), "下拉选项和口径，各列互不相干。")
"""字典 as a sheet that `repair` adds lists to: it has neither table nor columns that every ledger has."""


class TableRegion(NamedTuple):
    """A sheet of the ledger as it is before the changes. `table` and `area` are empty where it has lost its table."""

    raw: RawSheet
    layout: schema.Sheet
    facts: TableHeader
    table: str = ""
    area: str = ""

    @property
    def body(self) -> int:
        """The first row below the header."""
        return self.facts.header_row + 1

    @property
    def table_end(self) -> int:
        """The last row of the table, 0 where there is none."""
        area = parse_area(self.area)
        return area.bottom if area else 0

    @property
    def table_width(self) -> int:
        """The last column of the table, 0 where there is none."""
        area = parse_area(self.area)
        return area.right if area else 0

    @property
    def own(self) -> tuple[int, ...]:
        """The columns of the layout, by position."""
        return tuple(sorted(self.facts.headers[c.name] for c in self.layout.columns if c.name in self.facts.headers))

    def value(self, row: int, column: int) -> Raw:
        """Return what a cell holds."""
        cells = self.raw.rows[row - 1] if row <= len(self.raw.rows) else ()
        return cells[column - 1] if column <= len(cells) else None

    def filled(self) -> Iterator[tuple[int, int]]:
        """Yield the cells below the header, in columns of the layout, in which anything stands."""
        own = self.own
        for row in range(self.body, len(self.raw.rows) + 1):
            for column in own:
                if self.value(row, column) not in (None, ""):
                    yield row, column

    def end(self, block: SheetChanges) -> int:
        """Return the row with which the table ends once `block` is written."""
        written = max((write.row for write in block.writes), default=0)
        if block.table_end:
            return block.table_end
        return max(written, self.body if block.replace_rows else max(self.table_end, self.filled_end))

    @property
    def filled_end(self) -> int:
        """The last row below the table in which a person filled in anything; 0 where there is none."""
        if not self.table_end or self.layout.output:
            return 0
        headers = self.facts.headers
        columns = [headers[c.name] for c in self.layout.columns if c.entry != "computed" and c.name in headers]
        below = range(len(self.raw.rows), self.table_end, -1)
        return next((row for row in below if any(cell_value.text(self.value(row, column)) for column in columns)), 0)

    def stretched(self, end: int) -> str:
        """Return the table's area when it shall end with row `end`; empty when it does already or there is none."""
        area = parse_area(self.area)
        return "" if area is None or area.bottom == end else str(area._replace(bottom=end))


def layout_of(sheet: str) -> schema.Sheet | None:
    """Return what is known of a sheet whose cells commands write, None for others."""
    return schema.by_name(sheet) or (LISTS if sheet == LISTS.name else None)


def find(book: RawBook, sheet: str) -> TableRegion:
    """Return the place of a sheet of the layout; raises `BookError` when the workbook has no such sheet."""
    raw, layout = book.sheets.get(sheet), layout_of(sheet)
    if raw is None or layout is None:
        raise BookError(f"工作簿中没有《{sheet}》工作表，无法写入", "请恢复该工作表的名称，或从新台账中复制一张")
    facts = reader.find_header(raw, layout)
    for table, address in book.tables.items():
        owner, ref = split_address(address)
        area = parse_area(ref)
        if owner == sheet and area and area.top == facts.header_row:
            return TableRegion(raw, layout, facts, table, str(area))
    return TableRegion(raw, layout, facts)


def grown(book: RawBook, changes: Changes) -> Changes:
    """Return `changes` with what makes every table reach down to the last row that people filled in below it.

    A sheet that is written anyway grows with what is written.
    """
    written = {block.sheet for block in changes if block.writes or block.replace_rows or block.table_end}
    blocks = []
    for layout in schema.TABLES:
        if layout.name in written or layout.output or layout.name not in book.sheets:
            continue
        end = find(book, layout.name).filled_end
        if end:
            blocks.append(SheetChanges(layout.name, (), table_end=end))
    return (*changes, *blocks)


def joined(changes: Iterable[SheetChanges]) -> Changes:
    """Return `changes` with one block for each sheet; of two writes into a cell the later counts.

    What fills the cells of an area that is merged no more follows what is written into its first cell.
    """
    blocks: dict[str, SheetChanges] = {}
    for block in changes:
        before = blocks.get(block.sheet, SheetChanges(block.sheet, ()))
        writes = {(write.row, write.column): write for write in (*before.writes, *block.writes)}
        blocks[block.sheet] = SheetChanges(
            block.sheet,
            tuple(writes.values()),
            before.replace_rows or block.replace_rows,
            (*before.hidden_rows, *block.hidden_rows),
            (*before.shown_rows, *block.shown_rows),
            max(before.table_end, block.table_end),
            {**before.whose, **block.whose},
            tuple(dict.fromkeys((*before.unmerge, *block.unmerge))),
            tuple(dict.fromkeys((*before.merge, *block.merge))),
        )
    return tuple(map(_followed, blocks.values()))


def _followed(block: SheetChanges) -> SheetChanges:
    writes = {(write.row, write.column): write for write in block.writes} if block.unmerge else {}
    for area in block.unmerge:
        first = writes.get((area.top, area.left))
        for place in area.cells()[1:] if first else ():
            if first and place in writes:
                writes[place] = writes[place]._replace(value=first.value, link=first.link, formula=first.formula)
    return block._replace(writes=tuple(writes.values())) if writes else block
