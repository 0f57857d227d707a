"""Habits of clerks that old ledgers were once misread for: each stands for its kind."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.old_ledger.sheets import codes, column, imported, measures, old_ledger, problems, reasons, sheet

HEAD = "序号 | 存在问题 | 整改措施 | 责任科室 | 整改时限 | 完成情况\n"


def test_number_and_problem_repeated_on_each_measure_row_are_one_problem() -> None:
    """A problem that is written again before each of its measures is counted once."""
    table = (
        HEAD
        + "1 | 账目不清 | 补账 | 财务科 | 2025年5月1日 | 已完成\n1 | 账目不清 | 建制度 | 办公室 | 2025年6月1日 | 推进中"
    )
    assert column(problems(table), "具体问题") == ["账目不清"]
    assert column(measures(table), "责任科室") == ["财务科", "办公室"]
    assert column(problems(table), "整改时限") == [date(2025, 6, 1)]
    assert column(problems(table), "完成程度") == ["整改中"]


def test_the_same_words_under_another_number_are_another_problem() -> None:
    """Two problems with equal words and two numbers stay two, and that is told."""
    table = HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | 已完成\n2 | 账目不清 | 补账 | 办公室 | 6月 | 已完成"
    assert len(problems(table)) == 2
    assert "IL108" in codes(table)


def test_a_table_with_its_problems_side_by_side_is_read_whole() -> None:
    """Labels in column A, one problem a column: all columns are problems, and the title is the title."""
    table = (
        "临水县供销社整改台账\n序号 | 1 | 2 | 3\n反馈问题 | 账目不清 | 会议不开 | 食堂超支\n"
        "整改措施 | 补账 | 开会 | 限额\n责任科室 | 财务科 | 办公室 | 后勤科\n完成情况 | 已完成 | 推进中 | 未启动"
    )
    assert column(problems(table), "具体问题") == ["账目不清", "会议不开", "食堂超支"]
    assert column(problems(table), "完成程度") == ["已完成", "整改中", "未启动"]
    assert imported(table).imported.info["单位名称"] == "临水县供销社"


def test_two_tables_side_by_side_are_both_read() -> None:
    """Behind an empty column another table with headings of its own begins, with its own 方面 above it."""
    table = (
        "（一）党建方面 | | | | （二）业务方面\n序号 | 存在问题 | 整改措施 | | 序号 | 存在问题 | 整改措施\n"
        "1 | 党课少 | 补课 | | 1 | 巡查少 | 每月巡查\n2 | 笔记少 | 补记 | | 2 | 投诉慢 | 设快处点"
    )
    assert column(problems(table), "方面") == ["党建方面", "党建方面", "业务方面", "业务方面"]


def test_of_monthly_sheets_the_newest_is_read() -> None:
    """3月, 4月 and 5月 with the same problems are one ledger as of 5月."""
    rows = HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | {0}\n2 | 会议不开 | 开会 | 办公室 | 6月 | {0}"
    sheets = [
        sheet(rows.format(state), name=name)
        for name, state in (("3月", "未启动"), ("4月", "推进中"), ("5月", "已完成"))
    ]
    assert column(problems(*sheets), "完成程度") == ["已完成", "已完成"]
    assert [use.is_data for use in old_ledger(*sheets).sheets] == [False, False, True]


def test_a_copy_with_a_further_problem_is_the_one_that_is_read() -> None:
    """台账 (2) was copied to go on: what has more problems counts."""
    first = sheet(HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | 推进中", name="台账")
    second = sheet(
        HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | 已完成\n2 | 合同漏审 | 补审 | 法规科 | 7月 | 推进中",
        name="台账 (2)",
    )
    assert column(problems(first, second), "具体问题") == ["账目不清", "合同漏审"]


def test_parts_with_the_same_marks_belong_to_the_same_measure() -> None:
    """①②③ in measures, departments, deadlines and states are aligned."""
    table = HEAD + (
        "1 | 合同不清 | ①清理；⏎②重签； | ①农业办；⏎②司法所； | ①2025年4月30日；⏎②2025年6月30日； "
        "| ①已完成；⏎②正在推进；"
    )
    assert column(measures(table), "责任科室") == ["农业办", "司法所"]
    assert column(measures(table), "时限") == [date(2025, 4, 30), date(2025, 6, 30)]
    [row] = problems(table)
    assert (row["责任科室"], row["整改时限"], row["完成程度"]) == ("农业办、司法所", date(2025, 6, 30), "整改中")


@pytest.mark.parametrize(
    ("cell", "offices", "people"),
    [
        ("运检部（丁浩）", "运检部", "丁浩"),
        ("营销部：龚琳", "营销部", "龚琳"),
        ("安监部 史强、运检部 丁浩", "安监部、运检部", "史强、丁浩"),
        ("综合部⏎郝仁", "综合部", "郝仁"),
    ],
)
def test_people_are_no_departments(cell: str, offices: str, people: str) -> None:
    """Under 责任部门及责任人 what ends as an office does is one, and the rest are names."""
    [row] = problems(f"序号 | 存在问题 | 整改措施 | 责任部门及责任人\n1 | 账目不清 | 补账 | {cell}")
    assert (row["责任科室"], row["责任人"]) == (offices, people)


def test_roles_in_brackets_tell_the_leading_from_the_assisting() -> None:
    """办公室（牵头）、市场股（配合） are two departments with different parts."""
    [row] = problems("序号 | 存在问题 | 整改措施 | 责任科室\n1 | 账目不清 | 补账 | 办公室（牵头）、市场股（配合）")
    assert (row["责任科室"], row["配合科室"]) == ("办公室", "市场股")


def test_a_heading_that_names_two_things_is_two_columns() -> None:
    """张三/办公室 under 责任领导及责任科室, a day and a state under 整改时限/完成情况."""
    [row] = problems(
        "序号 | 存在问题 | 整改措施 | 责任领导及责任科室 | 整改时限/完成情况\n"
        "1 | 账目不清 | 补账 | 张三/办公室 | 2025年5月30日/已完成"
    )
    assert (row["牵头领导"], row["责任科室"], row["整改时限"]) == ("张三", "办公室", date(2025, 5, 30))
    assert row["完成程度"] == "已完成"


def test_labels_within_a_cell_are_followed() -> None:
    """责任领导：… and 责任部门：… in one cell, the deadline as the last line of the measures."""
    [row] = problems(
        "序号 | 存在问题 | 整改措施及完成时限 | 责任人\n"
        "1 | 账目不清 | 1.补账；⏎2.建制度。⏎完成时限：2025年5月31日前 | 责任领导：梁峰⏎责任部门：防火科"
    )
    assert (row["牵头领导"], row["责任科室"], row["整改时限"]) == ("梁峰", "防火科", "2025年5月31日前")


def test_a_title_across_the_table_may_be_the_problem() -> None:
    """Without a column of problems 问题一：… above its measures is one."""
    table = (
        "序号 | 整改措施 | 责任人 | 责任股室 | 完成情况\n问题一：审核不严\n1 | 复核档案 | 江涛 | 推广股 | 已完成\n"
        "2 | 双人审核 | 江涛 | 推广股 | 已完成\n问题二：检验走过场\n1 | 上门检验 | 岳鹏 | 监理股 | 推进中"
    )
    assert column(problems(table), "具体问题") == ["审核不严", "检验走过场"]
    assert column(problems(table), "完成程度") == ["已完成", "整改中"]
    assert len(measures(table)) == 3


def test_a_title_across_the_table_may_be_a_department() -> None:
    """办公室（2条） above its rows is no 方面 where no column names departments."""
    table = (
        "序号 | 存在问题 | 整改措施 | 责任人\n办公室（2条）\n1 | 稿件不审 | 建流程 | 齐云\n2 | 设备闲置 | 盘点 | 齐云"
    )
    assert column(problems(table), "责任科室") == ["办公室", "办公室"]
    assert column(problems(table), "方面") == [None, None]


def test_brackets_behind_a_title_speak_of_its_rows() -> None:
    """（责任领导：骆宾；完成时限：…） belongs to the problems below and not to the name of the 方面."""
    band = "一、政治建设方面（责任领导：骆宾；完成时限：2025年6月30日）"
    table = f"序号 | 存在问题 | 整改措施 | 责任科室\n{band}\n1 | 学习少 | 补学 | 办公室"
    [row] = problems(table)
    assert (row["方面"], row["牵头领导"], row["整改时限"]) == ("政治建设方面", "骆宾", date(2025, 6, 30))


@pytest.mark.parametrize("heading", ["整改完成时限", "整改完成时间", "未完成原因", "已完成事项", "整改完成率"])
def test_words_and_days_are_no_ticks(heading: str) -> None:
    """A heading that only contains a state is no column of ticks, and never overrules the state itself."""
    table = f"序号 | 存在问题 | 整改措施 | {heading} | 整改状态\n1 | 账目不清 | 补账 | 2025年5月20日 | 未完成"
    assert column(problems(table), "完成程度") == ["整改中"]


def test_a_blank_in_the_only_column_of_ticks_is_not_done() -> None:
    """Where one column 已完成 is ticked, a row without a tick is under way."""
    head = "序号 | 存在问题 | 整改措施 | 责任科室 | 已完成\n"
    table = head + "1 | 账目不清 | 补账 | 财务科 | √\n2 | 会议不开 | 开会 | 办公室 |"
    assert column(problems(table), "完成程度") == ["已完成", "整改中"]


def test_of_several_dated_states_the_last_counts() -> None:
    """Rows that go on with the progress of one problem end with where it stands."""
    table = (
        "序号 | 存在问题 | 整改措施 | 进展日期 | 整改进展 | 完成情况\n"
        "1 | 审核不严 | 三级审核 | 4月15日 | 起草制度 | 进行中\n"
        " | | | 6月18日 | 审核120家 | 已完成"
    )
    [row] = problems(table)
    assert (row["完成程度"], row.get("剩余事项"), row["状态表述"]) == ("已完成", None, "已完成")
    assert row["原完成情况"] == "进行中"


def test_numbered_states_in_one_cell_are_done_only_when_all_are() -> None:
    """1.已完成；2.…；3.正在推进 is under way."""
    [row] = problems(HEAD + "1 | 三件事 | 1.甲；2.乙；3.丙 | 办公室 | 6月 | 1.已完成；2.已完成；3.正在推进")
    assert row["完成程度"] == "整改中"


def test_a_cell_merged_across_columns_is_taken_once() -> None:
    """不再单列 over measures, department and deadline stands in the first of them."""
    grid = sheet(
        HEAD + "1 | 账目不清 | 不再单列，并入问题2 | | | \n2 | 会议不开 | 开会 | 办公室 | 6月 | 已完成", merged="C2:F2"
    )
    [row, _] = problems(grid)
    assert column(measures(grid), "措施内容") == ["不再单列，并入问题2", "开会"]
    assert row.get("责任科室") is row.get("整改时限") is row.get("状态表述") is None


def test_dashes_say_nothing() -> None:
    """— in a measure, a deadline or a state is no text."""
    [row, _] = problems(HEAD + "1 | 账目不清 | — | 财务科 | — | —\n2 | 会议不开 | 开会 | 办公室 | 6月 | 已完成")
    assert row.get("整改时限") is row.get("完成程度") is row.get("状态表述") is None
    assert "IL101" not in codes(HEAD + "1 | 账目不清 | — | 财务科 | — | —")


def test_an_error_value_is_named_and_not_taken() -> None:
    """#N/A is nobody's state."""
    table = HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | #N/A"
    assert problems(table)[0].get("状态表述") is None
    assert "IL111" in codes(table)


def test_the_number_2025_6_is_a_month() -> None:
    """A deadline typed as 2025.6 is June; 2025.1 may be October and stays as it is."""
    grid = sheet(
        HEAD + "1 | 甲事 | 补账 | 财务科 | | 推进中\n2 | 乙事 | 补账 | 财务科 | | 推进中",
        values={"E2": 2025.6, "E3": 2025.1},
    )
    assert column(problems(grid), "整改时限") == ["2025年6月", "2025.1"]


def test_what_a_page_break_cut_is_one_problem() -> None:
    """A row with nothing but words goes on with the problem above, which has no end yet."""
    table = (
        HEAD
        + "1 | 会议记录 | 补记 | 办公室 | 6月 | 推进中\n | 不全（缺11人） | | | | \n"
        + "2 | 账目不清 | 补账 | 财务科 | 6月 | 推进中"
    )
    assert column(problems(table), "具体问题") == ["会议记录不全（缺11人）", "账目不清"]


def test_a_filled_sheet_titled_as_a_template_is_read_and_its_hints_are_not() -> None:
    """（样表） is often left in the title; a row of hints in brackets is no problem."""
    table = (
        "临水县疾控中心整改台账（样表）\n"
        + HEAD
        + "（编号） | （照原文） | （逐条写） | （全称） | （年月日） | （选填）\n"
        "1 | 账目不清 | 补账 | 财务科 | 6月 | 推进中\n2 | 会议不开 | 开会 | 办公室 | 6月 | 已完成"
    )
    assert column(problems(table), "具体问题") == ["账目不清", "会议不开"]
    assert "填写示例、填写提示" in reasons(table).values()


def test_days_of_the_round_are_read_above_the_table() -> None:
    """巡察时间, 集中整改期限 and the inspectors stand in 基本信息."""
    info = imported(
        "关于落实市委第五巡察组反馈意见的整改台账\n"
        "单位：临江县司法局（盖章）  巡察时间：2024年10月8日至12月6日  集中整改期限：2025年2月18日—5月18日\n"
        + HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | 推进中"
    ).imported.info  # fmt: skip
    assert (info["单位名称"], info["巡察机构"]) == ("临江县司法局", "市委第五巡察组")
    assert (info["巡察开始"], info["集中整改结束"]) == (date(2024, 10, 8), date(2025, 5, 18))


def test_long_texts_are_read_in_time_that_grows_with_them() -> None:
    """Cells made to make patterns backtrack are read like others."""
    cells = ["（" + "：" * 20000, "表（" * 10000, "。时限：x" * 5000 + "⏎甲", "其余" * 15000, "（" * 15000]
    table = "序号 | 方面 | 存在问题 | 整改措施 | 整改进展 | 完成情况\n1 | " + " | ".join(cells)
    assert len(problems(table)) == 1


def test_a_problem_that_is_struck_out_is_told() -> None:
    """What is struck out is taken, and a person is asked whether it still counts."""
    grid = sheet(
        HEAD + "1 | 账目不清 | 补账 | 财务科 | 6月 | 推进中\n2 | 已并入问题1 | 补账 | 财务科 | 6月 | 推进中",
        struck="B3",
    )
    assert len(problems(grid)) == 2
    assert codes(grid).count("IL114") == 1


def test_a_row_without_a_measure_loses_nothing_that_it_says_of_one() -> None:
    """A state, a deadline or a 方面 below a problem, beside no measure of its own, is kept at the right."""
    head = "序号 | 方面 | 存在问题 | 整改措施 | 措施时限 | 措施完成情况 | 责任科室\n"
    first = "1 | 甲方面 | 账目不清 | 补账 | 2025年5月1日 | 推进中 | 财务科\n"
    [row] = problems(head + first + " | 乙方面 | | | 2025年8月9日 | 尚待批复 | 审计科")
    assert (row["原方面"], row["措施时限"], row["措施完成情况"]) == ("乙方面", "2025年8月9日", "尚待批复")
    assert row["责任科室"] == "财务科、审计科"


@pytest.mark.parametrize(
    ("heading", "cells", "kept"),
    [
        ("完成进度", ("65%", "100%"), ("完成进度", "65%")),
        ("完成情况", ("☑已完成 □未完成 见附件", "已完成"), ("原完成情况", "☑已完成 □未完成 见附件")),
    ],
)
def test_what_a_state_was_read_from_is_kept_where_it_says_more(
    heading: str, cells: tuple[str, str], kept: tuple[str, str]
) -> None:
    """A share, or a note beside boxes, is more than the 完成程度 that it becomes."""
    rows = [f"{n} | 第{n}件事 | 补账 | 财务科 | {cell}" for n, cell in enumerate(cells, 1)]
    [first, _] = problems(f"序号 | 存在问题 | 整改措施 | 责任科室 | {heading}\n" + "\n".join(rows))
    assert first[kept[0]] == kept[1]
