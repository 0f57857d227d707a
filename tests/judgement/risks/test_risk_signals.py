"""Weights stand in 字典: an office changes them there, 0 takes a signal out, and nonsense falls back to the default."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.judgement.risks import assess, risk_signals

AS_OF = date(2025, 9, 26)
TABLES = """
[问题台账]
编号 | 完成程度 | 上轮问题 | 整改进展
P001 | 整改中 | 是 | 修订制度
[字典]
反弹信号 | 权重
上轮问题 | {weight}
措施空泛 | #数 15
老问题 | 30
"""


def test_an_office_changes_a_weight() -> None:
    """The score follows the cell, and with 0 the problem is not listed."""
    for weight, scores in (
        ("25", [25]),
        ("60", [60]),
        ("", [25]),
        ("很高", [25]),
        ("101", [25]),
        ("-1", [25]),
        ("0", []),
    ):
        found = assess(load(TABLES.format(weight=weight)), AS_OF)
        assert [risk.score for risk in found] == scores, weight


def test_the_table_of_weights() -> None:
    """Signals that 字典 leaves out keep their default; a name that is no signal is told with its cell."""
    ledger = load(TABLES.format(weight="60"))
    table = risk_signals.table(ledger)
    assert (table["RK110"], table["RK114"], table["RK101"]) == (60, 15, 45)
    assert [(each.signal, each.cell.address) for each in risk_signals.unknown(ledger)] == [("老问题", "字典!B4")]
    assert risk_signals.table(load("[问题台账]\n编号\nP001")) == risk_signals.DEFAULTS


def test_a_signal_of_weight_0_gives_no_reason() -> None:
    """Its reason does not stand beside those that count."""
    tables = TABLES.format(weight="0") + "没有佐证 | 20\n"
    more = tables.replace("P001 | 整改中", "P001 | 已完成").replace("修订制度", "采购暂未开展")
    [risk] = assess(load(more), AS_OF)
    assert [reason.code for reason in risk.reasons] == ["RK101", "RK106"]


def test_the_changeable_weights_are_those_of_relapses() -> None:
    """Deadlines score by their days, and stand in no table."""
    assert [signal.code for signal in risk_signals.RELAPSE] == [f"RK{number}" for number in range(101, 121)]
