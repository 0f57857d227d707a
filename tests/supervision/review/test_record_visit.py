"""The result of a look-back becomes a new row, with the day of the next one."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import complete, load
from rectify_xl.errors import UsageError
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.review.record_visit import Recorded, VisitResult, record
from tests.addresses import column

LEDGER = load(
    complete(
        """
    [基本信息]
    反馈日期 | 2025-03-18
    回头看间隔天数 | 90
    [问题台账]
    编号 | 具体问题
    P003 | 印章管理不严
    [整改措施]
    措施编号 | 问题编号
    M003-1 | P003
    [回头看]
    日期 | 问题/措施编号 | 方式 | 发现 | 结论 | 检查人 | 下次日期
    2025-07-01 | P003 | 现场核查 | 印章柜上锁 | 巩固 | 王芳 | 2025-09-29
"""
    )
)
RESULT = VisitResult("p003", date(2025, 9, 29), "松动", "登记簿漏登三天", "现场核查", "王芳")


def test_a_result_is_added_below_the_last_row() -> None:
    """The next day is counted by 回头看间隔天数."""
    assert record(LEDGER, RESULT) == Recorded(
        SheetChanges(
            "回头看",
            (
                CellWrite(3, column("日期", "回头看"), date(2025, 9, 29)),
                CellWrite(3, column("问题/措施编号", "回头看"), "P003"),
                CellWrite(3, column("方式", "回头看"), "现场核查"),
                CellWrite(3, column("发现", "回头看"), "登记簿漏登三天"),
                CellWrite(3, column("结论", "回头看"), "松动"),
                CellWrite(3, column("检查人", "回头看"), "王芳"),
                CellWrite(3, column("下次日期", "回头看"), date(2025, 12, 28)),
            ),
        ),
        3,
        date(2025, 12, 28),
        "P003",
    )


def test_the_next_day_may_be_given_and_a_measure_named() -> None:
    """A measure leads to its problem."""
    entry = record(LEDGER, RESULT._replace(target="M003-1", next=date(2025, 10, 31)))
    assert (entry.next, entry.problem) == (date(2025, 10, 31), "P003")


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Seven mistakes, one message."""
    wrong = VisitResult("P099", date(2025, 3, 1), "还行", "", "打电话", "", date(2025, 2, 1))
    with pytest.raises(UsageError) as refused:
        record(LEDGER, wrong)
    assert str(refused.value) == (
        "回头看没有登记：台账中没有编号P099；结论应为巩固、松动、反弹（--verdict），现为“还行”；没有写检查发现（--finding）；"
        "没有写检查人（--by）；方式应为查阅资料、现场核查、个别谈话、群众走访（--method），现为“打电话”；"
        "下次日期2025-02-01应晚于检查日期2025-03-01（--next）；检查日期2025-03-01早于反馈日期2025-03-18（--as-of）。请补正后重试。"
    )
