"""The grammar of one deadline: a clause, half-width and without blanks, becomes a `When`.

Every reader returns what the clause means, or None where it is not of its kind. Patterns are plain strings: `re`
compiles and keeps each at its first use, so that importing this module stays cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from rectify_xl.when import Round, When, chinese, in_month, months_later, on_day

LONGTERM_WORDS = ("长期坚持", "持续推进", "长期", "持续", "常态化", "始终坚持")
IMMEDIATE_WORDS = ("立行立改", "即知即改", "立即", "立查立改", "边查边改", "即行即改")
PERIOD_WORDS = ("每天", "每日", "每周", "每旬", "每月", "每两月", "每季度", "每季", "每半年", "每年", "定期")
CAMPAIGN = "集中整改"

_NUMERALS = "零〇○ＯO一二三四五六七八九十"
_YEAR_DIGIT = str.maketrans("零〇○ＯO一二三四五六七八九", "00000123456789")
_ONES = ("", *"一二三四五六七八九")
_COUNT = {tens + ones: 10 * i + j for i, tens in enumerate(("", "十", "二十", "三十")) for j, ones in enumerate(_ONES)}
_COUNT |= {"两": 2, "": 0}
_PART = "初|上旬|中旬|下旬|底|末|份|内"
_LEAD = r"(?:截止|截至|最迟|不迟于|自反馈之日起|预计|计划|拟|力争|争取|确保|于|在|到|至)*"
_TAIL = r"(?:之前|以前|前|之内|以内|内|止|整改|完成|到位|办结|销号|到期|全部|基本|落实)*"
_THIS_YEAR = r"(?:今年|本年度?)?"
_YEAR = r"((?:19|20)\d\d|\d\d(?=年))"


def piece(plain: str, around: Round) -> When:
    """Read one clause, half-width and without blanks."""
    return next((found for reader in _READERS if (found := reader(plain, around))), When("unclear", plain))


def _word(plain: str, around: Round) -> When | None:
    if plain in LONGTERM_WORDS or plain.startswith(("长期", "持续推进")):
        return When("longterm", plain)
    if plain in IMMEDIATE_WORDS:
        return When("immediate", plain)
    if plain.startswith(PERIOD_WORDS):
        return When("longterm" if "长期坚持" in plain else "period", plain)
    if not (plain.startswith(CAMPAIGN) and re.fullmatch(f"{CAMPAIGN}(?:期限?内|期间?)?{_TAIL}", plain)):
        return None
    if around.until is None:
        return When("campaign", plain, inferred="未填集中整改结束日期，无从推算")
    day = around.until
    return When("campaign", plain, day, day.isoformat(), f"按集中整改结束日期推定为{chinese(day)}")


def _full(plain: str, around: Round) -> When | None:
    """Read a day, with or without its year."""
    dated = _YEAR + r"(?:年(\d{1,2})[月.](\d{1,2})|([./-])(\d{1,2})\4(\d{1,2}))[日号]?"
    if match := re.fullmatch(_LEAD + dated + _TAIL, plain, re.ASCII):
        year, *rest = match.groups()
        month, day = (part for part in rest if part and part.isdigit())
        return on_day(plain, _full_year(year), int(month), int(day))
    bare = rf"{_THIS_YEAR}(\d{{1,2}})(月|[./-])(\d{{1,2}})[日号]?"
    match = re.fullmatch(_LEAD + bare + _TAIL, plain, re.ASCII)
    if match is None:
        return None
    month, between, day = match.groups()
    found = _first_after(plain, around, lambda year: on_day(plain, year, int(month), int(day)))
    return None if found.kind == "impossible" and between != "月" else found


def _months(plain: str, around: Round) -> When | None:
    """Read a month, or a part of one, with or without its year."""
    if match := re.fullmatch(rf"{_LEAD}{_YEAR}[年./-](\d{{1,2}})月?份?({_PART})?{_TAIL}", plain, re.ASCII):
        year, month, part = match.groups()
        return in_month(plain, _full_year(year), int(month), part)
    if match := re.fullmatch(rf"{_LEAD}{_THIS_YEAR}(\d{{1,2}})月份?({_PART})?{_TAIL}", plain, re.ASCII):
        number, part = int(match[1]), match[2]
        return _first_after(plain, around, lambda year: in_month(plain, year, number, part))
    if re.fullmatch(f"{_LEAD}(?:本月|当月|月)(?:{_PART})?{_TAIL}", plain):
        return When("unclear", plain, inferred="未写明是哪个月")
    return None


def _parts_of_year(plain: str, around: Round) -> When | None:
    """Read 2025年底, 上半年, 第三季度 and a bare 2025年."""
    part = r"(?:([上下])半年|第?([1-4一二三四])季度?|(?:年|(?<=[年度]))(?=[底末内]))[底末]?"
    match = re.fullmatch(rf"{_LEAD}(?:{_YEAR}年度?|今年|本年度?)?{part}{_TAIL}", plain, re.ASCII)
    if match is None:
        return _year(plain)
    year, half, quarter = match.groups()
    last = {"上": 6, "下": 12}[half] if half else 3 * int(_COUNT.get(quarter) or quarter) if quarter else 12
    if year:
        return in_month(plain, _full_year(year), last)
    return _first_after(plain, around, lambda number: in_month(plain, number, last))


def _year(plain: str) -> When | None:
    match = re.fullmatch(rf"{_LEAD}{_YEAR}年度?{_TAIL}", plain, re.ASCII)
    return in_month(plain, _full_year(match[1]), 12)._replace(inferred="只写了年份，按年底推定") if match else None


def _span(plain: str, around: Round) -> When | None:
    """Read 3个月内, 半年内, 60日内: a span from the feedback date."""
    match = re.fullmatch(
        rf"{_LEAD}(\d{{1,3}}|[{_NUMERALS}两半]{{1,3}})(?:(个?月|年)|(日|天|周))(?:之内|以内|内){_TAIL}", plain, re.ASCII
    )
    if match is None or match[2] == "月":
        return None
    many, long_unit, short_unit = match.groups()
    number = int(many) if many.isdigit() else _COUNT.get(many, 0)
    half = many == "半" and long_unit == "年"
    if not number and not half:
        return None
    if around.after is None:
        return When("unclear", plain, inferred="未填反馈日期，无从推算")
    try:
        if short_unit:
            day = around.after + timedelta(days=number * (7 if short_unit == "周" else 1))
        else:
            day = months_later(around.after, 6 if half else number * (12 if long_unit == "年" else 1))
    except (OverflowError, ValueError):
        return When("impossible", plain)
    return When("day", plain, day, day.isoformat(), f"从反馈日期{chinese(around.after)}起算，推定为{chinese(day)}")


def _range(plain: str, around: Round) -> When | None:
    """Read 2025年3月—6月: the last day of the range counts."""
    parts = re.split("至|到|[—–~]+", plain) if re.search("[至到—–~]", plain) else plain.split("-")
    if len(parts) != 2 or not all(parts):
        return None
    first, last = parts
    start = piece(first, around)
    if start.day is None and not re.fullmatch(r"\d{1,2}", first, re.ASCII):
        return None
    begins = start.day and start.day.replace(day=1 if start.kind == "month" else start.day.day)
    if begins and (match := re.fullmatch(rf"(\d{{1,2}})[日号]{_TAIL}", last, re.ASCII)):
        end = on_day(plain, begins.year, begins.month, int(match[1]))
    else:
        end = piece(last, around._replace(after=begins or around.after))
    if end.day is None:
        return end if end.kind == "impossible" else None
    if begins and end.day < begins:
        return When("unclear", plain, inferred="起止日期颠倒")
    return When(end.kind, plain, end.day, end.iso, f"写的是一段时间，按最后一天{chinese(end.day)}推定")


def compact(plain: str, _around: Round) -> When | None:
    """Read 20250630 and 202506."""
    if match := re.fullmatch(r"((?:19|20)\d\d)(0\d|1[0-2])([0-3]\d)[日号]?", plain, re.ASCII):
        return on_day(plain, *map(int, match.groups()))
    if match := re.fullmatch(r"(20\d\d)(0[1-9]|1[0-2])", plain, re.ASCII):
        year, month = map(int, match.groups())
        return in_month(plain, year, month)._replace(inferred=f"数字{plain}按{year}年{month}月推定")
    return None


def serial(plain: str, around: Round) -> When | None:
    """Read a serial date of the years 1990 to 2099, also when it stands in the cell as text."""
    if not re.fullmatch(r"\d{5}(?:\.\d*)?", plain, re.ASCII):
        return None
    epoch = date(1904, 1, 1) if around.date1904 else date(1899, 12, 30)
    day = epoch + timedelta(days=int(plain[:5]))
    if not 1990 <= day.year <= 2099:
        return None
    return When("day", plain, day, day.isoformat(), f"数字{plain}按日期序列号读作{chinese(day)}")


_READERS = (_word, compact, serial, _full, _months, _parts_of_year, _span, _range)


def _first_after(plain: str, around: Round, of_year: Callable[[int], When]) -> When:
    """Return the first occurrence on or after the feedback date of a date without its year."""
    if around.after is None:
        leap = of_year(2024)
        return leap if leap.day is None else When("unclear", plain, inferred="未写年份，也没有反馈日期可供推算")
    tried = [of_year(around.after.year + more) for more in (0, 1)]
    found = next((each for each in tried if each.day and each.day >= around.after), None)
    if found is None or found.iso is None:
        return When("impossible", plain)
    return found._replace(inferred=f"原文未写年份，按反馈日期推定为{found.iso[:4]}年")


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def arabic(plain: str) -> str:
    """Return `plain` with Chinese numerals in front of 年, 月, 日 made Arabic (二○二五年六月 → 2025年6月)."""
    if not any(char in plain for char in "〇○零一二三四五六七八九十"):
        return plain

    return re.sub(f"[{_NUMERALS}]+(?=[年月日号])", _digits, plain)


def _digits(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 4 and "十" not in found:
        return found.translate(_YEAR_DIGIT)
    return str(_COUNT.get(found.lstrip("零〇○"), found))
