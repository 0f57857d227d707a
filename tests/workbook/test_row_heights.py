"""A row is estimated as high as its wrapped texts need."""

from __future__ import annotations

import pytest
from lxml import etree

from rectify_xl.workbook.editing import row_heights
from rectify_xl.workbook.editing.row_heights import CellFont

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
