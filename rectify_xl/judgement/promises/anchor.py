"""What the dates of a round say about dates in its prose: which year is meant, and when the prose was written.

A damaged date is never mended. But a year that is printed whole stays readable (`2025年512`), and of a date that lost
only 年 or 月 the last possible reading bounds the day on which the text was written.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import ReadDate, chinese
from rectify_xl.ledger.records import Ledger
from rectify_xl.text import cell_value


class Anchor(NamedTuple):
    """The round, seen from a sentence of its ledger.

    `after` is the feedback date, from which dates without a year count; `opened` the day before which everything is
    background; `year` what 今年 means, `year_note` how that is known; `written_by` the last day on which the text
    can have been written, `written_note` how that is known; `written` the day of the notice where it is whole.
    """

    after: date | None
    opened: date | None
    year: int | None
    year_note: str
    written_by: date | None
    written_note: str
    written: date | None = None


def anchor(ledger: Ledger) -> Anchor:
    """Return what the sheet 基本信息 says about the dates of the round, damaged dates included."""
    when, text = ledger.info_when("通报日期"), ledger.info_text("通报日期")
    return anchor_from(ledger.feedback, ledger.info_when("巡察开始").day, when, text)


def anchor_from(after: date | None, opened: date | None, when: ReadDate, text: str) -> Anchor:
    """Return the round from its first day (`opened`) and feedback (`after`) to a notice dated `text`, read `when`."""
    bare = Anchor(after, opened, None, "", None, "")
    if when.day:
        return bare._replace(
            year=when.day.year,
            year_note=f"按通报日期推定为{when.day.year}年",
            written_by=when.day,
            written_note=f"通报日期为{chinese(when.day)}",
            written=when.day,
        )
    if year := _printed_year(text):
        last = _last_reading(text, year)
        return bare._replace(
            year=year,
            year_note=f"通报日期“{text}”残缺，其中年份{year}年完整，据此推定",
            written_by=last,
            written_note=f"通报日期“{text}”残缺，怎样断读都不晚于{chinese(last)}",
        )
    if after:
        return bare._replace(year=after.year, year_note=f"按反馈日期推定为{after.year}年")
    return bare


def _printed_year(text: str) -> int | None:
    match = re.match(r"20\d\d", cell_value.key(text), re.ASCII)
    return int(match[0]) if match else None


def _last_reading(text: str, year: int) -> date:
    """Return the last day that a damaged date can mean if it lost 年 and 月 only, else the end of its year."""
    run = re.fullmatch(r"20\d\d年?(\d{2,4})日?", cell_value.key(text), re.ASCII)
    digits = run[1] if run else ""
    readings = [_day(year, digits[:cut], digits[cut:]) for cut in (1, 2) if 1 <= len(digits) - cut <= 2]
    return max((day for day in readings if day), default=date(year, 12, 31))


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
