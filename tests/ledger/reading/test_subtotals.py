"""A row of sums (合计) is neither a problem nor a measure: nothing counts it, and `check` tells it."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger

AS_OF = date(2026, 9, 28)


def _ledger(row: str) -> Ledger:
    return ledger_builder.load(
        f"""
        [问题台账]
        编号 | 方面 | 具体问题 | 责任科室 | 完成程度
        P001 | 甲 | 账实不符 | 财务科 | 已完成
        P002 | 甲 | 制度缺失 | 办公室 | 整改中
        {row}
        """
    )


@pytest.mark.parametrize(
    "row",
    [
        "合计 | | 2 | |",
        "| 合计 | 2 | |",
        "| | 合计 | | 1",
        "小 计 | | | |",
        "| 总计： | 共2个问题 | |",
        "2 | 合计 | 2个 | | 已完成",
    ],
)
def test_a_row_of_sums_is_not_counted(row: str) -> None:
    """合计 with a number beside it was a third problem, not done, without a department."""
    found = _ledger(row)
    assert [problem.id for problem in found.problems] == ["P001", "P002"]
    assert problem_counts.roll_up(found, AS_OF).total[1:4] == (2, 1, 1)
    told = [each for each in checks.run(found, checks.profile("填报"), AS_OF) if each.cell.endswith("4")]
    assert [each.code for each in told] == ["RX112"]


@pytest.mark.parametrize("row", ["P003 | 合计 | | |", "| 合计 | 账目未作合计 | |", "P003 | 甲 | 账目不清 | 合计 |"])
def test_a_problem_is_counted_whatever_stands_beside_it(row: str) -> None:
    """Nobody hides a problem by the word 合计 in another cell of its row."""
    assert problem_counts.roll_up(_ledger(row), AS_OF).total.problems == 3


def test_the_sum_of_the_measures_is_no_measure() -> None:
    """Two measures and their sum are two measures."""
    found = ledger_builder.load(
        """
        [整改措施]
        措施编号 | 问题编号 | 措施内容 | 完成程度
        M001 | P001 | 清点库存 | 已完成
        M002 | P001 | 制定制度 | 整改中
        合计 | | 2 |
        """
    )
    counted = problem_counts.roll_up(found, AS_OF)
    assert (counted.measures, counted.measures_done) == (2, 1)
