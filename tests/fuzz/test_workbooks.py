"""Damaged ledgers are refused or read; the commands tell what is true."""

from __future__ import annotations

from tests.fuzz import workbooks


def test_damaged_ledgers_are_refused_or_read() -> None:
    """Of some hundred damaged ledgers, as many as there is time for, none ends in an internal error or an untruth."""
    tally = workbooks.run(20261128, 150, 25)
    assert [each for each in tally.failures if not each.what.endswith(" s")] == []  # how long is not asserted here
    assert tally.total.tried


def test_a_case_can_be_made_again() -> None:
    """The number of a case gives the same damage and the same command."""
    assert workbooks.damaged(7) == workbooks.damaged(7)
    assert workbooks.damaged(7)[1] != workbooks.sound()
