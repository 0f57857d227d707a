"""Counted things in a sentence: 24名, 1386件, 9场次, 7.36万元, 1.2万册, 四个, 二十三条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rectify_xl.text import cell_value
from rectify_xl.text.numerals import read_numeral

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
INTERCHANGEABLE = frozenset({"人", "次", "件"})
"""Classes whose units stand for one another; an 个 and a 条 count the same only where the text says so."""

_UNIT = (
    r"个(?!月|百分点|小时|工作日|星期|半天|学时)|条|项(?!目)|件|宗|起(?!草)|类|人次|户次|册次|台次|家次|人|名|位|场次|次(?!性)|场|"
    r"期(?!间|限|内|工程|项目|建设)|处(?!室|级|长|分|理|置|罚)|份|笔|户|家|册|本|台|套|张|辆|间|幅|篇|吨|亩|公里|平方米|万元|亿元|元|小时|学时|分(?!之|钟|别|类|管|级)|"
    r"只|头|株|棵|盏|块|座|栋|幢|卷|批次|批|轮|部|艘|支|双|箱|袋|桶|瓶|克|千克|公斤|米"
)
_COUNT = re.compile(
    rf"(?<![\d.第〔\[A-Za-z—-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(\.\d{{1,4}})?\s*([万亿](?!元))?\s*({_UNIT})",
    re.ASCII,
)
_CHINESE_UNIT = (
    r"个(?!月|百分点|小时|工作日|星期|半天|学时)|条|项(?!目)|件(?!事)|人次|名|人(?![一手员])|次(?!性)|场次|场|份|笔|户|家|册|处(?!室|级|长|分|理|置|罚)|"
    r"期(?!间|限|内|工程|项目|建设)|台|套|本"
)
_CHINESE = re.compile(
    rf"(?<![第每逐同统唯任某这那哪各另数几百千万亿之上下其前后周期“‘〔《一二两三四五六七八九十\d])"
    rf"([一二两三四五六七八九十百千零]{{1,7}})({_CHINESE_UNIT})"
)
_NAMED = re.compile(
    "八项规定|[四五六]项(?:纪律|制度建设)|[两四]个(?:意识|自信|合格|全面|伟大|服从|维护|确立|对照|清单|责任|结合|务必|毫不|专项)|三个(?:务必|区分|清单|表率|狠抓|一批|必须|以案|围绕)|"
    "五个(?:必由|统筹|坚持|严禁|不)|六个(?:围绕|必须|不准)|[三五六七九十]个一|一人一|一户一|一项一|一件一|一次又|一家一"
)
"""Names that are no counts."""
_ROUGH = re.compile(r"(?:每[^，,。；;、]{0,6}?|不少于|不低于|不超过|至少|最多|近|约|超过?|逾|达到|提前|满|第|以上)\s*$")


class Count(NamedTuple):
    """A number with its unit.

    `kind` is the class of the unit, `rough` tells that it is a bound and no exact count, `words` is what the text says.
    """

    value: Decimal
    unit: str
    kind: str
    start: int
    end: int
    rough: bool
    words: str

    @property
    def shown(self) -> str:
        """The count as a message names it: as the text does."""
        return self.words

    def alike(self, other: Count) -> bool:
        """Tell whether both count the same kind of thing, so that one can be part of the other."""
        return self.unit == other.unit or (self.kind == other.kind and self.kind in INTERCHANGEABLE)


def _counts(text: str) -> Iterator[Count]:
    """Yield the counts in a sentence, in order; ordinals (第3次), dates and names (八项规定) are none."""
    plain = cell_value.narrow(text)
    return iter(sorted([*_arabic(plain), *_chinese(plain)], key=lambda count: count.start))


def plainly(value: Decimal) -> str:
    """Return a number as people write it: 6, 3.3, not 6.0."""
    return f"{value.normalize():f}"


def exact(text: str) -> list[Count]:
    """Return the counts that can be added up."""
    return [count for count in _counts(text) if not count.rough]


def asides(text: str, numbers: Sequence[Count], end: int | None = None) -> list[Count]:
    """Return the counts that stand in round brackets closed before `end`: 完成26个（已销号6个） is about 26."""
    spans = [match.span() for match in re.finditer(r"\([^()]*\)", cell_value.narrow(text)[:end])]
    return [count for count in numbers if any(start < count.start < stop for start, stop in spans)]


def _arabic(plain: str) -> Iterator[Count]:
    for match in _COUNT.finditer(plain):
        whole, fraction, times, unit = match.groups()
        value = Decimal(whole.replace(",", "") + (fraction or ""))
        if times:
            value *= 10_000 if times == "万" else 100_000_000
        yield _count(plain, match, value, unit)


def _chinese(plain: str) -> Iterator[Count]:
    for match in _CHINESE.finditer(plain):
        numeral, unit = match.groups()
        if _NAMED.match(plain, match.start()) or re.fullmatch("[一二两三四五六七八九]{2,}|[百千].*", numeral):
            continue
        value = read_numeral(numeral)
        if value is not None:
            yield _count(plain, match, Decimal(value), unit)


def _count(plain: str, match: re.Match[str], value: Decimal, unit: str) -> Count:
    after = plain[match.end() : match.end() + 2]
    rough = bool(_ROUGH.search(plain[max(0, match.start() - 12) : match.start()])) or after.startswith(
        ("以上", "以下", "左右", "以内", "多")
    )
    return Count(value, unit, CLASSES.get(unit, unit), match.start(), match.end(), rough, match[0].strip())
