"""后续要求: / and — are 无; a word that nobody knows is told, and no sentence of a notice is built with it."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.commands import rollup as command
from rectify_xl.ledger.counting import count_caveats, problem_counts
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.writing.compose import compose
from rectify_xl.notice.writing.draft import Draft

AS_OF = date(2026, 9, 28)


def _ledger(word: str) -> Ledger:
    return ledger_builder.load(
        f"""
        [问题台账]
        编号 | 方面 | 具体问题 | 完成程度 | 后续要求 | 整改进展
        P001 | 甲 | 账实不符 | 已完成 | {word} | 已盘点。
        """
    )


@pytest.mark.parametrize("word", ["/", "／", "—", "——", "-", "无。", "（无）", "没有", "无"])
def test_a_mark_for_nothing_is_nothing(word: str) -> None:
    """The notice printed 已整改完成并/."""
    found = _ledger(word)
    assert found.problems[0].follow_up == "无"
    assert Draft(found, AS_OF, "internal").status(found.problems[0]).text == "已整改完成。"
    assert problem_counts.roll_up(found, AS_OF).unread_follow_ups == ()


@pytest.mark.parametrize("word", ["长期", "持续", "坚持"])
def test_an_unknown_word_is_told_and_not_printed(word: str) -> None:
    """The notice printed 已整改完成并长期。, and the row was missing from 长期坚持 without a word."""
    found = _ledger(word)
    assert Draft(found, AS_OF, "internal").status(found.problems[0]).text == "已整改完成。"
    counted = problem_counts.roll_up(found, AS_OF)
    assert counted.total.longterm == 0
    assert command.as_data(counted)["unread_follow_ups"] == [{"cell": "问题台账!E2", "text": word}]
    assert [str(each) for each in count_caveats.notes(found)] == [
        f"有1个问题的后续要求不在字典里，没有计入长期坚持，请先改正：E2“{word}”。"
    ]


def test_the_internal_notice_tells_an_unknown_status() -> None:
    """已整改完成 looked exactly like 已完成 in the text, but counted as 继续整改."""
    found = ledger_builder.load(
        """
        [问题台账]
        编号 | 方面 | 具体问题 | 完成程度 | 整改进展
        P001 | 甲 | 账实不符 | 已整改完成 | 已盘点。
        P002 | 甲 | 制度缺失 | 已完成 | 已制定。
        """
    )
    told = [
        each
        for each in compose(found, as_of=AS_OF, audience="internal", as_published=False).findings
        if each.code == "NT215"
    ]
    assert [(each.cell, each.message, each.fix) for each in told] == [
        (
            "D2",
            "有1个问题的完成程度不在字典里（D2“已整改完成”），按继续整改计；请先改正，再用这些数字。",
            "请改正D2后重新生成。",
        )
    ]
