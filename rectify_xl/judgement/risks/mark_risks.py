"""Put warnings into the ledger: 预警 and 预警原因 beside each problem, and the list 预警清单. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.judgement.risks.risk_model import KIND_LABEL, Level, Reason, Risk
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.deadline_wording import UNREAD
from rectify_xl.ledger.deadlines.binding_deadline import DeadlineDoubt
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, Row, SheetChanges
from rectify_xl.text.cell_value import Raw, text

MARK = "预警"
REASONS = "预警原因"
_LEVELS = "红橙黄"
UNREAD_LEVEL: Level = "橙"
"""Of a deadline that nobody can read: whether its problem is late is not known."""


class Warned(NamedTuple):
    """One line of 预警清单."""

    row: int
    id: str
    level: Level
    kind: str
    days: int | None
    score: int | None
    reasons: tuple[Reason, ...]
    label: str


def mark(
    ledger: Ledger, risks: Sequence[Risk], doubts: Sequence[DeadlineDoubt] = (), *, as_of: date | None = None
) -> Changes:
    """Return what `risks --write` changes: both columns beside the problems, the list, and the day of it all.

    `doubts` are the deadlines that count neither as late nor as fine. Only existing columns and lines are written, and
    only cells whose text differs. Without `as_of` no day stands there any more.
    """
    warned = [
        Warned(risk.row, risk.id, risk.level, risk.kind, risk.days, risk.score, risk.reasons, risk.label)
        for risk in risks
    ]
    warned += [
        Warned(doubt.problem.number, doubt.problem.id, UNREAD_LEVEL, UNREAD, None, None, (_doubted(doubt),), UNREAD)
        for doubt in doubts
    ]
    return tuple(filter(None, (_columns(ledger, warned), _list(ledger, warned), _judged(ledger, as_of))))


def _doubted(doubt: DeadlineDoubt) -> Reason:
    return Reason("", f"{UNREAD}：{doubt.text}，算不出是否逾期", doubt.cell.address)


def clear(ledger: Ledger) -> Changes:
    """Return what takes every warning away again."""
    return mark(ledger, ())


def label(warned: Sequence[Warned | Risk]) -> str:
    """Return the text of 预警: the highest level, then the kinds, as `红·逾期、反弹`."""
    level = min((row.level for row in warned), key=_LEVELS.index)
    order = (*KIND_LABEL, UNREAD)
    kinds = dict.fromkeys(row.label for row in sorted(warned, key=lambda row: order.index(row.kind)))
    return f"{level}·{'、'.join(kinds)}"


def _explain(reasons: Sequence[Reason]) -> str:
    """Return reasons as a reader sees them: numbered where there are several, each with its cell."""
    sentences = [f"{reason.text}（{reason.cell}）" for reason in reasons]
    if len(sentences) == 1:
        return sentences[0] + "。"
    return "".join(f"{number}.{sentence}；" for number, sentence in enumerate(sentences, 1)).removesuffix("；") + "。"


def _columns(ledger: Ledger, warned: Iterable[Warned]) -> SheetChanges | None:
    by_row: dict[int, list[Warned]] = {}
    for risk in warned:
        by_row.setdefault(risk.row, []).append(risk)
    writes: list[CellWrite] = []
    sheet = schema.PROBLEMS.name
    for row in (*ledger.rows.get(sheet, ()), *ledger.leftovers.get(sheet, ()), *ledger.subtotals.get(sheet, ())):
        own = by_row.get(row.number, [])
        reasons = [reason for risk in own for reason in risk.reasons]
        writes += _differing(row, MARK, label(own) if own else "")
        writes += _differing(row, REASONS, _explain(reasons) if reasons else "")
    return SheetChanges(sheet, tuple(writes)) if writes else None


def _judged(ledger: Ledger, as_of: date | None) -> SheetChanges | None:
    """Return what says in 基本信息 for which day all this holds, and which problems were closed then.

    The day is written as text, which formulas read as well: a date would cost a live host a call for its format.
    """
    closed = problem_counts.closed_ids(ledger, as_of) if as_of else frozenset()
    listed = "、".join(problem.id for problem in ledger.problems if problem.id in closed)
    writes = []
    day = as_of.isoformat() if as_of else None
    for item, value in ((schema.JUDGED, day), (schema.JUDGED_CLOSED, (listed or "无") if as_of else None)):
        cell = ledger.info_cell(item)
        if item in ledger.info and cell.text != text(value):
            writes.append(CellWrite(cell.row, cell.column, value))
    return SheetChanges(schema.INFO.name, tuple(writes)) if writes else None


def _differing(row: Row, column: str, mark_text: str) -> Iterator[CellWrite]:
    cell = row.cell(column)
    if column in row.headers and (cell.text != mark_text or cell.filled != bool(mark_text)):
        yield CellWrite(row.number, cell.column, mark_text or None)


def _list(ledger: Ledger, warned: Sequence[Warned]) -> SheetChanges | None:
    facts = ledger.sheets.get(schema.WARNINGS.name)
    if facts is None:
        return None
    problems = {problem.number: problem for problem in ledger.problems}
    address = {problem.number: problem.row.cell("编号").address for problem in ledger.problems}
    lines: list[dict[str, Raw]] = [
        {
            "序号": number,
            "级别": risk.level,
            "类型": risk.label,
            "编号": risk.id,
            "位置": address[risk.row],
            "具体问题": problems[risk.row].problem,
            "责任科室": problems[risk.row].department,
            "天数": None if risk.days is None else abs(risk.days),
            "风险分": risk.score,
            "原因": _explain(risk.reasons),
        }
        for number, risk in enumerate(warned, 1)
    ]
    old = [{name: row.text(name) for name in facts.headers} for row in ledger.rows.get(schema.WARNINGS.name, ())]
    new = [{name: text(line.get(name)) for name in facts.headers} for line in lines]
    if old == new:
        return None
    writes = tuple(
        CellWrite(row, facts.headers[name], value, str(line["位置"]) if name == "位置" else "")
        for row, line in enumerate(lines, facts.header_row + 1)
        for name, value in line.items()
        if name in facts.headers and value not in (None, "")
    )
    return SheetChanges(facts.name, writes, replace_rows=True)
