"""Numbers of headings are literal, and right for any count."""

from __future__ import annotations

from rectify_xl.notice.writing.numbering import Outline, mark


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
