"""Problems of an earlier ledger are candidates when what they are about is alike, not when their phrases are."""

from __future__ import annotations

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks.earlier_ledger import ALIKE, candidates
from rectify_xl.text.similar import similarity, without_boilerplate


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“第一议题”制度执行不到位", "第一议题制度落实不严"),
        ("公车管理使用不到位", "公务用车管理不规范"),
        ("意识形态责任制落实有偏差", "意识形态工作责任制落实不到位"),
        ("诊疗行为不规范", "医疗诊治行为开展不规范"),
        ("固定资产账实不符", "资产管理工作不规范"),
        ("招聘工作开展不严谨", "人员招聘程序不规范"),
    ],
)
def test_the_same_problem_in_other_words(one: str, other: str) -> None:
    """They reach the threshold."""
    assert similarity(without_boilerplate(one), without_boilerplate(other)) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("资产管理工作不规范", "返聘工作管理不规范"),
        ("文风不实问题时有发生", "违反中央八项规定精神问题时有发生"),
        ("招聘工作开展不严谨", "返聘工作管理不规范"),
        ("工会账务管理混乱", "返聘工作管理不规范"),
        ("党费收缴不及时", "整改台账更新不及时"),
    ],
)
def test_other_problems_in_the_same_words(one: str, other: str) -> None:
    """The words that every problem has do not make two alike."""
    assert similarity(without_boilerplate(one), without_boilerplate(other)) < ALIKE


def test_candidates_name_both_rows() -> None:
    """The most alike come first, three at most; whether 上轮问题 says so already is told."""
    old = load(
        "[问题台账]\n编号 | 具体问题\nP001 | 党费收缴不及时\nP002 | 公务用车管理不规范\nP003 | 公务用车管理不严格"
    )
    new = load("[问题台账]\n编号 | 具体问题 | 上轮问题\nP001 | 公车管理使用不到位 | 是\nP002 | 用印无记录 |\nP003 | |")
    assert [
        (each.problem.id, each.earlier.id, each.earlier.row.cell("具体问题").address, each.marked)
        for each in candidates(new, old)
    ] == [("P001", "P002", "问题台账!B3", True), ("P001", "P003", "问题台账!B4", True)]
