"""The charts of the papers as plain data; an adapter draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, StatusCounts
from rectify_xl.ledger.memory.snapshots import Snapshot
from rectify_xl.supervision.meetings.meeting_state import MeetingState
from rectify_xl.supervision.meetings.ranking import rank

SERIES = ("完成", "继续整改（未逾期）", "逾期")
FEWEST_MONTHS = 2
"""Months from which on there is a course to be shown."""


class ChartData(NamedTuple):
    """Stacked bars: one bar for each of `names`, one value for each of `SERIES` in a row of `counts`.

    `way` is bar (lying) or column (standing); `alt` tells the same to who cannot see it.
    """

    title: str
    way: Literal["bar", "column"]
    names: tuple[str, ...]
    counts: tuple[tuple[int, int, int], ...]

    @property
    def alt(self) -> str:
        """The numbers in words."""
        descriptions = (
            f"{name}{'、'.join(f'{label}{value}个' for label, value in zip(SERIES, row, strict=True))}"
            for name, row in zip(self.names, self.counts, strict=True)
        )
        return f"{self.title}：{'；'.join(descriptions)}。"


def progress(situation: MeetingState) -> ChartData:
    """Return the state of every department, or of every aspect where no department is named."""
    by, lines = ("科室", _lines(situation)) if situation.assigned else ("方面", situation.counted.aspects)
    return ChartData(
        f"各{by}整改进度（问题数）",
        "bar",
        tuple(line.title for line in lines),
        tuple((line.done, line.ongoing - line.overdue, line.overdue) for line in lines),
    )


def course(situation: MeetingState) -> ChartData | None:
    """Return the state at the end of each month that is remembered, and now; None where there is nothing to compare."""
    months: Sequence[Snapshot] = situation.past.months[-11:]
    if len(months) + 1 < FEWEST_MONTHS:
        return None
    total = situation.counted.total
    rows = [(month.total.done, month.total.ongoing - month.total.overdue, month.total.overdue) for month in months]
    return ChartData(
        "各月整改进度（问题数，当月最后一次快照）",
        "column",
        (*(f"{month.day.year}年{month.day.month}月" for month in months), "本期"),
        (*rows, (total.done, total.ongoing - total.overdue, total.overdue)),
    )


def _lines(situation: MeetingState) -> tuple[StatusCounts, ...]:
    """Return the departments in the order of the ranking, and below them what belongs to none."""
    loose = tuple(department.line for department in situation.departments if department.name == NO_DEPARTMENT)
    return (*(place.department.line for place in rank(situation.departments)), *loose)
