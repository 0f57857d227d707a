"""Which letter is due for a late problem: rung by rung, from the table 督办文书 of 字典 and from what went out. Pure.

The first letter is the mildest, however late the problem is; none is passed over. Where lateness alone called for a
graver letter already on the day on which the last one went out, the next one waits as many days as lie between the two
in 字典: the department gets the time that the table gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.letters.issued import Issued
from rectify_xl.ledger.vocabulary import LetterStage


class LetterDue(NamedTuple):
    """The letter at which a late problem stands on a day.

    `sent` is that letter where it is on record, so that none is due today. `following` is the next one and `wait` the
    days after today from which it may go out at the earliest; None at the end of the ladder. `by_days` is the letter
    that lateness alone calls for.
    """

    word: str
    sent: Issued | None
    following: LetterStage | None
    wait: int
    by_days: str

    @property
    def behind(self) -> bool:
        """Tell whether a milder letter goes out first, although lateness alone calls for a graver one."""
        return self.sent is None and self.word != self.by_days

    @property
    def shown(self) -> str:
        """The letter in words, and whether it is on record as sent."""
        return f"{self.word}（已发）" if self.sent else self.word


def due(ladder: Sequence[LetterStage], days_late: int, issued: Sequence[Issued], as_of: date) -> LetterDue | None:
    """Return the letter at which a problem stands that is `days_late`; None where none is due so early.

    `ladder` begins with the mildest, `issued` are the letters that went out about the problem.
    """
    reached = [place for place, stage in enumerate(ladder) if stage.days <= days_late]
    if not reached:
        return None
    by_days = ladder[reached[-1]].word
    words = [stage.word for stage in ladder]
    gone = [(words.index(letter.word), letter) for letter in issued if letter.word in words]
    if not gone:
        return LetterDue(ladder[0].word, None, *_next(ladder, 0, days_late, 0), by_days)
    place, last = max(gone, key=lambda entry: entry[0])
    following, wait = _next(ladder, place, days_late, _days_since(last, as_of))
    if following is None or wait > 0:
        return LetterDue(last.word, last, following, wait, by_days)
    return LetterDue(following.word, None, *_next(ladder, place + 1, days_late, 0), by_days)


def _next(
    ladder: Sequence[LetterStage], place: int, days_late: int, since: int | None
) -> tuple[LetterStage | None, int]:
    """Return the rung above `place`, whose letter went out `since` days ago, and the days until it is due."""
    if place + 1 == len(ladder):
        return None, 0
    stage, following = ladder[place : place + 2]
    by_table = following.days - days_late
    if since is None or days_late - since < following.days:
        return following, by_table
    return following, max(by_table, following.days - stage.days - since)


def _days_since(letter: Issued, as_of: date) -> int | None:
    try:
        return (as_of - date.fromisoformat(letter.day)).days
    except ValueError:
        return None
