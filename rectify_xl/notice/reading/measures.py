"""The measures in the body of a problem: 一是……二是……, numbered lists, 首先……其次……, or the whole body as one.

A measure ends with its paragraph: what stands in a paragraph of its own without a mark (整改成效：, 下步打算：) belongs
to the body and to no measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.text import cell_value
from rectify_xl.text.numerals import CIRCLED, COUNTING, HUNDREDS, read_numeral

_YISHI = re.compile(rf"([{COUNTING}]{{1,3}})是")
_FIRST = re.compile(rf"(?:^|(?<=[。;,:、!?”\")\]】\n]))\s*第([{COUNTING}]{{1,3}})[,、:]")
_START = r"(?:^|(?<=[。;:\n]))[ \t]*"
_LISTS = (
    _FIRST,
    re.compile(_START + r"(\d{1,2})[.、](?!\d)\s*", re.ASCII),
    re.compile(_START + r"\((\d{1,2})\)[、.]?\s*", re.ASCII),
    re.compile(_START + r"(\d{1,2})\)\s*", re.ASCII),
    re.compile(rf"([{CIRCLED[:20]}])\s*"),
)
_OPENERS = "。;,:、!?”\"')]】》\n"
"""What may stand before 一是, so that 统一是 or 唯一是 begins nothing."""

_NUMERALS = f"第零〇{HUNDREDS}"
_SENTENCE = r"(?:^|(?<=[。;:\n]))[ \t]*"
_SPOKEN = (
    (rf"{_SENTENCE}首先[,:]?", rf"{_SENTENCE}(?:其次|再次|然后)[,:]?", rf"{_SENTENCE}(?:最后|第三)[,:]?"),
    (rf"{_SENTENCE}一方面[,:]?", rf"{_SENTENCE}(?:另|再|又)一方面[,:]?", rf"{_SENTENCE}还有一方面[,:]?"),
)
"""Marks without a number: the first, those that go on, and the last."""


def measures(body: str) -> tuple[str, ...]:
    """Return the measures of a body, each without its marker; a body without markers is one measure."""
    plain = cell_value.narrow(body)
    marks = (
        list(_sequence(plain))
        or next((spans for pattern in _LISTS if len(spans := _listed(plain, pattern)) > 1), [])
        or next((spans for words in _SPOKEN if len(spans := _spoken(plain, words)) > 1), [])
    )
    if not marks:
        return (body.strip(),) if body.strip() else ()
    ends = [start for start, _ in marks[1:]] + [len(body)]
    pieces = (_paragraph(body[text:end]).rstrip("；;，, ") for (_, text), end in zip(marks, ends, strict=True))
    return tuple(piece for piece in pieces if piece)


def _paragraph(text: str) -> str:
    """Return the first paragraph; a mark alone on its line has its text in the next one."""
    return text.strip().split("\n", 1)[0].strip()


def _spoken(plain: str, words: tuple[str, str, str]) -> list[tuple[int, int]]:
    """Return where 首先, 其次, 最后 and the like stand; nothing where what goes on comes before the first."""
    pattern = re.compile("|".join(f"({word})" for word in words))
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(plain):
        if (match.lastindex == 1) == bool(spans):
            break
        spans.append(match.span())
    return spans


def _sequence(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where each of 一是, 二是, 三是 … starts and where its text starts.

    From 二是 on the number tells enough: two measures may run together without punctuation. A second 一是 starts a new
    sequence only where a sentence begins.
    """
    expected = 1
    for match in _YISHI.finditer(plain):
        before = plain[: match.start()].rstrip(" \t")[-1:]
        value = read_numeral(match.group(1))
        if value == 1:
            if before and before not in ("。\n" if expected > 1 else _OPENERS):
                continue
        elif value != expected or not before or before in _NUMERALS:
            continue
        expected = value + 1
        yield match.start(), match.end()


def _listed(plain: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(plain):
        if read_numeral(match.group(1)) == len(spans) + 1:
            spans.append((match.start(), match.end()))
    return spans
