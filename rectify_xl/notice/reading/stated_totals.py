"""The totals that a notice states in its prose, such as 3个方面、8个大项、25条问题.

Each keeps its place in the text, so that a total that the ledger bears out can become a slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rectify_xl.ledger import vocabulary
from rectify_xl.notice.model import GroupHeading, Heading, NoticeItem, Passage
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import around
from rectify_xl.text.numerals import HUNDREDS, read_numeral

_C = f"{HUNDREDS}两"
_B = r"[ \xa0\u3000]*"
_N = rf"(\d{{1,4}}|[{_C}]{{1,5}}){_B}"
_U = r"(?:个|条|项)"
_OTHER = r"(?!.{0,3}(?:措施|任务|制度|工作|活动|培训|人))"
_OF = rf"的?(?:具体)?(?:问题)?{_B}"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.ASCII))
    for name, pattern in (
        ("方面", rf"(?<![从这第\d{_C}]){_N}个?(?:大)?方面"),
        ("大项", rf"(?<![第\d{_C}]){_N}(?:(?:个|类)?大(?:项|类)(?:问题)?|类(?=[、,，]\d{{1,4}}{_B}个具体问题))"),
        ("具体问题", rf"(?<![第每这几\d{_C}]){_N}{_U}?{_B}(?:具体)?问题"),
        ("完成", rf"(?:完成整改|整改完成|(?<!部分)已完成|已销号|已整改(?:到位|销号)?){_OF}{_N}{_U}{_OTHER}"),
        (
            "继续整改",
            (
                rf"(?:继续整改|正在整改|未完成整改|未完成|部分完成|持续整改|(?<!成效并)(?<!完成并)持续推进|正在推进|推进中|整改中)"
                rf"{_OF}{_N}{_U}{_OTHER}"
            ),
        ),
        ("长期坚持", rf"(?:长期坚持|长期推进|(?<=成效并)持续推进|(?<=完成并)持续推进){_OF}{_N}{_U}{_OTHER}"),
        ("即知即改", rf"(?:即知即改|立行立改)(?:并已?(?:整改完成|完成整改))?{_OF}{_N}{_U}{_OTHER}"),
        ("整改措施", rf"(?:(?<![第每\d{_C}]){_N}{_U}整改措施|(?:整改|制定|落实)措施{_B}{_N}{_U})"),
        ("具体措施", rf"(?:(?<![第每\d{_C}]){_N}{_U}具体措施|具体措施{_B}{_N}{_U})"),
        (
            "制度",
            rf"(?:制度(?:机制|办法|性文件)?{_B}{_N}(?:个|项|条)|(?<![第每\d{_C}]){_N}项(?:内部|管理|规章|新|各类)*制度)",
        ),
    )
)
_NEARLY = re.compile(rf"(?:基本完成|阶段性完成)(?:整改)?{_OF}{_N}{_U}{_OTHER}", re.ASCII)
_WITHHELD = re.compile(
    rf"不(?:予|宜|便|作|对外)?公开的?(?:具体)?(?:问题)?{_B}{_N}{_U}"
    rf"|(?<![\d{_C}]){_N}{_U}(?:具体)?(?:问题)?[^。;,\d]{{0,16}}不(?:予|宜|便|作|对外)?公开",
    re.ASCII,
)
_ABOUT_ALL = re.compile(r"反馈|指出|巡察|巡视|发现|具体问题.{0,4}制定.{0,4}措施")
_ABOUT_PROBLEMS = re.compile(r"问题|整改")
_A_PART = re.compile(r"坚持|推进|领办|带头|完成|剩余|其余|未|还有|其中|新增|即知即改|立行立改|需要|涉及|牵头|另")
_PROGRESS = frozenset({"完成", "继续整改", "长期坚持", "即知即改"})
"""Totals of how far the problems are."""
_LARGEST = frozenset({"整改措施", "具体措施", "制度"})
"""Totals of which parts are often stated too (95 of 97 measures): the largest counts."""

SLOTS = {
    "方面": "方面数",
    "大项": "大项数",
    "具体问题": "问题数",
    "完成": "完成数",
    "继续整改": "继续整改数",
    "长期坚持": "长期坚持数",
    "即知即改": "即知即改数",
    "整改措施": "措施数",
    "制度": "制度数",
}
"""Slot of 通报文稿 by the name of the total."""


class Total(NamedTuple):
    """A total in a text: its name, its value, and where its digits stand."""

    name: str
    value: int
    start: int
    end: int
    sentence: int = 0


class StatedTotal(NamedTuple):
    """A total, the line where it stands, and the words around it."""

    total: Total
    line: int
    words: str = ""


def find(text: str) -> list[Total]:
    """Return the totals in a paragraph, in order."""
    plain = cell_value.narrow(text)
    totals: list[Total] = []
    offset = 0
    goes_on = False
    problems = 0
    for index, sentence in enumerate(re.split("(?<=。)", plain)):
        for name, pattern in _PATTERNS:
            if not (_context(name, sentence) or (goes_on and name in _PROGRESS)):
                continue
            for match in pattern.finditer(sentence):
                group = next(i for i, captured in enumerate(match.groups(), 1) if captured)
                start, end = match.span(group)
                value = read_numeral(match[group])
                if value is not None and _holds(name, sentence, match, match[group]):
                    totals.append(Total(name, value, offset + start, offset + end, index))
        goes_on = any(total.name == "具体问题" for total in totals)
        problems = next((total.value for total in reversed(totals) if total.name == "具体问题"), problems)
        totals = _with_thirds(totals, index, sentence, problems)
        offset += len(sentence)
    return sorted(totals, key=lambda total: total.start)


def _with_thirds(totals: list[Total], index: int, sentence: str, problems: int) -> list[Total]:
    """Return the totals with 基本完成1个，未完成1个 as one number, where all then add up to the problems."""
    here = [total for total in totals if total.sentence == index]
    going_on = [total for total in here if total.name == "继续整改"]
    done = next((total.value for total in here if total.name == "完成"), None)
    if not going_on or done is None:
        return totals
    partly = [read_numeral(next(filter(None, match.groups()))) or 0 for match in _NEARLY.finditer(sentence)]
    value = sum(total.value for total in going_on) + sum(partly)
    if len(going_on) + len(partly) < 2 or done + value != problems:
        return totals
    kept = [total for total in totals if total not in going_on[1:]]
    return [total._replace(value=value) if total is going_on[0] else total for total in kept]


def _holds(name: str, sentence: str, match: re.Match[str], numeral: str) -> bool:
    """Tell whether what looks like a total is one: no part of all problems, and no count of something else."""
    before = sentence[max(0, match.start() - 8) : match.start()]
    if numeral == "一":
        return False
    if name == "具体问题":
        return not (_A_PART.search(before) or re.match("(?:已|均已)", sentence[match.end() :]))
    if name in _PROGRESS:
        return _counted_thing(sentence[: match.start()], match[0]) == "问题"
    return not (name == "整改措施" and re.search(r"具体$", before))


def _counted_thing(before: str, words: str) -> str:
    """Return what a number of finished ones counts: the thing that was last counted with the same measure word."""
    unit = re.search(_U, words[::-1])
    things = re.findall(
        rf"({_U})(?:具体|整改)*(问题|措施|任务)|(问题|措施|任务)[\d\s{_C}]{{1,6}}({_U})", before, re.ASCII
    )
    alike = [thing for thing in things if unit and unit[0] in thing]
    return next((word for word in alike[-1] if len(word) > 1), "问题") if alike else "问题"


def stated(passages: Iterable[Passage]) -> tuple[StatedTotal, ...]:
    """Return all totals that stand in the prose, that of section two included."""
    return tuple(
        StatedTotal(total, passage.line, around(passage.body, total.start, total.end))
        for passage in passages
        if passage.part in ("导语", "第一部分", "第二部分", "第三部分")
        for total in find(passage.body)
    )


def withheld(passages: Iterable[Passage]) -> int:
    """Return how many problems a notice says that it does not print (其中2个问题不予公开), 0 where it says nothing."""
    for passage in passages:
        match = _WITHHELD.search(cell_value.narrow(passage.body))
        if match:
            return read_numeral(match[1] or match[2]) or 0
    return 0


def declared(stated: Sequence[StatedTotal]) -> dict[str, int]:
    """Return one value for each stated total, except 即知即改, which the ledger has no line for.

    长期坚持 and 持续推进 may be stated as several numbers in one sentence; they add up.
    """
    result: dict[str, int] = {}
    for name in dict.fromkeys(statement.total.name for statement in stated if statement.total.name != "即知即改"):
        mine = [statement for statement in stated if statement.total.name == name]
        if name in _LARGEST:
            result[name] = max(statement.total.value for statement in mine)
        elif name == "长期坚持":
            first = mine[0]
            result[name] = sum(
                statement.total.value
                for statement in mine
                if (statement.line, statement.total.sentence) == (first.line, first.total.sentence)
            )
        else:
            result[name] = mine[0].total.value
    return result


def conflicting(stated: Sequence[StatedTotal]) -> dict[str, tuple[StatedTotal, ...]]:
    """Return the totals that are stated with different values."""
    result: dict[str, tuple[StatedTotal, ...]] = {}
    for name in ("方面", "大项", "具体问题", "完成", "继续整改"):
        mine = tuple(statement for statement in stated if statement.total.name == name)
        if len({statement.total.value for statement in mine}) > 1:
            result[name] = mine
    return result


def counted(aspects: Sequence[Heading], groups: Sequence[GroupHeading], items: Sequence[NoticeItem]) -> dict[str, int]:
    """Return what the items of section two add up to; how far they are only where every one of them says so.

    Measures are counted only where every problem numbers them: a paragraph without 一是 may tell of several.
    """
    loose = {item.aspect for item in items if item.group is None}
    result = {
        "方面": len(aspects),
        "大项": len(groups) + len(loose),
        "具体问题": len(items),
    }
    if all(len(item.measures) != 1 for item in items):
        result["整改措施"] = measures(items)
    statuses = [item.status for item in items if item.status and item.status.completion]
    if len(statuses) == len(items):
        done = [status for status in statuses if status.completion == vocabulary.DONE]
        lasting = (vocabulary.KEEP_UP, vocabulary.PUSH_ON)
        result["完成"] = len(done)
        result["继续整改"] = len(items) - len(done)
        result["长期坚持"] = sum(status.follow_up in lasting for status in done)
        result["即知即改"] = sum(status.immediate for status in done)
    return result


def measures(items: Sequence[NoticeItem]) -> int:
    """Return how many measures the problems have, an unnumbered paragraph counting as one: the rows of a ledger."""
    return sum(len(item.measures) for item in items)


def customs(
    aspects: Sequence[Heading], groups: Sequence[GroupHeading], items: Sequence[NoticeItem]
) -> dict[str, set[int]]:
    """Return every value that one custom of counting or another gives for a total.

    An aspect without groups counts as one 大项, or as none; what is 持续推进 counts as finished, or as going on.
    """
    usual = counted(aspects, groups, items)
    values_of = {name: {value} for name, value in usual.items()}
    values_of["大项"].add(len(groups))
    if "完成" in usual:
        pushed = sum(
            item.status is not None
            and item.status.completion == vocabulary.DONE
            and item.status.follow_up == vocabulary.PUSH_ON
            for item in items
        )
        values_of["完成"].add(usual["完成"] - pushed)
        values_of["继续整改"].add(usual["继续整改"] + pushed)
        values_of["长期坚持"].add(usual["长期坚持"] - pushed)
    return values_of


def _context(name: str, sentence: str) -> bool:
    if name in ("方面", "大项", "具体问题"):
        return bool(_ABOUT_ALL.search(sentence))
    return name in _LARGEST or bool(_ABOUT_PROBLEMS.search(sentence))
