"""Sentences end at 。；！？ outside quotation marks."""

from __future__ import annotations

import pytest

from rectify_xl.text import provenance
from rectify_xl.text.provenance import Span, TracedText
from rectify_xl.text.sentences import traced_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一是学习；二是考核。", ["一是学习；", "二是考核。"]),
        ("强调“要抓紧。要抓实！”并落实。再检查。", ["强调“要抓紧。要抓实！”并落实。", "再检查。"]),
        ("他问“‘怎么办？’谁来办？”。完", ["他问“‘怎么办？’谁来办？”。", "完"]),
        ("忘了后引号“一是学习。二是考核。", ["忘了后引号“一是学习。", "二是考核。"]),
        ("多了后引号”一是学习。二是考核。", ["多了后引号”一是学习。", "二是考核。"]),
        ("真的吗？！是", ["真的吗？！", "是"]),
        ("没有句号", ["没有句号"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    found = traced_sentences(provenance.verbatim(text, "甲!A1"))
    assert [text[each.start : each.end] for each in found.pieces] == sentences
    assert [text[slice(*each.span)] for each in found.pieces if each.span] == sentences


def test_numbers_and_names_in_a_sentence_stay_whole_within_it() -> None:
    text = provenance.with_spans(
        "共31个；张；三。",
        (
            Span(0, 9, ("文!A1",)),
            Span(1, 3, ("台!A",), "number", None, "问题数"),
            Span(5, 8, ("信!B2",), name="姓名"),
        ),
    )
    assert [(text[each.start : each.end], each.kind) for each in traced_sentences(text).pieces] == [
        ("共31个；", "sentence"),
        ("31", "number"),
        ("张；三", "text"),
        ("张；", "sentence"),
        ("三。", "sentence"),
    ]


def test_text_that_comes_from_nowhere_stays_so() -> None:
    assert traced_sentences("整改情况：").pieces == ()
    assert traced_sentences(TracedText("", ["甲!A1"])).pieces == ()
