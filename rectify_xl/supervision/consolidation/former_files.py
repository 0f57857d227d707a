"""What the last period had received: a file that still lies in the folder is no report of this one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from rectify_xl.supervision.consolidation.unit_result import SubmittedFile


def mark_of(file: SubmittedFile) -> str:
    """Return by what a file is known again: its bytes, or place, size and moment where nobody read it."""
    return file.sha256 or f"{file.place}|{file.size}|{file.received}"


def carried_words(period: str) -> str:
    """Say in a clause that a unit counts with what the last period had."""
    return f"本期没有报来新的台账，计入的是上期（{period}）就有的那一份"


class FormerFiles(NamedTuple):
    """The files of the last period: its name, its day, when it was put together, the mark of each (`mark_of`).

    `rounds` gives by unit which round counted.
    """

    period: str = ""
    as_of: date = date.min
    made: datetime = datetime.min  # noqa: DTZ901 - the office's own clock
    marks: frozenset[str] = frozenset()
    rounds: Mapping[str, str] = {}

    def had(self, file: SubmittedFile) -> bool:
        """Tell whether a file was there then, and has not come anew since."""
        return mark_of(file) in self.marks and (file.received is None or file.received <= self.made)

    def asks_anew(self, due: date | None) -> bool:
        """Tell whether a unit that is due on this day owes a report that the last period could not have."""
        return due is not None and due > self.as_of


NO_FORMER = FormerFiles()
