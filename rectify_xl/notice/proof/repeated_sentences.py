"""Sentences that stand in several paragraphs, word for word or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.proof.manuscript import Manuscript
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value, similar
from rectify_xl.text.excerpts import head

LONGEST = 1000
"""Letters of the longest sentence that is compared letter by letter; longer ones must be equal."""
MOST = 300_000
"""Letters of a text that is compared letter by letter; in a longer one only equal sentences are found."""


_STATUS = 120
"""Characters of a line that is a status alone; statuses are meant to be alike."""


_CELL = 60
"""Characters of the longest line without a full stop that may be a heading or a cell of a table."""


class _Sentence(NamedTuple):
    line: int
    text: str
    letters: str


def numbers(sentence: str) -> list[str]:
    """Return the numbers of a sentence with their decimals: 29.9 is not 299."""
    return re.findall(r"\d+(?:[.,]\d+)*", cell_value.narrow(sentence))


def sentences_again(text: Manuscript) -> Iterator[Finding]:
    """Report, once for each paragraph, what it repeats of an earlier one; numbers that differ are told apart."""
    statuses = {item.status_line for item in text.parsed.items if item.status} if text.parsed else set()
    headings = _headings(text)
    sentences = [
        _Sentence(line.number, sentence, letters)
        for line in text.lines
        if len(line.text) >= similar.SHORTEST
        and not (line.number in statuses and len(line.text) <= _STATUS)
        and not (line.number in headings or _is_cell(line.text))
        for sentence, letters in similar.long_sentences(line.text)
    ]
    repeated: dict[tuple[int, int], list[_Sentence]] = {}
    for one, other in _earlier(sentences):
        mine, theirs = sentences[one], sentences[other]
        digits = [numbers(sentence.text) for sentence in (mine, theirs)]
        if digits[0] != digits[1]:
            if (
                text.parsed is not None
                and [re.sub(r"\d+", "", sentence.letters) for sentence in (mine, theirs)].count(
                    re.sub(r"\d+", "", mine.letters)
                )
                == 2
            ):
                yield finding(
                    "同句数字不同",
                    f"这一句与第{theirs.line}行只有数字不同：这里{'、'.join(digits[0])}，那里{'、'.join(digits[1])}",
                    line=mine.line,
                    excerpt=head(mine.text),
                )
            continue
        repeated.setdefault((mine.line, theirs.line), []).append(mine)
    lines: dict[int, list[tuple[int, list[_Sentence]]]] = {}
    for (mine_line, their_line), same in repeated.items():
        lines.setdefault(mine_line, []).append((their_line, same))
    for number, places in lines.items():
        count = sum(len(same) for _, same in places)
        line_names = "、".join(f"第{line}行" for line, _ in sorted(places))
        yield finding(
            "句子重复",
            f"有{count}句与{line_names}相同或几乎相同，如“{head(places[0][1][0].text)}”",
            line=number,
            excerpt=head(places[0][1][0].text),
        )


def _headings(text: Manuscript) -> frozenset[int]:
    """Return the lines of headings; a heading stands in a list of contents too."""
    if text.parsed is None:
        return frozenset()
    parsed = text.parsed
    alone = [item.line for item in parsed.items if item.line != item.body_line]
    return frozenset(
        [*alone, *(aspect.line for aspect in parsed.aspects), *(group.heading.line for group in parsed.groups)]
    )


def _is_cell(text: str) -> bool:
    """Tell whether a line is a heading or the cell of a table, and no sentence."""
    return len(text) <= _CELL and not re.search("[。；;！？]", text)


def _earlier(sentences: list[_Sentence]) -> Iterator[tuple[int, int]]:
    """Yield each sentence that an earlier paragraph has too, and the first such place."""
    first: dict[str, int] = {}
    equal: set[int] = set()
    for index, sentence in enumerate(sentences):
        other = first.setdefault(sentence.letters, index)
        if sentences[other].line != sentence.line:
            equal.add(index)
            yield index, other
    if sum(len(sentence.letters) for sentence in sentences) > MOST:
        return
    rest = [
        index for index, sentence in enumerate(sentences) if index not in equal and len(sentence.letters) <= LONGEST
    ]
    best = similar.closest_sentences(
        [similar.OwnedText(sentences[index].line, sentences[index].letters) for index in rest]
    )
    for place, (_, other) in sorted(best.items()):
        if rest[other] < rest[place]:
            yield rest[place], rest[other]
