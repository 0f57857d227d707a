"""The numbers in front of headings, as they are printed: 一、（一）1.（1）1.1 and others."""

from __future__ import annotations

import re
from typing import NamedTuple

from rectify_xl.text import cell_value
from rectify_xl.text.numerals import CIRCLED, HUNDREDS, read_numeral

_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(rf"([{HUNDREDS}]{{1,4}})[、.]\s*(?!\d)")),
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
    ("问题1", re.compile(rf"(?:反馈)?问题\s*(\d{{1,3}}|[{HUNDREDS}]{{1,4}})\s*[:、.]\s*", re.ASCII)),
)

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
        if (match := pattern.match(plain)) and (value := read_numeral(match.group(1))) is not None:
            return HeadingNumber(style, value, text[: match.end()]), text[match.end() :]
    return None, text
