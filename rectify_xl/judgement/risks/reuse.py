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
    old = [(other, without_boilerplate(other.problem)) for other in earlier.problems if other.problem]
    result: list[Candidate] = []
    for problem in ledger.problems:
        mine = without_boilerplate(problem.problem)
        scored = [Candidate(problem, other, similarity(mine, theirs)) for other, theirs in old if mine]
        near = [candidate for candidate in scored if candidate.likeness >= ALIKE]
        result += sorted(near, key=lambda candidate: (-candidate.likeness, candidate.earlier.number))[:MOST]
    return tuple(result)


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
    for match in case.reused[:NAMED]:
        how = "文字相同" if match.likeness == 100 else f"几乎相同（相似度{match.likeness}）"
        more = f"，这样的句子共{len(case.reused)}句" if len(case.reused) > NAMED and match is case.reused[0] else ""
        text = f"“{shortened(match.text, 24)}”与{match.other.address}{how}{more}"
        yield reason(risk_signals.REUSED.code, text, match.cell)


def find(problems: Sequence[Problem]) -> Mapping[int, tuple[Reuse, ...]]:
    """Return the reused sentences of each problem by its row, each with the most alike sentence elsewhere."""
    sentences = [sentence for problem in problems for sentence in _sentences(problem)]
    best = similar.closest_sentences([similar.OwnedText(sentence.row, sentence.letters) for sentence in sentences])
    by_row: dict[int, list[Reuse]] = defaultdict(list)
    for index in sorted(best):
        score, theirs = best[index]
        sentence = sentences[index]
        by_row[sentence.row].append(Reuse(sentence.text, sentence.cell, sentences[theirs].cell, score))
    return {row: tuple(matches) for row, matches in by_row.items()}


def _sentences(problem: Problem) -> Iterator[_Sentence]:
    cell = problem.row.cell("整改进展")
    for text, letters in similar.long_sentences(problem.progress):
        yield _Sentence(problem.number, cell, text, letters)
