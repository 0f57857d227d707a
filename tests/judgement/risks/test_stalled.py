"""An open problem that nobody begins, or that rests, is warned of as a risk, and never as a relapse."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import MemoryBook, load, raw_book
from rectify_xl.commands import risks as command
from rectify_xl.commands.outcome import Request
from rectify_xl.judgement.risks import Risk, assess

LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 完成程度 | 整改时限 | 上轮问题 | 整改进展
P001 | {completion} | 2026-12-31 | {again} | {progress}
{more}
"""


def warned(
    as_of: str, completion: str = "整改中", progress: str = "", again: str = "", more: str = ""
) -> tuple[Risk, ...]:
    text = LEDGER.format(completion=completion, progress=progress, again=again, more=more)
    return assess(load(text), date.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("as_of", "completion", "listed"),
    [
        ("2025-09-17", "未启动", False),
        ("2025-09-18", "未启动", True),
        ("2026-01-05", "未启动", True),
        ("2025-09-18", "整改中", False),
        ("2025-09-18", "已完成", False),
    ],
)
def test_not_begun_half_a_year_after_the_feedback(as_of: str, completion: str, listed: bool) -> None:  # noqa: FBT001
    """From the same day six months later on."""
    found = warned(as_of, completion)
    assert bool(found) is listed
    if listed:
        [risk] = found
        assert (risk.level, risk.kind, risk.label) == ("黄", "relapse", "风险")
        days = (date.fromisoformat(as_of) - date(2025, 3, 18)).days
        assert risk.reasons[0].text == f"2025年3月18日反馈至今{days}天，完成程度仍是“未启动”"
        assert (risk.reasons[0].code, risk.reasons[0].cell) == ("RK119", "问题台账!B2")


@pytest.mark.parametrize(
    ("progress", "phrase"),
    [
        ("因征地纠纷，项目搁置。", "搁置"),
        ("工程停工待料。", "停工待料"),
        ("该项目暂停实施。", "暂停实施"),
        ("推进缓慢。", "推进缓慢"),
        ("已向县委巡察办申请延期3个月。", "申请延期3个月"),
        ("拟申请延期整改。", "拟申请延期整改"),
    ],
)
def test_work_that_rests(progress: str, phrase: str) -> None:
    """The words are quoted with their cell."""
    [risk] = warned("2025-06-30", progress=progress)
    [reason] = risk.reasons
    assert (reason.code, reason.cell, risk.label) == ("RK120", "问题台账!E2", "风险")
    assert reason.text.startswith(f"整改进展写有“{phrase}”，")


@pytest.mark.parametrize(
    "progress",
    [
        "责令停工整改3处。",
        "搁置多年的问题已全部解决。",
        "正在采购。",
        "暂停3家供应商资格。",
        "规范延期审批。",
        "暂未开展。",
    ],
)
def test_other_open_work_is_no_risk(progress: str) -> None:
    """Under 整改中 it is the truth that work is under way; a measure that stops others is a deed."""
    assert warned("2025-06-30", progress=progress) == ()


def test_an_approved_extension_settles_the_request() -> None:
    """申请延期 is no risk any more where 销号登记 holds the approved 延期."""
    more = """
    [销号登记]
    问题编号 | 类型 | 申请日期 | 申请人 | 验收人 | 主要负责人 | 结论 | 日期 | 延期至 | 延期理由
    P001 | 延期 | 2025-06-01 | 张三 | 李四 | 王五 | 通过 | 2025-06-10 | 2027-03-31 | 征地未完
    """
    codes = [
        reason.code for risk in warned("2025-06-30", progress="已申请延期。", more=more) for reason in risk.reasons
    ]
    assert codes == []


def test_a_promise_that_passed_under_an_open_problem() -> None:
    """It is told once the day has passed, except where it is the deadline itself, which is told as late."""
    [risk] = warned("2025-09-26", progress="拟于7月31日完成采购。")
    assert [each.code for each in risk.reasons] == ["RK103"]
    assert risk.label == "风险"
    found = warned("2027-01-05", progress="拟于2026年12月31日完成采购。")
    assert [(each.kind, [reason.code for reason in each.reasons]) for each in found] == [("overdue", ["RK001"])]


def test_the_kind_in_words() -> None:
    """A finished row may relapse; an open one was pointed out before, or is at risk; JSON keeps its kinds."""
    [again] = warned("2025-06-30", again="是")
    assert (again.kind, again.label) == ("relapse", "上轮问题")
    [both] = warned("2025-06-30", again="是", progress="项目搁置。")
    assert both.label == "风险"
    [done] = warned("2025-06-30", "已完成", again="是")
    assert done.label == "反弹"
    book = MemoryBook(raw_book(LEDGER.format(completion="整改中", again="是", progress="", more="")))
    outcome = command.run(Request(date(2025, 6, 30), book))
    assert outcome.summary[0] == "截至2025-06-30：逾期0个，临期0个，反弹风险0个，未完成问题的其他风险1个。"
    listed = outcome.data["risks"]
    assert isinstance(listed, list)
    assert [(each["kind"], each["label"]) for each in listed] == [("relapse", "上轮问题")]
