"""Findings go into 校验结果 and 校验标记, and nowhere else."""

from __future__ import annotations

from datetime import date

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.mark_findings import clear, mark
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, Changes, Finding, SheetChanges

AS_OF = date(2025, 9, 26)

TABLES = """
[问题台账]
编号 | 完成程度 | 完成日期 | 校验标记
P001 | 已完成 | 2025-06-31 |
P002 | 整改中 | | 提醒【完成日期】
P003 | 整改中 | | 错误【完成程度】
[校验结果]
序号 | 级别 | 代码 | 位置 | 编号 | 问题 | 处理办法
"""


def finding(cell: str, severity: str = "error", sheet: str = "问题台账") -> Finding:
    return Finding("RX402", "error" if severity == "error" else "warning", sheet, cell, "P001", "错了。", "请改正。")


def block(changes: Changes, sheet: str) -> SheetChanges:
    return next(each for each in changes if each.sheet == sheet)


def test_list_has_one_row_per_finding_with_a_link() -> None:
    """Each finding is one row of 校验结果; its 位置 jumps to the cell."""
    changes = mark(ledger_builder.load(TABLES), [finding("C2"), finding("B3", "warning")])
    listed = block(changes, "校验结果")
    assert listed.replace_rows
    assert [each for each in listed.writes if each.row == 2] == [
        CellWrite(2, 1, 1),
        CellWrite(2, 2, "错误"),
        CellWrite(2, 3, "RX402"),
        CellWrite(2, 4, "问题台账!C2", "问题台账!C2"),
        CellWrite(2, 5, "P001"),
        CellWrite(2, 6, "错了。"),
        CellWrite(2, 7, "请改正。"),
    ]
    assert [each.value for each in listed.writes if each.row == 3][:2] == [2, "提醒"]


def test_columns_are_found_by_their_header() -> None:
    """A user who moved or removed columns of 校验结果 gets the findings under the headers that are left."""
    moved = TABLES.replace("序号 | 级别 | 代码 | 位置 | 编号 | 问题 | 处理办法", "我的列 | 问题 | 位置")
    listed = block(mark(ledger_builder.load(moved), [finding("C2")]), "校验结果")
    assert set(listed.writes) == {CellWrite(2, 2, "错了。"), CellWrite(2, 3, "问题台账!C2", "问题台账!C2")}


def test_missing_sheet_is_not_linked_to() -> None:
    """A finding about a sheet that is gone has no link."""
    listed = block(mark(ledger_builder.load(TABLES), [finding("A1", sheet="整改措施")]), "校验结果")
    assert [each.link for each in listed.writes if each.value == "整改措施!A1"] == [""]


def test_marks_name_the_columns_and_only_changes_are_written() -> None:
    """A row gets one token per column, an error before a reminder; a right mark is not written again."""
    found = [finding("B2"), finding("C2", "warning"), finding("C2"), finding("C3", "warning")]
    marks = block(mark(ledger_builder.load(TABLES), found), "问题台账")
    assert marks.writes == (CellWrite(2, 4, "错误【完成程度】 错误【完成日期】"), CellWrite(4, 4, None))
    assert not marks.replace_rows


def test_findings_of_the_header_mark_no_row() -> None:
    """A missing column is listed and marks no row of data."""
    changes = mark(ledger_builder.load(TABLES), [finding("A1")])
    assert block(changes, "问题台账").writes == (CellWrite(3, 4, None), CellWrite(4, 4, None))


def test_without_a_mark_column_nothing_is_written_into_the_sheet() -> None:
    """A sheet whose 校验标记 was removed is left alone."""
    changes = mark(ledger_builder.load("[问题台账]\n编号 | 完成日期\nP001 | 2025-06-31"), [finding("B2")])
    assert [each.sheet for each in changes] == ["校验结果"]


def test_a_mark_that_outlived_its_row_is_emptied() -> None:
    """Where only a mark is left in a row, it goes."""
    tables = "[问题台账]\n编号 | 校验标记\nP001 |\n | 错误【编号】"
    assert mark(ledger_builder.load(tables), [])[-1] == SheetChanges("问题台账", (CellWrite(3, 2, None),))


def test_clear_takes_everything_away() -> None:
    """Clearing empties the list and every mark, and touches nothing else."""
    listed = TABLES + "1 | 错误 | RX402 | 问题台账!C2 | P001 | 错了。 | 请改正。\n"
    assert clear(ledger_builder.load(listed)) == (
        SheetChanges("校验结果", (), replace_rows=True),
        SheetChanges("问题台账", (CellWrite(3, 4, None), CellWrite(4, 4, None))),
    )


def test_clear_of_a_clean_ledger_changes_nothing() -> None:
    """Where nothing is marked, nothing is written."""
    assert clear(ledger_builder.load("[问题台账]\n编号 | 校验标记\nP001 |\n[校验结果]\n序号 | 级别")) == ()


def test_marking_twice_writes_the_marks_once() -> None:
    """After a run has been written, the same run finds every mark right."""
    book = ledger_builder.raw_book(TABLES)
    first = mark(reader.read_ledger(book), checks.run(reader.read_ledger(book), checks.profile("填报"), AS_OF))
    rows = [list(row) + [None] * (4 - len(row)) for row in book.sheets["问题台账"].rows]
    for write in block(first, "问题台账").writes:
        rows[write.row - 1][write.column - 1] = write.value
    again = book._replace(sheets={**book.sheets, "问题台账": book.sheets["问题台账"]._replace(rows=rows)})
    second = mark(reader.read_ledger(again), checks.run(reader.read_ledger(again), checks.profile("填报"), AS_OF))
    assert [each.sheet for each in second] == ["校验结果"]
