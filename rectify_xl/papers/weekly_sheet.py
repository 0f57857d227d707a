"""周调度表: what changed since last week, who owes what, and a page for each department with what to ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.closure_rules.closure_terms import UnmetCondition
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.deadline_wording import later_plans, sentence, shown
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT
from rectify_xl.ledger.memory.snapshots import WEEK
from rectify_xl.ledger.records import Cell
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers.weekly_fields import AskedRow, DebtRow, DepartmentPage, WeeklyProblem, WeeklyValues
from rectify_xl.supervision.meetings import movement, ranking
from rectify_xl.supervision.meetings.cell_phrases import HOW_COUNTED, NONE, addresses, cell, month_day, name, short
from rectify_xl.supervision.meetings.meeting_fields import MoveRow
from rectify_xl.supervision.meetings.meeting_questions import MeetingQuestion, last_change, places, soon
from rectify_xl.supervision.meetings.meeting_state import Department, MeetingState, ProblemState, by_debt
from rectify_xl.text.excerpts import beginning_of, on_one_line
from rectify_xl.text.provenance import TracedText
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


def values(situation: MeetingState, asked: Sequence[MeetingQuestion], department: str = "") -> WeeklyValues:
    """Return what the template of 周调度表 may use; `department` is set where the paper is about one alone."""
    owing = by_debt(situation.departments)
    paged = {department.name for department in owing}
    return WeeklyValues(
        题名="巡察整改周调度表" + (f"（{department}）" if department else ""),
        单位=TracedText(situation.ledger.info_text("单位名称") or NONE, _info(situation, "单位名称")),
        截至=chinese(situation.as_of),
        总况=overall(situation),
        合计=movement.totals(situation),
        比较=movement.note(situation, WEEK),
        变化=[
            MoveRow(类=move.label, 数=move.number, 名单=move.named)
            for move in movement.moves(situation)
            if move.label != "移出" or not department
        ],
        欠账=[_debt(number, department, asked) for number, department in enumerate(owing, 1)],
        领导=ranking.rows(situation),
        清账=clear(situation),
        另问=_asked(question for question in asked if question.department not in paged),
        科室页=[_page(department, situation, asked) for department in owing],
        注=notes(situation),
    )


def overall(situation: MeetingState) -> TracedText:
    """Return the totals in one sentence."""
    total = situation.counted.total
    window = situation.soon
    text = (
        f"问题{total.problems}个，完成{total.done}个（已销号{total.closed}个），"
        f"完成率{percent(total.done, total.problems)}；"
        f"继续整改{total.ongoing}个，其中逾期{total.overdue}个、临期{window}个。"
    )
    again = movement.relapses(situation)
    return TracedText(
        f"{text}{again}", (*situation.ledger.column_range(schema.PROBLEMS.name, "完成程度"), *again.sources)
    )


def _count(asked: Iterable[MeetingQuestion]) -> TracedText:
    """Return how many questions there are, with the cells on which they rest."""
    questions = list(asked)
    return TracedText(len(questions), dict.fromkeys(source for question in questions for source in question.cells))


def clear(situation: MeetingState) -> TracedText:
    """Name the departments that have nothing open; empty where there is none."""
    departments = [department for department in situation.departments if not department.open]
    if not departments:
        return TracedText("")
    names = "、".join(department.name for department in departments)
    cells = _cells((item for department in departments for item in department.items), "完成程度")
    return TracedText(f"没有未完成问题的科室{len(departments)}个，不设单页：{names}。", cells)


def notes(situation: MeetingState) -> list[str]:
    """Return what a reader has to know about the numbers."""
    loose = sum(len(department.counted) for department in situation.departments if department.name == NO_DEPARTMENT)
    texts = [
        TracedText(
            f"有{loose}个问题没有填责任科室，列在“{NO_DEPARTMENT}”；请在《问题台账》“责任科室”列补填。"
            if loose
            else "",
            _cells(
                (
                    item
                    for department in situation.departments
                    if department.name == NO_DEPARTMENT
                    for item in department.items
                ),
                "责任科室",
            ),
        ),
        unread(situation),
        later_plans(situation.ledger, situation.as_of),
        *movement.unstated(situation),
        movement.unnamed(situation),
        HOW_COUNTED,
    ]
    return [note for note in texts if note]


def unread(situation: MeetingState) -> TracedText:
    """Return which deadlines count neither as late nor as fine."""
    return sentence(problem_counts.unreadable(situation.ledger, situation.as_of))


def _debt(number: int, department: Department, asked: Iterable[MeetingQuestion]) -> DebtRow:
    still = [item for item in department.open if not item.again]
    late = [item for item in still if item.late]
    near = [item for item in still if item.soon]
    worst = department.longest
    return DebtRow(
        序号=str(number),
        科室=_department(department),
        未完成=TracedText(len(still), _cells(still, "完成程度")),
        逾期=TracedText(len(late), _due(late)),
        临期=TracedText(len(near), _due(near)),
        最长=TracedText(f"{worst.days_late}天（{worst.name}）", _due([worst])) if worst else NONE,
        要问=_count(question for question in asked if question.department == department.name),
    )


def _page(department: Department, situation: MeetingState, asked: Iterable[MeetingQuestion]) -> DepartmentPage:
    still = [item for item in department.open if not item.again]
    late = [item for item in still if item.late]
    near = [item for item in still if item.soon]
    worst = department.longest
    longest = f"，最长逾期{worst.days_late}天（{worst.name}）" if worst else ""
    summary = f"未完成{len(still)}个，其中逾期{len(late)}个、临期{len(near)}个{longest}。"
    done, again = department.line.done, len(department.open) - len(still)
    summary += f"另有{done}个已经完成。" if done else ""
    summary += f"另有反弹后重新登记、没有完成的{again}个。" if again else ""
    return DepartmentPage(
        科室=_department(department),
        小结=TracedText(summary, _cells(department.items, "完成程度")),
        问题=[_row(item, situation) for item in department.open],
        要问=_asked(question for question in asked if question.department == department.name),
    )


def _row(item: ProblemState, situation: MeetingState) -> WeeklyProblem:
    row = item.problem.row
    return WeeklyProblem(
        编号=TracedText(item.name, name(item.problem).sources),
        问题=cell(row.cell("具体问题"), LONGEST),
        时限=deadline(item, situation.as_of),
        天数=_days(item),
        程度=cell(row.cell("完成程度"), 8, "空"),
        进展=_progress(item, situation),
        还缺=_missing(item.missing),
        承诺=_promises(item, situation.as_of),
        督办=TracedText(item.letter or NONE, _due([item])),
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
    text = beginning_of(on_one_line(last_sentence(source.text)), LONGEST, source.ref)
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


def _asked(questions: Iterable[MeetingQuestion]) -> list[AskedRow]:
    return [
        AskedRow(序号=str(number), 问=question.text, 依据=places(question.cells))
        for number, question in enumerate(questions, 1)
    ]


def _department(department: Department) -> TracedText:
    return TracedText(short(department.name, 30), _cells(department.items, "责任科室"))


def _cells(items: Iterable[ProblemState], column: str) -> tuple[str, ...]:
    return addresses(item.problem.row.cell(column) for item in items)


def _due(items: Iterable[ProblemState]) -> tuple[str, ...]:
    cells: list[Cell] = [item.case.deadline.cell for item in items if item.case.deadline]
    return addresses(cells)


def _info(situation: MeetingState, item: str) -> tuple[str, ...]:
    return (situation.ledger.info_cell(item).address,) if item in situation.ledger.info else ()
