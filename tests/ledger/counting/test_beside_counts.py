"""What the numbers leave out, or count only for want of a word, is told by every command and paper in one sentence."""

from __future__ import annotations

from datetime import date, datetime

from generate import ledger_builder
from rectify_xl.commands import rollup as command
from rectify_xl.ledger.counting import count_caveats, deadline_wording, registered_relapses
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.memory.baseline import Past
from rectify_xl.notice.writing.compose import compose as compose_notice
from rectify_xl.notice.writing.draft import Draft
from rectify_xl.papers import monthly_notice, weekly_sheet
from rectify_xl.papers.report.compose_report import compose as compose_report
from rectify_xl.supervision.meetings import meeting_questions, meeting_state, ranking
from rectify_xl.supervision.wallchart import chart_page
from rectify_xl.supervision.wallchart.shapes import PAPERS

AS_OF = date(2026, 9, 28)
ROWS = """
    [基本信息]
    单位名称 | 青石镇
    反馈日期 | 2026-03-16
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 后续要求 | 整改时限 | 整改进展
    P001 | 甲 | 账实不符 | 财务科 | 已整改完成 | | 2026-10-30 | 已盘点。
    P002 | 甲 | 制度缺失 | 办公室 | | | 2026-10-30 | 已起草。
    P003 | 甲 | 学习不够 | 办公室 | 已完成 | 长期 | 2026-10-30 | 已学习。
    | 合计 | 3 | | | | |
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 完成程度
    M001 | P001 | 清点库存 | 已落实
    M002 | P001 | 制定制度 | 已完成
    """
SENTENCES = [
    "有1个问题没有填完成程度（E3），有1个问题的完成程度不在字典里（E2“已整改完成”），按继续整改计；请先补填，再用这些数字。",
    "有1条措施的完成程度不在字典里，按未完成计，请先改正：D2“已落实”。",
    "有1个问题的后续要求不在字典里，没有计入长期坚持，请先改正：F4“长期”。",
    "《问题台账》第5行是合计行，没有计入；合计请看《统计汇总》。",
]
PRINTED = [
    "有1个问题没有填完成程度（P002），有1个问题的完成程度写法不规范（P001“已整改完成”），暂按继续整改统计。",
    "有1条措施的完成程度写法不规范（M001“已落实”），按未完成计。",
    "有1个问题的后续要求写法不规范（P003“长期”），没有计入长期坚持。",
    "《问题台账》第5行是合计行，没有重复计入。",
]
"""The same on papers: what is signed names problems, and no cells."""
ABOVE = [
    (
        "有1个问题没有填完成程度（P002《问题台账》E3），有1个问题的完成程度不在字典里（P001《问题台账》E2“已整改完成”），"
        "按继续整改计，请单位补填后重报。"
    ),
    "有1条措施的完成程度不在字典里，按未完成计，请单位改正：M001《整改措施》D2“已落实”。",
    "有1个问题的后续要求不在字典里，没有计入长期坚持，请单位改正：P003《问题台账》F4“长期”。",
    "《问题台账》第5行是合计行，没有重复计入。",
]
LATE = """
    [基本信息]
    反馈日期 | 2026-03-16
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 整改进展
    ｐ００１ | 甲 | 账实不符 | 后勤科、 | 整改中 | 2026-05-16 | 已盘点。
    P002 | 甲 | 制度缺失 | 无 | 整改中 | 2026-06-30 | 已起草。
    """


def test_the_sentences_stand_beside_the_counts() -> None:
    """Four things, each with its cells."""
    found = ledger_builder.load(ROWS)
    told = count_caveats.notes(found)
    assert [str(each) for each in told] == SENTENCES
    assert told[0].sources == ("问题台账!E3", "问题台账!E2")
    assert told[3].sources == ("问题台账!A5",)


def test_the_level_above_is_told_which_rows_of_which_sheets() -> None:
    """It looks them up in one of many ledgers, and asks the unit to mend them."""
    assert [str(note) for note in count_caveats.notes(ledger_builder.load(ROWS), reader="above")] == ABOVE


def test_both_papers_of_scheduling_print_them() -> None:
    """月通报 printed 整改措施2条，完成1条 and not that 已落实 was not understood; papers name problems, no cells."""
    seen = meeting_state.assess(ledger_builder.load(ROWS), AS_OF, Past())
    assert monthly_notice.values(seen)["合计注"] == "".join(PRINTED)
    assert [each for each in map(str, weekly_sheet.notes(seen, on_paper=True)) if each in PRINTED] == PRINTED
    assert [each for each in map(str, weekly_sheet.notes(seen)) if each in SENTENCES] == SENTENCES


def test_the_report_prints_them_below_its_totals() -> None:
    """In the part in which the numbers stand."""
    report = compose_report(ledger_builder.load(ROWS), AS_OF)
    assert [str(each.text) for each in report.front if str(each.text) in PRINTED] == PRINTED


def test_the_notice_tells_the_row_of_sums() -> None:
    """As a finding, not in its text."""
    document = compose_notice(ledger_builder.load(ROWS), as_of=AS_OF, audience="internal", as_published=False)
    assert [(each.cell, each.message) for each in document.findings if each.code == "NT216"] == [("A5", SENTENCES[3])]


def test_the_wall_chart_tells_how_many_count_as_open_for_want_of_a_word() -> None:
    """In the line below the chart."""
    [sheet] = chart_page.chart(ledger_builder.load(ROWS), AS_OF, PAPERS["A3"]).pages
    note = "".join(line.text for box in sheet.boxes if box.kind == "note" for line in box.lines)
    assert "其中1个没有填完成程度、1个的完成程度写法不规范，暂按继续整改统计。" in note


def test_a_ledger_with_known_words_is_told_nothing() -> None:
    """No sentence without a cause."""
    assert count_caveats.notes(ledger_builder.load(LATE)) == ()
    assert count_caveats.brief(ledger_builder.load(LATE), ()) == ""


def test_nothing_of_a_kind_is_not_printed_as_a_number() -> None:
    """其中长期坚持0个、即知即改0个 says nothing."""
    assert StatusCounts("", 3, 2, 1, 0, 0, 0).parts == ""
    assert StatusCounts("", 3, 2, 1, 2, 0, 0).parts == "长期坚持2个"
    assert StatusCounts("", 3, 2, 1, 2, 1, 0).parts == "长期坚持2个、即知即改1个"
    text = "\n".join(str(each.text) for each in compose_report(ledger_builder.load(LATE), AS_OF).front)
    assert "已完成整改0个，继续整改2个，其中超过时限2个；整改完成率0%。" in text


def test_days_late_stand_beside_the_day_from_which_they_are_counted() -> None:
    """16 May is a Saturday: 133 days by the calendar of holidays, 135 by that on the wall."""
    found = ledger_builder.load(LATE)
    seen = meeting_state.assess(found, AS_OF, Past())
    rows = monthly_notice.values(seen)["逾期"]
    assert isinstance(rows, list)
    assert [(row["编号"], row["时限"], row["天数"]) for row in rows] == [
        ("P001*", "5月16日（顺延到5月18日）", "133"),
        ("P002*", "6月30日", "90"),
    ]
    assert any("时限5月16日（顺延到5月18日），已逾期133天" in str(each.text) for each in meeting_questions.ask(seen))
    report = compose_report(found, AS_OF)
    assert [(each.id, each.due, each.late) for each in report.open] == [
        ("P001", "2026年5月16日（顺延到5月18日）", "133"),
        ("P002", "2026年6月30日", "90"),
    ]
    notice = compose_notice(found, as_of=AS_OF, audience="internal", as_published=False)
    assert next(each.message for each in notice.findings if each.code == "NT204") == (
        "P001尚未完成，但整改时限2026年5月16日（顺延到2026年5月18日）已过133天。"
    )


def test_a_table_prints_a_department_as_it_counts() -> None:
    """无 is no department, and 后勤科、 is 后勤科; an id has one spelling within a paper."""
    found = ledger_builder.load(LATE)
    rows = monthly_notice.values(meeting_state.assess(found, AS_OF, Past()))["逾期"]
    assert isinstance(rows, list)
    assert [row["科室"] for row in rows] == ["后勤科", "—"]
    assert [str(each.department) for each in compose_report(found, AS_OF).overview] == ["后勤科", ""]


def test_an_extension_is_told_wherever_the_deadline_stands() -> None:
    """The internal notice printed 2026年12月31日前完成 and 整改时限：2026年6月30日 for one problem."""
    found = ledger_builder.load(
        """
        [基本信息]
        反馈日期 | 2026-03-16
        [问题台账]
        编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 整改进展
        P001 | 甲 | 账实不符 | 财务科 | 整改中 | 2026-06-30 | 已盘点。
        [销号登记]
        问题编号 | 类型 | 结论 | 延期至 | 日期 | 申请日期 | 主要负责人 | 延期理由
        P001 | 延期 | 通过 | 2026-12-31 | 2026-06-20 | 2026-06-18 | 周宁 | 等待招标
        """
    )
    notice = compose_notice(found, as_of=AS_OF, audience="internal", as_published=False)
    text = "\n".join(each.printed for each in notice.paragraphs)
    assert "整改完成情况：正在整改，2026年12月31日前完成。" in text
    assert "整改时限：2026年12月31日（已延期）" in text
    assert "2026年6月30日" not in text
    due = binding_deadline.effective(found, AS_OF)[2]
    assert deadline_wording.shown(due) == "2026年12月31日（已延期，原6月30日）"
    assert [each.due for each in compose_report(found, AS_OF).open] == ["2026年12月31日（已延期，原6月30日）"]


def test_an_unread_deadline_is_printed_in_one_spelling() -> None:
    """The internal notice printed 1905-07-18 02:52 in one line and 1905-07-18 in the next."""
    [problem, *_] = ledger_builder.load(LATE.replace("2026-05-16", "#日 1905-07-18")).problems
    held = [datetime(1905, 7, 18, 2, 52) if type(each) is date else each for each in problem.row.values]  # noqa: DTZ001
    clock = problem._replace(row=problem.row._replace(values=held))
    found = ledger_builder.load(LATE)._replace(problems=(clock,))
    draft = Draft(found, AS_OF, "internal")
    assert draft.status(clock).text == "正在整改，整改时限待明确。"
    assert draft.deadline(clock) == "1905-07-18 02:52"


RELAPSE = """
    [基本信息]
    反馈日期 | 2026-03-16
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 整改进展 | 关联编号 | 备注
    P001 | 甲 | 账实不符 | 财务科 | 已完成 | 2026-04-30 | 已盘点。 | |
    P002 | 甲 | 制度缺失 | 办公室 | 整改中 | 2026-10-20 | 已起草。 | |
    P003 | 甲 | 账实不符 | 财务科 | 整改中 | 2026-10-15 | 重新盘点。 | P001 | 反弹：P001
    """


def test_a_relapse_that_falls_due_is_told_apart() -> None:
    """The totals said 继续整改1个 and the last part 还没有完成的问题2个."""
    seen = meeting_state.assess(ledger_builder.load(RELAPSE), AS_OF, Past())
    assert registered_relapses.ids(seen.ledger) == {"P003"}
    values = monthly_notice.values(seen)
    assert values["到期说明"] == (
        "2026年10月31日以前到期、还没有完成的问题1个，请责任科室提早安排。"
        "另有反弹后重新登记、2026年10月31日以前到期的1个（列在表末）。"
    )
    rows = values["到期"]
    assert isinstance(rows, list)
    assert [row["编号"] for row in rows] == ["P002", "P003（反弹）"]
    assert [each.name for each in monthly_notice.due_next(seen)] == ["P002"]


def test_the_rule_of_praise_is_printed_as_it_is_applied() -> None:
    """财务科 has done all of its problems, but its relapse is open: the rule says why it is not praised."""
    seen = meeting_state.assess(ledger_builder.load(RELAPSE), AS_OF, Past())
    assert ranking.praised(seen) == ()
    assert monthly_notice.praise(seen) == "本期没有科室达到表扬条件（问题连同反弹后重新登记的全部完成、本期没有退步）。"


def test_a_closing_of_no_row_is_told_as_that() -> None:
    """(close 台账 P099 看原因) of an id that the ledger does not have led nowhere."""
    found = ledger_builder.load(ROWS)
    assert command._unsound(found, ("P099", "P001")) == (
        "登记为已销号、但销号不成立的2个没有计入：P099（问题台账中没有这个编号）、P001（close 台账 P001 看原因）。"
    )
    assert command._unsound(found, ("P099",)) == (
        "登记为已销号、但销号不成立的1个没有计入：P099（问题台账中没有这个编号）。"
    )
