"""The committed template is what the schema says, and every Office program can open it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openxml_audit import OpenXmlValidator

from generate.ledger_template import build
from rectify_xl.commands.table import COMMANDS
from rectify_xl.ledger import default_prose, schema, vocabulary
from rectify_xl.ledger.schema import Column, Sheet
from tests.addresses import letters
from tests.generate.template_filling import TEMPLATE

COLUMNS = [(sheet, column) for sheet in schema.TABLES for column in sheet.columns]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(TEMPLATE)


def column_name(value: Any) -> str:
    return str(value.name)


def validation(book: Workbook, sheet: Sheet, column: Column) -> DataValidation | None:
    first = book[sheet.name].cell(2, sheet.position(column.name)).coordinate
    return next((each for each in book[sheet.name].data_validations.dataValidation if first in each.sqref), None)


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """No time of writing is in the file."""
    build(tmp_path / "a.xlsx", COMMANDS)
    build(tmp_path / "b.xlsx", COMMANDS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_committed_template_is_up_to_date(tmp_path: Path) -> None:
    """Every part equals what the schema and the command table give; else run generate/ledger_template."""
    build(tmp_path / "new.xlsx", COMMANDS)
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(tmp_path / "new.xlsx") as new:
        # The name of the writing program carries its version.
        names = [name for name in new.namelist() if name != "docProps/app.xml"]
        assert sorted(old.namelist()) == sorted(new.namelist())
        assert [name for name in names if old.read(name) != new.read(name)] == []


def test_the_template_is_small() -> None:
    """It is e-mailed by thousands of units: under 130 KB (a list for clerks adds about 2 KB)."""
    assert TEMPLATE.stat().st_size < 130_000


def test_the_audit_has_no_finding() -> None:
    """openxml-audit finds nothing that Excel would repair."""
    assert [str(error) for error in OpenXmlValidator().validate(TEMPLATE).errors] == []


def test_sheets_stand_in_the_order_of_the_schema(book: Workbook) -> None:
    """The first sheet is 使用说明, the last that a menu shows is 字典; the memory behind it is hidden deep."""
    assert tuple(book.sheetnames) == (*schema.SHEET_ORDER, "程序状态")
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["程序状态"]
    assert book["程序状态"].sheet_state == "veryHidden"


def test_the_layout_version_is_in_the_workbook(book: Any) -> None:
    """It is a custom document property and a line of 基本信息."""
    assert [(each.name, each.value) for each in book.custom_doc_props.props] == [("rectify_xl_layout", "1")]
    assert book["基本信息"]["A2"].value == "版式版本"
    assert book["基本信息"]["B2"].value == "1"


@pytest.mark.parametrize("layout", schema.TABLES, ids=column_name)
def test_each_data_sheet_is_one_table_with_all_columns(book: Workbook, layout: Sheet) -> None:
    """The table spans the header of the schema and at least one row below it."""
    sheet = book[layout.name]
    headers = [column.name for column in layout.columns]
    assert [cell.value for cell in sheet[1]] == headers
    assert list(sheet.tables) == [layout.table]
    table = sheet.tables[layout.table]
    assert table.column_names == headers
    first, last = table.ref.split(":")
    assert first == "A1"
    assert int("".join(filter(str.isdigit, last))) >= 2


def test_table_names_are_unique_among_all_names(book: Workbook) -> None:
    """Excel shares one set of names between tables and defined names, without regard to case."""
    names = [*book.defined_names, *(sheet.table for sheet in schema.TABLES)]
    assert len(names) == len({name.casefold() for name in names})


@pytest.mark.parametrize(("layout", "column"), COLUMNS, ids=column_name)
def test_columns_carry_their_looks(book: Workbook, layout: Sheet, column: Column) -> None:
    """Width, wrapping (but for what is one line) and number format belong to the column; what is typed has them too."""
    sheet = book[layout.name]
    head = sheet.cell(1, layout.position(column.name))
    style = sheet.column_dimensions[get_column_letter(layout.position(column.name))]
    assert style.width == column.width
    assert bool(style.alignment.wrap_text) is (column.kind != "line")
    assert style.alignment.vertical == "top"
    assert head.font.b
    assert head.alignment.horizontal == "left"
    assert head.fill.fill_type == "solid"
    expected = {"date": "yyyy-mm-dd", "id": "@", "ids": "@"}.get(column.kind, "General")
    assert style.number_format == expected


@pytest.mark.parametrize(("layout", "column"), [pair for pair in COLUMNS if pair[1].choices], ids=column_name)
def test_every_dropdown_points_at_its_list(book: Workbook, layout: Sheet, column: Column) -> None:
    """A dropdown reaches to the last row, names the list in 字典, and only warns."""
    found = validation(book, layout, column)
    assert found is not None
    letter = get_column_letter(layout.position(column.name))
    assert str(found.sqref) == f"{letter}2:{letter}3000"
    assert (found.type, found.errorStyle, found.formula1) == ("list", "warning", f"字典_{column.choices}")
    position = list(vocabulary.LISTS).index(column.choices) + 1
    assert book["字典"].cell(1, position).value == column.choices
    assert f"'字典'!${get_column_letter(position)}$2" in book.defined_names[f"字典_{column.choices}"].attr_text


@pytest.mark.parametrize(("layout", "column"), [pair for pair in COLUMNS if pair[1].hint], ids=column_name)
def test_hints_are_shown_on_the_cell(book: Workbook, layout: Sheet, column: Column) -> None:
    """The input message is the hint of the schema, within Excel's 255 characters."""
    found = validation(book, layout, column)
    assert found is not None
    assert found.prompt == column.hint
    assert found.showInputMessage
    assert len(column.hint) <= 255


@pytest.mark.parametrize("layout", [each for each in schema.TABLES if schema.MARK in each.columns], ids=column_name)
def test_marks_light_up_cells_to_the_last_row(book: Workbook, layout: Sheet) -> None:
    """The first two rules look for the column's own header in 校验标记, errors before reminders."""
    formats = {str(each.sqref): each.rules for each in book[layout.name].conditional_formatting}
    mark = letters("校验标记", layout.name)
    rules = formats[f"A2:{get_column_letter(len(layout.columns))}3000"]
    assert [rule.formula[0] for rule in rules[:2]] == [
        f'ISNUMBER(FIND("错误【"&A$1&"】",${mark}2))',
        f'ISNUMBER(FIND("提醒【"&A$1&"】",${mark}2))',
    ]
    assert [rule.priority for rule in rules] == sorted(rule.priority for rule in rules)


def test_rows_of_the_ledger_take_their_colour_from_the_warning(book: Workbook) -> None:
    """Red before orange before yellow before done, each with its own fill."""
    [formats] = [each.rules for each in book["问题台账"].conditional_formatting]
    assert [rule.formula[0] for rule in formats[2:5]] == [
        f'LEFT(${letters("预警")}2,1)="红"',
        f'LEFT(${letters("预警")}2,1)="橙"',
        f'LEFT(${letters("预警")}2,1)="黄"',
    ]
    fills = [rule.dxf.fill.bgColor.rgb for rule in formats[:6]]
    assert len(set(fills)) == 6


def test_no_cell_of_a_table_body_is_painted(book: Workbook) -> None:
    """Colours come from conditional formats alone, so that clearing a mark leaves no trace."""
    painted = [
        f"{layout.name}!{cell.coordinate}"
        for layout in schema.TABLES
        for row in book[layout.name].iter_rows(min_row=2)
        for cell in row
        if cell.fill.fill_type
    ]
    assert painted == []


@pytest.mark.parametrize("name", schema.SHEET_ORDER)
def test_every_sheet_is_ready_for_paper(book: Workbook, name: str) -> None:
    """One page wide (字典 at 9 pt on three), page n of m below, sheet name and unit above; the wide ledger on A3."""
    sheet = book[name]
    assert sheet.sheet_properties.pageSetUpPr is not None
    fitted = name != schema.DICTIONARY
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage or False) == fitted
    if fitted:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    else:
        assert sheet.page_setup.scale == 90
        assert [break_.id for break_ in sheet.col_breaks.brk] == [11, 20]
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.center.text == "&A"
    assert sheet.oddHeader.left.text == "单位（盖章）："
    if schema.by_name(name):
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.freeze_panes in {"A2", "B2"}
    assert book["问题台账"].page_setup.paperSize == 8
    assert book["问题台账"].freeze_panes == "B2"


@pytest.mark.parametrize("name", [name for name in schema.SHEET_ORDER if name not in ("问题台账", schema.DICTIONARY)])
def test_no_sheet_is_printed_below_nine_points(book: Workbook, name: str) -> None:
    """Its 10 pt are scaled by the width of the paper over that of the columns which are not folded away."""
    sheet = book[name]
    wide: dict[tuple[Any, Any], int] = {(8, "landscape"): 420, (9, "landscape"): 297, (9, "portrait"): 210}
    paper = wide[sheet.page_setup.paperSize, sheet.page_setup.orientation]
    room = paper / 25.4 * 96 - 96 * (sheet.page_margins.left + sheet.page_margins.right)
    last = 11 if name == schema.SUMMARY else sheet.max_column
    columns = [sheet.column_dimensions[get_column_letter(place)] for place in range(1, last + 1)]
    across = sum(column.width * 7 for column in columns if not column.hidden)
    assert 10 * min(1, room / across) >= 9


def test_nothing_is_locked(book: Workbook) -> None:
    """Locked sheets kill filter and sort."""
    assert [sheet.title for sheet in book.worksheets if sheet.protection.sheet] == []


def test_the_basic_facts_have_a_line_each(book: Workbook) -> None:
    """基本信息 lists the items of the schema with their defaults; numbers are numbers."""
    sheet = book["基本信息"]
    assert [cell.value for cell in sheet["A"][1:]] == [item.name for item in schema.INFO_ITEMS]
    values = {sheet.cell(row, 1).value: sheet.cell(row, 2) for row in range(2, sheet.max_row + 1)}
    assert values["临期天数"].value == 15
    assert values["反馈日期"].number_format == "yyyy-mm-dd"
    assert values["联系电话"].number_format == "@"


def test_the_prose_of_the_notice_is_there(book: Workbook) -> None:
    """通报文稿 starts with the default paragraphs."""
    rows = [tuple(value or "" for value in row[:5]) for row in book["通报文稿"].iter_rows(min_row=2, values_only=True)]
    assert rows == list(default_prose.ROWS)


def test_the_dictionary_holds_lists_and_counting_rules(book: Workbook) -> None:
    """Each list is a column; the two counting tables and the table of letters follow."""
    columns = {
        str(column[0].value): [cell.value for cell in column[1:] if cell.value] for column in book["字典"].columns
    }
    assert {name: tuple(columns[name]) for name in vocabulary.LISTS} == vocabulary.LISTS
    assert columns["口径·完成程度"] == ["未启动", "整改中", "基本完成", "已完成"]
    assert columns["计为完成"] == ["否", "否", "否", "是"]
    assert columns["口径·后续要求"] == ["无", "长期坚持", "持续推进"]
    assert columns["计为长期"] == ["否", "是", "是"]
    assert columns["督办文书"] == ["督办通知书", "阶段督查指导书", "情况提醒书", "告诫书", "问责书"]
    assert columns["逾期天数"] == [1, 15, 30, 60, 90]
    weights = dict(zip(columns["反弹信号"], columns["权重"], strict=True))
    assert (len(weights), weights["回头看反弹"], weights["文字与状态矛盾"], weights["措施空泛"]) == (20, 90, 45, 10)


def test_the_guide_names_every_sheet_and_every_button(book: Workbook) -> None:
    """使用说明 links to each other sheet and says what each button does."""
    sheet = book["使用说明"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in schema.SHEET_ORDER[1:]]
    assert [command.label for command in COMMANDS if command.button and command.label not in texts] == []
    assert [command.help for command in COMMANDS if command.button and command.help not in texts] == []


def test_the_charts_show_aspects_and_leave_out_hidden_lines() -> None:
    """Both charts read the lines of the aspects and plot visible cells only."""
    with zipfile.ZipFile(TEMPLATE) as package:
        charts = [package.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    assert "各方面整改状态（问题数）" in charts[0]
    assert "各方面完成率" in charts[1]
    for chart in charts:
        assert "'统计汇总'!$B$25:$B$34" in chart
        assert '<plotVisOnly val="1"/>' in chart
        assert ("<legend>" in chart) == ("各方面整改状态" in chart)
        assert 'typeface="黑体"' in chart
