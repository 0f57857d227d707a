"""The charts of the papers as plain data; an adapter draws them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, StatusCounts, shown_department
from rectify_xl.ledger.memory.snapshots import Counts
from rectify_xl.supervision.meetings import monthly_course
from rectify_xl.supervision.meetings.meeting_state import MeetingState
from rectify_xl.supervision.meetings.ranking import rank

SERIES = ("完成", "继续整改（未逾期）", "逾期")
FEWEST_MONTHS = 2
"""Months from which on there is a course to be shown."""


class ChartData(NamedTuple):
    """Stacked bars: one bar for each of `names`, one value for each of `SERIES` in a row of `counts`.

    A row is None where nobody knows the values: there is a place and no bar.

    `way` is bar (lying) or column (standing); `alt` tells the same to who cannot see it.
    """

    title: str
    way: Literal["bar", "column"]
    names: tuple[str, ...]
    counts: tuple[tuple[int, int, int] | None, ...]

    @property
    def alt(self) -> str:
        """The numbers in words."""
        descriptions = (
            f"{name}{'、'.join(f'{label}{value}个' for label, value in zip(SERIES, row, strict=True)) if row else ''}"
            for name, row in zip(self.names, self.counts, strict=True)
        )
        return f"{self.title}：{'；'.join(descriptions)}。"


def progress(situation: MeetingState) -> ChartData:
    """Return the state of every department, or of every aspect where no department is named."""
    by, lines = (
        (situation.ledger.department_term, _lines(situation))
        if situation.assigned
        else ("方面", situation.counted.aspects)
    )
    return ChartData(
        f"各{by}整改进度（问题数）",
        "bar",
        tuple(shown_department(line.title, situation.ledger) for line in lines),
        tuple((line.done, line.ongoing - line.overdue, line.overdue) for line in lines),
    )


def course(situation: MeetingState) -> ChartData | None:
    """Return the state at the end of each month, and now; None where there is nothing to compare.

    A month without a snapshot has its place and no bar.
    """
    total = situation.counted.total
    present = Counts(total.problems, total.done, total.ongoing, total.longterm, total.overdue, total.closed)
    *before, _ = monthly_course.months(situation, present, lambda snapshot: snapshot.total)
    if len(before) + 1 < FEWEST_MONTHS:
        return None
    return ChartData(
        "各月整改进度（问题数，当月最后一次记录）",
        "column",
        (*(month.label if month.counts else f"{month.label}（无记录）" for month in before), "本期"),
        (*(_bar(month.counts) for month in before), _bar(present)),
    )


def _bar(counts: Counts | None) -> tuple[int, int, int] | None:
    return (counts.done, counts.ongoing - counts.overdue, counts.overdue) if counts else None


def _lines(situation: MeetingState) -> tuple[StatusCounts, ...]:
    """Return the departments in the order of the ranking, and below them what belongs to none."""
    loose = tuple(department.line for department in situation.departments if department.name == NO_DEPARTMENT)
    return (*(place.department.line for place in rank(situation.departments)), *loose)
