"""A row is estimated as high as its wrapped texts need."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.editing import row_heights
from rectify_xl.workbook.editing.row_heights import CellFont
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office

WRAPPED = CellFont(wraps=True, size=10.0)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, 1),
        ("abcdefghi", 10, 1),
        ("abcdefghijklm", 10, 2),
        ("整改", 10, 1),
        ("整改措施落实", 10, 2),
        ("整" * 50, 10.7, 10),
    ],
)
def test_a_chinese_character_takes_the_room_of_two(text: str, width: float, expected: int) -> None:
    """At 10 points a column of 10 holds four Chinese or nine Latin characters on a line."""
    assert row_heights.lines(text, 10, width) == expected


def test_lines_are_counted_as_they_break() -> None:
    """Words, numbers and marks stay whole at the end of a line; what needs several has room for a wider font."""
    text = (
        "第44行“剩余时限”2027-02-08 晚于延期后的时限 2026-12-22（销号登记!L3，晚48天），没有批准延期，"
        "本行仍按延期后的时限计算逾期（“1项涉及历史遗留问题，正在协调”）。"
    )
    assert row_heights.lines(text, 10, 40) == 5
    assert (
        row_heights.lines("第12行“具体问题”“公车管理不严，7次派车没有审批单”与第11行（P010）的问题相同。", 10, 40) == 3
    )
    assert row_heights.lines("2026-12-31", 10, 12) == 1
    assert row_heights.lines("M" * 60, 10, 10) == 8


def test_the_longest_text_decides() -> None:
    """The height is that of the column with most lines; hidden columns and texts that do not wrap do not count."""
    looks = {1: WRAPPED, 2: WRAPPED, 3: WRAPPED, 4: CellFont(wraps=False, size=10)}
    texts = {1: "短", 2: "一\n二\n三", 3: "藏" * 500, 4: "长" * 500}
    assert row_heights.needed(texts, looks, {1: 10, 2: 10, 3: 0, 4: 10}) == 47


def test_one_line_needs_no_height() -> None:
    """A row of single lines keeps the standard height."""
    assert row_heights.needed({1: "短"}, {1: WRAPPED}, {1: 10}) is None


def test_no_row_is_higher_than_programs_show() -> None:
    """409 points is the limit."""
    assert row_heights.needed({1: "一\n" * 100}, {1: WRAPPED}, {1: 10}) == 409


def test_looks_and_widths_come_from_the_workbook() -> None:
    """Wrapping and font size are read from the styles, widths from the columns."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    styles = etree.fromstring(
        f'<styleSheet xmlns="{space}"><fonts><font/><font><sz val="9"/></font></fonts><cellXfs><xf fontId="0"/>'
        '<xf fontId="1"><alignment wrapText="1"/></xf></cellXfs></styleSheet>'
    )
    sheet = etree.fromstring(
        f'<worksheet xmlns="{space}"><cols><col min="1" max="2" width="20"/><col min="3" max="3" width="9" hidden="1"/>'
        "</cols></worksheet>"
    )
    assert row_heights.cell_fonts(styles) == [CellFont(wraps=False, size=11.0), CellFont(wraps=True, size=9.0)]
    assert row_heights.widths(sheet) == {1: 20.0, 2: 20.0, 3: 0.0}


def test_what_is_written_into_a_file_of_libreoffice_wraps_and_has_room(tmp_path: Path) -> None:
    """It leaves out cells that look like their column: its look is taken, and the row is made high enough."""
    path = tmp_path / "台账.xlsx"
    part = office.sheet_part(office.TEMPLATE, "问题台账")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in office.parts(office.TEMPLATE).items():
            bare = re.sub(rb'<c r="[A-Z]+[2-9][0-9]*"[^>]*?/>', b"", content) if name == part else content
            package.writestr(name, bare)
    column = schema.PROBLEMS.position("预警原因")
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(3, 1, "P002"), CellWrite(3, column, "长" * 60))),))
    sheet = openpyxl.load_workbook(path)["问题台账"]
    assert sheet.cell(3, column).alignment.wrap_text
    assert sheet.cell(3, column).font.size == 10
    assert sheet.row_dimensions[3].height == 77
