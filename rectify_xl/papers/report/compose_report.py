"""Compose the report: what was done, what is not done yet, what the level above is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.intake import import_mark
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts, registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadline, DeadlineDoubt
from rectify_xl.ledger.records import Cell, Finding, Ledger, Problem
from rectify_xl.notice.model import Paragraph
from rectify_xl.notice.writing import section_two, slots
from rectify_xl.notice.writing.compose import prose_paragraphs
from rectify_xl.notice.writing.draft import Draft
from rectify_xl.notice.writing.numbering import Outline
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.notice.writing.slots import Slots
from rectify_xl.papers.report import report_facts, report_wording
from rectify_xl.text.provenance import Edit, TracedText, apply_edits, concat


class Share(NamedTuple):
    """One line of the table by aspect, ready to be printed; the last line is the sum."""

    title: TracedText
    problems: TracedText
    done: TracedText
    longterm: TracedText
    ongoing: TracedText
    overdue: TracedText
    rate: TracedText


class ReportRow(NamedTuple):
    """One problem in a table, ready to be printed. `late` is empty where it is in time."""

    id: TracedText
    problem: TracedText
    department: TracedText
    due: TracedText
    late: TracedText
    state: TracedText
    rest: TracedText


class Report(NamedTuple):
    """A composed report: prose before, between and after its tables, and the two enclosures."""

    title: Paragraph
    addressee: Paragraph
    front: tuple[Paragraph, ...]
    shares: tuple[Share, ...]
    middle: tuple[Paragraph, ...]
    open: tuple[ReportRow, ...]
    back: tuple[Paragraph, ...]
    overview: tuple[ReportRow, ...]
    items: tuple[Paragraph, ...]
    findings: tuple[Finding, ...]


def compose(ledger: Ledger, as_of: date) -> Report:
    """Return the report on `ledger` as of `as_of`; `findings` tell what is missing for it, each with its cell."""
    writer = _Writer(ledger, as_of)
    front = tuple(writer.front())
    middle = tuple(writer.middle())
    back = tuple(writer.back())
    items = tuple(section_two.paragraphs(writer.draft, Outline()))
    return Report(
        title=writer.paragraph("title", report_wording.TITLE),
        addressee=writer.paragraph("body", report_wording.ADDRESSEE),
        front=front,
        shares=_shares(ledger, as_of),
        middle=middle,
        open=tuple(writer.standing(problem) for problem in writer.unfinished()),
        back=back,
        overview=tuple(writer.standing(problem) for problem in writer.draft.feedback),
        items=items,
        findings=tuple(writer.draft.findings),
    )


class _Writer:
    """The report in the making."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        self.ledger = ledger
        self.as_of = as_of
        self.draft = Draft(ledger, as_of, "internal")
        self._outline = Outline()
        self._slots: Slots = {**self.draft.slots, **report_facts.numbers(ledger, as_of)}
        self._prose = self.draft.prose() if ledger.prose else ()
        self._binding = binding_deadline.effective(ledger, as_of)
        self._doubts = {doubt.problem.number: doubt for doubt in problem_counts.unreadable(ledger, as_of)}

    def front(self) -> Iterator[Paragraph]:
        """Yield the opening, part one, and the totals."""
        if not self.ledger.problems:
            name = schema.PROBLEMS.name
            fix = f"请先填写《{name}》。"
            self.draft.note("NT206", Cell(name, 1, 1), f"《{name}》没有问题，无法生成报告。", fix)
        yield self.paragraph("body", report_wording.OPENING)
        yield from self._part("第一部分", report_wording.ORGANISED)
        yield self._heading(report_wording.RESULTS)
        paragraphs = [
            self.paragraph("body", text)
            for text in (
                report_wording.TOTALS,
                report_wording.RELAPSES,
                report_wording.MEASURES,
                report_wording.CLOSURES,
                report_wording.BY_ASPECT,
            )
        ]
        notes = count_caveats.notes(self.ledger, self.draft.feedback, "paper")
        paragraphs[1:1] = [Paragraph("body", "", note, note.sources) for note in notes]
        yield from (paragraph for paragraph in paragraphs if paragraph.text)

    def middle(self) -> Iterator[Paragraph]:
        """Yield what leads to the table of unfinished problems."""
        yield self._heading(report_wording.OPEN)
        yield self.paragraph("body", report_wording.OPEN_NUMBERS if self.unfinished() else report_wording.NO_OPEN)
        unread = deadline_wording.sentence(problem_counts.unreadable(self.ledger, self.as_of))
        for note in filter(None, (unread, deadline_wording.later_plans(self.ledger, self.as_of))):
            yield Paragraph("body", "", note)

    def back(self) -> Iterator[Paragraph]:
        """Yield what the level above is asked for, part three, and the signature."""
        support = report_facts.needing_support(self.ledger)
        if support:
            yield self._heading(report_wording.SUPPORT)
            yield self.paragraph("body", report_wording.SUPPORT_NUMBERS)
            for number, problem in enumerate(support, 1):
                yield self._asked(number, problem)
        yield from self._part("第三部分", report_wording.NEXT, report_wording.NEXT_DEFAULT)
        for level, text in (("signature", "{{ 落款单位 }}"), ("date", chinese(self.as_of))):
            yield self.paragraph(level, text)

    def unfinished(self) -> tuple[Problem, ...]:
        """Return the problems that are not done, those due first on top; without a deadline they come last."""
        rows = [problem for problem in self.draft.feedback if not problem_counts.is_done(problem, self.ledger.counting)]
        return tuple(sorted(rows, key=lambda problem: self._due_day(problem) or date.max))

    def standing(self, problem: Problem) -> ReportRow:
        """Return one line of a table."""
        row, due = problem.row, self._binding.get(problem.number)
        status = self.draft.status(problem)
        rest = row.cell("剩余事项") if problem.remaining else row.cell("备注")
        return ReportRow(
            id=TracedText(problem.id, [row.cell("编号").address]),
            problem=_traced(row.cell("具体问题")),
            department=TracedText(departments.shown(problem.department), [row.cell("责任科室").address]),
            due=_due(
                problem,
                due,
                self._doubts.get(problem.number),
                done=problem_counts.is_done(problem, self.ledger.counting),
            ),
            late=self._late(problem, due),
            state=TracedText(status.text or slots.blank("完成程度"), status.sources),
            rest=TracedText(import_mark.without_mark(rest.text), [rest.address]),
        )

    def _due_day(self, problem: Problem) -> date | None:
        due = self._binding.get(problem.number)
        return due.binding if due else None

    def _late(self, problem: Problem, due: Deadline | None) -> TracedText:
        days = due.days_late(self.as_of) if due else 0
        if due is None or days <= 0 or problem_counts.is_done(problem, self.ledger.counting):
            return TracedText("")
        return TracedText(days, [due.cell.address])

    def _heading(self, title: str) -> Paragraph:
        return Paragraph("h1", self._outline.number("h1"), title)

    def paragraph(self, level: str, text: str) -> Paragraph:
        """Return a sentence of the program's own with its slots filled in."""
        filled = slots.fill(text, Cell(schema.PROSE.name, 1, 1), self._slots, unfilled="warning")
        self.draft.findings.extend(filled.findings)
        return Paragraph(level, "", filled.text, filled.sources)

    def _part(self, part: str, title: str, default: str = "") -> Iterator[Paragraph]:
        """Yield the office's own prose of one part; where it wrote none, a heading and the default."""
        rows = [prose for prose in self._prose if prose.part == part]
        if not any(prose.level == "一级" for prose in rows):
            yield self._heading(title)
        for prose in rows:
            yield from prose_paragraphs(self.draft, prose, self._outline)
        if not rows:
            yield self.paragraph("body", default or slots.blank(f"{schema.PROSE.name}·{part}"))

    def _asked(self, number: int, problem: Problem) -> Paragraph:
        cells = [problem.row.cell(column) for column in ("具体问题", "剩余事项", "备注")]
        filled = [cell for cell in cells if cell.filled and (cell != cells[1] or problem.remaining)]
        parts = [TracedText(cell.text.rstrip("。；"), [cell.address]) for cell in filled[:2]]
        text = concat(*(part for text_part in parts for part in (text_part, "：")))
        return Paragraph("body", f"{number}.", apply_edits(text, [Edit(len(text) - 1, len(text), "。")]))


def _traced(cell: Cell) -> TracedText:
    return TracedText(cell.text, [cell.address])


def _due(problem: Problem, due: Deadline | None, doubt: DeadlineDoubt | None, *, done: bool) -> TracedText:
    """Return the deadline as it binds, with the plan beside it, or, where no day is known, as written."""
    if doubt:
        return TracedText(f"{doubt.cell.text}（{deadline_wording.UNREAD}）", [doubt.cell.address])
    if due is None:
        return _traced(problem.row.cell("整改时限"))
    return deadline_wording.shown(due, settled=done)


def _shares(ledger: Ledger, as_of: date) -> tuple[Share, ...]:
    ledger = registered_relapses.feedback(ledger)
    counted = problem_counts.roll_up(ledger, as_of)
    lines = [
        (line, [problem for problem in ledger.problems if (problem.aspect or problem_counts.NO_ASPECT) == line.title])
        for line in counted.aspects
    ]
    return tuple(_share(line, problems) for line, problems in [*lines, (counted.total, list(ledger.problems))])


def _share(line: problem_counts.StatusCounts, problems: list[Problem]) -> Share:
    def column(name: str) -> list[str]:
        return [problem.row.cell(name).address for problem in problems]

    return Share(
        TracedText(line.title, column("方面")[:1]),
        TracedText(line.problems, column("编号")),
        TracedText(line.done, column("完成程度")),
        TracedText(line.longterm, column("后续要求")),
        TracedText(line.ongoing, column("完成程度")),
        TracedText(line.overdue, column("整改时限")),
        TracedText(percent(line.done, line.problems), column("完成程度")),
    )
