"""Texts that contradict the status, and promises that were not kept, as `promises` judges them."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.judgement.promises import Promise, told_ahead_of_day
from rectify_xl.judgement.promises.undated_states import partly
from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, RiskSubject, reason


def contradicted(case: RiskSubject) -> Iterator[Reason]:
    """Report words such as 暂未开展, 已完成80% or 拟于12月完成 under a problem that counts as done."""
    if case.done:
        for promise in _unkept(case):
            if _denies(promise):
                text = f"{_quoted(promise)}，与{_status(case)}不符"
                yield reason(risk_signals.CONTRADICTED.code, text, promise.commitment.cell)


def still_at_it(case: RiskSubject) -> Iterator[Reason]:
    """Report words such as 正在采购 under a done problem that needs no more work.

    Under 长期坚持 and 持续推进 they are what the status says, and no sign of a relapse.
    """
    if case.done and not case.longterm:
        for promise in _unkept(case):
            if promise.commitment.piece.tense == "under_way" and not _denies(promise):
                text = f"{_quoted(promise)}，而{_status(case)}且无后续要求"
                yield reason(risk_signals.STILL_AT_IT.code, text, promise.commitment.cell)


def promise_passed(case: RiskSubject) -> Iterator[Reason]:
    """Report a promised date that has passed under a done problem whose text does not say what became of it."""
    if case.done:
        yield from (_lapsed(promise) for promise in _unkept(case) if _passed(promise))


def promise_lapsed(case: RiskSubject) -> Iterator[Reason]:
    """Report the same under an open problem; its own deadline is left to the warning about that."""
    own = case.deadline.nominal if case.deadline else None
    if not case.done:
        yield from (_lapsed(promise) for promise in _unkept(case) if _passed(promise) and promise.due != own)


def _lapsed(promise: Promise) -> Reason:
    text = f"{_quoted(promise)}，{promise.reason}"
    return reason(risk_signals.PROMISE_PASSED.code, text, promise.commitment.cell)


def told_ahead(case: RiskSubject) -> Iterator[Reason]:
    """Report what a done problem tells as done for a day that had not come when it was told."""
    if not case.done:
        return
    texts: list[str] = []
    for promise in filter(told_ahead_of_day, case.promises):
        commitment = promise.commitment
        if not any(commitment.text in text for text in texts):  # 8月和10月开展…… is one passage, though two dates
            texts.append(commitment.text)
            text = f"{commitment.column}写有“{commitment.text}”，{promise.reason}"
            yield reason(risk_signals.TOLD_AHEAD.code, text, commitment.cell)


def _unkept(case: RiskSubject) -> Iterator[Promise]:
    """Yield the promises that were not kept and say that something is not finished or has passed, each once."""
    known: list[str] = []
    for promise in case.promises:
        piece = promise.commitment.piece
        past_or_open = piece.unfinished or _passed(promise)
        if past_or_open and promise.verdict != "kept" and not any(piece.phrase in passage for passage in known):
            known.append(piece.phrase)
            yield promise


def _denies(promise: Promise) -> bool:
    """Tell whether the words deny that the work is finished; a plan whose day has passed is told apart."""
    piece = promise.commitment.piece
    if piece.tense == "under_way":
        return partly(piece.phrase) is not None
    return not _passed(promise)


def _passed(promise: Promise) -> bool:
    piece = promise.commitment.piece
    return piece.kind == "dated" and piece.tense == "planned" and promise.verdict == "broken"


def _quoted(promise: Promise) -> str:
    return f"{promise.commitment.column}写有“{promise.commitment.piece.phrase}”"


def _status(case: RiskSubject) -> str:
    return f"完成程度“{case.problem.completion}”"
