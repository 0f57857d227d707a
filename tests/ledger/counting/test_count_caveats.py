"""A 完成程度 that nobody knows counts as not done, and everybody who uses the numbers is told."""

from __future__ import annotations

from datetime import date

from generate import ledger_builder
from rectify_xl.commands.rollup import as_data
from rectify_xl.judgement.risks.assess import assess
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.memory.baseline import Past
from rectify_xl.notice.writing.draft import Draft
from rectify_xl.supervision.escalation import due_letters
from rectify_xl.supervision.meetings import meeting_questions, meeting_state, movement

AS_OF = date(2026, 9, 28)
LEDGER = ledger_builder.load(
    """
    [基本信息]
    反馈日期 | 2026-01-05
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 整改进展
    P001 | 甲 | 账实不符 | 财务科 | 已整改 | 2026-03-31 | 已盘点。
    P002 | 甲 | 制度缺失 | 办公室 | 未完成 | 2026-03-31 | 已起草。
    P003 | 甲 | 学习不够 | 办公室 | 阶段性完成 | 2026-03-31 | 已学习。
    P004 | 甲 | 车辆管理 | 办公室 | 整改中 | 2026-03-31 | 已登记。
    """
)


def test_the_roll_up_names_the_cells() -> None:
    """Nothing is counted as done by guess, and the words are told with their cells."""
    counted = as_data(problem_counts.roll_up(LEDGER, AS_OF))
    assert counted["unread"] == [
        {"cell": "问题台账!E2", "text": "已整改"},
        {"cell": "问题台账!E3", "text": "未完成"},
        {"cell": "问题台账!E4", "text": "阶段性完成"},
    ]
    assert problem_counts.roll_up(LEDGER, AS_OF).total[1:4] == (4, 0, 4)


def test_nobody_gets_a_letter_for_a_word_that_may_mean_done() -> None:
    """已整改 and 阶段性完成 are held back and told; 未完成 certainly is not done."""
    assert [each.problem.id for each in due_letters.late(LEDGER, AS_OF, {})] == ["P002", "P004"]
    assert [each.id for each in due_letters.withheld(LEDGER, AS_OF)] == ["P001", "P003"]


def test_risks_say_that_the_word_is_not_known() -> None:
    """The row stays red, without a letter, and the reason says why it counts as late."""
    late = {each.id: each for each in assess(LEDGER, AS_OF) if each.kind == "overdue"}
    assert late["P001"].letter is None
    assert late["P001"].reasons[0].text == (
        "整改时限为2026年3月31日，已逾期181天；完成程度“已整改”不在字典里，按没有完成计，请先改正"
    )
    assert late["P002"].letter is not None
    assert late["P002"].letter.word == "督办通知书"


def test_the_weekly_meeting_asks_what_is_meant() -> None:
    """Instead of asking a department when it will finish what it reports as finished."""
    seen = meeting_state.assess(LEDGER, AS_OF, Past())
    asked = [str(each.text) for each in meeting_questions.ask(seen) if each.id == "P001"]
    assert asked[0] == ("P001 完成程度写的是“已整改”，不在下拉框里，到底是哪一种（未启动、整改中、基本完成、已完成）？")
    assert not any("逾期" in text for text in asked)
    assert [str(each) for each in movement.unstated(seen)] == [
        "有3个问题的完成程度不在字典里（E2“已整改”、E3“未完成”、E4“阶段性完成”），按继续整改计；请先改正，再用这些数字。"
    ]


def test_the_notice_prints_the_word_and_no_promise() -> None:
    """It printed 已整改，2026年3月31日前完成."""
    draft = Draft(LEDGER, AS_OF, "internal")
    assert [draft.status(each).text for each in LEDGER.problems[:3]] == ["已整改。", "未完成。", "阶段性完成。"]
