"""The headings of an old ledger are found by what they mean, wherever and over however many rows they stand."""

from __future__ import annotations

import pytest

from rectify_xl.intake.grid import SheetGrid
from rectify_xl.intake.old_ledger import table_headers
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from tests.intake.old_ledger.sheets import column, problems, reasons, sheet

PLAIN = """
    某局整改台账
    序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限
    1 | 学习 | 学习走过场 | 定计划 | 办公室 | 2025年6月
"""
TWO_ROWS = """
    序号 | 问题 | | 整改 | |
    | 反馈方面 | 具体问题 | 措施 | 责任科室 | 时限
    1 | 学习 | 学习走过场 | 定计划 | 办公室 | 2025年6月
"""
MERGED = "A1:A2 B1:C1 D1:F1"
THREE_ROWS = """
    序号 | 问题清单 | | 任务清单 | 责任清单 | | |
    | 反馈方面 | 反馈问题 | 具体措施 | 牵头领导 | 责任 | | 时限要求
    | | | | | 责任科室 | 责任人 |
    1 | 学习 | 学习走过场 | 定计划 | 张三 | 办公室 | 李四 | 2025年6月
"""


def headers(grid: SheetGrid) -> list[tuple[int, int, list[str]]]:
    return [
        (block.top, block.bottom, [c.meaning.role for c in block.columns])
        for block in table_headers.headers(SheetView(grid), {})
    ]


SIX = ["编号", "方面", "具体问题", "整改措施", "责任科室", "整改时限"]


def test_a_header_of_one_row_is_found_below_the_title() -> None:
    """The first row that means at least three columns, one of them problem or measure, is the header."""
    assert headers(sheet(PLAIN)) == [(2, 2, SIX)]


@pytest.mark.parametrize("merged", [MERGED, ""], ids=["merged", "not merged"])
def test_a_header_of_two_rows_means_the_same_merged_or_not(merged: str) -> None:
    """A word over several columns is said of all of them; what stands below it is closer."""
    grid = sheet(TWO_ROWS, merged=merged)
    assert headers(grid) == [(1, 2, SIX)]
    assert column(problems(grid), "具体问题") == ["学习走过场"]


@pytest.mark.parametrize(
    "merged", ["A1:A3 B1:C1 E1:H1 B2:B3 C2:C3 D2:D3 E2:E3 F2:G2 H2:H3", ""], ids=["merged", "not merged"]
)
def test_a_header_of_three_rows_means_the_same_merged_or_not(merged: str) -> None:
    """问题清单, 任务清单, 责任清单 stand above, the columns below, 责任 is divided once more."""
    grid = sheet(THREE_ROWS, merged=merged)
    roles = ["编号", "方面", "具体问题", "整改措施", "牵头领导", "责任科室", "责任人", "整改时限"]
    assert headers(grid) == [(1, 3, roles)]
    assert problems(grid) == [
        {
            "编号": "P001",
            "方面": "学习",
            "具体问题": "学习走过场",
            "牵头领导": "张三",
            "责任科室": "办公室",
            "责任人": "李四",
            "整改时限": "2025年6月",
        }
    ]


def test_a_table_may_begin_anywhere() -> None:
    """Empty rows above and empty columns at the left make no difference."""
    moved = "\n\n\n" + "\n".join(f" | | {line.strip()}" for line in PLAIN.strip().split("\n"))
    grid = sheet("x\n" + moved)
    [(top, bottom, roles)] = headers(grid)
    assert (bottom - top, roles) == (0, SIX)
    assert column(problems(grid), "责任科室") == ["办公室"]


def test_a_repeated_header_is_a_header_and_no_problem() -> None:
    """Each page of a printed ledger has the header again; the problems go on below it under the same aspect."""
    grid = sheet(
        PLAIN
        + """
    序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限
    2 | | 资料不全 | 补资料 | 财务科 | 2025年7月
    """.strip("\n")
    )
    assert [(top, bottom) for top, bottom, _ in headers(grid)] == [(2, 2), (4, 4)]
    assert column(problems(grid), "具体问题") == ["学习走过场", "资料不全"]
    assert column(problems(grid), "方面") == ["学习", "学习"]


def test_labels_with_their_values_above_the_table_are_no_header() -> None:
    """填报单位：…, 反馈时间：…, 责任科室：… side by side are facts of the whole sheet."""
    grid = sheet(
        """
        青山县林业局整改台账
        填报单位：青山县林业局 | 反馈时间：2025年3月20日 | 问题方面：无 | 整改措施：见下
        序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限
        1 | 学习 | 学习走过场 | 定计划 | 办公室 | 2025年6月
        """
    )
    assert [(top, bottom) for top, bottom, _ in headers(grid)] == [(3, 3)]


@pytest.mark.parametrize(
    "table",
    [
        "科室 | 问题数 | 已完成 | 完成率\n办公室 | 3 | 2 | 66.7%\n财务科 | 4 | 4 | 100%",
        "姓名 | 科室 | 联系电话\n张三 | 办公室 | 0000-1234567",
        "填报说明\n1.整改措施要具体；\n2.责任科室写全称；",
        "序号 | 文件名 | 备注\n1 | 通知 | 已发",
    ],
    ids=["statistics", "telephones", "instructions", "list of papers"],
)
def test_tables_of_something_else_have_no_header(table: str) -> None:
    """Statistics, telephone lists and instructions are no ledger."""
    assert headers(sheet(table)) == []
    assert problems(table) == []


def test_a_row_that_numbers_the_columns_is_no_problem() -> None:
    """栏号 1 2 3 4 5 6 below the header are left out, with the reason."""
    table = PLAIN.replace("    1 | 学习", "    1 | 2 | 3 | 4 | 5 | 6\n    1 | 学习")
    assert column(problems(table), "具体问题") == ["学习走过场"]
    assert reasons(table)["1 2 3 4 5 6"] == "栏号"


def test_a_heading_with_an_explanation_is_understood() -> None:
    """What stands in brackets behind a heading explains how to fill it in."""
    table = PLAIN.replace("存在问题", "存在问题（按反馈意见原文）").replace("完成时限", "完成时限⏎（年月日）")
    assert headers(sheet(table)) == [(2, 2, SIX)]


def test_what_stands_beside_the_table_is_no_column_of_it() -> None:
    """Statistics at the right, behind an empty column, are not read, and are told."""
    table = """
        序号 | 方面 | 存在问题 | 整改措施 | 责任科室 | 完成时限 | | 科室 | 问题数
        1 | 学习 | 学习走过场 | 定计划 | 办公室 | 2025年6月 | | 办公室 | 1
        2 | 学习 | 资料不全 | 补资料 | 财务科 | 2025年7月 | | 财务科 | 1
    """
    assert headers(sheet(table)) == [(1, 1, SIX)]
    assert reasons(table) == {
        "科室 问题数": "表格旁边的内容",
        "办公室 1": "表格旁边的内容",
        "财务科 1": "表格旁边的内容",
    }


@pytest.mark.parametrize(
    ("headings", "role"),
    [
        (("问题", "类别"), "类别"),
        (("整改措施", "完成时限"), "整改时限"),
        (("整改措施", "内容"), "整改措施"),
        (("反馈问题", "描述"), "具体问题"),
        (("完成情况", "已完成"), "打勾栏"),
        (("整改情况", "长期坚持"), "后续要求"),
        (("责任", "领导"), "牵头领导"),
        (("责任", "科室"), "责任科室"),
        (("责任", "人"), "责任人"),
        (("整改", "成效"), "整改进展"),
        (("问题数", "合计"), ""),
    ],
    ids="·".join,
)
def test_headings_one_above_the_other_mean_something_together(headings: tuple[str, ...], role: str) -> None:
    """The lowest word counts first, then both together, then the one above."""
    assert table_headers.column_meaning(headings, {}).role == role
