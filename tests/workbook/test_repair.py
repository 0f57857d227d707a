"""What pasting took away is put back; rules of somebody's own and all other parts stay as they were."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from rectify_xl.commands import repair as command
from rectify_xl.commands.outcome import Pending, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.text.formulas import relative
from rectify_xl.text.refs import Area
from rectify_xl.workbook import file_host
from rectify_xl.workbook.calc import engine
from rectify_xl.workbook.calc.office import Headless
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.repair import Damage
from rectify_xl.workbook.repair.areas import read, subtract, write
from rectify_xl.workbook.repair.colour_rules import moved
from rectify_xl.workbook.saving import backup
from tests import addresses
from tests.addresses import area
from tests.office_session import office
from tests.workbook import office as files
from tests.workbook import rich_workbook

__all__ = ["office"]

PROBLEM_ROWS = tuple(
    write
    for row in range(2, 12)
    for write in addresses.row("问题台账", row, 编号=f"P{row - 1:03d}", 具体问题="学习不深入", 完成程度="整改中")
)


PASTED = ("整改时限", "时限类型", "完成程度")
PROBLEM, LAST = addresses.letters("具体问题"), addresses.last()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    file_host.create(files.TEMPLATE, path, (SheetChanges("问题台账", PROBLEM_ROWS),))
    return path


def damages(path: Path, *, write: bool = False) -> tuple[Damage, ...]:
    return file_host.repair(path, files.TEMPLATE, write=write)


def edited(path: Path, change: Callable[[Any], None]) -> None:
    """Change a ledger with openpyxl, as far as that goes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path)
    change(book)
    book.save(path)


def paste_over(book: Any) -> None:
    """Take the rules off rows 3 to 7 of three columns, as a pasted block does; a person's own rules are there too."""
    sheet = book["问题台账"]
    for rule in sheet.data_validations.dataValidation:
        if str(rule.sqref) in (area(header, 2, 3000) for header in PASTED):
            column = str(rule.sqref).partition("2:")[0]
            rule.sqref = type(rule.sqref)(f"{column}2 {column}8:{column}3000")
    own = DataValidation(type="whole", operator="between", formula1="1", formula2="5")
    own.add(addresses.cell("时限类型", 5))
    sheet.add_data_validation(own)
    former = [rule for group in sheet.conditional_formatting for rule in group.rules]
    sheet.conditional_formatting = ConditionalFormattingList()
    for rule in former[:2]:
        sheet.conditional_formatting.add(f"A2:{LAST}2 A8:{LAST}3000", rule)
    mine = Rule(
        type="expression",
        formula=[f'${PROBLEM}2="重点"'],
        dxf=DifferentialStyle(fill=PatternFill("solid", end_color="00FFCC")),
    )
    mine.priority = 3
    sheet.conditional_formatting.add(f"A2:{PROBLEM}3000", mine)
    for rule in former[3:]:
        sheet.conditional_formatting.add(f"A2:{LAST}2 A8:{LAST}3000", rule)


def rules(path: Path) -> list[tuple[str, str]]:
    """Return the areas and formulas of the colouring rules of 问题台账, the most urgent first."""
    sheet = files.sheet_xml(path, "问题台账")
    found = sorted(sheet.iter(f"{files.MAIN}cfRule"), key=lambda rule: int(rule.get("priority")))
    return [(rule.getparent().get("sqref"), rule.findtext(f"{files.MAIN}formula")) for rule in found]


def validation_areas(path: Path) -> dict[str, str]:
    """Return the areas of the validations of 问题台账 by their list or kind."""
    sheet = files.sheet_xml(path, "问题台账")
    pasted = {addresses.letters(header) for header in PASTED}
    return {
        rule.findtext(f"{files.MAIN}formula1") or rule.get("promptTitle"): rule.get("sqref")
        for rule in sheet.iter(f"{files.MAIN}dataValidation")
        if set(re.findall("[A-Z]+", rule.get("sqref"))) <= pasted
    }


def test_a_blank_and_a_used_ledger_are_whole(ledger: Path) -> None:
    """Nothing is found, and nothing is written, also when asked to."""
    before = ledger.read_bytes()
    assert damages(ledger, write=True) == ()
    assert ledger.read_bytes() == before
    assert not (ledger.parent / "rectify_xl_备份").exists()


def test_a_pasted_block_is_found_and_mended(ledger: Path) -> None:
    """Each column and the colours are told with their rows; afterwards nothing is missing."""
    edited(ledger, paste_over)
    before = files.findings(ledger)
    assert damages(ledger, write=True) == (
        Damage("问题台账", "下拉和填写提示", "整改时限", 5),
        Damage("问题台账", "下拉和填写提示", "时限类型", 4, 1),
        Damage("问题台账", "下拉和填写提示", "完成程度", 5),
        Damage("问题台账", "自动标色", "", 10),
    )
    assert damages(ledger) == ()
    assert validation_areas(ledger) == {
        "整改时限": area("整改时限", 2, 3000),
        "字典_时限类型": f"{area('时限类型', 2, 4)} {area('时限类型', 6, 3000)}",
        "字典_完成程度": area("完成程度", 2, 3000),
        "1": addresses.cell("时限类型", 5),
    }
    assert files.findings(ledger) <= before


def test_a_rule_of_somebodys_own_keeps_its_place(ledger: Path) -> None:
    """It stands between the same neighbours, with the same area and formula; ours are in the order of the template."""
    whole = rules(ledger)
    edited(ledger, paste_over)
    damages(ledger, write=True)
    assert rules(ledger) == [*whole[:2], (f"A2:{PROBLEM}3000", f'${PROBLEM}2="重点"'), *whole[2:]]


def test_all_other_parts_keep_their_bytes(tmp_path: Path) -> None:
    """In a ledger with pictures, comments and sparklines only the mended sheet changes."""
    path = tmp_path / "台账.xlsx"
    rich_workbook.build(files.TEMPLATE, path)
    part = files.sheet_part(path, "整改措施")
    content = files.parts(path)
    sheet = etree.fromstring(content[part])
    group = sheet.find(f"{files.MAIN}dataValidations")
    assert group is not None
    sheet.remove(group)
    rewritten(path, {part: etree.tostring(sheet)})
    before = files.parts(path)
    found = damages(path, write=True)
    assert {(damage.sheet, damage.kind) for damage in found} == {("整改措施", "下拉和填写提示")}
    after = files.parts(path)
    assert {name for name in before if after[name] != before[name]} == {part}
    assert damages(path) == ()


def test_a_lost_colour_comes_back_with_its_format(ledger: Path) -> None:
    """Where the styles no longer hold the format of a rule, it is added; nothing else of the styles changes."""
    part = files.sheet_part(ledger, "预警清单")
    content = files.parts(ledger)
    sheet, styles = etree.fromstring(content[part]), etree.fromstring(content["xl/styles.xml"])
    for group in list(sheet.iter(f"{files.MAIN}conditionalFormatting")):
        sheet.remove(group)
    formats = styles.find(f"{files.MAIN}dxfs")
    assert formats is not None
    fill = next(each for each in formats.iter(f"{files.MAIN}bgColor"))
    fill.set("rgb", "00123456")
    rewritten(ledger, {part: etree.tostring(sheet), "xl/styles.xml": etree.tostring(styles)})
    count = len(formats)
    assert [damage.kind for damage in damages(ledger, write=True)] == ["自动标色"]
    mended = etree.fromstring(files.parts(ledger)["xl/styles.xml"]).find(f"{files.MAIN}dxfs")
    assert mended is not None
    assert count <= len(mended) <= count + 1
    assert [etree.tostring(each) for each in list(mended)[:count]] == [etree.tostring(each) for each in formats]
    assert damages(ledger) == ()


def test_a_block_pasted_in_calc_is_found_and_mended(ledger: Path, office: Headless) -> None:
    """LibreOffice really pastes plain cells over rows 3 to 7 of four columns and saves the workbook."""
    saved = in_calc(ledger, office, paste_in_calc)
    found = damages(saved, write=True)
    assert [(damage.kind, damage.column, damage.rows) for damage in found] == [
        ("下拉和填写提示", "整改时限", 5),
        ("下拉和填写提示", "时限类型", 5),
        ("下拉和填写提示", "完成程度", 5),
        ("下拉和填写提示", "后续要求", 5),
        ("自动标色", "", 5),
    ]
    assert damages(saved) == ()


def test_saving_in_calc_and_inserting_rows_and_columns_is_no_damage(ledger: Path, office: Headless) -> None:
    """A column of the office's own before 完成程度 and a row in the middle: rules move along, nothing is missing."""

    def insert(document: Any) -> None:
        sheet = document.Sheets.getByName("问题台账")
        sheet.Columns.insertByIndex(addresses.column("完成程度") - 1, 1)
        sheet.Rows.insertByIndex(4, 1)

    assert damages(in_calc(ledger, office, insert)) == ()


def test_an_older_ledger_gets_the_sheet_of_the_memory(ledger: Path) -> None:
    """The sheet is added, hidden deep, and the next command starts the memory in it."""

    def remove(book: Any) -> None:
        del book["程序状态"]

    edited(ledger, remove)
    before = files.findings(ledger)
    assert damages(ledger, write=True) == (Damage("程序状态", "工作表", "", 0),)
    assert files.findings(ledger) <= before
    assert load_workbook(ledger)["程序状态"].sheet_state == "veryHidden"
    book = FileBook(ledger)
    stamp = change_tracking.Stamp(Request(date(2025, 9, 1)).now, "王芳", "校验台账")
    remembered = change_tracking.remember(
        book.read(), (SheetChanges("问题台账", addresses.row("问题台账", 2, 校验标记="错误")),), stamp
    )
    book.write(remembered.changes)
    assert remembered.notes[0].startswith("已开始留痕")
    assert list(change_tracking.frozen(FileBook(ledger).read())) == ["起点 2025-09-01"]


def test_the_command_writes_only_when_told_to(ledger: Path) -> None:
    """Without --write the file stays as it is; with it a dated copy is kept."""
    edited(ledger, paste_over)
    before = ledger.read_bytes()
    outcome = command.run(Request(date(2025, 9, 1), source=str(ledger)))
    assert ledger.read_bytes() == before
    assert outcome.summary == ("有4处缺失，尚未补回（加 --write 补回，写前自动备份）。",)
    assert (outcome.pending, outcome.written) == ((Pending("write"),), ())
    assert outcome.tables[0].rows[1] == (
        "问题台账",
        "下拉和填写提示",
        "时限类型",
        "4行；另有1格是您自己的规则，没有改动",
    )
    outcome = command.run(Request(date(2025, 9, 1), source=str(ledger), options={"write": True}))
    assert outcome.summary == ("有4处缺失，已补回。",)
    assert (outcome.pending, outcome.written) == ((), ("问题台账",))
    (copy,) = backup.copies(ledger)
    assert copy.read_bytes() == before
    assert command.run(Request(date(2025, 9, 1), source=str(ledger))).summary == (command.NOTHING,)


def test_a_command_that_writes_mends_what_it_finds_and_says_so(ledger: Path) -> None:
    """In the same write: one backup, every damaged column named, and nothing missing afterwards."""
    edited(ledger, paste_over)
    check = find("check")
    assert check is not None
    request = Request(date(2025, 9, 1), FileBook(ledger, label=check.label), options={"write": True})
    outcome = invoke(check, request)
    assert outcome.summary[-1] == (
        "发现下拉选项、填写提示或自动标色有4处被粘贴等操作冲掉，已一并补回："
        "《问题台账》“整改时限”列5行、“时限类型”列4行、“完成程度”列5行、自动标色10行。"
    )
    assert damages(ledger) == ()
    assert len(backup.copies(ledger)) == 1
    assert len(invoke(check, request).summary) == 2


def test_mending_alone_is_reason_enough_to_write(ledger: Path) -> None:
    """What the command writes stands there already; there is nothing to undo then."""
    book = FileBook(ledger)
    same = (SheetChanges("问题台账", PROBLEM_ROWS[:1]),)
    book.read()
    book.write(same)
    assert (book.notes, backup.copies(ledger)) == ((), [])
    edited(ledger, paste_over)
    book.read()
    book.write(same)
    assert damages(ledger) == ()
    assert len(book.notes) == 1
    assert book.last_step() is None


def test_undo_mends_as_well_and_takes_no_mending_back(ledger: Path) -> None:
    """Dropdowns pasted over between a command and its undo come back with the undo."""
    for name, day in (("check", 1), ("undo", 2)):
        edited(ledger, paste_over)
        command_ = find(name)
        assert command_ is not None
        options = {"write": True} if name == "check" else {}
        outcome = invoke(command_, Request(date(2025, 9, day), FileBook(ledger), options=options))
        assert "冲掉，已一并补回：《问题台账》“整改时限”列5行、" in outcome.summary[-1]
        assert damages(ledger) == ()


def test_a_ledger_without_a_memory_of_ours_is_not_mended_unasked(ledger: Path) -> None:
    """It may be an office's own table; `repair` does that where somebody asks for it."""

    def strange(book: Any) -> None:
        del book["程序状态"]
        paste_over(book)

    edited(ledger, strange)
    book = FileBook(ledger)
    book.read()
    book.write((SheetChanges("问题台账", (CellWrite(2, 1, "P777"),)),))
    assert book.notes == ()
    assert [damage.kind for damage in damages(ledger)] == [*["下拉和填写提示"] * 3, "自动标色", "工作表"]


def test_a_lost_name_of_a_dropdown_comes_back(ledger: Path) -> None:
    """Deleted, or leading nowhere: it leads again to its list, wherever that stands in 字典 now."""

    def lose(book: Any) -> None:
        del book.defined_names["字典_完成程度"]
        book.defined_names["字典_周期"].attr_text = "OFFSET(#REF!,0,0,1,1)"
        sheet = book["字典"]
        sheet.insert_rows(1)
        sheet["A1"] = "本单位字典"
        sheet.insert_cols(1)

    whole = {name: each.attr_text for name, each in load_workbook(ledger).defined_names.items()}
    edited(ledger, lose)
    assert damages(ledger, write=True) == (
        Damage("字典", "下拉选项的名称", "完成程度", 0),
        Damage("字典", "下拉选项的名称", "周期", 0),
    )
    names = load_workbook(ledger).defined_names
    assert names["字典_完成程度"].attr_text == whole["字典_完成程度"].replace("$B$2", "$C$3").replace("$B$60", "$C$61")
    assert names["字典_周期"].attr_text == whole["字典_周期"].replace("$F$2", "$G$3").replace("$F$60", "$G$61")
    assert damages(ledger) == ()


def test_a_dropdown_whose_list_is_gone_from_the_dictionary_stays_as_it_is(ledger: Path) -> None:
    """A name that leads to another list would be worse than none."""

    def lose(book: Any) -> None:
        del book.defined_names["字典_周期"]
        book["字典"]["F1"] = "本单位周期"

    edited(ledger, lose)
    assert damages(ledger, write=True) == ()
    assert "字典_周期" not in load_workbook(ledger).defined_names


@pytest.mark.parametrize(
    ("areas", "others", "left"),
    [
        ("K2:K3000", "K2 K8:K3000", "K3:K7"),
        ("A1:D4", "B2:C3", "A1:D1 A2:A3 D2:D3 A4:D4"),
        ("A1:B2", "C:C", "A1:B2"),
        ("A1:B2", "1:1", "A2:B2"),
        ("A1:B2", "A:XFD", ""),
        ("$B$2:$B$3 D4", "B3", "B2 D4"),
    ],
)
def test_areas_are_subtracted(areas: str, others: str, left: str) -> None:
    """What is left, cell for cell."""
    assert write(subtract(read(areas), read(others))) == left


def test_areas_are_read() -> None:
    """Single cells, ranges and whole columns."""
    assert read("B2 C3:D4 E:E") == [Area(2, 2, 2, 2), Area(3, 3, 4, 4), Area(1, 5, 1_048_576, 5)]


def test_a_rule_is_known_wherever_it_was_moved() -> None:
    """Relative references count from the cell, fixed ones do not; texts and function names are left alone."""
    assert relative('ISNUMBER(FIND("A1【"&A$1,$AE2))', 2, 1) == relative('isnumber( FIND("A1【"&C$1,$AE9))', 9, 3)
    assert relative("LEFT($AC2,1)", 2, 1) != relative("LEFT($AC2,1)", 3, 1)
    assert moved('AND($M2="A2",A$1<>"")', {13: 14}, 3) == 'AND($N4="A2",A$3<>"")'


def paste_in_calc(document: Any) -> None:
    sheet, guide = document.Sheets.getByName("问题台账"), document.Sheets.getByName("使用说明")
    source = guide.getCellRangeByName("J50:M54").RangeAddress
    sheet.copyRange(sheet.getCellRangeByName(addresses.cell("整改时限", 3)).CellAddress, source)


def in_calc(path: Path, office: Headless, change: Callable[[Any], None]) -> Path:
    """Change a ledger in LibreOffice and return the file that it saved."""
    saved = path.with_name("另存.xlsx")
    book = engine.app(office.context).books.open(path)
    try:
        change(book.api.model)
        book.api.SaveCopyAs(str(saved))
    finally:
        book.close()
    return saved


def rewritten(path: Path, changed: dict[str, bytes]) -> None:
    """Replace parts of a package."""
    content = files.parts(path) | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
