"""Texts break and are cut where they no longer fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.supervision.wallchart import text_width

TEN = 10 / text_width.POINT
"""A size in points at which an em is 10 millimetres."""


def test_wrapping() -> None:
    """A line holds what fits; no line begins with a comma; what is left out is told by …."""
    assert text_width.wrap("一二三四五", TEN, 30, 3) == ("一二三", "四五")
    assert text_width.wrap("一二三，四五", TEN, 30, 3) == ("一二", "三，四", "五")
    assert text_width.wrap("一二三四五六七", TEN, 30, 2) == ("一二三", "四五…")
    assert text_width.wrap("", TEN, 30, 2) == ()
    assert text_width.wrap("一二三", TEN, 30, 0) == ()
    assert text_width.cut("一二三四", TEN, 30) == "一二…"


@given(st.text(), st.floats(20, 200), st.integers(1, 5))
def test_no_line_is_wider_than_its_room(words: str, room: float, most: int) -> None:
    """At most so many lines, each within the room; nothing is lost without a …."""
    lines = text_width.wrap(words, TEN, room, most)
    assert len(lines) <= most
    assert all(text_width.millimetres(line, TEN) <= room + 1e-3 for line in lines)
    whole = "".join(lines)
    assert whole == words or whole.endswith("…")
