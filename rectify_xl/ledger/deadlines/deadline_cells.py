"""What is wrong with one deadline cell: the one place that says whether a deadline can be counted with.

A deadline that is wrong counts neither as late nor as fine. `checks` reports it, `deadlines` leaves it out,
and both ask here.
"""

from datetime import date
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate
from rectify_xl.ledger.records import Ledger, Problem, Row
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Uncached

FAR_DEADLINE_YEARS = 5
"""A deadline further from the feedback is a slip of the pen: rounds last months, their longest tasks few years."""
IMMEDIATE = "立行立改"
WITHIN_ROUND = "集中整改期内"
_DATED_KINDS = (WITHIN_ROUND, IMMEDIATE, "限期整改")
_LASTING_KINDS = ("限期整改", "长期坚持", "持续推进")


class RoundDays(NamedTuple):
    """The days of the round with which a deadline is compared: `anchor` is the feedback, or, without one, today."""

    feedback: date | None
    anchor: date
    end: date | None


def round_days(ledger: Ledger, as_of: date) -> RoundDays:
    """Return the days of the round of `ledger`."""
    feedback = ledger.feedback
    return RoundDays(feedback, feedback or as_of, ledger.info_when("集中整改结束").day)


def unreadable(row: Row, column: str, when: ReadDate) -> str:
    """Return why no day can be read from a date cell; empty where one can, where it is empty, and for words."""
    if when.day is not None:
        return ""
    return "是公式，没有可用的结果" if isinstance(row.raw(column), Uncached) else unreadable_text(when)


def unreadable_text(when: ReadDate) -> str:
    """Return why no day can be read from what stands in a cell; empty where one can, and for words of the genre."""
    return f"显示“{when.text}”" if when.unreadable and cell_value.is_error(when.text) else dates.unread(when)


def far_off(when: ReadDate, days: RoundDays) -> int:
    """Return by how many years a deadline is too far from the round to be meant; 0 where it is not."""
    return far(when.day.year, days) if when.day else 0


def far(year: int, days: RoundDays) -> int:
    """Return by how many years a year is too far from the round; 0 where it is not."""
    years = abs(year - days.anchor.year)
    return years if years > FAR_DEADLINE_YEARS else 0


def early(when: ReadDate, days: RoundDays) -> bool:
    """Tell whether a deadline lies before the feedback, though not years away."""
    return bool(days.feedback and when.day and when.day < days.feedback and not far_off(when, days))


def likely(when: ReadDate, days: RoundDays) -> str:
    """Return which day a deadline of a wrong year may mean, as a question: the first such day from the feedback on."""
    if when.day is None:
        return ""
    for year in range(days.anchor.year, days.anchor.year + 5):
        try:
            day = when.day.replace(year=year)
        except ValueError:
            continue
        if day >= days.anchor:
            return f"（是不是{year}年{day.month}月{'' if when.kind == 'month' else f'{day.day}日'}？）"
    return ""


def wrong(problem: Problem, column: str, when: ReadDate, days: RoundDays) -> str:
    """Return why a deadline cell can be counted with neither as late nor as fine; empty where it can.

    The 整改时限 of what was put right while the inspection still ran may lie before the feedback.
    """
    if when.day is None:
        return unreadable(problem.row, column, when)
    if years := far_off(when, days):
        against = "反馈日期" if days.feedback else "今天"
        return f"{when.iso}与{against}相差{years}年，年份可能有误{likely(when, days)}"
    if days.feedback and early(when, days) and not (column == "整改时限" and at_once(problem)):
        return f"{when.iso}早于反馈日期{days.feedback.isoformat()}{likely(when, days)}"
    return ""


def at_once(problem: Problem) -> bool:
    """Tell whether a problem is one of those put right at once, perhaps while the inspection still ran."""
    return problem.immediate or problem.row.text("时限类型") == IMMEDIATE


def word_conflict(problem: Problem) -> str:
    """Return the 时限类型 that contradicts a deadline in words such as 长期坚持 or 每季度; empty where none does."""
    kind = problem.row.text("时限类型")
    lasting = problem.due.kind in ("longterm", "period") and kind in _DATED_KINDS
    immediate = problem.due.kind == "immediate" and kind in _LASTING_KINDS
    return kind if lasting or immediate else ""


def outside_round(problem: Problem, days: RoundDays) -> str:
    """Return the 时限类型 by which a deadline after the end of 集中整改 should lie within; empty where none says so."""
    if days.end is None or problem.due.day is None or problem.due.day <= days.end:
        return ""
    kind = problem.row.text("时限类型")
    if kind not in (WITHIN_ROUND, IMMEDIATE):
        return ""
    first = problem.due.day.replace(day=1) if problem.due.kind == "month" else problem.due.day
    return kind if first > days.end else ""
