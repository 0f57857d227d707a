"""Whether a cell of the source says what the ledger's cell says, and what must never be taken from a source. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.intake import import_mark
from rectify_xl.intake.imported_rows import Cells
from rectify_xl.intake.merging.merge_plan import CellDifference
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import choices, nothing
from rectify_xl.ledger.records import Cell, Ledger, Row
from rectify_xl.ledger.schema import Column
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw, Uncached

STATUS = ("完成程度", "后续要求", "即知即改", "剩余事项", "剩余时限", "完成日期", "状态表述")
"""The cells that tell together how far a problem is: where one differs, none of the others is filled in alone."""
NOTES = "备注"
"""What is new here is added below: a note is written by somebody, and `reopen` reads its own."""
OWN_DECISION = ("公开", "不公开理由")
DEADLINE = "整改时限"
RELATED = "关联编号"
OPEN_TO_ALL = "公开"
"""The flag that says 是 where it is empty."""
_STOPS = "。．.；;，,、"


class Comparison(NamedTuple):
    """What the cells of one ledger are compared by, and the cells that a merged area covers (row, column)."""

    ledger: Ledger
    choices: Mapping[str, Mapping[str, str]]
    nothing: frozenset[str]
    until: date | None
    merged: frozenset[tuple[str, int, int]]


def comparison(ledger: Ledger) -> Comparison:
    """Return what the cells of a ledger are compared by."""
    merged = {
        (sheet, row, column)
        for sheet, rows in ledger.rows.items()
        for line in rows
        for column, anchor in line.anchors.items()
        for row in (anchor, line.number)
    }
    return Comparison(
        ledger,
        {name: choices.by_folded(words) for name, words in ledger.vocabulary.items()},
        nothing.folded_words(ledger.vocabulary[vocabulary.NOTHING_REMAINS]),
        ledger.info_when("集中整改结束").day,
        frozenset(merged),
    )


def same(column: Column, mine: Raw, theirs: Raw, how: Comparison) -> bool:
    """Tell whether two cells of one column say the same."""
    one, other = cell_value.text(mine), cell_value.text(theirs)
    if _plain(one) == _plain(other):
        return True
    if column.name in ("剩余事项", "剩余时限"):
        one, other = nothing.remains(one, how.nothing), nothing.remains(other, how.nothing)
        if not one and not other:
            return True
    if column.kind == "flag":
        default = True if column.name == OPEN_TO_ALL else None
        flags = [default if not cell_value.text(raw) else cell_value.flag(raw) for raw in (mine, theirs)]
        return None not in flags and flags[0] == flags[1]
    if column.kind == "date":
        read = [
            dates.read(raw, after=how.ledger.feedback, until=how.until, date1904=how.ledger.date1904)
            for raw in (mine, theirs)
        ]
        return bool(read[0].iso) and (read[0].kind, read[0].iso) == (read[1].kind, read[1].iso)
    if column.kind == "choice":
        known = how.choices[column.choices]
        return bool(one) and choices.chosen(one, known) == choices.chosen(other, known)
    if column.kind in ("id", "ids"):
        return set(cell_value.identifiers(mine)) == set(cell_value.identifiers(theirs))
    if column.kind == "number":
        numbers = cell_value.number(mine), cell_value.number(theirs)
        return None not in numbers and numbers[0] == numbers[1]
    return column.name == NOTES and bool(other) and _plain(other) in _plain(one)


def _plain(text: str) -> str:
    return cell_value.key(text).rstrip(_STOPS)


def of_row(
    row: Row, row_id: str, cells: Cells, given: Collection[Column], how: Comparison, *, held: str = ""
) -> Iterator[CellDifference]:
    """Yield what a source row says otherwise than a row of the ledger.

    `given` are the columns that the source fills in anywhere; `held` is why nothing of this row may change, empty
    where it may.
    """
    differences = [
        difference
        for column in given
        if column.name in row.headers
        for difference in _of_cell(column, row, cells.get(column.name), how, held)
    ]
    status = any(difference.kind in ("change", "keep") and difference.column in STATUS for difference in differences)
    for difference in differences:
        alone = status and difference.kind == "fill" and difference.column in STATUS
        yield difference._replace(row_id=row_id, kind="change" if alone else difference.kind)


def _of_cell(column: Column, row: Row, new: Raw, how: Comparison, held: str) -> Iterator[CellDifference]:
    cell = row.cell(column.name)
    old = "（公式）" if isinstance(cell.raw, Uncached) else cell.text
    if not cell_value.text(new):
        marked = column.name == NOTES and not import_mark.without_mark(cell.text)
        if cell.filled and not marked:
            yield CellDifference("empty", cell, "", column.name, old, None)
        return
    if not isinstance(cell.raw, Uncached) and same(column, cell.plain, new, how):
        return
    reason = held or _reason(column, row, cell, new, how)
    if reason:
        yield CellDifference("keep", cell, "", column.name, old, new, reason)
    elif not cell.filled:
        yield CellDifference("fill", cell, "", column.name, "", new)
    elif column.name == NOTES:
        yield CellDifference("change", cell, "", column.name, old, f"{old}\n{cell_value.text(new)}")
    else:
        yield CellDifference("change", cell, "", column.name, old, new)


def _reason(column: Column, row: Row, cell: Cell, new: Raw, how: Comparison) -> str:
    """Return why a cell must not be taken from a source, empty where it may."""
    if isinstance(cell.raw, Uncached):
        return "这一格是公式"
    if (row.sheet, row.number, cell.column) in how.merged:
        return "这一格是合并的单元格，一改就改了几行"
    if row.sheet != schema.PROBLEMS.name:
        return ""
    if column.name in OWN_DECISION and cell.filled:
        return "是否公开由本单位决定，不随来源改"
    if column.name == RELATED:
        return "关联编号由反弹登记填写，不随来源改"
    if column.name == DEADLINE and cell.filled:
        before, after = (
            dates.read(raw, after=how.ledger.feedback, until=how.until, date1904=how.ledger.date1904)
            for raw in (cell.plain, new)
        )
        if before.day and not (after.day and after.day <= before.day):
            return "整改时限只能凭批准的延期改晚，请申请延期；原来写错的，核实后手工改正"
    return ""
