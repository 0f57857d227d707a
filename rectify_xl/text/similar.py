"""How alike texts are: sentences of many that repeat each other, headings about one thing, names typed wrongly. Pure.

Each measure has its own threshold where it is used, since each was measured on its own kind of text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.text import cell_value
from rectify_xl.text.numerals import COUNTING
from rectify_xl.text.sentences import pieces

SHORTEST = 20
"""Letters of a sentence that is compared: shorter ones (严格执行制度，明确责任到人) come about by themselves."""
MIN_SIMILARITY = 90
"""Least likeness. Two sentences of 20 letters may differ in two, as 每季度 and 每半年 do; at 80 in four, which already
joins sentences about different things."""
RUN = 6
"""Sentences as long and as like as that have a run of six letters in common, so that few pairs need comparing."""
CROWD = 40
"""A run that stands in more sentences than this is a phrase of the genre or the unit's name, and leads to no pair."""
BOILERPLATE = (
    "针对|关于|存在|方面|问题|整改|情况|工作|进一步|巡察|反馈|有的|个别|部分|时有发生|长期|多年来|日常|改进|推动|推进|"
    "落实|执行|开展|加强|管理|使用|履行|抓得|抓|力度|程度|质效|"
    "不够到位|不到位|不够深入|不深入|不严格|不严谨|不严实|不严|不规范|不扎实|不及时|不齐全|不彻底|不主动|不重视|不理想|"
    "不清楚|不清|不够|不高|不实|不力|不足|不强|有差距|差距大|有偏差|有短板|短板|未能|没有|流于形式|流于表面|缺失|缺乏|混乱"
)
"""Words that tell what kind of text it is and not what it is about."""

SAME_MATTER = 45
"""Likeness (`similarity` without boilerplate) from which on two wordings of one row are about one matter. Of pairs of
different problems of one unit one in 200 is that alike; a wording that was shortened, lengthened or mended is more so.
"""

LEAST_LEFT = 2
"""Characters that must be left of a text; with fewer, any two would be alike."""


class OwnedText(NamedTuple):
    """The letters of a sentence, and whose it is: sentences of one owner are not compared."""

    owner: int
    letters: str


def long_sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a text that are long enough to be compared, and the letters of each."""
    for part in pieces(text):
        sentence = re.sub(f"^[{COUNTING}]+是", "", part.strip())
        letters = re.sub(r"[\W_]+", "", cell_value.narrow(sentence))
        if len(letters) >= SHORTEST:
            yield sentence, letters


def closest_sentences(sentences: Sequence[OwnedText]) -> Mapping[int, tuple[int, int]]:
    """Return, for each sentence that another owner has too, its likeness (90 to 100) and the index of the other one.

    Of several equally alike, the first counts.
    """
    best: dict[int, tuple[int, int]] = {}
    for one, other in _pairs(sentences):
        score = _likeness(sentences[one].letters, sentences[other].letters)
        if score >= MIN_SIMILARITY:
            for mine, theirs in ((one, other), (other, one)):
                best[mine] = max(best.get(mine, (0, -theirs)), (score, -theirs))
    return {index: (score, -theirs) for index, (score, theirs) in best.items()}


def _pairs(sentences: Sequence[OwnedText]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sentences of different owners that share a run of letters, each pair once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        letters = sentence.letters
        for run in {letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}:
            holders[run].append(index)
    seen = {
        (one, other)
        for numbers in holders.values()
        if 1 < len(numbers) <= CROWD
        for place, one in enumerate(numbers)
        for other in numbers[place + 1 :]
        if sentences[one].owner != sentences[other].owner
    }
    yield from sorted(seen)


def _likeness(one: str, other: str) -> int:
    if one == other:
        return 100
    from rapidfuzz import fuzz

    return min(99, round(fuzz.ratio(one, other, score_cutoff=MIN_SIMILARITY)))


def without_boilerplate(text: str) -> str:
    """Return the letters and digits of a text without its boilerplate; without that little is left, all of them."""
    letters = re.sub(r"[\W_]+", "", cell_value.narrow(text))
    kept = re.sub(BOILERPLATE, "", letters)
    return kept if len(kept) >= LEAST_LEFT else letters


def similarity(one: str, other: str, least: int = 0) -> int:
    """Return how alike two bare texts are, from 0 to 100; 0 where that is less than `least`.

    The mean of two views: how much of the whole they share in order (ratio), and how much of the shorter one stands in
    the longer (partial ratio). A heading that is part of a longer one is found by the second, and two texts that
    merely share a phrase fail by the first.
    """
    from rapidfuzz import fuzz

    whole = fuzz.ratio(one, other, score_cutoff=max(0, 2 * least - 101))
    if least and not whole:
        return 0  # the second view alone, which takes ten times as long, could not make up for it
    likeness = round((whole + fuzz.partial_ratio(one, other)) / 2)
    return likeness if likeness >= least else 0


def same_matter(one: str, other: str) -> bool:
    """Tell whether two wordings are about one matter: mended, shortened or lengthened, but not given to another one.

    The beginnings of both will do.
    """
    if one == other:
        return True
    return bool(similarity(without_boilerplate(one), without_boilerplate(other), SAME_MATTER))


def closest_name(name: str, names: Iterable[str], least: float) -> str:
    """Return the name that was probably meant by one that is not among `names`; empty where none is `least` alike."""
    from difflib import get_close_matches  # slow to import, and needed where something is wrong only

    return next(iter(get_close_matches(name, list(names), n=1, cutoff=least)), "")
