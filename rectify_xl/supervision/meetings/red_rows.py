"""The red rows: what is overdue, and what may relapse so likely that it is red; and in few words why each is stuck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.judgement.risks.risk_model import Risk
from rectify_xl.ledger.records import Cell
from rectify_xl.ledger.vocabulary import CLOSE, RETURNED
from rectify_xl.supervision.meetings.cell_phrases import addresses, short
from rectify_xl.supervision.meetings.decisions import WaitingClosure, WaitingExtension
from rectify_xl.supervision.meetings.meeting_questions import QUIET_DAYS, quiet_days
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.text.provenance import TracedText
from rectify_xl.text.sentences import last_sentence

MOST_REASONS = 3
"""Reasons that one row tells; they come in the order of their weight."""
QUOTED = 30
"""Characters of a cell that a reason quotes."""


class RedRow(NamedTuple):
    """One problem that is red: how late it is (0 for one that is red only because it may relapse), and why it is stuck.

    `risk` is the warning of a relapse, None for what is only overdue.
    """

    item: ProblemState
    days_late: int
    risk: Risk | None
    stuck: TracedText


def red_rows(
    items: Iterable[ProblemState],
    situation: MeetingState,
    risks: Iterable[Risk],
    waiting: tuple[Sequence[WaitingExtension], Sequence[WaitingClosure]],
) -> tuple[RedRow, ...]:
    """Return the red rows among `items`, the latest first, then those that may relapse, the most likely first.

    `risks` are the warnings of the whole ledger, `waiting` what waits for a decision. Red is what `risks` paints red.
    """
    relapses = {risk.row: risk for risk in risks if risk.kind == "relapse" and risk.level == "红"}
    asked = {one.item.problem.number: "延期申请等批准" for one in waiting[0]}
    asked |= {one.item.problem.number: f"销号{one.what}" for one in waiting[1]}
    rows = [
        RedRow(item, item.days_late, relapses.get(item.problem.number), _stuck(item, situation, asked, relapses))
        for item in items
        if item.late or item.problem.number in relapses
    ]
    return tuple(sorted(rows, key=_worst_first))


def _worst_first(row: RedRow) -> tuple[int, int, int]:
    return -row.days_late, -(row.risk.score if row.risk else 0), row.item.problem.number


def _stuck(
    item: ProblemState, situation: MeetingState, asked: Mapping[int, str], relapses: Mapping[int, Risk]
) -> TracedText:
    """Return why a problem is stuck; of one that is not late, why it may relapse."""
    risk = relapses.get(item.problem.number)
    if risk is not None and not item.late:
        first = risk.reasons[0]
        return TracedText(short(first.text, 2 * QUOTED), (first.cell,))
    reasons = list(_reasons(item, situation, asked)) or [_latest(item)]
    top = reasons[:MOST_REASONS]
    return TracedText("；".join(words for words, _ in top), addresses(cell for _, cell in top))


def _reasons(item: ProblemState, situation: MeetingState, asked: Mapping[int, str]) -> Iterator[tuple[str, Cell]]:
    """Yield what keeps an overdue problem from being finished, the weightiest first, each with its cell."""
    yield from _of_others(item, asked)
    yield from _of_status(item, situation)
    yield from _of_work(item, situation)


def _of_others(item: ProblemState, asked: Mapping[int, str]) -> Iterator[tuple[str, Cell]]:
    """Yield what others have to decide or to give."""
    row, problem = item.problem.row, item.problem
    if words := asked.get(problem.number):
        yield words, row.cell("编号")
    elif returned := [one for one in item.case.closures if one.kind == CLOSE and one.verdict == RETURNED]:
        cell = returned[-1].row.cell("补充要求")
        yield f"销号被退回{'：' if cell.text else ''}{short(cell.text, QUOTED)}", cell
    if item.case.refused:
        yield "登记的延期不算数", item.case.refused[-1].closure.row.cell("结论")
    if row.flag("需上级支持"):
        yield "需要上级支持", row.cell("需上级支持")
    if problem.remaining:
        yield remaining_words(problem.remaining), row.cell("剩余事项")


def remaining_words(remaining: str) -> str:
    """Return what remains as a reason; a text that says itself that it remains is not said twice."""
    words = short(remaining, QUOTED)
    return words if words.startswith(("剩余", "还剩", "尚有", "还有", "尚未", "仍有")) else f"还剩：{words}"


def _of_status(item: ProblemState, situation: MeetingState) -> Iterator[tuple[str, Cell]]:
    """Yield what 完成程度 says of a problem that has hardly begun, or of which nobody knows how far it is."""
    row, problem = item.problem.row, item.problem
    if situation.moved and problem.id in situation.moved.slipped:
        yield f"由“{situation.moved.before.problems[problem.id].step}”退回", row.cell("完成程度")
    if problem.completion == situation.ledger.vocabulary["完成程度"][0]:
        yield f"{problem.completion}", row.cell("完成程度")
    elif not problem.completion:
        yield "没有填完成程度", row.cell("完成程度")
    elif situation.ledger.unread_status(problem.completion):
        yield f"完成程度写的是“{short(problem.completion, 8)}”，要先改正", row.cell("完成程度")


def _of_work(item: ProblemState, situation: MeetingState) -> Iterator[tuple[str, Cell]]:
    """Yield what is not done, not told, or not proven."""
    row, problem = item.problem.row, item.problem
    undone = [lack for lack in item.missing if lack.code == "measure"]
    if undone:
        yield f"{len(undone)}条措施没有办完", undone[0].place
    if (days := quiet_days(item, situation)) >= QUIET_DAYS:
        yield f"{days}天没有更新", row.cell("整改进展")
    if not problem.progress:
        yield "没有写进展", row.cell("整改进展")
    elif not undone and any(lack.code == "evidence" for lack in item.missing) and problem.completion == "基本完成":
        yield "还缺佐证材料", row.cell("完成程度")


def _latest(item: ProblemState) -> tuple[str, Cell]:
    """Return what was told last of a problem of which nothing else says why it is stuck."""
    cell = item.problem.row.cell("整改进展")
    return short(last_sentence(cell.text), 2 * QUOTED), cell
