"""The last line of a clean copy says what it said when it was packed, and holds nobody to more than that."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generate.ledger_builder import raw_book
from rectify_xl.ledger.changes import applied, change_log, log_chain
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.fingerprint import code, fingerprint
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.supervision.submission import clean_rows, copy_line
from rectify_xl.supervision.submission.clean_rows import CopyOptions
from rectify_xl.workbook import submitted_workbook

MOMENT = datetime(2026, 10, 8, 9, 30)  # noqa: DTZ001 - the user's own clock
OPTIONS = CopyOptions(date(2026, 9, 30), MOMENT, "王芳")
BLANK = submitted_workbook.blank().book


@pytest.fixture(scope="module")
def copy() -> RawBook:
    """Return the clean copy of a small ledger."""
    book = raw_book("""
        [基本信息]
        单位名称 | 青石镇
        [问题台账]
        编号 | 具体问题 | 完成程度
        P001 | 学习走过场 | 整改中
    """)
    return applied.apply(BLANK, clean_rows.rows(BLANK, book, reader.read_ledger(book), OPTIONS).changes)


def with_cell(book: RawBook, sheet: str, row: int, column: int, value: str | None) -> RawBook:
    return applied.apply(book, (SheetChanges(sheet, (CellWrite(row, column, value),)),))


def otherwise(book: RawBook) -> bool:
    return copy_line.says_otherwise(book, fingerprint(book, reader.read_ledger(book)))


def test_the_line_bears_the_code_that_the_letter_prints(copy: RawBook) -> None:
    """With the number of the way in which it is made before it."""
    (line,) = change_log.read(copy)
    assert line.change.key == f"2-{code(fingerprint(copy))}"
    assert line.change.new.startswith("截至2026-09-30的上报件，变更记录只随报销号存证")
    assert not otherwise(copy)


def test_an_edit_is_told_and_what_says_the_same_is_not(copy: RawBook) -> None:
    """备注 and what commands write are not of it; one word of a cell is."""
    assert otherwise(with_cell(copy, "问题台账", 2, 4, "学习走了过场"))
    headers = reader.read_ledger(copy).sheets["问题台账"].headers
    for column in ("备注", "预警原因", "校验标记"):
        assert not otherwise(with_cell(copy, "问题台账", 2, headers[column], "自己记的"))


def test_what_goes_on_as_a_ledger_or_has_no_code_is_held_to_nothing(copy: RawBook) -> None:
    """A line of a later command, a copy of an earlier program, another way of making the code, a line typed by hand."""
    changed = with_cell(copy, "问题台账", 2, 4, "学习走了过场")
    line = LogLine("2026-10-09 08:00:00", "王芳", "预警研判", Change("基本信息", "研判日期", "内容", "", "2026-10-09"))
    added = change_log.append(changed, (line,))
    assert added
    assert not otherwise(applied.apply(changed, (added, *log_chain.extended(changed, (added,)))))
    for key in ("", "3-5d41-402a-bc4b"):
        old = copy_line.last_line(MOMENT, "王芳", "2026-09-30", "", all_lines=False)
        old = old._replace(change=old.change._replace(key=key))
        block = change_log.append(BLANK, (old,))
        assert block
        book = applied.apply(BLANK, (block, *log_chain.extended(BLANK, (block,))))
        assert not otherwise(with_cell(book, "问题台账", 2, 4, "学习走了过场"))
    assert not otherwise(with_cell(changed, "变更记录", 2, 5, "2-0000-0000-0000"))  # that is RX228 and RX229
