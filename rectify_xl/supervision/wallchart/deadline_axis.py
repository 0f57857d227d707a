"""The deadline axis: periods of equal length, today's among them, and which problems fall due in each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger.counting.deadline_wording import UNREAD
from rectify_xl.supervision.wallchart.problem_states import ChartProblem

MOST = 12
"""Periods on the axis, without those before and behind it and the one without a date."""
_STEPS = (1, 3, 6, 12)


class Period(NamedTuple):
    """A piece of the axis: `today` where it holds the day of the chart, `past` where it ends before."""

    label: str
    items: tuple[ChartProblem, ...]
    today: bool = False
    past: bool = False


def periods(items: Sequence[ChartProblem], as_of: date) -> tuple[Period, ...]:
    """Return the axis of deadlines as written: months to years, as few as hold all deadlines and today.

    Where even years are too many, the axis is the years around today, and what lies before and behind is put
    together. Problems without a deadline come last, and behind them those whose deadline cannot be read.
    """
    dated = [item for item in items if item.due]
    months = [_month(item.due) for item in dated if item.due]
    today = _month(as_of)
    first, last = min([today, *months]), max([today, *months])
    step = next((candidate for candidate in _STEPS if last // candidate - first // candidate < MOST), _STEPS[-1])
    start, end = first // step, last // step
    if end - start >= MOST:
        start, end = today // step - MOST // 2 + 1, today // step + MOST // 2
    result = [
        Period(
            _label(slot, step),
            tuple(item for item in dated if item.due and _month(item.due) // step == slot),
            today=today // step == slot,
            past=today // step > slot,
        )
        for slot in range(start, end + 1)
    ]
    before = tuple(item for item in dated if item.due and _month(item.due) // step < start)
    behind = tuple(item for item in dated if item.due and _month(item.due) // step > end)
    undated = tuple(item for item in items if not item.due and not item.unread)
    unread = tuple(item for item in items if not item.due and item.unread)
    return (
        *((Period(f"{_label(start, step)}以前", before, past=True),) if before else ()),
        *result,
        *((Period(f"{_label(end, step)}以后", behind),) if behind else ()),
        *((Period("没有定日期", undated),) if undated else ()),
        *((Period(UNREAD, unread),) if unread else ()),
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _label(slot: int, step: int) -> str:
    year, month = divmod(slot * step, 12)
    if step == 1:
        return f"{year}年{month + 1}月"
    if step == 3:
        return f"{year}年第{month // 3 + 1}季度"
    if step == 6:
        return f"{year}年{'下' if month else '上'}半年"
    return f"{year}年"
