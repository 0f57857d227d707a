"""What is left out of a text is always seen to be left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.text import excerpts

LONG = "一二三四五六七八九十" * 5


def test_a_text_is_cut_where_there_is_no_more_room() -> None:
    """What fits stays as it is; else the beginning stands, with a mark, and where one asks, with the source."""
    assert excerpts.beginning("一二三", 3) == "一二三"
    assert excerpts.beginning("一二三四", 3) == "一二三……"
    assert excerpts.beginning("一二三四", 3, "") == "一二三"
    assert excerpts.beginning_of("一二三四", 3, "H12") == "一二三……（全文见H12）"
    assert excerpts.beginning_of("一二三", 3, "H12") == "一二三"


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_a_shortened_text_has_its_mark_within_its_length(text: str, longest: int) -> None:
    """However long the text is, so many characters suffice; what fits is not touched."""
    short = excerpts.shortened(text, longest)
    assert len(short) <= longest
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_both_ends_of_a_long_line_are_shown() -> None:
    """A mistake may stand at either end."""
    assert excerpts.both_ends("一二三四五六七八", 8) == "一二三四五六七八"
    assert excerpts.both_ends("一二三四五六七八九", 8) == "一二三四……八九"


def test_excerpts_of_a_line_have_marks_where_they_are_cut() -> None:
    """An excerpt around a place says on both sides whether the line goes on."""
    assert excerpts.head("一二三") == "一二三"
    assert excerpts.head(LONG) == f"{LONG[:40]}…"
    assert excerpts.around("一二三四", 1, 2) == "一二三四"
    assert excerpts.around(LONG, 0, 2) == f"{LONG[:21]}…"
    assert excerpts.around(LONG, 24, 26) == f"…{LONG[5:45]}…"


def test_lines_become_one() -> None:
    """The end of a line is a semicolon, and no second one where there is one."""
    assert excerpts.on_one_line("甲\n乙；\n 丙 \n\n丁") == "甲；乙；丙；丁"


def test_of_many_names_the_first_ones_stand() -> None:
    """The mark behind them is seen only where some are left out."""
    assert excerpts.first_few(["甲", "乙"], 2) == "甲、乙"
    assert excerpts.first_few(["甲", "乙", "丙"], 2) == "甲、乙……"
    assert excerpts.first_few(["甲", "乙", "丙"], 1, "；", "等3处") == "甲等3处"
