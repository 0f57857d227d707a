"""Slips of every kind, planted one at a time into a sound notice, are each found once, in their line, in its words."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.notice.proof import proof
from rectify_xl.readers.read_source import lines
from tests.notice.proof.planted import NOTICE, PLANTED, Planted

AS_OF = date(2025, 11, 20)


def test_the_notice_is_sound() -> None:
    """Without a slip there is nothing to find."""
    assert proof(lines(NOTICE), AS_OF) == ()


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.code} {planted.new[:16].strip()}")
def test_a_planted_slip_is_one_finding(planted: Planted) -> None:
    """One slip is one finding of its kind, which quotes the words of the line in which it stands."""
    assert planted.old in NOTICE
    text = NOTICE.replace(planted.old, planted.new, 1)
    found = proof(lines(text), AS_OF)
    assert [each.code for each in found] == [planted.code], [each.message for each in found]
    words = {line.number: line.text for line in lines(text)}
    assert planted.words in found[0].excerpt
    assert found[0].line is None or found[0].excerpt.strip("…") in words[found[0].line]
