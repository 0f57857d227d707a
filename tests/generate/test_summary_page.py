"""统计汇总 of a township stands on one page of A4, in type that can be read."""

from __future__ import annotations

from openpyxl import load_workbook

from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import summary_layout
from rectify_xl.system import resources

A4_WIDE, A4_HIGH = 210 / 25.4 * 72, 297 / 25.4 * 72
DEFAULT_HEIGHT = 15.0


def test_nine_departments_stand_on_one_page() -> None:
    """With 4 aspects and 5 leaders too, printed as wide as the paper and at 9 pt; only unused lines are hidden."""
    sheet = load_workbook(resources.path("workbook_template.xlsx"))[schema.SUMMARY]
    shown = set(range(1, summary_layout.LAST + 1)) - set(summary_layout.summary_visibility(4, 9, 5).hidden_rows)
    high = sum(sheet.row_dimensions[row].height or DEFAULT_HEIGHT for row in shown)
    margins = sheet.page_margins
    room_across = A4_WIDE - 72 * (margins.left + margins.right)
    room_down = A4_HIGH - 72 * (margins.top + margins.bottom)
    across = sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJK") * 7 * 72 / 96
    assert sheet.page_setup.fitToHeight == 0
    assert high * min(1, room_across / across) <= room_down
    assert 10 * room_across / across >= 9
