"""问题台账 prints what an office prints of it, in type that can be read, under its unit and its round."""

from __future__ import annotations

import zipfile
from html import unescape
from pathlib import Path

import pytest
from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook

TEMPLATE = resources.path("workbook_template.xlsx")
PLAIN = '&L&"黑体,Regular"&10 单位（盖章）：&C&"黑体,Regular"&14 &A&R&"黑体,Regular"&10 打印日期：&D'


def head(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/worksheets/sheet3.xml").decode()
    return unescape(text.partition("<oddHeader>")[2].partition("</oddHeader>")[0])


def filled(unit: str, turn: str) -> tuple[SheetChanges, ...]:
    rows = [item.name for item in schema.INFO_ITEMS]
    return (
        SheetChanges(
            "基本信息",
            (CellWrite(rows.index("单位名称") + 2, 2, unit), CellWrite(rows.index("巡察轮次") + 2, 2, turn)),
        ),
    )


def test_a_new_ledger_is_headed_with_its_unit_and_round(tmp_path: Path) -> None:
    """What an import knows stands over the printed table; a blank ledger leaves room for a hand."""
    assert head(TEMPLATE) == PLAIN
    made = tmp_path / "台账.xlsx"
    file_host.create(TEMPLATE, made, filled("A&B公司", "2026年第一轮"))
    assert head(made) == (
        '&L&"黑体,Regular"&10 单位（盖章）：A&&B公司&C&"黑体,Regular"&14 2026年第一轮巡察　&A'
        '&R&"黑体,Regular"&10 打印日期：&D'
    )


def test_a_write_keeps_the_head_true(tmp_path: Path) -> None:
    """Where the unit is another one now, the next write says so; other sheets keep their bytes."""
    made = tmp_path / "台账.xlsx"
    file_host.create(TEMPLATE, made, filled("清河镇党委", "县委第六轮巡察"))
    book = FileBook(made)
    book.write(filled("清河县清河镇党委", "县委第六轮巡察"))
    assert "单位（盖章）：清河县清河镇党委&C" in head(made)
    assert "&14 县委第六轮巡察　&A&R" in head(made)
    assert book.notes == ()


@pytest.mark.parametrize("own", ["&C自己的页眉", PLAIN + "&C加一句", ""])
def test_what_an_office_wrote_stays(tmp_path: Path, own: str) -> None:
    """A header that somebody made is nobody else's business."""
    made = tmp_path / "台账.xlsx"
    with zipfile.ZipFile(TEMPLATE) as package, zipfile.ZipFile(made, "w") as other:
        for name in package.namelist():
            data = package.read(name)
            if name == "xl/worksheets/sheet3.xml":
                tree = etree.fromstring(data)
                (only,) = tree.iter("{*}oddHeader")
                only.text = own
                data = etree.tostring(tree)
            other.writestr(name, data)
    book = FileBook(made)
    book.read()
    book.write((*filled("清河镇党委", "第六轮"), SheetChanges("问题台账", (CellWrite(2, 1, "P001"),))))
    assert head(made).replace('"', "") == own.replace('"', "")


def test_the_table_is_printed_to_its_end_and_legibly() -> None:
    """The printed columns end with 完成日期; as wide as A3, its 10 pt are printed at 9."""
    with zipfile.ZipFile(TEMPLATE) as package:
        names = etree.fromstring(package.read("xl/workbook.xml")).iter("{*}definedName")
        areas = [name.text for name in names if name.get("name") == "_xlnm.Print_Area" and "问题台账" in str(name.text)]
    assert areas == ["'问题台账'!$A:$S"]
    printed = schema.PROBLEMS.columns[: schema.PROBLEMS.position("完成日期")]
    across = sum(column.width for column in printed if not column.folded) * 7 / 96 * 25.4
    assert 10 * (420 - 2 * 0.3 * 25.4) / across >= 9
