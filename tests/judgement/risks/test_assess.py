"""Signals add up by one table of weights, so that weak ones alone list nothing and a relapse stands out in red."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks import SIGNALS, assess, risk_signals

AS_OF = date(2025, 9, 26)


def test_a_quiet_ledger_has_no_warning() -> None:
    """Done, nothing remains, nothing contradicts: missing evidence alone, where none is kept, lists no row."""
    assert (
        assess(
            load("""
            [问题台账]
            编号 | 完成程度 | 后续要求 | 整改进展
            P001 | 已完成 | 无 | 修订印章管理办法，收回多发补贴。
            P002 | 整改中 | 无 | 正在采购，尚未到货。
            """),
            AS_OF,
        )
        == ()
    )


def test_measures_still_open_and_problems_of_an_earlier_round() -> None:
    """Both are signals of their own; a measure without 完成程度 is left to `check`."""
    first, second = assess(
        load("""
        [问题台账]
        编号 | 完成程度 | 上轮问题 | 整改进展
        P001 | 已完成 | | 修订制度
        P002 | 整改中 | 是 | 修订制度
        [整改措施]
        措施编号 | 问题编号 | 完成程度
        M001-1 | P001 | 已完成
        M001-2 | P001 | 整改中
        M001-3 | P001 |
        M001-4 | P001 | 未启动
        M002-1 | P002 | 未启动
        """),
        AS_OF,
    )
    assert (first.id, first.level, first.kind, first.score) == ("P001", "黄", "relapse", 40)
    assert first.reasons[0].text == "问题列为完成，4条措施中还有2条未完成：M001-2（整改中）、M001-4（未启动）"
    assert first.reasons[0].cell == "整改措施!C3"
    assert (second.id, second.score, second.reasons[0].code) == ("P002", 25, "RK110")
    assert second.reasons[0].cell == "问题台账!C3"


def test_a_relapse_found_on_site_is_red() -> None:
    """反弹 in 回头看 alone reaches red, 松动 orange."""
    found = assess(
        load("""
        [问题台账]
        编号 | 完成程度
        P001 | 已完成
        P002 | 已完成
        [回头看]
        日期 | 问题/措施编号 | 结论
        2025-09-01 | P002 | 反弹
        2025-09-01 | P001 | 松动
        """),
        AS_OF,
    )
    assert [(risk.id, risk.level, risk.score) for risk in found] == [("P002", "红", 95), ("P001", "橙", 55)]


def test_one_problem_may_be_late_and_relapsing() -> None:
    """The two are two warnings of the same row."""
    found = assess(
        load("""
        [问题台账]
        编号 | 完成程度 | 整改时限 | 上轮问题
        P001 | 整改中 | 2025-09-01 | 是
        """),
        AS_OF,
    )
    assert [(risk.row, risk.kind, risk.level) for risk in found] == [(2, "overdue", "红"), (2, "relapse", "黄")]


def test_rows_without_an_id_share_nothing() -> None:
    """Measures without a 问题编号 belong to nobody."""
    found = assess(
        load("""
        [问题台账]
        具体问题 | 完成程度
        甲 | 已完成
        [整改措施]
        措施编号 | 问题编号 | 完成程度
        M1 | | 未启动
        """),
        AS_OF,
    )
    assert found == ()


def test_the_table_of_signals_is_whole() -> None:
    """Codes are unique and in order, each signal has a label, a weight and a meaning."""
    codes = [signal.code for signal in SIGNALS]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"RK\d{3}", code) for code in codes)
    assert all(signal.title and 0 < signal.weight <= 100 and signal.what.endswith("。") for signal in SIGNALS)
    assert len({signal.title for signal in SIGNALS}) == len(SIGNALS)


@pytest.mark.parametrize(
    ("codes", "score"),
    [(["RK106"], 5), (["RK104", "RK106"], 30), (["RK101", "RK101"], 45), (["RK112", "RK101", "RK103"], 100)],
)
def test_each_signal_counts_once(codes: list[str], score: int) -> None:
    """Two contradictory pieces weigh as one, and 100 is the most."""
    assert risk_signals.relapse_score(codes) == score


@pytest.mark.parametrize(("score", "level"), [(20, "黄"), (49, "黄"), (50, "橙"), (84, "橙"), (85, "红"), (100, "红")])
def test_levels_of_a_relapse(score: int, level: str) -> None:
    """Yellow from 20, orange from 50, red from 85."""
    assert risk_signals.level("relapse", score) == level


def test_scores_of_deadlines() -> None:
    """Overdue runs from 60 to 100, due soon from 30 to 59."""
    assert [risk_signals.overdue_score(days) for days in (1, 2, 57, 80, 5000)] == [60, 61, 88, 100, 100]
    assert [risk_signals.due_soon_score(left, 15) for left in (15, 14, 1, 0)] == [30, 31, 57, 59]
    assert risk_signals.due_soon_score(0, 0) == 30
