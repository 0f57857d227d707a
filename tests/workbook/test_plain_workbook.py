"""A workbook of texts is written by its parts, and read again as it was meant."""

from __future__ import annotations

import io

import openpyxl

from rectify_xl.workbook import plain_workbook
from rectify_xl.workbook.plain_workbook import OfferedWords, TextSheet, TextStyle

PLAIN = TextStyle("宋体", 10)
YELLOW = PLAIN._replace(fill="FFFF99", bold=True)


def test_texts_stay_texts_with_their_looks_and_lists() -> None:
    """What begins with = is no formula, characters that XML cannot hold go, and the same sheet gives the same bytes."""
    rows = [[("=1+1", PLAIN), ("<甲&乙>\x01\ud800", YELLOW)], [("", PLAIN), ("第一行\n第二行", PLAIN)]]
    sheet = TextSheet("对照", rows, (8, 20), {1: 28.0}, 1, (OfferedWords("B2 B4:B5", ("导入", "不导入"), strict=True),))
    content = plain_workbook.workbook([sheet, TextSheet("清单", [[("名称", PLAIN)]], (10,), {}, 1)])
    assert content == plain_workbook.workbook([sheet, TextSheet("清单", [[("名称", PLAIN)]], (10,), {}, 1)])
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["对照", "清单"]
    page = book["对照"]
    assert [[cell.value for cell in row] for row in page] == [["=1+1", "<甲&乙>"], [None, "第一行\n第二行"]]
    assert page["A1"].data_type == "s"
    assert (page["B1"].fill.fgColor.rgb, page["B1"].font.bold, page["A1"].font.name) == ("FFFFFF99", True, "宋体")
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.showErrorMessage) == ("B2 B4:B5", '"导入,不导入"', True)
    assert (page.freeze_panes, page.row_dimensions[1].height, page.column_dimensions["B"].width) == ("A2", 28.0, 20.0)
