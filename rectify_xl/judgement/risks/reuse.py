"""Problems of an earlier ledger that look like those of this one: candidates for a person to look at, no verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.assessment import Reason, Reuse, RiskSubject, reason
from rectify_xl.ledger.records import Cell, Ledger, Problem
from rectify_xl.text import similar
from rectify_xl.text.excerpts import shortened
from rectify_xl.text.similar import similarity, without_boilerplate

ALIKE = 60
"""Least likeness of a candidate. Measured on the headings of three real or realistic rounds: pairs that a reader calls
the same problem reach 61 and more (意识形态责任制 / 意识形态阵地), the best of the others 58 (招聘 / 返聘)."""
MOST = 3
"""Candidates that one problem lists, the most alike first."""


class Candidate(NamedTuple):
    """A problem of this ledger, one of an earlier one, and how alike what remains of their headings is (0 to 100)."""

    problem: Problem
    earlier: Problem
    likeness: int

    @property
    def marked(self) -> bool:
        """Tell whether 上轮问题 says already that the problem is an old one."""
        return self.problem.from_last_round


def candidates(ledger: Ledger, earlier: Ledger) -> tuple[Candidate, ...]:
    """Return the pairs that are alike enough, in the order of this ledger."""
    old = [(each, without_boilerplate(each.problem)) for each in earlier.problems if each.problem]
    found: list[Candidate] = []
    for problem in ledger.problems:
        mine = without_boilerplate(problem.problem)
        scored = [Candidate(problem, each, similarity(mine, theirs)) for each, theirs in old if mine]
        near = [each for each in scored if each.likeness >= ALIKE]
        found += sorted(near, key=lambda each: (-each.likeness, each.earlier.number))[:MOST]
    return tuple(found)


NAMED = 2


class _Sentence(NamedTuple):
    row: int
    cell: Cell
    text: str
    letters: str


def reused(case: RiskSubject) -> Iterator[Reason]:
    """Report sentences of a done problem that other problems have too, exactly or nearly."""
    if not case.done:
        return
    for each in case.reused[:NAMED]:
        how = "文字相同" if each.likeness == 100 else f"几乎相同（相似度{each.likeness}）"
        more = f"，这样的句子共{len(case.reused)}句" if len(case.reused) > NAMED and each is case.reused[0] else ""
        text = f"“{shortened(each.text, 24)}”与{each.other.address}{how}{more}"
        yield reason(risk_signals.REUSED.code, text, each.cell)


def find(problems: Sequence[Problem]) -> Mapping[int, tuple[Reuse, ...]]:
    """Return the reused sentences of each problem by its row, each with the most alike sentence elsewhere."""
    sentences = [each for problem in problems for each in _sentences(problem)]
    best = similar.closest_sentences([similar.OwnedText(each.row, each.letters) for each in sentences])
    found: dict[int, list[Reuse]] = defaultdict(list)
    for index in sorted(best):
        score, theirs = best[index]
        sentence = sentences[index]
        found[sentence.row].append(Reuse(sentence.text, sentence.cell, sentences[theirs].cell, score))
    return {row: tuple(each) for row, each in found.items()}


def _sentences(problem: Problem) -> Iterator[_Sentence]:
    cell = problem.row.cell("整改进展")
    for text, letters in similar.long_sentences(problem.progress):
        yield _Sentence(problem.number, cell, text, letters)
