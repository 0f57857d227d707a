"""How every problem stands on one day: what both papers of 调度 are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.judgement import promises
from rectify_xl.judgement.promises import Promise
from rectify_xl.judgement.risks import lateness
from rectify_xl.judgement.risks.risk_model import Risk, RiskSubject
from rectify_xl.judgement.risks.subjects import risk_subjects
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.closure_rules import closure_case, conditions
from rectify_xl.ledger.closure_rules.closure_case import ClosureFacts
from rectify_xl.ledger.closure_rules.closure_terms import Files, UnmetCondition
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, NO_LEADER, Rollup, StatusCounts
from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.memory import snapshots
from rectify_xl.ledger.memory.baseline import Baseline, Past
from rectify_xl.ledger.memory.snapshots import Counts, Deltas, ProblemSnapshot
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.supervision.meetings.cell_phrases import name_of


class ProblemState(NamedTuple):
    """One problem on the day.

    `name` is its id, or its row where it has none. `late` and `soon` are set where it is overdue or due within
    临期天数; `promises` are its commitments as judged, `missing` what keeps it from being closed, `issued` the letters
    that went out about it. `again` tells a relapse that was registered anew: its `name` says so, and no total holds it.
    """

    case: RiskSubject
    name: str
    department: str
    late: Risk | None
    soon: Risk | None
    promises: tuple[Promise, ...]
    missing: tuple[UnmetCondition, ...]
    issued: tuple[Issued, ...] = ()
    again: bool = False

    @property
    def problem(self) -> Problem:
        """The row of 问题台账."""
        return self.case.problem

    @property
    def shown_department(self) -> str:
        """The department as it is shown."""
        return problem_counts.shown_department(self.department, self.case.ledger)

    @property
    def letter(self) -> str:
        """The letter that is due for it, and whether it is on record as sent; empty where none is due."""
        return self.late.letter.shown if self.late and self.late.letter else ""

    @property
    def days_late(self) -> int:
        """Calendar days past the binding deadline; 0 where it is not overdue."""
        return self.late.days if self.late and self.late.days else 0


class Department(NamedTuple):
    """The problems of one 责任科室, in the order of the ledger, with their counts, which leave relapses out."""

    line: StatusCounts
    items: tuple[ProblemState, ...]

    @property
    def name(self) -> str:
        """The department as 问题台账 writes it."""
        return self.line.title

    @property
    def open(self) -> tuple[ProblemState, ...]:
        """What is not done, the latest first, then by deadline; what has no deadline comes last."""
        return tuple(sorted((item for item in self.items if not item.case.done), key=_urgency))

    @property
    def counted(self) -> tuple[ProblemState, ...]:
        """The problems that `line` counts: those of the feedback."""
        return tuple(item for item in self.items if not item.again)

    @property
    def longest(self) -> ProblemState | None:
        """The problem that is overdue for the longest time."""
        return max((item for item in self.counted if item.late), key=lambda item: item.days_late, default=None)


class MeetingState(NamedTuple):
    """The whole ledger on the day; `moved` is None where no earlier snapshot is known."""

    ledger: Ledger
    as_of: date
    counted: Rollup
    departments: tuple[Department, ...]
    past: Past
    moved: Deltas | None
    leaders: tuple[Department, ...] = ()
    """The problems of each 牵头领导, grouped and counted as those of a department."""

    @property
    def before(self) -> Baseline | None:
        """The snapshot that the present is compared with."""
        return self.past.before

    @property
    def items(self) -> tuple[ProblemState, ...]:
        """All problems, department by department."""
        return tuple(item for department in self.departments for item in department.items)

    @property
    def assigned(self) -> bool:
        """Tell whether any problem names its department; an imported notice has none."""
        return any(department.name != NO_DEPARTMENT for department in self.departments)

    @property
    def soon(self) -> int:
        """Number of problems that are due within 临期天数."""
        return sum(item.soon is not None for item in self.items if not item.again)

    @property
    def relapses(self) -> tuple[ProblemState, ...]:
        """The problems that were registered anew after they were closed."""
        return tuple(item for item in self.items if item.again)


def assess(ledger: Ledger, as_of: date, past: Past, files: Files | None = None) -> MeetingState:
    """Return the situation on `as_of`, compared with the `past`.

    `files` are the evidence files that were found.
    """
    counted = problem_counts.roll_up(ledger, as_of)
    judged = promises.by_row(promises.judge(promises.find(ledger), ledger, as_of), ledger)
    again = registered_relapses.rows(ledger)
    facts = closure_case.gather(ledger, as_of, files or {})
    items = [_item(case, judged, facts, again) for case in risk_subjects(ledger, as_of)]
    lines = _lines(counted.departments, counted.relapses.departments if counted.relapses else ())
    leaders = _lines(counted.leaders, counted.relapses.leaders if counted.relapses else ())
    owned = {line.title: tuple(item for item in items if item.department == line.title) for line in lines}
    after = snapshots.snapshot(ledger, as_of)
    return MeetingState(
        ledger,
        as_of,
        counted,
        tuple(Department(line, owned[line.title]) for line in lines),
        past,
        snapshots.between(past.before.snapshot, after, ledger.vocabulary["完成程度"]) if past.before else None,
        tuple(
            Department(line, tuple(item for item in items if problem_counts.leader_of(item.problem) == line.title))
            for line in leaders
        ),
    )


def _lines(counted: Sequence[StatusCounts], more: Sequence[StatusCounts]) -> tuple[StatusCounts, ...]:
    """Return the counts of every department or leader, of zero for one that has nothing but relapses (`more`)."""
    known = {line.title for line in counted}
    return (
        *counted,
        *(StatusCounts(line.title, 0, 0, 0, 0, 0, 0) for line in more if line.title not in known),
    )


def for_department(ledger: Ledger, department: str) -> Ledger:
    """Return the ledger with the problems that concern one department, in whatever place their cells name it."""
    return ledger._replace(problems=tuple(problem for problem in ledger.problems if _concerns(problem, department)))


def known(ledger: Ledger, department: str) -> bool:
    """Tell whether any problem names a department."""
    return any(_concerns(problem, department) for problem in ledger.problems)


def _concerns(problem: Problem, department: str) -> bool:
    if not problem.departments:
        return department == NO_DEPARTMENT
    return departments.concerns(problem.departments, department)


def past_of(past: Past, ledger: Ledger, department: str) -> Past:
    """Return what the past knows of the problems that one department has now.

    Its counts are those of the snapshot where it leads all of them; else they are counted problem by problem, as far
    as a snapshot knows them.
    """
    if past.before is None:
        return past
    present = for_department(ledger, department).problems
    now = {problem.id for problem in present}
    old = past.before.snapshot
    mine = {name: standing for name, standing in old.problems.items() if name in now}
    leads = {problem_counts.department_of(problem) for problem in present}
    none = snapshots.Counts(0, 0, 0, 0, 0, 0)
    total = old.departments.get(next(iter(leads)), none) if len(leads) == 1 else _counted(mine)
    kept = old._replace(total=total, problems=mine)
    return past._replace(before=past.before._replace(snapshot=kept))


def _counted(standings: Mapping[str, ProblemSnapshot]) -> Counts:
    done = sum(standing.done for standing in standings.values())
    late = sum(standing.overdue for standing in standings.values())
    unknown = snapshots.UNKNOWN
    return Counts(len(standings), done, len(standings) - done, unknown, late, unknown)


def _item(
    case: RiskSubject,
    judged: Mapping[int, Sequence[Promise]],
    facts: ClosureFacts,
    again: frozenset[int],
) -> ProblemState:
    problem = case.problem
    relapse = problem.number in again
    return ProblemState(
        case,
        name_of(problem) + ("（反弹）" if relapse else ""),
        problem_counts.department_of(problem),
        next(lateness.overdue(case, case.deadline), None),
        next(lateness.due_soon(case, case.deadline), None),
        tuple(judged.get(problem.number, ())),
        () if case.done else conditions.conditions_of(facts, problem),
        case.issued,
        relapse,
    )


def _urgency(item: ProblemState) -> tuple[int, date, int]:
    due = item.case.deadline
    return -item.days_late, due.binding if due else date.max, item.problem.number


def by_debt(departments: Iterable[Department]) -> tuple[Department, ...]:
    """Return the departments that have something open: most overdue first, then the latest, then the most open."""
    owing = [item for item in departments if item.open]
    return tuple(
        sorted(
            owing,
            key=lambda item: (
                item.name in {NO_DEPARTMENT, NO_LEADER},
                -item.line.overdue,
                -(item.longest.days_late if item.longest else 0),
                -item.line.ongoing,
            ),
        )
    )
