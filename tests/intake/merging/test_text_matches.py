"""Texts of two lists are matched one to one, best first, and what is unclear is said to be so."""

from __future__ import annotations

import itertools
import random

import pytest

from rectify_xl.intake.merging.text_matches import MatchText, best_assignment, match


def texts(*rows: str) -> list[MatchText]:
    """Return rows written as `P001 甲 文字` (id, place, text); `-` is none."""
    parts = [row.split(" ", 2) for row in rows]
    return [MatchText(name.strip("-"), text, place.strip("-")) for name, place, text in parts]


def clear(sources: list[MatchText], targets: list[MatchText]) -> list[tuple[int, int, int]]:
    return [(pair.source, pair.target, pair.likeness) for pair in match(sources, targets).clear]


def test_equal_texts_match_whatever_their_numbers_and_marks() -> None:
    """Blanks, width and punctuation make no difference, and a number that names another text does not matter."""
    sources = texts("P001 - 培训 记录不完整。", "P002 - ＰＯＳ机管理不严")
    targets = texts("P001 - POS机管理不严", "P002 - 培训记录，不完整")
    assert clear(sources, targets) == [(0, 1, 100), (1, 0, 100)]


def test_of_equal_texts_the_id_decides_then_the_aspect() -> None:
    """A relapse repeats the words of the closed row: the number tells which is meant."""
    targets = texts("P003 甲 学习走过场", "P032 甲 学习走过场")
    assert clear(texts("P003 甲 学习走过场"), targets) == [(0, 0, 100)]
    assert clear(texts("- 乙 学习走过场"), texts("P001 甲 学习走过场", "P002 乙 学习走过场")) == [(0, 1, 100)]
    unclear = match(texts("- 甲 学习走过场"), targets).unclear
    assert [(pair.sources, pair.targets) for pair in unclear] == [((0,), (0, 1))]


def test_the_assignment_is_the_best_of_all_not_the_first() -> None:
    """Of four rows that are all alike each goes where the sum of likenesses is greatest."""
    sources = texts("- - 药品采购验收登记不规范", "- - 药品采购验收不规范")
    targets = texts("- - 药品采购验收登记规范不够", "- - 药品采购验收不够规范")
    assert [pair[:2] for pair in clear(sources, targets)] == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("- - 2024年度考勤制度执行不严", "P001 - 2023年度考勤制度执行不严"),
        ("P002 - 3个支部未按期换届", "P001 - 5个支部未按期换届"),
    ],
)
def test_texts_that_differ_in_figures_are_unclear_without_a_common_id(source: str, target: str) -> None:
    """Two years are two problems, or one that was corrected: a person knows."""
    assert clear(texts(source), texts(target)) == []
    [unclear] = match(texts(source), texts(target)).unclear
    assert unclear.figures
    named = texts(target.split(" ", maxsplit=1)[0] + source[source.index(" ") :])
    assert [pair[:2] for pair in clear(named, texts(target))] == [(0, 0)]


def test_a_common_id_helps_texts_that_are_alike_and_no_others() -> None:
    """From 60 on with one number, from 75 on without; two problems of one number stay two."""
    source, target = "办公用房面积超出标准", "办公用房超标准配备"
    assert clear(texts(f"P001 - {source}"), texts(f"P002 - {target}")) == []
    assert clear(texts(f"P001 - {source}"), texts(f"P001 - {target}")) == [(0, 0, 70)]
    assert clear(texts("P001 - 食堂采购没有询价"), texts("P001 - 公章使用没有登记")) == []


def test_rows_without_text_match_nothing() -> None:
    """An empty cell is like no other one."""
    assert match(texts("P001 - ", "P002 - ——"), texts("P001 - ", "P002 - ——")).clear == ()


def test_the_best_assignment_is_the_best_of_all_permutations() -> None:
    """Compared with every permutation on 300 random tables, wide and narrow ones, sparse ones too."""
    chance = random.Random(13)  # noqa: S311
    for _ in range(300):
        rows, columns = chance.randint(1, 5), chance.randint(1, 5)
        weights = {
            (row, column): chance.randint(60, 107)
            for row in range(rows)
            for column in range(columns)
            if chance.random() < 0.7
        }
        best = best_assignment(weights)
        assert len(set(best.values())) == len(best)
        total = sum(weights[pair] for pair in best.items())
        wide = max(rows, columns)
        everything = (
            sum(weights.get((row, column), 0) for row, column in enumerate(order))
            for order in itertools.permutations(range(wide))
        )
        assert total == max(everything)


def test_more_than_a_hundred_rows_that_are_all_alike_are_left_to_a_person() -> None:
    """Forms that were filled in alike: which of them is which, no assignment knows."""
    sources = texts(
        *(f"- - 采购项目甲{number}资料归档不及时" for number in "天地玄黄宇宙洪荒日月盈昃辰宿列张" for _ in range(7))
    )
    targets = texts(
        *(f"- - 采购项目乙{number}资料归档不及时" for number in "寒来暑往秋收冬藏闰余成岁律吕调阳" for _ in range(7))
    )
    [unclear] = match(sources, targets).unclear
    assert (len(unclear.sources), len(unclear.targets)) == (112, 112)
