"""Read a cell of a date column: a date, a number, or words."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from rectify_xl.dates import cell_words
from rectify_xl.dates.deadline_grammar import HALF_SECOND, compact, piece, serial
from rectify_xl.dates.meaning import FAR_YEARS, NOTHING, ReadDate, RoundDates, chinese, in_month, in_words, on_day
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

_REMEMBERED = 4096
"""Days whose reading is kept: many rows of a ledger, and many ledgers of a round, have the same ones."""


def read(
    raw: Raw,
    *,
    after: date | None = None,
    until: date | None = None,
    date1904: bool = False,
    year: int | None = None,
    written: date | None = None,
) -> ReadDate:
    """Return what a date or deadline cell means.

    A month and day without a year fall on their first occurrence on or after `after` (the feedback date of the
    round), and 3个月内 counts from it; without `after` they stay unclear. 集中整改期内 ends on `until`. Numbers are
    serial dates of the workbook's date system. 今年 is `year`, and 本月 the month of `written`, the day on which the
    text was written; without `year` it is the year of feedback. A year far from the feedback is implausible.
    """
    return NOTHING if raw is None else read_within(raw, RoundDates(after, until, date1904, year, written))


def read_within(raw: Raw, around: RoundDates) -> ReadDate:
    """Return what a date or deadline cell means in a round; as `read`, for who reads many cells of one ledger."""
    if raw is None:
        return NOTHING
    if isinstance(raw, date):
        return _date(raw, around)
    shown = cell_value.text(raw)
    if not shown:
        return NOTHING
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        reading = _number(shown, around)
    else:
        reading = cell_words.read(shown, around)._replace(text=shown)
    return _plausible(reading, around)


@lru_cache(maxsize=_REMEMBERED, typed=True)
def _date(raw: date, around: RoundDates) -> ReadDate:
    """Read a date cell; one that shows no day is a month."""
    day = raw
    if isinstance(raw, datetime):
        day = raw.date() if raw.year == date.max.year else (raw + timedelta(days=HALF_SECOND)).date()
    shown = day.isoformat()
    reading = ReadDate("day", shown, day, shown, _nearly_midnight(raw))
    if isinstance(raw, cell_value.Month):
        reading = in_month(cell_value.text(raw), raw.year, raw.month)
    elif isinstance(raw, cell_value.Year):
        reading = in_month(cell_value.text(raw), raw.year, 12)._replace(inferred="只写了年份，按年底推定")
    return _plausible(reading, around, raw)


def _typed_as(raw: date, around: RoundDates) -> tuple[str, str]:
    """Return number and meaning of what was typed where a cell made a date of it (2026.12 becomes 18 July 1905)."""
    moment = raw if isinstance(raw, datetime) else datetime.combine(raw, time())
    epoch = datetime(1904, 1, 1) if around.date1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
    number = round((moment - epoch) / timedelta(days=1), 4)
    if moment.year == 1900 and not around.date1904 and number < 61:
        number -= 1  # the spreadsheet counts a 29 February 1900
    shown = cell_value.text(number)
    if 1990 <= number < 2100:
        if shown.isdigit():
            return shown, f"{shown}年"
        read_again = _number(shown, around)
        return shown, read_again.likely or in_words(read_again)
    likely = in_words(_number(shown, around)) if number < 32 or 199001 <= number <= 209912 else ""
    return (shown, likely) if likely else ("", "")


def _number(shown: str, around: RoundDates) -> ReadDate:
    """Read a number: 20250630, 202506, a serial date, or a date that the spreadsheet took for a decimal (2025.6)."""
    reading = compact(shown, around) or serial(shown, around)
    if reading:
        return reading
    if re.fullmatch(r"20\d\d\.1|1?\d\.[1-3]", shown, re.ASCII):
        return _lost_nought(shown, around)
    if re.fullmatch(r"(?:20\d\d|1?\d)\.\d\d?", shown, re.ASCII):
        reading = piece(shown, around)
        if reading.day:
            return reading._replace(inferred=reading.inferred or f"数字{shown}读作{in_words(reading)}")
    if re.fullmatch(r"20\d\d", shown, re.ASCII):
        return ReadDate("unclear", shown, inferred=f"数字{shown}只像年份", likely=f"{shown}年")
    return ReadDate(
        "unclear", shown, inferred=reading.inferred if reading else "", likely=reading.likely if reading else ""
    )


def _lost_nought(shown: str, around: RoundDates) -> ReadDate:
    """Return 2025.1 and 6.3, which may have been 2025.10 and 6.30, as unclear."""
    both = [in_words(piece(text, around)) for text in (shown, f"{shown}0")]
    return ReadDate(
        "unclear",
        shown,
        inferred=f"数字{shown}末尾的0可能已被表格略去，请按文本重填",
        likely="或".join(dict.fromkeys(filter(None, both))),
    )


def _nearly_midnight(raw: date) -> str:
    """Return what to say of a moment some seconds before midnight, as programs in other time zones write a day."""
    if not isinstance(raw, datetime) or (raw.hour, raw.minute) != (23, 59) or raw.second in (0, 59):
        return ""
    return f"单元格里是{raw:%Y-%m-%d %H:%M:%S}，可能是{chinese(raw.date() + timedelta(days=1))}少了几十秒"


def _plausible(reading: ReadDate, around: RoundDates, raw: date | None = None) -> ReadDate:
    """Return `found`, or that its year is far from the round; `raw` is what the cell holds."""
    if reading.day is None:
        return reading
    base = around.after
    far = abs(reading.day.year - base.year) > FAR_YEARS if base else not 1990 <= reading.day.year <= 2099
    if not far:
        return reading
    number, likely = _typed_as(raw or reading.day, around)
    if number:
        return ReadDate("implausible", reading.text, inferred=f"数字{number}被表格当成了日期", likely=likely)
    return ReadDate("implausible", reading.text, likely=_slip(reading, base) if base else "")


def _slip(reading: ReadDate, after: date) -> str:
    """Return the date with the one year near the round that differs by one digit, or by two in another order."""
    day = reading.day
    if day is None:
        return ""
    written = f"{day.year:04d}"
    near = []
    for year in range(after.year, after.year + 4):
        wrong = [i for i in range(4) if written[i] != str(year)[i]]
        if len(wrong) == 1 or sorted(written) == sorted(str(year)):
            near.append(year)
    read = [on_day("", year, day.month, day.day) for year in near[:1]]
    return in_words(read[0]._replace(kind=reading.kind)) if read and read[0].day else ""
