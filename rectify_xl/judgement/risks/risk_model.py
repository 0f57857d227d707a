"""What an assessment consists of."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.judgement.promises import Promise
from rectify_xl.ledger.deadlines.binding_deadline import Deadline, DeadlineDoubt
from rectify_xl.ledger.deadlines.extensions import Refused
from rectify_xl.ledger.deadlines.late_grants import LateGrant
from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.letters.ladder import LetterDue
from rectify_xl.ledger.records import Cell, Closure, Evidence, Ledger, Measure, Problem, Regulation, Review, Row

Level = Literal["红", "橙", "黄"]
RiskKind = Literal["overdue", "due_soon", "relapse"]

KIND_LABEL: dict[RiskKind, str] = {"overdue": "逾期", "due_soon": "临期", "relapse": "反弹"}
OPEN_LABEL = "风险"
LAST_ROUND_LABEL = "上轮问题"
LAST_ROUND_CODE = "RK110"


class Reason(NamedTuple):
    """One signal that fired: its code, a plain sentence with quantities, and the cell it was seen in."""

    code: str
    text: str
    cell: str


class Risk(NamedTuple):
    """One warning about one problem.

    `row` is the Excel row; `days` is positive when late, negative while days are left, None for a relapse; `score`
    runs from 0 to 100; `letter` is the 督办文书 at which the problem stands, None where there is none. `still_open`
    marks a problem that is not done: what has not been finished cannot relapse.
    """

    id: str
    row: int
    level: Level
    kind: RiskKind
    days: int | None
    score: int
    reasons: tuple[Reason, ...]
    letter: LetterDue | None = None
    still_open: bool = False

    @property
    def label(self) -> str:
        """The kind in Chinese, true of this problem."""
        if self.kind != "relapse" or not self.still_open:
            return KIND_LABEL[self.kind]
        return LAST_ROUND_LABEL if {reason.code for reason in self.reasons} == {LAST_ROUND_CODE} else OPEN_LABEL


class Reuse(NamedTuple):
    """A sentence that stands in another problem too: `likeness` is 100 where it is the same word for word."""

    text: str
    cell: Cell
    other: Cell
    likeness: int


class RiskSubject(NamedTuple):
    """One problem with everything that is recorded for it, on one day.

    `done` and `longterm` follow the 口径 of the workbook; evidence and reviews count when they name the problem or
    one of its measures; `closures` are its rows of 销号登记. `documented` says how many of how many done problems of
    the ledger have evidence; `changes` are the rows of 变更记录 about the problem and its measures, `promises` the
    commitments of its texts as judged on the day, and `reused` its sentences that stand in other problems too. `doubt`
    says why its deadline counts neither as late nor as fine, `refused` are the 延期 that move nothing, `late_grants`
    those that were approved or entered late, `issued` the letters that went out about it.
    """

    ledger: Ledger
    as_of: date
    problem: Problem
    done: bool
    longterm: bool
    measures: tuple[Measure, ...]
    evidence: tuple[Evidence, ...]
    regulations: tuple[Regulation, ...]
    reviews: tuple[Review, ...]
    documented: tuple[int, int]
    closures: tuple[Closure, ...] = ()
    changes: tuple[Row, ...] = ()
    deadline: Deadline | None = None
    promises: tuple[Promise, ...] = ()
    reused: tuple[Reuse, ...] = ()
    doubt: DeadlineDoubt | None = None
    refused: tuple[Refused, ...] = ()
    late_grants: tuple[LateGrant, ...] = ()
    issued: tuple[Issued, ...] = ()

    @property
    def proven(self) -> bool:
        """Tell whether a document or a rule is registered for the problem."""
        return bool(self.evidence or self.regulations)


def reason(code: str, text: str, cell: Cell) -> Reason:
    """Return a reason that points to a cell."""
    return Reason(code, text, cell.address)
