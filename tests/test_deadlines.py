"""A problem is bound by 剩余时限, else 整改时限, moved by the 延期 approved last, to the next working day."""

from __future__ import annotations

from datetime import date

from rectify_xl import deadlines, vocabulary
from rectify_xl.testing import load


def test_a_deadline_on_a_holiday_is_kept_after_it() -> None:
    """1 October 2025 binds on 9 October; that day itself is in time."""
    found = deadlines.effective(
        load("""
        [问题台账]
        编号 | 整改时限
        P001 | 2025-10-01
        """)
    )[2]
    assert (found.nominal, found.binding, found.cell.address) == (date(2025, 10, 1), date(2025, 10, 9), "问题台账!B2")
    assert [found.days_late(date(2025, 10, day)) for day in (8, 9, 10)] == [-1, 0, 1]


def test_what_remains_goes_before_the_whole() -> None:
    """剩余时限 binds even when it is earlier, and rows without a day have no deadline."""
    found = deadlines.effective(
        load("""
        [基本信息]
        反馈日期 | 2025-03-18
        集中整改结束 | 2025-09-18
        [问题台账]
        编号 | 整改时限 | 剩余时限
        P001 | 2025-06-30 | 2025年7月
        P002 | 长期坚持 |
        P003 | 集中整改期内 |
        P004 | 202442日 |
        P005 | 3个月内 |
        """)
    )
    assert {row: (each.nominal.isoformat(), each.cell.ref) for row, each in found.items()} == {
        2: ("2025-07-31", "C2"),
        4: ("2025-09-18", "B4"),
        6: ("2025-06-18", "B6"),
    }


EXTENDED = """
[问题台账]
编号 | 整改时限
P001 | 2025-06-30
P002 | 2025-06-30
P003 | 2025-06-30
P004 | 长期坚持
|2025-06-30
[销号登记]
问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期
P001 | 延期 | 通过 | 2025-08-29 | 2025-07-20 |
P001 | 延期 | 通过 | 2025-09-30 | 2025-06-20 |
P001 | 延期 | 退回 | 2025-12-31 | 2025-08-20 |
P001 | 销号 | 通过 | 2025-12-31 | 2025-08-21 |
P002 | 延期 | 通过 | 2025-05-30 | 2025-06-20 |
P003 | 延期 | 通过 | 待定 | 2025-06-20 |
P004 | 延期 | 通过 | 2025-08-29 | |
P004 | 延期 | 通过 | 2025-09-30 | |
| 延期 | 通过 | 2025-09-30 | |
"""


def test_the_extension_approved_last_counts() -> None:
    """Not the last row, not the latest day, not a rejected one; one that is earlier than the deadline moves nothing."""
    found = deadlines.effective(load(EXTENDED))
    assert {row: (each.nominal.isoformat(), each.cell.address, each.extended) for row, each in found.items()} == {
        2: ("2025-08-29", "销号登记!D2", True),
        3: ("2025-06-30", "问题台账!B3", False),
        4: ("2025-06-30", "问题台账!B4", False),
        5: ("2025-09-30", "销号登记!D9", True),
        6: ("2025-06-30", "问题台账!B6", False),
    }


def test_each_letter_is_due_from_its_day() -> None:
    """The five letters follow one another; on the last day in time none is due."""
    due = {days: deadlines.letter(vocabulary.LETTERS, days) for days in (0, 1, 14, 15, 30, 60, 89, 90, 400)}
    assert due == {
        0: "",
        1: "督办通知书",
        14: "督办通知书",
        15: "阶段督查指导书",
        30: "情况提醒书",
        60: "告诫书",
        89: "告诫书",
        90: "问责书",
        400: "问责书",
    }


def test_a_letter_is_in_use_only_where_its_days_can_be_read() -> None:
    """A whole number from 1 on; an empty cell takes a letter out of use, anything else is told to be unreadable."""
    ledger = load(
        """
        [字典]
        督办文书 | 逾期天数
        督办通知书 | #数 3
        阶段督查指导书 | 十五天
        情况提醒书 |
        告诫书 | 0
        问责书 | 90
        警示书 | 30.5
        通报批评 | <空>
        """
    )
    assert ledger.escalation == (vocabulary.Letter("督办通知书", 3), vocabulary.Letter("问责书", 90))
    assert [(each.word, each.cell.address) for each in ledger.letters if each.unreadable] == [
        ("阶段督查指导书", "字典!B3"),
        ("告诫书", "字典!B5"),
        ("警示书", "字典!B7"),
        ("通报批评", "字典!B8"),
    ]
    assert load("[问题台账]\n编号\nP001").escalation == vocabulary.LETTERS
