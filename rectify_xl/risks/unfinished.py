"""Texts that contradict the status: a problem counts as done, and its own words say that something is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import When, chinese
from rectify_xl.model import Cell
from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason

_END = "，。；,;！!：:\n"
_REST = f"[^{_END}]"

_NOT_DONE = (
    r"(?:暂未|尚未|还未|仍未)(?!发现|发生|出现|接到|收到|接收)" + _REST + "{1,8}"
    r"|(?<![暂尚还仍从])未(?:完成|开展|启动|办结|验收|整改完成|落实到位|整改到位)"
    r"|(?:拟于|拟在|计划于|计划在|拟适时|准备适时)" + _REST + "{1,16}"
    r"|(?<![对招接期等优虐亏善看])待(?![遇业查办报])" + _REST + "{2,14}?后" + _REST + "{0,10}"
)
_UNDER_WAY = (
    r"正在(?:准备|办理|推进|制定|修订|起草|整改|建设|施工|采购|招标|审批|协调|落实|开展|进行|完善|申请|筹备|核查|清退)"
    + _REST
    + "{0,8}"
    r"|还在" + _REST + "{1,10}中"
    r"|(?:推进|办理|整改|建设|施工|采购|招标|审批|修订|征求意见|公示)中(?=[" + _END + "]|$)"
    r"|等待(?:招标|采购|审批|批复|验收)" + _REST + "{0,6}"
)
_PLANNED = "(?:拟定|拟|计划|预计|力争|争取|确保|将|定)(?:于|在|到|至)?$"
_CONDITION = (
    "^(?:[一二三四五六七八九十]+是)?(?:对|针对|将|凡|如|若|因|由于|督促|防止|杜绝|严禁|避免|原|此前|巡察前|整改前)"
)
_ATTRIBUTE = "[暂尚还仍]?未(?:整改)?(?:完成|到位|开展|启动|办结|办理|验收|整改|落实|落实到位)的"


class Piece(NamedTuple):
    """Words that say that something is not finished; `when` is the date that they promise."""

    text: str
    when: When | None = None


def contradicted(case: Case) -> Iterator[Reason]:
    """Report words such as 暂未开展 or 拟于12月完成 under a problem that counts as done."""
    if case.done:
        for column, cell, piece in _seen(case, _not_done):
            if piece.when is None or piece.when.day is None or piece.when.day >= case.as_of:
                yield reason(weights.CONTRADICTED.code, f"{_quoted(column, piece)}，与{_status(case)}不符", cell)


def still_at_it(case: Case) -> Iterator[Reason]:
    """Report words such as 正在采购 under a done problem that needs no more work.

    Under 长期坚持 and 持续推进 they are what the status says, and no sign of a relapse.
    """
    if case.done and not case.longterm:
        for column, cell, piece in _seen(case, _under_way):
            yield reason(weights.STILL_AT_IT.code, f"{_quoted(column, piece)}，而{_status(case)}且无后续要求", cell)


def promise_passed(case: Case) -> Iterator[Reason]:
    """Report a promised date that has passed under a problem whose text does not say what became of it."""
    if not case.done:
        return
    for column, cell, piece in _seen(case, _not_done):
        if piece.when and piece.when.day and piece.when.day < case.as_of:
            days = (case.as_of - piece.when.day).days
            text = f"{_quoted(column, piece)}，{chinese(piece.when.day)}已过{days}天，没有写明结果"
            yield reason(weights.PROMISE_PASSED.code, text, cell)


def _seen(case: Case, finder: Callable[[str, Case], Iterator[Piece]]) -> Iterator[tuple[str, Cell, Piece]]:
    """Return the pieces of every text, each once: measures repeat what 整改进展 says."""
    known: set[str] = set()
    for column, cell in case.texts():
        for piece in finder(cell.text, case):
            if piece.text not in known:
                known.add(piece.text)
                yield column, cell, piece


def _not_done(text: str, case: Case) -> Iterator[Piece]:
    promises = list(_promises(text, case))
    yield from (Piece(text[start:end], when) for start, end, when in promises)
    for match in re.finditer(_NOT_DONE, text):
        inside = any(start < match.end() and match.start() < end for start, end, _ in promises)
        if not inside and not _conditional(text, match):
            yield Piece(match[0])


def _under_way(text: str, _case: Case) -> Iterator[Piece]:
    yield from (Piece(match[0]) for match in re.finditer(_UNDER_WAY, text) if not _conditional(text, match))


def _promises(text: str, case: Case) -> Iterator[tuple[int, int, When]]:
    """Return what is promised for a date: `拟于7月中旬完成`, `6月底前完成验收`."""
    for mention in dates.mentions(text, case.ledger.feedback):
        start = _clause_start(text, mention.start)
        before = text[start : mention.start]
        rest = re.match(_REST + "{0,16}", text[mention.end :])
        after = rest[0] if rest else ""
        if re.search("每年|每月|原计划|已", before + after):
            continue
        planned = re.search(_PLANNED, before)
        if planned and mention.when.day:
            yield start + planned.start(), mention.end + len(after), mention.when
        elif mention.text.endswith("前") and re.match("[^的]{0,8}(?:完成|到位|办结|建成)", after):
            yield mention.start, mention.end + len(after), mention.when


def _conditional(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words name a case (对未完成的科室……) or what is past (……现已办结), not the present state."""
    before = text[_clause_start(text, match.start()) : match.start()]
    rest = re.match(_REST + "{0,20}", text[match.end() :])
    words = match[0] + (rest[0] if rest else "")
    return bool(re.search(_CONDITION, before) or re.match(_ATTRIBUTE, words) or re.search("[现均]已|已全部", words))


def _clause_start(text: str, position: int) -> int:
    return max(text.rfind(mark, 0, position) for mark in _END) + 1


def _quoted(column: str, piece: Piece) -> str:
    return f"{column}写有“{piece.text}”"


def _status(case: Case) -> str:
    return f"完成程度“{case.problem.completion}”"
