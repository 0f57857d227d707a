"""A formula of 统计汇总 that somebody typed over is told by every check, and put back by `repair`."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from generate.unit_ledgers.__main__ import write
from generate.unit_ledgers.unit_rows import UnitPlan
from rectify_xl.commands import repair
from rectify_xl.commands.outcome import Request
from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.judgement import checks
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import LostFormulas
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import summary_cells
from tests.workbook.office import cell_xml, sheet_part

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")
AS_OF = date(2026, 9, 30)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("台账"), UnitPlan(3, 0, 6, 0, AS_OF))


def edited(drawn: Path, target: Path, change: Callable[[Worksheet], object]) -> Path:
    book = openpyxl.load_workbook(drawn)
    change(book["统计汇总"])
    book.save(target)
    return target


def typed(sheet: Worksheet) -> None:
    """Type over the headline and a department, and empty a cell of the measures."""
    sheet["C4"], sheet["D55"], sheet["C42"], sheet["AP20"] = "=10+8", "全部完成", None, 3
    sheet["B24"] = "方面（自己改的名称）"


def findings(path: Path, profile: str) -> list[tuple[str, str]]:
    ledger = reader.read_ledger(FileBook(path).read())
    found = checks.run(ledger, checks.profile(profile), AS_OF)
    return [(finding.address, finding.message) for finding in found if finding.code == "RX318"]


def test_the_checksum_is_that_of_the_blank_ledger() -> None:
    """By it alone nearly every ledger is known to have lost none; also as LibreOffice and WPS write it."""
    sheet = openpyxl.load_workbook(resources.path("workbook_template.xlsx"))["统计汇总"]
    asking = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" and cell.value != "=0")
    refs = [cell.coordinate for cell in asking]
    assert len(refs) > 4000
    assert (len(refs), zlib.crc32(" ".join(refs).encode())) == summary_cells.FORMULAS


@pytest.mark.parametrize("profile", ["填报", "上报", "公开"])
def test_every_cell_that_was_typed_over_is_told_in_one_sentence(drawn: Path, tmp_path: Path, profile: str) -> None:
    """Numbers, also dressed as a formula, texts, what was emptied, hidden columns; captions are no formula."""
    assert findings(drawn, profile) == []
    ((address, message),) = findings(edited(drawn, tmp_path / "改.xlsx", typed), profile)
    assert address == "统计汇总!C4"
    assert "有4格应当是公式，被改成了手填的内容或者清空了（C4、AP20、C42、D55）" in message


def test_repair_gives_the_formulas_back_and_they_count(drawn: Path, tmp_path: Path) -> None:
    """The very formulas of before, computed anew by whoever opens the ledger; own captions stay."""
    path = edited(drawn, tmp_path / "改.xlsx", typed)
    outcome = repair.run(Request(AS_OF, source=str(path)))
    assert outcome.tables[0].rows[-1] == (
        *("统计汇总", "公式", "C4、AP20、C42、D55"),
        "4格的公式被改成了手填的内容，或者清空了",
    )
    assert findings(path, "填报")
    repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert findings(path, "填报") == []
    for ref in ("C4", "AP20", "C42", "D55", "C37"):
        before, after = (cell_xml(one, "统计汇总", ref).find("{*}f") for one in (drawn, path))
        assert (after.text, dict(after.attrib)) == (before.text, dict(before.attrib))
    assert openpyxl.load_workbook(path)["统计汇总"]["B24"].value == "方面（自己改的名称）"
    assert repair.run(Request(AS_OF, source=str(path))).summary == (repair.NOTHING,)


def logged(path: Path) -> list[tuple[str, ...]]:
    """Return what 变更记录 says of the formulas: cell, what stood there, what came."""
    lines = change_log.read(FileBook(path).read())
    return [(line.change.key, line.change.old, line.change.new) for line in lines if line.change.sheet == "统计汇总"]


NOTE = "注：此数经办公室核过，十月八日会上用的是18个"


def noted(sheet: Worksheet) -> None:
    """Type a note, a formula, a number and a day over formulas, a note beside them, and a comment."""
    sheet["C4"], sheet["H4"], sheet["D55"], sheet["E55"] = NOTE, "=10+8", 3, date(2026, 10, 8)
    sheet["B130"] = "旁边的话"
    sheet["C37"].comment = Comment("批注的话", "王芳")


def test_what_gives_way_to_a_formula_is_told_and_written_down(drawn: Path, tmp_path: Path) -> None:
    """Before and after, each with its cell; what stands in no formula's place stays where it is."""
    path = edited(drawn, tmp_path / "改.xlsx", noted)
    before = repair.run(Request(AS_OF, source=str(path)))
    rows = (("统计汇总!C4", NOTE), ("统计汇总!H4", "=10+8"), ("统计汇总!D55", "3"), ("统计汇总!E55", "2026-10-08"))
    assert before.tables[-1].rows == rows
    assert f"手填的内容有4格：C4“{NOTE}”、H4“=10+8”、D55“3”等4格。补回时会换成公式" in before.summary[1]
    done = repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert done.tables[-1].rows == rows
    assert "已换成公式，原来的内容记在《变更记录》" in done.summary[1]
    (damage,) = cast("list[Any]", done.data["damages"])
    assert damage["replaced"][0] == {"cell": "C4", "text": NOTE}
    assert logged(path) == [
        ("C4", NOTE, "补回公式"),
        ("H4", "=10+8", "补回公式"),
        ("", "D55 3；E55 2026-10-08", "补回公式2格"),
    ]
    sheet = openpyxl.load_workbook(path)["统计汇总"]
    assert (sheet["B130"].value, sheet["C37"].comment.text) == ("旁边的话", "批注的话")


def test_the_repair_of_formulas_is_a_step_that_undo_takes_back(
    drawn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody wrote since: the very bytes come back. Else the formulas stay, and so does the line with the words."""
    path = edited(drawn, tmp_path / "改.xlsx", noted)
    before = path.read_bytes()
    repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert cli.main(["undo", str(path)]) == 0
    assert path.read_bytes() == before
    repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    book = openpyxl.load_workbook(path)
    book["问题台账"]["D2"] = "后来改的"
    book.save(path)
    capsys.readouterr()
    assert cli.main(["undo", str(path)]) == 0
    assert "公式和下拉选项留着，没有退回" in capsys.readouterr().out.replace("\n", "")
    assert ("C4", NOTE, "补回公式") in logged(path)


def test_a_sheet_that_was_pasted_as_values_fills_no_page_of_the_log(drawn: Path, tmp_path: Path) -> None:
    """Hundreds of words that formulas gave are no notes: one line says what it can, and where all of it is."""

    def pasted(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.value != "=0":
                    cell.value = "值" if cell.coordinate.endswith("1") else cell.row

    path = edited(drawn, tmp_path / "值.xlsx", pasted)
    done = repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert len(done.tables[-1].rows) == repair.MOST_LISTED
    assert f"前{repair.MOST_LISTED}格，共" in done.tables[-1].title
    ((cell, old, new),) = logged(path)
    assert (cell, new) == ("", f"补回公式{summary_cells.FORMULAS[0]}格")
    assert old.endswith("……（全文见修复前的备份）")
    assert findings(path, "填报") == []


def test_a_formula_comes_back_into_a_row_that_is_no_more(drawn: Path, tmp_path: Path) -> None:
    """Programs drop the rows in which nothing stands."""
    part = sheet_part(drawn, "统计汇总")
    path = tmp_path / "空行.xlsx"
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                content = re.sub(rb'<row r="60".*?</row>', b"", content, flags=re.DOTALL)
            target.writestr(info, content)
    assert findings(path, "填报")
    outcome = repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert len(outcome.tables) == 1
    assert findings(path, "填报") == []
    assert cell_xml(path, "统计汇总", "C60").findtext("{*}f") == cell_xml(drawn, "统计汇总", "C60").findtext("{*}f")


def test_words_of_the_summary_stay_with_the_unit(drawn: Path, tmp_path: Path) -> None:
    """统计汇总 of a clean copy is that of the blank ledger; what stood in the unit's own does not go up in the log."""
    path = edited(drawn, tmp_path / "改.xlsx", noted)
    repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    words = ["submit", str(path), "-o", str(tmp_path / "上报"), "--log", "--with-errors", "先报数", "--json"]
    assert cli.main([*words, "--as-of", AS_OF.isoformat()]) in (0, 1)
    (copy,) = (tmp_path / "上报").glob("*整改台账*.xlsx")
    assert logged(copy) == []


def test_where_rows_were_moved_the_sheet_has_to_come_anew(drawn: Path, tmp_path: Path) -> None:
    """A formula of the blank ledger would stand in the wrong line: the check and `repair` say what to do instead."""

    def moved(sheet: Worksheet) -> None:
        sheet["C4"] = 18
        sheet["M30"] = "=C30+1"

    path = edited(drawn, tmp_path / "移.xlsx", moved)
    ledger = reader.read_ledger(FileBook(path).read())
    assert (ledger.lost.refs, ledger.lost.moved) == (("C4",), True)
    outcome = repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert outcome.summary == (repair.NOTHING, repair.MOVED_SUMMARY)
    assert openpyxl.load_workbook(path)["统计汇总"]["C4"].value == 18


def test_own_formulas_and_earlier_layouts_are_left_in_peace(drawn: Path, tmp_path: Path) -> None:
    """A formula in a free cell is the office's own; a sheet of an earlier layout has other ones."""

    def own(sheet: Worksheet) -> None:
        sheet["M30"] = "=C30+1"

    assert findings(edited(drawn, tmp_path / "加.xlsx", own), "填报") == []
    path = edited(drawn, tmp_path / "旧.xlsx", typed)
    book = openpyxl.load_workbook(path)
    del book.defined_names["台账_缺列"]
    book.save(path)
    assert findings(path, "填报") == []


def test_a_protected_sheet_is_not_forced(drawn: Path, tmp_path: Path) -> None:
    """Who asks is told how to lift the protection."""

    def locked(sheet: Worksheet) -> None:
        sheet["C4"] = 18
        sheet.protection.enable()

    path = edited(drawn, tmp_path / "锁.xlsx", locked)
    with pytest.raises(BookError, match="统计汇总"):
        repair.run(Request(AS_OF, source=str(path), options={"write": True}))
    assert openpyxl.load_workbook(path)["统计汇总"]["C4"].value == 18


def test_a_damaged_summary_keeps_nobody_from_reading_the_ledger(drawn: Path, tmp_path: Path) -> None:
    """What people write stands in other parts; only of lost formulas nothing can be said."""
    part = sheet_part(drawn, "统计汇总")
    path = tmp_path / "坏.xlsx"
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, source.read(info))
        begin = target.getinfo(part).header_offset
    data = bytearray(path.read_bytes())
    data[begin + 2_000 : begin + 2_400] = bytes(400)
    path.write_bytes(data)
    book = FileBook(path).read()
    assert book.lost == LostFormulas()
    assert book.sheets["问题台账"] == FileBook(drawn).read().sheets["问题台账"]
