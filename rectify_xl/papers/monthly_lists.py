"""Lists of 月通报: how the counts went from month to month, what was put off, and what needs help from above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rectify_xl.ledger.memory.snapshots import UNKNOWN, Counts
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers.monthly_fields import CourseRow, ExtensionRow, SupportRow
from rectify_xl.supervision.meetings import decisions, monthly_course, movement
from rectify_xl.supervision.meetings.cell_phrases import NONE, addresses, cell, month_day, name
from rectify_xl.supervision.meetings.decisions import GrantedExtension
from rectify_xl.supervision.meetings.meeting_state import MeetingState, ProblemState
from rectify_xl.supervision.meetings.monthly_course import MonthEnd
from rectify_xl.text.provenance import TracedText
from rectify_xl.text.sentences import last_sentence

LONGEST = 40
"""Characters of a text that a table shows."""


def course(situation: MeetingState) -> tuple[MonthEnd, ...]:
    """Return the counts from month to month, the present last."""
    total = situation.counted.total
    present = Counts(total.problems, total.done, total.ongoing, total.longterm, total.overdue, total.closed)
    return monthly_course.months(situation, present, lambda snapshot: snapshot.total)


def course_rows(situation: MeetingState) -> list[CourseRow]:
    """Return a row for each month; none where there is nothing but the present."""
    months = course(situation)
    return [_month(month, situation, last=month is months[-1]) for month in months] if len(months) > 1 else []


def _month(month: MonthEnd, situation: MeetingState, *, last: bool) -> CourseRow:
    if month.counts is None or month.day is None:
        return CourseRow(
            月=f"{month.label}（无记录）", 问题=NONE, 完成=NONE, 已销号=NONE, 完成率=NONE, 继续=NONE, 逾期=NONE
        )
    counts = month.counts
    shown = {
        "问题": counts.problems,
        "完成": counts.done,
        "已销号": NONE if counts.closed == UNKNOWN else counts.closed,
        "继续": counts.ongoing,
        "逾期": counts.overdue,
    }
    cells = {column: situation.ledger.column_range(*movement.COLUMNS[column]) if last else () for column in shown}
    texts = {column: TracedText(number, cells[column]) for column, number in shown.items()}
    label = f"{month.label}（{'本期' if last else f'{month.day.day}日'}）"
    return CourseRow(
        月=label,
        问题=texts["问题"],
        完成=texts["完成"],
        已销号=texts["已销号"],
        完成率=TracedText(percent(counts.done, counts.problems), cells["完成"]),
        继续=texts["继续"],
        逾期=texts["逾期"],
    )


def course_note(situation: MeetingState) -> str:
    """Say which months left no snapshot."""
    return monthly_course.unknown(course(situation))


def granted(situation: MeetingState) -> tuple[GrantedExtension, ...]:
    """Return the deadlines that were moved, by the day to which they were."""
    return tuple(sorted(decisions.granted(situation.items), key=lambda one: (one.until, one.item.problem.number)))


def extension_words(moved: Sequence[GrantedExtension]) -> TracedText:
    """Tell how many deadlines were moved."""
    if not moved:
        return TracedText("没有批准延期的问题。")
    done = sum(one.item.case.done for one in moved)
    late = sum(one.item.late is not None for one in moved)
    more = [f"已经完成{done}个"] if done else []
    more += [f"延期以后又逾期{late}个"] if late else []
    text = f"批准延期的问题{len(moved)}个{'，其中' if more else ''}{'、'.join(more)}。"
    return TracedText(text, addresses(one.closure.row.cell("延期至") for one in moved))


def extension_row(one: GrantedExtension, as_of: date) -> ExtensionRow:
    """Return the row of a deadline that was moved."""
    row, problem = one.closure.row, one.item.problem
    times = f"（第{one.times}次）" if one.times > 1 else ""
    before = one.item.case.deadline.original[1] if one.item.case.deadline else problem.row.cell("整改时限")
    signed = ("分管领导", "主要负责人", "上级复核")
    return ExtensionRow(
        编号=name(problem),
        问题=cell(problem.row.cell("具体问题"), LONGEST),
        科室=cell(problem.row.cell("责任科室"), 20),
        原时限=TracedText(month_day(one.before, as_of), (before.address,)),
        延至=TracedText(f"{month_day(one.until, as_of)}{times}", (row.cell("延期至").address,)),
        批准人=TracedText(one.approver, addresses(row.cell(column) for column in signed if row.text(column))),
        理由=cell(row.cell("延期理由"), LONGEST),
    )


def support_words(items: Sequence[ProblemState]) -> TracedText:
    """Tell how many problems need help from above."""
    text = f"没有完成、需要上级支持的问题{len(items)}个。" if items else "没有需要上级支持的问题。"
    return TracedText(text, addresses(item.problem.row.cell("需上级支持") for item in items))


def support_row(item: ProblemState) -> SupportRow:
    """Return the row of a problem that needs help: what remains, else what was told last."""
    row = item.problem.row
    remains = bool(item.problem.remaining)
    source = row.cell("剩余事项" if remains else "整改进展")
    return SupportRow(
        编号=name(item.problem),
        问题=cell(row.cell("具体问题"), LONGEST),
        科室=cell(row.cell("责任科室"), 20),
        还差=cell(source, LONGEST, text=None if remains else last_sentence(source.text)),
    )
