"""Working days by the official calendar, with its 调休.

The calendar of `chinesecalendar` ends with the last year that the State Council has announced; outside it only
weekends are known, and `announced` says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY = 5


def announced(day: date) -> bool:
    """Tell whether the official holidays of that year are known."""
    first, last = _announced_years()
    return first <= day.year <= last


@cache
def _announced_years() -> tuple[int, int]:
    import chinese_calendar

    return min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year


@cache
def is_workday(day: date) -> bool:
    """Tell whether offices work on that day; where the holidays are not announced, Monday to Friday.

    Kept, since the calendar looks through all its holidays at each call.
    """
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day)) if announced(day) else day.weekday() < SATURDAY


def on_or_after(day: date) -> date:
    """Return the first working day on or after `day`: a deadline on a holiday is kept on the next working day."""
    while day < date.max and not is_workday(day):
        day += timedelta(days=1)
    return day


def first_day_off(holiday: str, year: int) -> date | None:
    """Return the first day of a holiday, by its name in the calendar (`Spring Festival`), in a year."""
    import chinese_calendar

    return min(
        (day for day, name in chinese_calendar.holidays.items() if day.year == year and name == holiday), default=None
    )


def last_before(day: date) -> date:
    """Return the last working day before `day`: what is due before a holiday is due on it."""
    day -= timedelta(days=1)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day
