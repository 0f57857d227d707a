"""Questions to ask at the meeting: one small rule for each kind, all from what the ledger says, each with its cells.

A rule asks at most one question about a problem; some (unassigned, no_update, no_status, no_words, no_deadline) ask one
about all problems of a department that they fit. `RULES` gives each of the others its stable name, in the order in
which a department is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.judgement.promises import Promise
from rectify_xl.judgement.risks import contradictions
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.deadline_wording import shift
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, NO_LEADER
from rectify_xl.ledger.deadlines import binding_deadline, deadline_cells
from rectify_xl.ledger.deadlines.binding_deadline import Deadline
from rectify_xl.ledger.records import Cell
from rectify_xl.ledger.vocabulary import EXTEND, PASSED, RETURNED
from rectify_xl.supervision.meetings.cell_phrases import addresses, listed, month_day, short
from rectify_xl.supervision.meetings.meeting_state import Department, MeetingState, ProblemState
from rectify_xl.text.provenance import TracedText
from rectify_xl.text.refs import split_address

QUIET_DAYS = 14
"""Days without a recorded change after which a department is asked what it did."""
QUOTED = 40
"""Characters of a cell that a question quotes."""
MOST_CELLS = 4
"""Cells of one sheet that are printed one by one."""


class MeetingQuestion(NamedTuple):
    """One question: the rule that asks it, whom, about which problem (empty for several), in words, with its cells."""

    rule: str
    department: str
    id: str
    text: TracedText

    @property
    def cells(self) -> tuple[str, ...]:
        """The addresses of what the question is based on."""
        return self.text.sources


Asked = Iterator[tuple[str, Sequence[Cell]]]
"""What a rule finds: the words after the problem's name, and the cells."""


def overdue(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask when an overdue problem will be finished, and who decides on an extension that was applied for."""
    due = item.case.deadline
    if item.late is None or due is None or problem_counts.may_be_done(item.problem, situation.ledger):
        return
    text = f"{_due(due, situation.as_of)}，已逾期{item.days_late}天"
    applied = [
        closure
        for closure in item.case.closures
        if closure.kind == EXTEND and closure.verdict not in (PASSED, RETURNED)
    ]
    waiting = next((closure for closure in applied if not closure.row.cell("结论").filled), None)
    unread = next((closure for closure in applied if closure.row.cell("结论").filled), None)
    if item.case.refused:
        last = item.case.refused[-1]
        yield f"{text}，{last.sentence}。补办手续，还是哪一天能完成？", (due.cell, last.closure.row.cell("结论"))
    elif unread:
        verdict = unread.row.cell("结论")
        reason = f"登记的延期结论是“{verdict.text}”，不知是否通过，不算数"
        yield f"{text}，{reason}。请把结论改成“通过”或“退回”；没有批准的，哪一天能完成？", (due.cell, verdict)
    elif waiting:
        yield f"{text}，延期申请还没有结论。由谁来定，什么时候定？", (due.cell, waiting.row.cell("结论"))
    else:
        again = "再次" if due.extended else ""
        yield f"{text}，没有{again}申请延期。哪一天能完成，还差什么？", (due.cell,)


def extension_late(item: ProblemState, _: MeetingState) -> Asked:
    """Ask about an 延期 that was approved, or entered, only after the deadline had passed."""
    if item.case.late_grants and not item.case.done:
        last = item.case.late_grants[-1]
        yield f"{last.text}。当时为什么没有按时申请，审批表在哪里？", (last.cell,)


def promise_broken(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask about dates that were promised, have passed, and left no result; the deadline itself is asked for above."""
    deadline = item.case.deadline if item.late else None
    broken = [
        promise for promise in item.promises if promise.verdict == "broken" and promise.commitment.piece.kind == "dated"
    ]
    broken = [promise for promise in broken if promise.due and not (deadline and promise.due == deadline.nominal)]
    if not broken:
        return
    worst = min(broken, key=lambda promise: promise.due or date.max)
    days = (situation.as_of - _binding(worst)).days
    more = f"（另有{len(broken) - 1}处）" if len(broken) > 1 else ""
    if worst.commitment.piece.tense in ("done", "stated"):
        sentence = f"把“{_quoted(worst)}”写成已办，写的时候还没到那一天{more}，到底办了没有？"
    elif item.case.done:
        sentence = f"已报完成，文中承诺“{_quoted(worst)}”，已过{days}天，没有写明结果{more}，结果怎样？"
    else:
        sentence = f"承诺“{_quoted(worst)}”，已过{days}天{more}，卡在哪里？需要谁协调？"
    yield sentence, [promise.commitment.cell for promise in broken]


def rhythm_broken(item: ProblemState, _: MeetingState) -> Asked:
    """Ask about regular work (每月, 每季度) of an open problem whose last period left no record."""
    broken = [
        promise
        for promise in item.promises
        if promise.verdict == "broken" and promise.commitment.piece.kind == "periodic"
    ]
    if broken and not item.case.done:
        piece = broken[0].commitment.piece
        more = f"（另有{len(broken) - 1}处）" if len(broken) > 1 else ""
        text = f"承诺{piece.period}要做的事，最近一期没有任何记录：“{_quoted(broken[0])}”{more}，做了没有，材料在哪里？"
        yield text, [promise.commitment.cell for promise in broken]


def contradiction(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask which is right where a problem counts as done and its own words say that something is not.

    And what is meant where 完成程度 is no word of the list.
    """
    yield from _unclear_status(item, situation)
    reasons = list(contradictions.contradicted(item.case))
    if reasons:
        words = reasons[0].text.partition("，与")[0]
        more = f"（另有{len(reasons) - 1}处）" if len(reasons) > 1 else ""
        named = {finding.cell for finding in reasons}
        promise_cells = (promise.commitment.cell for promise in item.promises)
        cells = list(dict.fromkeys(cell for cell in promise_cells if cell.address in named))
        text = f"报告为“{item.problem.completion}”，{short(words, QUOTED + 10)}{more}，以哪个为准？"
        yield text, [item.problem.row.cell("完成程度"), *cells]


def _unclear_status(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask what a 完成程度 means that is no word of the list."""
    word = item.problem.completion
    if situation.ledger.unread_status(word):
        choices = "、".join(situation.ledger.vocabulary["完成程度"])
        cell = item.problem.row.cell("完成程度")
        yield f"完成程度写的是“{short(word, QUOTED)}”，不在下拉框里，到底是哪一种（{choices}）？", [cell]


def slipped(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask why a problem fell back since the last snapshot."""
    if situation.moved is None or not item.problem.id or item.problem.id not in situation.moved.slipped:
        return
    was = situation.moved.before.problems[item.problem.id]
    day = month_day(situation.moved.before.day, situation.as_of)
    now = item.problem.completion or "空"
    remains = "，又有剩余事项" if item.problem.remaining and was.step == item.problem.completion else ""
    yield f"在{day}还是“{was.step or '空'}”，现在是“{now}”{remains}，为什么退步？", [item.problem.row.cell("完成程度")]


def finished_without_evidence(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask for the papers of a problem that was reported as done since the last snapshot."""
    moved = situation.moved
    if moved and item.problem.id and item.problem.id in moved.finished and not item.case.proven:
        text = "本期报告办结，《佐证材料》《制度清单》中没有登记它的材料，凭什么认定，材料在哪里？"
        yield text, [item.problem.row.cell("完成程度")]


def not_started(item: ProblemState, _: MeetingState) -> Asked:
    """Ask whether there is time enough where a problem is nearly due and stands on the first step."""
    first = item.case.ledger.vocabulary["完成程度"][0]
    if item.soon is None or item.case.deadline is None or item.problem.completion not in ("", first):
        return
    left = -(item.soon.days or 0)
    when = f"还剩{left}天" if left else "今天到期"
    text = f"{when}，完成程度还是“{item.problem.completion or '空'}”，来得及吗？要不要先申请延期？"
    yield text, [item.problem.row.cell("完成程度"), item.case.deadline.cell]


def quiet_days(item: ProblemState, situation: MeetingState) -> int:
    """Return for how many days nothing about an open problem was changed; 0 where nobody can tell.

    Only 变更记录 can, from the day on which the memory began; a change that no command has recorded yet counts as well.
    """
    began = situation.past.began
    ids = {item.problem.id, *(measure.id for measure in item.case.measures)}
    if item.case.done or not item.problem.progress or began is None or ids & situation.past.unrecorded:
        return 0
    return (situation.as_of - (last_change(item, situation) or began)).days


def last_change(item: ProblemState, situation: MeetingState) -> date | None:
    """Return the day of the last recorded change of a problem or its measures."""
    days = [dates.read(row.plain("时间"), date1904=situation.ledger.date1904).day for row in item.case.changes]
    return max((day for day in days if day and day <= situation.as_of), default=None)


def unclear_deadline(item: ProblemState, _: MeetingState) -> Asked:
    """Ask for the deadline of an open problem whose cell cannot be read as a day, as 长期坚持 or a damaged date."""
    cell = item.problem.row.cell("整改时限")
    if not item.case.done and item.case.doubt:
        doubt = item.case.doubt
        yield f"时限读不出：{short(doubt.text, 2 * QUOTED)}，既不算逾期也不算正常，到底是哪一天？", [doubt.cell]
    elif not item.case.done and item.case.deadline is None and cell.filled:
        yield f"整改时限“{short(cell.text, QUOTED)}”定不到具体的日子，哪一天完成？", [cell]


def plan(item: ProblemState, situation: MeetingState) -> Asked:
    """Ask about 剩余时限 of an open problem that is no deadline: beyond it, before it and passed, or unreadable."""
    due = item.case.deadline
    if item.case.done or due is None or due.plan is None:
        return
    day, cells = due.plan.when.day, [due.plan.cell, due.cell]
    bound = _due(due, situation.as_of)
    if due.later_plan:
        text = f"剩余时限写的是{due.plan.shown}，晚于{bound}，没有批准延期。为什么办不完，要不要申请延期？"
        yield text, cells
    elif day and day < due.nominal and situation.as_of > binding_deadline.falls_due(day):
        days = (situation.as_of - binding_deadline.falls_due(day)).days
        yield f"剩余事项计划{month_day(day, situation.as_of)}办完，已过{days}天，办了没有？", cells
    elif reason := deadline_cells.unreadable(item.problem.row, "剩余时限", due.plan.when):
        yield f"剩余时限{short(reason, QUOTED)}，剩余事项打算哪一天办完？", cells


def superior(item: ProblemState, _: MeetingState) -> Asked:
    """Ask what came of the help that an open problem needs from the level above."""
    if not item.case.done and item.problem.row.flag("需上级支持"):
        yield "需要上级支持，报上去了没有，上级怎么答复？", [item.problem.row.cell("需上级支持")]


RULES: dict[str, Callable[[ProblemState, MeetingState], Asked]] = {
    "overdue": overdue,
    "extension_late": extension_late,
    "promise_broken": promise_broken,
    "contradiction": contradiction,
    "slipped": slipped,
    "finished_without_evidence": finished_without_evidence,
    "not_started": not_started,
    "rhythm_broken": rhythm_broken,
    "unclear_deadline": unclear_deadline,
    "plan": plan,
    "superior": superior,
}


def ask(situation: MeetingState) -> tuple[MeetingQuestion, ...]:
    """Return every question, department by department; the most urgent problem of each first."""
    return tuple(question for department in situation.departments for question in of_department(department, situation))


def of_department(department: Department, situation: MeetingState) -> Iterator[MeetingQuestion]:
    """Yield the questions to one department: about several problems at once, then about what is open, then done."""
    yield from (*unassigned(department, situation), *no_update(department, situation), *left_empty(department))
    done = (item for item in department.items if item.case.done)
    for item in (*department.open, *done):
        for rule, asks in RULES.items():
            for text, cells in asks(item, situation):
                traced = TracedText(f"{item.name} {text}", addresses(cells))
                yield MeetingQuestion(rule, department.name, item.problem.id, traced)


def unassigned(department: Department, situation: MeetingState) -> Iterator[MeetingQuestion]:
    """Ask who is responsible for the open problems without a department, or without a leader."""
    if department.name == NO_DEPARTMENT:
        asked = situation.ledger.termed("没有填责任科室，由谁负责？")
        yield from _several("unassigned", department, department.open, asked, "责任科室")
    elif department.name == NO_LEADER:
        yield from _several("unassigned", department, department.open, "没有填牵头领导，由谁牵头？", "牵头领导")


def no_update(department: Department, situation: MeetingState) -> Iterator[MeetingQuestion]:
    """Ask what was done about the problems of which nothing was changed for two weeks."""
    days = {item.problem.number: quiet_days(item, situation) for item in department.open}
    quiet = [item for item in department.open if days[item.problem.number] >= QUIET_DAYS]
    if quiet:
        most = max(days.values())
        since = f"{most}天" if len(quiet) == 1 else f"{QUIET_DAYS}天以上（最长{most}天）"
        yield from _several("no_update", department, quiet, f"已经{since}没有更新进展，这段时间做了什么？", "整改进展")


def left_empty(department: Department) -> Iterator[MeetingQuestion]:
    """Ask for what the open problems of a department lack: status, progress, deadline."""
    for rule, column, text in (
        ("no_status", "完成程度", "没有填写完成程度，走到哪一步了？"),
        ("no_words", "整改进展", "没有填写整改进展，做了什么？"),
        ("no_deadline", "整改时限", "没有整改时限，哪一天完成？"),
    ):
        empty = [item for item in department.open if not item.problem.row.cell(column).filled]
        if rule == "no_deadline":
            empty = [item for item in empty if item.case.deadline is None]
        yield from _several(rule, department, empty, text, column)


def _several(
    rule: str, department: Department, items: Sequence[ProblemState], text: str, column: str
) -> Iterator[MeetingQuestion]:
    """Yield one question about all `items`, in the order of the ledger; its cells are those of `column`."""
    if not items:
        return
    ordered = sorted(items, key=lambda item: item.problem.number)
    names = listed([item.name for item in ordered])
    more = f"共{len(ordered)}个问题" if len(ordered) > 1 else " "
    cells = addresses(item.problem.row.cell(column) for item in ordered)
    name = ordered[0].problem.id if len(ordered) == 1 else ""
    yield MeetingQuestion(rule, department.name, name, TracedText(f"{names}{more}{text}", cells))


def places(cells: Sequence[str]) -> str:
    """Return addresses for print, the sheet once: 问题台账 P8、K8; of many the first and their number."""
    sheets: dict[str, list[str]] = {}
    for address in cells:
        sheet, ref = split_address(address)
        sheets.setdefault(sheet, []).append(ref)
    return "；".join(f"{sheet} {_listed(refs)}" for sheet, refs in sheets.items())


def _listed(refs: Sequence[str]) -> str:
    return "、".join(refs) if len(refs) <= MOST_CELLS else f"{refs[0]}等{len(refs)}格"


def _due(due: Deadline, as_of: date) -> str:
    shifted = shift(due, lambda day: month_day(day, as_of))
    return f"{'延期后的时限' if due.extended else '时限'}{month_day(due.nominal, as_of)}{shifted}"


def _quoted(promise: Promise) -> str:
    return short(promise.commitment.text, QUOTED)


def _binding(promise: Promise) -> date:
    return promise.binding or promise.due or date.max


def soon(item: ProblemState, as_of: date, days: int) -> tuple[Promise, ...]:
    """Return the dated promises that fall due within so many days, `as_of` included."""
    until = as_of + timedelta(days=days - 1)
    return tuple(
        promise
        for promise in item.promises
        if promise.verdict == "due"
        and promise.commitment.piece.kind == "dated"
        and promise.due
        and _binding(promise) <= until
    )
