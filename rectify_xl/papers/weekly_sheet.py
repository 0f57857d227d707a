"""周调度表: what changed since last week, and what each department, or leader, has open, with what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.counting.deadline_wording import later_plans, sentence
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, shown_department
from rectify_xl.ledger.memory.snapshots import WEEK
from rectify_xl.ledger.records import Cell
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers.weekly_fields import AskedRow, DebtRow, DepartmentPage, WeeklyValues
from rectify_xl.papers.weekly_rows import problem_row
from rectify_xl.supervision.meetings import movement, ranking
from rectify_xl.supervision.meetings.cell_phrases import HOW_COUNTED, NONE, addresses, short
from rectify_xl.supervision.meetings.meeting_fields import MoveRow
from rectify_xl.supervision.meetings.meeting_questions import MeetingQuestion
from rectify_xl.supervision.meetings.meeting_state import Department, MeetingState, ProblemState, by_debt
from rectify_xl.supervision.meetings.movement import Move
from rectify_xl.text.provenance import TracedText, concat


class WeeklyEdition(NamedTuple):
    """Which edition is wanted.

    It goes by department or by leader (`by`); with `pages` each has a page, without it all stand in one table. `only`
    names the one for whom a file of its own is made, without what concerns all; `department` the one to whom the
    ledger was narrowed.
    """

    by: Literal["科室", "领导"] = "科室"
    pages: bool = False
    only: str = ""
    department: str = ""

    def grouped(self, situation: MeetingState) -> MeetingState:
        """Return the situation with its problems grouped as the edition goes."""
        return situation._replace(departments=situation.leaders) if self.by == "领导" else situation

    @property
    def column(self) -> str:
        """The column of 问题台账 by which it goes."""
        return "牵头领导" if self.by == "领导" else "责任科室"


COMPACT = WeeklyEdition()


def values(situation: MeetingState, asked: Sequence[MeetingQuestion], edition: WeeklyEdition = COMPACT) -> WeeklyValues:
    """Return what the template of 周调度表 may use; `asked` are the questions to the groups of the edition."""
    grouped = edition.grouped(situation)
    owing = [group for group in by_debt(grouped.departments) if edition.only in ("", group.name)]
    paged = {group.name for group in owing}
    whom = edition.only or edition.department
    changes = [move for move in movement.moves(situation) if move.label != "移出" or not edition.department]
    return WeeklyValues(
        题名="巡察整改周调度表" + (f"（{short(whom, 20)}）" if whom else ""),
        单位=TracedText(situation.ledger.info_text("单位名称") or NONE, _info(situation, "单位名称")),
        截至=chinese(situation.as_of),
        首页="" if edition.only else "有",
        分页="是" if edition.pages or edition.only else "",
        组名=situation.ledger.termed(edition.column),
        总况=overall(situation),
        合计=movement.totals(situation),
        比较=movement.note(situation, WEEK),
        变动=[_moved(move) for move in changes if move.ids] or (["各项都没有变化。"] if changes else []),
        变化=[MoveRow(类=move.label, 数=move.number, 名单=move.named) for move in changes],
        欠账=[_debt(number, group, grouped, asked, edition) for number, group in enumerate(owing, 1)],
        领导=ranking.rows(situation),
        清账=clear(grouped, edition),
        另问=[] if edition.only else _asked(question for question in asked if question.department not in paged),
        科室页=[_page(group, situation, asked, edition) for group in owing],
        注=[HOW_COUNTED] if edition.only else notes(situation, on_paper=True),
    )


def _moved(move: Move) -> TracedText:
    return concat(TracedText(f"{move.label}{len(move.ids)}个：", move.number.sources), move.named, "。")


def overall(situation: MeetingState) -> TracedText:
    """Return the totals in one sentence."""
    total = situation.counted.total
    text = (
        f"问题{total.problems}个，{total.done_words}，"
        f"完成率{percent(total.done, total.problems)}；"
        f"{total.open_words(situation.soon)}。"
    )
    again = movement.relapses(situation)
    return TracedText(
        f"{text}{again}", (*situation.ledger.column_range(schema.PROBLEMS.name, "完成程度"), *again.sources)
    )


def _count(asked: Iterable[MeetingQuestion]) -> TracedText:
    """Return how many questions there are, with the cells on which they rest."""
    questions = list(asked)
    return TracedText(len(questions), dict.fromkeys(source for question in questions for source in question.cells))


def clear(situation: MeetingState, edition: WeeklyEdition = COMPACT) -> TracedText:
    """Name the departments, or leaders, that have nothing open; empty where there is none."""
    departments = [department for department in situation.departments if not department.open]
    if not departments:
        return TracedText("")
    names = "、".join(shown_department(department.name, situation.ledger) for department in departments)
    cells = _cells((item for department in departments for item in department.items), "完成程度")
    by = situation.ledger.termed(edition.by)
    return TracedText(
        f"没有未完成问题的{by}{len(departments)}{'位' if edition.by == '领导' else '个'}：{names}。", cells
    )


def notes(situation: MeetingState, *, on_paper: bool = False) -> list[str]:
    """Return what a reader has to know about the numbers; `on_paper` without the addresses of cells."""
    loose = sum(len(department.counted) for department in situation.departments if department.name == NO_DEPARTMENT)
    term = situation.ledger.department_term
    texts = [
        TracedText(
            f"有{loose}个问题没有填责任{term}，列在“{shown_department(NO_DEPARTMENT, situation.ledger)}”；"
            "请在《问题台账》“责任科室”列补填。"
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
        unread(situation, on_paper=on_paper),
        later_plans(situation.ledger, situation.as_of),
        *movement.unstated(situation, on_paper=on_paper),
        movement.unnamed(situation),
        HOW_COUNTED,
    ]
    return [note for note in texts if note]


def unread(situation: MeetingState, *, on_paper: bool = False) -> TracedText:
    """Return which deadlines count neither as late nor as fine."""
    return sentence(problem_counts.unreadable(situation.ledger, situation.as_of), "paper" if on_paper else "office")


def _debt(
    number: int,
    department: Department,
    situation: MeetingState,
    asked: Iterable[MeetingQuestion],
    edition: WeeklyEdition,
) -> DebtRow:
    still = [item for item in department.open if not item.again]
    late = [item for item in still if item.late]
    near = [item for item in still if item.soon]
    worst = department.longest
    return DebtRow(
        序号=str(number),
        科室=_department(department, situation, edition),
        未完成=TracedText(len(still), _cells(still, "完成程度")),
        逾期=TracedText(len(late), _due(late)),
        临期=TracedText(len(near), _due(near)),
        最长=TracedText(f"{worst.days_late}天（{worst.name}）", _due([worst])) if worst else NONE,
        要问=_count(question for question in asked if question.department == department.name),
    )


def _page(
    department: Department, situation: MeetingState, asked: Iterable[MeetingQuestion], edition: WeeklyEdition
) -> DepartmentPage:
    mine = [question for question in asked if question.department == department.name]
    ids = {item.problem.id for item in department.open if item.problem.id}
    still = [item for item in department.open if not item.again]
    late = [item for item in still if item.late]
    near = [item for item in still if item.soon]
    worst = department.longest
    longest = f"，最长逾期{worst.days_late}天（{worst.name}）" if worst else ""
    parts = "、".join(f"{word}{len(items)}个" for word, items in (("逾期", late), ("临期", near)) if items)
    summary = f"未完成{len(still)}个{f'，其中{parts}' if parts else ''}{longest}。"
    done, again = department.line.done, len(department.open) - len(still)
    summary += f"另有{done}个已经完成。" if done else ""
    summary += f"另有反弹后重新登记、没有完成的{again}个。" if again else ""
    return DepartmentPage(
        科室=_department(department, situation, edition),
        小结=TracedText(summary, _cells(department.items, "完成程度")),
        问题=[problem_row(item, situation, mine, named=edition.by == "领导") for item in department.open],
        要问=_asked(mine),
        另问=[question.text for question in mine if question.id not in ids],
    )


def _asked(questions: Iterable[MeetingQuestion]) -> list[AskedRow]:
    return [AskedRow(序号=str(number), 问=question.text) for number, question in enumerate(questions, 1)]


def _department(department: Department, situation: MeetingState, edition: WeeklyEdition) -> TracedText:
    shown = shown_department(department.name, situation.ledger)
    return TracedText(short(shown, 30), _cells(department.items, edition.column))


def _cells(items: Iterable[ProblemState], column: str) -> tuple[str, ...]:
    return addresses(item.problem.row.cell(column) for item in items)


def _due(items: Iterable[ProblemState]) -> tuple[str, ...]:
    cells: list[Cell] = [item.case.deadline.cell for item in items if item.case.deadline]
    return addresses(cells)


def _info(situation: MeetingState, item: str) -> tuple[str, ...]:
    return (situation.ledger.info_cell(item).address,) if item in situation.ledger.info else ()
