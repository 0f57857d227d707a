"""Whole sentences that several problems share are found, exact and nearly equal ones, short and common ones not."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.judgement.risks.reused_sentences import reused
from rectify_xl.judgement.risks.subjects import risk_subjects

SAME = "由办公室牵头建立用印登记台账并逐笔核对审批记录"
NEAR = "由办公室牵头建立用印登记台账并逐件核对审批记录"


def told(*rows: str) -> list[tuple[str, str]]:
    head = "[问题台账]\n编号 | 完成程度 | 整改进展\n"
    found = risk_subjects(load(head + "\n".join(f"P00{n} | {row}" for n, row in enumerate(rows, 1))), date(2025, 9, 26))
    return [(each.text, each.cell) for case in found for each in reused(case)]


def test_the_same_sentence() -> None:
    """Ordinal and punctuation aside; each of the two names the other's cell, an open problem is not judged."""
    assert told(f"已完成 | 一是{SAME}；二是补登3笔。", f"整改中 | 补登5笔。{SAME}。") == [
        (f"“{SAME}”与问题台账!C3文字相同", "问题台账!C2")
    ]


def test_nearly_the_same_sentence() -> None:
    """One word changed still shows; how alike is said."""
    assert told(f"已完成 | {SAME}", f"已完成 | {NEAR}") == [
        (f"“{SAME}”与问题台账!C3几乎相同（相似度96）", "问题台账!C2"),
        (f"“{NEAR}”与问题台账!C2几乎相同（相似度96）", "问题台账!C3"),
    ]


def test_what_is_not_reuse() -> None:
    """Other sentences, short ones, and a sentence repeated within its own problem."""
    other = "由财务科牵头建立报销审核台账并逐笔核对采购合同"
    assert told(f"已完成 | {SAME}", f"已完成 | {other}") == []
    assert told("已完成 | 严格执行用印登记制度", "已完成 | 严格执行用印登记制度") == []
    assert told(f"已完成 | {SAME}；{SAME}") == []


def test_many_reused_sentences_are_counted() -> None:
    """Two are quoted, all are counted."""
    text = "；".join(f"{SAME}第{number}批共{number * 7}笔" for number in (1, 2, 3))
    first, second, *_ = told(f"已完成 | {text}", f"已完成 | {text}")
    assert first[0].endswith("文字相同，这样的句子共3句")
    assert second[0].endswith("文字相同")
