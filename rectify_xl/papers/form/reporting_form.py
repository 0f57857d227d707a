"""上报表: the form that a 巡察办 asks for: one row a problem, with its measures, whose they are and how far they are.

It is the three lists (问题清单、措施清单、责任清单) in one. Which columns it has, an office says in its settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger, Measure, Problem
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.papers.form import form_lines
from rectify_xl.papers.form.form_contents import MEASURE, NUMBER, ColumnContent, FormFacts
from rectify_xl.text.cell_value import storable
from rectify_xl.text.provenance import TracedText, concat

TITLE = "{单位}关于{巡察}反馈问题整改情况上报表"
_DAY = "　　　　年　　月　　日"
_BLANK = "＿" * 9
SIGNED_BY = ("填报人", "审核人", "填报日期")


_SHORT = frozenset({"序号", "编号", "牵头领导", "责任人", "上级支持", "是否销号", "措施责任人", "措施完成情况"})
_LONG = 6.0
"""Characters above which a text stands at the left rather than in the middle."""


class FormColumn(NamedTuple):
    """One column of the form: what it holds, its heading, and how many characters a line of it holds at least."""

    content: ColumnContent
    heading: str
    width: float

    def is_centred(self, text: str) -> bool:
        """Tell whether a text of this column stands in the middle rather than at the left: short ones do."""
        return self.content.name in _SHORT or (
            not self.content.grows and form_lines.width(text) <= max(_LONG, self.width)
        )


class FormSettings(NamedTuple):
    """What an office says of its form.

    `size` is the size of the type in points, 0 for the largest that fits; `paper` is A3 or A4, landscape.
    """

    columns: tuple[FormColumn, ...]
    title: str = TITLE
    signed_by: tuple[str, ...] = SIGNED_BY
    size: float = 0
    paper: str = "A3"


class FormFilter(NamedTuple):
    """Which problems the form is to have; an empty word asks for all."""

    department: str = ""
    leader: str = ""
    aspect: str = ""
    state: str = ""


EVERY = FormFilter()


class FormRow(NamedTuple):
    """One problem: its texts by column, those of the columns of measures being empty, and a row for each measure.

    `marks` are the numbers of the measures, which stand before their texts.
    """

    number: int
    problem: Problem
    texts: tuple[TracedText, ...]
    measures: tuple[tuple[TracedText, ...], ...]
    marks: tuple[str, ...]


class ReportingForm(NamedTuple):
    """The whole form, ready to be laid out. `lines` stand under the title: totals, and what was chosen of how many."""

    settings: FormSettings
    title: TracedText
    unit: TracedText
    as_of: date
    lines: tuple[TracedText, ...]
    rows: tuple[FormRow, ...]
    all_problems: int

    @property
    def day(self) -> str:
        """The day for which it holds."""
        return f"截至{chinese(self.as_of)}"

    def signature_line(self, ems: float) -> str:
        """Return what stands below the table, spread over so many characters, with room for a pen.

        It is empty where the office wants none.
        """
        parts = [f"{name}：{_DAY if name.endswith('日期') else _BLANK}" for name in self.settings.signed_by]
        free = ems - sum(map(form_lines.width, parts)) - 1
        return ("　" * max(2, min(12, int(free / len(parts))))).join(parts) if parts else ""


STATES: dict[str, Callable[[FormFacts, Problem], bool]] = {
    "未完成": lambda facts, problem: not facts.done(problem),
    "逾期": lambda facts, problem: facts.days_late(problem) > 0,
    "已完成": lambda facts, problem: facts.done(problem),
    "已销号": lambda facts, problem: facts.is_closed(problem),
    "未销号": lambda facts, problem: not facts.is_closed(problem),
    "长期坚持": lambda facts, problem: problem_counts.is_longterm(problem, facts.ledger.counting),
    "已延期": lambda facts, problem: bool((due := facts.deadline(problem)) and due.extended),
    "需上级支持": lambda facts, problem: bool(problem.row.flag("需上级支持")) and not facts.done(problem),
}
"""The states by which problems are chosen, in the order in which they are offered."""


def form(ledger: Ledger, as_of: date, settings: FormSettings, asked: FormFilter = EVERY) -> ReportingForm:
    """Return the form of the problems that are asked for, in the order of the ledger, those registered anew last."""
    facts = FormFacts(ledger, as_of, frozenset(column.content.name for column in settings.columns))
    chosen = [problem for problem in ledger.problems if _is_asked(facts, problem, asked)]
    chosen.sort(key=lambda problem: problem.number in facts.relapsed)
    lines = [_totals(facts, chosen)]
    if any(asked):
        lines.insert(0, _choice(asked, len(chosen), len(ledger.problems)))
    return ReportingForm(
        settings,
        title(ledger, settings.title),
        TracedText(_one_line(ledger.info_text("单位名称")), [ledger.info_cell("单位名称").address]),
        as_of,
        tuple(lines),
        tuple(_row(facts, number, problem, settings.columns) for number, problem in enumerate(chosen, 1)),
        len(ledger.problems),
    )


def title(ledger: Ledger, pattern: str) -> TracedText:
    """Return the title: the unit and the round stand in the places of the pattern, and no word stands there twice."""
    unit = _one_line(ledger.info_text("单位名称"))
    text = pattern.replace("{单位}", unit).replace("{巡察}", "\0")
    before, mark, after = text.partition("\0")
    if mark:
        named = re.sub(r"(?:的)?(?:反馈|整改)(?:的)?(?:意见|问题|情况)?.*$", "", _round(ledger))
        named = named.removeprefix("关于")
        if after.startswith("巡察") and named.endswith("巡察"):
            named = named.removesuffix("巡察")
        text = f"{before}{named or '巡察'}{after}"
    cells = [ledger.info_cell(name).address for name in ("单位名称", "巡察轮次", "巡察机构")]
    return TracedText(text, cells)


def _round(ledger: Ledger) -> str:
    """Return how the round is called in a title: 十四届县委第六轮巡察, or by who inspected."""
    turn = _one_line(ledger.info_text("巡察轮次"))
    if turn:
        return turn if re.search("巡察|巡视", turn) else f"{turn}巡察"
    return _one_line(ledger.info_text("巡察机构"))


def _one_line(text: str) -> str:
    """Return a text without the line breaks that somebody typed into its cell."""
    return re.sub(r"\s*[\r\n\t]\s*", "", storable(text)).strip()


class KnownNames(NamedTuple):
    """The names by which problems can be chosen, in the order of the ledger."""

    department: tuple[str, ...]
    leader: tuple[str, ...]
    aspect: tuple[str, ...]


def known_names(ledger: Ledger) -> KnownNames:
    """Return the names by which the problems of a ledger can be chosen."""
    problems = ledger.problems
    return KnownNames(
        tuple(dict.fromkeys(name for problem in problems for name in problem.departments)),
        tuple(dict.fromkeys(name for problem in problems for name in problem.leaders)),
        tuple(dict.fromkeys(problem.aspect for problem in problems if problem.aspect)),
    )


def _is_asked(facts: FormFacts, problem: Problem, asked: FormFilter) -> bool:
    return (
        (not asked.department or departments.concerns(problem.departments, asked.department))
        and (not asked.leader or departments.name(asked.leader) in problem.leaders)
        and (not asked.aspect or departments.name(asked.aspect) in departments.name(problem.aspect))
        and (not asked.state or STATES[asked.state](facts, problem))
    )


def _choice(asked: FormFilter, chosen: int, among: int) -> TracedText:
    named = [
        f"{label}“{name}”" for label, name in zip(("责任单位", "牵头领导", "方面", "状态"), asked, strict=True) if name
    ]
    return TracedText(f"本表只列{'、'.join(named)}的问题{chosen}个（台账共{among}个）。")


def _totals(facts: FormFacts, chosen: Sequence[Problem]) -> TracedText:
    """Return the totals in a sentence; what was registered anew after a relapse is counted apart."""
    feedback = [problem for problem in chosen if problem.number not in facts.relapsed]
    relapsed = [problem for problem in chosen if problem.number in facts.relapsed]
    counted = _counted(facts, feedback)
    total = counted.total
    text = f"共{total.problems}个问题，完成{total.done}个"
    if total.done:
        parts = "、".join(filter(None, (f"已销号{total.closed}个" if total.closed else "", total.parts)))
        text += f"（其中{parts}）" if parts else ""
    text += f"，继续整改{total.ongoing}个"
    text += f"（其中逾期{total.overdue}个）" if total.overdue else ""
    text += f"，完成率{percent(total.done, total.problems)}" if total.problems else ""
    if counted.measures:
        text += f"；整改措施{counted.measures}条，完成{counted.measures_done}条"
    stray = _stray(facts) if len(chosen) == len(facts.ledger.problems) else 0
    if stray:
        text += f"（另有{stray}条措施没有对应的问题，没有列出）"
    if relapsed:
        anew = _counted(facts, relapsed).total
        text += f"。另有反弹后重新登记的{anew.problems}个，完成{anew.done}个，继续整改{anew.ongoing}个"
    return TracedText(f"{text}。", facts.ledger.column_range("问题台账", "完成程度"))


def _stray(facts: FormFacts) -> int:
    """Return how many measures of the ledger's own total belong to none of its problems."""
    whole = problem_counts.roll_up(facts.ledger, facts.as_of)
    anew = whole.relapses.measures if whole.relapses else 0
    return whole.measures + anew - _counted(facts, facts.ledger.problems).measures


def _counted(facts: FormFacts, problems: Sequence[Problem]) -> problem_counts.Rollup:
    """Return the counts of some problems and their measures, as the counts of the whole ledger are made."""
    measures: dict[int, Measure] = {}
    for problem in problems:
        measures |= {measure.row.number: measure for measure in _measures(facts, problem)}
    part = facts.ledger._replace(problems=tuple(problems), measures=tuple(measures.values()))
    return problem_counts.count_part(part, facts.as_of, closed=facts.closed)


def _measures(facts: FormFacts, problem: Problem) -> tuple[Measure, ...]:
    """Return the measures of a problem, each followed by its 具体措施."""
    rows = facts.relations.measures_of(problem.id) if problem.id else ()
    ids = {measure.id for measure in rows if measure.id}
    tops = [measure for measure in rows if measure.parent not in ids or measure.parent == measure.id]
    ordered = [line for top in tops for line in (top, *_below(top, rows, {top.id}))]
    return tuple(ordered) if len(ordered) == len(rows) else rows


def _below(parent: Measure, rows: Iterable[Measure], above: set[str]) -> list[Measure]:
    parts = [row for row in rows if parent.id and row.parent == parent.id and row.id not in above]
    return [line for part in parts for line in (part, *_below(part, rows, above | {part.id}))]


def _row(facts: FormFacts, number: int, problem: Problem, columns: Sequence[FormColumn]) -> FormRow:
    texts = []
    for column in columns:
        make = column.content.of_problem
        texts.append(TracedText("") if make is None else make(facts, problem))
    printed = any(column.content.level == "measure" for column in columns)
    measures = _measures(facts, problem) if printed else ()
    marks = _numbers(measures)
    return FormRow(
        number,
        problem,
        tuple(
            TracedText(str(number)) if column.content.name == NUMBER else text
            for column, text in zip(columns, texts, strict=True)
        ),
        tuple(
            tuple(_of_measure(facts, measure, mark, column) for column in columns)
            for measure, mark in zip(measures, marks, strict=True)
        ),
        marks,
    )


def _of_measure(facts: FormFacts, measure: Measure, mark: str, column: FormColumn) -> TracedText:
    make = column.content.of_measure
    if make is None:
        return TracedText("")
    text = make(facts, measure)
    numbered = (
        column.content.name == MEASURE and mark and not re.match(r"[（(]?[\d一二三四五六七八九十]+[）)．.、是]", text)
    )
    return concat(mark, text) if numbered else text


def _numbers(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Return what stands before each measure: 1. and so on, （1） before a 具体措施; nothing before a single one."""
    if len(measures) < 2:
        return ("",) * len(measures)
    marks, tops, parts = [], 0, 0
    for measure in measures:
        if measure.parent and tops:
            parts += 1
            marks.append(f"（{parts}）")
        else:
            tops, parts = tops + 1, 0
            marks.append(f"{tops}.")
    return tuple(marks)


def unprinted_measures(ledger: Ledger, settings: FormSettings) -> tuple[Measure, ...]:
    """Return the measures that belong to no problem, and so stand nowhere on a form that prints measures."""
    if all(column.content.level != "measure" for column in settings.columns):
        return ()
    return FormFacts(ledger, date.min).relations.orphans


def printed_texts(made: ReportingForm) -> Iterator[TracedText]:
    """Yield all texts of the rows."""
    yield from (text for row in made.rows for line in (row.texts, *row.measures) for text in line if text)
