"""What is late or falls due within some days, and whom it is to be told. Pure.

A problem is due by its binding deadline (an approved 延期 moves it, a holiday shifts it); a measure by its own 时限.
What counts as done is not asked for, nor what belongs to a closed problem. A deadline that cannot be read is an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger.cells import departments, nothing, signatures
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.deadlines import binding_deadline, deadline_cells
from rectify_xl.ledger.records import Cell, Ledger, Measure, Problem
from rectify_xl.ledger.relations import Relations
from rectify_xl.supervision.distribution import shares

Addressing = Literal["person", "department", "leader"]
"""Who is told: 责任人 (else 责任科室), 责任科室, or 牵头领导."""
NOBODY = ""
_NUMBER = r"[（(\s]*(?:电话|手机|联系电话)?[:：]?\s*\+?[\d\-—\s]{5,}[）)\s]*"
"""A telephone number behind a name."""


class Addressee(NamedTuple):
    """Whom a text is for: a person and the department, a department, or a leader; `name` is empty for nobody."""

    name: str
    department: str = ""
    is_person: bool = False


class DueItem(NamedTuple):
    """One thing to be done: in words, until when (None: cannot be read, `doubt` says why), how it stands.

    `key` names it for good, `days` are days late, negative before the day. `remaining` is what remains of a problem
    that is called done. `of` are the keys of a measure's problems; `within` the cells of measures of the same addressee
    that fall due with their problem on the same day, and are told with it.
    """

    key: str
    words: str
    is_measure: bool
    department: str
    completion: str
    cell: Cell
    nominal: date | None = None
    binding: date | None = None
    days: int = 0
    extended: bool = False
    doubt: str = ""
    remaining: str = ""
    of: frozenset[str] = frozenset()
    within: tuple[Cell, ...] = ()

    @property
    def late(self) -> bool:
        """Tell whether the day has passed."""
        return self.binding is not None and self.days > 0


class Reminders(NamedTuple):
    """The items of each addressee, the latest first; those of nobody; and open problems that have no deadline."""

    groups: Mapping[Addressee, tuple[DueItem, ...]]
    undated: tuple[Problem, ...]


def due(ledger: Ledger, as_of: date, days: int, addressing: Addressing) -> Reminders:
    """Return what is late on `as_of` or falls due within `days`, by whom it concerns."""
    relations = Relations(ledger)
    everybody = shares.recipients(ledger)
    closed = problem_counts.closed_ids(ledger, as_of)
    open_rows = [
        problem
        for problem in ledger.problems
        if not problem_counts.is_done(problem, ledger.counting) and problem.id not in closed
    ]
    groups: dict[Addressee, list[DueItem]] = {}
    standing = binding_deadline.standing(ledger, as_of)
    binding = binding_deadline.bind(standing)
    for problem in open_rows:
        item = _of_problem(ledger, problem, binding.get(problem.number), standing.doubts.get(problem.number), as_of)
        if item and (item.binding is None or item.days >= -days):
            for addressee in _addressees(ledger, problem, None, addressing, everybody):
                groups.setdefault(addressee, []).append(item)
    for measure in ledger.measures:
        owners = [relations.problems[name] for name in relations.owners(measure) if name in relations.problems]
        if measure.completion in ledger.counting.done or (owners and all(one.id in closed for one in owners)):
            continue
        item = _of_measure(ledger, measure, owners, as_of)
        if item and (item.binding is None or item.days >= -days):
            for addressee in _addressees(ledger, owners[0] if owners else None, measure, addressing, everybody):
                groups.setdefault(addressee, []).append(item)
    undated = tuple(
        problem
        for problem in open_rows
        if problem.number not in binding and problem.number not in standing.doubts and problem.due.kind == "none"
    )
    return Reminders({one: tuple(_joined(items)) for one, items in groups.items()}, undated)


def _key(problem: Problem) -> str:
    return f"问题 {problem.id or problem.problem}"


def _of_problem(
    ledger: Ledger,
    problem: Problem,
    deadline: binding_deadline.Deadline | None,
    doubt: binding_deadline.DeadlineDoubt | None,
    as_of: date,
) -> DueItem | None:
    cell = problem.row.cell("整改时限")
    bare = DueItem(_key(problem), problem.problem, False, problem.lead_department, problem.completion, cell)
    if problem.completion in ledger.counting.done:
        bare = bare._replace(remaining=problem.remaining)
    if doubt is not None:
        return bare._replace(cell=doubt.cell, doubt=doubt.cell.text or doubt.text)
    if deadline is None:
        return None
    return bare._replace(
        cell=deadline.cell,
        nominal=deadline.nominal,
        binding=deadline.binding,
        days=deadline.days_late(as_of),
        extended=deadline.extended,
    )


def _of_measure(ledger: Ledger, measure: Measure, owners: Sequence[Problem], as_of: date) -> DueItem | None:
    department = _first(measure.department, ledger) or (owners[0].lead_department if owners else "")
    cell = measure.row.cell("时限")
    bare = DueItem(f"措施 {measure.id or measure.text}", measure.text, True, department, measure.completion, cell)
    bare = bare._replace(of=frozenset(map(_key, owners)))
    if deadline_cells.unreadable(measure.row, "时限", measure.due):
        return bare._replace(doubt=cell.text or "公式没有结果")
    days = deadline_cells.round_days(ledger, as_of)
    if measure.due.day is None:
        return None
    if deadline_cells.far_off(measure.due, days) or deadline_cells.early(measure.due, days):
        return bare._replace(doubt=chinese(measure.due.day))
    falls = binding_deadline.falls_due(measure.due.day)
    return bare._replace(nominal=measure.due.day, binding=falls, days=(as_of - falls).days)


def _addressees(
    ledger: Ledger, problem: Problem | None, measure: Measure | None, addressing: Addressing, everybody: Sequence[str]
) -> Iterator[Addressee]:
    """Yield whom an item concerns: of a measure its own people first, else those of its problem.

    What is given to everybody (各站办所) concerns `everybody` of the departments.
    """
    if addressing == "leader":
        yield Addressee(problem.leader if problem else NOBODY, is_person=True)
        return
    department = (_first(measure.department, ledger) if measure else "") or (problem.lead_department if problem else "")
    people = _people(measure.row.text("责任人")) if measure else ()
    if not people and not (measure and _first(measure.department, ledger)):
        people = _people(problem.person) if problem else ()
    if addressing == "person" and people:
        for name in people:
            yield Addressee(name, department, is_person=True)
    elif department and everybody and departments.means_everybody(department):
        yield from map(Addressee, everybody)
    else:
        yield Addressee(department)


def _people(cell: str) -> tuple[str, ...]:
    """Return the people that a cell names, without telephone numbers; 同上, a post or an office is nobody."""
    names = departments.names(nothing.filled(re.sub(_NUMBER, "、", cell)))
    return tuple(name for name in names if signatures.is_name(name))


def _first(cell: str, ledger: Ledger) -> str:
    rules = departments.rules((word, rule.text) for word, rule in ledger.department_rules)
    return next(iter(departments.names(nothing.filled(cell), rules)), "")


def _joined(items: Sequence[DueItem]) -> Iterator[DueItem]:
    """Yield the items with the latest first; what cannot be read comes last, a measure may be told with its problem."""
    days = {item.key: item.nominal for item in items if not item.is_measure and item.nominal}
    inside: dict[str, list[Cell]] = {}
    alone: list[DueItem] = []
    for item in items:
        key = next((key for key in sorted(item.of) if key in days and days[key] == item.nominal), "")
        if key:
            inside.setdefault(key, []).append(item.cell)
        else:
            alone.append(item)
    whole = (item._replace(within=tuple(inside.get(item.key, ()))) for item in alone)
    yield from sorted(whole, key=lambda item: (item.binding is None, -item.days, item.is_measure))
