"""What stands on the paper for a visit: what the ledger claims of each drawn problem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import ReadDate, chinese
from rectify_xl.ledger.records import Ledger, Problem
from rectify_xl.ledger.relations import Relations
from rectify_xl.supervision.review.sampling import CLOSE, PASSED, Draw
from rectify_xl.text import provenance
from rectify_xl.text.excerpts import beginning, beginning_of, on_one_line
from rectify_xl.text.provenance import TracedText

LONGEST = 220
"""Characters of a text that are printed: one problem takes one page."""
MOST = 5
"""Measures, rules and documents that are printed one by one; the rest are counted."""


class LedgerClaim(NamedTuple):
    """One problem as the ledger tells it; every text is ready to be printed."""

    id: str
    row: int
    aspect: str
    problem: str
    lead: str
    department: str
    person: str
    progress: str
    measures: str
    regulations: str
    evidence: str
    closed: str
    before: str


class VisitPaper(NamedTuple):
    """The whole paper. `basis` tells how the problems were drawn."""

    unit: str
    day: str
    basis: tuple[str, ...]
    claims: tuple[LedgerClaim, ...]


def paper(ledger: Ledger, drawn: Draw, as_of: date) -> VisitPaper:
    """Return the paper for the problems that were drawn."""
    return VisitPaper(
        ledger.info_text("单位名称"),
        chinese(as_of),
        basis(drawn),
        tuple(_claim(ledger, problem) for problem in drawn.problems),
    )


def basis(drawn: Draw) -> tuple[str, ...]:
    """Return how the problems were drawn, so that the draw can be repeated."""
    source = "已销号的" if drawn.pool.formal else "计为完成的"
    strata = "；".join(
        f"{stratum.aspect.rstrip('。')}：{stratum.size}个抽{stratum.drawn}个" for stratum in drawn.strata
    )
    return (
        f"从{source}{len(drawn.pool.problems)}个问题中抽取{len(drawn.problems)}个，抽取编号{drawn.seed}。",
        *(() if drawn.pool.formal else ("《销号登记》中还没有通过的销号，因此从计为完成的问题中抽取。",)),
        f"按方面分层：{strata}。",
    )


def _claim(ledger: Ledger, problem: Problem) -> LedgerClaim:
    relations = Relations(ledger)
    measures, reviews = relations.measures_of(problem.id), relations.reviews_of(problem.id)
    closures = [
        closure
        for closure in relations.closures_of(problem.id)
        if closure.kind in (CLOSE, "") and closure.verdict == PASSED
    ]
    return LedgerClaim(
        id=TracedText(problem.id, [problem.row.cell("编号").address]),
        row=problem.number,
        aspect=TracedText(problem.aspect, [problem.row.cell("方面").address]),
        problem=TracedText(problem.problem, [problem.row.cell("具体问题").address]),
        lead=TracedText(problem.lead, [problem.row.cell("牵头领导").address]),
        department=TracedText(problem.department, [problem.row.cell("责任科室").address]),
        person=TracedText(problem.person, [problem.row.cell("责任人").address]),
        progress=TracedText(_short(problem.progress), [problem.row.cell("整改进展").address]),
        measures=_listed(
            [
                TracedText(_with(measure.text, measure.completion), [measure.row.cell("措施内容").address])
                for measure in measures
            ],
            "条",
        ),
        regulations=_listed(
            [
                TracedText(_with(regulation.name, regulation.number), [regulation.row.cell("名称").address])
                for regulation in relations.regulations_of(problem.id)
            ],
            "项",
        ),
        evidence=_listed(
            [
                TracedText(_with(document.name or document.source, ""), [document.row.cell("名称").address])
                for document in relations.evidence_of(problem.id)
            ],
            "份",
        ),
        closed=TracedText(
            "；".join(
                part
                for closure in closures[-1:]
                for part in (f"{_day(closure.decided)}通过", _short(closure.row.text("验收意见")))
                if part
            )
            or "没有销号登记",
            [closure.row.cell(column).address for closure in closures[-1:] for column in ("日期", "验收意见")],
        ),
        before=TracedText(
            "；".join(f"{_day(review.date)}{review.verdict}" for review in reviews) or "没有查看过",
            [review.row.cell("结论").address for review in reviews],
        ),
    )


def _listed(lines: Sequence[TracedText], unit: str) -> TracedText:
    texts = [
        provenance.concat("\n" if number > 1 else "", f"{number}. ", line)
        for number, line in enumerate(lines[:MOST], 1)
    ]
    if len(lines) > MOST:
        rest = TracedText(f"……共{len(lines)}{unit}，其余见台账", [source for line in lines for source in line.sources])
        texts.append(provenance.concat("\n", rest))
    return provenance.concat(*texts) if texts else TracedText("没有登记")


def _with(text: str, more: str) -> str:
    short = beginning(on_one_line(text), LONGEST // 4)
    return f"{short}（{more}）" if more else short


def _short(text: str) -> str:
    return beginning_of(text, LONGEST, "台账")


def _day(when: ReadDate) -> str:
    return chinese(when.day) if when.day else when.text
