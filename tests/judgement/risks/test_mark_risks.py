"""Warnings go into existing columns only, cells that already say so are left alone, and clear takes everything away."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.judgement.risks import assess
from rectify_xl.judgement.risks.mark_risks import clear, mark
from rectify_xl.ledger.records import CellWrite, Ledger, SheetChanges

AS_OF = date(2025, 9, 26)
TABLES = """
[问题台账]
编号 | 具体问题 | 责任科室 | 完成程度 | 整改时限 | 上轮问题 | 整改进展 | 预警 | 预警原因
P001 | 用印无记录 | 办公室 | 整改中 | 2025-09-01 | 是 | | {marks}
P002 | 账实不符 | 财务科 | 整改中 | 2025-10-01 | | | |
P003 | 学习不深入 | 办公室 | 已完成 | | | 修订制度 | 黄·反弹 | 旧原因
"""
LIST = """
[预警清单]
序号 | 级别 | 类型 | 编号 | 位置 | 具体问题 | 责任科室 | 天数 | 风险分 | 原因
"""
LATE = "整改时限为2025年9月1日，已逾期25天，应发督办通知书（问题台账!E2）"
AGAIN = "上一轮巡察已经指出，本轮再次指出（问题台账!F2）"
SOON = "整改时限为2025年10月1日（逢节假日，顺延到2025年10月9日），还剩13天（问题台账!E3）。"


def marked(tables: str) -> tuple[SheetChanges, ...]:
    found: Ledger = load(tables)
    return mark(found, assess(found, AS_OF))


def test_both_columns_and_the_list_are_written() -> None:
    """The level comes first, both kinds are named as they are, reasons are numbered, and old marks go."""
    columns, listed = marked(TABLES.format(marks="|") + LIST)
    assert columns == SheetChanges(
        "问题台账",
        (
            CellWrite(2, 8, "红·逾期、上轮问题"),
            CellWrite(2, 9, f"1.{LATE}；2.{AGAIN}。"),
            CellWrite(3, 8, "橙·临期"),
            CellWrite(3, 9, SOON),
            CellWrite(4, 8, None),
            CellWrite(4, 9, None),
        ),
    )
    assert (listed.sheet, listed.replace_rows) == ("预警清单", True)
    assert [(write.row, write.value, write.link) for write in listed.writes if write.column == 5] == [
        (2, "问题台账!A2", "问题台账!A2"),
        (3, "问题台账!A3", "问题台账!A3"),
        (4, "问题台账!A2", "问题台账!A2"),
    ]
    assert [write.value for write in listed.writes if write.row == 2] == [
        1, "红", "逾期", "P001", "问题台账!A2", "用印无记录", "办公室", 25, 72, LATE + "。",
    ]  # fmt: skip
    assert [write.value for write in listed.writes if write.row == 4] == [
        3, "黄", "上轮问题", "P001", "问题台账!A2", "用印无记录", "办公室", 25, AGAIN + "。",
    ]  # fmt: skip


def test_what_is_already_marked_is_not_written_again() -> None:
    """Only cells whose text differs are touched."""
    [columns] = marked(TABLES.format(marks=f"红·逾期、上轮问题 | 1.{LATE}；2.{AGAIN}。"))
    assert [(write.row, write.column) for write in columns.writes] == [(3, 8), (3, 9), (4, 8), (4, 9)]


def test_writing_twice_changes_nothing() -> None:
    """A ledger that carries its marks and its list gets no change at all."""
    first = load(TABLES.format(marks="|") + LIST)
    columns, listed = mark(first, assess(first, AS_OF))
    cells = {(write.row, write.column): str(write.value or "") for write in columns.writes}
    rows = [
        ["P001", "用印无记录", "办公室", "整改中", "2025-09-01", "是", ""],
        ["P002", "账实不符", "财务科", "整改中", "2025-10-01", "", ""],
    ]
    rows.append(["P003", "学习不深入", "办公室", "已完成", "", "", "修订制度"])
    table = [" | ".join((*row, cells[number, 8], cells[number, 9])) for number, row in enumerate(rows, 2)]
    lines = {(write.row, write.column): str(write.value) for write in listed.writes}
    listing = [" | ".join(lines.get((row, column), "") for column in range(1, 11)) for row in (2, 3, 4)]
    head = TABLES.strip().splitlines()[:2]
    again = load("\n".join((*head, *table)) + LIST + "\n".join(listing))
    assert mark(again, assess(again, AS_OF)) == ()


def test_columns_and_sheets_that_are_missing_stay_missing() -> None:
    """No column is invented, and without 预警清单 there is no list."""
    assert marked("[问题台账]\n编号 | 完成程度 | 整改时限\nP001 | 整改中 | 2025-09-01") == ()
    [columns] = marked("[问题台账]\n编号 | 完成程度 | 整改时限 | 预警\nP001 | 整改中 | 2025-09-01 |")
    assert columns.writes == (CellWrite(2, 4, "红·逾期"),)


def test_the_list_follows_its_own_header() -> None:
    """Moved and missing columns of 预警清单 are respected, as is a title above its header."""
    _, listed = marked("""
        [问题台账]
        编号 | 完成程度 | 整改时限 | 预警
        P001 | 整改中 | 2025-09-01 |
        [预警清单]
        本月预警
        级别 | 备注 | 编号
        """)
    assert listed == SheetChanges("预警清单", (CellWrite(3, 1, "红"), CellWrite(3, 3, "P001")), replace_rows=True)


def test_clear_takes_everything_away() -> None:
    """Marks, also those left in an emptied row, and the list go; a clean ledger is not touched."""
    found = load(TABLES.format(marks="|") + "| | | | | | | 红·逾期 |\n" + LIST + "#数 1 | 红")
    columns, listed = clear(found)
    assert columns.writes == (CellWrite(4, 8, None), CellWrite(4, 9, None), CellWrite(5, 8, None))
    assert listed == SheetChanges("预警清单", (), replace_rows=True)
    assert clear(load("[问题台账]\n编号 | 预警\nP001 |" + LIST)) == ()


def test_a_formula_in_a_computed_column_gives_way() -> None:
    """A formula without a result would show nothing; it is replaced, or emptied."""
    assert clear(load("[问题台账]\n编号 | 预警\nP001 | <空>"))[0].writes == (CellWrite(2, 2, None),)
