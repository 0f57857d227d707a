"""Sentences that several problems share: the same word for word, or with a word changed here and there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.judgement.risks import risk_signals
from rectify_xl.judgement.risks.risk_model import Reason, Reuse, RiskSubject, reason
from rectify_xl.ledger.records import Cell, Problem
from rectify_xl.text import similar
from rectify_xl.text.excerpts import shortened

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
