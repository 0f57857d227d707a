"""A day that an option gives is one of the calendar, or it is said why it is none."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.dates.option_day import option_day


def test_a_day_is_a_day() -> None:
    """The last of a February in a leap year is one."""
    assert option_day("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "日历上没有“2026-02-30”这一天（2026年2月只有28天）"),
        ("2028-02-30", "日历上没有“2028-02-30”这一天（2028年2月只有29天）"),
        ("2026-9-31", "日历上没有“2026-9-31”这一天（2026年9月只有30天）"),
        ("2026-13-01", "日期应写成 2026-09-30 的样子，不能是“2026-13-01”"),
        ("2026-9-3", "日期应写成 2026-09-30 的样子，不能是“2026-9-3”"),
        ("0000-02-30", "日历上没有“0000-02-30”这一天（0年2月只有28天）"),
        ("明天", "日期应写成 2026-09-30 的样子，不能是“明天”"),
    ],
)
def test_what_is_none_is_told_by_its_kind(text: str, why: str) -> None:
    """A day that no calendar has is well written; so it is not told to be written otherwise."""
    with pytest.raises(ValueError, match=r".") as refused:
        option_day(text)
    assert str(refused.value) == why
