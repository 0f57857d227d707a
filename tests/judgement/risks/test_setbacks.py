"""What a ledger remembers against a done problem: a status that fell back, a deadline that was missed or moved."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks.setbacks import late_before, went_backwards
from rectify_xl.judgement.risks.subjects import risk_subjects


def told(tables: str) -> list[tuple[str, str, str]]:
    [case] = risk_subjects(load(tables), date(2025, 9, 26))
    return [(each.code, each.text, each.cell) for signal in (went_backwards, late_before) for each in signal(case)]


CHANGES = """
[问题台账]
编号 | 完成程度
P001 | 已完成
[整改措施]
措施编号 | 问题编号
M001-1 | P001
[变更记录]
时间 | 行编号 | 列 | 原值 | 新值
{rows}
"""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            "2025-08-01 09:30 | P001 | 完成程度 | 已完成 | 整改中",
            ["2025年8月1日完成程度由“已完成”退回“整改中”（P001）"],
        ),
        ("2025-08-01 | M001-1 | 完成程度 | 整改中 | 未启动", ["2025年8月1日完成程度由“整改中”退回“未启动”（M001-1）"]),
        ("2025-08-01 | P001 | 完成程度 | 整改中 | 已完成", []),
        ("2025-08-01 | P002 | 完成程度 | 已完成 | 整改中", []),
        ("2025-08-01 | P001 | 整改进展 | 已完成 | 整改中", []),
        ("2025-10-01 | P001 | 完成程度 | 已完成 | 整改中", []),
        ("2025-08-01 | P001 | 完成程度 | | 未启动", []),
    ],
)
def test_a_status_that_went_backwards(rows: str, found: list[str]) -> None:
    """Of the problem or a measure, as 变更记录 tells it up to the day; forward steps and first entries are none."""
    assert told(CHANGES.format(rows=rows)) == [("RK116", each, "变更记录!E2") for each in found]


def test_the_last_fall_counts() -> None:
    """One reason is enough."""
    rows = "2025-05-01 | P001 | 完成程度 | 已完成 | 整改中\n2025-08-01 | P001 | 完成程度 | 已完成 | 基本完成"
    assert [text for _, text, _ in told(CHANGES.format(rows=rows))] == [
        "2025年8月1日完成程度由“已完成”退回“基本完成”（P001）"
    ]


RETURNED = """
[销号登记]
问题编号 | 类型 | 申请日期 | 结论 | 日期
P001 | {kind} | 2025-07-20 | {verdict} | {day}
"""
STEP_BACK = "2025-08-01 09:30 | P001 | 完成程度 | 已完成 | 整改中"


@pytest.mark.parametrize("day", ["2025-08-01", "2025-07-30"])
def test_a_closing_that_was_turned_down_is_no_relapse(day: str) -> None:
    """The step back follows from the 退回 of its day, or of a day before."""
    assert told(CHANGES.format(rows=STEP_BACK) + RETURNED.format(kind="销号", verdict="退回", day=day)) == []


@pytest.mark.parametrize(
    ("kind", "verdict", "day"),
    [
        ("销号", "退回", "2025-08-02"),
        ("销号", "通过", "2025-08-01"),
        ("延期", "退回", "2025-08-01"),
        ("销号", "退回", ""),
    ],
)
def test_no_other_row_accounts_for_a_step_back(kind: str, verdict: str, day: str) -> None:
    """Neither a later 退回 nor one without its day, nor an approval, nor an extension that was turned down."""
    assert told(CHANGES.format(rows=STEP_BACK) + RETURNED.format(kind=kind, verdict=verdict, day=day)) == [
        ("RK116", "2025年8月1日完成程度由“已完成”退回“整改中”（P001）", "变更记录!E2")
    ]


def test_one_rejection_accounts_for_one_step_back() -> None:
    """The second one stands against the problem, though the closing was turned down before."""
    rows = f"{STEP_BACK}\n2025-09-01 | P001 | 完成程度 | 已完成 | 整改中"
    tables = CHANGES.format(rows=rows) + RETURNED.format(kind="销号", verdict="退回", day="2025-08-01")
    assert told(tables) == [("RK116", "2025年9月1日完成程度由“已完成”退回“整改中”（P001）", "变更记录!E3")]


DUE = """
[问题台账]
编号 | 完成程度 | 整改时限 | 完成日期
P001 | {completion} | 2025-06-30 | {finished}
"""


def test_finished_late() -> None:
    """One day late counts, the day itself does not; an open problem is overdue, not late before."""
    assert told(DUE.format(completion="已完成", finished="2025-07-01")) == [
        ("RK117", "时限2025年6月30日，2025年7月1日才完成，晚1天", "问题台账!D2")
    ]
    assert told(DUE.format(completion="已完成", finished="2025-06-30")) == []
    assert told(DUE.format(completion="已完成", finished="")) == []
    assert told(DUE.format(completion="整改中", finished="2025-07-01")) == []


@pytest.mark.parametrize(
    ("finished", "texts"),
    [
        ("2025年6月", []),
        ("2025-06", []),
        ("6月底", []),
        ("2025年7月", ["时限2025年6月30日，2025年7月才完成，至少晚1天"]),
        ("2025年8月上旬", ["时限2025年6月30日，2025年8月才完成，至少晚32天"]),
        ("2025年上半年", []),
        ("2025年第三季度", []),
        ("2025年", []),
    ],
)
def test_finished_in_a_month(finished: str, texts: list[str]) -> None:
    """Of a month alone nobody knows the day: late is what is late whichever day it was, and no day is asserted."""
    found = told("[基本信息]\n反馈日期 | 2025-03-18\n" + DUE.format(completion="已完成", finished=finished))
    assert found == [("RK117", text, "问题台账!D2") for text in texts]


def test_finished_in_the_month_of_its_deadline() -> None:
    """On 16 June it was due; whether it was finished before or after that day in June is not known."""
    tables = DUE.format(completion="已完成", finished="2025年6月").replace("2025-06-30", "2025-06-16")
    assert told(tables) == []


def test_finished_in_time_because_of_an_extension() -> None:
    """The extension is named, with its cell."""
    more = """[销号登记]
    问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期 | 主要负责人 | 延期理由
    P001 | 延期 | 通过 | 2025-08-29 | 2025-06-20 | 2025-06-18 | 周某 | 等待采购"""
    assert told(DUE.format(completion="已完成", finished="2025-08-20") + more) == [
        ("RK117", "曾批准延期到2025年8月29日", "销号登记!D2")
    ]
