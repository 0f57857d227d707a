"""Counted things in a sentence: 24名, 1386件, 9场次, 7.36万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rectify_xl import values

CLASSES = {
    "名": "人",
    "位": "人",
    "场次": "次",
    "场": "次",
    "期": "次",
    "个": "项",
    "条": "项",
    "类": "项",
    "宗": "件",
    "起": "件",
}
"""Units that count the same kind of thing."""

_UNIT = (
    r"个(?!月|百分点|小时|工作日|星期|半天|学时)|条|项|件|宗|起|类|人次|户次|册次|台次|人|名|位|场次|次|场|期(?!间|限|内)|处|份|笔|户|家|册|本|台|套|"
    r"张|辆|间|幅|篇|吨|亩|公里|平方米|万元|亿元|元|小时|学时|分(?!之|钟)"
)
_COUNT = re.compile(
    rf"(?<![\d.第〔\[A-Za-z—-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(\.\d{{1,4}})?\s*({_UNIT})",
    re.ASCII,
)
_ROUGH = re.compile(r"(?:每[^，,。；;、]{0,6}?|不少于|不低于|不超过|至少|最多|近|约|超过?|逾|达到|提前|满|第|以上)\s*$")


class Count(NamedTuple):
    """A number with its unit. `kind` is the class of the unit, `rough` tells that it is a bound and no exact count."""

    value: Decimal
    unit: str
    kind: str
    start: int
    end: int
    rough: bool

    @property
    def shown(self) -> str:
        """The count as a message names it."""
        return f"{self.value}{self.unit}"


def counts(text: str) -> Iterator[Count]:
    """Yield the counts in a sentence, in order; ordinals (第3次) and dates are none."""
    plain = values.narrow(text)
    for match in _COUNT.finditer(plain):
        whole, fraction, unit = match.groups()
        value = Decimal(whole.replace(",", "") + (fraction or ""))
        after = plain[match.end() : match.end() + 2]
        rough = bool(_ROUGH.search(plain[max(0, match.start() - 12) : match.start()])) or after.startswith(
            ("以上", "以下", "左右", "以内")
        )
        yield Count(value, unit, CLASSES.get(unit, unit), match.start(), match.end(), rough)


def exact(text: str) -> list[Count]:
    """Return the counts that can be added up."""
    return [each for each in counts(text) if not each.rough]
