"""`check` tells merged cells, and says nothing of cells that nobody can fill."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import complete, load
from rectify_xl.judgement import checks
from rectify_xl.ledger import schema

AS_OF = date(2026, 9, 28)


def found(tables: str, *codes: str) -> list[tuple[str, str, str]]:
    """Return cell, code and message of what `check` finds in 问题台账 by 上报, or of some codes alone."""
    findings = checks.run(load(complete(tables)), checks.profile("上报"), AS_OF)
    return [
        (each.cell, each.code, each.message)
        for each in findings
        if each.sheet == "问题台账" and each.cell[1:] != "1" and (not codes or each.code in codes)
    ]


def test_a_merged_aspect_is_told_once_and_nothing_is_missing() -> None:
    """B3 and B4 are filled; the formulas of 统计汇总 do not know it."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    P001 | 甲方面 | 学习走过场 | 已完成
    P002 | | 记录不全 | 已完成
    P003 | | 账目不清 | 已完成
    P004 | 乙方面 | 值班缺岗 | 已完成
    P005 | | 印章失管 | 已完成
    <合并> B2:B4 B5:B6
    """
    told = [each for each in found(tables) if each[0][0] == "B"]
    assert told == [
        (
            "B2",
            "RX114",
            "『方面』有2处上下合并（B2:B4、B5:B6），读作各行与首行相同；『统计汇总』的公式只看得到首行，以“汇总统计”为准。",
        )
    ]


def test_a_merged_flag_is_told_with_what_it_says() -> None:
    """P002 and P003 are both withheld."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度 | 公开 | 不公开理由
    P002 | 甲方面 | 学习走过场 | 已完成 | 否 | 涉密
    P003 | 甲方面 | 记录不全 | 已完成 | |
    <合并> E2:E3 F2:F3
    """
    assert found(tables, "RX114", "RX712") == [
        ("E2", "RX114", "『公开』有1处上下合并（E2:E3），读作各行都是“否”。"),
        ("F2", "RX114", "『不公开理由』有1处上下合并（F2:F3），读作各行都是“涉密”。"),
    ]


def test_merged_ids_are_an_error_and_nothing_else_is_said_of_them() -> None:
    """Whether A2:A3 is one problem or two, nobody can tell; “A3 没有填写” is not said."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    P001 | 甲方面 | 学习走过场 | 已完成
    | 甲方面 | 记录不全 | 已完成
    <合并> A2:A3
    """
    told = [each for each in found(tables) if each[0][0] == "A" and each[1] != "RX602"]
    assert told == [("A2", "RX113", "A2:A3把2行的『编号』合并成了一格，分不清是几行。")]


def test_a_merge_across_hides_a_required_column() -> None:
    """『完成程度』 cannot be filled in, so that it is not asked for."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 整改时限 | 完成程度
    P001 | 甲方面 | 学习走过场 | 2026-06-30 |
    <合并> D2:E2
    """
    told = [each for each in found(tables) if each[0][0] == "E" or each[1] == "RX113"]
    assert told == [("D2", "RX113", "D2:E2横着合并，挡住了『完成程度』，这些列读不到也填不了。")]


def test_a_line_across_the_table_is_no_row() -> None:
    """It is told, and nothing is asked of it."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    一、学习方面 | | |
    P001 | 甲方面 | 学习走过场 | 已完成
    <合并> A2:D2
    """
    told = [each for each in found(tables) if each[0][1:] == "2"]
    assert told == [("A2", "RX115", "第2行A2:D2合并成一格，当作文字行，不算一行数据。")]


def test_what_is_hidden_under_a_merge_is_told_where_it_differs() -> None:
    """LibreOffice keeps it; equal content does no harm."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 公开
    P001 | 甲方面 | 学习走过场 | 否
    P002 | 甲方面 | 记录不全 | 是
    <合并> B2:B3 D2:D3
    """
    assert found(tables, "RX116") == [
        ("D3", "RX116", "第3行『公开』合并在D2:D3里，显示为“否”，下面却藏着“是”；读作“否”。")
    ]


def test_one_fault_in_a_merged_cell_is_one_finding() -> None:
    """Three rows share the wrong word of B2."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度
    P001 | 甲方面 | 学习走过场 | 差不多了
    P002 | 甲方面 | 记录不全 |
    P003 | 甲方面 | 账目不清 |
    <合并> D2:D4
    """
    assert [(cell, code) for cell, code, _ in found(tables) if cell[0] == "D"] == [("D2", "RX114"), ("D2", "RX303")]


def remedies(tables: str) -> list[tuple[str, str]]:
    """Return the cell and the remedy in words of each area, or column of areas, that can be filled down."""
    findings = checks.run(load(complete(tables)), checks.profile("上报"), AS_OF)
    return [(each.cell, each.remedy.shown) for each in findings if each.code == "RX114" and each.remedy]


def test_what_can_be_filled_down_and_what_cannot_are_told_apart() -> None:
    """D2:D4 is filled down, the empty E2:E3 taken apart; D5:D6 hides another word: a person decides."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 备注
    P001 | 甲方面 | 学习走过场 | 办公室 |
    P002 | 甲方面 | 记录不全 | |
    P003 | 甲方面 | 账目不清 | |
    P004 | 甲方面 | 值班缺岗 | 后勤科 |
    P005 | 甲方面 | 印章失管 | 财务科 |
    <合并> D2:D4 D5:D6 E2:E3
    """
    assert remedies(tables) == [("D2", "取消合并，各行都填“办公室”"), ("E2", "取消合并（空格）")]
    assert [cell for cell, *_ in found(tables, "RX114")] == ["D2", "E2", "D5"]


def test_an_area_over_rows_that_are_none_is_left_to_people() -> None:
    """Below P002 the merged cell reaches over a row in which nothing else stands."""
    tables = """
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室
    P001 | 甲方面 | 学习走过场 | 办公室
    P002 | 甲方面 | 记录不全 |
    | | |
    P003 | 甲方面 | 账目不清 | 后勤科
    <合并> D2:D4
    """
    assert remedies(tables) == []
    assert [cell for cell, *_ in found(tables, "RX114")] == ["D2"]


def test_a_register_is_not_filled_down() -> None:
    """What stands for one signature is none for the next."""
    tables = """
    [销号登记]
    问题编号 | 类型 | 主要负责人
    P001 | 销号 | 王芳
    P002 | 销号 |
    <合并> C2:C3
    """
    assert remedies(tables) == []


def test_a_sheet_without_its_header_is_one_finding() -> None:
    """Not one for each of its columns."""
    findings = checks.run(load(complete("[问题台账]\n单位 | 金额\n甲 | 1")), checks.profile("上报"), AS_OF)
    told = [each.message for each in findings if each.sheet == "问题台账"]
    heads = "、".join(column.name for column in schema.PROBLEMS.columns[:4])
    assert told == [f"前10行里找不到表头（{heads}……），整张表的内容读不到。"]
