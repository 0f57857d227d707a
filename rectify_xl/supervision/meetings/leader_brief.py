"""What 领导一页纸 is made of: the counts of all problems or of one leader, what is red, what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rectify_xl.judgement.risks.risk_model import Risk
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.memory.baseline import Baseline
from rectify_xl.ledger.memory.snapshots import UNKNOWN, Counts, Snapshot
from rectify_xl.supervision.escalation.due_letters import LetterDraft
from rectify_xl.supervision.meetings import decisions, monthly_course
from rectify_xl.supervision.meetings.decisions import GrantedExtension, WaitingClosure, WaitingExtension
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.supervision.meetings.monthly_course import MonthEnd
from rectify_xl.supervision.meetings.red_rows import RedRow, red_rows


class BriefScope(NamedTuple):
    """Whose problems the page is about: those of `leader`, or all where it is empty.

    `line` are their counts, which leave relapses out, `items` their problems, relapses among them.
    """

    leader: str
    line: StatusCounts
    items: tuple[ProblemState, ...]

    @property
    def counted(self) -> tuple[ProblemState, ...]:
        """The problems that `line` counts."""
        return tuple(item for item in self.items if not item.again)

    @property
    def soon(self) -> int:
        """Number of problems that are due within 临期天数."""
        return sum(item.soon is not None for item in self.counted)

    @property
    def present(self) -> Counts:
        """The counts as a snapshot has them."""
        line = self.line
        return Counts(line.problems, line.done, line.ongoing, line.longterm, line.overdue, line.closed)

    def then(self, snapshot: Snapshot) -> Counts:
        """Return the counts that a snapshot holds; of one leader those of the problems that are his now."""
        if not self.leader:
            return snapshot.total
        ids = {item.problem.id for item in self.counted if item.problem.id}
        mine = [standing for problem, standing in snapshot.problems.items() if problem in ids]
        done, late = sum(standing.done for standing in mine), sum(standing.overdue for standing in mine)
        return Counts(len(mine), done, len(mine) - done, UNKNOWN, late, UNKNOWN)


class BriefFacts(NamedTuple):
    """All that the page is made of; `week` and `month` are the snapshots with which the present is compared."""

    situation: MeetingState
    scope: BriefScope
    week: Baseline | None
    month: Baseline | None
    red: tuple[RedRow, ...]
    extensions: tuple[WaitingExtension, ...]
    closures: tuple[WaitingClosure, ...]
    letters: tuple[LetterDraft, ...]
    support: tuple[ProblemState, ...]
    granted: tuple[GrantedExtension, ...]

    @property
    def unread(self) -> tuple[ProblemState, ...]:
        """The problems not done whose deadline cannot be read."""
        return tuple(item for item in self.scope.items if item.case.doubt and not item.case.done)


def course_of(facts: BriefFacts, most: int = monthly_course.MOST) -> tuple[MonthEnd, ...]:
    """Return the counts from month to month, the present last."""
    return monthly_course.months(facts.situation, facts.scope.present, facts.scope.then, most)


def scope_of(situation: MeetingState, leader: str) -> BriefScope | None:
    """Return whose problems the page is about; None where no problem has this leader first."""
    if not leader:
        return BriefScope("", situation.counted.total, situation.items)
    mine = next((group for group in situation.leaders if group.name == leader), None)
    return BriefScope(leader, mine.line, mine.items) if mine else None


def gather(
    situation: MeetingState,
    scope: BriefScope,
    compared: tuple[Baseline | None, Baseline | None],
    risks: Iterable[Risk],
) -> BriefFacts:
    """Return all that the page is made of.

    `compared` are the snapshots of last week and last month, `risks` the warnings of the whole ledger.
    """
    ledger, as_of, items = situation.ledger, situation.as_of, scope.items
    extensions = decisions.extensions_waiting(items)
    closures = decisions.closures_waiting(items, ledger, as_of)
    return BriefFacts(
        situation,
        scope,
        *compared,
        red_rows(items, situation, risks, (extensions, closures)),
        extensions,
        closures,
        decisions.letters_due(items, ledger, as_of),
        decisions.needing_support(items),
        tuple(decisions.granted(items)),
    )
