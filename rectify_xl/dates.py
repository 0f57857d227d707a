"""Read the dates and deadlines of this genre, from cells and from prose.

`2025.6.30`, `2025年6月底前`, `6月30日` (the year comes from the round), serial numbers in both date systems,
`长期坚持`, `立行立改`. A damaged date (`202442日`) keeps its text and is never guessed.

This module reads whole cells and running text; `date_grammar` reads one clause, `when` says what a date means.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from rectify_xl import values
from rectify_xl.date_grammar import IMMEDIATE_WORDS, LONGTERM_WORDS, PERIOD_WORDS, arabic, compact, piece, serial
from rectify_xl.values import Raw
from rectify_xl.when import NOTHING, Kind, Round, When, chinese, last_day

__all__ = [
    "IMMEDIATE_WORDS",
    "LONGTERM_WORDS",
    "NOTHING",
    "PERIOD_WORDS",
    "Kind",
    "Mention",
    "When",
    "chinese",
    "damaged",
    "impossible",
    "last_day",
    "mentions",
    "read",
]

LONGEST = 80
"""Characters of the longest cell that is read as a deadline; anything longer is prose."""

_CLOCK = r"(?:[Tt\s]+|(?<=[日号]))\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\d)"


class Mention(NamedTuple):
    """A date in running text: `text` is the piece from `start` to `end`, `when` what it means."""

    start: int
    end: int
    text: str
    when: When


def read(raw: Raw, *, after: date | None = None, until: date | None = None, date1904: bool = False) -> When:
    """Return what a date or deadline cell means.

    A month and day without a year fall on their first occurrence on or after `after` (the feedback date of the
    round), and 3个月内 counts from it; without `after` they stay unclear. 集中整改期内 ends on `until`. Numbers are
    serial dates of the workbook's date system.
    """
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw
        return When("day", day.isoformat(), day, day.isoformat())
    shown = values.text(raw)
    if not shown:
        return NOTHING
    around = Round(after, until, date1904)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _number(shown, around)
    return _text(shown, around)._replace(text=shown)


def _number(shown: str, around: Round) -> When:
    """Read a number: 20250630, 202506, a serial date, or a date that the spreadsheet took for a decimal (2025.6)."""
    found = compact(shown, around) or serial(shown, around)
    if found:
        return found
    if re.fullmatch(r"20\d\d\.1|1?\d\.[1-3]", shown, re.ASCII):
        return When("unclear", shown, inferred=f"数字{shown}末尾的0可能已被表格略去，请按文本重填")
    if re.fullmatch(r"(?:20\d\d|1?\d)\.\d\d?", shown, re.ASCII):
        found = piece(shown, around)
        if found.day:
            read_as = chinese(found.day) if found.kind == "day" else f"{found.day.year}年{found.day.month}月"
            return found._replace(inferred=found.inferred or f"数字{shown}读作{read_as}")
    return When("unclear", shown)


def _text(shown: str, around: Round) -> When:
    if len(shown) > LONGEST:
        return _long(shown)
    plain = values.narrow(shown)
    if ":" in plain:
        plain = re.sub(_CLOCK, "", plain)
    plain = arabic(values.key(plain)).strip(",;。、.")
    asides = re.findall(r"\(([^()]*)\)", plain) if "(" in plain else ()
    if not asides:
        return _clauses(plain, around)
    outer = re.sub(r"\([^()]*\)", "", plain)
    if not outer:
        return _clauses(asides[0], around)
    if any(list(_written(aside)) for aside in asides):
        return When("unclear", inferred="括号内外各有日期，不知以哪个为准")
    found = _clauses(outer, around)
    kept = "、".join(f"“{aside}”" for aside in asides if not re.fullmatch("(?:星期|周|礼拜)[一二三四五六日天]", aside))
    return _noted(found, f"括号内{kept}未计入") if kept and found.day else found


def _long(shown: str) -> When:
    start = values.key(shown[:LONGEST])
    if start.startswith(("长期", "持续推进")):
        return When("longterm")
    if damaged(shown[: LONGEST * 10]):
        return When("damaged")
    return When("unclear", inferred=f"共{len(shown)}字，不像时限")


def _clauses(plain: str, around: Round) -> When:
    """Read a cell of one or several clauses; `2025年6月底前，长期坚持` is a month."""
    whole = piece(plain, around)
    if whole.kind != "unclear" or whole.inferred:
        return whole
    parts = [part for part in re.split("[,;。、]", plain) if part]
    found = [_clause(part, around) for part in parts]
    days = {each.day for each in found if each.day}
    if len(days) > 1:
        shown = "、".join(each.text for each in found if each.day)
        return When("unclear", inferred=f"写有{len(days)}个不同日期（{shown}），不知以哪个为准")
    order: tuple[Kind, ...] = ("damaged", "impossible", "day", "month", "immediate", "campaign", "longterm", "period")
    best = min(found, key=lambda each: order.index(each.kind) if each.kind in order else len(order), default=whole)
    others = "、".join(f"“{part}”" for part, each in zip(parts, found, strict=True) if each is not best)
    return _noted(best, f"{others}不是时限，未计入") if others and best.kind != "unclear" else best


def _clause(plain: str, around: Round) -> When:
    """Read one clause; of `2025年6月底前建成运行` the date alone."""
    whole = piece(plain, around)
    if whole.kind != "unclear":
        return whole
    if damaged(plain):
        return When("damaged", plain)
    written = list(_written(plain))
    if len(written) == 1 and (written[0][0].endswith("前") or plain.startswith("完成", written[0].end())):
        found = piece(written[0][0], around)
        if found.day:
            return _noted(found, f"只取“{plain}”中的日期")
    return whole


def _noted(found: When, note: str) -> When:
    return found._replace(inferred="；".join(filter(None, (found.inferred, note))))


# Prose

_DAMAGED = (
    r"20(?<![\d.．]20)\d\d(?:"
    r"\d{1,4}日"  # 202442日, 2025年 and 月 lost
    r"|年\d{3,4}(?:日|(?=[\s\u3000]*(?:$|[，。；、,;)）至到—])))"
    r"|(?:1[0-2]|[1-9])月\d{1,2}日?"
    r"|月\d{1,2}日"
    r")|至(?<=[日号]至)\d{3,4}日(?!内)|到(?<=[日号]到)\d{3,4}日(?!内)"
)
"""Every alternative begins with a letter of its own, so that `re` passes over the rest of a long text quickly."""
_DATES = (
    r"(?<![\d.A-Za-z/\-〇])(?:"
    r"(?:20\d\d年|[二〇○零一三四五六七八九]{4}年|今年|本年)?(?:\d{1,2}|(?<=年)[一二三四五六七八九十]{1,2})月"
    r"(?:份?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|初|[上中下]旬|底|末|份)?"
    r"|20\d\d(?:年(?:年?[底末内]|[上下]半年|第?[1-4一二三四]季度)|[./-]\d{1,2}[./-]\d{1,2}[日号]?)"
    r"|20\d{6}日|(?:今年|本年)年?底"
    r"|年底(?=前|之前|以前)|(?<![近前过每])(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个月(?:之内|以内|内)"
    r"|1?\d\.[123]?\d(?:[日号]|(?=进行|开展|召开|组织|举办))"
    r")(?![\d%％]|\.\d)(?:之前|以前|前)?"
)


def damaged(text: str) -> list[str]:
    """Return the pieces of `text` that are dates with lost characters, as written (`202442日`)."""
    return [piece for _, piece in damaged_places(text)]


def damaged_places(text: str) -> list[tuple[int, str]]:
    """Return where in `text` dates with lost characters begin, and these as written."""
    plain = values.narrow(text) if re.search("[０-９]", text) else text
    found = ((match[0].lstrip("至到"), match.end()) for match in re.finditer(_DAMAGED, plain, re.ASCII))
    return [(end - len(piece), text[end - len(piece) : end]) for piece, end in found if _lost(piece)]


def _lost(piece: str) -> bool:
    """Tell whether digits that run together could be month and day; whole compact dates have lost nothing."""
    if re.fullmatch(r"20\d{6}日", piece, re.ASCII):
        return compact(piece, Round(None)) is None
    digits = re.search(r"(?:20\d\d年|^)(\d{3,4})日?$", piece, re.ASCII)
    if digits is None:
        return True
    run = digits[1]
    return any(1 <= int(run[:i]) <= 12 and 1 <= int(run[i:]) <= 31 for i in (1, 2))


def mentions(text: str, after: date | None = None) -> list[Mention]:
    """Return the dates in running text, in order, as far as they can be read.

    A date without a year that continues a list or range (`2026年5月6日、5月13日`) falls on or after the one before it;
    any other on or after `after`, as in `read`. Amounts, shares and version numbers are no dates.
    """
    found: list[Mention] = []
    plain = values.narrow(text)
    for match in _written(plain):
        start, end = match.span()
        before = found[-1] if found and re.fullmatch("[、,至到和及—-]{1,2}", plain[found[-1].end : start]) else None
        when = read(match[0], after=(before.when.day if before else None) or after)
        if when.day or when.kind == "unclear":
            found.append(Mention(start, end, text[start:end], when))
    return found


def impossible(text: str) -> list[tuple[int, str]]:
    """Return where in `text` a date stands that no calendar has (2月30日, 13月), and its words."""
    plain = values.narrow(text)
    return [
        (match.start(), text[match.start() : match.end()])
        for match in _written(plain)
        if read(match[0]).kind == "impossible" and not plain.startswith(("龄", "大"), match.end())
    ]


def _written(plain: str) -> Iterator[re.Match[str]]:
    return re.finditer(_DATES, plain, re.ASCII)
