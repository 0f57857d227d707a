"""Sentences that several problems share: the same word for word, or with a word changed here and there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl import values
from rectify_xl.model import Cell, Problem
from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, Reuse, reason

SHORTEST = 20
"""Letters of a sentence that is compared: shorter ones (严格执行制度，明确责任到人) come about by themselves."""
ALIKE = 90
"""Least likeness. Two sentences of 20 letters may differ in two, as 每季度 and 每半年 do; at 80 in four, which already
joins sentences about different things."""
RUN = 6
"""Sentences as long and as like as that have a run of six letters in common, so that few pairs need comparing."""
CROWD = 40
"""A run that stands in more sentences than this is a phrase of the genre or the unit's name, and leads to no pair."""
NAMED = 2


class _Sentence(NamedTuple):
    row: int
    cell: Cell
    text: str
    letters: str


def reused(case: Case) -> Iterator[Reason]:
    """Report sentences of a done problem that other problems have too, exactly or nearly."""
    if not case.done:
        return
    for each in case.reused[:NAMED]:
        how = "文字相同" if each.likeness == 100 else f"几乎相同（相似度{each.likeness}）"
        more = f"，这样的句子共{len(case.reused)}句" if len(case.reused) > NAMED and each is case.reused[0] else ""
        text = f"“{_short(each.text)}”与{each.other.address}{how}{more}"
        yield reason(weights.REUSED.code, text, each.cell)


def find(problems: Sequence[Problem]) -> Mapping[int, tuple[Reuse, ...]]:
    """Return the reused sentences of each problem by its row, each with the most alike sentence elsewhere."""
    sentences = [each for problem in problems for each in _sentences(problem)]
    best: dict[int, tuple[int, int]] = {}
    for one, other in _pairs(sentences):
        score = _likeness(sentences[one].letters, sentences[other].letters)
        if score >= ALIKE:
            for mine, theirs in ((one, other), (other, one)):
                best[mine] = max(best.get(mine, (0, -theirs)), (score, -theirs))
    found: dict[int, list[Reuse]] = defaultdict(list)
    for index in sorted(best):
        score, theirs = best[index]
        sentence = sentences[index]
        found[sentence.row].append(Reuse(sentence.text, sentence.cell, sentences[-theirs].cell, score))
    return {row: tuple(each) for row, each in found.items()}


def _sentences(problem: Problem) -> Iterator[_Sentence]:
    cell = problem.row.cell("整改进展")
    for part in re.split("[。；;\\n]", problem.progress):
        text = re.sub("^[一二三四五六七八九十]+是", "", part.strip())
        letters = re.sub(r"[\W_]+", "", values.narrow(text))
        if len(letters) >= SHORTEST:
            yield _Sentence(problem.number, cell, text, letters)


def _pairs(sentences: Sequence[_Sentence]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sentences of different problems that share a run of letters, each pair once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        letters = sentence.letters
        for run in {letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}:
            holders[run].append(index)
    seen = {
        (one, other)
        for held in holders.values()
        if 1 < len(held) <= CROWD
        for place, one in enumerate(held)
        for other in held[place + 1 :]
        if sentences[one].row != sentences[other].row
    }
    yield from sorted(seen)


def _likeness(one: str, other: str) -> int:
    if one == other:
        return 100
    from rapidfuzz import fuzz

    return min(99, round(fuzz.ratio(one, other, score_cutoff=ALIKE)))


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
