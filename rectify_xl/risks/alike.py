"""Which sentences of many are the same, word for word or with a word changed here and there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl import values

SHORTEST = 20
"""Letters of a sentence that is compared: shorter ones (严格执行制度，明确责任到人) come about by themselves."""
ALIKE = 90
"""Least likeness. Two sentences of 20 letters may differ in two, as 每季度 and 每半年 do; at 80 in four, which already
joins sentences about different things."""
RUN = 6
"""Sentences as long and as like as that have a run of six letters in common, so that few pairs need comparing."""
CROWD = 40
"""A run that stands in more sentences than this is a phrase of the genre or the unit's name, and leads to no pair."""


class Owned(NamedTuple):
    """The letters of a sentence, and whose it is: sentences of one owner are not compared."""

    owner: int
    letters: str


def split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a text that are long enough to be compared, and the letters of each."""
    for part in re.split("[。；;\\n]", text):
        sentence = re.sub("^[一二三四五六七八九十]+是", "", part.strip())
        letters = re.sub(r"[\W_]+", "", values.narrow(sentence))
        if len(letters) >= SHORTEST:
            yield sentence, letters


def closest(sentences: Sequence[Owned]) -> Mapping[int, tuple[int, int]]:
    """Return, for each sentence that another owner has too, its likeness (90 to 100) and the index of the other one.

    Of several equally alike, the first counts.
    """
    best: dict[int, tuple[int, int]] = {}
    for one, other in _pairs(sentences):
        score = _likeness(sentences[one].letters, sentences[other].letters)
        if score >= ALIKE:
            for mine, theirs in ((one, other), (other, one)):
                best[mine] = max(best.get(mine, (0, -theirs)), (score, -theirs))
    return {index: (score, -theirs) for index, (score, theirs) in best.items()}


def _pairs(sentences: Sequence[Owned]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sentences of different owners that share a run of letters, each pair once."""
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
        if sentences[one].owner != sentences[other].owner
    }
    yield from sorted(seen)


def _likeness(one: str, other: str) -> int:
    if one == other:
        return 100
    from rapidfuzz import fuzz

    return min(99, round(fuzz.ratio(one, other, score_cutoff=ALIKE)))
