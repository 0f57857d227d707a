"""Working days by the official calendar, with its 调休.

The calendar of `chinesecalendar` ends with the last year that the State Council has announced; outside it only
weekends are known, and `announced` says so.
"""

from __future__ import annotations

from datetime import date, timedelta


def announced(day: date) -> bool:
    """Tell whether the official holidays of that year are known."""
    import chinese_calendar

    return bool(min(chinese_calendar.holidays).year <= day.year <= max(chinese_calendar.holidays).year)


def is_workday(day: date) -> bool:
    """Tell whether offices work on that day; where the holidays are not announced, Monday to Friday."""
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day)) if announced(day) else day.weekday() < 5


def on_or_after(day: date) -> date:
    """Return the first working day on or after `day`: a deadline on a holiday is kept on the next working day."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day
