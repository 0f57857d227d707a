"""Texts that several units have word for word are found, whatever the order in which they come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.supervision.consolidation.copied_texts import MOST_OTHERS, CopiedTexts

units = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己庚"), max_size=6), max_size=8)


@given(units)
def test_what_is_found_is_what_a_plain_comparison_finds(told: list[list[str]]) -> None:
    """Names in their order, the first other units; nothing of a unit that repeats only itself."""
    texts = CopiedTexts()
    for owner, own in enumerate(told):
        for number, text in enumerate(own, 1):
            texts.add(owner, f"P{number:03d}", text)
    expected = {}
    for owner, own in enumerate(told):
        elsewhere = {text for other, theirs in enumerate(told) if other != owner for text in theirs}
        names = tuple(f"P{number:03d}" for number, text in enumerate(own, 1) if text in elsewhere)
        others = sorted({other for other, theirs in enumerate(told) if other != owner and set(theirs) & set(own)})
        if names:
            expected[owner] = (names, tuple(others[:MOST_OTHERS]))
    assert {owner: tuple(copied) for owner, copied in texts.copies().items()} == expected
