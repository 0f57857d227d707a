"""What the ledger itself records against a problem: an earlier round, and measures that are still open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rectify_xl import dates
from rectify_xl.dates import ReadDate, chinese, in_words
from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, RiskSubject, reason
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.records import Row
from rectify_xl.ledger.vocabulary import CLOSE, RETURNED
from rectify_xl.text.excerpts import first_few

NAMED = 3
"""Measures that a reason names; the rest are counted."""


def last_round(case: RiskSubject) -> Iterator[Reason]:
    """Report a problem that the inspection of an earlier round had already found."""
    if case.problem.from_last_round:
        text = "上一轮巡察已经指出，本轮再次指出"
        yield reason(risk_signals.LAST_ROUND.code, text, case.problem.row.cell("上轮问题"))


def open_measures(case: RiskSubject) -> Iterator[Reason]:
    """Report measures that are not done under a problem that is; a measure without 完成程度 is left to `check`."""
    if not case.done:
        return
    done = case.ledger.counting.done
    still_open = [measure for measure in case.measures if measure.completion and measure.completion not in done]
    if still_open:
        named = first_few(
            (f"{measure.id or '未编号'}（{measure.completion}）" for measure in still_open), NAMED, more="等"
        )
        text = f"问题列为完成，{len(case.measures)}条措施中还有{len(still_open)}条未完成：{named}"
        yield reason(risk_signals.OPEN_MEASURES.code, text, still_open[0].row.cell("完成程度"))


def went_backwards(case: RiskSubject) -> Iterator[Reason]:
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
            yield reason(risk_signals.WENT_BACK.code, text, row.cell("新值"))
            return


def _steps_back(case: RiskSubject) -> Iterator[tuple[Row, date | None]]:
    """Yield the changes by which 完成程度 fell back up to the day, oldest first."""
    order = case.ledger.vocabulary["完成程度"]
    for row in case.changes:
        old, new = row.text("原值"), row.text("新值")
        day = dates.read(row.plain("时间"), date1904=case.ledger.date1904).day
        known = row.text("列") == "完成程度" and old in order and new in order
        if known and order.index(new) < order.index(old) and (day is None or day <= case.as_of):
            yield row, day


def _turned_down(case: RiskSubject, fallen: list[tuple[Row, date | None]]) -> frozenset[int]:
    """Return the rows of 变更记录 whose step back follows from a 退回 of the closing."""
    returned = sorted(
        closure.decided.day
        for closure in case.closures
        if closure.kind == CLOSE and closure.verdict == RETURNED and closure.decided.day
    )
    accounted: set[int] = set()
    for target in {row.text("行编号") for row, _ in fallen}:
        steps = [(row.number, day) for row, day in fallen if row.text("行编号") == target and day]
        for verdict in returned:
            after = (number for number, day in steps if day >= verdict and number not in accounted)
            accounted.update((number,) if (number := next(after, None)) else ())
    return frozenset(accounted)


def late_before(case: RiskSubject) -> Iterator[Reason]:
    """Report a done problem that was finished after its deadline, or in time only because of an extension.

    Of a 完成日期 that is only a month nobody knows the day: it is late where the whole month is.
    """
    due, finished = case.deadline, case.problem.finished
    if not case.done or due is None:
        return
    begins = None if _longer_than_a_month(finished) else signatures.first_day(finished)
    late = (begins - due.binding).days if begins else 0
    if late > 0:
        least = "至少" if finished.kind == "month" else ""
        text = f"时限{chinese(due.nominal)}，{in_words(finished)}才完成，{least}晚{late}天"
        yield reason(risk_signals.LATE_BEFORE.code, text, case.problem.row.cell("完成日期"))
    elif due.extended:
        late_grant = f"（{case.late_grants[-1].text}）" if case.late_grants else ""
        text = f"曾批准延期到{chinese(due.nominal)}{late_grant}"
        yield reason(risk_signals.LATE_BEFORE.code, text, due.cell)


def _longer_than_a_month(when: ReadDate) -> bool:
    """Tell whether a day stands for half a year or a quarter, of which its month is only the last."""
    return when.kind == "month" and not re.search(r"月|\d{4}[./-]?\d", when.text)
