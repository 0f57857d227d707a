"""The same thing counted differently: 培训等活动9场次 in one paragraph, 各项培训8次 in the next; and missing units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.counts import Count, exact
from rectify_xl.notice.proof.manuscript import Manuscript, finding_at, sentences
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value

_THINGS = (
    "培训|警示教育|制度|谈心谈话|廉政谈话|谈话|义诊|督查|调研|宣讲|研讨|座谈|演练|公示|约谈|专题学习|集中学习|党课|推进会|调度会|"
    "专题会|动员会|线索|案件|信访|资金|岗位|风险点"
)
_NO_UNIT = re.compile(r"(?<![\d.第])\d{1,4}(?=具体问题|具体措施|整改措施)", re.ASCII)


class _Told(NamedTuple):
    line: int
    number: Count
    excerpt: str
    years: frozenset[str]


def differently(text: Manuscript) -> Iterator[Finding]:
    """Report a thing that two paragraphs of the overview count differently."""
    if text.parsed is None:
        return
    overview = {passage.line for passage in text.parsed.passages if passage.part in ("第一部分", "第三部分", "导语")}
    statements: dict[tuple[str, str], list[_Told]] = {}
    for line in text.lines:
        if line.number in overview:
            for sentence in sentences(line):
                for clause in re.split(r"[,，;；。]", sentence.text):
                    _collect(line.number, clause, statements)
    for (thing, _), places in statements.items():
        first = places[0]
        for other in places[1:]:
            if other.line == first.line or other.number.value == first.number.value or other.years != first.years:
                continue
            yield finding(
                "同一事项数量不一",
                f"“{thing}”这里写{other.number.shown}，第{first.line}行写{first.number.shown}（“{first.excerpt}”）",
                line=other.line,
                excerpt=other.excerpt,
            )


def units(text: Manuscript) -> Iterator[Finding]:
    """Report a number that stands right before 具体问题 or 整改措施, without a measure word."""
    for line in text.lines:
        for match in _NO_UNIT.finditer(cell_value.narrow(line.text)):
            yield finding_at("缺量词", f"“{match[0]}{line.text[match.end() : match.end() + 4]}”缺量词", line, match)


def _collect(line: int, clause: str, statements: dict[tuple[str, str], list[_Told]]) -> None:
    years = frozenset(re.findall(r"20\d\d(?=年)|去年|今年|上半年|下半年", clause))
    numbers = exact(clause)
    if len(numbers) != 1:
        return
    for thing in dict.fromkeys(re.findall(_THINGS, clause)):
        statements.setdefault((thing, numbers[0].kind), []).append(_Told(line, numbers[0], clause.strip()[:30], years))
