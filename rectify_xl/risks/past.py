"""What happened before: a status that went backwards, and work that was finished late."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl import dates
from rectify_xl.dates import chinese
from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason


def went_backwards(case: Case) -> Iterator[Reason]:
    """Report the last change of 变更记录 by which 完成程度 fell back, as from 已完成 to 整改中."""
    order = case.ledger.vocabulary["完成程度"]
    for row in reversed(case.changes):
        old, new = row.text("原值"), row.text("新值")
        day = dates.read(row.plain("时间"), date1904=case.ledger.date1904).day
        known = row.text("列") == "完成程度" and old in order and new in order
        if known and order.index(new) < order.index(old) and (day is None or day <= case.as_of):
            when = chinese(day) if day else "曾经"
            text = f"{when}完成程度由“{old}”退回“{new}”（{row.text('行编号')}）"
            yield reason(weights.WENT_BACK.code, text, row.cell("新值"))
            return


def late_before(case: Case) -> Iterator[Reason]:
    """Report a done problem that was finished after its deadline, or in time only because of an extension."""
    due, finished = case.deadline, case.problem.finished.day
    if not case.done or due is None:
        return
    late = (finished - due.binding).days if finished else 0
    if late > 0 and finished:
        text = f"时限{chinese(due.nominal)}，{chinese(finished)}才完成，晚{late}天"
        yield reason(weights.LATE_BEFORE.code, text, case.problem.row.cell("完成日期"))
    elif due.extended:
        text = f"曾批准延期到{chinese(due.nominal)}"
        yield reason(weights.LATE_BEFORE.code, text, due.cell)
