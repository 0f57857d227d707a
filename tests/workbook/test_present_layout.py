"""A ledger of any earlier layout becomes one of the present layout: nothing is lost, all is recorded and undoable.

The earlier layouts are those of the blank ledgers that were committed in the past, given by what they lacked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from rectify_xl.doors import cli
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office as files

LINES = ("延期次数上限", "销号须上级复核", "版式", "不遮盖", "研判日期", "已销号问题")
"""The lines of 基本信息 that came later, oldest first."""
LISTS = (
    *("督办文书", "逾期天数", "反弹信号", "权重", "视为无剩余", "常见写法", "应填"),
    *("科室名单", "计入科室", "科室计数规则（说明）"),
)
"""The columns of 字典 that came later, oldest first."""
LAYOUTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool, bool]] = {
    "110d3a3 2026-11-21": (LINES, LISTS, True, True),
    "7c6255a 2026-11-21": (LINES, LISTS[2:], True, True),
    "97a691a 2026-11-21": (LINES[2:], LISTS[2:], False, True),
    "e2ecd0a 2026-11-21": (LINES[2:], LISTS[4:], False, True),
    "ce3f816 2026-11-21": (LINES, LISTS, True, True),
    "bec25e5 2026-11-22": (LINES[4:], LISTS[4:], False, True),
    "c27c9b1 2026-11-28": (LINES[4:], LISTS[7:], False, True),
    "5d61af6 2026-11-28": (LINES[5:], (), False, True),
    "4fcfecd 2026-11-28": ((), (), False, True),
    "3a53c23 2026-11-28": ((), (), False, False),
}
"""By commit: the lines and columns that were not there yet, whether 程序状态 was missing, whether 校验码 was."""
PROBLEM: dict[str, Raw] = {
    "编号": "P001",
    "方面": "甲",
    "具体问题": "学习走过场",
    "整改时限": date(2026, 6, 30),
    "完成程度": "整改中",
}


def earlier(path: Path, layout: str) -> None:
    """Write a ledger of an earlier layout with one problem."""
    lines, lists, memory, sums = LAYOUTS[layout]
    book = load_workbook(resources.path("workbook_template.xlsx"))
    info = book["基本信息"]
    for row in range(info.max_row, 1, -1):
        if info.cell(row, 1).value in lines:
            info.delete_rows(row)
    info.tables["基本信息"].ref = f"A1:D{info.max_row}"
    words = book["字典"]
    for column in range(words.max_column, 0, -1):
        if words.cell(1, column).value in lists:
            words.delete_cols(column)
    if "视为无剩余" in lists:
        del book.defined_names["字典_视为无剩余"]
    if memory:
        del book["程序状态"]
    if sums:
        log = book["变更记录"]
        log.delete_cols(9)
        table = log.tables["变更"]
        table.ref = "A1:H2"
        table.autoFilter.ref = "A1:H2"
        del table.tableColumns[-1]
    book.save(path)
    headers = reader.read_ledger(FileBook(path).read()).sheets["问题台账"].headers
    writes = tuple(CellWrite(2, headers[name], value) for name, value in PROBLEM.items())
    FileBook(path).write((SheetChanges("问题台账", writes),))


def call(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main([*words, "--json", "--by", "林晓"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


def lists_of(path: Path) -> dict[str, list[str]]:
    return {name: list(words) for name, words in reader.dictionary(FileBook(path).read().sheets["字典"]).items()}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_earlier_layout_becomes_the_present_one(
    layout: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All lines, lists, columns and sheets are there, as in the blank ledger; every cell that was filled is kept."""
    path = tmp_path / "台账.xlsx"
    earlier(path, layout)
    before, values = path.read_bytes(), files.values(path)
    lines, lists, memory, sums = LAYOUTS[layout]
    told = call(capsys, "repair", str(path))
    assert path.read_bytes() == before
    wanted = [*lists, *lines, *(["校验码"] if sums else []), *([""] if memory else [])]
    shown = {damage["column"] for damage in told["damages"] if damage["kind"].startswith(("缺少", "工作表"))}
    assert shown == set(wanted)
    assert call(capsys, "repair", str(path), "--write")["written"] is bool(wanted)
    after = files.values(path)
    assert {cell for cell, value in values.items() if after.get(cell) != value} <= {
        cell for cell in values if cell[0] == "程序状态"
    }
    ledger = reader.read_ledger(FileBook(path).read())
    assert {item.name for item in schema.INFO_ITEMS} <= ledger.info.keys()
    blank = lists_of(resources.path("workbook_template.xlsx"))
    assert {name: list(filter(None, words)) for name, words in lists_of(path).items()} == {
        name: list(filter(None, words)) for name, words in blank.items()
    }
    assert [column.name for column in schema.CHANGES.columns] == list(ledger.sheets["变更记录"].headers)
    assert ledger.tables["基本信息"] == f"基本信息!A1:D{len(schema.INFO_ITEMS) + 1}"
    assert call(capsys, "repair", str(path))["damages"] == []
    assert [problem.id for problem in ledger.problems] == ["P001"]


def test_what_came_in_is_recorded_and_one_undo_takes_all_of_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """变更记录 names the command, who ran it, and each part; undo puts back the very bytes."""
    path = tmp_path / "台账.xlsx"
    earlier(path, "e2ecd0a 2026-11-21")
    before = path.read_bytes()
    call(capsys, "repair", str(path), "--write")
    lines = change_log.read(FileBook(path).read())
    mine = [line for line in lines if line.command == "修复下拉和标色"]
    assert {line.by for line in mine} == {"林晓"}
    recorded = {(line.change.sheet, line.change.key or line.change.column) for line in mine}
    assert recorded >= {("变更记录", "校验码"), ("字典", "视为无剩余"), ("基本信息", "版式"), ("基本信息", "不遮盖")}
    assert call(capsys, "undo", str(path))["undone"]["command"] == "修复下拉和标色"
    assert path.read_bytes() == before


def test_an_undo_after_somebody_typed_keeps_what_was_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then the lines and lists go cell by cell; what a person filled in stays and is named."""
    path = tmp_path / "台账.xlsx"
    earlier(path, "e2ecd0a 2026-11-21")
    call(capsys, "repair", str(path), "--write")
    book = load_workbook(path)
    row = next(row for row in range(2, 40) if book["基本信息"].cell(row, 1).value == "不遮盖")
    book["基本信息"].cell(row, 2).value = "雷锋"
    book.save(path)
    kept = call(capsys, "undo", str(path))["kept"]
    assert {entry["now"] for entry in kept} == {"雷锋"}
    assert "视为无剩余" not in lists_of(path)


def test_lists_and_lines_of_an_office_stay_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words that were added, an own list, an own line, a renamed list: only what is missing comes in, at the edges."""
    path = tmp_path / "台账.xlsx"
    earlier(path, "c27c9b1 2026-11-28")
    book = load_workbook(path)
    words = book["字典"]
    words.cell(7, 2).value = "已销号"
    column = words.max_column + 1
    words.cell(1, column).value = "村名"
    words.cell(2, column).value = "东村"
    place = next(at for at in range(1, column) if words.cell(1, at).value == "周期")
    words.cell(1, place).value = "本单位周期"
    info = book["基本信息"]
    info.cell(info.max_row + 1, 1).value = "包村领导"
    info.tables["基本信息"].ref = f"A1:D{info.max_row}"
    book.save(path)
    damages = call(capsys, "repair", str(path), "--write")["damages"]
    assert {
        damage["column"] for damage in damages if damage["sheet"] == "字典" and damage["kind"] != "下拉选项的名称"
    } == {
        "科室名单",
        "计入科室",
        "科室计数规则（说明）",
    }
    words = load_workbook(path)["字典"]
    assert (words.cell(7, 2).value, words.cell(1, column).value, words.cell(2, column).value) == (
        "已销号",
        "村名",
        "东村",
    )
    assert [words.cell(1, column + at).value for at in (1, 2, 3)] == ["科室名单", "计入科室", "科室计数规则（说明）"]
    ledger = reader.read_ledger(FileBook(path).read())
    assert list(ledger.info)[-3:] == ["包村领导", "研判日期", "已销号问题"]


@pytest.mark.parametrize(
    ("typed", "after"),
    [("", "1"), ("0", "1"), ("旧版", "1"), ("1", "1")],
    ids=["empty", "older", "no number", "present"],
)
def test_a_missing_or_older_version_becomes_the_present_one(
    typed: str, after: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What RX105 asks for, repair does."""
    path = with_version(tmp_path, typed)
    call(capsys, "repair", str(path), "--write")
    assert reader.read_ledger(FileBook(path).read()).info_text("版式版本") == after


def with_version(folder: Path, text: str) -> Path:
    path = folder / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ())
    FileBook(path).write((SheetChanges("基本信息", (CellWrite(2, 2, text),)),))
    return path


@pytest.mark.parametrize(
    "words",
    [
        lambda path: ["repair", path, "--write"],
        lambda path: ["check", path, "--write"],
        lambda path: ["undo", path],
        lambda path: ["clear", path],
        lambda path: [
            "import",
            str(resources.path("samples", "示例通报.txt")),
            "--into",
            path,
            "--on-difference",
            "skip",
        ],
    ],
    ids=["repair", "check", "undo", "clear", "import"],
)
def test_a_ledger_of_a_newer_layout_is_named_and_not_written(
    words: Callable[[str], list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reading goes on, and tells of it (RX106); whatever writes says why it does not."""
    path = with_version(tmp_path, "2")
    before = path.read_bytes()
    assert cli.main(words(str(path))) == 2
    message = capsys.readouterr().err
    assert "这本台账是更新的程序做的（版式版本2，本程序只认识到1），没有写入，台账没有改动" in message
    assert path.read_bytes() == before
    assert "RX106" in {finding["code"] for finding in call(capsys, "check", str(path))["findings"]}


def without(path: Path, *sheets: str, names: bool = True) -> None:
    """Write a ledger from which somebody deleted sheets, and, as programs do with them, the names."""
    book = load_workbook(resources.path("workbook_template.xlsx"))
    for sheet in sheets:
        del book[sheet]
    for name in list(book.defined_names) if names else []:
        del book.defined_names[name]
    book["问题台账"]["A2"] = "P001"
    book["问题台账"]["D2"] = "学习走过场"
    book.save(path)


@pytest.mark.parametrize(
    "sheets",
    [("佐证材料",), ("统计汇总",), ("字典", "使用说明"), ("整改措施", "统计汇总", "校验结果", "回头看"), ("变更记录",)],
    ids="、".join,
)
def test_a_missing_sheet_comes_back_with_table_dropdowns_charts_and_names(
    sheets: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cell by cell as in the blank ledger; a validator finds nothing new; undo puts back the very bytes."""
    path = tmp_path / "台账.xlsx"
    without(path, *sheets)
    before, faults = path.read_bytes(), files.findings(path)
    damages = call(capsys, "repair", str(path), "--write")["damages"]
    assert {damage["sheet"] for damage in damages if damage["kind"] == "工作表"} == {*sheets}
    whole, blank = files.values(path), files.values(resources.path("workbook_template.xlsx"))
    for sheet in sheets:
        mine = {cell: value for cell, value in whole.items() if cell[0] == sheet and value}
        theirs = {cell: value for cell, value in blank.items() if cell[0] == sheet and value}
        assert theirs.items() <= mine.items() if sheet == "变更记录" else mine == theirs
    books = load_workbook(path), load_workbook(resources.path("workbook_template.xlsx"))
    for sheet in sheets:
        one, other = (book[sheet] for book in books)
        assert len(one._charts) == len(other._charts)  # type: ignore[attr-defined]
        areas = [[table.ref for table in copied.tables.values()] for copied in (one, other)]
        assert areas[0] == areas[1] or sheet == "变更记录"
        assert one.column_dimensions["B"].width == other.column_dimensions["B"].width
        assert one["A1"].font.b == other["A1"].font.b
        assert one["A1"].fill.fgColor.rgb == other["A1"].fill.fgColor.rgb
        assert one.print_title_rows == other.print_title_rows
    if "统计汇总" in sheets:
        assert {*books[0].defined_names} >= {*books[1].defined_names}
    assert files.findings(path) <= faults
    assert call(capsys, "repair", str(path))["damages"] == []
    assert reader.read_ledger(FileBook(path).read()).problems[0].problem == "学习走过场"
    assert call(capsys, "undo", str(path))["undone"] is not None
    assert path.read_bytes() == before


def test_a_sheet_that_bears_another_name_is_not_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two sheets would hold what one held; `check` says which name is wrong."""
    path = tmp_path / "台账.xlsx"
    book = load_workbook(resources.path("workbook_template.xlsx"))
    book["佐证材料"].title = "佐证材料清单"
    book["回头看"].title = "抽查"
    book.save(path)
    assert call(capsys, "repair", str(path), "--write")["damages"] == []
    assert "佐证材料" not in load_workbook(path).sheetnames


def test_undo_after_somebody_typed_says_that_the_sheets_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What came in empty stays, and the sentence says so."""
    path = tmp_path / "台账.xlsx"
    without(path, "佐证材料", names=False)
    call(capsys, "repair", str(path), "--write")
    book = load_workbook(path)
    book["问题台账"]["D2"] = "学习走过场、走形式"
    book.save(path)
    assert cli.main(["undo", str(path)]) == 0
    assert "那一步补上的表、列、公式和下拉选项留着，没有退回" in capsys.readouterr().out.replace("\n", "")
    assert "佐证材料" in load_workbook(path).sheetnames


def test_a_summary_of_an_earlier_layout_is_named_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its formulas count by old rules; the office deletes it, and the present one comes in."""
    path = tmp_path / "台账.xlsx"
    book = load_workbook(resources.path("workbook_template.xlsx"))
    del book.defined_names["台账_合计"]
    book.save(path)
    assert cli.main(["repair", str(path)]) == 0
    assert "《统计汇总》是旧版的" in capsys.readouterr().out
    book = load_workbook(path)
    del book["统计汇总"]
    book.save(path)
    call(capsys, "repair", str(path), "--write")
    assert cli.main(["repair", str(path)]) == 0
    assert "旧版" not in capsys.readouterr().out
