"""Departments rank by shares and overdue problems, ties share a place, and only the rule gives praise."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.ledger.memory.baseline import Baseline, Past
from rectify_xl.ledger.memory.snapshots import Counts, ProblemSnapshot, Snapshot
from rectify_xl.papers import monthly_notice
from rectify_xl.supervision.meetings import chart_data, meeting_state, ranking

AS_OF = date(2026, 9, 26)


def ledger(departments: dict[str, str]) -> str:
    """Return a ledger: of each department a word of marks, 完 done, 开 open in time, 逾 overdue."""
    rows = [
        f"P{number:03d} | {name} | {'2026-07-31' if mark == '逾' else '2026-12-31'} | "
        f"{'已完成' if mark == '完' else '整改中'}"
        for number, (name, mark) in enumerate(
            ((name, mark) for name, marks in departments.items() for mark in marks), 1
        )
    ]
    return "[问题台账]\n编号 | 责任科室 | 整改时限 | 完成程度\n" + "\n".join(rows)


def look(departments: dict[str, str], past: Past | None = None) -> meeting_state.MeetingState:
    return meeting_state.assess(load(ledger(departments)), AS_OF, past or Past())


def placed(departments: dict[str, str]) -> list[tuple[int, str, bool]]:
    return [(each.place, each.department.name, each.few) for each in ranking.rank(look(departments).departments)]


def test_the_higher_share_goes_first_then_the_fewer_overdue() -> None:
    """乙 and 丙 have the same share, 丙 is late with one."""
    assert placed({"甲": "完开开开", "丙": "完完开逾", "乙": "完完开开"}) == [
        (1, "乙", False),
        (2, "丙", False),
        (3, "甲", False),
    ]


def test_ties_share_a_place_and_the_next_is_counted_on() -> None:
    """One of three is the same share as two of six, exactly; in the order of the ledger."""
    assert placed({"甲": "完开开", "乙": "完完开开开开", "丙": "开开开", "丁": "完完完"}) == [
        (1, "丁", False),
        (2, "甲", False),
        (2, "乙", False),
        (4, "丙", False),
    ]


def test_few_problems_are_marked() -> None:
    """Two are few, three are not."""
    assert placed({"甲": "完完", "乙": "完完开"}) == [(1, "甲", True), (2, "乙", False)]


def test_problems_without_a_department_are_not_ranked() -> None:
    """They stand below the chart, and a note counts them."""
    found = look({"甲": "完", "": "开逾"})
    assert [each.department.name for each in ranking.rank(found.departments)] == ["甲"]
    assert chart_data.progress(found).names == ("甲", "（未填责任科室）")
    assert monthly_notice.values(found)["排名注"] == ["没有填责任科室的问题2个，不参加排名。"]


def test_praise_and_urging_follow_the_rule() -> None:
    """All done is praised, overdue is urged, open in time is neither."""
    found = look({"甲": "完完", "乙": "开", "丙": "完逾逾", "丁": "逾"})
    assert [each.name for each in ranking.praised(found)] == ["甲"]
    assert [each.name for each in ranking.urged(found)] == ["丙", "丁"]
    assert (
        monthly_notice.praise(found) == "问题连同反弹后重新登记的全部完成、本期没有退步的科室1个，予以表扬：甲（2个）。"
    )
    assert monthly_notice.urge(found) == "有逾期问题的科室2个，予以督促：丙（2个，最长57天）、丁（1个，最长57天）。"


def test_nobody_is_praised_without_cause() -> None:
    """The rule is told instead."""
    found = look({"甲": "开"})
    assert (
        monthly_notice.praise(found) == "本期没有科室达到表扬条件（问题连同反弹后重新登记的全部完成、本期没有退步）。"
    )
    assert monthly_notice.urge(found) == "没有科室有逾期问题。"


def test_a_step_back_costs_the_praise() -> None:
    """P001 fell back from 已完成 to 基本完成, which the office counts as done."""
    tables = """
    [问题台账]
    编号 | 责任科室 | 整改时限 | 完成程度
    P001 | 甲 | 2026-12-31 | 基本完成
    [字典]
    口径·完成程度 | 计为完成
    已完成 | 是
    基本完成 | 是
    """
    nothing = Counts(0, 0, 0, 0, 0)
    old = Snapshot(date(2026, 8, 31), nothing, {}, {}, {"P001": ProblemSnapshot("已完成", done=True, overdue=False)})
    found = meeting_state.assess(load(tables), AS_OF, Past(Baseline(old, exact=True)))
    assert ranking.praised(found) == ()
    assert ranking.praised(meeting_state.assess(load(tables), AS_OF, Past())) == found.departments


def test_leaders_are_ranked_by_the_same_rule() -> None:
    """The first one named counts; problems without a leader are not ranked, and closings stand beside done."""
    tables = """
        [问题台账]
        编号 | 方面 | 责任科室 | 牵头领导 | 整改时限 | 完成程度
        P001 | 甲 | 办公室 | 张三、李四 | 2026-06-30 | 已完成
        P002 | 甲 | 办公室 | 李四 | 2026-06-30 | 整改中
        P003 | 甲 | 财务科 | 李 四 | 2026-12-31 | 已完成
        P004 | 甲 | 财务科 |  | 2026-12-31 | 整改中
    """
    assert ranking.cells(meeting_state.assess(load(tables), AS_OF, Past())) == (
        ("1", "张三*", "1", "1", "0", "100%", "0"),
        ("2", "李四*", "2", "1", "0", "50%", "1"),
    )
