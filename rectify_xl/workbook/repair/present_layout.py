"""Bring a ledger of any earlier layout to the present one: what it lacks comes in, nothing of it moves or goes.

An earlier layout is known by what it lacks, not by a number: LAYOUT_VERSION rises only where a program of today could
no longer read a ledger, and older programs refuse to write into one whose number is above theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.ledger.changes import change_log, undo_record
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.undo_record import UndoRecord
from rectify_xl.ledger.memory import change_tracking, unrecorded_changes
from rectify_xl.ledger.memory.change_tracking import Stamp
from rectify_xl.ledger.reading import guard
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, SheetChanges
from rectify_xl.text.excerpts import beginning_of
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.reading import read_workbook
from rectify_xl.workbook.repair import missing_columns, missing_lines, missing_sheets
from rectify_xl.workbook.repair.mend import FORMULA, SHEET, Damage, repair

_TOLD = {
    missing_columns.COLUMN: "补上缺少的列",
    missing_lines.LIST_COLUMN: "补上缺少的清单",
    SHEET: "补上缺少的工作表",
}
"""What 变更记录 says of a part of the layout that came in; lines and words it tells by itself."""
RESTORED = "补回公式"
"""What 变更记录 says of cells of 统计汇总 that got their formulas back."""
MOST_QUOTED = 40
"""Words typed over formulas that have a line each; of a sheet that was pasted as values there are thousands."""
_LONGEST_LINE = 1_000


class PresentLayout(NamedTuple):
    """The ledger as it is then, what it lacked, what was written into cells, and the step that `undo` takes back.

    Without a step nothing but dropdowns and colours was put back, or nobody could write down what was replaced.
    """

    data: bytes
    damages: tuple[Damage, ...]
    changes: Changes = ()
    step: UndoRecord | None = None


def bring(data: bytes, blank: bytes, name: str, stamp: Stamp, *, write: bool) -> PresentLayout:
    """Return the ledger in `data` with all that the one in `blank` has; without `write`, say only what it lacks.

    Raises `BookError` where a newer program made the ledger, or a protected sheet lacks something, and it is to be
    written.
    """
    before = read_workbook.read(data, name)
    if write:
        guard.refuse_newer(before)
    data, added = missing_sheets.add_sheets(data, blank, before, asked=write)
    mended = repair(data, blank, name, asked=write)
    wider = missing_columns.widen(mended.data, name, asked=write)
    book = read_workbook.read(wider.data, name)
    changes, lacking = missing_lines.missing_lines(book, read_workbook.read(blank, name))
    damages = (*added, *mended.damages, *wider.damages, *lacking)
    replaced = [cell for damage in mended.damages for cell in damage.replaced]
    if not write or not (added or wider.damages or lacking or (replaced and change_log.complete(book))):
        return PresentLayout(wider.data, damages)
    gone = unrecorded_changes.lost(before) and not unrecorded_changes.lost(book)
    lines = _lines(book, damages, stamp, lost=bool(gone))
    remembered = change_tracking.remember(book, (*changes, *lines), stamp).changes
    edited = edit.edit(wider.data, name, remembered)
    whole = repair(missing_lines.dress_lists(edited, changes), blank, name, asked=write)
    step = undo_record.record(book, remembered, command=stamp.command, at=stamp.moment.strftime(undo_record.TIME))
    return PresentLayout(whole.data, damages, remembered, step._replace(structural=True))


def _lines(book: RawBook, damages: tuple[Damage, ...], stamp: Stamp, *, lost: bool) -> tuple[SheetChanges, ...]:
    """Return the lines of 变更记录 about what no row tells of, and about a memory whose sheet was taken out."""
    if not change_log.complete(book):
        return ()
    records = [stamp.record(change) for damage in damages for change in _told(damage)]
    if lost:
        records.append(stamp.record(change_tracking.MEMORY_LOST, change_log.BY_HAND))
    block = change_log.append(book, records)
    return (block,) if block else ()


def _told(damage: Damage) -> Iterator[Change]:
    """Yield what 变更记录 says of one damage; of dropdowns and colours nothing."""
    if damage.kind in _TOLD:
        yield Change(damage.sheet, "", damage.column, "", _TOLD[damage.kind])
    if damage.kind != FORMULA:
        return
    texts = [cell for cell in damage.replaced if cell.is_text]
    quoted = texts if len(texts) <= MOST_QUOTED else []
    yield from (Change(damage.sheet, cell.ref, "", cell.text, RESTORED) for cell in quoted)
    others = [cell for cell in damage.replaced if cell not in quoted]
    if others:
        typed = "；".join(f"{cell.ref} {cell.text}" for cell in others if cell.text)
        former = beginning_of(typed, _LONGEST_LINE, "修复前的备份")
        yield Change(damage.sheet, "", "", former, f"{RESTORED}{len(others)}格")
