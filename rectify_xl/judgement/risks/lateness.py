"""Problems that are late, or nearly."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.dates import chinese, workdays
from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, Risk, RiskSubject, reason
from rectify_xl.judgement.rules import Rule
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline
from rectify_xl.ledger.letters import ladder


def overdue(case: RiskSubject, due: Deadline | None) -> Iterator[Risk]:
    """Warn of a problem that is not done and past its binding deadline."""
    if case.done or due is None or (late := due.days_late(case.as_of)) <= 0:
        return
    score = risk_signals.overdue_score(late)
    unclear = problem_counts.may_be_done(case.problem, case.ledger)
    letter = None if unclear else ladder.due(case.ledger.escalation, late, case.issued, case.as_of)
    text = f"{_named(case, due)}，已逾期{late}天"
    if letter:
        text += f"，已发{letter.word}" if letter.sent else f"，应发{letter.word}"
    if unclear:
        text += f"；完成程度“{case.problem.completion}”不在字典里，按没有完成计，请先改正"
    yield Risk(
        case.problem.id,
        case.problem.number,
        risk_signals.level("overdue", score),
        "overdue",
        late,
        score,
        _reasons(risk_signals.OVERDUE, text, due, case),
        letter,
    )


def due_soon(case: RiskSubject, due: Deadline | None) -> Iterator[Risk]:
    """Warn of a problem that is not done and due within 临期天数 (基本信息, by default 15)."""
    window = binding_deadline.days_setting(case.ledger, "临期天数")
    if case.done or due is None or not 0 <= (left := -due.days_late(case.as_of)) <= window:
        return
    score = risk_signals.due_soon_score(left, window)
    text = f"{_named(case, due)}，" + (f"还剩{left}天" if left else "今天到期")
    yield Risk(
        case.problem.id,
        case.problem.number,
        risk_signals.level("due_soon", score),
        "due_soon",
        -left,
        score,
        _reasons(risk_signals.DUE_SOON, text, due, case),
    )


def _named(case: RiskSubject, due: Deadline) -> str:
    """Name the deadline as written and as it binds: what remains, and how a holiday or an extension moved it."""
    if due.extended:
        what = "延期后的时限"
    elif due.cell == case.problem.row.cell("剩余时限"):
        remaining = case.problem.remaining
        what = f"剩余事项“{remaining}”的时限" if remaining else "剩余时限"
    else:
        what = "整改时限"
    moved = f"（逢节假日，顺延到{chinese(due.binding)}）" if due.binding != due.nominal else ""
    return f"{what}为{chinese(due.nominal)}{moved}"


def _reasons(signal: Rule, text: str, due: Deadline, case: RiskSubject) -> tuple[Reason, ...]:
    """Return the reason, and what puts the deadline in doubt: a later plan, an 延期 that fails or came late."""
    unsure = "" if workdays.announced(due.nominal) else f"；{due.nominal.year}年节假日安排尚未公布，只按周末顺延"
    reasons = [reason(signal.code, text + unsure, due.cell)]
    if plan := due.later_plan:
        later = f"剩余时限写的是{plan.shown}，只是计划，没有批准延期，仍按{chinese(due.nominal)}计算"
        reasons.append(reason(signal.code, later, plan.cell))
    reasons += [reason(signal.code, grant.text, grant.cell) for grant in case.late_grants]
    reasons += [reason(signal.code, refusal.sentence, refusal.closure.row.cell("结论")) for refusal in case.refused]
    return tuple(reasons)
