"""Read the words of a date cell: one clause or several, with brackets, times of day and time zones."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from rectify_xl.dates.deadline_grammar import LONGTERM_WORDS, arabic, piece
from rectify_xl.dates.meaning import DateKind, ReadDate, RoundDates, chinese, in_words
from rectify_xl.dates.patterns import damaged, written
from rectify_xl.text import cell_value, folding

LONGEST = 80
"""Characters of the longest cell that is read as a deadline; anything longer is prose."""

_BEIJING = timedelta(hours=8)
_ZONED = r"(\d{4})-(\d\d?)-(\d\d?)[Tt ](\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)? ?(?:([Zz]|UTC|GMT)|([+-])(\d\d):?(\d\d)?)"
_SCRIPTED = (
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? ([A-Z][a-z]{2}) (\d\d?) (\d{4}) (\d\d:\d\d(?::\d\d)?) (?:GMT|UTC)([+-]\d{4})?.*"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR = r"(?:\d{1,2}|[零〇一二三四五六七八九十]{1,3})"
_PART_OF_DAY = "(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜间)"
_CLOCK = (
    rf"(?:[Tt\s]+|(?<=[日号底末]))(?:{_PART_OF_DAY}\s*)?"
    rf"(?:\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?(?!\d)|{_HOUR}[时点](?:{_HOUR}分?|半|整)?(?![间候限节段]))(?:之?前)?"
)
_AT_MIDNIGHT = r"(?:[Tt\s]+|(?<=[日号]))(?:凌晨\s*)?(?:00?:00(?::00)?|(?:00?|零)[时点]整?)\s*(?:之前|以前|前)"
_REST_OF_DAY = rf"(?<=[日号])(?:{_PART_OF_DAY}|下班|当天|当日|(?:星期|周|礼拜)[一二三四五六日天])(?=$|之前|以前|前)"
_POSTPONED = "(?:延期|推迟|顺延|延长|宽限|推|延)(?:到|至)"
_ROUGHLY = "(?:左右|前后|上下)(?:完成|整改|到位)*$"
_LISTED = r"(20\d\d)[,、。](\d{1,2})[,、。](\d{1,2})[日号]?(.*)"
_LASTING = rf"((?:{'|'.join(LONGTERM_WORDS)})(?:推进|整改|坚持|落实)*)[-—/ ]*((?:[于在到至]|截至|截止).+|\d(?!个).+)"
"""持续推进至2026年8月底: the words, and what may be a day."""
_REMEMBERED = 2048
"""Texts whose meaning is kept: a ledger writes the same deadline many times."""
_SLIPS = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "l": "1", "I": "1", "曰": "日", "目": "日", "曱": "日"})


def read(shown: str, around: RoundDates) -> ReadDate:
    """Return what a text in a date cell means."""
    return _short(shown, around) if len(shown) <= LONGEST else _long(shown)


@lru_cache(maxsize=_REMEMBERED)
def _short(shown: str, around: RoundDates) -> ReadDate:
    plain = cell_value.narrow(folding.cleaned(shown))
    if zoned := _zoned(plain):
        return zoned
    early = False
    if ":" in plain or "时" in plain or "点" in plain:
        early = bool(re.search(_AT_MIDNIGHT, plain))
        plain = re.sub(_CLOCK, "", plain)
    if " " in plain:
        plain = re.sub(r"(?<=\d)\s+(?=\d)", ".", plain.strip())
    plain = arabic(cell_value.key(plain)).strip(",;。、.【】[]<>《》“”\"'")
    if any(mark in plain for mark in "午班晚上凌夜当星周礼"):
        plain = re.sub(_REST_OF_DAY, "", plain)
    reading = _bracketed(plain, around)
    if early and reading.day and reading.kind == "day":
        day = reading.day - timedelta(days=1)
        return reading._replace(day=day, iso=day.isoformat(), inferred=f"写的是0时前，按前一天{chinese(day)}推定")
    if reading.kind == "unclear" and not reading.likely:
        return _explained(reading, plain, around)
    return reading


def _bracketed(plain: str, around: RoundDates) -> ReadDate:
    asides = re.findall(r"\(([^()]*)\)", plain) if "(" in plain else ()
    if not asides:
        return _clauses(plain, around)
    outer = re.sub(r"\([^()]*\)", "", plain)
    if not outer:
        return _clauses(asides[0], around)
    if any(list(written(aside)) for aside in asides):
        return ReadDate("unclear", inferred="括号内外各有日期，不知以哪个为准")
    reading = _clauses(outer, around)
    kept = "、".join(f"“{aside}”" for aside in asides if not re.fullmatch("(?:星期|周|礼拜)[一二三四五六日天]", aside))
    return _noted(reading, f"括号内{kept}未计入") if kept and reading.day else reading


def _zoned(plain: str) -> ReadDate | None:
    """Read a moment with its time zone, as programs write it: what counts is the day in Beijing."""
    if ":" not in plain:
        return None
    if match := re.fullmatch(_ZONED, plain, re.ASCII):
        year, month, day, hour, minute, second, _zulu, sign, hours, minutes = match.groups()
        numbers = (year, month, day, hour, minute, second or "0")
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    elif (match := re.fullmatch(_SCRIPTED, plain, re.ASCII)) and match[1] in _MONTHS:
        zone = match[5] or "+0000"
        numbers = (match[3], str(_MONTHS.index(match[1]) + 1), match[2], *match[4].split(":"))
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:])) * (-1 if zone[0] == "-" else 1)
    else:
        return None
    try:
        moment = datetime(*map(int, numbers), tzinfo=timezone(offset))  # type: ignore[arg-type,misc]
        day_there = moment.astimezone(timezone(_BEIJING)).date()
    except (ValueError, OverflowError):
        return ReadDate("impossible", plain)
    note = "" if day_there == moment.date() else f"原文是别的时区的时间，换算成北京时间为{chinese(day_there)}"
    return ReadDate("day", plain, day_there, day_there.isoformat(), note)


def _long(shown: str) -> ReadDate:
    start = cell_value.key(shown[:LONGEST])
    if start.startswith(("长期", "持续推进")) and not any(written(start)):
        return ReadDate("longterm")
    if damaged(shown[: LONGEST * 10]):
        return ReadDate("damaged")
    return ReadDate("unclear", inferred=f"共{len(shown)}字，不像时限")


def _clauses(plain: str, around: RoundDates) -> ReadDate:
    """Read a cell of one or several clauses; `2025年6月底前，长期坚持` is a month."""
    if plain[4:5] in (",", "、", "。") and (listed := re.fullmatch(_LISTED, plain, re.ASCII)):
        plain = "{}.{}.{}{}".format(*listed.groups())
    whole = piece(plain, around)
    if whole.kind in ("longterm", "period"):
        return _after_words(plain, whole, around)
    if whole.kind != "unclear" or whole.inferred:
        return whole
    return _best([part for part in re.split("[,;。、]", plain) if part], whole, around)


def _after_words(plain: str, whole: ReadDate, around: RoundDates) -> ReadDate:
    """Read a cell that begins with 持续推进 or 每月: a date in a clause of its own binds, as it does in front."""
    if not re.search(r"[\d,;。、:到至于在止]", plain):
        return whole
    first, *others = [part for part in re.split("[,;。、:]", plain) if part]
    if whole.kind == "longterm" and (match := re.fullmatch(_LASTING, first)):
        first, others = match[1], [match[2], *others]
    if not others or re.search(r"\d", first):
        return whole
    reading = _best([first, *others], whole, around)
    dated = reading.day or (reading.unreadable and (reading.kind != "unclear" or reading.inferred))
    return reading if dated else whole


def _best(parts: list[str], whole: ReadDate, around: RoundDates) -> ReadDate:
    """Return what binds of several clauses."""
    readings = [_clause(part, around) for part in parts]
    days = {reading.day for reading in readings if reading.day}
    if len(days) > 1:
        shown = "、".join(reading.text for reading in readings if reading.day)
        return ReadDate("unclear", inferred=f"写有{len(days)}个不同日期（{shown}），不知以哪个为准")
    order: tuple[DateKind, ...] = (
        "damaged",
        "impossible",
        "day",
        "month",
        "immediate",
        "campaign",
        "longterm",
        "period",
    )
    best = min(
        readings, key=lambda reading: order.index(reading.kind) if reading.kind in order else len(order), default=whole
    )
    others = "、".join(f"“{part}”" for part, reading in zip(parts, readings, strict=True) if reading is not best)
    return _noted(best, f"{others}不是时限，未计入") if others and best.kind != "unclear" else best


def _clause(plain: str, around: RoundDates) -> ReadDate:
    """Read one clause; of `2025年6月底前建成运行` the date alone."""
    whole = piece(plain, around)
    if whole.kind != "unclear":
        return whole
    if damaged(plain):
        return ReadDate("damaged", plain)
    dated = [mention.text for mention in written(plain)]
    if len(dated) == 1 and (dated[0].endswith("前") or plain.startswith("完成", plain.index(dated[0]) + len(dated[0]))):
        reading = piece(dated[0], around)
        if reading.day:
            return _noted(reading, f"只取“{plain}”中的日期")
    return whole


def _noted(reading: ReadDate, note: str) -> ReadDate:
    return reading._replace(inferred="；".join(filter(None, (reading.inferred, note))))


def _explained(reading: ReadDate, plain: str, around: RoundDates) -> ReadDate:
    """Return an unclear text with what is wrong with it and what it probably means, as far as that can be said."""
    if re.search(_POSTPONED, plain):
        return reading._replace(inferred=reading.inferred or "写的是延期后的日子；延期要在《销号登记》登记并批准")
    if not reading.inferred and re.search(_ROUGHLY, plain):
        day = piece(re.sub(_ROUGHLY, "", plain), around)
        return reading._replace(inferred="不是确定的日子", likely=in_words(day))
    return reading._replace(likely=_likely(plain, around))


def _likely(plain: str, around: RoundDates) -> str:
    """Return what an unclear text probably means: mistyped digits, a date in another order."""
    mended = plain.translate(_SLIPS)
    if mended != plain and (reading := piece(mended, around)).day:
        return in_words(reading)
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](20\d\d)", plain, re.ASCII):
        first, second, year = map(int, match.groups())
        for month, day in ((second, first), (first, second)):
            if (reading := piece(f"{year}.{month}.{day}", around)).day:
                return in_words(reading)
    if match := re.fullmatch(r"(\d{1,2})[./-](20\d\d)", plain, re.ASCII):
        return in_words(piece(f"{match[2]}.{match[1]}", around))
    if match := re.fullmatch(r"(\d\d)([./-])(\d{1,2})\2(\d{1,2})[日号]?", plain, re.ASCII):
        return in_words(piece(f"20{match[1]}.{match[3]}.{match[4]}", around))
    if match := re.fullmatch(r"(20\d\d)(\d{3})日?", plain, re.ASCII):
        named, run = match.groups()
        both = [piece(f"{named}.{run[:cut]}.{run[cut:]}", around) for cut in (1, 2)]
        return "或".join(filter(None, map(in_words, both)))
    if re.fullmatch(r"1[5-9]\d{11}", plain, re.ASCII):
        return chinese(date(1970, 1, 1) + timedelta(milliseconds=int(plain), hours=8))
    return ""
