"""The 牵头领导 and how far their problems are, by the rule that ranks departments; for both papers of 调度."""

from __future__ import annotations

from collections.abc import Sequence

from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.supervision.meetings.cell_phrases import addresses, short
from rectify_xl.supervision.meetings.meeting_fields import LeaderRow
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.supervision.meetings.ranking import Placed, rank
from rectify_xl.text.provenance import TracedText

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
