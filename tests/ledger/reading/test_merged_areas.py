"""Merged cells read as a person reads them."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.ledger.changes import remembered_rows
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading.merged_areas import Merge
from rectify_xl.ledger.records import Ledger
from rectify_xl.text.refs import parse_area

AS_OF = date(2026, 9, 28)


def merges(found: Ledger) -> list[tuple[str, str, tuple[str, ...], tuple[int, ...]]]:
    """Return the merged areas of 问题台账."""
    return [(str(each.area), each.kind, each.columns, each.rows) for each in found.sheets["问题台账"].merges]


MERGED = """
[问题台账]
编号 | 方面   | 大项   | 具体问题 | 责任科室 | 整改时限   | 完成程度 | 公开 | 校验标记
P001 | 甲方面 | 甲一   | 问题一   | 办公室   | 2026-06-30 | 已完成   | 否   |
P002 |        |        | 问题二   |          |            |          |      |
P003 |        | 甲二   | 问题三   | 财务科   | 2026-12-31 | 整改中   |      |
P004 | 乙方面 |        | 问题四   | 财务科   | 2026-06-30 | 整改中   |      |
<合并> B2:B4 C2:C3 E2:E3 F2:F3 G2:G3 H2:H3
"""


def test_what_is_merged_downwards_is_read_in_every_row() -> None:
    """方面, 大项, 责任科室, 整改时限, 完成程度 and 公开 of the rows below are those above."""
    found = ledger_builder.load(MERGED)
    assert [(each.id, each.aspect, each.group, each.department, each.completion) for each in found.problems] == [
        ("P001", "甲方面", "甲一", "办公室", "已完成"),
        ("P002", "甲方面", "甲一", "办公室", "已完成"),
        ("P003", "甲方面", "甲二", "财务科", "整改中"),
        ("P004", "乙方面", "", "财务科", "整改中"),
    ]
    assert [each.published for each in found.problems] == [False, False, True, True]
    assert [each.due.iso for each in found.problems] == ["2026-06-30", "2026-06-30", "2026-12-31", "2026-06-30"]
    counted = problem_counts.roll_up(found, AS_OF)
    assert [(line.title, line.problems, line.done, line.overdue) for line in counted.aspects] == [
        ("甲方面", 3, 2, 0),
        ("乙方面", 1, 0, 1),
    ]
    assert counted.groups == 3


def test_a_cell_of_a_merged_area_is_its_first_one() -> None:
    """Nobody can fill in another one, and papers name it as what they rest on."""
    second = ledger_builder.load(MERGED).problems[1]
    assert second.row.cell("方面").address == "问题台账!B2"
    assert second.row.cell("具体问题").address == "问题台账!D3"


def test_the_memory_knows_merged_rows_as_they_are_read() -> None:
    """Merging equal cells, or taking a merge apart and filling it in, changes nothing."""
    apart = """
    [问题台账]
    编号 | 方面   | 大项   | 具体问题 | 责任科室 | 整改时限   | 完成程度 | 公开 | 校验标记
    P001 | 甲方面 | 甲一   | 问题一   | 办公室   | 2026-06-30 | 已完成   | 否   |
    P002 | 甲方面 | 甲一   | 问题二   | 办公室   | 2026-06-30 | 已完成   | 否   |
    P003 | 甲方面 | 甲二   | 问题三   | 财务科   | 2026-12-31 | 整改中   |      |
    P004 | 乙方面 |        | 问题四   | 财务科   | 2026-06-30 | 整改中   |      |
    """
    assert remembered_rows.present(ledger_builder.raw_book(MERGED)) == remembered_rows.present(
        ledger_builder.raw_book(apart)
    )


def test_a_merge_below_the_last_row_makes_no_rows() -> None:
    """B2:B11 over two filled rows are two rows."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    P001 | 甲   | 一       | 已完成
    P002 |      | 二       | 已完成
    <合并> B2:B11
    """)
    assert [(each.id, each.aspect) for each in found.problems] == [("P001", "甲"), ("P002", "甲")]


def test_content_hidden_under_a_merge_is_not_read() -> None:
    """What counts is what a person sees; LibreOffice and other programs keep the rest."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 具体问题 | 公开
    P001 | 甲   | 一       | 否
    P002 | 乙   | 二       | 是
    <合并> B2:B3 D2:D3
    """)
    assert [(each.aspect, each.published) for each in found.problems] == [("甲", False), ("甲", False)]


def test_a_formula_without_result_is_filled_down_as_such() -> None:
    """It is not empty: nobody knows what it says."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 具体问题
    P001 | <空> | 一
    P002 |      | 二
    <合并> B2:B3
    """)
    assert found.problems[1].row.cell("方面").filled


@pytest.mark.parametrize(
    ("area", "kind", "columns", "below"),
    [
        ("A2:A3", "identity", ("编号",), (3,)),
        ("D2:D3", "identity", ("具体问题",), (3,)),
        ("B2:C2", "across", ("大项",), (2,)),
        ("D2:F2", "across", ("责任科室", "整改时限"), (2,)),
        ("E2:E3", "down", ("责任科室",), (3,)),
        ("J2:K3", "", (), ()),
        ("E9:E12", "", (), ()),
    ],
)
def test_each_merge_is_judged(area: str, kind: str, columns: tuple[str, ...], below: tuple[int, ...]) -> None:
    """What tells rows apart belongs to one row; what lies across hides other columns; elsewhere nobody cares."""
    found = ledger_builder.load(f"""
    [问题台账]
    编号 | 方面 | 大项 | 具体问题 | 责任科室 | 整改时限 | 完成程度
    P001 | 甲   | 一   | 甲       | 办公室   | 立行立改 | 已完成
    P002 | 甲   | 一   | 乙       | 办公室   | 立行立改 | 已完成
    <合并> {area}
    """)
    assert merges(found) == ([(area, kind, columns, below)] if kind else [])


def test_an_area_over_rows_and_columns_is_both() -> None:
    """Its first column is filled down, the others cannot be read."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 大项 | 具体问题
    P001 | 甲   |      | 一
    P002 |      |      | 二
    <合并> B2:C3
    """)
    assert merges(found) == [("B2:C3", "down", ("方面",), (3,)), ("B2:C3", "across", ("大项",), (2, 3))]
    assert [each.aspect for each in found.problems] == ["甲", "甲"]


def test_a_line_of_text_over_the_table_is_no_problem() -> None:
    """Headings between the rows, subtotals and signatures at the end do not count."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 大项 | 具体问题 | 责任科室 | 完成程度
    一、学习贯彻方面 | | | | |
    P001 | 甲   |      | 一       | 办公室 | 已完成
    合计 | | | | 1 | 1
    填表人：王芳　　审核人：赵一鸣 | | | | |
    <合并> A2:F2 A4:D4 A5:F5
    """)
    assert [each.id for each in found.problems] == ["P001"]
    assert [(area, kind) for area, kind, *_ in merges(found)] == [
        ("A2:F2", "banner"),
        ("A4:D4", "banner"),
        ("A5:F5", "banner"),
    ]


def test_a_row_with_content_beside_a_wide_merge_is_a_row() -> None:
    """A problem is never lost because somebody merged its cells."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 大项 | 具体问题 | 责任科室 | 完成程度
    P001 |      |      |          | 办公室   | 整改中
    <合并> A2:D2
    """)
    assert [each.id for each in found.problems] == ["P001"]
    assert merges(found) == [("A2:D2", "across", ("方面", "大项", "具体问题"), (2,))]


def test_a_header_of_two_rows_is_read() -> None:
    """Headers merged over both rows, and a common one over several columns, as offices draw them."""
    found = ledger_builder.load("""
    [问题台账]
    某单位问题台账 | | | | | |
    编号 | 方面 | 大项 | 具体问题 | 责任 | | 完成程度
    | | | | 牵头领导 | 责任科室 |
    P001 | 甲 | 一 | 问题一 | 周明 | 办公室 | 已完成
    <合并> A1:G1 A2:A3 B2:B3 C2:C3 D2:D3 E2:F2 G2:G3
    """)
    assert found.sheets["问题台账"].header_row == 3
    assert [(each.id, each.lead, each.department, each.completion) for each in found.problems] == [
        ("P001", "周明", "办公室", "已完成")
    ]
    assert merges(found) == []


def test_a_header_merged_over_two_rows_is_no_row_of_the_table() -> None:
    """All of its cells are merged downwards; the rows begin below."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    | | |
    P001 | 甲 | 问题一 | 已完成
    <合并> A1:A2 B1:B2 C1:C2 D1:D2
    """)
    assert found.sheets["问题台账"].header_row == 2
    assert [each.id for each in found.problems] == ["P001"]


def test_marks_of_commands_and_lists_of_results_are_not_filled_down() -> None:
    """What a command computes stands where it wrote it."""
    found = ledger_builder.load("""
    [问题台账]
    编号 | 方面 | 具体问题 | 校验标记
    P001 | 甲   | 一       | 错误【方面】
    P002 | 甲   | 二       |
    <合并> D2:D3
    """)
    assert found.sheets["问题台账"].merges == ()
    assert found.problems[1].row.text("校验标记") == ""


def test_merge_is_plain_data() -> None:
    """It can be compared and told."""
    area = parse_area("B2:B3")
    assert area is not None
    assert Merge(area, "down", ("方面",), (3,)).area.size == 2
