"""RX619: rows that count apart as relapses, and what in the ledger itself speaks against their being any."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger.changes import applied
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.closure_steps import relapse, take_steps
from tests.supervision.closure_steps.closing_ledgers import AS_OF as CLOSING_DAY
from tests.supervision.closure_steps.closing_ledgers import FILES, SIGNED, book, order, read

AS_OF = date(2026, 11, 28)
PROBLEMS = """[问题台账]
编号 | 具体问题 | 整改时限 | 完成程度 | 关联编号 | 备注
P001 | 图书采购没有比价 | 2026-06-30 | 已完成 | |
P002 | 读者证办理超期 | 2026-06-30 | 整改中 | |
P003 | 党费收缴不及时 | 2026-09-30 | 整改中 | |
"""
CLOSED = """
[销号登记]
问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 延期至 | 日期
P001 | 销号 | 2026-08-20 | 张三 | 同意 | 李四 2026-08-21 | 王五 2026-08-22 | 赵六 2026-08-23 | | 通过 | | 2026-08-24"""


def told(tables: str) -> list[str]:
    """Return what is said of doubtful relapses."""
    ledger = reader.read_ledger(ledger_builder.raw_book(ledger_builder.complete(tables)))
    return [each.message for each in checks.run(ledger, checks.profile("上报"), AS_OF) if each.code == "RX619"]


@pytest.mark.parametrize(
    ("row", "more", "signs"),
    [
        ("P004 | 图书采购没有比价 | 2026-12-31 | 整改中 | P001 | 反弹：P001", "", ()),
        ("P004 | 2026年图书采购仍没有比价 | 2026-12-31 | 整改中 | P001 |", CLOSED, ("手续却不成立",)),
        (
            "P004 | 图书采购没有比价 | 2026-07-31 | 整改中 | P001 |",
            CLOSED,
            ("整改时限2026-07-31，早于P001的办结日期2026-08-24",),
        ),
        (
            "P004 | 学习记录不全 | 2026-12-31 | 整改中 | P001 | 反弹：P001",
            "",
            ("说的与P001（“图书采购没有比价”）不是一件事",),
        ),
        (
            "P004 | 图书采购没有比价 | 2026-12-31 | 整改中 | P001 |",
            f"{CLOSED}\nP004 | 延期 | 2026-08-01 | | | | | | | | 2026-12-31 |",
            ("『销号登记』第3行的日期2026-08-01，早于",),
        ),
        (
            "P004 | 图书采购没有比价 | 2026-12-31 | 整改中 | P001 |",
            f"{CLOSED}\n[佐证材料]\n编号 | 问题/措施编号 | 名称 | 日期\nE001 | P004 | 询价单 | 2026-08-01",
            ("材料E001的日期2026-08-01，早于",),
        ),
    ],
)
def test_one_sign_is_enough(row: str, more: str, signs: tuple[str, ...]) -> None:
    """Days before the closing, another matter, a closing that does not stand; a relapse as it should be has none."""
    messages = told(PROBLEMS + row + more)
    assert len(messages) == bool(signs)
    for message in messages:
        assert message.startswith("第5行『关联编号』按P001的反弹另计，没有计入本轮问题数，但")
        assert all(sign in message for sign in signs)


def test_a_number_of_this_round_and_many_relapses_of_one() -> None:
    """A relapse gets a new number behind all others; three of one problem at once are no accident."""
    inside = PROBLEMS.replace(
        "P002 | 读者证办理超期 | 2026-06-30 | 整改中 | |", "P002 | 图书采购没有比价 | | 整改中 | P001 | 反弹：P001"
    )
    assert "编号P002排在本轮问题的编号中间" in told(inside)[0]
    rows = "\n".join(f"P{number:03d} | 图书采购没有比价 | | 整改中 | P001 | 反弹：P001" for number in (4, 5, 6))
    messages = told(PROBLEMS + rows)
    assert len(messages) == 3
    assert all("有3行都说成是它的反弹" in message for message in messages)


def test_what_the_command_registers_is_not_doubted() -> None:
    """`reopen` gives the next number and the words of the original, after its closing was approved."""
    raw = book()
    for step in (*SIGNED, order("approve", by="钱某")):
        changes, refused = take_steps.apply_step(read(raw), ["P001"], step, CLOSING_DAY, FILES)
        assert not refused
        raw = applied.apply(raw, changes)
    again = relapse.register_relapse(read(raw), "P001", "抽查又有空白单据", CLOSING_DAY, CLOSING_DAY)
    assert isinstance(again, relapse.RelapseRow)
    ledger = read(applied.apply(raw, again.changes))
    assert problem_counts.roll_up(ledger, CLOSING_DAY).relapses is not None
    findings = checks.run(ledger, checks.profile("上报"), CLOSING_DAY)
    assert "RX619" not in {each.code for each in findings}
