"""A ledger of an older layout lacks the columns that came later: nobody is blamed, and `repair` adds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generate.ledger_template import build
from rectify_xl.commands import repair as command
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.table import COMMANDS
from rectify_xl.errors import BookError
from rectify_xl.judgement import checks
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.repair import Damage, missing_columns, worksheet_order
from tests import addresses
from tests.workbook import office as files

AS_OF = date(2026, 9, 28)
LATER = "时限类型"
"""An optional column with a dropdown that no command uses; the older ledgers of these tests lack it."""
ROWS: tuple[dict[str, Raw], ...] = (
    {"编号": "P001", "方面": "甲", "具体问题": "学习不深入", "整改时限": "2026-06-30", "完成程度": "整改中"},
    {"编号": "P002", "方面": "甲", "具体问题": "用印没有记录", "整改时限": "2026-06-30", "完成程度": "已完成"},
)


def without(target: Path, *headers: str) -> Path:
    """Write the blank ledger as a program wrote it that did not know some columns of 问题台账."""
    known = schema.PROBLEMS
    older = known._replace(columns=tuple(each for each in known.columns if each.name not in headers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "PROBLEMS", older)
        patch.setattr(schema, "STORED", tuple(older if each is known else each for each in schema.STORED))
        build(target, COMMANDS)
    return target


def headers_of(path: Path, sheet: str = "问题台账") -> list[str]:
    return [str(value or "") for value in FileBook(path).read().sheets[sheet].rows[0]]


def typed(path: Path, sheet: str, number: int, cells: dict[str, Raw]) -> None:
    """Type a row by the headers that stand there."""
    there = headers_of(path, sheet)
    writes = tuple(CellWrite(number, there.index(header) + 1, value) for header, value in cells.items())
    FileBook(path).write((SheetChanges(sheet, writes),))


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return an older ledger with two problems."""
    path = tmp_path / "台账.xlsx"
    file_host.create(without(tmp_path / "旧版.xlsx", LATER), path, ())
    for number, cells in enumerate(ROWS, 2):
        typed(path, "问题台账", number, cells)
    return path


def lacking(path: Path, *, write: bool = False) -> tuple[Damage, ...]:
    return file_host.repair(path, files.TEMPLATE, write=write)


def dropdowns(path: Path, sheet: str = "问题台账") -> dict[str, str]:
    found = files.sheet_xml(path, sheet).iter(f"{files.MAIN}dataValidation")
    return {rule.findtext(f"{files.MAIN}formula1") or "": rule.get("sqref") for rule in found}


def colours(path: Path) -> Iterator[tuple[str, str]]:
    for rule in files.sheet_xml(path, "问题台账").iter(f"{files.MAIN}cfRule"):
        yield rule.getparent().get("sqref"), rule.findtext(f"{files.MAIN}formula")


def test_the_blank_ledger_of_that_time_lacks_the_column(older: Path) -> None:
    """The others stand as they do now, one further to the left."""
    assert headers_of(older) == [each.name for each in schema.PROBLEMS.columns if each.name != LATER]


def test_an_optional_column_that_never_was_there_is_no_finding(older: Path) -> None:
    """The office did nothing wrong."""
    findings = checks.run(reader.read_ledger(FileBook(older).read()), checks.profile("上报"), AS_OF)
    assert [each.message for each in findings if each.code in ("RX102", "RX103")] == []


def test_writing_into_an_older_ledger_repairs_nothing(older: Path) -> None:
    """Its dropdowns and colours are whole as they are; columns come only when they are asked for."""
    book = FileBook(older)
    book.write((SheetChanges("问题台账", (CellWrite(3, 2, "乙"),)),))
    assert book.notes == ()
    assert LATER not in headers_of(older)


def test_a_missing_last_column_leaves_the_colours_whole(tmp_path: Path) -> None:
    """The rule for the lines of a row ends with the last column that is there."""
    path = without(tmp_path / "台账.xlsx", "校验标记")
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(2, 1, "P001"),)),))
    assert [each.kind for each in lacking(path)] == ["缺少的列"]


def test_repair_tells_of_the_column_before_it_adds_it(older: Path) -> None:
    """Without --write nothing is written."""
    before = older.read_bytes()
    outcome = command.run(Request(AS_OF, FileBook(older), options={}, source=str(older)))
    assert outcome.data["damages"] == [
        {"sheet": "问题台账", "kind": "缺少的列", "column": "时限类型", "rows": 0, "own": 0, "replaced": []}
    ]
    assert outcome.summary == ("有1处缺失，尚未补回（加 --write 补回，写前自动备份）。",)
    assert outcome.tables[0].rows == (("问题台账", "缺少的列", "时限类型", "加在表格最右边，原有内容不动"),)
    assert older.read_bytes() == before


def test_repair_adds_the_column_at_the_right_end_of_the_table(older: Path) -> None:
    """With header, dropdown, width and looks; nothing else moves, and a backup is kept."""
    before = files.values(older)
    there = headers_of(older)
    right = column_letters(len(there) + 1)
    assert lacking(older, write=True) == (Damage("问题台账", "缺少的列", LATER, 0),)
    after = files.values(older)
    kept = {cell: value for cell, value in after.items() if cell in before and cell[0] != "程序状态"}
    assert kept == {cell: value for cell, value in before.items() if cell[0] != "程序状态"}
    new = {cell: value for cell, value in after.items() if cell not in before and cell[0] != "程序状态"}
    assert {cell: value for cell, value in new.items() if cell[0] != "变更记录"} == {("问题台账", f"{right}1"): LATER}
    assert {
        (new["变更记录", f"D{row}"], new["变更记录", f"H{row}"])
        for row in range(2, 6)
        if ("变更记录", f"F{row}") in new
    } >= {("问题台账", "补上缺少的列")}
    assert headers_of(older) == [*there, LATER]
    assert files.table_area(older, "问题") == f"A1:{right}3"
    assert dropdowns(older)["字典_时限类型"] == f"{right}2:{right}3000"
    sheet = load_workbook(older)["问题台账"]
    assert sheet.column_dimensions[right].width == 12
    alike = there.index("完成程度") + 1
    for number in (2, 3):
        assert sheet[f"{right}{number}"].alignment.horizontal == sheet.cell(number, alike).alignment.horizontal
    assert sheet[f"{right}1"].fill.start_color.rgb == sheet.cell(1, there.index("大项") + 1).fill.start_color.rgb
    assert len(list((older.parent / "rectify_xl_备份").iterdir())) > 0


def test_what_was_added_is_whole(older: Path) -> None:
    """A second repair finds nothing; colours reach over the column; the column can be filled in and is read."""
    lacking(older, write=True)
    assert lacking(older) == ()
    right = column_letters(len(headers_of(older)))
    assert {where for where, _ in colours(older)} == {f"A2:{right}3000"}
    typed(older, "问题台账", 2, {LATER: "限期整改"})
    found = reader.read_ledger(FileBook(older).read())
    assert [each.row.text(LATER) for each in found.problems] == ["限期整改", ""]
    assert [each.completion for each in found.problems] == ["整改中", "已完成"]


def test_a_repaired_ledger_is_sound_for_a_validator(older: Path) -> None:
    """No fault is found that was not there before."""
    before = files.findings(older)
    lacking(older, write=True)
    assert files.findings(older) <= before


def test_what_an_office_wrote_beside_the_table_stays(older: Path) -> None:
    """The column then stands behind it; the table keeps its width, and the column is read all the same."""
    book = load_workbook(older)
    sheet: Any = book["问题台账"]
    own = len(headers_of(older)) + 2
    sheet.cell(2, own, "经办人记的")
    book.save(older)
    area = files.table_area(older, "问题")
    lacking(older, write=True)
    assert headers_of(older).index(LATER) + 1 == own + 1
    assert files.table_area(older, "问题") == area
    assert files.values(older)["问题台账", f"{column_letters(own)}2"] == "经办人记的"


def test_a_renamed_column_is_not_added_a_second_time(tmp_path: Path) -> None:
    """It is told by `check` instead, with the name that it had."""
    path = tmp_path / "台账.xlsx"
    book = load_workbook(files.TEMPLATE)
    book["问题台账"][addresses.cell("验收标准", 1)] = "验收的标准"
    book.save(path)
    assert [each for each in lacking(path) if each.kind == "缺少的列"] == []


def test_several_columns_come_back_at_once(tmp_path: Path) -> None:
    """At the end of the table, in the order of the layout."""
    path = without(tmp_path / "台账.xlsx", "配合科室", "需上级支持", "备注")
    lacking(path, write=True)
    assert headers_of(path)[-3:] == ["配合科室", "需上级支持", "备注"]
    assert sorted(headers_of(path)) == sorted(each.name for each in schema.PROBLEMS.columns)


def test_a_repair_that_would_lose_a_cell_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was repaired is read back before it takes the ledger's place."""
    path = without(tmp_path / "台账.xlsx", LATER)
    typed(path, "问题台账", 2, ROWS[0])
    before = path.read_bytes()
    sound = worksheet_order.serialise
    monkeypatch.setattr(
        missing_columns, "serialise", lambda tree: sound(tree).replace("学习不深入".encode(), "学习深入".encode())
    )
    with pytest.raises(BookError, match=r"写入后核对不一致：《问题台账》.*台账没有改动"):
        file_host.repair(path, resources.path("workbook_template.xlsx"), write=True)
    assert path.read_bytes() == before
