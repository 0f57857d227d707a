"""A problem is bound by 整改时限, moved only by an approved 延期, to the next working day; 剩余时限 is a plan."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import load
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.deadlines import binding_deadline

AS_OF = date(2025, 9, 26)


def test_a_deadline_on_a_holiday_is_kept_after_it() -> None:
    """1 October 2025 binds on 9 October; that day itself is in time."""
    found = binding_deadline.effective(
        load("""
        [问题台账]
        编号 | 整改时限
        P001 | 2025-10-01
        """),
        AS_OF,
    )[2]
    assert (found.nominal, found.binding, found.cell.address) == (date(2025, 10, 1), date(2025, 10, 9), "问题台账!B2")
    assert [found.days_late(date(2025, 10, day)) for day in (8, 9, 10)] == [-1, 0, 1]


def test_a_plan_for_what_remains_moves_nothing() -> None:
    """剩余时限 binds where 整改时限 is empty or holds words, whether it is later or earlier than the deadline."""
    found = binding_deadline.effective(
        load("""
        [基本信息]
        反馈日期 | 2025-03-18
        集中整改结束 | 2025-09-18
        [问题台账]
        编号 | 整改时限 | 剩余时限
        P001 | 2025-06-30 | 2025年7月
        P002 | 长期坚持 | 2025年12月底前
        P003 | 集中整改期内 |
        P004 | 202442日 | 2025-12-31
        P005 | 3个月内 |
        P006 | 2025-09-30 | 2025-07-31
        P007 | | 2025-07-31
        P008 | 立行立改 | 2025-07-31
        P009 | 长期坚持 |
        """),
        AS_OF,
    )
    assert {row: (each.nominal.isoformat(), each.cell.ref) for row, each in found.items()} == {
        2: ("2025-06-30", "B2"),
        3: ("2025-12-31", "C3"),
        4: ("2025-09-18", "B4"),
        6: ("2025-06-18", "B6"),
        7: ("2025-09-30", "B7"),
        8: ("2025-07-31", "C8"),
        9: ("2025-07-31", "C9"),
    }
    later = {row: each.later_plan.shown for row, each in found.items() if each.later_plan}
    assert later == {2: "2025年7月底"}


DOUBTFUL = """
[基本信息]
反馈日期 | 2025-03-18
集中整改结束 | 2025-09-18
[问题台账]
编号 | 整改时限 | 剩余时限 | 即知即改 | 时限类型
P001 | {due} | {remaining} | {immediate} | {kind}
"""


@pytest.mark.parametrize(
    ("cells", "cell", "text"),
    [
        ({"due": "202562日"}, "B2", "“202562日”缺字，无法确定是哪一天"),
        ({"due": "2025年6月31日"}, "B2", "“2025年6月31日”在日历上不存在（是不是2025年6月30日？）"),
        ({"due": "2025-13-01"}, "B2", "“2025-13-01”在日历上不存在"),
        ({"due": "设备到货以后"}, "B2", "“设备到货以后”读不出日期"),
        ({"due": "设备到货以后", "remaining": "2025-12-31"}, "B2", "“设备到货以后”读不出日期"),
        ({"due": "#REF!"}, "B2", "显示“#REF!”"),
        ({"due": "<空>"}, "B2", "是公式，没有可用的结果"),
        ({"due": "2052-06-30"}, "B2", "“2052-06-30”年份离谱（是不是2025年6月30日？）"),
        ({"due": "2036-06-30"}, "B2", "2036-06-30与反馈日期相差11年，年份可能有误（是不是2025年6月30日？）"),
        ({"due": "2015-06-30"}, "B2", "2015-06-30与反馈日期相差10年，年份可能有误（是不是2025年6月30日？）"),
        ({"due": "2024-06-30"}, "B2", "2024-06-30早于反馈日期2025-03-18（是不是2025年6月30日？）"),
        ({"due": "", "remaining": "2024-06-30"}, "C2", "2024-06-30早于反馈日期2025-03-18（是不是2025年6月30日？）"),
        ({"due": "长期坚持", "remaining": "设备到货以后"}, "C2", "“设备到货以后”读不出日期"),
        ({"due": "长期坚持", "kind": "限期整改"}, "B2", "“长期坚持”与时限类型“限期整改”矛盾"),
        ({"due": "每季度", "kind": "限期整改"}, "B2", "“每季度”与时限类型“限期整改”矛盾"),
        ({"due": "每月一次", "kind": "集中整改期内"}, "B2", "“每月一次”与时限类型“集中整改期内”矛盾"),
        ({"due": "定期", "kind": "立行立改"}, "B2", "“定期”与时限类型“立行立改”矛盾"),
        (
            {"due": "2025-12-31", "kind": "集中整改期内"},
            "B2",
            "2025-12-31在集中整改结束以后，时限类型却是“集中整改期内”",
        ),
    ],
)
def test_what_check_calls_wrong_binds_nobody(cells: dict[str, str], cell: str, text: str) -> None:
    """It is neither late nor fine, and is told with its cell."""
    tables = DOUBTFUL.format(**{"due": "", "remaining": "", "immediate": "", "kind": "", **cells})
    ledger = load(tables)
    assert binding_deadline.effective(ledger, AS_OF) == {}
    assert [(each.cell.ref, each.text) for each in binding_deadline.doubts(ledger, AS_OF).values()] == [(cell, text)]


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({"due": "2024-06-30", "immediate": "是"}, "2024-06-30"),
        ({"due": "2025-12-31", "kind": "限期整改"}, "2025-12-31"),
        ({"due": "2025-09-22", "kind": "集中整改期内"}, "2025-09-22"),
        ({"due": "2025-06-30", "remaining": "设备到货以后"}, "2025-06-30"),
        ({"due": "2030-12-31"}, "2030-12-31"),
    ],
)
def test_what_is_right_binds(cells: dict[str, str], day: str) -> None:
    """A day before the feedback of what was put right at once; a passed day, whatever its kind says."""
    tables = DOUBTFUL.format(**{"due": "", "remaining": "", "immediate": "", "kind": "", **cells})
    found = binding_deadline.effective(load(tables), AS_OF)
    assert [each.nominal.isoformat() for each in found.values()] == [day]


EXTENDED = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 整改时限 | 剩余时限
P001 | 2025-06-30 |
P002 | | 2025-07-31
P003 | 长期坚持 |
P004 | 设备到货以后 |
[销号登记]
问题编号 | 类型 | 申请日期 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 延期至 | 延期理由 | 日期 | 申请人
{rows}
"""


def extended(*rows: str, as_of: date = AS_OF) -> dict[int, tuple[str, str]]:
    found = binding_deadline.effective(load(EXTENDED.format(rows="\n".join(rows))), as_of)
    return {row: (each.nominal.isoformat(), each.cell.address) for row, each in found.items() if each.extended}


@pytest.mark.parametrize(
    "row",
    [
        "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
        "p001 | 延期 | 2025-06-20 | | 钱某 2025-06-23 | | 通过 | 2025年8月29日 | 等待采购 | 2025-06-23",
        "Ｐ００１ | 延期 | 2025-06-20 | | | 孙某 | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
        "P001 | 延期 | 2025-07-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-09-26",
        "P001 | 延期 | 2025-06-20 | 周某 | 钱某 | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23 | 周某",
    ],
)
def test_an_approved_extension_moves_the_deadline(row: str) -> None:
    """Also where it was approved late, and where the id is written in another way."""
    assert extended(row) == {2: ("2025-08-29", "销号登记!H2")}


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("P001 | 延期 | 2025-06-20 | | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23", "分管领导", "没有批准人"),
        (
            "P001 | 延期 | 2025-06-20 | 待签 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "分管领导",
            "是“待签”，没有签名",
        ),
        (
            "P001 | 延期 | 2025-06-20 | | 2025-06-23 | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "主要负责人",
            "是“2025-06-23”，没有签名",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | 不同意 | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "主要负责人",
            "写的是“不同意”",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 2025-10-01 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "分管领导",
            "的签字日期2025-10-01还没有到",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 2025-06-23 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23 | 周某",
            "分管领导",
            "周某也是申请人，不能自己批准自己的延期",
        ),
        ("P001 | 延期 | | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23", "申请日期", "没有填写"),
        ("P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | | 2025-06-23", "延期理由", "没有填写"),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | — | 2025-06-23",
            "延期理由",
            "写的是“—”，不是理由",
        ),
        ("P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | ", "日期", "没有填写"),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-10-01",
            "日期",
            "2025-10-01还没有到",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-10",
            "日期",
            "2025-06-10早于申请日期2025-06-20",
        ),
        (
            "P001 | 延期 | 2025-02-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "申请日期",
            "2025-02-20早于反馈日期2025-03-18",
        ),
        ("P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | | 等待采购 | 2025-06-23", "延期至", "没有填写"),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 设备到货以后 | 等待采购 | 2025-06-23",
            "延期至",
            "“设备到货以后”读不出日期",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 长期坚持 | 等待采购 | 2025-06-23",
            "延期至",
            "写的是“长期坚持”，不是具体的日子",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2052-08-29 | 等待采购 | 2025-06-23",
            "延期至",
            "“2052-08-29”年份离谱（是不是2025年8月29日？）",
        ),
        (
            "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-06-29 | 等待采购 | 2025-06-23",
            "延期至",
            "2025-06-29不晚于现在的时限2025-06-30（问题台账!B2）",
        ),
        (
            "P001 | 延期 | 2025-09-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-09-23",
            "延期至",
            "2025-08-29不晚于申请日期2025-09-20",
        ),
        (
            "P003 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "",
            "没有具体的整改时限，无从延期",
        ),
        (
            "P004 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
            "",
            "时限（问题台账!B5）“设备到货以后”读不出日期，无从延期",
        ),
    ],
)
def test_an_extension_that_breaks_a_rule_moves_nothing(row: str, column: str, text: str) -> None:
    """The deadline stays, and the cell that is wrong is known."""
    assert extended(row) == {}
    refused = binding_deadline.standing(load(EXTENDED.format(rows=row)), AS_OF).refused
    assert [[(each.column, each.text) for each in one.faults] for one in refused] == [[(column, text)]]


@pytest.mark.parametrize("verdict", ["", "退回", "同意", "通过？"])
def test_what_is_not_approved_moves_nothing(verdict: str) -> None:
    """Only 通过 does; what another word means is told by the check of words."""
    row = f"P001 | 延期 | 2025-06-20 | 周某 | | | {verdict} | 2025-08-29 | 等待采购 | 2025-06-23"
    assert extended(row) == {}
    assert binding_deadline.standing(load(EXTENDED.format(rows=row)), AS_OF).refused == ()


def test_extensions_count_in_the_order_of_their_decision_up_to_the_cap() -> None:
    """The third is one too many, however its row stands; one that moves nothing takes no place."""
    rows = (
        "P001 | 延期 | 2025-08-20 | 周某 | | | 通过 | 2025-10-31 | 等待验收 | 2025-08-25",
        "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23",
        "P001 | 延期 | 2025-07-20 | 周某 | | | 通过 | 2025-08-15 | 写错 | 2025-07-23",
        "P001 | 延期 | 2025-09-20 | 周某 | | | 通过 | 2025-12-31 | 再等 | 2025-09-23",
        "P002 | 延期 | 2025-07-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-07-23",
    )
    assert extended(*rows) == {2: ("2025-10-31", "销号登记!H2"), 3: ("2025-08-29", "销号登记!H6")}
    refused = binding_deadline.standing(load(EXTENDED.format(rows="\n".join(rows))), AS_OF).refused
    assert [(each.closure.row.number, [fault.text for fault in each.faults]) for each in refused] == [
        (4, ["2025-08-15不晚于现在的时限2025-08-29（销号登记!H3）"]),
        (5, ["已批准延期2次（『销号登记』第3行、第2行），上限是2次"]),
    ]


def test_an_extension_counts_from_the_day_of_its_decision() -> None:
    """On 22 June nobody had approved it yet."""
    row = "P001 | 延期 | 2025-06-20 | 周某 | | | 通过 | 2025-08-29 | 等待采购 | 2025-06-23"
    assert extended(row, as_of=date(2025, 6, 22)) == {}
    assert extended(row, as_of=date(2025, 6, 23)) == {2: ("2025-08-29", "销号登记!H2")}


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
    assert ledger.escalation == (vocabulary.LetterStage("督办通知书", 3), vocabulary.LetterStage("问责书", 90))
    assert [(each.word, each.cell.address) for each in ledger.letter_rules if each.unreadable] == [
        ("阶段督查指导书", "字典!B3"),
        ("告诫书", "字典!B5"),
        ("警示书", "字典!B7"),
        ("通报批评", "字典!B8"),
    ]
    assert load("[问题台账]\n编号\nP001").escalation == vocabulary.LETTERS
