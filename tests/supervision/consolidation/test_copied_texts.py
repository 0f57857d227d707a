"""Texts that several units have word for word are found, whatever the order in which they come."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.supervision.consolidation.copied_texts import LEAST_COPIED, MOST_OTHERS, CopiedFrom
from tests.drawn_units import consolidation, counted, problem

units = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己庚"), max_size=6), max_size=8)


def copied(told: list[list[str]]) -> Mapping[int, CopiedFrom]:
    """Return what is copied where each unit tells these texts as its progress."""
    parts = []
    for number, own in enumerate(told):
        problems = [problem(place, progress=text, person=text) for place, text in enumerate(own, 1)]
        parts.append((counted(f"第{number}局", problems), problems))
    rows = consolidation(parts).rows
    by_row = rows.copied_rows()
    assert rows.copied_progress() == by_row
    return by_row


@settings(max_examples=40, deadline=None)
@given(units)
def test_what_is_found_is_what_a_plain_comparison_finds(told: list[list[str]]) -> None:
    """Names in their order, the first other units; nothing of a unit that repeats only itself."""
    long = [[text * LEAST_COPIED for text in own] for own in told]
    expected = {}
    for owner, own in enumerate(told):
        elsewhere = {text for other, theirs in enumerate(told) if other != owner for text in theirs}
        names = tuple(f"P{number:03d}" for number, text in enumerate(own, 1) if text in elsewhere)
        others = sorted({other for other, theirs in enumerate(told) if other != owner and set(theirs) & set(own)})
        if names:
            expected[owner] = (names, tuple(others[:MOST_OTHERS]))
    assert {owner: tuple(found) for owner, found in copied(long).items()} == expected


def test_blanks_of_every_kind_make_no_difference_to_progress() -> None:
    """Ideographic, narrow and broken lines; and without them a text has to be long enough."""
    text = "一是逐次核实派车事由并补办审批手续；二是修订公务用车管理办法。"
    spaced = "\u3000".join(text[:20]) + "\u2009\n" + text[20:]
    problems = [[problem(1, progress=own)] for own in (text, spaced)]
    parts = [(counted(f"第{number}局", own), own) for number, own in enumerate(problems)]
    assert set(consolidation(parts).rows.copied_progress()) == {0, 1}
    short = [[problem(1, progress="　".join(text[: LEAST_COPIED - 1]))] for _ in range(2)]
    parts = [(counted(f"第{number}局", own), own) for number, own in enumerate(short)]
    assert consolidation(parts).rows.copied_progress() == {}
