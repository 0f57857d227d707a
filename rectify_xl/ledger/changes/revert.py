"""Take a step back, cell by cell. Pure.

A cell that still holds what the command wrote gets back what it held before; one that a person changed since is left
alone and named. Columns are found by their headers and rows by what names them, so that rows and columns inserted since
do no harm. A formula that shows just what the command wrote is not told from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import merged_steps, table_region, undo_record
from rectify_xl.ledger.changes.table_region import TableRegion
from rectify_xl.ledger.changes.undo_record import CellContent, CellStep, MergeStep, TableStep, UndoRecord
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.refs import Area, address_of, cell_ref, parse_area

GONE = "（该行或该列已不在）"
ROW_UNDONE = "（整行已撤销，请移走）"
SINGLE, MERGED = "（各行分别填写）", "（合并成一格）"


class Kept(NamedTuple):
    """A cell that is left as it is: where it stands, what it shows now, what it showed before the command."""

    address: str
    now: str
    before: str


class TakenBack(NamedTuple):
    """The changes that take a step back, and the cells that they leave alone."""

    changes: Changes
    kept: tuple[Kept, ...]


def revert(step: UndoRecord, book: RawBook) -> TakenBack:
    """Return how to take `step` back in `book` as it is now."""
    blocks: list[SheetChanges] = []
    kept: list[Kept] = []
    for sheet in _sheets(step):
        rows = [row for row in step.rows if row.sheet == sheet]
        block = SheetChanges(
            sheet,
            (),
            hidden_rows=tuple(row.row for row in rows if row.was_hidden),
            shown_rows=tuple(row.row for row in rows if not row.was_hidden),
        )
        cells = [cell for cell in step.cells if cell.sheet == sheet]
        table = next((candidate for candidate in step.tables if candidate.sheet == sheet), None)
        if table_region.layout_of(sheet) is None:
            blocks.append(block)
        elif sheet not in book.sheets:
            kept += [_kept(cell, cell.row, cell.column, GONE) for cell in cells]
        else:
            place = table_region.find(book, sheet)
            writes = _entries(place, cells) if sheet == schema.MEMORY.name else _writes(place, cells, kept)
            merges = [merge for merge in step.merges if merge.sheet == sheet]
            writes, again = _merged_again(place, merges, writes, kept)
            end = _table_end(place, table)
            if writes or rows or again or end != place.table_end:
                blocks.append(block._replace(writes=writes, table_end=end, merge=again))
    return TakenBack(tuple(blocks), tuple(kept))


def entry_names(place: TableRegion, cells: Iterable[CellStep]) -> dict[int, str]:
    """Return the name of the memory's entry of which a piece stands, or stood, in each row."""
    key = schema.MEMORY.columns[0].name
    column = place.facts.headers.get(key, 1)
    names: dict[int, str] = {}
    for cell in cells:
        stated = (cell.after.value or cell.before.value) if cell.header == key else None
        names[cell.row] = str(stated or names.get(cell.row) or place.value(cell.row, column) or "")
    return names


def _entries(place: TableRegion, cells: Sequence[CellStep]) -> tuple[CellWrite, ...]:
    """Return what gives entries of the memory back; one that was put anew since stays, whole."""
    names = entry_names(place, cells)
    changed = {
        names[cell.row] for cell in cells if not cell_value.same(place.value(cell.row, cell.column), cell.after.value)
    }
    return tuple(
        CellWrite(cell.row, cell.column, cell.before.value) for cell in cells if names[cell.row] not in changed
    )


def foreign(step: UndoRecord, book: RawBook) -> bool:
    """Tell whether `book` does not come from `step`: its lines in 变更记录, which only grows, are not there.

    A ledger in which no other cell holds what the step wrote loses nothing by it, and is not called foreign.
    """
    lines: dict[int, dict[str, CellContent]] = {}
    for cell in step.cells:
        if cell.sheet == schema.CHANGES.name and cell.header and cell.after.value not in (None, ""):
            lines.setdefault(cell.row, {})[cell.header] = cell.after
    if not lines or schema.CHANGES.name not in book.sheets:
        return False
    place = table_region.find(book, schema.CHANGES.name)
    numbers = range(place.body, len(place.raw.rows) + 1)
    if all(_stands(place, row, numbers, line) for row, line in lines.items()):
        return False
    return any(block.writes for block in revert(step.without((schema.CHANGES.name, schema.MEMORY.name)), book).changes)


def _stands(place: TableRegion, row: int, numbers: range, line: Mapping[str, CellContent]) -> bool:
    """Tell whether a line is in one of the rows `numbers`: most often where it was written."""
    if row in numbers and _holds(place, row, line):
        return True
    return any(_holds(place, number, line) for number in reversed(numbers))


def _holds(place: TableRegion, row: int, line: Mapping[str, CellContent]) -> bool:
    columns = place.facts.headers
    return all(
        header in columns and cell_value.same(place.value(row, columns[header]), value.value)
        for header, value in line.items()
    )


def _sheets(step: UndoRecord) -> tuple[str, ...]:
    parts = (step.cells, step.tables, step.rows, step.merges)
    return tuple(dict.fromkeys(part.sheet for kind in parts for part in kind))


def _writes(place: TableRegion, cells: Iterable[CellStep], kept: list[Kept]) -> tuple[CellWrite, ...]:
    """Return what gives the cells back what they held; those that have to be left alone go to `kept`."""
    named = _named_rows(place)
    writes: list[CellWrite] = []
    for cell in cells:
        row = _row(cell.row_id, cell.row, named)
        column = place.facts.headers.get(cell.header) if cell.header else cell.column
        if row is None or column is None:
            kept.append(_kept(cell, cell.row, cell.column, GONE))
            continue
        now = place.value(row, column)
        if cell_value.same(now, cell.after.value):
            writes.append(CellWrite(row, column, cell.before.value, cell.before.link, cell.before.formula))
        elif not cell_value.same(now, cell.before.value):
            kept.append(_kept(cell, row, column, cell_value.text(now)))
    if not place.layout.output:
        kept += _typed_beside(place, writes)
    return tuple(writes)


def _merged_again(
    place: TableRegion, merges: Sequence[MergeStep], writes: tuple[CellWrite, ...], kept: list[Kept]
) -> tuple[tuple[CellWrite, ...], tuple[Area, ...]]:
    """Return the writes and the areas that are merged again.

    An area of which a person changed a cell or moved a row since stays apart, with what stands in it.
    """
    again: list[Area] = []
    for merge in merges:
        area = parse_area(merge.area)
        column = place.facts.headers.get(merge.header) if merge.header else area and area.left
        names = _named_rows(place)
        top = _row(merge.row_id, area.top, names) if area else None
        if area is None or top is None or column is None:
            kept.append(Kept(address_of(merge.sheet, merge.area), SINGLE, MERGED))
            continue
        target = Area(top, column, top + area.bottom - area.top, column)
        if merged_steps.can_be_merged(place, target):
            again.append(target)
            continue
        kept.append(Kept(address_of(merge.sheet, str(target)), SINGLE, MERGED))
        inside = set(target.cells())
        writes = tuple(write for write in writes if (write.row, write.column) not in inside)
    return writes, tuple(again)


def _typed_beside(place: TableRegion, writes: Sequence[CellWrite]) -> Iterator[Kept]:
    """Yield what a person typed since into rows that the command had added and that go now.

    A row that got its id only, or in which the command changed what stood there, was no row of the command's.
    """
    required = next((column.name for column in place.layout.columns if column.entry == "required"), "")
    identity = place.facts.headers.get(required)
    emptied = {(write.row, write.column) for write in writes if write.value in (None, "") and not write.formula}
    computed = {place.facts.headers.get(column.name) for column in place.layout.columns if column.entry == "computed"}
    given_back = {write.row for write in writes if (write.row, write.column) not in emptied}
    for row in sorted({row for row, column in emptied if column == identity} - given_back):
        if not any(other == row and column not in (identity, *computed) for other, column in emptied):
            continue
        for column in range(1, len(place.raw.rows[row - 1]) + 1):
            text = cell_value.text(place.value(row, column))
            if text and column not in computed and (row, column) not in emptied:
                yield Kept(address_of(place.raw.name, cell_ref(row, column)), text, ROW_UNDONE)


def _named_rows(place: TableRegion) -> dict[str, list[int]]:
    """Return the rows of a table by what names them."""
    named: dict[str, list[int]] = {}
    for number in range(place.body, len(place.raw.rows) + 1):
        named.setdefault(undo_record.row_id(place, number), []).append(number)
    return named


def _row(row_id: str, former: int, named: dict[str, list[int]]) -> int | None:
    """Return where the row `former` is now; None when it is gone, or when it moved and several bear its name."""
    if not row_id:
        return former
    rows = named.get(row_id, [])
    return former if former in rows else rows[0] if len(rows) == 1 else None


def _table_end(place: TableRegion, table: TableStep | None) -> int:
    """Return where the table shall end: as before, or, where somebody stretched it since, as it is."""
    return table.before if table and table.after == place.table_end else place.table_end


def _kept(cell: CellStep, row: int, column: int, now: str) -> Kept:
    return Kept(address_of(cell.sheet, cell_ref(row, column)), now, _shown(cell.before))


def _shown(content: CellContent) -> str:
    return content.formula or cell_value.text(content.value)
