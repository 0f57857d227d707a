"""What a date or deadline means, once it is read."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from rectify_xl.text.excerpts import shortened

DateKind = Literal[
    "none",
    "day",
    "month",
    "longterm",
    "immediate",
    "period",
    "campaign",
    "damaged",
    "impossible",
    "implausible",
    "unclear",
]

WORDS = frozenset({"none", "longterm", "immediate", "period"})
"""Kinds that have no day and need none."""

FAR_YEARS = 20
"""A date more than so many years from the feedback is a slip of the pen, or a number that was taken for a date."""


class ReadDate(NamedTuple):
    """The meaning of a date or deadline.

    `day` is the last day that still keeps the deadline (for a month its last day), `iso` what is known
    (`YYYY-MM-DD`, or `YYYY-MM` for a month). `inferred` says in Chinese what was concluded rather than read, or why
    nothing could be concluded; `likely` what was probably meant where nothing can be read (`2026年12月`).
    """

    kind: DateKind
    text: str = ""
    day: date | None = None
    iso: str | None = None
    inferred: str = ""
    likely: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is a day to count with."""
        return self.day is not None

    @property
    def unreadable(self) -> bool:
        """Tell whether something is written that gives no day and is no word such as 长期坚持 either."""
        return self.day is None and self.kind not in WORDS


NOTHING = ReadDate("none")


class RoundDates(NamedTuple):
    """What a text leaves unsaid.

    `after` is the feedback date, `until` the end of 集中整改; `year` the year that 今年 means, and `written` the day
    on which the text was written, where they are known.
    """

    after: date | None
    until: date | None = None
    date1904: bool = False
    year: int | None = None
    written: date | None = None


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def chinese(day: date) -> str:
    """Return a date as an official document prints it: Arabic numerals, no leading zeros (2025年6月5日)."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_words(when: ReadDate) -> str:
    """Return a date that was read as a document prints it: a month as 2025年6月; empty where there is no day."""
    if when.day is None:
        return ""
    return f"{when.day.year}年{when.day.month}月" if when.kind == "month" else chinese(when.day)


def unread(when: ReadDate) -> str:
    """Return why a cell gives no day, with what it probably means, as a clause to print; empty where it can be read."""
    if not when.unreadable:
        return ""
    shown = shortened(" ".join(when.text.split()), SHOWN)
    notes = [note for note in (when.inferred, f"是不是{when.likely}？" if when.likely else "") if note]
    return f"“{shown}”{_UNREAD[when.kind]}" + (f"（{'；'.join(notes)}）" if notes else "")


_UNREAD: Mapping[DateKind, str] = {
    "damaged": "缺字，无法确定是哪一天",
    "impossible": "在日历上不存在",
    "implausible": "年份离谱",
    "unclear": "读不出日期",
    "campaign": "算不出是哪一天",
}
SHOWN = 24
"""Most characters of a cell that are quoted."""

_PART_DAY = {"初": 5, "上旬": 10, "上半月": 15, "中": 20, "中旬": 20}


def in_month(plain: str, year: int, month: int, part: str | None = None) -> ReadDate:
    """Return a month, or the last day of its 初, 上旬 or 中旬; impossible where there is no such month."""
    if not 1 <= month <= 12:
        return ReadDate("impossible", plain)
    if not 1900 <= year <= 2199:
        return ReadDate("implausible", plain)
    day = date(year, month, _PART_DAY[part]) if part in _PART_DAY else last_day(year, month)
    return ReadDate("month", plain, day, f"{year:04d}-{month:02d}")


def on_day(plain: str, year: int, month: int, day: int) -> ReadDate:
    """Return a day; impossible where the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ReadDate("impossible", plain)
    if not 1900 <= year <= 2199:
        return ReadDate("implausible", plain)
    last = last_day(year, month)
    if day > last.day:
        return ReadDate("impossible", plain, likely=chinese(last))
    result = date(year, month, day)
    return ReadDate("day", plain, result, result.isoformat())


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month (31 January and one month: 28 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    last = last_day(day.year + years, month + 1)
    return last.replace(day=min(day.day, last.day))
