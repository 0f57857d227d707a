"""What the columns of 上报表 may hold: one entry for each, by the name that an office writes into its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from rectify_xl.dates import ReadDate, chinese
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline, DeadlineDoubt
from rectify_xl.ledger.deadlines.deadline_cells import unreadable_text
from rectify_xl.ledger.records import Cell, Ledger, Measure, Problem, Row
from rectify_xl.ledger.relations import Relations
from rectify_xl.notice.writing import problem_wording
from rectify_xl.text.cell_value import storable
from rectify_xl.text.provenance import TracedText, concat

UNSURE = "（待核）"
"""What stands behind a deadline or a state that nobody can read, so that the level above is not misled."""
RELAPSED = "（反弹后重新登记）"
"""What stands behind a problem that is none of the feedback's."""
_REMAINS = ("剩余", "余下", "还剩", "还有", "还差", "还未", "尚", "仍", "未")
"""How 剩余事项 begins where it says itself that something remains."""
ColumnLevel = Literal["problem", "measure"]


class FormFacts:
    """What the columns are filled from: a ledger on one day. `named` are the contents that the form has."""

    def __init__(self, ledger: Ledger, as_of: date, named: frozenset[str] = frozenset()) -> None:
        self.ledger = ledger
        self.as_of = as_of
        self.named = named
        self.relations = Relations(ledger)

    @cached_property
    def _standing(self) -> binding_deadline.Deadlines:
        return binding_deadline.standing(self.ledger, self.as_of)

    @cached_property
    def _binding(self) -> Mapping[int, Deadline]:
        return binding_deadline.bind(self._standing)

    @cached_property
    def relapsed(self) -> frozenset[int]:
        """The Excel rows of the problems that were registered anew."""
        return registered_relapses.rows(self.ledger)

    @cached_property
    def closed(self) -> frozenset[str]:
        """The ids of the problems whose closing stands."""
        return problem_counts.closed_ids(self.ledger, self.as_of)

    def deadline(self, problem: Problem) -> Deadline | None:
        """Return what binds a problem, None where no day does."""
        return self._binding.get(problem.number)

    def doubt(self, problem: Problem) -> DeadlineDoubt | None:
        """Return why the deadline of a problem counts neither as late nor as fine, None where it does count."""
        return self._standing.doubts.get(problem.number)

    def done(self, problem: Problem) -> bool:
        """Tell whether a problem counts as 完成."""
        return problem_counts.is_done(problem, self.ledger.counting)

    def days_late(self, problem: Problem) -> int:
        """Return the days by which a problem that is not done is late; 0 where it is in time."""
        due = self.deadline(problem)
        return 0 if due is None or self.done(problem) else max(0, due.days_late(self.as_of))

    def is_closed(self, problem: Problem) -> bool:
        """Tell whether a problem is closed (已销号)."""
        return bool(problem.id) and problem.id in self.closed


class ColumnContent(NamedTuple):
    """What a column may hold: of the problem (`of_problem`), or of each of its measures (`of_measure`).

    `width` is how many characters a line holds at least. A column that `grows` takes of the room that is left.
    `aliases` are other words that offices have for it.
    """

    name: str
    help: str
    width: float
    of_problem: Callable[[FormFacts, Problem], TracedText] | None = None
    of_measure: Callable[[FormFacts, Measure], TracedText] | None = None
    grows: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def level(self) -> ColumnLevel:
        """Whether a problem has one such cell, or each of its measures."""
        return "measure" if self.of_measure else "problem"


def _as_written(cell: Cell, text: str | None = None) -> TracedText:
    shown = storable(cell.text if text is None else text).strip()
    return TracedText(shown, [cell.address] if shown else [])


def _problem(column: str) -> Callable[[FormFacts, Problem], TracedText]:
    return lambda _, problem: _as_written(problem.row.cell(column))


def _measure(column: str) -> Callable[[FormFacts, Measure], TracedText]:
    return lambda _, measure: _as_written(measure.row.cell(column))


def _names(row: Row, column: str) -> TracedText:
    cell = row.cell(column)
    return _as_written(cell, departments.shown(cell.text))


def _day(row: Row, column: str, when: ReadDate) -> TracedText:
    cell = row.cell(column)
    return _as_written(cell, _shown(when, cell))


def _shown(when: ReadDate, cell: Cell) -> str:
    return problem_wording.shown_date(when) or cell.text


def _stated(facts: FormFacts, problem: Problem) -> TracedText:
    """Return the problem as written; one that relapsed says so."""
    text = _as_written(problem.row.cell("具体问题"))
    if problem.number not in facts.relapsed:
        return text
    return concat(text, TracedText(RELAPSED, [problem.row.cell("关联编号").address]))


def _due(facts: FormFacts, problem: Problem) -> TracedText:
    """Return the deadline as it was set and, where it was extended, as it is now."""
    row, due = problem.row, facts.deadline(problem)
    cell = row.cell("整改时限")
    written = _shown(problem.due, cell)
    if not problem.due.day and problem.remaining_due.day and due is not None and due.original[1] != cell:
        cell = row.cell("剩余时限")
        later = _shown(problem.remaining_due, cell)
        written = f"{written}\n（{later}前完成剩余事项）" if written else later
    if facts.doubt(problem) is not None or (due is None and unreadable_text(problem.due)):
        written += UNSURE
    if due is None or not due.extended:
        return _as_written(cell, written)
    return TracedText(f"原{written}\n延至{chinese(due.nominal)}", [cell.address, due.cell.address])


def _state(facts: FormFacts, problem: Problem) -> TracedText:
    """Return how far a problem is: done and what follows, or what remains and how late it is."""
    row = problem.row
    cells = [row.cell("完成程度")]
    if facts.done(problem):
        text = "已销号" if facts.is_closed(problem) else problem.completion
        if problem_counts.is_longterm(problem, facts.ledger.counting):
            text += f"，{problem.follow_up}"
            cells.append(row.cell("后续要求"))
        if problem.immediate:
            text += "（即知即改）"
            cells.append(row.cell("即知即改"))
    else:
        text = "继续整改" if problem.completion in facts.ledger.counting.done else problem.completion
        if facts.ledger.unread_status(problem.completion):
            text += UNSURE
        if problem.remaining and "剩余事项" not in facts.named:
            begins = "" if problem.remaining.startswith(_REMAINS) else "尚余："
            text += f"{'，' if text else ''}{begins}{problem.remaining.rstrip('。；')}"
            cells.append(row.cell("剩余事项"))
        if late := facts.days_late(problem):
            text += f"{'，' if text else ''}逾期{late}天"
            due = facts.deadline(problem)
            cells += [due.cell] if due else []
    return TracedText(storable(text), [cell.address for cell in cells] if text else [])


def _evidence(facts: FormFacts, problem: Problem) -> TracedText:
    rows = facts.relations.evidence_of(problem.id) if problem.id else ()
    lines = [f"{number}.{document.name}" if len(rows) > 1 else document.name for number, document in enumerate(rows, 1)]
    return TracedText(storable("\n".join(lines)), [document.row.cell("名称").address for document in rows])


def _regulations(facts: FormFacts, problem: Problem) -> TracedText:
    rows = facts.relations.regulations_of(problem.id) if problem.id else ()
    lines = [f"{rule.name}（{rule.number}）" if rule.number else rule.name for rule in rows]
    return TracedText(storable("\n".join(lines)), [rule.row.cell("名称").address for rule in rows])


def _closing(facts: FormFacts, problem: Problem) -> TracedText:
    row = facts.relations.closing(problem.id) if problem.id else None
    if facts.is_closed(problem) and row is not None:
        return TracedText(
            f"已销号\n{_shown(row.decided, row.row.cell('日期'))}".strip(), [row.row.cell("结论").address]
        )
    return TracedText("否")


def _support(_: FormFacts, problem: Problem) -> TracedText:
    cell = problem.row.cell("需上级支持")
    return _as_written(cell, "需要" if problem.row.flag("需上级支持") else "" if cell.filled else None)


NUMBER = "序号"
"""The running number of a problem on the form; it is not in the ledger."""
MEASURE = "措施"

CONTENTS: tuple[ColumnContent, ...] = (
    ColumnContent(NUMBER, "在本表中的序号", 3, lambda _facts, _problem: TracedText("")),
    ColumnContent("编号", "台账里的编号，如 P001", 3, _problem("编号")),
    ColumnContent("方面", "方面", 4, _problem("方面")),
    ColumnContent("大项", "大项", 5, _problem("大项")),
    ColumnContent("问题", "具体问题", 9, _stated, grows=True, aliases=("具体问题", "反馈问题")),
    ColumnContent("整改目标", "整改目标", 6, _problem("整改目标"), grows=True),
    ColumnContent("验收标准", "验收标准", 6, _problem("验收标准"), grows=True),
    ColumnContent(
        MEASURE,
        "整改措施，一条一行；具体措施随在所属措施后面",
        10,
        None,
        _measure("措施内容"),
        grows=True,
        aliases=("整改措施", "措施内容"),
    ),
    ColumnContent("措施责任单位", "这条措施的责任单位", 4, None, lambda _, measure: _names(measure.row, "责任科室")),
    ColumnContent("措施责任人", "这条措施的责任人", 3, None, lambda _, measure: _names(measure.row, "责任人")),
    ColumnContent("措施时限", "这条措施的时限", 6, None, lambda _, measure: _day(measure.row, "时限", measure.due)),
    ColumnContent("措施完成情况", "这条措施的完成程度", 3, None, _measure("完成程度")),
    ColumnContent(
        "措施完成日期",
        "这条措施的完成日期",
        6,
        None,
        lambda _, measure: _day(measure.row, "完成日期", measure.finished),
    ),
    ColumnContent("牵头领导", "牵头领导", 3, lambda _, problem: _names(problem.row, "牵头领导")),
    ColumnContent(
        "责任单位", "责任科室", 4, lambda _, problem: _names(problem.row, "责任科室"), aliases=("责任科室", "责任部门")
    ),
    ColumnContent(
        "配合单位", "配合科室", 4, lambda _, problem: _names(problem.row, "配合科室"), aliases=("配合科室", "配合部门")
    ),
    ColumnContent("责任人", "责任人", 3, lambda _, problem: _names(problem.row, "责任人")),
    ColumnContent("时限", "整改时限；批准延期的，原时限和延期后的时限都印", 10, _due, aliases=("整改时限",)),
    ColumnContent("进展", "整改进展", 12, _problem("整改进展"), grows=True, aliases=("整改进展", "整改情况")),
    ColumnContent("完成情况", "完成程度；没有完成的，还剩什么、逾期几天", 5, _state, aliases=("完成程度",)),
    ColumnContent("剩余事项", "剩余事项", 5, _problem("剩余事项"), grows=True),
    ColumnContent("剩余时限", "剩余时限", 6, lambda _, problem: _day(problem.row, "剩余时限", problem.remaining_due)),
    ColumnContent("完成日期", "完成日期", 6, lambda _, problem: _day(problem.row, "完成日期", problem.finished)),
    ColumnContent("佐证", "佐证材料的名称", 6, _evidence, grows=True, aliases=("佐证材料",)),
    ColumnContent("制度", "为这个问题新建、修订的制度", 6, _regulations, grows=True),
    ColumnContent("上级支持", "是否需要上级支持", 2.5, _support, aliases=("需上级支持",)),
    ColumnContent("是否销号", "销号成立的，印已销号和日期", 6, _closing, aliases=("销号",)),
)
KEPT_INSIDE = ("备注", "校验标记", "预警", "预警原因", "公开", "不公开理由", "公开表述", "通报标题", "状态表述")
"""Columns of the ledger that are for the office itself, and never go up."""


def content(name: str) -> ColumnContent | None:
    """Return the content that is called so, by its own name or another that offices have for it; None for none."""
    return next((candidate for candidate in CONTENTS if name in (candidate.name, *candidate.aliases)), None)
