"""How much a wording says: what it counts (11户, 14人次, 3万元), and what of it another one makes less. Pure.

Numbers of years, documents and rounds count nothing, nor do phrases with a numeral in them (一户一策, 八项规定).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from rectify_xl.text import cell_value, numerals

_THINGS = (
    "人次|户次|人(?![员民大事才均心])|户|名(?![义称录])|家(?!庭)|处(?![理分罚级])|宗|起(?![草来到])|笔|件|例|元|亩|吨|台|辆|套|间|"
    "公里|平方米|个(?![别人体性])|次(?![序要日年性])|项(?!规定)|条(?!例)|份|张|批|块|场|期(?![间限满末])"
)
_NUMBER = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+"
_COUNTED = re.compile(
    rf"(?<![第\d.〔\[一二两三四五六七八九十百千])({_NUMBER})(?:余|多|来)?(万|亿)?(?:余|多)?({_THINGS})"
)
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
    return tuple(_read(bare)) if re.search(r"\d|[二两三四五六七八九十百千]", bare) else ()


def _read(text: str) -> Iterable[Quantity]:
    for counted in _COUNTED.finditer(text):
        number, times, thing = counted[1], counted[2] or "", counted[3]
        arabic = number[0].isdecimal()
        amount = Decimal(number) if arabic else Decimal(numerals.read_numeral(number) or 0)
        sure = arabic or (thing in _ALWAYS and amount > 1)
        yield Quantity(amount * _TIMES[times], thing, counted[0], sure)


def lessened(before: Sequence[Quantity], after: Sequence[Quantity]) -> tuple[str, ...]:
    """Return what was made less, or left out, in words: 11户变为1户, 9户没有了.

    The same numbers in another order, under another measure word or written otherwise (十一户 as 11户) are the same; a
    sum in place of its parts, and parts left out beside their sum, are no less.
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
        if place >= len(came):
            yield f"{one.words}没有了"
        elif came[place].amount < one.amount:
            yield f"{one.words}变为{came[place].words}"
