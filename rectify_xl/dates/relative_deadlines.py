"""Deadlines that are counted: 3个月内 and 15个工作日内 from the feedback, 春节前 from the official calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rectify_xl.dates import workdays
from rectify_xl.dates.deadline_words import DONE, LEAD, NUMERALS, TAIL
from rectify_xl.dates.meaning import ReadDate, RoundDates, chinese, months_later
from rectify_xl.text.numerals import DAYS_AND_MONTHS

_FROM_FEEDBACK = (
    r"(?:[自从]?(?:收到|接到)?(?:巡[察视](?:组|机构)?)?(?:正式)?反馈(?:意见|问题|会)?"
    r"(?:之日|当日|当天|之后|以后|后|起|之|日|算|计算)*(?:[,、])?)?"
)
_WITHIN = "(?:之内|以内|内)"
_LIMIT = "(?:不超过|不得超过|最长|限期|为期|限时|限)"
_MANY = rf"\d{{1,3}}|[{NUMERALS}两半]{{1,3}}"
_SPAN = (
    rf"{LEAD}{_FROM_FEEDBACK}{LEAD}({_LIMIT})?({_MANY})(?:(个月|年|个?季度)|(日|天|周|个?星期|个?工作日))(半)?"
    rf"({_WITHIN})?(?:时间)?{DONE}(?:时间)?"
)
_MONTH_AND_HALF = rf"({_MANY})个半月"
_HALF_MONTH = "半个?月"

HOLIDAYS = {
    "元旦": ("New Year's Day", 1, 1),
    "春节": ("Spring Festival", 0, 0),
    "清明": ("Tomb-sweeping Day", 0, 0),
    "五一": ("Labour Day", 5, 1),
    "劳动节": ("Labour Day", 5, 1),
    "端午": ("Dragon Boat Festival", 0, 0),
    "中秋": ("Mid-autumn Festival", 0, 0),
    "国庆": ("National Day", 10, 1),
    "十一": ("National Day", 10, 1),
    "七一": ("", 7, 1),
    "八一": ("", 8, 1),
}
"""How the official calendar calls a holiday, and its month and day where these are the same every year."""
_BEFORE_HOLIDAY = (
    rf"{LEAD}(?:(\d{{4}}|\d\d(?=年))年)?({'|'.join(HOLIDAYS)})(?:建[党军])?节?(?:假期|长假|小长假|放假|节日)?"
    rf"(?:之前|以前|前夕|前){TAIL}"
)


def counted(plain: str, around: RoundDates) -> ReadDate | None:
    """Read a span that counts from the feedback date."""
    text = re.sub(_HALF_MONTH, "15天", re.sub(_MONTH_AND_HALF, r"\1个月半", plain)) if "半" in plain else plain
    match = re.fullmatch(_SPAN, text, re.ASCII)
    if match is None:
        return None
    limit, many, long_unit, short_unit, more, within = match.groups()
    number = int(many) if many.isdigit() else DAYS_AND_MONTHS.get(many, 0)
    half = many == "半" and long_unit == "年"
    if not (number or half):
        return None
    if around.after is None:
        return ReadDate("unclear", plain, inferred="未填反馈日期，无从推算")
    start = around.after
    if short_unit and "工作日" in short_unit:
        return _working_days(plain, start, number, stated=bool(limit or within))
    try:
        if short_unit:
            day = start + timedelta(days=number * (7 if short_unit in ("周", "星期", "个星期") else 1))
        else:
            months = {"年": 12, "个月": 1}.get(long_unit, 3)
            day = months_later(start, 6 if half else number * months) + timedelta(days=15 if more else 0)
    except (OverflowError, ValueError):
        return ReadDate("impossible", plain)
    if not (limit or within):
        return _without_within(plain, day)
    return ReadDate("day", plain, day, day.isoformat(), f"从反馈日期{chinese(start)}起算，推定为{chinese(day)}")


def _without_within(plain: str, day: date) -> ReadDate:
    """Return a span without 内, which may be a deadline or a duration: it is not read, only asked for."""
    return ReadDate("unclear", plain, inferred="没有写从哪天起算", likely=f"“{plain}内”，即{chinese(day)}")


def _working_days(plain: str, start: date, number: int, *, stated: bool) -> ReadDate:
    """Count working days by the official calendar, from the day after the feedback."""
    day, left = start, number
    while left and day < date.max:
        day += timedelta(days=1)
        left -= workdays.is_workday(day)
    if not stated:
        return _without_within(plain, day)
    if not (workdays.announced(start) and workdays.announced(day)):
        return ReadDate(
            "unclear", plain, inferred="期间的节假日安排尚未公布，工作日数不准", likely=f"{chinese(day)}前后"
        )
    note = f"从反馈日期{chinese(start)}的次日起算{number}个工作日（按国务院节假日安排），推定为{chinese(day)}"
    return ReadDate("day", plain, day, day.isoformat(), note)


def before_holiday(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 春节前: the last working day before the holiday begins."""
    plain = re.sub("[“”\"'‘’]", "", plain)
    if re.fullmatch(f"{LEAD}(?:双|两)?(?:节|节日|节假日|假期)(?:之前|以前|前夕|前){TAIL}", plain):
        return ReadDate("unclear", plain, inferred="未写明是哪个节")
    if re.fullmatch(f"{LEAD}(?:过)?年(?:之前|以前|前){TAIL}", plain):
        return ReadDate("unclear", plain, inferred="不知是春节前还是年底前", likely="春节前")
    match = re.fullmatch(_BEFORE_HOLIDAY, plain, re.ASCII)
    if match is None:
        return None
    written, name = match.groups()
    if written is None and around.after is None:
        return ReadDate("unclear", plain, inferred="未写年份，也没有反馈日期可供推算")
    first = int(written) % 2000 + 2000 if written else around.after.year if around.after else 0
    for year in (first,) if written else (first, first + 1):
        day, known = _last_before(name, year)
        if not known:
            return ReadDate(
                "unclear", plain, inferred=f"{year}年节假日安排尚未公布", likely=chinese(day) if day else ""
            )
        if day and (written or around.after is None or day >= around.after):
            return ReadDate("day", plain, day, day.isoformat(), f"“{name}”前的最后一个工作日，推定为{chinese(day)}")
    return None


def _last_before(name: str, year: int) -> tuple[date | None, bool]:
    """Return the last working day before a holiday, and whether the calendar of that year is known."""
    official, month, day = HOLIDAYS[name]
    usual = date(year, month, day) if month else None
    if official and not workdays.announced(date(year, 1, 1)):
        return usual - _DAY if usual else None, False
    begins = usual if usual and (not official or month == 1) else workdays.first_day_off(official, year)
    return (workdays.last_before(begins) if begins else None), True


_DAY = timedelta(days=1)
