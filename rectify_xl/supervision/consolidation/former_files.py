"""What earlier periods had received: a file that still lies in the folder is no report of this one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from rectify_xl.supervision.consolidation.unit_result import SubmittedFile


def mark_of(file: SubmittedFile) -> str:
    """Return by what a file is known again: its bytes, or place, size and moment where nobody read it."""
    return file.sha256 or f"{file.place}|{file.size}|{file.received}"


def carried_words(since: str) -> str:
    """Say in a clause that a unit counts with what an earlier period had (`FormerFiles.since`)."""
    return f"本期没有报来新的台账，计入的是{since}就有的那一份"


class ReceivedThen(NamedTuple):
    """What one period had received: its name, when it was put together, the mark of each file (`mark_of`)."""

    period: str
    made: datetime
    marks: frozenset[str]

    def had(self, file: SubmittedFile) -> bool:
        """Tell whether a file was there then, and has not come anew since."""
        return mark_of(file) in self.marks and (file.received is None or file.received <= self.made)


class FormerFiles(NamedTuple):
    """The files of all earlier periods, the latest first; name and day of the last one, and by unit which round it had.

    What came in July is no report of September, whether or not August was put together from it.
    """

    period: str = ""
    as_of: date = date.min
    received: tuple[ReceivedThen, ...] = ()
    rounds: Mapping[str, str] = {}

    def had(self, file: SubmittedFile) -> bool:
        """Tell whether a file was there in an earlier period, and has not come anew since."""
        return any(then.had(file) for then in self.received)

    def since(self, file: SubmittedFile) -> str:
        """Say in which period a file was there already, empty where in none: 上期（2026-08）."""
        period = next((then.period for then in self.received if then.had(file)), "")
        return period and f"{'上期' if period == self.period else '更早'}（{period}）"

    def asks_anew(self, due: date | None) -> bool:
        """Tell whether a unit that is due on this day owes a report that the last period could not have."""
        return due is not None and due > self.as_of


NO_FORMER = FormerFiles()
