"""How a date cell is to be written where what stands there can be read in one way only."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rectify_xl import dates
from rectify_xl.dates import ReadDate
from rectify_xl.dates.meaning import months_later
from rectify_xl.judgement.checks.base import DateEntry, instead
from rectify_xl.ledger.records import Ledger, Remedy
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

_ROUND = timedelta(days=365)
"""For so long after the feedback a day without a year is the first one after it, and no later one."""
_OF_FEEDBACK = r"原文未写年份，按反馈日期推定为\d{4}年"
_LATEST = 6
"""Months after the end of 集中整改 until which a deadline without a year is of this round."""
_DASHED = r"(20\d\d)[—–―-]{1,2}(\d{1,2})[—–―-]{1,2}(\d{1,2})[日号]?"
_COMPACT = r"(20\d\d)(\d\d)(\d\d)"
_WHOLE_DAY = r"(\d{4})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?"


def completed(dated: DateEntry, ledger: Ledger, as_of: date) -> Remedy | None:
    """Return the remedy of a date without its year: that of the first such day after the feedback.

    None where another year may be meant: long after the feedback, on its very day, or long after the end of 集中整改,
    or where what is told as done would lie in the future; nor where more than the year was concluded (下半年 may be
    any day of it).
    """
    when, feedback = dated.when, ledger.feedback
    if not re.fullmatch(_OF_FEEDBACK, when.inferred) or when.day is None or feedback is None:
        return None
    if as_of >= feedback + _ROUND or (not dated.deadline and when.day > as_of):
        return None
    if when.day <= feedback or "半年" in when.text:
        return None
    until = ledger.info_when("集中整改结束").day
    if until is not None and when.day > months_later(until, _LATEST):
        return None
    return _remedy(dated, _spelled(when))


def written_out(dated: DateEntry) -> Remedy | None:
    """Return the remedy of a date that stands as a bare number: the date itself."""
    return _remedy(dated, _spelled(dated.when))


def dashed(dated: DateEntry) -> Remedy | None:
    """Return the remedy of 2026—6—30, which is a day with long dashes in it; None for anything else."""
    match = re.fullmatch(_DASHED, cell_value.key(dated.when.text), re.ASCII)
    when = dates.read("-".join(match.groups())) if match else dates.NOTHING
    return _remedy(dated, _spelled(when)) if when.kind == "day" and not when.inferred else None


def as_date(dated: DateEntry) -> date | None:
    """Return the day that a text spells out in full (2025.6.30, 2025年6月30日), None for any other cell."""
    raw = dated.row.plain(dated.column)
    if not isinstance(raw, str) or dated.when.kind != "day" or dated.when.inferred:
        return None
    plain = cell_value.key(raw)
    match = re.fullmatch(_WHOLE_DAY, plain) or re.fullmatch(_COMPACT, plain, re.ASCII)
    day = dated.when.day
    return day if match and day and (day.year, day.month, day.day) == tuple(map(int, match.groups())) else None


def _spelled(when: ReadDate) -> Raw:
    """Return what says the same without anything left to conclude; None where nothing does."""
    if when.day is None:
        return None
    if when.kind == "day":
        return when.day
    whole = dates.in_words(when)
    for spelled in (whole, f"{when.day.year}年{when.text.strip()}"):
        again = dates.read(spelled)
        if (again.kind, again.day, again.inferred) == ("month", when.day, ""):
            return spelled
    return None


def _remedy(dated: DateEntry, value: Raw) -> Remedy | None:
    return None if value is None else instead(dated.row, dated.column, value)
