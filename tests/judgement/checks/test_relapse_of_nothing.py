"""A row that points to a closing which does not stand is told: it is counted apart all the same."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import complete, load
from rectify_xl.judgement.checks import profiles
from rectify_xl.judgement.checks.run_checks import run

LEDGER = complete("""
[基本信息]
反馈日期 | 2026-03-10
[问题台账]
编号 | 方面 | 具体问题 | 整改时限 | 完成程度 | 关联编号
P001 | 甲 | 乙 | 2026-09-30 | 整改中 |
P002 | 甲 | 丙 | 2026-06-30 | 整改中 | P001
[销号登记]
问题编号 | 类型 | 结论
P001 | 销号 | 通过
""")


def test_a_relapse_of_an_unsound_closing_is_told() -> None:
    """P001 is still 整改中 and nobody signed: RX619 names P002's cell and the row of 销号登记."""
    told = [found for found in run(load(LEDGER), profiles.SUBMIT, date(2026, 9, 28)) if found.code == "RX619"]
    assert [(found.row_id, found.cell) for found in told] == [("P002", "F3")]
    assert "手续却不成立（『销号登记』第2行）" in told[0].message


def test_a_feedback_of_a_month_begins_with_its_first_day() -> None:
    """反馈日期 2026年3月 does not make a deadline of 20 March one before the feedback."""
    book = load(LEDGER.replace("2026-03-10", "2026年3月").replace("2026-06-30", "2026-03-20"))
    assert book.feedback == date(2026, 3, 1)
    assert "RX411" not in [found.code for found in run(book, profiles.SUBMIT, date(2026, 9, 28))]
