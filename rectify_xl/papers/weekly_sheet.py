"""周调度表: what changed since last week, who owes what, and a page for each department with what to ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.closing.orders import UnmetCondition
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT
from rectify_xl.ledger.counting.unread_deadlines import later_plans, sentence, shown
from rectify_xl.ledger.history.snapshots import WEEK
from rectify_xl.ledger.records import Cell
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers.weekly_fields import AskedRow, DebtRow, DepartmentPage, WeeklyProblem, WeeklyValues
from rectify_xl.supervision.meetings import leaders, movement
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
    paged = {each.name for each in owing}
    return WeeklyValues(
        题名="巡察整改周调度表" + (f"（{department}）" if department else ""),
        单位=TracedText(situation.ledger.info_text("单位名称") or NONE, _info(situation, "单位名称")),
        截至=chinese(situation.as_of),
        总况=overall(situation),
        合计=movement.totals(situation),
        比较=movement.note(situation, WEEK),
        变化=[
            MoveRow(类=each.label, 数=each.number, 名单=each.named)
            for each in movement.moves(situation)
            if each.label != "移出" or not department
        ],
        欠账=[_debt(number, each, asked) for number, each in enumerate(owing, 1)],
        领导=leaders.rows(situation),
        清账=clear(situation),
        另问=_asked(each for each in asked if each.department not in paged),
        科室页=[_page(each, situation, asked) for each in owing],
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
    found = list(asked)
    return TracedText(len(found), dict.fromkeys(source for each in found for source in each.cells))


def clear(situation: MeetingState) -> TracedText:
    """Name the departments that have nothing open; empty where there is none."""
    found = [each for each in situation.departments if not each.open]
    if not found:
        return TracedText("")
    names = "、".join(each.name for each in found)
    cells = _cells((item for each in found for item in each.items), "完成程度")
    return TracedText(f"没有未完成问题的科室{len(found)}个，不设单页：{names}。", cells)


def notes(situation: MeetingState) -> list[str]:
    """Return what a reader has to know about the numbers."""
    loose = sum(len(each.counted) for each in situation.departments if each.name == NO_DEPARTMENT)
    found = [
        TracedText(
            f"有{loose}个问题没有填责任科室，列在“{NO_DEPARTMENT}”；请在《问题台账》“责任科室”列补填。"
            if loose
            else "",
            _cells(
                (item for each in situation.departments if each.name == NO_DEPARTMENT for item in each.items),
                "责任科室",
            ),
        ),
        unread(situation),
        later_plans(situation.ledger, situation.as_of),
        *movement.unstated(situation),
        movement.unnamed(situation),
        HOW_COUNTED,
    ]
    return [each for each in found if each]


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
        要问=_count(each for each in asked if each.department == department.name),
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
        要问=_asked(each for each in asked if each.department == department.name),
    )


def _row(item: ProblemState, situation: MeetingState) -> WeeklyProblem:
    row = item.problem.row
    return WeeklyProblem(
        编号=TracedText(item.name, name(item.problem).sources),
        问题=cell(row.cell("具体问题"), LONGEST),
        时限=deadline(item, situation.as_of),
        天数=days(item),
        程度=cell(row.cell("完成程度"), 8, "空"),
        进展=_progress(item, situation),
        还缺=missing(item.missing),
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
        found = cell(doubt.cell, 20)
        return TracedText(f"{found}（时限读不出）", found.sources)
    if due is None:
        return cell(problem.row.cell("整改时限"), 20)
    return shown(due, lambda day: month_day(day, as_of))


def days(item: ProblemState) -> TracedText | str:
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
    found = item.problem.row.cell("整改进展")
    last = last_change(item, situation)
    when = f"（{month_day(last, situation.as_of)}更新）" if last else ""
    told = beginning_of(on_one_line(last_sentence(found.text)), LONGEST, found.ref)
    return TracedText(f"{told or '没有填写'}{when}", (found.address,))


def missing(found: Sequence[UnmetCondition]) -> TracedText:
    """Return in few words what keeps a problem from being closed; its status has a column of its own."""
    found = [each for each in found if each.code != "status"]
    counts = Counter(each.code for each in found)
    words = [
        f"措施{counts[code]}条" if code == "measure" else _MISSING[code]
        for code in counts
        if code == "measure" or code in _MISSING
    ]
    words += [short(each.text, 40) for each in found if each.code != "measure" and each.code not in _MISSING]
    return TracedText("、".join(words) or NONE, tuple(dict.fromkeys(each.cell for each in found)))


def _promises(item: ProblemState, as_of: date) -> TracedText:
    """Return the promises that were broken, and those due within a week."""
    broken = [each for each in item.promises if each.verdict == "broken"]
    near = soon(item, as_of, AHEAD)
    lines = [f"失约：{short(each.commitment.text, 24)}" for each in broken]
    lines += [f"{month_day(each.due or as_of, as_of)}到期：{short(each.commitment.text, 24)}" for each in near]
    shown = lines[:SHOWN]
    if len(lines) > SHOWN:
        shown.append(f"另{len(lines) - SHOWN}条见承诺清单")
    return TracedText("\n".join(shown) or NONE, addresses(each.commitment.cell for each in (*broken, *near)))


def _asked(questions: Iterable[MeetingQuestion]) -> list[AskedRow]:
    return [
        AskedRow(序号=str(number), 问=each.text, 依据=places(each.cells)) for number, each in enumerate(questions, 1)
    ]


def _department(department: Department) -> TracedText:
    return TracedText(short(department.name, 30), _cells(department.items, "责任科室"))


def _cells(items: Iterable[ProblemState], column: str) -> tuple[str, ...]:
    return addresses(item.problem.row.cell(column) for item in items)


def _due(items: Iterable[ProblemState]) -> tuple[str, ...]:
    found: list[Cell] = [item.case.deadline.cell for item in items if item.case.deadline]
    return addresses(found)


def _info(situation: MeetingState, item: str) -> tuple[str, ...]:
    return (situation.ledger.info_cell(item).address,) if item in situation.ledger.info else ()
