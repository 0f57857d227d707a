"""Merged areas that a step takes apart, or that taking it back merges again: what they do to a sheet. Pure."""

from collections.abc import Iterator

from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.table_region import TableRegion
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.ledger.records import SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.refs import Area


def after(sheet: RawSheet, block: SheetChanges) -> RawSheet:
    """Return the sheet with the merged areas that it has after `block`."""
    return sheet._replace(merged=(*(area for area in sheet.merged if area not in block.unmerge), *block.merge))


def can_be_merged(place: TableRegion, area: Area) -> bool:
    """Tell whether an area of one column can be merged without a loss: each of its cells says what the first one says.

    It must lie below the header, and must not meet another merged area.
    """
    texts = {cell_value.key(cell_value.text(place.value(*cell))) for cell in area.cells()}
    return area.top >= place.body and len(texts) == 1 and not any(meet(area, other) for other in place.raw.merged)


def recorded(place: TableRegion, block: SheetChanges) -> Iterator[Change]:
    """Yield the lines of 变更记录 for areas that are taken apart or merged: one for each.

    `place` is the sheet before. A line names its first and its last row in one, and so no row: what the rows read
    stays the same, and who replays the lines passes over it.
    """
    for area in block.unmerge:
        content = cell_value.text(place.value(area.top, area.left))
        yield _change(place, area, "合并成一格", f"取消合并，各行都填“{content}”" if content else "取消合并")
    for area in block.merge:
        yield _change(place, area, "各行分别填写", "恢复合并成一格")


def _change(place: TableRegion, area: Area, old: str, new: str) -> Change:
    column = next((name for name, position in place.facts.headers.items() if position == area.left), "")
    return Change(place.layout.name, f"{_named(place, area.top)}至{_named(place, area.bottom)}", column, old, new)


def _named(place: TableRegion, row: int) -> str:
    """Return what a person calls a row: its id, or its number."""
    required = next((column.name for column in place.layout.columns if column.entry == "required"), "")
    position = place.facts.headers.get(required)
    name = cell_value.key(cell_value.text(place.value(row, position))) if position else ""
    return name or f"第{row}行"


def meet(one: Area, other: Area) -> bool:
    """Tell whether two areas have a cell in common."""
    beside = one.right < other.left or other.right < one.left
    return not beside and one.top <= other.bottom and other.top <= one.bottom
