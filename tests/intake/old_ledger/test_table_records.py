"""Which row of an old ledger is a problem, what belongs to it, and what is no data."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.old_ledger.sheets import column, imported, measures, problems, reasons, sheet

HEAD = "序号 | 方面 | 大项 | 存在问题 | 整改措施 | 责任科室 | 完成时限\n"
NO_ASPECT = "序号 | 存在问题 | 整改措施 | 责任科室 | 完成时限\n"
FIRST = "1 | 学习不够方面 | 学风不实 | 学习走过场 | 定计划 | 办公室 | 2025年6月\n"


@pytest.mark.parametrize("merged", ["B2:B4 C2:C3", ""], ids=["merged", "empty below"])
def test_aspect_and_group_go_on_downwards(merged: str) -> None:
    """A merged area governs all its rows; a word with empty cells below goes on until the next one."""
    grid = sheet(
        HEAD
        + FIRST
        + "2 | | | 笔记不全 | 补笔记 | 办公室 | 2025年7月\n"
        + "3 | | 台账不全 | 台账缺页 | 补台账 | 财务科 | 2025年7月\n"
        + "4 | 管理不严方面 | 考勤松 | 考勤缺失 | 查考勤 | 人事科 | 2025年8月",
        merged=merged,
    )
    rows = problems(grid)
    assert column(rows, "方面") == ["学习不够方面", "学习不够方面", "学习不够方面", "管理不严方面"]
    assert column(rows, "大项") == ["学风不实", "学风不实", "台账不全", "考勤松"]


def test_a_new_aspect_ends_the_group_above() -> None:
    """Where what stands to its left changes, a group does not go on."""
    rows = problems(HEAD + FIRST + "2 | 管理不严方面 | | 考勤缺失 | 查考勤 | 人事科 | 2025年8月")
    assert column(rows, "大项") == ["学风不实", None]


def test_a_merged_empty_cell_says_that_there_is_no_group() -> None:
    """An office that merges an empty 大项 over two rows means that these have none."""
    grid = sheet(
        HEAD + FIRST + "2 | | | 笔记不全 | 补笔记 | 办公室 | 2025年7月\n3 | | | 台账缺页 | 补台账 | 财务科 | 2025年7月",
        merged="C3:C4 B2:B4",
    )
    assert column(problems(grid), "大项") == ["学风不实", None, None]


def test_departments_do_not_go_on_downwards_unless_merged() -> None:
    """An empty 责任科室 is a gap; only a merged area says that the word above holds."""
    rows = HEAD + FIRST + "2 | | | 笔记不全 | 补笔记 | | "
    assert column(problems(rows), "责任科室") == ["办公室", None]
    assert column(problems(sheet(rows, merged="F2:F3 G2:G3")), "责任科室") == ["办公室", "办公室"]
    assert column(problems(sheet(rows, merged="F2:F3 G2:G3")), "整改时限") == ["2025年6月", "2025年6月"]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "同上。", "同前"])
def test_ditto_says_what_stands_above(mark: str) -> None:
    """同上 and its signs repeat the cell above, also over several rows."""
    rows = problems(
        HEAD + FIRST + f"2 | | | 笔记不全 | {mark} | {mark} | {mark}\n3 | | | 台账缺页 | 补台账 | {mark} | 2025年9月"
    )
    assert column(rows, "责任科室") == ["办公室", "办公室", "办公室"]
    assert column(rows, "整改时限") == ["2025年6月", "2025年6月", "2025年9月"]


BANDS = """
    {0}
    1 | 学习走过场 | 定计划 | 办公室 | 2025年6月
    2 | 笔记不全 | 补笔记 | 办公室 | 2025年7月
    {1}
    3 | 考勤缺失 | 查考勤 | 人事科 | 2025年8月
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、学习不够方面", "二、管理不严方面"),
        ("（一）学习不够方面", "（二）管理不严方面"),
        ("一、学习不够方面（2个）", "二、管理不严方面（1个）"),
        ("第一方面：学习不够方面", "第二方面：管理不严方面"),
        ("一、学习不够方面（共2个问题）", "二、管理不严方面（共1个问题）"),
        ("学习不够方面", "管理不严方面"),
        ("【方面一】学习不够方面", "【方面二】管理不严方面"),
    ],
)
@pytest.mark.parametrize("merged", ["A2:E2 A5:E5", ""], ids=["merged", "first cell"])
def test_titles_across_the_table_are_aspects(first: str, second: str, merged: str) -> None:
    """A title over the whole width names the 方面 of the rows below, without its mark and its count."""
    table = sheet(
        NO_ASPECT + "\n".join(line.strip() for line in BANDS.format(first, second).strip().split("\n")), merged=merged
    )
    assert column(problems(table), "方面") == ["学习不够方面", "学习不够方面", "管理不严方面"]
    assert column(problems(table), "具体问题") == ["学习走过场", "笔记不全", "考勤缺失"]


def test_titles_of_two_levels_are_aspect_and_group() -> None:
    """一、 above （一） is 方面 above 大项, and a new 方面 ends the 大项."""
    table = sheet(
        NO_ASPECT
        + "一、学习不够方面\n（一）学风不实\n1 | 学习走过场 | 定计划 | 办公室 | 6月\n（二）笔记不全\n"
        + "2 | 缺笔记 | 补笔记 | 办公室 | 6月\n二、管理不严方面\n3 | 考勤缺失 | 查考勤 | 人事科 | 8月",
        merged="A2:E2 A3:E3 A5:E5 A7:E7",
    )
    rows = problems(table)
    assert column(rows, "方面") == ["学习不够方面", "学习不够方面", "管理不严方面"]
    assert column(rows, "大项") == ["学风不实", "笔记不全", None]


@pytest.mark.parametrize("word", ["（续）", "(续)", "（接上页）", "（续表）", "(续1)"])
def test_a_title_that_is_continued_is_the_same(word: str) -> None:
    """（续） is no part of an aspect."""
    rows = problems(HEAD + FIRST + f"2 | 学习不够方面{word} | | 笔记不全 | 补笔记 | 办公室 | 7月")
    assert column(rows, "方面") == ["学习不够方面", "学习不够方面"]


NO_DATA = {
    "小计 | | | 2个": "小计、合计行",
    "合 计 | | | 2 | | |": "小计、合计行",
    "| 合计 | | 2 | 3 | |": "小计、合计行",
    "本页小计 | | | 2 | | |": "小计、合计行",
    "总计 | | | 2 | | |": "小计、合计行",
    "第1页 共3页": "页码",
    "— 2 —": "页码",
    "第 2 页": "页码",
    "2/3": "页码",
    "填表人：张三 | | | 审核人：李四": "填表人、日期、说明等表外文字",
    "填表日期：2025年6月30日": "填表人、日期、说明等表外文字",
    "注：本表每月25日前报送。": "填表人、日期、说明等表外文字",
    "主要负责人签字： | | | （盖章）": "填表人、日期、说明等表外文字",
    "示例 | 学习不够方面 | 学风不实 | 某某问题 | 某某措施 | 某科室 | 2025年1月": "填写示例、填写提示",
    "（示例） | 学习 | 学风 | 某某问题 | 某某措施 | 某科室 | 2025年1月": "填写示例、填写提示",
    "例 | 学习 | 学风 | 某某问题 | 某某措施 | 某科室 | 2025年1月": "填写示例、填写提示",
    "2": "只有序号，没有内容",
    "图例：绿色表示已完成": "图例",
}


@pytest.mark.parametrize("line", NO_DATA)
def test_what_is_no_data_is_left_out_with_its_reason(line: str) -> None:
    """Subtotals, page numbers, signatures, notes, samples and empty numbers become no problem, and are told."""
    table = HEAD + FIRST + line
    text = " ".join(cell.strip() for cell in line.split("|") if cell.strip())
    assert column(problems(table), "具体问题") == ["学习走过场"]
    assert reasons(table)[text] == NO_DATA[line]


def test_problems_go_on_below_what_is_no_data() -> None:
    """A subtotal, a page number, a repeated title and empty rows stand between two problems."""
    table = sheet(
        "某局整改台账\n"
        + HEAD
        + FIRST
        + "小计 | | | 1个\n\n第1页\n某局整改台账（续）\n"
        + HEAD
        + "2 | 学习不够方面（续） | | 笔记不全 | 补笔记 | 办公室 | 7月",
        merged="A1:G1 A7:G7",
    )
    assert column(problems(table), "具体问题") == ["学习走过场", "笔记不全"]
    assert column(problems(table), "方面") == ["学习不够方面", "学习不够方面"]


def test_a_problem_without_a_number_is_a_problem() -> None:
    """序号 may be missing or begin again; the ledger numbers P001, P002 … and keeps what was printed."""
    rows = problems(
        HEAD + FIRST + "1 | 管理 | | 考勤缺失 | 查考勤 | 人事科 | 8月\n | 管理 | | 加班无据 | 补记录 | 人事科 | 8月"
    )
    assert column(rows, "编号") == ["P001", "P002", "P003"]
    assert column(rows, "原序号") == ["1", "1", None]


def test_numbers_that_only_count_are_not_kept_twice() -> None:
    """1, 2, 3 say no more than P001, P002, P003."""
    rows = problems(HEAD + FIRST + "2 | 管理 | | 考勤缺失 | 查考勤 | 人事科 | 8月")
    assert column(rows, "原序号") == [None, None]


def test_a_row_of_its_own_for_each_measure() -> None:
    """Rows below a problem without a problem of their own are its measures, with their own deadline and state."""
    table = sheet(
        "序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限 | 完成情况\n"
        "1 | 学习 | 学习走过场 | 定计划 | 办公室 | 2025年5月30日 | 已完成\n"
        " | | | 开会议 | 办公室 | 2025年8月31日 | 正在整改\n"
        " | | | 建台账 | 财务科 | 2025年6月30日 | 未启动\n"
        "2 | 学习 | 笔记不全 | 补笔记 | 办公室 | 2025年7月31日 | 已完成\n"
        " | | | 查笔记 | 办公室 | 2025年7月31日 | 已完成",
        merged="A2:A4 B2:B6 C2:C4 A5:A6 C5:C6",
    )
    rows, own = problems(table), measures(table)
    assert column(rows, "具体问题") == ["学习走过场", "笔记不全"]
    assert column(rows, "完成程度") == ["整改中", "已完成"]
    assert column(rows, "整改时限") == [date(2025, 8, 31), date(2025, 7, 31)]
    assert column(own, "措施内容") == ["定计划", "开会议", "建台账", "补笔记", "查笔记"]
    assert column(own, "措施编号") == ["M001-1", "M001-2", "M001-3", "M002-1", "M002-2"]
    assert column(own, "完成程度") == ["已完成", "整改中", "未启动", "已完成", "已完成"]
    assert column(own, "时限")[:3] == [date(2025, 5, 30), date(2025, 8, 31), date(2025, 6, 30)]


@pytest.mark.parametrize("merged", ["A2:A3 B2:B3 C2:C3 E2:E3 F2:F3", ""], ids=["merged", "empty below"])
def test_measures_in_rows_under_one_deadline(merged: str) -> None:
    """Deadline and department that govern all rows of a problem are those of the problem."""
    table = sheet(
        "序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限\n"
        "1 | 学习 | 学习走过场 | 1.定计划； | 办公室 | 2025年6月30日\n"
        " | | | 2.开会议。 | | ",
        merged=merged,
    )
    assert column(problems(table), "整改时限") == [date(2025, 6, 30)]
    assert column(measures(table), "措施内容") == ["定计划", "开会议"]
    assert column(measures(table), "时限") == [None, None]


def test_what_the_layout_does_not_know_stands_at_the_right() -> None:
    """Own columns keep their headings and values, numbers as numbers, inside the table."""
    table = sheet(
        "序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 问题来源 | 涉及金额（万元） | 联系电话\n"
        "1 | 学习 | 学习走过场 | 定计划 | 办公室 | 市委巡察 | | 0000-1234567\n"
        "2 | 管理 | 考勤缺失 | 查考勤 | 人事科 | 审计 | | ",
        values={"G2": 12.5, "G3": 3.0},
    )
    rows = imported(table).imported
    assert rows.own_columns == {"问题台账": ("问题来源", "涉及金额（万元）", "联系电话")}
    assert column(list(rows.rows["问题台账"]), "涉及金额（万元）") == [12.5, 3]
    assert column(list(rows.rows["问题台账"]), "问题来源") == ["市委巡察", "审计"]
    assert column(list(rows.rows["问题台账"]), "联系电话") == ["0000-1234567", None]


def test_a_column_without_a_heading_is_kept() -> None:
    """A column between others whose heading is empty keeps its letters as its name."""
    table = "序号 | 方面 | 存在问题 | | 整改措施 | 责任科室\n1 | 学习 | 学习走过场 | 重点 | 定计划 | 办公室"
    assert problems(table)[0]["原D列"] == "重点"


def test_leading_and_assisting_departments_in_one_cell_are_told_apart() -> None:
    """Several departments stand joined by 、, and 配合： begins the assisting ones."""
    rows = problems(
        HEAD
        + "1 | 学习 | | 学习走过场 | 定计划 | 办公室、纪委 | 6月\n"
        + "2 | 学习 | | 笔记不全 | 补笔记 | 办公室⏎财务科 | 6月\n"
        + "3 | 学习 | | 台账缺页 | 补台账 | 牵头：办公室；配合：财务科、人事科 | 6月"
    )
    assert column(rows, "责任科室") == ["办公室、纪委", "办公室、财务科", "办公室"]
    assert column(rows, "配合科室") == [None, None, "财务科、人事科"]


def test_deadlines_of_every_kind_keep_what_they_say() -> None:
    """Days become dates, months stay months, and words such as 长期 stay words."""
    texts = (
        "2025年6月30日",
        "2025.6.30",
        "2025-06-30",
        "2025/6/30",
        "2025年6月底前",
        "2025.6",
        "长期坚持",
        "立行立改",
        "2025年6月底前",
    )
    rows = problems(
        HEAD + "\n".join(f"{n} | 学习 | | 问题之{n} | 措施{n} | 办公室 | {text}" for n, text in enumerate(texts, 1))
    )
    day = date(2025, 6, 30)
    assert column(rows, "整改时限") == [
        day,
        day,
        day,
        day,
        "2025年6月底前",
        "2025年6月",
        "长期坚持",
        "立行立改",
        "2025年6月底前",
    ]


def test_an_impossible_day_is_kept_and_told() -> None:
    """2025.6.31 stays as it is written, and the report names its cell."""
    table = HEAD + FIRST.replace("2025年6月", "2025.6.31")
    assert column(problems(table), "整改时限") == ["2025.6.31"]
    [finding] = [finding for finding in imported(table).findings if finding.code == "IL105"]
    assert (finding.sheet, finding.cell, finding.row_id) == ("台账", "G2", "P001")
    assert finding.message == "《台账》G2的“2025.6.31”没有这一天，原文已保留。"


def test_names_of_evidence_become_rows_of_their_own() -> None:
    """Papers named in 佐证材料 stand in 佐证材料, each with the problem that it proves."""
    head = "序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 佐证材料\n"
    table = head + "1 | 学习 | 学习走过场 | 定计划 | 办公室 | 会议记录；学习计划"
    assert list(imported(table).imported.rows["佐证材料"]) == [
        {"编号": "E001", "问题/措施编号": "P001", "名称": "会议记录"},
        {"编号": "E002", "问题/措施编号": "P001", "名称": "学习计划"},
    ]


def test_what_stands_below_the_last_problem_is_told() -> None:
    """Words below the table that are no known foot are listed, and become no measure."""
    table = HEAD + FIRST + "\n以上问题均已报县委巡察办备案\n | | | | | 经办人：张三"
    assert len(measures(table)) == 1
    assert "以上问题均已报县委巡察办备案" in " ".join(reasons(table))


def test_a_measure_without_a_problem_goes_to_the_problem_above() -> None:
    """A row in the middle with an empty problem and a measure is one more measure, and nothing is lost."""
    table = HEAD + FIRST + " | | | | 开会议 | 财务科 |\n2 | | | 笔记不全 | 补笔记 | 办公室 | 7月"
    assert column(measures(table), "措施内容") == ["定计划", "开会议", "补笔记"]
    assert column(measures(table), "问题编号") == ["P001", "P001", "P002"]
