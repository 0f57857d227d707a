"""Open problems are warned of when late and when nearly due, in days that respect holidays and extensions."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.judgement.risks import Reason, Risk, assess
from rectify_xl.ledger.letters.ladder import LetterDue
from rectify_xl.ledger.vocabulary import LetterStage

LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 完成程度 | 整改时限 | 剩余事项 | 剩余时限
P001 | 整改中 | 2025-06-30 | |
P002 | 已完成 | 2025-06-30 | |
P003 | 基本完成 | 长期坚持 | 补训 | 2025年7月
P004 | 整改中 | 2025-10-01 | |
P005 | 整改中 | 长期坚持 | |
P006 | 整改中 | 2029-06-29 | |
"""


def test_overdue_counts_calendar_days_from_the_binding_day() -> None:
    """What remains binds where the whole has words only; done problems and words without a day are never late."""
    assert assess(load(LEDGER), date(2025, 9, 11)) == (
        Risk(
            "P001", 2, "红", "overdue", 73, 96,
            (Reason("RK001", "整改时限为2025年6月30日，已逾期73天，应发督办通知书", "问题台账!C2"),),
            LetterDue("督办通知书", None, LetterStage("阶段督查指导书", 15), 14, "告诫书"),
        ),
        Risk(
            "P003", 4, "红", "overdue", 42, 81,
            (Reason("RK001", "剩余事项“补训”的时限为2025年7月31日，已逾期42天，应发督办通知书", "问题台账!E4"),),
            LetterDue("督办通知书", None, LetterStage("阶段督查指导书", 15), 14, "情况提醒书"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "kind", "days", "score", "text"),
    [
        (date(2025, 9, 24), "due_soon", -15, 30, "还剩15天"),
        (date(2025, 10, 8), "due_soon", -1, 57, "还剩1天"),
        (date(2025, 10, 9), "due_soon", 0, 59, "今天到期"),
        (date(2025, 10, 10), "overdue", 1, 60, "已逾期1天，应发督办通知书"),
    ],
)
def test_a_holiday_moves_the_deadline(as_of: date, kind: str, days: int, score: int, text: str) -> None:
    """1 October 2025 is kept on the 9th, and the reason says so."""
    [risk] = [each for each in assess(load(LEDGER), as_of) if each.id == "P004"]
    assert (risk.kind, risk.days, risk.score) == (kind, days, score)
    assert risk.reasons[0].text == f"整改时限为2025年10月1日（逢节假日，顺延到2025年10月9日），{text}"


@pytest.mark.parametrize(
    ("setting", "warned"), [("", False), ("16", True), ("0", False), ("十天", False), ("-3", False)]
)
def test_the_window_is_set_in_the_ledger(setting: str, warned: bool) -> None:  # noqa: FBT001
    """临期天数 is 15 where nothing usable is filled in; 16 days before the deadline it decides."""
    found = assess(
        load(f"""
        [基本信息]
        临期天数 | {setting}
        [问题台账]
        编号 | 完成程度 | 整改时限
        P001 | 整改中 | 2025-06-30
        """),
        date(2025, 6, 14),
    )
    assert [risk.kind for risk in found] == (["due_soon"] if warned else [])


def test_an_extension_moves_the_deadline_and_is_named() -> None:
    """The reason points to the extension."""
    [risk] = assess(
        load("""
        [问题台账]
        编号 | 完成程度 | 整改时限
        P001 | 整改中 | 2025-06-30
        [销号登记]
        问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期 | 主要负责人 | 延期理由
        P001 | 延期 | 通过 | 2025-08-29 | 2025-06-20 | 2025-06-18 | 周某 | 等待采购
        """),
        date(2025, 8, 30),
    )
    assert risk.reasons == (Reason("RK001", "延期后的时限为2025年8月29日，已逾期1天，应发督办通知书", "销号登记!D2"),)


def test_years_without_announced_holidays_say_so() -> None:
    """Nobody knows yet which days of 2029 are holidays."""
    [risk] = [each for each in assess(load(LEDGER), date(2029, 6, 20)) if each.id == "P006"]
    assert risk.reasons[0].text == "整改时限为2029年6月29日，还剩9天；2029年节假日安排尚未公布，只按周末顺延"


def test_red_first_then_the_latest_then_the_soonest() -> None:
    """The order is that in which somebody has to act."""
    found = assess(
        load("""
        [基本信息]
        反馈日期 | 2025-03-18
        [问题台账]
        编号 | 完成程度 | 整改时限 | 上轮问题
        P001 | 整改中 | 2025-07-04 |
        P002 | 整改中 | 2025-07-01 |
        P003 | 整改中 | 2025-06-27 | 是
        P004 | 整改中 | 2025-05-30 |
        P005 | 整改中 | 2025-05-30 |
        """),
        date(2025, 6, 30),
    )
    assert [(risk.id, risk.level, risk.kind, risk.days) for risk in found] == [
        ("P004", "红", "overdue", 31),
        ("P005", "红", "overdue", 31),
        ("P003", "红", "overdue", 3),
        ("P002", "橙", "due_soon", -1),
        ("P001", "橙", "due_soon", -4),
        ("P003", "黄", "relapse", None),
    ]


def test_a_letter_on_record_is_told_as_sent() -> None:
    """The first one went out, and the second waits for the days that lie between the two."""
    lines = "[变更记录]\n表 | 行编号 | 列 | 原值 | 新值\n督办文书 | P001 | 督办通知书 | | 2025-09-01 办公室"
    risk = next(each for each in assess(load(LEDGER + lines), date(2025, 9, 11)) if each.id == "P001")
    assert risk.reasons[0].text == "整改时限为2025年6月30日，已逾期73天，已发督办通知书"
    later = next(each for each in assess(load(LEDGER + lines), date(2025, 9, 15)) if each.id == "P001")
    assert later.reasons[0].text == "整改时限为2025年6月30日，已逾期77天，应发阶段督查指导书"


def test_the_letter_follows_the_table_of_the_office() -> None:
    """字典 sets from how many days late a letter is due; one without days is not in use, and nearly due gets none."""
    tables = """
    [问题台账]
    编号 | 完成程度 | 整改时限
    P001 | 整改中 | 2025-06-30
    P002 | 整改中 | 2025-07-31
    P003 | 整改中 | 2025-08-15
    [字典]
    督办文书 | 逾期天数
    问责书 | #数 40
    督办通知书 | 5
    告诫书 |
    情况提醒书 | 十天
    """
    found = {risk.id: risk for risk in assess(load(tables), date(2025, 8, 4))}
    assert {name: (risk.kind, risk.letter and risk.letter.word) for name, risk in found.items()} == {
        "P001": ("overdue", "督办通知书"),
        "P002": ("overdue", None),
        "P003": ("due_soon", None),
    }
    assert found["P002"].reasons[0].text == "整改时限为2025年7月31日，已逾期4天"
    later = {risk.id: risk.letter and risk.letter.word for risk in assess(load(tables), date(2025, 8, 9))}
    assert later == {"P001": "督办通知书", "P002": "督办通知书", "P003": None}
