"""The ranking of departments and leaders: by a rule that is printed beside it, ties sharing a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, NO_LEADER
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.supervision.meetings.cell_phrases import addresses, short
from rectify_xl.supervision.meetings.meeting_fields import LeaderRow
from rectify_xl.supervision.meetings.meeting_state import Department, MeetingState, ProblemState
from rectify_xl.text.provenance import TracedText

FEW = 3
"""A department with fewer problems is marked: a single one moves its share by more than a third."""
LONG_OVERDUE = 30
"""Days from which on an overdue problem is told as long overdue."""

RULE = (
    "排名规则：完成率高的在前；完成率相同的，逾期问题少的在前；两项都相同的名次并列，后面的名次顺延。"
    f"加*的科室问题不足{FEW}个，一个问题就会使完成率变动很大，名次仅供参考。"
)
PRAISE_RULE = "问题连同反弹后重新登记的全部完成、本期没有退步"


class Placed(NamedTuple):
    """A department and its place; several may share one. `few` marks those with few problems."""

    place: int
    department: Department
    few: bool


def rank(departments: Sequence[Department]) -> tuple[Placed, ...]:
    """Return the departments by place; what belongs to none is not ranked. Shares are compared exactly."""
    named = [
        department
        for department in departments
        if department.name not in {NO_DEPARTMENT, NO_LEADER} and department.line.problems
    ]
    marks = {
        department.name: (-Fraction(department.line.done, department.line.problems), department.line.overdue)
        for department in named
    }
    ordered = sorted(named, key=lambda department: marks[department.name])
    return tuple(
        Placed(
            1 + sum(marks[other.name] < marks[department.name] for other in named),
            department,
            department.line.problems < FEW,
        )
        for department in ordered
    )


def praised(situation: MeetingState) -> tuple[Department, ...]:
    """Return the departments whose problems, relapses included, are all done and of which none slipped."""
    slipped = set(situation.moved.slipped) if situation.moved else set()
    return tuple(
        department
        for department in situation.departments
        if department.name != NO_DEPARTMENT
        and department.line.problems
        and not department.open
        and not slipped & {item.problem.id for item in department.items}
    )


def urged(situation: MeetingState) -> tuple[Department, ...]:
    """Return the departments with overdue problems: the most of them first, then the latest."""
    late = [
        department
        for department in situation.departments
        if department.name != NO_DEPARTMENT and department.line.overdue
    ]
    return tuple(sorted(late, key=lambda department: (-department.line.overdue, -longest(department))))


def longest(department: Department) -> int:
    """Return by how many days the latest problem of a department is late."""
    return department.longest.days_late if department.longest else 0


def overdue(situation: MeetingState) -> tuple[ProblemState, ...]:
    """Return the overdue problems, the latest first; those that were registered anew are told apart."""
    return _by_lateness(item for item in situation.items if item.late and not item.again)


def overdue_relapses(situation: MeetingState) -> tuple[ProblemState, ...]:
    """Return the overdue problems that were registered anew, the latest first."""
    return _by_lateness(item for item in situation.relapses if item.late)


def _by_lateness(items: Iterable[ProblemState]) -> tuple[ProblemState, ...]:
    return tuple(sorted(items, key=lambda item: (-item.days_late, item.problem.number)))


COLUMNS = ("名次", "牵头领导", "问题", "完成", "已销号", "完成率", "逾期")


def _ranked(situation: MeetingState) -> tuple[Placed, ...]:
    """Return the leaders by place; problems without one are not ranked."""
    return rank(situation.leaders)


def rows(situation: MeetingState) -> list[LeaderRow]:
    """Return what the templates print: a line for each leader, nothing where none is named."""
    return [_row(place) for place in _ranked(situation)]


def data(situation: MeetingState) -> list[dict[str, object]]:
    """Return the same for machines."""
    return [
        {
            "place": place.place,
            "title": place.department.line.title,
            "problems": place.department.line.problems,
            "done": place.department.line.done,
            "closed": place.department.line.closed,
            "ongoing": place.department.line.ongoing,
            "overdue": place.department.line.overdue,
            "few": place.few,
        }
        for place in _ranked(situation)
    ]


def cells(situation: MeetingState) -> tuple[tuple[str, ...], ...]:
    """Return the same for the screen, in the order of `COLUMNS`."""
    return tuple(tuple(map(str, _row(place).values())) for place in _ranked(situation))


def _row(placed: Placed) -> LeaderRow:
    line, items = placed.department.line, placed.department.items
    done = _cells(items, "完成程度")
    name = TracedText(short(line.title, 20) + ("*" if placed.few else ""), _cells(items, "牵头领导"))
    return LeaderRow(
        名次=TracedText(placed.place, done),
        领导=name,
        问题=TracedText(line.problems, done),
        完成=TracedText(line.done, done),
        已销号=TracedText(line.closed, done),
        完成率=TracedText(percent(line.done, line.problems), done),
        逾期=TracedText(line.overdue, _cells(items, "整改时限")),
    )


def _cells(items: Sequence[ProblemState], column: str) -> tuple[str, ...]:
    return addresses(item.problem.row.cell(column) for item in items)
