"""Likeness is measured in one place, each measure on its own kind of text."""

from __future__ import annotations

from rectify_xl.text.similar import OwnedText, closest_name, closest_sentences, long_sentences, similarity

FIRST = "严格落实处方点评制度每季度组织一次专项检查并公示结果"
CHANGED = "严格落实处方点评制度每半年组织一次专项检查并公示结果"


def test_sentences_of_several_owners_are_found_with_a_word_changed() -> None:
    """One word of 26 letters may differ; sentences of one owner are not compared, and others find nothing."""
    texts = [OwnedText(2, FIRST), OwnedText(3, CHANGED), OwnedText(2, FIRST), OwnedText(4, FIRST)]
    best = closest_sentences(texts)
    assert {index: other for index, (_, other) in best.items()} == {0: 3, 1: 0, 2: 3, 3: 0}
    assert best[0][0] == best[3][0] == 100
    assert best[1][0] == 92
    assert (
        closest_sentences([OwnedText(2, FIRST), OwnedText(3, "固定资产盘点结果与财务账面数据逐项核对并说明差异")]) == {}
    )


def test_short_sentences_and_their_numbers_are_not_compared() -> None:
    """一是 in front is no part of a sentence; fewer than twenty letters say nothing."""
    assert [letters for _, letters in long_sentences(f"一是{FIRST}；明确责任到人。\n")] == [FIRST]


def test_similarity_looks_at_the_whole_and_at_the_parts() -> None:
    """Equal texts reach 100, a part of the other less, and texts with nothing in common none."""
    assert similarity("公车", "公车") == 100
    assert 50 < similarity("意识形态", "意识形态阵地管理") < 100
    assert similarity("公车", "党费") == 0


def test_a_name_typed_wrongly_leads_to_the_one_that_was_meant() -> None:
    """Nothing is proposed where no name is near enough."""
    assert closest_name("问题总数", ["问题数", "完成率"], 0.5) == "问题数"
    assert closest_name("天气", ["问题数", "完成率"], 0.5) == ""
