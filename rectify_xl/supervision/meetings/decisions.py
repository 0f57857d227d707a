"""What waits for a decision: 延期 without a conclusion, closings that wait for a signature, letters that are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import SIGNERS
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT
from rectify_xl.ledger.deadlines.extensions import APPROVER_COLUMNS
from rectify_xl.ledger.records import Closure, Ledger
from rectify_xl.ledger.vocabulary import EXTEND, PASSED
from rectify_xl.supervision.escalation import due_letters
from rectify_xl.supervision.escalation.due_letters import LetterDraft
from rectify_xl.supervision.meetings.meeting_state import ProblemState

APPROVAL = "批准"
"""What a closing waits for that everybody has signed."""


class WaitingExtension(NamedTuple):
    """An 延期 that was applied for and has no conclusion yet."""

    item: ProblemState
    closure: Closure


class WaitingClosure(NamedTuple):
    """A closing on its way: `role` is who has to sign next, 批准 where all have signed."""

    item: ProblemState
    closure: Closure
    role: str

    @property
    def what(self) -> str:
        """What it waits for."""
        return f"等{self.role}签字" if self.role != APPROVAL else "签字已齐，等批准"


class GrantedExtension(NamedTuple):
    """A deadline that an approved 延期 moved: from when, until when, who approved it, why, and how often it was moved.

    Where it was moved several times, it is told from the first deadline to the last one.
    """

    item: ProblemState
    closure: Closure
    before: date
    until: date
    approver: str
    reason: str
    times: int


def extensions_waiting(items: Iterable[ProblemState]) -> tuple[WaitingExtension, ...]:
    """Return the 延期 without a conclusion of what is not done, in the order of `items`."""
    return tuple(
        WaitingExtension(item, closure)
        for item in items
        if not item.case.done
        for closure in item.case.closures
        if closure.kind == EXTEND and not closure.row.cell("结论").filled
    )


def closures_waiting(items: Iterable[ProblemState], ledger: Ledger, as_of: date) -> tuple[WaitingClosure, ...]:
    """Return the closings that wait for a leader, or for the level above; the department's own turn is not among them.

    A problem whose rows in 销号登记 cannot be understood is left out: `close` tells what is wrong with it.
    """
    facts = closure_case.gather(ledger, as_of)
    waiting = (_waiting(item, closure_case.of(facts, item.problem.id)) for item in items if item.problem.id)
    return tuple(filter(None, waiting))


def _waiting(item: ProblemState, case: object) -> WaitingClosure | None:
    if not isinstance(case, ClosureCase) or case.state != "applied" or case.running is None:
        return None
    signer = case.next_signer()
    if signer == SIGNERS[0]:
        return None
    return WaitingClosure(item, case.running, signer.role if signer else APPROVAL)


def letters_due(items: Iterable[ProblemState], ledger: Ledger, as_of: date) -> tuple[LetterDraft, ...]:
    """Return the letters about `items` that are due and not on record as sent, one a department and stage."""
    rows = {item.problem.number for item in items}
    late = due_letters.late(ledger, as_of, {})
    return due_letters.letters([item for item in late if item.problem.number in rows and item.sent is None])


def by_letter(drafts: Iterable[LetterDraft], ledger: Ledger) -> Mapping[str, list[str]]:
    """Return to which departments each kind of letter goes, the gravest first."""
    departments: dict[str, list[str]] = {}
    for draft in drafts:
        departments.setdefault(draft.word, []).append(draft.department or ledger.termed(NO_DEPARTMENT))
    return departments


def needing_support(items: Iterable[ProblemState]) -> tuple[ProblemState, ...]:
    """Return what is not done and needs help from the level above."""
    return tuple(item for item in items if not item.case.done and item.problem.row.flag("需上级支持"))


def granted(items: Iterable[ProblemState]) -> Iterator[GrantedExtension]:
    """Yield the deadlines that an approved 延期 moved, of all problems that have one."""
    for item in items:
        due = item.case.deadline
        closure = next(
            (row for row in item.case.closures if due and row.row.cell("延期至").address == due.cell.address), None
        )
        if due is None or closure is None:
            continue
        refused = {refusal.closure.row.number for refusal in item.case.refused}
        times = sum(
            row.kind == EXTEND and row.verdict == PASSED and row.row.number not in refused for row in item.case.closures
        )
        names = (signatures.signature(closure.row.text(column)).name for column in APPROVER_COLUMNS)
        approver = "、".join(dict.fromkeys(filter(None, names)))
        reason = closure.row.text("延期理由")
        yield GrantedExtension(item, closure, due.original[0], due.nominal, approver, reason, times)
