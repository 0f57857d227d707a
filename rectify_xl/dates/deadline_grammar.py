"""The grammar of one deadline: a clause, half-width and without blanks, becomes a `ReadDate`.

Every reader returns what the clause means, or None where it is not of its kind. Patterns are plain strings: `re`
compiles and keeps each at its first use, so that importing this module stays cheap. Spans and holidays have a module
of their own, which is loaded where a clause looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from rectify_xl.dates.deadline_words import DONE, LEAD, NUMERALS, TAIL
from rectify_xl.dates.meaning import ReadDate, RoundDates, chinese, in_month, in_words, on_day
from rectify_xl.text.numerals import DAYS_AND_MONTHS, read_digits

LONGTERM_WORDS = ("长期坚持", "持续推进", "长期", "持续", "常态化", "始终坚持")
IMMEDIATE_WORDS = ("立行立改", "即知即改", "立即", "立查立改", "边查边改", "即行即改", "立整立改", "即时")
PERIOD_WORDS = (
    "每天",
    "每日",
    "每周",
    "每旬",
    "每月",
    "每两月",
    "每季度",
    "每季",
    "每半年",
    "每年",
    "定期",
    "逐月",
    "逐季",
)
CAMPAIGN = "集中整改"

_PART = "初|上旬|上半月|中旬|中|下旬|下半月|底|末|份|内"
_THIS_YEAR = "(?:今年|本年度?|当年|同年)?"
HALF_SECOND = 0.5 / 86_400
"""Spreadsheets round a moment to seconds before they show its day (46202.99999999 is 30 June 2026)."""
_YEAR = r"(\d{4}|\d\d(?=年))"

_AGAIN = "整改|改正|纠正|落实|办理|完成|到位|解决|并|且|、"
_AT_ONCE = (
    rf"(?:立[行查整说][立]?[改行]|即[知行整]即改|边[查巡学]边改|(?:立即|即时|立刻|马上|当即|当场|现场)(?:{_AGAIN})*)"
)
_UNIT = r"(?:个?工作日|[日天周旬月年]|星期|季度?|半年|个(?:星期|月|季度)|两月|双月)"
_MANY = rf"(?:\d{{1,3}}|[{NUMERALS}两数几]{{1,3}}|半)"
_TIMES = r"(?:至少|不少于)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})次"
_RHYTHM = (
    rf"每(?:隔)?{_MANY}?{_UNIT}|[逐按]{_UNIT}度?|隔[日天周月年]|不?定期"
    rf"|{_TIMES}[/每]{_MANY}?{_UNIT}|[一1](?:天|日|周|月|季度?|半年|年)一|(?:半年|季)一"
)


def piece(plain: str, around: RoundDates) -> ReadDate:
    """Read one clause, half-width and without blanks."""
    return next((reading for reader in _READERS if (reading := reader(plain, around))), ReadDate("unclear", plain))


def _written_out(plain: str, _around: RoundDates) -> ReadDate | None:
    """Read what most cells hold, 2025年6月30日, 2025年6月底前 and 2025-06-30, with one small pattern."""
    match = re.fullmatch(r"(\d{4})(?:年(\d\d?)月(?:(\d\d?)日|底)?|([./-])(\d\d?)\4(\d\d?))前?", plain, re.ASCII)
    if match is None:
        return None
    year, month, day, _mark, other_month, other_day = match.groups()
    if day or other_day:
        return on_day(plain, int(year), int(month or other_month), int(day or other_day))
    return in_month(plain, int(year), int(month))


def _word(plain: str, around: RoundDates) -> ReadDate | None:
    if plain in LONGTERM_WORDS or plain.startswith(("长期", "持续", "常态化", "转入长期", "转为长期", "需长期")):
        return ReadDate("longterm", plain)
    if plain in IMMEDIATE_WORDS:
        return ReadDate("immediate", plain)
    if plain.startswith(PERIOD_WORDS):
        return ReadDate("longterm" if "长期坚持" in plain else "period", plain)
    if plain[:1] in "立即边马当现" and re.fullmatch(f"{_AT_ONCE}{DONE}", plain):
        return ReadDate("immediate", plain)
    if (plain[:1] in "每逐按隔不" or "次" in plain or "一" in plain) and re.match(_RHYTHM, plain):
        return ReadDate("longterm" if "长期坚持" in plain else "period", plain)
    if not (
        plain.startswith(CAMPAIGN) and re.fullmatch(f"{CAMPAIGN}(?:期限?[内满]|期间?|阶段)?(?:结束)?{TAIL}", plain)
    ):
        return None
    if around.until is None:
        return ReadDate("campaign", plain, inferred="未填集中整改结束日期，无从推算")
    day = around.until
    return ReadDate("campaign", plain, day, day.isoformat(), f"按集中整改结束日期推定为{chinese(day)}")


_RELATIVE_YEARS = (
    "今年",
    "本年",
    "当年",
    "同年",
    "明年",
    "来年",
    "翌年",
    "次年",
    "下年",
    "后年",
    "去年",
    "上年",
    "前年",
)


def _relative_year(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 明年3月底前, 次年一季度, 去年12月: a year counted from the one in which the text was written."""
    if "年" not in plain:
        return None
    word = next((word for word in _RELATIVE_YEARS if word in plain), "")
    at = plain.find(word)
    if not word or plain[at - 1 : at] in ("以", "目", "之"):
        return None
    base = around.year or (around.after.year if around.after else None)
    if base is None:
        return ReadDate("unclear", plain, inferred=f"不知道“{word}”是哪一年")
    this = word in ("今年", "本年", "当年", "同年")
    if this and not around.year:
        return None
    step = 0 if this else {"后年": 2, "去年": -1, "上年": -1, "前年": -2}.get(word, 1)
    reading = piece(f"{plain[:at]}{base + step}年{plain[at + 2 :]}", around)
    if reading.day is None:
        return reading._replace(text=plain)
    by = "" if around.year else "按反馈日期"
    return reading._replace(text=plain, inferred=f"“{word}”{by}推定为{base + step}年")


def _full(plain: str, around: RoundDates) -> ReadDate | None:
    """Read a day, with or without its year."""
    dated = _YEAR + r"(?:年(\d{1,2})[月./-](\d{1,2})|([./-])(\d{1,2})\4(\d{1,2}))[日号]?"
    if match := re.fullmatch(LEAD + dated + TAIL, plain, re.ASCII):
        year, *rest = match.groups()
        month, day = (part for part in rest if part and part.isdigit())
        return on_day(plain, _full_year(year), int(month), int(day))
    bare = rf"{_THIS_YEAR}(\d{{1,2}})(月|[./-])(\d{{1,2}})[日号]?"
    match = re.fullmatch(LEAD + bare + TAIL, plain, re.ASCII)
    if match is None:
        return None
    month, between, day = match.groups()
    reading = _first_after(plain, around, lambda year: on_day(plain, year, int(month), int(day)))
    return None if reading.kind == "impossible" and between != "月" else reading


def _months(plain: str, around: RoundDates) -> ReadDate | None:
    """Read a month, or a part of one, with or without its year."""
    if match := re.fullmatch(rf"{LEAD}{_YEAR}[年./-](\d{{1,2}})月?份?({_PART})?{TAIL}", plain, re.ASCII):
        year, month, part = match.groups()
        return in_month(plain, _full_year(year), int(month), part)
    if match := re.fullmatch(rf"{LEAD}{_THIS_YEAR}(\d{{1,2}})月份?({_PART})?{TAIL}", plain, re.ASCII):
        number, part = int(match[1]), match[2]
        return _first_after(plain, around, lambda year: in_month(plain, year, number, part))
    return None


def _from_written(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 本月底, 下月5日, 下季度末: what is counted from the day on which the text was written."""
    pattern = (
        rf"{LEAD}(?:(本|当|这个|下个?|次)?(月)(?:份?({_PART})|(\d{{1,2}})[日号])?|([本当下次])(季)度?[底末内]?){TAIL}"
    )
    match = re.fullmatch(pattern, plain, re.ASCII)
    if match is None:
        return None
    which, month, part, day, quarter_of, quarter = match.groups()
    unsaid = ReadDate("unclear", plain, inferred="未写明是哪个月" if month else "未写明是哪个季度")
    if not (which or quarter_of):
        return unsaid
    if around.written is None:
        guess = _from_written(plain, around._replace(written=around.after)) if around.after else None
        return unsaid._replace(likely=in_words(guess) + (part or "")) if guess else unsaid
    start = around.written.year * 12 + around.written.month - 1
    if quarter:
        start = start // 3 * 3 + (5 if quarter_of in ("下", "次") else 2)
    elif which[0] in "下次":
        start += 1
    year, number = divmod(start, 12)
    note = f"“{plain}”按成文日期{chinese(around.written)}推定"
    reading = on_day(plain, year, number + 1, int(day)) if day else in_month(plain, year, number + 1, part)
    return reading._replace(inferred=note) if reading.day else reading


def _parts_of_year(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 2025年底, 上半年, 第三季度, 年中 and a bare 2025年."""
    part = (
        r"(?:([上下])半年度?|第?([1-4一二三四])季度?|前([23二三])个?季度|[Qq]([1-4])"
        r"|(?:年|(?<=[年度]))(?=[底末内中初]))([底末中初])?"
    )
    match = re.fullmatch(rf"{LEAD}(?:{_YEAR}年?度?|今年|本年度?|当年|全)?{part}{TAIL}", plain, re.ASCII)
    if match is None:
        return _year(plain, around)
    year, half, *quarters, within = match.groups()
    quarter = next(filter(None, quarters), "")
    if within in ("中", "初") and (half or quarter):
        return None
    last = {"上": 6, "下": 12}[half] if half else 3 * int(DAYS_AND_MONTHS.get(quarter) or quarter) if quarter else 12
    last = {"中": 6, "初": 1}.get(within or "", last)
    if year:
        return in_month(plain, _full_year(year), last)
    return _first_after(plain, around, lambda number: in_month(plain, number, last))


def _year(plain: str, around: RoundDates) -> ReadDate | None:
    if re.fullmatch(f"{LEAD}(?:今年|本年度?|当年|全年){TAIL}", plain):
        return _first_after(plain, around, lambda number: in_month(plain, number, 12))
    match = re.fullmatch(rf"{LEAD}{_YEAR}年度?{TAIL}", plain, re.ASCII)
    if match is None:
        return None
    year = _full_year(match[1])
    if re.search(r"\d年(?:之前|以前|前)", plain):
        return ReadDate("unclear", plain, inferred="不知含不含这一年", likely=f"{year}年底前")
    return in_month(plain, year, 12)._replace(inferred="只写了年份，按年底推定")


def _span(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 3个月内, 15个工作日内."""
    if not any(mark in plain for mark in "个天周星"):
        return None
    from rectify_xl.dates import relative_deadlines

    return relative_deadlines.counted(plain, around)


def _other_span(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 30日内, 半年内, 春节前: what looks like other dates at first sight."""
    if not re.search("[半节]|[日年][以之]?内|[日年]$|[五七八十]一|元旦|国庆|年前|清明|端午|中秋", plain):
        return None
    from rectify_xl.dates import relative_deadlines

    return relative_deadlines.counted(plain, around) or relative_deadlines.before_holiday(plain, around)


def _range(plain: str, around: RoundDates) -> ReadDate | None:
    """Read 2025年3月—6月: the last day of the range counts."""
    parts = re.split("至|到|[—–~]+", plain) if re.search("[至到—–~]", plain) else plain.split("-")
    if len(parts) != 2 or not all(parts):
        return None
    first, last = parts
    start = piece(first, around)
    if start.day is None and not re.fullmatch(r"\d{1,2}", first, re.ASCII):
        return None
    begins = start.day and start.day.replace(day=1 if start.kind == "month" else start.day.day)
    if begins and (match := re.fullmatch(rf"(\d{{1,2}})[日号]{TAIL}", last, re.ASCII)):
        end = on_day(plain, begins.year, begins.month, int(match[1]))
    elif begins:
        following = "次年" in last or "翌年" in last
        end = piece(last, around._replace(after=begins, year=(not following and around.year) or begins.year))
    else:
        end = piece(last, around)
    if end.day is None:
        return end if end.kind == "impossible" else None
    if begins and end.day < begins:
        return ReadDate("unclear", plain, inferred="起止日期颠倒")
    return ReadDate(end.kind, plain, end.day, end.iso, f"写的是一段时间，按最后一天{chinese(end.day)}推定")


def compact(plain: str, _around: RoundDates) -> ReadDate | None:
    """Read 20250630 and 202506."""
    if match := re.fullmatch(r"((?:19|20)\d\d)(0\d|1[0-2])([0-3]\d)[日号]?", plain, re.ASCII):
        return on_day(plain, *map(int, match.groups()))
    if match := re.fullmatch(r"(20\d\d)(0[1-9]|1[0-2])", plain, re.ASCII):
        year, month = map(int, match.groups())
        return in_month(plain, year, month)._replace(inferred=f"数字{plain}读作{year}年{month}月")
    return None


def serial(plain: str, around: RoundDates) -> ReadDate | None:
    """Read a serial date of the years 1990 to 2099, also when it stands in the cell as text."""
    if not re.fullmatch(r"\d{5}(?:\.\d*)?", plain, re.ASCII):
        return None
    epoch = date(1904, 1, 1) if around.date1904 else date(1899, 12, 30)
    day = epoch + timedelta(days=int(float(plain) + HALF_SECOND))
    if not 1990 <= day.year <= 2099:
        return None
    return ReadDate("day", plain, day, day.isoformat(), f"数字{plain}按日期序列号读作{chinese(day)}")


_READERS = (
    _written_out,
    _word,
    compact,
    serial,
    _span,
    _relative_year,
    _full,
    _months,
    _parts_of_year,
    _from_written,
    _other_span,
    _range,
)


def _first_after(plain: str, around: RoundDates, of_year: Callable[[int], ReadDate]) -> ReadDate:
    """Return the first occurrence on or after the feedback date of a date without its year."""
    if around.after is None:
        leap = of_year(2024)
        return leap if leap.day is None else ReadDate("unclear", plain, inferred="未写年份，也没有反馈日期可供推算")
    tried = [of_year(around.after.year + more) for more in (0, 1)]
    reading = next((candidate for candidate in tried if candidate.day and candidate.day >= around.after), None)
    if reading is None or reading.iso is None:
        return ReadDate(
            "impossible", plain, likely=next((candidate.likely for candidate in tried if candidate.likely), "")
        )
    this = re.search("今年|本年|当年", plain)
    what = f"“{this[0]}”" if this else "原文未写年份，"
    return reading._replace(inferred=f"{what}按反馈日期推定为{reading.iso[:4]}年")


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def arabic(plain: str) -> str:
    """Return `plain` with Chinese numerals in front of 年, 月, 日 made Arabic (二○二五年六月 → 2025年6月)."""
    if not any(char in plain for char in "〇○零一二三四五六七八九十"):
        return plain

    return re.sub(f"[{NUMERALS}]+(?=[年月日号])", _digits, plain)


def _digits(match: re.Match[str]) -> str:
    digits = match[0]
    if len(digits) == 4 and "十" not in digits:
        return read_digits(digits)
    return str(DAYS_AND_MONTHS.get(digits.lstrip("零〇○"), digits))
