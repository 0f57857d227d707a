"""How the counts went from month to month: the last snapshot of each, and the months of which there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.memory.snapshots import Counts, Snapshot
from rectify_xl.supervision.meetings.cell_phrases import first_and_count
from rectify_xl.supervision.meetings.meeting_state import MeetingState

MOST = 12
"""Months that a paper shows, the present one among them."""


class MonthEnd(NamedTuple):
    """One month: the day of its last snapshot and its counts, both None where nothing was kept in it.

    The last of a course is the present: its counts are those of the day itself.
    """

    year: int
    month: int
    day: date | None = None
    counts: Counts | None = None

    @property
    def label(self) -> str:
        """The month in words."""
        return f"{self.year}年{self.month}月"


def months(
    situation: MeetingState, present: Counts, then: Callable[[Snapshot], Counts], most: int = MOST
) -> tuple[MonthEnd, ...]:
    """Return at most `most` months, the present one last; a month without a snapshot is there, without counts.

    `then` tells the counts that a snapshot holds. Nothing is reckoned between two snapshots.
    """
    kept = {(snapshot.day.year, snapshot.day.month): snapshot for snapshot in situation.past.months}
    now = (situation.as_of.year, situation.as_of.month)
    course = [MonthEnd(*now, situation.as_of, present)]
    first = min(kept, default=now)
    while len(course) < most and (course[-1].year, course[-1].month) > first:
        year, month = course[-1].year, course[-1].month
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        snapshot = kept.get((year, month))
        course.append(MonthEnd(year, month, snapshot.day, then(snapshot)) if snapshot else MonthEnd(year, month))
    return tuple(reversed(course))


def unknown(course: Sequence[MonthEnd]) -> str:
    """Say of which months there is no snapshot; empty where there is one of every month."""
    lacking = [month.label for month in course if month.counts is None]
    return f"{first_and_count(lacking, 3)}没有留下记录，不列数字，也不推算。" if lacking else ""
