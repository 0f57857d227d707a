"""What comes next on a problem's way to being closed: which step, and who takes it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rectify_xl.ledger.closure_rules import conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS, ClosureStep
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, RETURNED


class NextStep(NamedTuple):
    """The step that comes next and the role in which it is taken, both empty where there is none; and in words."""

    step: ClosureStep | None
    role: str
    text: str


def next_step(case: ClosureCase) -> NextStep:
    """Return what comes next for a problem, or what has to be put right before anything can."""
    if case.doubt:
        return NextStep(None, "", f"先把{case.doubt.cell.address}改正，才能办理")
    if case.closed:
        return NextStep(None, "", _after_closing(case))
    if case.running is None:
        return _application(case)
    if case.running.kind == EXTEND:
        leader = SIGNERS[1].role
        return NextStep("approve", leader, f"由{leader}（或主要负责人、上级）批准延期")
    signer = case.next_signer()
    if signer:
        text = "由上级复核签字" if signer == SIGNERS[-1] else f"由{case.ledger.termed(signer.role)}签字"
        return NextStep("sign", signer.role, text)
    lacking = len(conditions.missing(case))
    return NextStep("approve", "", f"签字已齐，先办好所缺的{lacking}项再批准" if lacking else "签字已齐，可以批准销号")


def _after_closing(case: ClosureCase) -> str:
    """Say what is left to do for a problem that was closed: what lacks may leave the closing counting all the same."""
    if not conditions.stands(case):
        return "先照所列各处核实改正，销号才成立"
    lacking = len(conditions.faults(case))
    return f"已销号，仍计入已销号；所缺的{lacking}项请补齐" if lacking else "已销号，不用再办"


def _application(case: ClosureCase) -> NextStep:
    decided = [entry for entry in case.history if entry.kind == CLOSE and entry.verdict]
    returned = bool(decided) and decided[-1].verdict == RETURNED
    lacking = sum(fault.severity != "tell" for fault in conditions.work(case))
    if returned and lacking:
        text = "照补充要求整改，办好后重新申请销号"
    elif lacking:
        text = f"先办好所缺的{lacking}项，再由责任{case.ledger.department_term}申请销号"
    else:
        text = f"由责任{case.ledger.department_term}{'重新' if returned else ''}申请销号"
    return NextStep("apply", SIGNERS[0].role, text)


def sentences(cases: Iterable[ClosureCase]) -> tuple[str, ...]:
    """Return what comes next, problems with the same next step in one sentence."""
    by_text: dict[str, list[str]] = {}
    for case in cases:
        by_text.setdefault(next_step(case).text, []).append(case.problem.id)
    return tuple(f"{'、'.join(ids)}：{_led_in(text)}。" for text, ids in by_text.items())


def _led_in(text: str) -> str:
    return text if text.startswith(("已", "签字")) else f"下一步{text}"
