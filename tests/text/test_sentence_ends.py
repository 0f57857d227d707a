"""Sentences are told apart in one way for all texts."""

from __future__ import annotations

import pytest

from rectify_xl.text.sentences import last_sentence, pieces, sentence_ends, whole_sentences


def test_pieces_stand_between_stops_semicolons_and_ends_of_lines() -> None:
    """The marks are gone; what is empty between two of them stays empty."""
    assert pieces("甲。乙；丙;丁\n戊。") == ["甲", "乙", "丙", "丁", "戊", ""]


@pytest.mark.parametrize(
    ("text", "last"), [("甲。乙；丙。", "丙。"), ("甲。\n乙", "乙"), ("甲！ 。", "甲！"), ("。；", ""), ("", "")]
)
def test_the_last_sentence_is_the_last_that_says_something(text: str, last: str) -> None:
    """Marks alone are no sentence."""
    assert last_sentence(text) == last


def test_whole_sentences_keep_their_marks_and_places() -> None:
    """Semicolons end none; a sentence that is too long comes in parts."""
    assert list(whole_sentences("甲；乙。丙？！丁", 100)) == [(0, "甲；乙。"), (4, "丙？！"), (7, "丁")]
    assert list(whole_sentences("一二三四五。", 2)) == [(0, "一二"), (2, "三四"), (4, "五。")]


@pytest.mark.parametrize(
    ("text", "ends"),
    [("甲。乙；丙", [2, 4]), ("他说“甲。乙”。丙。", [8, 10]), ("他说“甲。乙", [5]), ("甲！？乙", [3])],
)
def test_sentences_end_outside_of_quotation_marks(text: str, ends: list[int]) -> None:
    """A mark without its other half quotes nothing; several marks in a row are one end."""
    assert sentence_ends(text) == ends
