"""一键处理 takes merged cells apart and fills them down in every host, and 撤销上一步 merges them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwings
from openpyxl import load_workbook

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text import cell_value
from rectify_xl.text.refs import Area
from rectify_xl.workbook import file_host
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.live.live_host import LiveBook
from tests.workbook.live import ledgers
from tests.workbook.live.hosts import FileHost, Host, cells

Open = Callable[[Path], Host]
AS_OF = date(2025, 9, 26)
MOST = 12
TABLES = """
    [问题台账]
    编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 整改时限 | 完成程度
    P001 | 甲方面 | 学习安排不具体 | 周莉 | 办公室 | #日 2025-06-30 | 整改中
    P002 | | 会议记录不规范 | 周莉 | 办公室 | | 整改中
    P003 | | 采购验收走过场 | 陈明 | 后勤科 | #日 2025-08-31 | 整改中
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 责任科室
    M001-1 | P001 | 制定学习计划，每月组织学习 | 办公室
    M001-2 | | 办公室每月抽查学习记录 |
"""
ASPECT, DUE = schema.PROBLEMS.position("方面"), schema.PROBLEMS.position("整改时限")
NUMBER, DEPARTMENT = schema.MEASURES.position("问题编号"), schema.MEASURES.position("责任科室")
MERGED = (
    SheetChanges("问题台账", (), merge=(Area(2, ASPECT, 4, ASPECT), Area(2, DUE, 3, DUE))),
    SheetChanges("整改措施", (), merge=(Area(2, NUMBER, 3, NUMBER), Area(2, DEPARTMENT, 3, DEPARTMENT))),
)


def merged_ledger(folder: Path) -> Path:
    """Write a ledger in which cells are merged downwards."""
    path = ledgers.build(folder / "合并台账.xlsx", TABLES)
    path.write_bytes(edit.edit(path.read_bytes(), path.name, MERGED))
    return path


def run(book: FileBook | LiveBook, name: str, **options: str | bool | tuple[str, ...]) -> Outcome:
    """Run a command as a door does."""
    command = find(name)
    assert command is not None
    return invoke(command, Request(AS_OF, book, options=options, by="王芳"))


def areas(book: RawBook) -> dict[str, set[str]]:
    """Return the merged areas of the sheets that people fill in."""
    return {name: set(map(str, book.sheets[name].merged)) for name in ("问题台账", "整改措施")}


def column(book: RawBook, sheet: str, position: int, rows: int) -> list[str]:
    """Return what stands in a column below the header."""
    return [cell_value.text(row[position - 1]) for row in book.sheets[sheet].rows[1 : rows + 1]]


def test_merged_cells_are_filled_down_and_merged_again_by_undo(host: Open, tmp_path: Path) -> None:
    """Every row holds what it read; 变更记录 names the areas; after undo all is as it was."""
    tested = host(merged_ledger(tmp_path))
    before = tested.book().read()
    outcome = run(tested.book(), "fix", take=("RX114",))
    after = tested.book().read()
    assert areas(after) == {"问题台账": set(), "整改措施": set()}
    assert column(after, "问题台账", ASPECT, 3) == ["甲方面", "甲方面", "甲方面"]
    assert column(after, "问题台账", DUE, 3) == ["2025-06-30", "2025-06-30", "2025-08-31"]
    assert column(after, "整改措施", NUMBER, 2) == ["P001", "P001"]
    assert column(after, "整改措施", DEPARTMENT, 2) == ["办公室", "办公室"]
    assert not [finding for finding in outcome.data["findings"] if finding["code"] == "RX114"]  # type: ignore[attr-defined]
    lines = [tuple(map(cell_value.text, row[3:8])) for row in after.sheets["变更记录"].rows[1:]]
    assert ("问题台账", "P001至P003", "方面", "合并成一格", "取消合并，各行都填“甲方面”") in lines
    assert ("整改措施", "M001-1至M001-2", "问题编号", "合并成一格", "取消合并，各行都填“P001”") in lines
    undone = run(tested.book(), "undo")
    again = tested.book().read()
    assert undone.data["kept"] == []
    assert areas(again) == areas(before)
    assert {name: cells(again, name) for name in areas(before)} == {name: cells(before, name) for name in areas(before)}
    lines = [tuple(map(cell_value.text, row[3:8])) for row in again.sheets["变更记录"].rows[1:]]
    assert ("问题台账", "P001至P003", "方面", "各行分别填写", "恢复合并成一格") in lines


def test_undo_leaves_an_area_apart_of_which_a_person_changed_a_row(host: Open, tmp_path: Path) -> None:
    """Merging B2:B4 again would hide what was typed into B3, and emptying B4 would lose what it reads."""
    tested = host(merged_ledger(tmp_path))
    run(tested.book(), "fix", take=("RX114",))
    tested.type_into("问题台账", 3, ASPECT, "乙方面")
    undone = run(tested.book(), "undo")
    again = tested.book().read()
    assert areas(again) == {"问题台账": {str(Area(2, DUE, 3, DUE))}, "整改措施": {"C2:C3", "F2:F3"}}
    assert column(again, "问题台账", ASPECT, 3) == ["甲方面", "乙方面", "甲方面"]
    assert {"cell": "问题台账!B2:B4", "now": "（各行分别填写）", "before": "（合并成一格）"} in undone.data["kept"]  # type: ignore[operator]


def test_a_formula_in_a_merged_cell_is_left_to_people(host: Open, tmp_path: Path) -> None:
    """Filling its result down would put a number where a formula counts."""
    path = merged_ledger(tmp_path)
    formula = (SheetChanges("问题台账", (CellWrite(2, DUE, date(2025, 6, 30), formula="=DATE(2025,6,30)"),)),)
    free = (SheetChanges("问题台账", (), unmerge=(Area(2, DUE, 3, DUE),)),)
    whole = (SheetChanges("问题台账", (), merge=(Area(2, DUE, 3, DUE),)),)
    for changes in (free, formula, whole):
        path.write_bytes(edit.edit(path.read_bytes(), path.name, changes))
    tested = host(path)
    run(tested.book(), "fix", take=("RX114",))
    assert areas(tested.book().read())["问题台账"] == {str(Area(2, DUE, 3, DUE))}


def test_the_cells_look_like_the_merged_one(tmp_path: Path) -> None:
    """Lines on all sides, its font, wrapping and format of a date; the row is as high as its text needs."""
    tested = FileHost(merged_ledger(tmp_path))
    run(tested.book(), "fix", take=("RX114",))
    sheet = load_workbook(tested.path)["问题台账"]
    first, last = sheet.cell(2, DUE), sheet.cell(3, DUE)
    assert (last.number_format, last.alignment.wrap_text, last.font.name) == (
        first.number_format,
        first.alignment.wrap_text,
        first.font.name,
    )
    assert not sheet.merged_cells.ranges
    sides = (last.border.left, last.border.right, last.border.top, last.border.bottom)
    assert {side.style for side in sides} in ({"thin"}, {None})


def test_lines_that_a_merged_cell_lacks_are_drawn(tmp_path: Path) -> None:
    """Excel gives the first cell of a merged area no line below, and the others none above."""
    from openpyxl.styles import Border, Side

    path = merged_ledger(tmp_path)
    workbook = load_workbook(path)
    line = Side(style="thin", color="FF808080")
    for area in list(workbook["问题台账"].merged_cells.ranges):
        workbook["问题台账"].unmerge_cells(str(area))
    workbook["问题台账"].cell(2, ASPECT).border = Border(left=line, right=line, top=line)
    workbook.save(path)
    path.write_bytes(edit.edit(path.read_bytes(), path.name, MERGED[:1]))
    run(FileBook(path), "fix", take=("RX114",))
    border = load_workbook(path)["问题台账"].cell(3, ASPECT).border
    assert [side.style for side in (border.left, border.right, border.top, border.bottom)] == ["thin"] * 4


@pytest.mark.parametrize("rows", [3, 2])
def test_forty_merged_areas_are_filled_in_few_calls(
    counted: tuple[xlwings.App, list[str]], tmp_path: Path, rows: int
) -> None:
    """Two columns of 20 areas, one below the other or with a row between, are taken apart and filled at once."""
    app, calls = counted
    path = tmp_path / "四十处.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ledgers.many(60))
    tops = range(2, 62, 3)
    leader = schema.PROBLEMS.position("牵头领导")
    writes = tuple(
        CellWrite(row, position, f"{name}{row}" if row in tops else "单独" if (row - 2) % 3 >= rows else None)
        for row in range(2, 62)
        for position, name in ((ASPECT, "方面"), (leader, "周莉"))
    )
    merges = tuple(Area(top, position, top + rows - 1, position) for top in tops for position in (ASPECT, leader))
    changes = (SheetChanges("问题台账", writes, merge=merges),)
    path.write_bytes(edit.edit(path.read_bytes(), path.name, changes))
    book = app.books.open(path)
    book.sheets["字典"].range("Z99").value = "未保存"
    before = LiveBook(book).read()
    calls.clear()
    run(LiveBook(book), "fix", take=("RX114",))
    asked = list(calls)
    found = LiveBook(book).read()
    calls.clear()
    run(LiveBook(book), "undo")
    again = LiveBook(book).read()
    book.close()
    third = "方面2" if rows == 3 else "单独"
    assert areas(found)["问题台账"] == set()
    assert column(found, "问题台账", ASPECT, 4) == ["方面2", "方面2", third, "方面5"]
    assert len(asked) <= MOST, asked
    assert areas(again) == areas(before)
    assert cells(again, "问题台账") == cells(before, "问题台账")
