"""What people type where nothing remains, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger.counting import problem_counts

AS_OF = date(2026, 9, 28)

NOTHING = (
    "无",
    " 无 ",
    "无。",
    "（无）",
    "无；",
    "没有",
    "没有。",
    "没有了",
    "没",
    "否",
    "/",
    "／",
    "//",
    "\\",
    "—",
    "——",
    "———",
    "-",
    "--",
    "－",
    "－－",
    "–",
    "~",
    "0",
    "０",
    "#数 0",
    "零",
    "0项",
    "0个问题",
    "剩余0项",
    "空",
    "N/A",
    "n/a",
    "暂无",
    "目前无",
    "目前没有",
    "不涉及",
    "不适用",
    "无剩余",
    "无剩余事项",
    "没有剩余的问题",
    "无遗留问题",
    "无其他事项",
    "无未完成事项",
    "已完成",
    "已全部完成",
    "已全部完成。",
    "全部完成",
    "均已完成",
    "都已完成",
    "已经全部完成",
    "剩余工作已全部完成",
    "已整改完成",
    "全部整改完成",
    "已全部整改到位",
    "整改完毕",
    "已办结",
    "全部办结",
    "已销号",
    "无（已全部完成）",
    "完成",
    "完成。",
    "None",
    "0户",
    "０ 户",
    "零户",
    "剩余0户",
    "剩余问题0个",
    "0个",
    "0件",
    "0人次",
    "0万元",
    "已全部完成，无剩余事项。",
    "。",
)
SOMETHING = (
    "补训",
    "无证经营户3家尚未清退",
    "无法完成的移交上级",
    "没有完成验收",
    "没有完成",
    "都没有完成",
    "未完成",
    "尚未完成",
    "部分完成",
    "基本完成",
    "完成验收",
    "销号",
    "整改",
    "全部整改",
    "剩余事项",
    "其他问题",
    "10项",
    "10户",
    "0户以外的均未完成",
    "完成度不高",
    "#数 2",
    "0.5万元未收回",
    "同上",
    "详见备注",
    "√",
    "？",
    "待定",
    "持续推进",
    "转入长期整改",
    "无，但方案待批",
    "已完成80%",
    "已完成三家，剩余两家",
    "无需整改的除外，其余在办",
    "没有经费",
    "已完成方案",
    "0.5",
    "零星修缮",
    "空调更换",
    "否决事项再议",
)


def _counted(remaining: str, due: str = "") -> tuple[int, int]:
    ledger = ledger_builder.load(
        f"[问题台账]\n编号 | 方面 | 完成程度 | 剩余事项 | 剩余时限\nP001 | 甲 | 已完成 | {remaining} | {due}"
    )
    total = problem_counts.roll_up(ledger, AS_OF).total
    return total.done, total.ongoing


@pytest.mark.parametrize("text", NOTHING)
def test_these_words_say_that_nothing_remains(text: str) -> None:
    """A done row stays done, and whoever reads `remaining` reads nothing."""
    assert _counted(text) == (1, 0)


@pytest.mark.parametrize("text", SOMETHING)
def test_these_words_say_that_something_remains(text: str) -> None:
    """What merely holds such a word, or cannot be understood, remains: the row is not done."""
    assert _counted(text) == (0, 1)


@pytest.mark.parametrize("due", ["无", "/", "—", "不涉及"])
def test_no_deadline_for_what_does_not_remain(due: str) -> None:
    """无 in 剩余时限 is no deadline, and no date that cannot be read."""
    ledger = ledger_builder.load(f"[问题台账]\n编号 | 完成程度 | 剩余事项 | 剩余时限\nP001 | 已完成 | 无 | {due}")
    problem = ledger.problems[0]
    assert (problem.remaining, problem.remaining_due.kind) == ("", "none")


def test_an_office_says_what_nothing_is() -> None:
    """The list of 字典 goes before the program's: a word that the office took out of it remains."""
    words = "[字典]\n视为无剩余\n无\n全部搞定"
    ledger = ledger_builder.load(
        "[问题台账]\n编号 | 完成程度 | 剩余事项\n"
        f"P001 | 已完成 | 全部搞定。\nP002 | 已完成 | 不涉及\nP003 | 已完成 | （无）\n{words}"
    )
    assert [problem.remaining for problem in ledger.problems] == ["", "不涉及", ""]


@pytest.mark.parametrize("text", ["无", "/", "—", "－－", "（未填方面）"])
def test_a_title_of_nothing_is_none(text: str) -> None:
    """无 or / in 方面, 大项 and 责任科室 names none, as an empty cell."""
    ledger = ledger_builder.load(
        f"[问题台账]\n编号 | 方面 | 大项 | 责任科室 | 状态表述\nP001 | {text} | {text} | {text} | {text}"
    )
    problem = ledger.problems[0]
    assert (problem.aspect, problem.group, problem.department, problem.status_text) == ("", "", "", "")


def test_nothing_in_a_required_cell_is_said() -> None:
    """方面 / and 整改进展 无 are not filled in: they were taken for an aspect and for progress. One finding a cell."""
    ledger = ledger_builder.load("[问题台账]\n编号 | 方面 | 整改进展 | 完成程度\nP001 | / | 无 | 整改中")
    found = checks.run(ledger, checks.profile("上报"), AS_OF)
    assert [each.message for each in found if each.cell in ("B2", "C2") and each.sheet == "问题台账"] == [
        "第2行『方面』写的是“/”，等于没有填写，这一列每行必填。",
        "第2行『整改进展』还留着占位文字“无”。",
    ]


def test_a_reason_of_nothing_is_no_reason() -> None:
    """无 in 不公开理由 neither explains what is withheld, nor withholds what is published."""
    rows = "[问题台账]\n编号 | 公开 | 不公开理由\nP001 | 否 | 无\nP002 | 是 | 无"
    found = checks.run(ledger_builder.load(rows), checks.profile("上报"), AS_OF)
    assert [each.message for each in found if each.code in ("RX712", "RX713")] == [
        "第2行『不公开理由』写的是“无”，本行“公开”是“否”。"
    ]
