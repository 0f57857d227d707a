"""A relapse (反弹) is a new problem that points to the closed one; the old row and its closure stay as they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import schema, used_ids, vocabulary
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import Refusal
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, SheetChanges
from rectify_xl.text.cell_value import Raw

COPIED = tuple(column.name for column in schema.PROBLEMS.columns if column.carried)
"""What the new row takes over; a problem that was withheld from the public stays withheld."""


class RelapseRow(NamedTuple):
    """The new row of a relapse: its id, its Excel row, and the changes that make it."""

    id: str
    row: int
    changes: Changes


def register_relapse(
    ledger: Ledger,
    name: str,
    reason: str,
    day: date,
    as_of: date,
    *,
    until: date | None = None,
    former: Collection[str] = (),
) -> RelapseRow | Refusal:
    """Register the relapse of a closed or finished problem as a new row; `until` is its deadline.

    `former` are ids of rows that were deleted since 变更记录 was last written: they are not given again either.
    """
    case = closure_case.load_case(ledger, name, as_of, None)
    if isinstance(case, Refusal):
        return case
    fault = _fault(case, reason, day)
    if fault:
        return fault
    if until and until <= day:
        return Refusal(case.problem.id, f"整改时限{until}不晚于登记日期{day}", "请改正新的整改时限（--until）")
    old, facts = case.problem, ledger.sheets[schema.PROBLEMS.name]
    new, row = used_ids.next_id(ledger, old.id, former), facts.last_row + 1
    filled: dict[str, Raw] = {column: old.row.plain(column) for column in COPIED}
    filled |= {
        "编号": new,
        "完成程度": vocabulary.NOT_STARTED,
        "整改时限": until,
        "关联编号": old.id,
        "备注": f"{registered_relapses.NOTE}{old.id}{_before(case)}，{day}登记反弹。原因：{reason}",
    }
    writes = tuple(
        CellWrite(row, facts.headers[column], value)
        for column, value in filled.items()
        if column in facts.headers and value not in (None, "")
    )
    return RelapseRow(new, row, (SheetChanges(schema.PROBLEMS.name, writes),))


def _fault(case: ClosureCase, reason: str, day: date) -> Refusal | None:
    """Return why this relapse cannot be registered."""
    old, ledger = case.problem, case.ledger
    if case.doubt:
        return Refusal(old.id, f"{case.doubt.cell.address}的{case.doubt.text}", case.doubt.remedy)
    if not reason:
        return Refusal(old.id, "没有写反弹的原因", "请写明原因（--reason）")
    if day > case.as_of:
        return Refusal(old.id, f"登记日期{day}还没有到（今天{case.as_of}）", "请改正登记日期（--date）")
    if case.closed is None and not problem_counts.is_done(old, ledger.counting):
        shown = old.completion or "空"
        text = f"没有销号，完成程度是“{shown}”，还在整改，不算反弹"
        return Refusal(old.id, text, f"请直接在第{old.number}行接着整改")
    since = case.closed.decided.day if case.closed else closure_case.first_day(old.finished)
    if since and day < since:
        return Refusal(old.id, f"登记日期{day}早于办结日期{since}", "请改正登记日期（--date）")
    if "关联编号" not in ledger.sheets[schema.PROBLEMS.name].headers:
        return Refusal(old.id, "『问题台账』缺少“关联编号”列，新行无法指向原问题", "请照新台账补上这一列")
    again = [problem for problem in ledger.problems if old.id in problem.related and problem.id != old.id]
    still = [problem for problem in again if not problem_counts.is_done(problem, ledger.counting)]
    if still:
        text = f"反弹已登记为{still[0].id}（『问题台账』第{still[0].number}行），还在整改"
        return Refusal(old.id, text, "请在那一行接着整改")
    return None


def _before(case: ClosureCase) -> str:
    if case.closed:
        when = case.closed.decided.iso or ""
        return f"{f'于{when}' if when else '已'}通过销号（『销号登记』第{case.closed.row.number}行）"
    return f"原已列为“{case.problem.completion}”"
