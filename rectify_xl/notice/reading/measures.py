"""The measures in the body of a problem: 一是……二是……, numbered lists, or the whole body as one."""

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


def measures(body: str) -> tuple[str, ...]:
    """Return the measures of a body, each without its marker; a body without markers is one measure."""
    plain = cell_value.narrow(body)
    marks = list(_sequence(plain)) or next(
        (spans for pattern in _LISTS if len(spans := _listed(plain, pattern)) > 1), []
    )
    if not marks:
        return (body.strip(),) if body.strip() else ()
    ends = [start for start, _ in marks[1:]] + [len(body)]
    pieces = (body[text:end].strip().rstrip("；;，, ") for (_, text), end in zip(marks, ends, strict=True))
    return tuple(piece for piece in pieces if piece)


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
