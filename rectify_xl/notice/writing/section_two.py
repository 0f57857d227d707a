"""Section two of the standard edition: 方面 → 大项 → 问题, computed from the rows of 问题台账."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rectify_xl.ledger.records import Cell, Problem
from rectify_xl.notice.model import Paragraph
from rectify_xl.notice.writing import problem_wording
from rectify_xl.notice.writing.draft import Draft
from rectify_xl.notice.writing.numbering import Outline, mark, numbered, without_own
from rectify_xl.notice.writing.slots import blank
from rectify_xl.text import provenance
from rectify_xl.text.provenance import TracedText

PROGRESS_LABEL = "整改情况："
STATUS_LABEL = "整改完成情况："


def paragraphs(draft: Draft, outline: Outline) -> Iterator[Paragraph]:
    """Yield all problems of this edition by aspect and group; items are numbered continuously."""
    level = "h4" if any(problem.group for problem in draft.shown) else "h3"
    stated = any(draft.status(problem).text for problem in draft.shown)
    if draft.shown and not stated:
        draft.note_no_status()
    no = 0
    named = any(problem.aspect for problem in draft.shown)
    for aspect, groups in _nested(draft.shown):
        first = next(iter(groups.values()))[0]
        if named:
            yield _heading("h2", outline, aspect, first.row.cell("方面").address)
        for group, problems in groups.items():
            if group:
                yield _heading("h3", outline, group, problems[0].row.cell("大项").address)
            for problem in problems:
                no += 1
                yield from _item(draft, problem, level, mark(level, no), stated=stated)


def _heading(level: str, outline: Outline, title: str, source: str) -> Paragraph:
    heading = without_own(provenance.verbatim(title, source)) if title else TracedText(blank("方面"), (source,))
    return Paragraph(level, numbered(outline.number(level), (source,)), heading, (source,))


def _nested(problems: Sequence[Problem]) -> list[tuple[str, dict[str, list[Problem]]]]:
    """Return the problems by aspect and group, each in order of first appearance; either may be nameless."""
    aspects: dict[str, dict[str, list[Problem]]] = {}
    for problem in problems:
        groups = aspects.setdefault(problem.aspect, {})
        groups.setdefault(problem.group, []).append(problem)
    return list(aspects.items())


def _item(draft: Draft, problem: Problem, level: str, number: str, *, stated: bool) -> Iterator[Paragraph]:
    """Yield one problem; `stated` tells whether the notice has status lines."""
    draft.judge(problem, stated=stated)
    title = problem_wording.title(problem)
    yield Paragraph(level, numbered(number, title.sources), title.traced, title.sources)
    progress = problem_wording.progress(problem, draft.audience)
    body_lines = provenance.lines(problem_wording.without_label(progress.traced)) or [
        TracedText(blank("整改进展"), progress.sources)
    ]
    yield Paragraph("body", "", provenance.concat(PROGRESS_LABEL, body_lines[0]), progress.sources)
    for line in body_lines[1:]:
        yield Paragraph("body", "", line, progress.sources)
    if stated:
        status = draft.status(problem)
        status_text = status.traced if status.text else TracedText(blank("完成程度"), status.sources)
        yield Paragraph("body", "", provenance.concat(STATUS_LABEL, status_text), status.sources)
    if draft.audience == "internal":
        yield _responsible(draft, problem)


def _responsible(draft: Draft, problem: Problem) -> Paragraph:
    """Return the line that only the internal edition has."""
    facts = {
        "台账编号": (problem.id, "编号"),
        "责任科室": (problem.department, "责任科室"),
        "牵头领导": (problem.lead, "牵头领导"),
        "整改时限": (draft.deadline(problem), "整改时限"),
    }
    if not problem.published:
        facts["不公开理由"] = (problem.row.text("不公开理由") or blank("不公开理由"), "不公开理由")
    filled = [(label, text, problem.row.cell(column)) for label, (text, column) in facts.items() if text]
    parts = [
        part
        for label, text, cell in filled
        for part in ("；", f"{draft.ledger.termed(label)}：", TracedText(text, _sources(text, cell)))
    ]
    sources = dict.fromkeys(source for _, text, cell in filled for source in _sources(text, cell))
    return Paragraph("body", "", provenance.concat("（", *parts[1:], "）"), tuple(sources))


def _sources(text: str, cell: Cell) -> tuple[str, ...]:
    return text.sources if isinstance(text, TracedText) else (cell.address,)
