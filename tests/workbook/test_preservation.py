"""Whatever a user put into a ledger is still there after our commands wrote into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.workbook.file_host import FileBook
from tests import addresses
from tests.workbook import office, rich_workbook

CHECK: Changes = (
    SheetChanges(
        "问题台账",
        (
            CellWrite(2, addresses.column("校验标记"), "错误：整改时限"),
            CellWrite(5, addresses.column("校验标记"), "提醒：责任人"),
        ),
    ),
    SheetChanges(
        "校验结果",
        tuple(
            write
            for row in range(2, 9)
            for write in (
                CellWrite(row, addresses.column("序号", "校验结果"), row - 1),
                CellWrite(row, addresses.column("级别", "校验结果"), "错误"),
                CellWrite(row, addresses.column("位置", "校验结果"), f"问题台账!K{row}", f"问题台账!K{row}"),
                CellWrite(row, addresses.column("问题", "校验结果"), "整改时限早于反馈日期。"),
            )
        ),
        replace_rows=True,
    ),
)
RISKS: Changes = (
    SheetChanges(
        "问题台账",
        (
            CellWrite(3, addresses.column("预警"), "红·逾期3天"),
            CellWrite(3, addresses.column("预警原因"), "整改时限已过3天。"),
        ),
    ),
    SheetChanges(
        "预警清单",
        (
            CellWrite(2, addresses.column("序号", "预警清单"), 1),
            CellWrite(2, addresses.column("级别", "预警清单"), "红"),
            CellWrite(
                2, addresses.column("位置", "预警清单"), addresses.ref("整改时限", 3), addresses.ref("整改时限", 3)
            ),
        ),
        replace_rows=True,
    ),
)
CLEAR: Changes = (
    SheetChanges("问题台账", tuple(CellWrite(row, column, None) for row in range(2, 12) for column in (29, 30, 31))),
    SheetChanges("校验结果", (), replace_rows=True),
    SheetChanges("预警清单", (), replace_rows=True),
)
WRITTEN_SHEETS = ("问题台账", "校验结果", "预警清单")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    rich_workbook.build(office.TEMPLATE, path)
    return path


@pytest.mark.parametrize("runs", [(CHECK,), (RISKS,), (CHECK, RISKS), (CHECK, RISKS, CLEAR)])
def test_all_other_parts_keep_their_bytes(ledger: Path, runs: tuple[Changes, ...]) -> None:
    """Only the written sheets, their tables and links change; text box, picture, comments and the rest do not."""
    before = office.parts(ledger)
    book = FileBook(ledger)
    for changes in runs:
        book.write(changes)
    after = office.parts(ledger)
    assert set(after) == set(before)
    sheets = {office.sheet_part(ledger, sheet) for sheet in WRITTEN_SHEETS}
    may_change = sheets | {name.replace("worksheets/", "worksheets/_rels/") + ".rels" for name in sheets}
    may_change |= {name for name in before if name.startswith("xl/tables/")}
    assert {name for name in before if after[name] != before[name]} <= may_change


@pytest.mark.parametrize("changes", [CHECK, RISKS])
def test_a_written_sheet_changes_in_the_written_cells_only(ledger: Path, changes: Changes) -> None:
    """In 问题台账 all cells but the written ones, and all that is not a cell, stay as they were."""
    before = office.sheet_xml(ledger, "问题台账")
    FileBook(ledger).write(changes)
    after = office.sheet_xml(ledger, "问题台账")
    written = {"AE2", "AE5"} if changes is CHECK else {"AC3", "AD3"}
    assert changed_cells(before, after) == written
    assert shell(before) == shell(after)


def test_after_clear_every_value_is_as_it_was(ledger: Path) -> None:
    """check, risks and clear together leave the values of all cells of all sheets as they were."""
    before = office.values(ledger)
    tables = {name: office.table_area(ledger, name) for name in ("问题", "校验结果", "预警清单")}
    book = FileBook(ledger)
    for changes in (CHECK, RISKS, CLEAR):
        book.write(changes)
    assert office.values(ledger) == before
    assert {name: office.table_area(ledger, name) for name in tables} == tables
    assert office.sheet_xml(ledger, "校验结果").find(f"{office.MAIN}hyperlinks") is None


def test_everything_that_was_put_in_is_still_named(ledger: Path) -> None:
    """The sheet still refers to drawing, comments, printer settings, sparklines and its own rules."""
    FileBook(ledger).write(CHECK + RISKS[1:])
    content = office.parts(ledger)
    sheet = content[office.sheet_part(ledger, "问题台账")].decode()
    for mark in ("<drawing", "<legacyDrawing", "sparklineGroup", "x14:dataBar", "x14:dataValidation", "<ignoredError"):
        assert mark in sheet, mark
    assert "周五前报专班办公室" in content["xl/drawings/drawing1.xml"].decode()
    assert rich_workbook.RICH_TEXT in office.values(ledger)["问题台账", addresses.cell("备注", 4)]
    assert "<r><rPr><b/>" in content["xl/sharedStrings.xml"].decode()


def test_audit_finds_nothing_new(ledger: Path) -> None:
    """openxml-audit finds no more in the written workbook than in the one before."""
    before = office.findings(ledger)
    FileBook(ledger).write(CHECK + RISKS[1:])
    assert office.findings(ledger) <= before


def changed_cells(before: etree._Element, after: etree._Element) -> set[str]:
    """Return the references of the cells that differ."""
    first, second = (
        {str(cell.get("r")): office.canonical(etree.tostring(cell)) for cell in tree.iter(f"{office.MAIN}c")}
        for tree in (before, after)
    )
    return {ref for ref in first.keys() | second.keys() if first.get(ref) != second.get(ref)}


def shell(tree: etree._Element) -> bytes:
    """Return all that is neither a cell nor the height of a row."""
    copy = etree.fromstring(etree.tostring(tree), etree.XMLParser(remove_blank_text=True))
    for row in copy.iter(f"{office.MAIN}row"):
        for name in ("spans", "ht"):
            row.attrib.pop(name, "")
        for cell in list(row):
            row.remove(cell)
    return etree.tostring(copy, method="c14n")
