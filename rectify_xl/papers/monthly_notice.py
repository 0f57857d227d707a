"""月通报: where the round stands, how the departments rank, what changed since last month, and what is late or due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rectify_xl.dates import chinese, last_day
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import department_term, departments
from rectify_xl.ledger.counting.deadline_wording import later_plans
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, StatusCounts
from rectify_xl.ledger.memory.snapshots import MONTH
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers import monthly_lists
from rectify_xl.papers.monthly_fields import AspectRow, MonthlyProblem, MonthlyValues, RankRow
from rectify_xl.papers.weekly_rows import deadline
from rectify_xl.papers.weekly_sheet import unread
from rectify_xl.supervision.meetings import decisions, movement, ranking
from rectify_xl.supervision.meetings.cell_phrases import HOW_COUNTED, NONE, addresses, cell, name, short, signed
from rectify_xl.supervision.meetings.meeting_fields import MoveRow
from rectify_xl.supervision.meetings.meeting_state import Department, MeetingState, ProblemState
from rectify_xl.supervision.meetings.ranking import (
    LONG_OVERDUE,
    PRAISE_RULE,
    RULE,
    Placed,
    longest,
    overdue,
    overdue_relapses,
    praised,
    rank,
    urged,
)
from rectify_xl.text.provenance import TracedText, concat

LONGEST = 60
"""Characters of a problem that a table shows."""
AS_FAR_AS_READ = "能读出时限的问题中，"
UNASSIGNED = "台账没有填写责任科室，无从按科室排名，下面按方面列出。"


def values(situation: MeetingState) -> MonthlyValues:
    """Return what the template of 月通报 may use, but for its charts."""
    ledger, as_of = situation.ledger, situation.as_of
    ranked = rank(situation.departments)
    late, again, due = overdue(situation), overdue_relapses(situation), due_next(situation)
    due_again = due_next(situation, again=True)
    until = month_end_after(as_of)
    moved, support = monthly_lists.granted(situation), decisions.needing_support(situation.items)
    return MonthlyValues(
        题名=_title(ledger, as_of),
        导语=f"现将截至{chinese(as_of)}的巡察整改进展情况通报如下。",
        总体=[
            *(TracedText(text, _column(ledger)) for text in overall(situation)),
            *filter(None, (unread(situation, on_paper=True), later_plans(ledger, as_of))),
        ],
        合计注=concat(*movement.unstated(situation, on_paper=True)),
        合计=movement.totals(situation),
        科室排名=[_placed(place, situation) for place in ranked],
        领导=ranking.rows(situation),
        规则=ledger.termed(RULE if ranked else UNASSIGNED),
        排名注=_rank_notes(situation),
        方面=[] if ranked else [_aspect(line, ledger) for line in situation.counted.aspects],
        比较=movement.note(situation, MONTH),
        变化=[MoveRow(类=move.label, 数=move.number, 名单=move.named) for move in movement.moves(situation)],
        变化注=movement.unnamed(situation),
        走势=monthly_lists.course_rows(situation),
        走势注=monthly_lists.course_note(situation),
        逾期说明=TracedText(late_words(late, again, sure=sure(situation)), _due_cells((*late, *again))),
        逾期=[_row(item, as_of) for item in (*late, *again)],
        延期说明=monthly_lists.extension_words(moved),
        延期=[monthly_lists.extension_row(one, as_of) for one in moved],
        支持说明=monthly_lists.support_words(support),
        支持=[monthly_lists.support_row(item) for item in support],
        表扬=TracedText(praise(situation), _cells(praised(situation), "完成程度")),
        督促=TracedText(urge(situation), _cells(urged(situation), "整改时限")),
        到期说明=TracedText(
            due_words(
                due, until, due_again, sure=sure(situation), late=bool(late or again), term=ledger.department_term
            ),
            _due_cells((*due, *due_again)),
        ),
        到期=[_row(item, as_of) for item in (*due, *due_again)],
        算法=HOW_COUNTED,
        落款=_signature(ledger),
        日期=chinese(as_of),
    )


def _title(ledger: Ledger, as_of: date) -> str:
    """Return the title of the notice."""
    return f"{ledger.info_text('单位名称')}关于{as_of.year}年{as_of.month}月巡察整改进展情况的通报"


def overall(situation: MeetingState) -> list[str]:
    """Return the totals in sentences; every number is computed."""
    counted, total = situation.counted, situation.counted.total
    parts = f"，其中{total.parts}" if total.parts else ""
    day, rate = chinese(situation.as_of), percent(total.done, total.problems)
    spread = ((counted.named_aspects, "方面"), (counted.groups, "大项"))
    over = "、".join(f"{count}个{word}" for count, word in spread if count)
    sentences = [
        (
            f"本轮巡察反馈问题{total.problems}个{f'，涉及{over}' if over else ''}。截至{day}，"
            f"{total.done_words}，完成率{rate}{parts}；{total.open_words(situation.soon)}。"
        )
    ]
    shares = []
    if counted.measures:
        share = percent(counted.measures_done, counted.measures)
        shares.append(f"整改措施{counted.measures}条，完成{counted.measures_done}条，完成率{share}")
    if counted.actions:
        shares.append(f"具体措施{counted.actions}条，完成{counted.actions_done}条")
    if counted.regulations:
        shares.append(f"新建、修订制度{counted.regulations}项")
    if shares:
        sentences.append(f"{'；'.join(shares)}。")
    if situation.before:
        old = situation.before.snapshot
        sentences.append(
            f"与{chinese(old.day)}相比，完成{_more(total.done - old.total.done)}，"
            f"继续整改{_more(total.ongoing - old.total.ongoing)}，逾期{_more(total.overdue - old.total.overdue)}。"
        )
    again = movement.relapses(situation)
    return [*sentences, str(again)] if again else sentences


def late_words(late: tuple[ProblemState, ...], again: tuple[ProblemState, ...] = (), *, sure: bool = True) -> str:
    """Tell how many problems are overdue, and how many for long; `again` are relapses, which the table has last.

    `sure` where every deadline can be read.
    """
    relapsed = f"另有反弹后重新登记、已经逾期的{len(again)}个（列在表末）。" if again else ""
    if not late:
        return f"{'没有逾期的问题。' if sure else f'{AS_FAR_AS_READ}没有逾期的。'}{relapsed}"
    long = [item for item in late if item.days_late >= LONG_OVERDUE]
    more = f"，其中逾期{LONG_OVERDUE}天以上的{len(long)}个（表中加*）" if long else ""
    return f"逾期的问题{len(late)}个{more}，最长逾期{late[0].days_late}天。{relapsed}"


def due_words(
    due: tuple[ProblemState, ...],
    until: date,
    again: tuple[ProblemState, ...] = (),
    *,
    sure: bool = True,
    late: bool = False,
    term: str = department_term.USUAL,
) -> str:
    """Tell how many problems fall due up to a day, and how many of these a holiday moves beyond it.

    `again` are relapses, which the table has last; `sure` where every deadline can be read, `late` where any passed,
    `term` what a department is called.
    """
    relapsed = f"另有反弹后重新登记、{chinese(until)}以前到期的{len(again)}个（列在表末）。" if again else ""
    if not due:
        still = "除已经逾期的以外，" if late else ""
        return (
            f"{'' if sure else AS_FAR_AS_READ}{still}{chinese(until)}以前没有到期的{'问题' if sure else ''}。{relapsed}"
        )
    moved = [item.case.deadline.binding for item in due if item.case.deadline and item.case.deadline.binding > until]
    shifted = f"（其中{len(moved)}个逢节假日，顺延到{chinese(max(moved))}）" if moved else ""
    return f"{chinese(until)}以前到期、还没有完成的问题{len(due)}个{shifted}，请责任{term}提早安排。{relapsed}"


def sure(situation: MeetingState) -> bool:
    """Tell whether every deadline can be read, so that no late problem hides."""
    return not unread(situation)


def praise(situation: MeetingState) -> str:
    """Name the departments that fulfil the rule for praise; nobody else is praised."""
    term = situation.ledger.department_term
    if not situation.assigned:
        return f"台账没有填写责任{term}，不作表扬和督促。"
    chosen = praised(situation)
    if not chosen:
        return f"本期没有{term}达到表扬条件（{PRAISE_RULE}）。"
    names = "、".join(f"{department.name}（{department.line.problems}个）" for department in chosen)
    return f"{PRAISE_RULE}的{term}{len(chosen)}个，予以表扬：{names}。"


def urge(situation: MeetingState) -> str:
    """Name the departments with overdue problems."""
    if not situation.assigned:
        return ""
    chosen, term = urged(situation), situation.ledger.department_term
    if not chosen:
        return f"没有{term}有逾期问题。" if sure(situation) else f"{AS_FAR_AS_READ}没有{term}有逾期的。"
    names = "、".join(
        f"{department.name}（{department.line.overdue}个，最长{longest(department)}天）" for department in chosen
    )
    return f"有逾期问题的{term}{len(chosen)}个，予以督促：{names}。"


def due_next(situation: MeetingState, *, again: bool = False) -> tuple[ProblemState, ...]:
    """Return the open problems that fall due up to the end of next month, the nearest first; or the relapses alone."""
    until = month_end_after(situation.as_of)
    entries = [
        (item.case.deadline.nominal, item.problem.number, item)
        for item in situation.items
        if item.again is again
        and not item.case.done
        and not item.late
        and item.case.deadline
        and item.case.deadline.nominal <= until
    ]
    return tuple(item for _, _, item in sorted(entries, key=lambda entry: entry[:2]))


def month_end_after(day: date) -> date:
    """Return the last day of the month after that of `day`."""
    return last_day(day.year + day.month // 12, day.month % 12 + 1)


def _placed(placed: Placed, situation: MeetingState) -> RankRow:
    line, items = placed.department.line, placed.department.items
    old = situation.before.snapshot.departments.get(line.title) if situation.before else None
    cells = addresses(item.problem.row.cell("完成程度") for item in items)
    mark = "*" if placed.few else ""
    return RankRow(
        名次=TracedText(placed.place, cells),
        科室=TracedText(short(line.title, 20) + mark, addresses(item.problem.row.cell("责任科室") for item in items)),
        问题=TracedText(line.problems, cells),
        完成=TracedText(line.done, cells),
        已销号=TracedText(line.closed, cells),
        完成率=TracedText(percent(line.done, line.problems), cells),
        逾期=TracedText(line.overdue, addresses(item.problem.row.cell("整改时限") for item in items)),
        增减=TracedText(signed(line.done - old.done), cells) if old else NONE,
    )


def _rank_notes(situation: MeetingState) -> list[str]:
    """Return what the ranking leaves out, and whom it cannot compare with last time."""
    names, term = {department.name for department in situation.departments}, situation.ledger.department_term
    loose = sum(len(department.counted) for department in situation.departments if department.name == NO_DEPARTMENT)
    without = _cells(
        (department for department in situation.departments if department.name == NO_DEPARTMENT), "责任科室"
    )
    notes: list[str] = [
        TracedText(f"没有填责任{term}的问题{loose}个，不参加排名。" if loose and situation.assigned else "", without)
    ]
    if situation.before and situation.assigned:
        old = set(situation.before.snapshot.departments)
        new = [title for title in names if title not in old and title != NO_DEPARTMENT]
        gone = [title for title in old if title not in names and title != NO_DEPARTMENT]
        notes += [
            f"上期没有、无从比较的{term}（新列或改名）：{'、'.join(sorted(new))}。" if new else "",
            f"上期有、本期没有的{term}（不再列或改名）：{'、'.join(sorted(gone))}。" if gone else "",
        ]
    return [note for note in notes if note]


def _aspect(line: StatusCounts, ledger: Ledger) -> AspectRow:
    cells = _column(ledger)
    return AspectRow(
        方面=TracedText(short(line.title, LONGEST), ledger.column_range(schema.PROBLEMS.name, "方面")),
        问题=TracedText(line.problems, cells),
        完成=TracedText(line.done, cells),
        已销号=TracedText(line.closed, cells),
        完成率=TracedText(percent(line.done, line.problems), cells),
        逾期=TracedText(line.overdue, ledger.column_range(schema.PROBLEMS.name, "整改时限")),
    )


def _row(item: ProblemState, as_of: date) -> MonthlyProblem:
    row = item.problem.row
    label = TracedText(item.name, name(item.problem).sources)
    return MonthlyProblem(
        编号=TracedText(f"{label}*", label.sources) if item.days_late >= LONG_OVERDUE else label,
        问题=cell(row.cell("具体问题"), LONGEST),
        科室=cell(row.cell("责任科室"), 20, text=departments.shown(item.problem.department)),
        时限=deadline(item, as_of),
        天数=_days(item),
        督办=item.letter or NONE,
    )


def _days(item: ProblemState) -> TracedText | str:
    """Return how many days a problem is late, or how many are left."""
    due = item.case.deadline
    return TracedText(abs(due.days_late(item.case.as_of)), (due.cell.address,)) if due else NONE


def _signature(ledger: Ledger) -> TracedText:
    signing = ledger.info_cell("落款单位")
    signer = signing if signing.text else ledger.info_cell("单位名称")
    return TracedText(signer.text, (signer.address,) if signer.text else ())


def _due_cells(items: Iterable[ProblemState]) -> tuple[str, ...]:
    """Return the cells that set the deadlines of problems."""
    return addresses(item.case.deadline.cell for item in items if item.case.deadline)


def _cells(departments: Iterable[Department], column: str) -> tuple[str, ...]:
    """Return the cells of a column for all problems of departments."""
    return addresses(item.problem.row.cell(column) for department in departments for item in department.items)


def _column(ledger: Ledger) -> tuple[str, ...]:
    return ledger.column_range(schema.PROBLEMS.name, "完成程度")


def _more(change: int) -> str:
    if not change:
        return "不变"
    return f"{'增加' if change > 0 else '减少'}{abs(change)}个"
