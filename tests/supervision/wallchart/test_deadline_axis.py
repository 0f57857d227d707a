"""The deadline axis holds every problem once, however far its deadline is."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.supervision.wallchart.deadline_axis import MOST, periods
from rectify_xl.supervision.wallchart.problem_states import ONGOING, ChartProblem

AS_OF = date(2026, 9, 30)


def item(due: date | None) -> ChartProblem:
    return ChartProblem(2, "P001", "甲", "办公室", "题", "问题台账!D2", ONGOING, None, due, support=False)


def labels(*days: date | None) -> list[str]:
    return [each.label for each in periods([item(day) for day in days], AS_OF)]


def test_a_short_round_is_told_in_months() -> None:
    """The axis begins with the first deadline, holds today, and ends with the last; no deadline stands apart."""
    assert labels(date(2026, 8, 31), date(2026, 11, 2), None) == [
        "2026年8月",
        "2026年9月",
        "2026年10月",
        "2026年11月",
        "没有定日期",
    ]


def test_longer_rounds_are_told_in_quarters_half_years_and_years() -> None:
    """The step is the shortest with which the axis has room."""
    assert labels(date(2025, 1, 1))[:2] == ["2025年第1季度", "2025年第2季度"]
    assert labels(date(2029, 12, 31))[:2] == ["2026年下半年", "2027年上半年"]
    assert labels(date(2034, 1, 1))[:2] == ["2026年", "2027年"]


def test_deadlines_beyond_all_measure_are_put_together() -> None:
    """A year typed wrongly does not stretch the axis."""
    found = labels(date(1926, 1, 1), date(9999, 12, 31))
    assert (found[0], found[1], found[-1]) == ("2021年以前", "2021年", "2032年以后")


def test_today_is_marked_once() -> None:
    """One period is today's; those before it are past."""
    found = periods([item(date(2026, 7, 1)), item(date(2026, 12, 1))], AS_OF)
    assert [(each.past, each.today) for each in found] == [
        (True, False),
        (True, False),
        (False, True),
        (False, False),
        (False, False),
        (False, False),
    ]


@given(st.lists(st.none() | st.dates()), st.dates())
def test_every_problem_stands_in_one_period(days: list[date | None], as_of: date) -> None:
    """None is lost, none is there twice, and the axis keeps its length."""
    found = periods([item(day)._replace(row=row) for row, day in enumerate(days)], as_of)
    assert sorted(each.row for period in found for each in period.items) == list(range(len(days)))
    assert len(found) <= MOST + 3
    assert sum(period.today for period in found) == 1
