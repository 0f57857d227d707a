"""统计汇总 shows the lines in use and hides the others."""

from __future__ import annotations

from rectify_xl.summary_layout import summary_visibility


def test_used_lines_are_shown_and_unused_ones_hidden() -> None:
    """With 3 aspects and 2 departments, lines 25–27 and 46–47 stay."""
    block = summary_visibility(3, 2)
    assert block.sheet == "统计汇总"
    assert block.writes == ()
    assert block.shown_rows == (25, 26, 27, 46, 47)
    assert block.hidden_rows == (28, 29, 30, 31, 32, *range(48, 76))


def test_more_than_there_are_lines_shows_all() -> None:
    """Nothing is hidden when the lines do not suffice; the control cell of the sheet reports the rest."""
    block = summary_visibility(11, 40)
    assert block.hidden_rows == ()
    assert block.shown_rows == (*range(25, 33), *range(46, 76))


def test_an_empty_ledger_keeps_some_lines() -> None:
    """A blank ledger shows four aspects and eight departments to be filled."""
    assert summary_visibility(0, 0).shown_rows == (25, 26, 27, 28, *range(46, 54))
