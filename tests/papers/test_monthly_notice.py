"""月通报: numbers from the rollup, comparison with last month, and what is late or falls due."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generate.ledger_builder import complete, load
from rectify_xl.ledger.memory import snapshots
from rectify_xl.ledger.memory.baseline import Baseline, Past
from rectify_xl.papers import monthly_notice
from rectify_xl.supervision.meetings import chart_data, meeting_state
from tests.papers.drawn_rounds import draw, remember

AS_OF = date(2026, 9, 26)
NOW = """
[基本信息]
单位名称 | 青石镇中心卫生院
反馈日期 | 2026-03-18
[问题台账]
编号 | 方面 | 大项 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 后续要求 | 即知即改
P001 | 履职 | 财务 | 往来款挂账 | 财务科 | 2026-07-31 | 整改中 | |
P002 | 履职 | 财务 | 报销不及时 | 财务科 | 2026-09-24 | 整改中 | |
P003 | 党建 | | 值班登记不全 | 办公室 | 2026-10-30 | 整改中 | |
P004 | 党建 | | 印章管理不严 | 办公室 | 2026-06-30 | 已完成 | 长期坚持 | 是
P005 | 党建 | | 学习不深入 | 党办 | 2026-10-31 | 整改中 | |
P006 | 党建 | | 会议不规范 | 党办 | 2026-11-30 | 整改中 | |
[整改措施]
措施编号 | 问题编号 | 完成程度
M001-1 | P001 | 已完成
M001-2 | P001 | 整改中
"""
LAST_MONTH = NOW.replace("| 2026-06-30 | 已完成", "| 2026-06-30 | 整改中").replace("党办", "党委办公室")
BEFORE = Baseline(snapshots.snapshot(load(LAST_MONTH), date(2026, 8, 28)), exact=True)


def values(tables: str = NOW, past: Past | None = None) -> dict[str, Any]:
    return dict(monthly_notice.values(meeting_state.assess(load(complete(tables)), AS_OF, past or Past(BEFORE))))


def test_the_totals_are_told_in_sentences() -> None:
    """Every number as `rollup` counts it, and the change since last month."""
    assert values()["总体"] == [
        (
            "本轮巡察反馈问题6个，涉及2个方面、2个大项。截至2026年9月26日，完成1个，完成率16.67%，"
            "其中长期坚持1个、即知即改1个；继续整改5个，其中逾期2个。"
        ),
        "整改措施2条，完成1条，完成率50%。",
        "与2026年8月28日相比，完成增加1个，继续整改减少1个，逾期不变。",
    ]


def test_a_department_is_compared_with_itself_and_a_renamed_one_with_nothing() -> None:
    """党办 was 党委办公室 last month: no change is made up, both names are told."""
    found = values()
    assert [(str(row["科室"]), row["增减"]) for row in found["科室排名"]] == [
        ("办公室*", "+1"),
        ("党办*", "—"),
        ("财务科*", "0"),
    ]
    assert found["排名注"] == [
        "上期没有、无从比较的科室（新列或改名）：党办。",
        "上期有、本期没有的科室（不再列或改名）：党委办公室。",
    ]


def test_the_overdue_stand_by_days_and_the_long_overdue_are_marked() -> None:
    """57 days are long, two are not."""
    found = values()
    assert found["逾期说明"] == "逾期的问题2个，其中逾期30天以上的1个（表中加*），最长逾期57天。"
    assert [(str(row["编号"]), str(row["天数"]), row["督办"]) for row in found["逾期"]] == [
        ("P001*", "57", "督办通知书"),
        ("P002", "2", "督办通知书"),
    ]


def test_what_falls_due_up_to_the_end_of_next_month_is_listed() -> None:
    """30 and 31 October are in, though the latter, a Saturday, binds on 2 November; 30 November is not."""
    found = values()
    assert (
        found["到期说明"]
        == "2026年10月31日以前到期、还没有完成的问题2个（其中1个逢节假日，顺延到2026年11月2日），请责任科室提早安排。"
    )
    assert [(str(row["编号"]), str(row["时限"])) for row in found["到期"]] == [
        ("P003", "10月30日"),
        ("P005", "10月31日（顺延到11月2日）"),
    ]


@pytest.mark.parametrize(
    ("day", "end"),
    [("2026-09-26", "2026-10-31"), ("2026-12-01", "2027-01-31"), ("2027-01-31", "2027-02-28")],
)
def test_next_month_ends_with_its_last_day(day: str, end: str) -> None:
    """Also across the year, and in February."""
    assert monthly_notice.month_end_after(date.fromisoformat(day)) == date.fromisoformat(end)


def test_a_ledger_without_departments_is_told_by_aspects() -> None:
    """No ranking, no praise, and it says why."""
    bare = NOW.replace("财务科", "").replace("办公室", "").replace("党办", "")
    found = values(bare, Past())
    assert (found["科室排名"], found["规则"]) == ([], monthly_notice.UNASSIGNED)
    assert [(str(row["方面"]), str(row["问题"]), str(row["逾期"])) for row in found["方面"]] == [
        ("履职", "2", "2"),
        ("党建", "4", "0"),
    ]
    assert found["表扬"] == "台账没有填写责任科室，不作表扬和督促。"
    assert found["督促"] == ""


def test_rows_without_a_status_are_told_beside_the_totals() -> None:
    """A published 完成0个 would mislead."""
    assert values()["合计注"] == ""
    assert values(NOW.replace("整改中", ""))["合计注"] == (
        "有5个问题没有填完成程度（P001、P002、P003、P005、P006），暂按继续整改统计。"
    )


def test_the_charts_count_what_the_rollup_counts() -> None:
    """Done, open in time, overdue: they add up to the problems of each department."""
    found = meeting_state.assess(load(NOW), AS_OF, Past(BEFORE, months=(BEFORE.snapshot,)))
    progress = chart_data.progress(found)
    assert dict(zip(progress.names, progress.counts, strict=True)) == {
        "办公室": (1, 1, 0),
        "党办": (0, 2, 0),
        "财务科": (0, 0, 2),
    }
    assert progress.alt == (
        "各科室整改进度（问题数）：办公室完成1个、继续整改（未逾期）1个、逾期0个；"
        "党办完成0个、继续整改（未逾期）2个、逾期0个；财务科完成0个、继续整改（未逾期）0个、逾期2个。"
    )
    course = chart_data.course(found)
    assert course is not None
    assert (course.names, course.counts) == (("2026年8月", "本期"), ((0, 4, 2), (1, 3, 2)))


def test_a_course_needs_two_points() -> None:
    """In the first month there is none."""
    assert chart_data.course(meeting_state.assess(load(NOW), AS_OF, Past())) is None


@pytest.mark.parametrize(
    ("sure", "late", "told"),
    [
        (True, False, "2026年10月31日以前没有到期的问题。"),
        (True, True, "除已经逾期的以外，2026年10月31日以前没有到期的问题。"),
        (False, True, "能读出时限的问题中，除已经逾期的以外，2026年10月31日以前没有到期的。"),
    ],
)
def test_nothing_falls_due_beside_what_is_overdue(*, sure: bool, late: bool, told: str) -> None:
    """Beside nine overdue problems the paper said that none was due."""
    assert monthly_notice.due_words((), date(2026, 10, 31), sure=sure, late=late) == told


def test_the_notice_lists_what_was_put_off_and_what_needs_help(tmp_path: Path) -> None:
    """As drawn: from when, until when, by whom; and what is not done and needs the level above."""
    drawn = draw(tmp_path / "台账.xlsx", 60, seed=3)
    remember(drawn)
    target = tmp_path / "月通报.docx"
    data: Any = drawn.run("monthly", output=str(target)).data
    moved = {one.id: one for one in drawn.problems if one.until}
    assert {one["id"]: (one["from"], one["until"], one["approver"], one["reason"]) for one in data["extended"]} == {
        name: (str(one.due), str(one.until), "周建国", "招标流标两次") for name, one in moved.items()
    }
    assert sorted(data["support"]) == [one.id for one in drawn.problems if one.support and not one.done]
    assert [(month["month"], month["day"]) for month in data["months"]] == [
        ("2026-05", "2026-05-28"),
        ("2026-06", None),
        ("2026-07", "2026-07-30"),
        ("2026-08", None),
        ("2026-09", "2026-09-28"),
    ]
    tables = Document(str(target)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["2026年6月（无记录）", "—", "—", "—", "—", "—", "—"] in rows
    assert {row[0] for row in rows if row[5:6] == ["周建国"]} == set(moved)
    printed = "\n".join(paragraph.text for paragraph in Document(str(target)).paragraphs)
    assert "注：2026年6月、2026年8月没有留下记录，不列数字，也不推算。" in printed
    assert f"批准延期的问题{len(moved)}个" in printed
    assert re.findall(r"(?<![A-Z])[A-OQ-Z]{1,2}\d{1,2}(?!\d)", printed) == []


def test_a_month_without_a_snapshot_has_its_place_in_the_chart_and_no_bar() -> None:
    """Nothing is reckoned between two snapshots; who cannot see the chart is told as much."""
    july = BEFORE.snapshot._replace(day=date(2026, 7, 30))
    chart = chart_data.course(meeting_state.assess(load(NOW), AS_OF, Past(BEFORE, months=(july,))))
    assert chart is not None
    assert (chart.names, chart.counts[1]) == (("2026年7月", "2026年8月（无记录）", "本期"), None)
    assert "2026年8月（无记录）；" in chart.alt
