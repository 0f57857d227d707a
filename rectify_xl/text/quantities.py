"""How much a wording says: what it counts (11户, 14人次, 3万元, 半年), and what of it another one makes less. Pure.

Numbers of years, documents and rounds count nothing, nor do phrases with a numeral in them (一户一策, 八项规定). How
long something lasts is counted in days; the calendar, and how often something is to be done, are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from rectify_xl.text import cell_value, numerals

_THINGS = (
    "人次|户次|人(?![员民大事才均心])|户|名(?![义称录])|家(?!庭)|处(?![理分罚级])|宗|起(?![草来到])|笔|件|例|元|亩|吨|台|辆|套|间|"
    "公里|平方米|个(?![别人体性月半季星小工自])|次(?![序要日年性])|项(?!规定)|条(?!例)|份|张|批|块|场|期(?![间限满末])"
)
_NUMBER = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+"
_COUNTED = re.compile(
    rf"(?<![第\d.〔\[一二两三四五六七八九十百千])({_NUMBER})(?:余|多|来)?(万|亿)?(?:余|多)?({_THINGS})"
)
_CHINESE = "〇零一二两三四五六七八九十百千"
_LEAD = "超过|超期|超|逾|近|达|满|不足|连续|拖延|延误|滞后|累计|历时|拖欠|欠缴|为期|间隔"
_LASTING = re.compile(
    rf"(?<![第\d.{_CHINESE}每逐隔上下前后])(?P<lead>{_LEAD})?(?P<number>\d+(?:\.\d+)?|半|[一二两三四五六七八九十]+)(?:余|多)?"
    r"(?P<each>个)?(?P<half>半)?(?P<unit>年|月|季度|星期|周|天|日|工作日|自然日|小时)(?P<more>半)?"
    r"(?![级度代制期报检审轮底初末终份薪鉴会龄限岁刊谈板津]|行动|规划|计划|方案|一[次度轮届]|\d)"
)
_DAYS = {"年": 360, "季度": 90, "月": 30, "星期": 7, "周": 7, "天": 1, "日": 1, "工作日": 1, "自然日": 1}
"""Days of a unit, so that 12个月 are 一年 and 6个月 are 半年; an hour is the rest."""
_YEARS_OF_DAYS = (365, 366)
_MOST_YEARS = 12
"""Years in Arabic numerals up to which they are no year of the calendar (25年)."""
_TIME = "时间"
"""What a duration counts."""
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_ALWAYS = frozenset(("人次", "户次", "人", "户", "名", "家", "处", "宗", "起", "笔", "件", "例", "元", "亩", "吨"))
"""What a Chinese numeral counts for certain: 两个责任, 三次全会 are names."""


class Quantity(NamedTuple):
    """Something counted: how much of what, as it is written; `sure` tells that it is no part of a name."""

    amount: Decimal
    thing: str
    words: str
    sure: bool


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return what a text counts, in its order."""
    bare = re.sub(r"(?<=\d),(?=\d{3})|\s+", "", cell_value.narrow(text))
    if not re.search(r"\d|[半一二两三四五六七八九十百千]", bare):
        return ()
    return (*_read(bare), *_durations(bare))


def _read(text: str) -> Iterable[Quantity]:
    for counted in _COUNTED.finditer(text):
        number, times, thing = counted[1], counted[2] or "", counted[3]
        arabic = number[0].isdecimal()
        amount = Decimal(number) if arabic else Decimal(numerals.read_numeral(number) or 0)
        sure = arabic or (thing in _ALWAYS and amount > 1)
        yield Quantity(amount * _TIMES[times], thing, counted[0], sure)


def _durations(text: str) -> Iterable[Quantity]:
    """Yield how long things last: 半年, 3个月, 超过三月; 三月 and 2025年 by themselves are days of the calendar."""
    for lasting in _LASTING.finditer(text):
        number, unit = lasting["number"], lasting["unit"]
        arabic = number[0].isdecimal()
        by_itself = lasting["each"] or lasting["lead"] or number == "半"
        if unit in ("月", "日", "季度", "周") and not by_itself:
            continue
        amount = Decimal("0.5") if number == "半" else Decimal(number if arabic else numerals.read_numeral(number) or 0)
        if unit == "年" and arabic and amount > _MOST_YEARS:
            continue
        amount += Decimal("0.5") if lasting["half"] or lasting["more"] else 0
        days = amount * _DAYS[unit] if unit in _DAYS else amount / 24
        words = lasting[0].removeprefix(lasting["lead"] or "")
        yield Quantity(Decimal(_DAYS["年"]) if days in _YEARS_OF_DAYS else days, _TIME, words, sure=True)


def lessened(before: Sequence[Quantity], after: Sequence[Quantity]) -> tuple[str, ...]:
    """Return what was made less, or left out, in words: 11户变为1户, 9户没有了.

    The same numbers in another order, under another measure word or written otherwise (十一户 as 11户) are the same; a
    sum in place of its parts, and parts left out beside their sum, are no less. Nor is a duration that is left out:
    days may stand in its place.
    """
    left, new = list(before), list(after)
    for same_thing in (True, False):
        for one in tuple(left):
            same = next((other for other in new if _same(one, other, same_thing=same_thing)), None)
            if same is not None:
                left.remove(one)
                new.remove(same)
    clauses: list[str] = []
    for thing in dict.fromkeys(one.thing for one in left if one.sure):
        clauses += _less(thing, (before, after), (left, new))
    return tuple(clauses)


def _same(one: Quantity, other: Quantity, *, same_thing: bool) -> bool:
    return one.amount == other.amount and (one.thing == other.thing or not same_thing)


def _less(
    thing: str, whole: tuple[Sequence[Quantity], Sequence[Quantity]], differing: tuple[list[Quantity], list[Quantity]]
) -> Iterable[str]:
    then, now = ([one.amount for one in side if one.thing == thing] for side in whole)
    gone, came = ([one for one in side if one.thing == thing] for side in differing)
    if sum(now) >= sum(then) or (not came and max(then) in now):
        return
    for place, one in enumerate(gone):
        if place >= len(came) and thing == _TIME:
            return
        if place >= len(came):
            yield f"{one.words}没有了"
        elif came[place].amount < one.amount:
            yield f"{one.words}变为{came[place].words}"
