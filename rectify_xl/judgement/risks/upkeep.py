"""Finished problems that are not kept up: no evidence, no look-back, periodic promises without a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import ReadDate, chinese, in_words
from rectify_xl.judgement.promises.judge import PERIOD_DAYS
from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, RiskSubject, reason
from rectify_xl.ledger.deadlines.binding_deadline import days_setting
from rectify_xl.ledger.records import Cell
from rectify_xl.ledger.relations import speaking


class _Since(NamedTuple):
    """Since when something counts: the last day that it can be, how it is printed, what happened, and how to go on."""

    day: date
    shown: str
    what: str
    least: str


def no_evidence(case: RiskSubject) -> Iterator[Reason]:
    """Report a done problem without evidence.

    It weighs less where the unit has registered evidence for fewer than half of its done problems: there it says more
    about the register than about the problem.
    """
    if not case.done or case.proven:
        return
    kept, done = case.documented
    signal = risk_signals.NO_EVIDENCE if 2 * kept >= done else risk_signals.EVIDENCE_NOT_KEPT
    text = f"佐证材料和制度清单中没有本问题的材料，列为完成的{done}个问题中有材料的{kept}个"
    yield reason(signal.code, text, case.problem.row.cell("完成程度"))


def nobody_looked(case: RiskSubject) -> Iterator[Reason]:
    """Report a long-term problem that nobody looked at for 回头看间隔天数 (基本信息, by default 180).

    The days count from the last look-back, else from 完成日期, 通报日期 or 反馈日期, whichever is filled first.
    """
    if not case.longterm or _missed(case):
        return
    interval = days_setting(case.ledger, "回头看间隔天数")
    since = _last_review(case) or _begun(case)
    if since is None or (days := (case.as_of - since.day).days) <= interval:
        return
    text = f"{since.shown}{since.what}{since.least}{days}天没有人回头看（间隔不超过{interval}天）"
    yield reason(risk_signals.NOBODY_LOOKED.code, text, case.problem.row.cell("后续要求"))


def review_missed(case: RiskSubject) -> Iterator[Reason]:
    """Report a look-back that was set down for a day that has passed."""
    if missed := _missed(case):
        day, cell = missed
        days = (case.as_of - day).days
        text = f"登记的下次回头看日期为{chinese(day)}，已过{days}天，没有新的记录"
        yield reason(risk_signals.REVIEW_MISSED.code, text, cell)


def period_unrecorded(case: RiskSubject) -> Iterator[Reason]:
    """Report the shortest rhythm that a done problem promises and whose last period has left no record at all.

    What the text itself calls not begun is left to the signal that compares it with the status.
    """
    if not case.done:
        return
    missed = [
        (PERIOD_DAYS[promise.commitment.piece.period], promise.reason, promise.commitment.cell)
        for promise in case.promises
        if promise.commitment.piece.kind == "periodic"
        and promise.verdict == "broken"
        and promise.commitment.piece.tense != "not_begun"
    ]
    missed += _missed_columns(case)
    if missed:
        _, text, cell = min(missed, key=lambda entry: entry[0])
        yield reason(risk_signals.PERIOD_UNRECORDED.code, text, cell)


def _missed_columns(case: RiskSubject) -> Iterator[tuple[int, str, Cell]]:
    """Yield the rhythms that stand in the column 周期 of the measures and were missed."""
    begun = _begun(case)
    if begun is None:
        return
    dated = [
        *(document.date for document in case.evidence),
        *(review.date for review in case.reviews),
        *(regulation.date for regulation in case.regulations),
    ]
    recorded = [_from(when, "") for when in dated if when.day and when.day <= case.as_of]
    last = max((begun, *recorded), key=lambda day: day.day)
    days = (case.as_of - last.day).days
    for measure in case.measures:
        if days > PERIOD_DAYS.get(measure.period, days):
            text = f"承诺“{measure.period}”，{last.shown}{last.least}{days}天没有佐证材料、制度或回头看记录"
            yield PERIOD_DAYS[measure.period], text, measure.row.cell("周期")


def review_verdict(case: RiskSubject) -> Iterator[Reason]:
    """Report that the look-back that speaks for the problem found 松动 or 反弹."""
    last = speaking(case.problem, case.reviews, case.as_of)
    signals = {"松动": risk_signals.LOOSENING, "反弹": risk_signals.RELAPSED}
    if last and last.verdict in signals:
        when = chinese(last.date.day) if last.date.day else "最近一次"
        remark = last.row.text("发现")
        text = f"{when}回头看结论为“{last.verdict}”" + (f"：{remark}" if remark else "")
        yield reason(signals[last.verdict].code, text, last.row.cell("结论"))


def _missed(case: RiskSubject) -> tuple[date, Cell] | None:
    """Return the next look-back that was set down, if it has passed and none took place since it was set."""
    last = max(
        (review for review in case.reviews if review.date.day and review.date.day <= case.as_of),
        key=lambda review: (review.date.day or date.min, review.row.number),
        default=None,
    )
    if last is None or last.next.day is None or last.next.day >= case.as_of:
        return None
    return last.next.day, last.row.cell("下次日期")


def _last_review(case: RiskSubject) -> _Since | None:
    dates = [review.date for review in case.reviews if review.date.day and review.date.day <= case.as_of]
    last = max(dates, key=lambda when: when.day or date.min, default=None)
    return _from(last, "上次回头看") if last else None


def _begun(case: RiskSubject) -> _Since | None:
    """Return the day from which upkeep counts, and what happened on it."""
    info = case.ledger.info_when
    for when, what in ((case.problem.finished, "完成"), (info("通报日期"), "通报"), (info("反馈日期"), "反馈")):
        if when.day:
            return _from(when, what)
    return None


def _from(when: ReadDate, what: str) -> _Since:
    """Return since when something counts; of a month its last day, so that it is at least so long ago."""
    return _Since(when.day or date.min, in_words(when), what, "以来至少" if when.kind == "month" else "以来")
