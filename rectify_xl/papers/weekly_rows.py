"""What 周调度表 tells of one open problem: its deadline, how far it is, what it lacks, and what to ask about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rectify_xl.ledger.closure_rules.closure_terms import UnmetCondition
from rectify_xl.ledger.counting.deadline_wording import shown
from rectify_xl.papers.weekly_fields import WeeklyProblem
from rectify_xl.supervision.meetings.cell_phrases import NONE, addresses, cell, month_day, name, short
from rectify_xl.supervision.meetings.meeting_questions import MeetingQuestion, last_change, soon
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.text.excerpts import beginning, on_one_line
from rectify_xl.text.numerals import enclosed
from rectify_xl.text.provenance import TracedText, concat
from rectify_xl.text.sentences import last_sentence

AHEAD = 7
"""Days within which a promise is due this week, the day itself included."""
LONGEST = 70
"""Characters of a text that a table shows."""
SHOWN = 3
"""Promises of one problem that are told one by one; the rest are counted."""

_MISSING = {
    "measures": "整改措施（没有登记）",
    "feedback": "反馈日期",
    "remaining": "剩余事项",
    "finished": "完成日期",
    "evidence": "佐证材料",
    "application": "销号申请",
    "applicant": "申请人",
    "opinion": "验收意见",
    "signature": "签字",
    "date": "日期有误",
}


def problem_row(
    item: ProblemState, situation: MeetingState, asked: Iterable[MeetingQuestion], *, named: bool
) -> WeeklyProblem:
    """Return the row of an open problem, with the questions about it alone; `named` tells its department too."""
    row = item.problem.row
    return WeeklyProblem(
        编号=TracedText(item.name, name(item.problem).sources),
        问题=concat(
            cell(row.cell("具体问题"), LONGEST),
            TracedText(f"（{short(item.department, 20)}）" if named else "", (row.cell("责任科室").address,)),
        ),
        时限=deadline(item, situation.as_of),
        天数=_days(item),
        程度=cell(row.cell("完成程度"), 8, "空"),
        进展=_progress(item, situation),
        还缺=_missing(item.missing),
        眼前缺=_missing_now(item),
        承诺=_promises(item, situation.as_of),
        要问=_questions(item, asked),
        督办=TracedText(item.letter or NONE, (item.case.deadline.cell.address,) if item.case.deadline else ()),
    )


def deadline(item: ProblemState, as_of: date) -> TracedText:
    """Return the deadline with its extension and the working day on which it binds.

    Without a deadline it is what stands in the cell.
    """
    due, problem = item.case.deadline, item.problem
    doubt = item.case.doubt
    if due is None and doubt and not item.case.done:
        written = cell(doubt.cell, 20)
        return TracedText(f"{written}（时限读不出）", written.sources)
    if due is None:
        return cell(problem.row.cell("整改时限"), 20)
    return shown(due, lambda day: month_day(day, as_of))


def _days(item: ProblemState) -> TracedText | str:
    """Return how late a problem is, or how many days are left."""
    due = item.case.deadline
    if due is None:
        return NONE
    if item.late:
        return TracedText(f"逾期{item.days_late}天", (due.cell.address,))
    left = -due.days_late(item.case.as_of)
    return TracedText(f"剩{left}天" if left else "今天到期", (due.cell.address,))


def _progress(item: ProblemState, situation: MeetingState) -> TracedText:
    """Return the last sentence that was told, and when the row was last changed."""
    source = item.problem.row.cell("整改进展")
    last = last_change(item, situation)
    when = f"（{month_day(last, situation.as_of)}更新）" if last else ""
    text = beginning(on_one_line(last_sentence(source.text)), LONGEST)
    return TracedText(f"{text or '没有填写'}{when}", (source.address,))


def _missing(lacks: Sequence[UnmetCondition]) -> TracedText:
    """Return in few words what keeps a problem from being closed; its status has a column of its own."""
    lacks = [lack for lack in lacks if lack.code != "status"]
    counts = Counter(lack.code for lack in lacks)
    words = [
        f"措施{counts[code]}条" if code == "measure" else _MISSING[code]
        for code in counts
        if code == "measure" or code in _MISSING
    ]
    words += [short(lack.text, 40) for lack in lacks if lack.code != "measure" and lack.code not in _MISSING]
    return TracedText("、".join(words) or NONE, tuple(dict.fromkeys(lack.cell for lack in lacks)))


def _missing_now(item: ProblemState) -> TracedText:
    """Return what is lacking at present: undone measures; for what is nearly finished all that closing it takes."""
    steps = item.case.ledger.vocabulary["完成程度"]
    nearly = item.problem.completion in steps[2:]
    return _missing([lack for lack in item.missing if nearly or lack.code == "measure"])


def _promises(item: ProblemState, as_of: date) -> TracedText:
    """Return the promises that were broken, and those due within a week."""
    broken = [promise for promise in item.promises if promise.verdict == "broken"]
    near = soon(item, as_of, AHEAD)
    lines = [f"失约：{short(promise.commitment.text, 24)}" for promise in broken]
    lines += [f"{month_day(promise.due or as_of, as_of)}到期：{short(promise.commitment.text, 24)}" for promise in near]
    top = lines[:SHOWN]
    if len(lines) > SHOWN:
        top.append(f"另{len(lines) - SHOWN}条见承诺清单")
    return TracedText("\n".join(top) or NONE, addresses(promise.commitment.cell for promise in (*broken, *near)))


def _questions(item: ProblemState, asked: Iterable[MeetingQuestion]) -> TracedText:
    """Return the questions about one problem, one a line, without its name, which stands beside them."""
    mine = [question.text for question in asked if question.id == item.problem.id and item.problem.id]
    texts = [TracedText(str(text).removeprefix(f"{item.name} "), text.sources) for text in mine]
    if len(texts) == 1:
        return texts[0]
    lines = (concat("\n" if number > 1 else "", enclosed(number), text) for number, text in enumerate(texts, 1))
    return concat(*lines)
