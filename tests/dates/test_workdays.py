"""A deadline on a holiday is kept on the next working day, and 调休 working days count."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.dates import workdays


@pytest.mark.parametrize(
    ("day", "binding"),
    [
        (date(2025, 6, 30), date(2025, 6, 30)),
        (date(2025, 10, 1), date(2025, 10, 9)),  # 国庆、中秋 from 1 to 8 October 2025
        (date(2025, 9, 28), date(2025, 9, 28)),  # a Sunday worked for it
        (date(2025, 9, 27), date(2025, 9, 28)),
        (date(2025, 1, 26), date(2025, 1, 26)),  # a Sunday worked before 春节
        (date(2025, 1, 28), date(2025, 2, 5)),
        (date(2025, 5, 31), date(2025, 6, 3)),  # 端午
        (date(2025, 8, 31), date(2025, 9, 1)),
        (date(2026, 2, 15), date(2026, 2, 24)),  # 春节 from 15 to 23 February 2026
    ],
)
def test_the_next_working_day(day: date, binding: date) -> None:
    """The State Council's calendars of 2025 and 2026 decide."""
    assert workdays.on_or_after(day) == binding


def test_years_that_are_not_announced_know_weekends_only() -> None:
    """1 October 2099, a Thursday, is taken for a working day, and `announced` says that nobody knows."""
    assert workdays.announced(date(2025, 12, 31))
    assert not workdays.announced(date(2099, 10, 1))
    assert workdays.on_or_after(date(2099, 10, 1)) == date(2099, 10, 1)
    assert workdays.on_or_after(date(2099, 10, 3)) == date(2099, 10, 5)


def test_the_last_day_of_all() -> None:
    """Nothing lies after the last day that a date can hold."""
    assert workdays.on_or_after(date.max) == date.max
