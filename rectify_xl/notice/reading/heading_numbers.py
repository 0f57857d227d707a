"""The numbers in front of headings, as they are printed, and whether they run on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import Heading
from rectify_xl.notice.reading.reading_rules import finding
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import head
from rectify_xl.text.numerals import CIRCLED, HUNDREDS, read_numeral

_NO_UNIT = r"(?=[^\s\d.、%万亿元年月日号个倍分米人名次家户+\-~])"
"""Right behind a number that has no mark of its own: nothing that makes it an amount (7-9月, 1.5万元)."""
_COUNT = rf"(\d{{1,3}}|[{HUNDREDS}]{{1,4}})"
_OPEN, _CLOSE = r"[【\[〔(]\s*", r"\s*[】\]〕)]"

_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "方面一",
        re.compile(
            rf"(?:{_OPEN}方面{_COUNT}{_CLOSE}\s*[:、.]?|{_OPEN}第{_COUNT}个?方面{_CLOSE}\s*[:、.]?"
            rf"|方面\s*{_COUNT}\s*[:、.]|第{_COUNT}个?方面\s*[:、.])\s*",
            re.ASCII,
        ),
    ),
    (
        "一、",
        re.compile(rf"(?:([{HUNDREDS}]{{1,4}})[、.]\s*(?!\d)|第([{HUNDREDS}]{{1,3}})部分(?:\s*[:、.]|\s+|$)\s*)"),
    ),
    ("Ⅰ、", re.compile(r"([Ⅰ-Ⅻ])\s*[、.:]\s*")),
    ("（一）", re.compile(rf"\(\s*([{HUNDREDS}]{{1,4}})\s*\)[、.]?\s*")),
    (
        "1.1",
        re.compile(r"\d{1,2}\.(\d{1,2})(?:[.、](?!\d)|\s|(?=[^\s\d.、%万亿元年月日号个倍分米+\-~]))\s*", re.ASCII),
    ),
    (
        "1.1.1",
        re.compile(
            r"\d{1,2}\.\d{1,2}\.(?:\d{1,2}\.)*(\d{1,2})"
            r"(?:[.、](?!\d)|\s|(?=[^\s\d.、%万亿元年月日号个倍分米+\-~]))\s*",
            re.ASCII,
        ),
    ),
    ("1.", re.compile(r"(\d{1,3})\s*[.、]\s*(?!\d)", re.ASCII)),
    ("（1）", re.compile(r"\(\s*(\d{1,3})\s*\)[、.]?\s*", re.ASCII)),
    ("1）", re.compile(r"(\d{1,3})\)[、.]?\s*", re.ASCII)),
    ("①", re.compile(rf"([{CIRCLED}])[、.]?\s*")),
    (
        "1-1",
        re.compile(rf"\d{{1,2}}(?:[-–—]\d{{1,2}})?[-–—](\d{{1,2}})(?:[.、:](?!\d)|\s|{_NO_UNIT})\s*", re.ASCII),
    ),
    (
        "问题1",
        re.compile(
            rf"(?:{_OPEN}(?:反馈|具体)?问题\s*{_COUNT}{_CLOSE}\s*[:、.]?|{_OPEN}第{_COUNT}个?问题{_CLOSE}\s*[:、.]?"
            rf"|(?:反馈|具体)?问题\s*{_COUNT}\s*[:、.]|第{_COUNT}个?(?:具体)?问题\s*[:、.])\s*",
            re.ASCII,
        ),
    ),
    ("第1项", re.compile(rf"(?:{_OPEN}第{_COUNT}[项条]{_CLOSE}\s*[:、.]?|第{_COUNT}[项条]\s*[:、.])\s*", re.ASCII)),
)

ASPECT, PROBLEM = "方面一", "问题1"
"""Styles that say themselves what they number."""
ORDER = tuple(style for style, _ in _STYLES)
"""Styles by custom, from the outermost heading to the innermost."""

LEVELS = {"一、": "一级", "（一）": "二级", "1.": "三级"}
"""Level of a heading in prose by the style of its number; all other styles are 四级."""


class HeadingNumber(NamedTuple):
    """A printed number: its style (named by the first number of that style), its value and its text."""

    style: str
    value: int
    text: str


def split(text: str) -> tuple[HeadingNumber | None, str]:
    """Return the number at the start of `text`, and what follows it."""
    plain = cell_value.narrow(text)
    for style, pattern in _STYLES:
        match = pattern.match(plain)
        if match is None:
            continue
        value = read_numeral(next(filter(None, match.groups())))
        if value is not None:
            return HeadingNumber(style, value, text[: match.end()]), text[match.end() :]
    return None, text


class Numbered(NamedTuple):
    """A heading and what it stands under."""

    heading: Heading
    parent: tuple[int | None, ...]


def sequence(what: str, headings: Sequence[Numbered]) -> Iterator[Finding]:
    """Yield where numbers of one kind are lost, leave a gap or come twice; a new parent may restart them."""
    marks = [split(heading.heading.number)[0] for heading in headings]
    if not any(marks):
        return
    last, parent = 0, headings[0].parent
    for at, (heading, mark) in enumerate(zip(headings, marks, strict=True)):
        title, line = head(heading.heading.title), heading.heading.line
        if mark is None:
            example = next(mark.text.strip() for mark in marks if mark)
            yield finding(
                "序号丢失", f"{what}标题“{title}”没有序号，而同级标题有（如“{example}”）", line=line, excerpt=title
            )
            last, parent = last + 1, heading.parent
            continue
        restarts = mark.value == 1 and (heading.parent != parent or last == 0)
        if mark.value > last + 1:
            lost = _span(last + 1, mark.value - 1)
            yield finding(
                "序号跳号",
                f"{what}“{mark.text.strip()}{title}”之前缺第{lost}号",
                line=line,
                excerpt=head(heading.heading.printed),
            )
        elif mark.value <= last and not restarts:
            yield finding(
                "序号重复",
                f"{what}“{mark.text.strip()}{title}”的序号重复或倒退（前一个是第{last}号）",
                line=line,
                excerpt=head(heading.heading.printed),
            )
            following = marks[at + 1] if at + 1 < len(marks) else None
            if following and following.value == last + 2:
                last, parent = last + 1, heading.parent
                continue
        last, parent = mark.value, heading.parent


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}至{last}"
