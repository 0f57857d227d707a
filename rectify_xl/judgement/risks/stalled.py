"""Open problems that nobody has begun, or that do not move."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.dates import chinese
from rectify_xl.dates.meaning import months_later
from rectify_xl.judgement.promises.undated_states import POSTPONED, STALLED
from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, RiskSubject, reason
from rectify_xl.ledger import vocabulary

MONTHS = 6
"""Months after the feedback from which a problem that has not been begun is told."""


def not_begun(case: RiskSubject) -> Iterator[Reason]:
    """Report a problem that is 未启动 half a year after the feedback."""
    feedback = case.ledger.feedback
    if case.done or case.problem.completion != vocabulary.NOT_STARTED or feedback is None:
        return
    if case.as_of >= months_later(feedback, MONTHS):
        days = (case.as_of - feedback).days
        text = f"{chinese(feedback)}反馈至今{days}天，完成程度仍是“{case.problem.completion}”"
        yield reason(risk_signals.NOT_BEGUN.code, text, case.problem.row.cell("完成程度"))


def stalled(case: RiskSubject) -> Iterator[Reason]:
    """Report an open problem whose text says that it rests, or that an extension was asked for and not approved."""
    if case.done:
        return
    known: set[str] = set()
    for promise in case.promises:
        piece, commitment = promise.commitment.piece, promise.commitment
        if promise.verdict == "kept" or piece.phrase in known:
            continue
        if piece.kind == "undated" and re.match(STALLED, piece.phrase):
            what = "没有写明怎样推进"
        elif piece.kind == "undated" and re.match(POSTPONED, piece.phrase) and not _extended(case):
            what = "销号登记中没有批准的延期，时限没有变"
        else:
            continue
        known.add(piece.phrase)
        yield reason(risk_signals.STALLED.code, f"{commitment.column}写有“{piece.phrase}”，{what}", commitment.cell)


def _extended(case: RiskSubject) -> bool:
    return case.deadline is not None and case.deadline.extended
