"""A deadline that nobody can read, a plan beyond one, and an 延期 that fails: every paper says so, with the cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generate import ledger_builder
from generate.ledger_builder import MemoryBook, complete, load, raw_book
from rectify_xl.commands import letters, monthly, rollup, wallchart, weekly
from rectify_xl.commands import risks as warnings
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.errors import UsageError
from rectify_xl.ledger.closure_rules import closure_case as cases
from rectify_xl.ledger.counting import deadline_wording, problem_counts
from rectify_xl.ledger.memory.baseline import Past
from rectify_xl.notice.writing import problem_wording
from rectify_xl.papers import supervision_letter, weekly_rows
from rectify_xl.papers.closure_form import form
from rectify_xl.papers.report.compose_report import compose
from rectify_xl.supervision.escalation import due_letters as stages
from rectify_xl.supervision.meetings import meeting_questions, meeting_state
from rectify_xl.supervision.wallchart import chart_page, problem_states
from rectify_xl.supervision.wallchart.shapes import PAPERS

AS_OF = date(2026, 9, 26)
TABLES = complete("""
    [基本信息]
    单位名称 | 云岭县图书馆
    反馈日期 | 2026-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改进展 | 剩余事项 | 整改时限 | 剩余时限 | 预警 | 预警原因
    P001 | 甲 | 甲问题 | 采编部 | 整改中 | 正在盘点。 | 盘点二库 | 2026-06-30 | 2026-12-31 | |
    P002 | 甲 | 乙问题 | 采编部 | 整改中 | 正在清退。 | | 2026年6月31日 | | |
    P003 | 甲 | 丙问题 | 财务室 | 整改中 | 正在招标。 | | 2026-06-30 | | |
    P004 | 甲 | 丁问题 | 财务室 | 已完成 | 已办。 | | 等通知 | | |
    P005 | 甲 | 戊问题 | 财务室 | 整改中 | 正在安装。 | 安装 | 长期坚持 | #日 1905-07-18 | |
    [销号登记]
    问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 补充要求 | 延期至 | 延期理由 | 日期
    P003 | 延期 | 2026-06-20 | 吴某 | | | | | | 通过 | | 2026-12-31 | 等待招标 | 2026-06-22
""")  # noqa: E501
UNREAD = (
    "时限读不出的问题2个，既没有计入逾期，也不能当作没有逾期，请改正："
    "P002（问题台账H3：“2026年6月31日”在日历上不存在（是不是2026年6月30日？））；"
    "P005（问题台账I6：“1905-07-18”年份离谱（数字2026被表格当成了日期；是不是2026年？））。"
)
LATER = "剩余时限晚于时限、没有批准延期的问题1个，仍按原时限计算：P001（2026年6月30日，剩余时限2026年12月31日）。"


def request(**options: Value) -> Request:
    return Request(AS_OF, MemoryBook(raw_book(TABLES)), options=dict(options))


@pytest.mark.parametrize("command", [rollup, warnings, weekly, monthly, letters])
def test_every_number_of_late_problems_is_told_with_the_cells_that_nobody_can_read(command: object) -> None:
    """Two unfinished problems; the finished one does not matter."""
    outcome = command.run(request())  # type: ignore[attr-defined]
    assert isinstance(outcome, Outcome)
    assert UNREAD in outcome.summary
    unread = outcome.data["unreadable"]
    assert isinstance(unread, list)
    assert [(each["id"], each["row"], each["cell"]) for each in unread] == [
        ("P002", 3, "问题台账!H3"),
        ("P005", 6, "问题台账!I6"),
    ]


@pytest.mark.parametrize("command", [weekly, monthly, letters])
def test_a_plan_beyond_the_deadline_is_told_too(command: object) -> None:
    """Weekly, monthly and letters name it; the row stays late."""
    outcome = command.run(request())  # type: ignore[attr-defined]
    assert isinstance(outcome, Outcome)
    assert LATER in outcome.summary


def test_no_late_problem_is_not_said_while_a_deadline_cannot_be_read() -> None:
    """One row, and its deadline is no day."""
    tables = complete("""
        [基本信息]
        反馈日期 | 2026-03-18
        [问题台账]
        编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改时限
        P001 | 甲 | 甲问题 | 采编部 | 整改中 | 等通知
    """)
    asked = Request(AS_OF, MemoryBook(raw_book(tables)))
    assert letters.run(asked).summary[0] == "能读出时限的问题中，没有逾期的。"
    told = monthly.run(asked).summary
    assert "能读出时限的问题中，没有逾期的。" in told
    assert "能读出时限的问题中，没有科室有逾期的。" in told
    with pytest.raises(UsageError, match="P001（问题台账F2）的时限读不出，算不出逾期几天"):
        letters.run(asked._replace(items=("P001",)))


def test_the_marks_of_the_ledger_say_it() -> None:
    """预警 is orange for a deadline that cannot be read; the reasons name plan and 延期 with their cells."""
    asked = request(write=True)
    warnings.run(asked)
    book = asked.ledger.read()
    marked = {row[0]: (row[9], row[10]) for row in book.sheets["问题台账"].rows[1:] if len(row) > 10}
    plan = "剩余时限写的是2026年12月31日，只是计划，没有批准延期，仍按2026年6月30日计算"
    failed = "登记的延期（销号登记第2行）不算数：分管领导没有批准人"
    late = "整改时限为2026年6月30日，已逾期88天，应发督办通知书"
    june = "“2026年6月31日”在日历上不存在（是不是2026年6月30日？）"
    serial = "“1905-07-18”年份离谱（数字2026被表格当成了日期；是不是2026年？）"
    assert marked == {
        "P001": ("红·逾期", f"1.{late}（问题台账!H2）；2.{plan}（问题台账!I2）。"),
        "P002": ("橙·时限读不出", f"时限读不出：{june}，算不出是否逾期（问题台账!H3）。"),
        "P003": ("红·逾期", f"1.{late}（问题台账!H4）；2.{failed}（销号登记!J2）。"),
        "P004": (None, None),
        "P005": ("橙·时限读不出", f"时限读不出：{serial}，算不出是否逾期（问题台账!I6）。"),
    }


def test_the_weekly_sheet_prints_both_days_and_asks() -> None:
    """The deadline, the plan beside it, and why the 延期 does not count."""
    found = meeting_state.assess(load(TABLES), AS_OF, Past())
    shown = {item.name: str(weekly_rows.deadline(item, AS_OF)) for item in found.items}
    assert shown == {
        "P001": "6月30日（剩余时限12月31日，没有批准延期）",
        "P002": "2026年6月31日（时限读不出）",
        "P003": "6月30日",
        "P004": "等通知",
        "P005": "1905-07-18（时限读不出）",
    }
    asked = {(each.rule, each.id): str(each.text) for each in meeting_questions.ask(found)}
    assert asked["overdue", "P003"] == (
        "P003 时限6月30日，已逾期88天，登记的延期（销号登记第2行）不算数：分管领导没有批准人。"
        "补办手续，还是哪一天能完成？"
    )
    assert ("plan", "P001") in asked
    assert ("unclear_deadline", "P005") in asked


def test_a_letter_prints_both_days() -> None:
    """The plan stands beside the deadline, and is said not to be granted."""
    ledger = load(TABLES)
    made = stages.letters(stages.late(ledger, AS_OF, {}))
    [line] = [
        line
        for letter in made
        for line in supervision_letter.values(ledger, letter, AS_OF, None)["问题"]
        if str(line["编号"]) == "P001"
    ]
    assert str(line["时限"]) == "2026年6月30日（剩余时限12月31日，没有批准延期）"
    assert line["时限"].sources == ("问题台账!H2", "问题台账!I2")


def test_the_report_prints_both_days_and_what_cannot_be_read() -> None:
    """In its table and in a sentence before it."""
    report = compose(load(TABLES), AS_OF)
    assert {str(each.id): str(each.due) for each in report.open} == {
        "P001": "2026年6月30日（剩余时限12月31日，没有批准延期）",
        "P002": "2026年6月31日（时限读不出）",
        "P003": "2026年6月30日",
        "P005": "1905-07-18（时限读不出）",
    }
    told = [each.text for each in report.middle]
    assert [UNREAD in told, LATER in told] == [True, True]


def test_the_level_above_is_told_the_sheet_and_asks_the_unit() -> None:
    """It has many ledgers before it, and mends none."""
    doubts = problem_counts.unreadable(load(TABLES), AS_OF)
    text = str(deadline_wording.sentence(doubts, "above"))
    assert "请单位改正：P002（《问题台账》H3：“2026年6月31日”在日历上不存在" in text
    many = str(deadline_wording.sentence([*doubts] * 11, "above"))
    assert many.endswith("……，其余见《明细》的“状态”一列。")


def test_a_notice_prints_both_days_and_never_a_day_that_is_wrong() -> None:
    """The deadline with the plan; what cannot be read as it is written."""
    from rectify_xl.ledger.deadlines import binding_deadline

    ledger = load(TABLES)
    standing = binding_deadline.standing(ledger, AS_OF)
    bound = binding_deadline.bind(standing)
    printed = [
        problem_wording.status(
            each, ledger.counting, bound.get(each.number), standing.doubts.get(each.number), as_of=AS_OF
        ).text
        for each in ledger.problems
    ]
    assert printed == [
        "剩余事项（盘点二库）继续整改，整改时限2026年6月30日，计划2026年12月31日前完成。",
        "正在整改，整改时限待明确。",
        "正在整改，已超过时限（2026年6月30日）。",
        "已整改完成。",
        "安装继续整改，整改时限待明确。",
    ]


def test_the_form_of_a_closing_prints_both_days() -> None:
    """As written, with the plan."""
    case = cases.load_case(load(TABLES), "P001", AS_OF, {})
    assert isinstance(case, cases.ClosureCase)
    assert form(case)["时限"] == "2026年6月30日（剩余时限2026年12月31日）"


def test_the_wall_chart_marks_what_cannot_be_read(tmp_path: Path) -> None:
    """Its tile has a sign, its axis a period of its own, its foot says what they mean."""
    items = {item.label: item for item in problem_states.items(load(TABLES), AS_OF)}
    assert (items["P002"].head, items["P002"].note, items["P002"].state.key) == ("○P002？", "时限读不出", "ongoing")
    chart = chart_page.chart(load(TABLES), AS_OF, PAPERS["A3"])
    lines = [line.text for box in chart.pages[0].boxes for line in box.lines]
    assert "时限读不出" in lines
    [note] = [line for line in lines if line.startswith("每格一个问题")]
    assert "编号后带？的2个时限读不出，没有计入逾期，也不能当作没有逾期。" in note
    assert "P001（2026年6月30日，剩余时限2026年12月31日）" in note
    outcome = wallchart.run(request(output=str(tmp_path / "挂图.xlsx")))
    assert [UNREAD in outcome.summary, LATER in outcome.summary] == [True, True]


def test_the_wall_chart_puts_a_deadline_into_the_month_in_which_it_is_written() -> None:
    """31 May 2026 is a Sunday, and is kept on Monday 1 June; it stands under May."""
    tables = "[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 整改时限\nP001 | 甲 | 乙 | 整改中 | 2026-05-31"
    [item] = problem_states.items(ledger_builder.load(tables), date(2026, 6, 1))
    assert (item.due, item.days, item.note) == (date(2026, 5, 31), 0, "今天到期")
    from rectify_xl.supervision.wallchart.deadline_axis import periods

    [period] = [each for each in periods([item], date(2026, 6, 1)) if each.items]
    assert period.label == "2026年5月"
