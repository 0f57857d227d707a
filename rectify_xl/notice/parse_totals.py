"""The totals that a notice states in its prose, such as 3个方面、8个大项、25条问题.

Each keeps its place in the text, so that a total that the ledger bears out can become a slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rectify_xl import values, vocabulary
from rectify_xl.notice import parse_numbers
from rectify_xl.notice.model import GroupHeading, Heading, Item, Passage

_N = r"(\d{1,4}|[一二三四五六七八九十]{1,3})"
_D = r"(\d{1,4})"
_U = "(?:个|条|项)"
_OTHER = r"(?!.{0,3}(?:措施|任务|制度|工作|活动|培训|人))"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.ASCII))
    for name, pattern in (
        ("方面", rf"(?<![从这第]){_N}个(?:大)?方面"),
        ("大项", rf"{_N}(?:个|类)?大(?:项|类)(?:问题)?"),
        ("具体问题", rf"{_D}(?:个|条|项)?(?:具体)?问题"),
        ("完成", rf"(?:完成整改|整改完成|已完成|已销号|已整改(?:到位|销号)?)的?(?:具体)?(?:问题)?{_D}{_U}{_OTHER}"),
        (
            "继续整改",
            rf"(?:继续整改|正在整改|未完成整改|未完成|持续整改|正在推进|推进中|整改中)的?(?:具体)?(?:问题)?{_D}{_U}{_OTHER}",
        ),
        ("长期坚持", rf"(?:长期坚持|长期推进|持续推进)的?(?:具体)?(?:问题)?{_D}{_U}{_OTHER}"),
        ("即知即改", rf"(?:即知即改|立行立改)(?:并已?(?:整改完成|完成整改))?的?(?:具体)?(?:问题)?{_D}{_U}{_OTHER}"),
        ("整改措施", rf"(?:{_D}{_U}整改措施|(?:整改|制定|落实)措施{_D}{_U})"),
        ("具体措施", rf"(?:{_D}{_U}具体措施|具体措施{_D}{_U})"),
        ("制度", rf"(?:制度(?:机制|办法|性文件)?{_D}(?:个|项|条)|{_D}项(?:内部|管理|规章|新|各类)*制度)"),
    )
)
_ABOUT_ALL = re.compile(r"反馈|指出|巡察|巡视|发现")
_ABOUT_PROBLEMS = re.compile(r"问题|整改")
_A_PART = re.compile(r"坚持|推进|领办|带头|完成|剩余|其余|未|还有|其中|新增|即知即改|立行立改|需要|涉及|牵头|另")
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


class Stated(NamedTuple):
    """A total and the line where it stands."""

    total: Total
    line: int


def find(text: str) -> list[Total]:
    """Return the totals in a paragraph, in order."""
    plain = values.narrow(text)
    found: list[Total] = []
    offset = 0
    for index, sentence in enumerate(re.split("(?<=。)", plain)):
        for name, pattern in _PATTERNS:
            if not _context(name, sentence):
                continue
            for match in pattern.finditer(sentence):
                group = next(i for i, each in enumerate(match.groups(), 1) if each)
                start, end = match.span(group)
                before = sentence[max(0, match.start() - 8) : match.start()]
                if name == "具体问题" and (_A_PART.search(before) or re.match("(?:已|均已)", sentence[match.end() :])):
                    continue
                if name == "整改措施" and re.search(r"具体$", before):
                    continue
                value = parse_numbers.number(match.group(group))
                if value is not None:
                    found.append(Total(name, value, offset + start, offset + end, index))
        offset += len(sentence)
    return sorted(found, key=lambda total: total.start)


def stated(passages: Iterable[Passage]) -> tuple[Stated, ...]:
    """Return all totals that stand in the prose outside section two."""
    return tuple(
        Stated(total, passage.line)
        for passage in passages
        if passage.part in ("导语", "第一部分", "第三部分")
        for total in find(passage.body)
    )


def declared(found: Sequence[Stated]) -> dict[str, int]:
    """Return one value for each stated total, except 即知即改, which the ledger has no line for.

    长期坚持 and 持续推进 may be stated as several numbers in one sentence; they add up.
    """
    result: dict[str, int] = {}
    for name in dict.fromkeys(each.total.name for each in found if each.total.name != "即知即改"):
        mine = [each for each in found if each.total.name == name]
        if name in _LARGEST:
            result[name] = max(each.total.value for each in mine)
        elif name == "长期坚持":
            first = mine[0]
            result[name] = sum(
                each.total.value
                for each in mine
                if (each.line, each.total.sentence) == (first.line, first.total.sentence)
            )
        else:
            result[name] = mine[0].total.value
    return result


def conflicting(found: Sequence[Stated]) -> dict[str, tuple[Stated, ...]]:
    """Return the totals that are stated with different values."""
    result: dict[str, tuple[Stated, ...]] = {}
    for name in ("方面", "大项", "具体问题", "完成", "继续整改"):
        mine = tuple(each for each in found if each.total.name == name)
        if len({each.total.value for each in mine}) > 1:
            result[name] = mine
    return result


def counted(aspects: Sequence[Heading], groups: Sequence[GroupHeading], items: Sequence[Item]) -> dict[str, int]:
    """Return what the items of section two add up to; how far they are only where every one of them says so."""
    loose = {item.aspect for item in items if item.group is None}
    result = {
        "方面": len(aspects),
        "大项": len(groups) + len(loose),
        "具体问题": len(items),
        "整改措施": sum(len(item.measures) for item in items),
    }
    statuses = [item.status for item in items if item.status and item.status.completion]
    if len(statuses) == len(items):
        done = [status for status in statuses if status.completion == vocabulary.DONE]
        lasting = (vocabulary.KEEP_UP, vocabulary.PUSH_ON)
        result["完成"] = len(done)
        result["继续整改"] = len(items) - len(done)
        result["长期坚持"] = sum(status.follow_up in lasting for status in done)
        result["即知即改"] = sum(status.immediate for status in done)
    return result


def _context(name: str, sentence: str) -> bool:
    if name in ("方面", "大项", "具体问题"):
        return bool(_ABOUT_ALL.search(sentence))
    return name in _LARGEST or bool(_ABOUT_PROBLEMS.search(sentence))
