"""Texts that contradict the status: a problem counts as done, and its own words say that something is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import When, chinese
from rectify_xl.model import Cell
from rectify_xl.promises.tenses import NOT_DONE, PLANNED, REST, UNDER_WAY, clause_start, conditional
from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason


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


def told_ahead(case: Case) -> Iterator[Reason]:
    """Report what a done problem tells as done for a day that had not come when it was told."""
    if not case.done:
        return
    texts: list[str] = []
    for promise in case.ahead:
        told = promise.commitment
        if not any(told.text in each for each in texts):  # 8月和10月开展…… is one passage, though two dates
            texts.append(told.text)
            yield reason(weights.TOLD_AHEAD.code, f"{told.column}写有“{told.text}”，{promise.reason}", told.cell)


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
    for match in re.finditer(NOT_DONE, text):
        inside = any(start < match.end() and match.start() < end for start, end, _ in promises)
        if not inside and not conditional(text, match):
            yield Piece(match[0])


def _under_way(text: str, _case: Case) -> Iterator[Piece]:
    yield from (Piece(match[0]) for match in re.finditer(UNDER_WAY, text) if not conditional(text, match))


def _promises(text: str, case: Case) -> Iterator[tuple[int, int, When]]:
    """Return what is promised for a date: `拟于7月中旬完成`, `6月底前完成验收`."""
    for mention in dates.mentions(text, case.ledger.feedback):
        start = clause_start(text, mention.start)
        before = text[start : mention.start]
        rest = re.match(REST + "{0,16}", text[mention.end :])
        after = rest[0] if rest else ""
        if re.search("每年|每月|原计划|已", before + after):
            continue
        planned = re.search(PLANNED, before)
        if planned and mention.when.day:
            yield start + planned.start(), mention.end + len(after), mention.when
        elif mention.text.endswith("前") and re.match("[^的]{0,8}(?:完成|到位|办结|建成)", after):
            yield mention.start, mention.end + len(after), mention.when


def _quoted(column: str, piece: Piece) -> str:
    return f"{column}写有“{piece.text}”"


def _status(case: Case) -> str:
    return f"完成程度“{case.problem.completion}”"
