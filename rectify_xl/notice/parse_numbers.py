"""The numbers in front of headings, as they are printed: 一、（一）1.（1）1.1 and others."""

from __future__ import annotations

import re
from typing import NamedTuple

from rectify_xl import values

_DIGIT = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER = {"百": 100, "千": 1000}
_CHINESE = "一二三四五六七八九十百"
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
"""① to ㊿."""

_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(rf"([{_CHINESE}]{{1,4}})[、.]\s*(?!\d)")),
    ("（一）", re.compile(rf"\(\s*([{_CHINESE}]{{1,4}})\s*\)[、.]?\s*")),
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
    ("①", re.compile(rf"([{_CIRCLED}])[、.]?\s*")),
    ("问题1", re.compile(rf"(?:反馈)?问题\s*(\d{{1,3}}|[{_CHINESE}]{{1,4}})\s*[:、.]\s*", re.ASCII)),
)

ORDER = tuple(style for style, _ in _STYLES)
"""Styles by custom, from the outermost heading to the innermost."""

LEVELS = {"一、": "一级", "（一）": "二级", "1.": "三级"}
"""Level of a heading in prose by the style of its number; all other styles are 四级."""


class Mark(NamedTuple):
    """A printed number: its style (named by the first number of that style), its value and its text."""

    style: str
    value: int
    text: str


def split(text: str) -> tuple[Mark | None, str]:
    """Return the number at the start of `text`, and what follows it."""
    plain = values.narrow(text)
    for style, pattern in _STYLES:
        if (match := pattern.match(plain)) and (value := number(match.group(1))) is not None:
            return Mark(style, value, text[: match.end()]), text[match.end() :]
    return None, text


def number(text: str) -> int | None:
    """Return the value of an Arabic, circled or Chinese numeral below 10,000 (二十一 is 21), else None."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _CIRCLED and len(text) == 1:
        return _CIRCLED.index(text) + 1
    total, digit = 0, 0
    for char in text:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in _POWER:
            total, digit = total + (digit or 1) * _POWER[char], 0
        else:
            return None
    return total + digit or None
