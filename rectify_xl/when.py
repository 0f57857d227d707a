"""What a date or deadline means, once it is read."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

Kind = Literal[
    "none", "day", "month", "longterm", "immediate", "period", "campaign", "damaged", "impossible", "unclear"
]


class When(NamedTuple):
    """The meaning of a date or deadline.

    `day` is the last day that still keeps the deadline (for a month its last day), `iso` what is known
    (`YYYY-MM-DD`, or `YYYY-MM` for a month). `inferred` says in Chinese what was concluded rather than read, or why
    nothing could be concluded.
    """

    kind: Kind
    text: str = ""
    day: date | None = None
    iso: str | None = None
    inferred: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is a day to count with."""
        return self.day is not None


NOTHING = When("none")


class Round(NamedTuple):
    """What a cell leaves unsaid: the feedback date, and the end of 集中整改."""

    after: date | None
    until: date | None = None
    date1904: bool = False


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def chinese(day: date) -> str:
    """Return a date as an official document prints it: Arabic numerals, no leading zeros (2025年6月5日)."""
    return f"{day.year}年{day.month}月{day.day}日"


_PART_DAY = {"初": 5, "上旬": 10, "中旬": 20}


def in_month(plain: str, year: int, month: int, part: str | None = None) -> When:
    """Return a month, or the last day of its 初, 上旬 or 中旬; impossible where there is no such month."""
    if not (1 <= month <= 12 and year < 9999):
        return When("impossible", plain)
    day = date(year, month, _PART_DAY[part]) if part in _PART_DAY else last_day(year, month)
    return When("month", plain, day, f"{year:04d}-{month:02d}")


def on_day(plain: str, year: int, month: int, day: int) -> When:
    """Return a day; impossible where the calendar has no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return When("impossible", plain)
    return When("day", plain, found, found.isoformat())


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month (31 January and one month: 28 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    last = last_day(day.year + years, month + 1)
    return last.replace(day=min(day.day, last.day))
