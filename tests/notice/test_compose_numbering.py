"""Numbers of headings are literal, and right for any count."""

from __future__ import annotations

from rectify_xl.notice.numbering import Outline, chinese, mark


def test_chinese_numerals() -> None:
    assert [chinese(number) for number in (1, 10, 11, 20, 21, 99, 100, 101, 110, 1000)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
        "一百",
        "一百零一",
        "一百一十",
        "一千",
    ]


def test_each_level_has_its_mark() -> None:
    assert [mark(level, 12) for level in ("h1", "h2", "h3", "h4")] == ["十二、", "（十二）", "12.", "（12）"]


def test_an_inner_level_restarts_with_the_outer_one() -> None:
    outline = Outline()
    levels = ("h2", "h1", "h2", "h3", "h3", "h2", "h3", "h1", "h2")
    assert [outline.number(level) for level in levels] == [
        "（一）",
        "一、",
        "（一）",
        "1.",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]
