"""What happened before: a status that went backwards, and work that was finished late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rectify_xl import dates, signatures
from rectify_xl.dates import When, chinese, in_words
from rectify_xl.model import Row
from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason
from rectify_xl.vocabulary import CLOSE, RETURNED


def went_backwards(case: Case) -> Iterator[Reason]:
    """Report the last change of 变更记录 by which 完成程度 fell back, as from 已完成 to 整改中.

    A problem whose closing is turned down is to go back: every 退回 of 销号登记 accounts for one step back of a row,
    the first one on its day or after it.
    """
    fallen = list(_steps_back(case))
    accounted = _turned_down(case, fallen) if fallen else frozenset[int]()
    for row, day in reversed(fallen):
        if row.number not in accounted:
            when = chinese(day) if day else "曾经"
            text = f"{when}完成程度由“{row.text('原值')}”退回“{row.text('新值')}”（{row.text('行编号')}）"
            yield reason(weights.WENT_BACK.code, text, row.cell("新值"))
            return


def _steps_back(case: Case) -> Iterator[tuple[Row, date | None]]:
    """Yield the changes by which 完成程度 fell back up to the day, oldest first."""
    order = case.ledger.vocabulary["完成程度"]
    for row in case.changes:
        old, new = row.text("原值"), row.text("新值")
        day = dates.read(row.plain("时间"), date1904=case.ledger.date1904).day
        known = row.text("列") == "完成程度" and old in order and new in order
        if known and order.index(new) < order.index(old) and (day is None or day <= case.as_of):
            yield row, day


def _turned_down(case: Case, fallen: list[tuple[Row, date | None]]) -> frozenset[int]:
    """Return the rows of 变更记录 whose step back follows from a 退回 of the closing."""
    returned = sorted(
        each.decided.day
        for each in case.closures
        if each.kind == CLOSE and each.verdict == RETURNED and each.decided.day
    )
    accounted: set[int] = set()
    for target in {row.text("行编号") for row, _ in fallen}:
        steps = [(row.number, day) for row, day in fallen if row.text("行编号") == target and day]
        for verdict in returned:
            after = (number for number, day in steps if day >= verdict and number not in accounted)
            accounted.update((number,) if (number := next(after, None)) else ())
    return frozenset(accounted)


def late_before(case: Case) -> Iterator[Reason]:
    """Report a done problem that was finished after its deadline, or in time only because of an extension.

    Of a 完成日期 that is only a month nobody knows the day: it is late where the whole month is.
    """
    due, finished = case.deadline, case.problem.finished
    if not case.done or due is None:
        return
    begins = None if _longer_than_a_month(finished) else signatures.begins(finished)
    late = (begins - due.binding).days if begins else 0
    if late > 0:
        least = "至少" if finished.kind == "month" else ""
        text = f"时限{chinese(due.nominal)}，{in_words(finished)}才完成，{least}晚{late}天"
        yield reason(weights.LATE_BEFORE.code, text, case.problem.row.cell("完成日期"))
    elif due.extended:
        late_grant = f"（{case.late_grants[-1].text}）" if case.late_grants else ""
        text = f"曾批准延期到{chinese(due.nominal)}{late_grant}"
        yield reason(weights.LATE_BEFORE.code, text, due.cell)


def _longer_than_a_month(when: When) -> bool:
    """Tell whether a day stands for half a year or a quarter, of which its month is only the last."""
    return when.kind == "month" and not re.search(r"月|\d{4}[./-]?\d", when.text)
