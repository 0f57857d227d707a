"""How far a problem is, in words, ticks, symbols, shares and colours of many offices; what is not known is empty."""

from __future__ import annotations

import pytest

from rectify_xl.intake.grid import SheetGrid
from rectify_xl.text.cell_value import Percent
from tests.intake.old_ledger.sheets import codes, column, imported, measures, problems, sheet

HEAD = "序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成情况\n"


def table(heading: str, *cells: str) -> str:
    head = HEAD.replace("完成情况", heading)
    return head + "\n".join(f"{n} | 学习 | 问题之{n} | 措施之{n} | 办公室 | {cell}" for n, cell in enumerate(cells, 1))


WORDS = {
    "已完成": ("已完成", "无"),
    "完成": ("已完成", "无"),
    "已整改": ("已完成", "无"),
    "已整改完成": ("已完成", "无"),
    "整改完毕": ("已完成", "无"),
    "已办结": ("已完成", "无"),
    "整改到位": ("已完成", "无"),
    "已完成并长期坚持": ("已完成", "长期坚持"),
    "已完成，长期坚持": ("已完成", "长期坚持"),
    "基本完成": ("基本完成", None),
    "正在整改": ("整改中", None),
    "整改中": ("整改中", None),
    "推进中": ("整改中", None),
    "未完成": ("整改中", None),
    "部分完成": ("整改中", None),
    "阶段性完成": ("基本完成", None),
    "持续推进": ("整改中", "持续推进"),
    "未启动": ("未启动", None),
    "尚未启动": ("未启动", None),
    "取得阶段性成效并长期坚持": ("已完成", "长期坚持"),
    "取得阶段性成效并持续推进": ("已完成", "持续推进"),
    "80%": ("整改中", None),
    "100%": ("已完成", "无"),
    "0%": ("未启动", None),
}


@pytest.mark.parametrize("word", WORDS)
def test_a_status_word_means_what_it_says(word: str) -> None:
    """Only what says that it is finished is 已完成; 80 % never is."""
    [row] = problems(table("完成情况", word))
    assert (row.get("完成程度"), row.get("后续要求")) == WORDS[word]


@pytest.mark.parametrize(
    "cell", ["完成80%", "已完成80%", "已整改80％", "80%", "整改完成率80%", "基本完成", "尚未整改完成"]
)
def test_what_is_not_wholly_finished_is_never_done(cell: str) -> None:
    """80 % of the work is not 已完成, whatever word stands beside it."""
    assert problems(table("完成情况", cell))[0].get("完成程度") != "已完成"


def test_a_cell_that_contradicts_its_column_is_left_to_a_person() -> None:
    """未启动 written into the column 已完成 is no tick."""
    grid = sheet(TICKS.format("未启动"))
    assert column(problems(grid), "完成程度")[:3] == [None, None, "未启动"]
    assert codes(grid).count("IL101") == 3


@pytest.mark.parametrize("cell", ["见附件", "△", "甲", "按计划"])
def test_what_is_not_understood_is_kept_left_empty_and_told(cell: str) -> None:
    """A word without an explanation stays in 状态表述, a symbol at the right, and 完成程度 is left for a person."""
    grid = table("完成情况", cell, "已完成", "已完成", "已完成")
    assert column(problems(grid), "完成程度") == [None, "已完成", "已完成", "已完成"]
    assert cell in (problems(grid)[0].get("状态表述"), problems(grid)[0].get("原完成情况"))
    (unclear,) = [finding for finding in imported(grid).findings if finding.code == "IL101"]
    place = "状态表述" if problems(grid)[0].get("状态表述") == cell else "原完成情况"
    assert unclear.fix.startswith(f"原话已保留在『{place}』；")


def test_symbols_mean_what_the_legend_says() -> None:
    """√表示已完成，○表示正在整改: the explanation may stand anywhere on the sheet."""
    grid = table("完成情况", "√", "○", "△") + "\n注：√表示已完成，○表示正在整改，△表示未启动。"
    assert column(problems(grid), "完成程度") == ["已完成", "整改中", "未启动"]
    assert "IL101" not in codes(grid)


def test_a_symbol_without_legend_is_not_guessed() -> None:
    """√ in a column 完成情况 may mean anything; it is kept and told."""
    grid = table("完成情况", "★", "▲", "★")
    assert column(problems(grid), "完成程度") == [None, None, None]
    assert codes(grid).count("IL101") == 3


BOXES = {
    "☑已完成 □正在整改 □未启动": "已完成",
    "□已完成 ☑正在整改 □未启动": "整改中",
    "□已完成 □正在整改 ■未启动": "未启动",
    "√已完成 □未完成": "已完成",
    "□已完成 √未完成": "整改中",
    "□已完成 □未完成": None,
    "☑已完成 ☑未完成": None,
}


@pytest.mark.parametrize("cell", BOXES)
def test_the_ticked_box_counts(cell: str) -> None:
    """Of several words with boxes the one that is ticked is the state; none or two of them say nothing."""
    assert column(problems(table("完成情况", cell)), "完成程度") == [BOXES[cell]]


ANSWERS = {"是": "已完成", "否": "整改中", "√": "已完成", "×": "整改中", "已完成": "已完成", "未启动": "未启动"}


@pytest.mark.parametrize("heading", ["是否完成", "是否整改到位", "是否已完成整改"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_read_under_its_question(heading: str, answer: str) -> None:
    """是 under 是否完成 is 已完成, 否 is 整改中."""
    assert column(problems(table(heading, answer)), "完成程度") == [ANSWERS[answer]]


TICKS = """
    序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成情况 | |
    | | | | | 已完成 | 正在整改 | 未启动
    1 | 学习 | 学习走过场 | 定计划 | 办公室 | {0} | |
    2 | 学习 | 笔记不全 | 补笔记 | 办公室 | | {0} |
    3 | 管理 | 考勤缺失 | 查考勤 | 人事科 | | | {0}
    4 | 管理 | 加班无据 | 补记录 | 人事科 | {0} | {0} |
    5 | 管理 | 合同缺页 | 补合同 | 办公室 | | |
"""


@pytest.mark.parametrize("tick", ["√", "✓", "●", "■", "1", "是"])
@pytest.mark.parametrize("merged", ["F1:H1 A1:A2 B1:B2 C1:C2 D1:D2 E1:E2", ""], ids=["merged", "not merged"])
def test_the_heading_over_a_tick_is_the_state(tick: str, merged: str) -> None:
    """One of several columns is ticked; two ticks are told, and no tick is a gap."""
    grid = sheet(TICKS.format(tick), merged=merged)
    assert column(problems(grid), "完成程度") == ["已完成", "整改中", "未启动", None, None]
    [finding] = [finding for finding in imported(grid).findings if finding.code == "IL101"]
    assert finding.row_id == "P004"


@pytest.mark.parametrize(
    ("share", "completion"),
    [
        (Percent(1), "已完成"),
        (Percent(0.8), "整改中"),
        (Percent(0), "未启动"),
        (0.5, "整改中"),
        (1.0, "已完成"),
        (80.0, "整改中"),
        (100.0, "已完成"),
    ],
)
def test_a_share_of_all_is_done_and_no_other(share: float, completion: str) -> None:
    """A column 整改进度 in per cent: all is 已完成, nothing is 未启动, all between is 整改中."""
    grid = sheet(table("整改进度", "50%", "60%"), values={"F2": share})
    assert column(problems(grid), "完成程度") == [completion, "整改中"]


def test_progress_that_begins_with_a_state_tells_it() -> None:
    """Where there is no column of states, the first or last sentence of the progress may say it, which is told."""
    grid = table(
        "进展情况",
        "已完成。修订了采购管理办法并组织学习。",
        "正在整改。已报送县财政局审批，等待批复意见。",
        "修订了采购管理办法并组织全体职工学习。",
    )
    assert column(problems(grid), "完成程度") == ["已完成", "整改中", None]
    assert "IL104" in codes(grid)
    assert problems(grid)[0]["整改进展"] == "已完成。修订了采购管理办法并组织学习。"


def test_the_states_of_measures_make_that_of_their_problem() -> None:
    """A problem without a state of its own is finished only when all its measures are."""
    rows = """
        序号 | 方面 | 存在问题 | 整改措施 | 措施完成情况 | 责任科室
        1 | 学习 | 学习走过场 | 定计划 | 已完成 | 办公室
        | | | 开会议 | 已完成 | 办公室
        2 | 学习 | 笔记不全 | 补笔记 | 已完成 | 办公室
        | | | 查笔记 | 未启动 | 办公室
        3 | 管理 | 考勤缺失 | 查考勤 | 未启动 | 人事科
        | | | 定制度 | 未启动 | 人事科
    """
    assert column(problems(rows), "完成程度") == ["已完成", "整改中", "未启动"]
    assert column(measures(rows), "完成程度") == ["已完成", "已完成", "已完成", "未启动", "未启动", "未启动"]


GREEN, YELLOW, RED = "92D050", "FFFF00", "FF0000"
PLAIN = """
    序号 | 方面 | 存在问题 | 整改措施 | 责任科室
    1 | 学习 | 学习走过场 | 定计划 | 办公室
    2 | 学习 | 笔记不全 | 补笔记 | 办公室
    3 | 管理 | 考勤缺失 | 查考勤 | 人事科
"""
FILLS = {"A2": GREEN, "A3": YELLOW, "A4": RED}
STATES = ["已完成", "整改中", "未启动"]


def coloured(below: str, fills: dict[str, str]) -> SheetGrid:
    return sheet(PLAIN + below, fills={**FILLS, **fills})


LEGENDS = {
    "swatches below": coloured("\n | 已完成\n | 正在整改\n | 未启动", {"A6": GREEN, "A7": YELLOW, "A8": RED}),
    "words in swatches": coloured("\n已完成\n正在整改\n未启动", {"A6": GREEN, "A7": YELLOW, "A8": RED}),
    "swatches in a row": coloured("\n图例 | | 已完成 | | 正在整改 | | 未启动", {"B6": GREEN, "D6": YELLOW, "F6": RED}),
    "beside": sheet(
        """
        序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | | | 图例
        1 | 学习 | 学习走过场 | 定计划 | 办公室 | | | 已完成
        2 | 学习 | 笔记不全 | 补笔记 | 办公室 | | | 正在整改
        3 | 管理 | 考勤缺失 | 查考勤 | 人事科 | | | 未启动
        """,
        fills={**FILLS, "G2": GREEN, "G3": YELLOW, "G4": RED},
    ),
    "by name": coloured("\n注：绿色表示已完成，黄色表示正在整改，红色表示未启动。", {}),
    "by name with colons": coloured("\n绿色：已完成；黄色：正在整改；红色：未启动", {}),
}


@pytest.mark.parametrize("grid", LEGENDS.values(), ids=LEGENDS)
def test_a_colour_means_what_its_legend_says(grid: SheetGrid) -> None:
    """The legend stands below or beside the table, as swatches or in words; the report says that colours were read."""
    assert column(problems(grid), "完成程度") == STATES
    assert "IL103" in codes(grid)
    assert "IL102" not in codes(grid)


def test_a_legend_may_stand_on_another_sheet() -> None:
    """What the colours mean is explained on a sheet of instructions."""
    legend = sheet("图例\n | 已完成\n | 正在整改\n | 未启动", name="说明", fills={"A2": GREEN, "A3": YELLOW, "A4": RED})
    assert column(problems(sheet(PLAIN, fills=FILLS), legend), "完成程度") == STATES


def test_colours_without_a_legend_are_not_guessed() -> None:
    """Green may mean anything: 完成程度 stays empty, and the report says so."""
    grid = sheet(PLAIN, fills=FILLS)
    assert column(problems(grid), "完成程度") == [None, None, None]
    assert codes(grid) == ["IL102", "IL109"]


def test_words_come_before_colours() -> None:
    """Where a column says how far each problem is, colours are decoration."""
    grid = sheet(table("完成情况", "已完成", "正在整改"), fills={"A2": RED, "A3": GREEN})
    assert column(problems(grid), "完成程度") == ["已完成", "整改中"]
    assert "IL102" not in codes(grid)


def test_a_fill_of_the_header_is_no_state() -> None:
    """Headings are grey or blue in every ledger."""
    grid = sheet(PLAIN, fills={f"{letter}1": "5B9BD5" for letter in "ABCDE"})
    assert codes(grid) == ["IL109"]
