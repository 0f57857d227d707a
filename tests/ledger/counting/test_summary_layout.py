"""统计汇总 shows the lines in use and hides the others."""

from __future__ import annotations

from rectify_xl.ledger.counting.summary_layout import summary_visibility


def test_used_lines_are_shown_and_unused_ones_hidden() -> None:
    """With 3 aspects, 2 departments and a leader, lines 25–27, 50–51 and 86 stay."""
    block = summary_visibility(3, 2, 1)
    assert block.sheet == "统计汇总"
    assert block.writes == ()
    assert block.shown_rows == (25, 26, 27, 50, 51, 86)
    assert block.hidden_rows == (*range(28, 35), 36, *range(52, 80), 81, *range(87, 101), 102)


def test_more_than_there_are_lines_shows_all_and_the_line_of_the_rest() -> None:
    """Where the lines do not suffice, the line that counts the rest is shown too."""
    block = summary_visibility(11, 40, 16)
    assert block.hidden_rows == ()
    assert block.shown_rows == (*range(25, 35), 36, *range(50, 80), 81, *range(86, 101), 102)


def test_an_empty_ledger_keeps_some_lines() -> None:
    """A blank ledger shows four aspects, eight departments and four leaders to be filled."""
    assert summary_visibility(0, 0).shown_rows == (25, 26, 27, 28, *range(50, 58), *range(86, 90))
