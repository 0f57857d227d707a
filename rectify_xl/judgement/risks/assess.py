"""Assess all problems of a ledger: who is late, who will be, and what may relapse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from rectify_xl.judgement.risks import (
    contradictions,
    reused_sentences,
    risk_signals,
    setbacks,
    soft_measures,
    stalled,
    upkeep,
)
from rectify_xl.judgement.risks.lateness import due_soon, overdue
from rectify_xl.judgement.risks.risk_model import Reason, Risk, RiskSubject, reason
from rectify_xl.judgement.risks.subjects import risk_subjects
from rectify_xl.judgement.rules import guarded
from rectify_xl.ledger.records import Ledger

Signal = Callable[[RiskSubject], Iterator[Reason]]

RELAPSE_SIGNALS: tuple[Signal, ...] = (
    upkeep.review_verdict,
    contradictions.contradicted,
    contradictions.promise_passed,
    contradictions.promise_lapsed,
    contradictions.told_ahead,
    contradictions.still_at_it,
    stalled.not_begun,
    stalled.stalled,
    setbacks.open_measures,
    setbacks.last_round,
    soft_measures.soft_only,
    upkeep.review_missed,
    upkeep.nobody_looked,
    upkeep.no_evidence,
    upkeep.period_unrecorded,
    soft_measures.vague_measures,
    reused_sentences.reused,
    setbacks.went_backwards,
    setbacks.late_before,
)
"""In the order in which a reader sees their reasons."""

_LEVEL_ORDER = {"红": 0, "橙": 1, "黄": 2}
_KIND_ORDER = {"overdue": 0, "due_soon": 1, "relapse": 2}


def assess(ledger: Ledger, as_of: date) -> tuple[Risk, ...]:
    """Return the warnings for `as_of`: red first, then the latest, then by row.

    A problem has at most one warning about its deadline and one about a relapse.
    """
    table = risk_signals.table(ledger)
    risks: list[Risk] = []
    for case in risk_subjects(ledger, as_of):
        risks += (*overdue(case, case.deadline), *due_soon(case, case.deadline), *_relapse(case, table))
    return tuple(sorted(risks, key=_order))


def _relapse(case: RiskSubject, table: Mapping[str, int]) -> Iterator[Risk]:
    """Warn of a problem whose signals, weighed by `table`, together reach the list.

    A signal that the office has given the weight 0 is not used.
    """
    reasons = tuple(signal for signal in signals(case) if table[signal.code])
    score = risk_signals.relapse_score((signal.code for signal in reasons), table)
    if score >= risk_signals.REPORTED_FROM:
        level = risk_signals.level("relapse", score)
        number = case.problem.number
        yield Risk(case.problem.id, number, level, "relapse", None, score, reasons, still_open=not case.done)


def signals(case: RiskSubject) -> Iterator[Reason]:
    """Yield the reasons of every signal that fires on a case, whatever it weighs."""
    for signal in RELAPSE_SIGNALS:
        yield from guarded(partial(signal, case), partial(_crashed, case, signal))


def _crashed(case: RiskSubject, signal: Signal, error: Exception) -> Reason:
    name = f"{signal.__module__.rpartition('.')[2]}.{signal.__name__}"
    text = f"{risk_signals.CRASHED.title}，{name}没有结论，请人工核对（{type(error).__name__}：{error}）"
    return reason(risk_signals.CRASHED.code, text, case.problem.row.cell("编号"))


def _order(risk: Risk) -> tuple[int, int, int, int, int]:
    days = -risk.days if risk.days is not None else 0
    return _LEVEL_ORDER[risk.level], _KIND_ORDER[risk.kind], days, -risk.score, risk.row
