"""Clauses of running text, and the phrases in them that say nothing about when something is done.

Patterns are plain strings: `re` compiles and keeps each at its first use.
"""

from __future__ import annotations

import re

END = "，。；,;！!：:\n"
"""Marks that end a clause."""
REST = f"[^{END}]"

LONGEST = 200
"""Characters on either side that are looked at for the end of a clause or sentence; junk may have none at all."""
_LOST_MARK = "(?<![不也都就])[二三四五六七八九]是(?!否)"
"""The beginning of the next measure, also where the mark before it was lost in copying."""

_NEUTRAL = (
    "按(?:照)?(?:既定|原定|原)?(?:整改)?(?:计划|要求|规定|时限|期限|时间节点|节点|目标|承诺|安排|部署|程序|进度)"
    f"|(?:按照|根据|对照|依据|落实|结合|围绕){REST}{{0,16}}?(?:要求|规定|计划|安排|部署|方案|目标)"
    f"|(?:工作|学习|培训|采购|招聘|整改|年度|月度|季度|建设|行动|培养|引进|预算)计划(?![于在到至\\d]|明年|今年)"
    f"|(?:制定|制订|印发|出台|编制|修订|完善|报送|审议|形成){REST}{{0,16}}?计划"
    "|计划[书表单]|承诺[书制]|目标责任[书制]?|责任目标|保证[金书]|应急|应(.)尽\\1|需求|需要(?=的)|应[收付缴补退]|要[点素件闻]|[主首纪重摘简]要"
)
"""Phrases that hold a word of intent without intending anything: 按计划, 应急, 承诺书."""


def clause_start(text: str, position: int) -> int:
    """Return where the clause begins in which `position` stands."""
    return _after_last(END, text, position)


def clause_end(text: str, position: int) -> int:
    """Return where the clause ends in which `position` stands, also where the mark before 二是 was lost."""
    end = _next(f"[{END}]|{_LOST_MARK}", text, position)
    while end > position and text[end - 1] in ". ":
        end -= 1
    return end


def sentence_start(text: str, position: int) -> int:
    """Return where the sentence begins in which `position` stands; a numbered measure (二是) is one of its own."""
    begin = _after_last("。；;！!\n", text, position)
    measures = list(re.finditer(_LOST_MARK, text[begin:position]))
    return begin + measures[-1].start() if measures else begin


def sentence_end(text: str, position: int) -> int:
    """Return where the sentence ends in which `position` stands."""
    return _next(f"[。；;！!\n]|{_LOST_MARK}", text, position)


def _after_last(marks: str, text: str, position: int) -> int:
    first = max(position - LONGEST, 0)
    return max(max(text.rfind(mark, first, position) for mark in marks) + 1, first)


def _next(pattern: str, text: str, position: int) -> int:
    last = min(position + LONGEST, len(text))
    mark = re.compile(pattern).search(text, position, last)
    return mark.start() if mark else last


def without_runs(text: str) -> str:
    """Return text without long runs of nothing but dates, which tell nothing of one another."""
    return re.sub(_RUN_OF_DATES, "", text) if len(text) > _SHORTEST_RUN else text


_SHORTEST_RUN = 30
_RUN_OF_DATES = r"(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?[、和及]?){6,}+"


def plain(text: str) -> str:
    """Return a piece of text without its neutral phrases, for looking at words only."""
    return re.sub(_NEUTRAL, "", text)
