"""Read the dates and deadlines of this genre, from cells and from prose.

`2025.6.30`, `2025年6月底前`, `6月30日` (the year comes from the round), serial numbers in both date systems,
`长期坚持`, `立行立改`. A damaged date (`202442日`) keeps its text and is never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from rectify_xl import values
from rectify_xl.values import Raw

Kind = Literal["none", "day", "month", "longterm", "immediate", "period", "damaged", "impossible", "unclear"]

LONGTERM_WORDS = ("长期坚持", "持续推进", "长期", "持续", "常态化", "始终坚持")
IMMEDIATE_WORDS = ("立行立改", "即知即改", "立即", "立查立改", "边查边改", "即行即改")
PERIOD_WORDS = ("每天", "每日", "每周", "每旬", "每月", "每两月", "每季度", "每季", "每半年", "每年", "定期")


class When(NamedTuple):
    """The meaning of a date or deadline.

    `day` is the last day that still keeps the deadline (for a month its last day), `iso` what is known
    (`YYYY-MM-DD`, or `YYYY-MM` for a month), `inferred` says in Chinese what was concluded rather than read.
    """

    kind: Kind
    text: str = ""
    day: date | None = None
    iso: str | None = None
    inferred: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is a day to count with."""
        return self.day is not None


NOTHING = When("none")


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


_DIGITS = "零〇一二三四五六七八九十"
_PART_DAY = {"初": 5, "上旬": 10, "中旬": 20}
_PART = "初|上旬|中旬|下旬|底|末|内|份"
_TAIL = r"(?:之?前|以前|止|完成|整改完成|到期)*"
_YEAR = r"(?:(20\d{2}|19\d{2}|\d{2}(?=年))[年./-])"
_FULL = re.compile(_YEAR + r"?(\d{1,2})[月./-](\d{1,2})[日号]?" + _TAIL, re.ASCII)
_MONTH = re.compile(_YEAR + rf"(\d{{1,2}})月?({_PART})?" + _TAIL, re.ASCII)
_BARE_MONTH = re.compile(rf"(\d{{1,2}})月({_PART})?" + _TAIL, re.ASCII)
_YEAR_END = re.compile(r"(?:(20\d{2})年?|本年|今年)?(?:年?底|年末|年内)" + _TAIL, re.ASCII)
_COMPACT = re.compile(r"(20\d{2}|19\d{2})(\d{2})(\d{2})", re.ASCII)
_DAMAGED = re.compile(
    r"(?<![\d.])(?:20\d{2}\d{1,4}[日号]|20\d{2}年\d{3,4}(?![\d年月日号元人次条])|(?<=[至到])\d{3,4}日|20\d{2}月\d{1,2}日)",
    re.ASCII,
)


def damaged(text: str) -> list[str]:
    """Return the pieces of `text` that are dates with lost characters, as written (`202442日`)."""
    return [match.group() for match in _DAMAGED.finditer(values.narrow(text)) if not _compact(match.group())]


def read(raw: Raw, *, after: date | None = None, date1904: bool = False) -> When:
    """Return what a date or deadline cell means.

    A month and day without a year fall on their first occurrence on or after `after` (the feedback date of the
    round); without `after` they stay unclear. Numbers are serial dates of the workbook's date system.
    """
    if isinstance(raw, datetime):
        return _day(text=raw.date().isoformat(), year=raw.year, month=raw.month, day=raw.day)
    if isinstance(raw, date):
        return _day(text=raw.isoformat(), year=raw.year, month=raw.month, day=raw.day)
    shown = values.text(raw)
    if not shown:
        return NOTHING
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_number(float(raw), shown, date1904=date1904)
    return _from_text(shown, after)


def _from_number(number: float, shown: str, *, date1904: bool) -> When:
    compact = _compact(shown)
    if compact:
        return compact
    if 20000 <= number < 80000:
        epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
        day = epoch + timedelta(days=int(number))
        return When("day", shown, day, day.isoformat(), f"数字{shown}按日期序列号读作{chinese(day)}")
    return When("unclear", shown)


def _compact(text: str) -> When | None:
    match = _COMPACT.fullmatch(text.rstrip("日号"))
    if not match:
        return None
    found = _day(text, *(int(part) for part in match.groups()))
    return found if found.kind == "day" else None


def _from_text(shown: str, after: date | None) -> When:
    plain = _arabic(values.key(shown))
    if any(word == plain for word in LONGTERM_WORDS) or plain.startswith("长期"):
        return When("longterm", shown)
    if plain in IMMEDIATE_WORDS:
        return When("immediate", shown)
    if plain.startswith(PERIOD_WORDS):
        return When("period", shown)
    compact = _compact(plain)
    if compact:
        return compact._replace(text=shown)
    if re.fullmatch(r"\d{5}", plain, re.ASCII):
        return _from_number(float(plain), shown, date1904=False)
    if match := _FULL.fullmatch(plain.removesuffix("00:00:00").removesuffix("00:00")):
        year, month, day = match.groups()
        return _dated(shown, year, int(month), int(day), after)
    if match := _MONTH.fullmatch(plain):
        year, month, part = match.groups()
        return _in_month(shown, _full_year(year), int(month), part)
    if match := _BARE_MONTH.fullmatch(plain):
        return _bare_month(shown, int(match.group(1)), match.group(2), after)
    if match := _YEAR_END.fullmatch(plain):
        return _year_end(shown, match.group(1), after)
    if damaged(plain):
        return When("damaged", shown)
    return When("unclear", shown)


def _dated(shown: str, year: str | None, month: int, day: int, after: date | None) -> When:
    if year:
        return _day(shown, _full_year(year), month, day)
    if after is None:
        return When("unclear", shown)
    found = _day(shown, after.year, month, day)
    if found.day and found.day < after:
        found = _day(shown, after.year + 1, month, day)
    return found._replace(inferred=f"原文未写年份，按反馈日期推定为{found.iso[:4]}年") if found.iso else found


def _bare_month(shown: str, month: int, part: str | None, after: date | None) -> When:
    if after is None:
        return When("unclear", shown)
    found = _in_month(shown, after.year, month, part)
    if found.day and found.day < after:
        found = _in_month(shown, after.year + 1, month, part)
    return found._replace(inferred=f"原文未写年份，按反馈日期推定为{found.iso[:4]}年") if found.iso else found


def _year_end(shown: str, year: str | None, after: date | None) -> When:
    if year:
        return _in_month(shown, int(year), 12, "底")
    if after is None:
        return When("unclear", shown)
    found = _in_month(shown, after.year, 12, "底")
    return found._replace(inferred=f"原文未写年份，按反馈日期推定为{after.year}年")


def _in_month(shown: str, year: int, month: int, part: str | None) -> When:
    if not 1 <= month <= 12:
        return When("impossible", shown)
    day = date(year, month, _PART_DAY[part]) if part in _PART_DAY else last_day(year, month)
    return When("month", shown, day, f"{year:04d}-{month:02d}")


def _day(text: str, year: int, month: int, day: int) -> When:
    try:
        found = date(year, month, day)
    except ValueError:
        return When("impossible", text)
    return When("day", text, found, found.isoformat())


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _arabic(text: str) -> str:
    """Return `text` with Chinese numerals in front of 年, 月, 日 made Arabic (二〇二五年六月 → 2025年6月)."""
    if not any(digit in text for digit in _DIGITS):
        return text
    import cn2an  # slow to import, and rarely needed

    def arabic(match: re.Match[str]) -> str:
        try:
            return str(cn2an.cn2an(match.group().replace("〇", "零"), "smart"))
        except ValueError:
            return match.group()

    return re.sub(rf"[{_DIGITS}]+(?=[年月日号])", arabic, text)


def chinese(day: date) -> str:
    """Return a date as an official document prints it: Arabic numerals, no leading zeros (2025年6月5日)."""
    return f"{day.year}年{day.month}月{day.day}日"
