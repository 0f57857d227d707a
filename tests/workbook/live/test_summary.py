"""统计汇总 in a running office: its formulas follow the rows of the ledger and their own."""

from __future__ import annotations

from pathlib import Path

import xlwings

from rectify_xl.ledger.counting import summary_layout as at
from tests.workbook.live import ledgers


def counts(book: xlwings.Book, *, down: int = 0) -> list[list[object]]:
    """Return titles and counts of both tables as they are calculated now."""
    book.impl.model.calculate()
    sheet = book.sheets["统计汇总"]
    spans = ((at.ASPECTS.first, at.ASPECTS.total), (at.DEPARTMENTS.first, at.DEPARTMENTS.total))
    rows = (sheet.range(f"B{first + down}:J{last + down}").value for first, last in spans)
    return [row for table in rows for row in table if row[1] not in (None, 0)]


def test_a_row_inserted_above_changes_no_number(app: xlwings.App, tmp_path: Path) -> None:
    """An office may put a line of its own on top; lines, rows without a title and totals are still told apart."""
    book = app.books.open(ledgers.small(tmp_path))
    before = counts(book)
    assert [row[:2] for row in before] == [
        ["甲方面", 2], ["乙方面", 1], ["合计", 3], ["办公室", 2], ["后勤科", 1], ["合计", 3]
    ]  # fmt: skip
    book.impl.model.Sheets.getByName("统计汇总").Rows.insertByIndex(1, 2)
    assert counts(book, down=2) == before
    book.close()


def test_numbers_follow_an_edit(app: xlwings.App, tmp_path: Path) -> None:
    """A problem that changes its department, and one more, are counted where they belong now."""
    book = app.books.open(ledgers.small(tmp_path))
    ledger = book.sheets["问题台账"]
    ledger.range("H2").value = "财务科"
    ledger.range("A5:D5").value = ["P004", "丙方面", None, "合同没有归档"]
    assert {row[0]: row[1] for row in counts(book)} == {
        "甲方面": 2, "乙方面": 1, "丙方面": 1, "财务科": 1, "办公室": 1, "后勤科": 1, "（未填责任科室）": 1, "合计": 4
    }  # fmt: skip
    book.close()
