"""Tables that office systems export as web pages, XML of 2003 or text, mostly under the name of .xls."""

from __future__ import annotations

import time

import pytest

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import SheetGrid
from rectify_xl.text.cell_value import Month, Percent
from rectify_xl.text.refs import Area
from rectify_xl.workbook.reading.any_workbook import is_workbook, read_grid

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312>
<style>.done{background:yellow}</style></head><body><h3>整改台账</h3><table border=1>
<tr><th rowspan=2>序号</th><th colspan=2>问题&nbsp;描述</th></tr>
<tr><td bgcolor="#ff0000">甲<br>乙</td><td class=done></td></tr>
<tr style="display:none"><td x:num>1</td><td>2025-06-30</td></tr></table>填表人：张三</body></html>"""
XML = """<?xml version="1.0" encoding="gb2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"/><Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;;@"/>
<Interior ss:Color="#FF0000" ss:Pattern="Solid"/></Style><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>
</Styles><Worksheet ss:Name="台账"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell>
<Cell><Data ss:Type="Number">3</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:StyleID="m"><Data ss:Type="DateTime">2026-11-01T00:00:00.000</Data>
<Comment><Data>请核实</Data></Comment></Cell><Cell ss:Formula="=1+1"/>
<Cell ss:StyleID="p" ss:Formula="=TODAY()-RC1"><Data ss:Type="Number">0.8</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def read(text: str, name: str = "台账.xls", encoding: str = "gb18030") -> SheetGrid:
    data = text.encode(encoding)
    assert is_workbook(data, name)
    return read_grid(data, name).sheets[0]


def test_a_page_is_read_as_the_office_program_shows_it() -> None:
    """Titles above the table have rows of their own; spans are merged cells; colours come from classes, too."""
    sheet = read(PAGE)
    assert sheet.values == {
        (1, 1): "整改台账",
        (2, 1): "序号",
        (2, 2): "问题 描述",
        (3, 2): "甲\n乙",
        (4, 1): 1.0,
        (4, 2): "2025-06-30",
        (5, 1): "填表人：张三",
    }
    assert (sheet.name, sheet.merged) == ("台账", (Area(2, 1, 3, 1), Area(2, 2, 2, 3)))
    assert sheet.fills == {(3, 2): "FF0000", (3, 3): "FFFF00"}
    assert sheet.hidden_rows == {4}


def test_a_table_that_only_lays_out_others_is_none() -> None:
    """Of nested tables those count that have texts."""
    page = "<html><body><table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table></body></html>"
    assert read(page).values == {(1, 1): "甲", (1, 2): "乙"}


def test_xml_of_2003_is_read_with_formats() -> None:
    """Its cells count on from the last one, unless they say where they stand."""
    sheet = read(XML)
    assert sheet.values == {(1, 1): "标题", (1, 3): 3.0, (4, 1): Month(2026, 11, 1), (4, 3): Percent(0.8)}
    assert isinstance(sheet.values[4, 1], Month)
    assert isinstance(sheet.values[4, 3], Percent)
    assert (sheet.merged, sheet.fills, sheet.notes) == ((Area(1, 1, 1, 2),), {(4, 1): "FF0000"}, {(4, 1): "请核实"})
    assert sheet.hidden
    assert sheet.hidden_rows == {4}
    assert sheet.hidden_columns == {3}
    assert sheet.uncached == {(4, 2): "=1+1"}
    assert sheet.unsteady == {(4, 3): "=TODAY()-RC1"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_is_read_with_any_mark_between_cells(mark: str, encoding: str) -> None:
    """Commas and line ends within quotes are part of a cell; ="002" is how a text of digits is kept."""
    rows = ["序号,问题,时限", '1,"学习不够,\n不深入",2025年6月', '="002",乙,']
    text = "\r\n".join(rows).replace(",", mark).replace(f"不够{mark}", "不够,")
    assert read(text, "台账.csv", encoding).values == {
        (1, 1): "序号",
        (1, 2): "问题",
        (1, 3): "时限",
        (2, 1): "1",
        (2, 2): "学习不够,\n不深入",
        (2, 3): "2025年6月",
        (3, 1): "002",
        (3, 2): "乙",
    }


def test_a_torn_or_locked_workbook_is_one_nevertheless() -> None:
    """What is said of it then speaks of workbooks, not of notices."""
    for data in (b"", b"PK\x03\x04abc", b"\x00\x01\x02" * 50):
        assert is_workbook(data, "台账.xlsx")
        assert not is_workbook(data, "通报.docx")


def test_a_notice_is_no_workbook() -> None:
    """Web pages and texts count by their names only: those of notices are not called .xls."""
    assert not is_workbook(PAGE.encode(), "通报.html")
    assert not is_workbook("关于整改情况的通报\n一、总体情况".encode(), "通报.txt")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html><body><p>没有权限</p></body></html>", "“台账.xls”是网页，里面没有表格"),
        ("登录超时\n请重新登录", "“台账.xls”是文本，里面没有用逗号或制表符分开的表格"),
        (
            "<html><table><tr>" + "<td colspan=1000 rowspan=9999>甲</td>" * 16 + "</tr><tr><td>乙</td>" * 300,
            "《台账》的内容超过50万格",
        ),
        (
            XML.replace('Index="4"', 'Index="1048576"').replace("</Row></Table>", "</Row><Row/></Table>"),
            "《台账》的内容超过",
        ),
        (XML[:900], "工作簿已损坏"),
        ("<!DOCTYPE x>" + XML[45:], "工作簿含有不正常的内容"),
    ],
)
def test_what_is_no_table_or_too_large_is_refused_in_a_sentence(text: str, message: str) -> None:
    """Error pages under the name of .xls, and files that somebody made to hurt."""
    began = time.monotonic()
    with pytest.raises(BookError, match=message):
        read_grid(text.encode("gb18030"), "台账.xls")
    assert time.monotonic() - began < 5
