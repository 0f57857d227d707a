"""What a reader would see or miss keeps a notice from being published; what is a matter of managing does not."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import complete, load, raw_book
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.profiles import MANAGED, PUBLISH
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.notice.publishing import gate
from rectify_xl.notice.redaction.edition import redact
from rectify_xl.notice.writing.compose import compose

AS_OF = date(2026, 9, 26)
INFO = """
[基本信息]
单位名称 | 青石镇卫生院
巡察机构 | 县委第二巡察组
巡察开始 | 2026-01-05
巡察结束 | 2026-02-10
反馈日期 | 2026-03-18
通报日期 | 2026-09-26
联系电话 | 0999-5550123
"""
USED = (
    *("编号", "方面", "具体问题", "完成程度", "整改进展", "整改时限", "剩余事项", "剩余时限"),
    *("公开", "不公开理由", "责任人", "状态表述"),
)
HEADER = " | ".join([*USED, *(column.name for column in schema.PROBLEMS.columns if column.name not in USED)])
GOOD = "P001 | 甲 | 子 | 已完成 | 一是补齐资料17份 | 2026-06-30"


def tables(*rows: str, info: str = INFO, more: str = "") -> str:
    return complete("\n".join([info, "[问题台账]", HEADER, *rows, more]))


def judged(text: str) -> tuple[Finding, ...]:
    ledger = load(text)
    document = compose(ledger, as_of=AS_OF, audience="public", as_published=False)
    return gate.judge(
        ledger, checks.run(ledger, PUBLISH, AS_OF), document, redact(raw_book(text), ledger).doubts, AS_OF
    )


def places(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.code, f"{each.sheet}!{each.cell}") for each in found]


def test_a_ledger_that_readers_can_be_shown_passes_though_managers_would_want_more() -> None:
    """责任科室, 牵头领导 and 完成日期 are missing: the 公开 profile says so, the gate does not."""
    assert judged(tables(GOOD)) == ()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("P002 | 甲 | 丑 | 整改中 | 正在采购 | 2026-08-31", ("NT204", "问题台账!F3")),
        ("P002 | 甲 | 丑 | 整改中 | 部分已办 | 2026-12-31 | 采购", ("RX707", "问题台账!H3")),
        ("P002 | 甲 | 丑 | 已完成 | 拟于2026年7月20日前完成验收", ("NT301", "问题台账!E3")),
        ("P002 | 甲 | 丑 | 已完成 | 2026428日已验收", ("RX856", "问题台账!E3")),
        ("P002 | 甲 | 丑 | 已完成 | 待补充", ("RX854", "问题台账!E3")),
        ("P002 | 甲 | 丑 | 已完成 | “双随机检查", ("RX855", "问题台账!E3")),
        ("P002 | 甲 | 丑 | | 已办", ("RX201", "问题台账!D3")),
        ("P002 | 甲 | 丑 | 已完成 | ", ("NT202", "问题台账!E3")),
        ("P002 | 甲 | 丑 | 差不多 | 已办 | 2026-12-31", ("RX303", "问题台账!D3")),
        ("P002 | 甲 | 丑 | 已完成 | 已办 | 202612日", ("RX401", "问题台账!F3")),
        ("P002 | 甲 | 丑 | 已完成 | 已办 | | | | 大概", ("RX304", "问题台账!I3")),
        ("P002 | 甲 | 丑 | 已完成 | 已办 | | | | 否", ("RX712", "问题台账!J3")),
        ("P002 | 甲 | 丑 | 已完成 | 已办 | | | | 是 | 涉密", ("RX713", "问题台账!I3")),
        ("P002 | 甲 | 丑 | 已完成 | 错开就诊高峰 | | | | | | 高峰", ("NT303", "问题台账!E3")),
        ("P002 | 甲 | 丑 | 已完成 | 已办 | | | | | | | 正在推进", ("RX702", "问题台账!L3")),
    ],
)
def test_each_condition_is_told_with_its_cell(row: str, expected: tuple[str, str]) -> None:
    found = judged(tables(GOOD, row))
    assert expected in places(found)
    assert {each.severity for each in found} == {"error"}
    assert all(each.message and each.fix for each in found)


@pytest.mark.parametrize(
    "row",
    [
        "P002 | 甲 | 丑 | 整改中 | 正在采购 | 2026-08-31 | | | 否 | 涉密",
        "P002 | 甲 | 丑 | 已完成 | 待补充，2026428日 | | | | 否 | 涉密",
        "P002 | 甲 | 丑 | 已完成 | 每季度检查一次",
    ],
)
def test_what_a_reader_never_meets_does_not_count(row: str) -> None:
    """Neither the texts of withheld problems, nor a rhythm that the ledger has no record of."""
    assert judged(tables(GOOD, row)) == ()


def test_a_late_promise_that_is_the_deadline_is_told_once() -> None:
    row = "P002 | 甲 | 丑 | 整改中 | 正在采购 | 2026-08-31 | | | | | | 继续整改，2026年8月31日前完成"
    assert [code for code, _ in places(judged(tables(GOOD, row)))] == ["NT204"]


def test_declared_numbers_must_be_those_of_the_rows() -> None:
    found = judged(tables(GOOD, info=INFO + "声明数·具体问题 | 2\n声明数·整改措施 | 5\n"))
    assert places(found) == [("RX801", "基本信息!B9"), ("RX802", "基本信息!B10")]


def test_a_notice_without_contact_signature_or_date_is_not_published() -> None:
    """What the prose leaves out is told where it can be filled in."""
    prose = "[通报文稿]\n编号 | 部分 | 层级 | 标题 | 正文 | 关联编号\n | 第三部分 | 正文 | | 继续努力 |"
    text = tables(GOOD, info="[基本信息]\n单位名称 | 甲院\n反馈日期 | 2026-03-18\n", more=prose)
    ledger = load(text)
    document = compose(ledger, as_of=AS_OF, audience="public", as_published=False)
    found = gate.judge(ledger, checks.run(ledger, PUBLISH, AS_OF), document, (), AS_OF)
    assert [(each.code, each.message) for each in found] == [
        ("NT302", "公开稿没有写联系电话、邮箱，群众无从反映。"),
        ("NT304", "公开稿末尾没有通报日期。"),
    ]


def test_a_past_promise_in_the_prose_counts_too() -> None:
    prose = """
    [通报文稿]
    部分 | 层级 | 标题 | 正文
    第三部分 | 正文 | | 计划于2026年7月底前完成搬迁。
    监督渠道 | 正文 | | 电话0999-5550123
    """
    assert ("NT301", "通报文稿!D2") in places(judged(tables(GOOD, more=prose)))


def test_every_error_of_the_publishing_profile_was_decided_upon() -> None:
    """A new check of the profile is sorted: it stops the notice, or it is a matter of managing."""
    severe = {rule.check.code for rule in PUBLISH.checks if rule.severity == "error"}
    gated, managed = {each.check.code for each in gate.FROM_CHECKS}, {each.code for each in MANAGED}
    assert gated | managed == severe
    assert gated & managed == set()
    assert len(gate.TITLES) == len(gate.FROM_CHECKS) + len(gate.FROM_COMPOSING) + len(gate.OWN)


@pytest.mark.parametrize("value", ["#N/A", "也许", "#REF!"])
def test_what_leaves_open_whether_a_row_is_public_is_never_waived(value: str) -> None:
    row = "P001 | 甲 | 子 | 已完成 | 一是补齐资料17份 | 2026-06-30 | | | " + value
    ledger = load(tables(row))
    found = [each for each in judged(tables(row)) if each.code in ("RX301", "RX304")]
    assert [(each.cell, gate.never(each, ledger)) for each in found] == [("I2", True)]


@pytest.mark.parametrize("column", ["整改时限", "方面", "完成程度", "剩余时限"])
def test_an_error_value_in_what_decides_how_a_row_is_printed_stops_it(column: str) -> None:
    """Also where the notice itself prints nothing of that cell."""
    cells = dict(zip(HEADER.split(" | "), f"{GOOD} | | | | | ".split(" | "), strict=False))
    cells |= {"完成程度": "正在推进", "整改时限": "2027-01-31", column: "#N/A"}
    row = " | ".join(cells.values())
    found = [each.code for each in judged(tables(row)) if each.message.find("#N/A") >= 0]
    assert "RX301" in found


def test_judging_changes_nothing() -> None:
    ledger: Ledger = load(tables(GOOD))
    document = compose(ledger, as_of=AS_OF, audience="public", as_published=False)
    assert (
        gate.judge(ledger, checks.run(ledger, PUBLISH, AS_OF), document, (), AS_OF)
        == gate.judge(ledger, checks.run(ledger, PUBLISH, AS_OF), document, (), AS_OF)
        == ()
    )
