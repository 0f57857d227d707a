"""An 延期 that was approved, or entered, after the deadline counts, and is told wherever it takes a delay away."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.remembered import Memory
from rectify_xl.judgement.risks.assess import assess
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.memory.baseline import Past
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.meetings import meeting_questions, meeting_state

AS_OF = date(2026, 11, 28)
TABLES = """
[基本信息]
反馈日期 | 2026-06-01
[问题台账]
编号 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 整改进展
P003 | 组织生活记录不全 | 办公室 | 整改中 | 2026-09-30 | 正在补记
[销号登记]
问题编号 | 类型 | 申请日期 | 申请人 | 分管领导 | 主要负责人 | 结论 | 延期至 | 延期理由 | 日期
P003 | 延期 | #日 {applied} | 吴七 | | 陈远 | {verdict} | #日 {until} | 设备未到货 | #日 {decided}
[变更记录]
时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值
{log}
"""
STEPS = """{day} 09:00:00 | 吴七 | 销号审批 | 销号登记 | P003 | （新增行） | | 类型：延期⏎延期至：2026-12-31
{day} 09:10:00 | 陈远 | 销号审批 | 销号登记 | P003 | 结论 | | 通过"""
TYPED = "{day} 09:00:00 | 吴七 | 人工修改 | 销号登记 | P003 | （新增行） | | 类型：延期⏎结论：通过⏎延期至：2026-12-31"


def tables(decided: str, log: str = "", *, until: str = "2026-12-31", verdict: str = "通过") -> str:
    """Return a ledger with one 延期 of P003, applied for a few days before it was decided."""
    applied = f"{decided[:-2]}{int(decided[-2:]) - 4:02}"
    return TABLES.format(applied=applied, decided=decided, log=log.replace("⏎", "\n　"), until=until, verdict=verdict)


def told(decided: str, lines: str = "", day: str = "", memory: Memory = Memory()) -> list[str]:  # noqa: B008
    """Return what RX727 says; ⏎ in a line of 变更记录 is a line break."""
    book = ledger_builder.raw_book(tables(decided, lines.format(day=day).replace("⏎", "@@")))
    log = book.sheets["变更记录"]
    rows = [[each.replace("@@", "\n") if isinstance(each, str) else each for each in row] for row in log.rows]
    read = reader.read_ledger(book._replace(sheets={**book.sheets, "变更记录": log._replace(rows=rows)}))
    assert problem_counts.roll_up(read, AS_OF).total.overdue == 0
    found = checks.run(read, checks.profile("上报"), AS_OF, None, memory)
    return [f"{each.cell} {each.message}" for each in found if each.code == "RX727"]


def test_an_approval_after_the_deadline_is_told() -> None:
    """Approved on 2026-11-28, 59 days after the deadline (2026-09-30)."""
    assert told("2026-11-28") == [
        "J2 第2行『日期』：P003延期于2026-11-28批准，原时限2026-09-30已过59天（批准于原时限之后）。"
    ]


@pytest.mark.parametrize("lines", [STEPS, TYPED])
def test_a_day_that_was_entered_later_is_told(lines: str) -> None:
    """Dated 2026-09-25, when the deadline had not passed; entered on 2026-11-28, by the step or by hand."""
    assert told("2026-09-25", lines, "2026-11-28") == [
        "J2 第2行『日期』：P003延期的批准日期2026-09-25，2026-11-28才登记（补录，晚64天），登记时原时限2026-09-30已过。"
    ]


def test_what_no_command_recorded_was_entered_today() -> None:
    """A row typed since the last command: 变更记录 does not hold it yet."""
    change = ("销号登记", "P003", "（新增行）", "", "类型：延期\n结论：通过\n延期至：2026-12-31")
    assert len(told("2026-09-25", memory=Memory((change,)))) == 1


@pytest.mark.parametrize("day", ["2026-09-25", "2026-09-28", "2026-09-30"])
def test_an_honest_approval_is_left_in_peace(day: str) -> None:
    """Approved before the deadline and entered that day or a few days later; also where no line tells the day."""
    assert told("2026-09-25", STEPS, day) == []
    assert told("2026-09-25") == []


@pytest.mark.parametrize(("day", "number"), [("2026-09-30", 0), ("2026-10-01", 1)])
def test_what_was_entered_before_the_deadline_took_no_delay_away(day: str, number: int) -> None:
    """Approved long ago, entered on the last day: a ledger was copied after damage, nothing was late."""
    assert len(told("2026-08-05", TYPED, day)) == number
    assert len(told("2026-08-05", STEPS, day)) == number


def test_another_id_makes_no_approval_late() -> None:
    """P001 was P003's number until the 20th of November; the same approval stood under it."""
    by = "{day} 09:00:00 | 吴七 | 人工修改"
    number = f"{by} | 问题台账 | P001 | 编号 | P001 | P003"
    gone = f"{by} | 销号登记 | P001 | （删除行） | 类型：延期⏎结论：通过⏎延期至：2026-12-31 |"
    assert len(told("2026-09-25", TYPED, "2026-11-20")) == 1
    assert told("2026-09-25", f"{number}\n{gone}\n{TYPED}", "2026-11-20") == []
    assert len(told("2026-09-25", f"{number}\n{TYPED}", "2026-11-20")) == 1


def test_risks_and_the_weekly_meeting_say_it_too() -> None:
    """The deadline of 2026-12-05 is near: the reason names the late approval, and the meeting asks for it."""
    found = ledger_builder.load(tables("2026-11-28", until="2026-12-05"))
    [risk] = [each for each in assess(found, AS_OF) if each.kind == "due_soon"]
    late = "延期于2026-11-28批准，原时限2026-09-30已过59天（批准于原时限之后）"
    assert late in [each.text for each in risk.reasons]
    asked = [
        each
        for each in meeting_questions.ask(meeting_state.assess(found, AS_OF, Past()))
        if each.rule == "extension_late"
    ]
    assert [str(each.text) for each in asked] == [f"P003 {late}。当时为什么没有按时申请，审批表在哪里？"]


def test_a_verdict_that_nobody_can_read_is_no_missing_application() -> None:
    """结论 “同意” grants nothing; the meeting does not say that nobody applied."""
    found = ledger_builder.load(tables("2026-09-25", verdict="同意"))
    [text] = [
        str(each.text)
        for each in meeting_questions.ask(meeting_state.assess(found, AS_OF, Past()))
        if each.rule == "overdue"
    ]
    assert text == (
        "P003 时限9月30日，已逾期59天，登记的延期结论是“同意”，不知是否通过，不算数。"
        "请把结论改成“通过”或“退回”；没有批准的，哪一天能完成？"
    )
