"""What the file host writes is what a person would have typed, with the looks of its table."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import os
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.saving import backup
from tests import addresses
from tests.addresses import ref
from tests.workbook import office, rich_workbook

FINDINGS = 40
NOON = time.struct_time((2026, 9, 21, 15, 30, 12, 0, 264, 0))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "整改 台账.xlsx"
    path.write_bytes(office.TEMPLATE.read_bytes())
    return path


def one(row: int, column: int, value: str | float | dt.date | None, link: str = "") -> Changes:
    return (SheetChanges("问题台账", (CellWrite(row, column, value, link),)),)


def findings(count: int) -> Changes:
    return (
        SheetChanges(
            "校验结果",
            tuple(
                write
                for row in range(2, count + 2)
                for write in (
                    CellWrite(row, addresses.column("序号", "校验结果"), row - 1),
                    CellWrite(row, addresses.column("位置", "校验结果"), f"问题台账!K{row}", f"问题台账!K{row}"),
                )
            ),
            replace_rows=True,
        ),
    )


def area(columns: str, last: int) -> str:
    return f"A1:{columns}{last}"


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-5", "@SUM(1,2)", "#N/A", "00123", "2025-06-30", "TRUE"])
def test_text_stays_text_whatever_it_looks_like(ledger: Path, text: str) -> None:
    """No formula, number or date is made of a text; nothing is listed for calculation."""
    book = FileBook(ledger)
    book.write(one(2, addresses.column("整改进展"), text))
    cell = office.cell_xml(ledger, "问题台账", addresses.cell("整改进展", 2))
    assert cell.find(f"{office.MAIN}f") is None
    assert cell.get("t") in ("str", "inlineStr")
    assert book.read().sheets["问题台账"].rows[1][addresses.column("整改进展") - 1] == text
    assert addresses.cell("整改进展", 2).encode() not in office.parts(ledger).get("xl/calcChain.xml", b"")


def test_a_formula_that_is_overwritten_leaves_the_calculation_chain(tmp_path: Path) -> None:
    """A cell that no longer holds a formula is not listed for calculation."""
    path = tmp_path / "台账.xlsx"
    rich_workbook.build(office.TEMPLATE, path)
    beside = column_letters(rich_workbook.BESIDE)
    assert f'r="{beside}4" i="3"'.encode() in office.parts(path)["xl/calcChain.xml"]
    FileBook(path).write(one(4, rich_workbook.BESIDE, "=不是公式"))
    assert f'r="{beside}4" i="3"'.encode() not in office.parts(path)["xl/calcChain.xml"]
    assert f'r="{beside}5" i="3"'.encode() in office.parts(path)["xl/calcChain.xml"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from([" 前后有空格 ", "一\n二", "_x000D_", "𠮷&<>\"'"]),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_comes_back(tmp_path: Path, texts: list[str]) -> None:
    """Any Unicode text reads back as written, apart from line ends and characters that XML has no place for."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(office.TEMPLATE.read_bytes())
    book = FileBook(path)
    book.write(
        (
            SheetChanges(
                "问题台账",
                tuple(CellWrite(row, addresses.column("整改进展"), text) for row, text in enumerate(texts, 2)),
            ),
        )
    )
    rows = book.read().sheets["问题台账"].rows
    for row, text in enumerate(texts, 1):
        unified = text.replace("\r\n", "\n").replace("\r", "\n")
        expected = "".join(
            each for each in unified if each in "\t\n" or (each >= " " and each not in "\x7f\ufffe\uffff")
        )
        found = rows[row][15] if row < len(rows) else None
        assert (found or "") == expected


@pytest.mark.parametrize("text", [" 前空", "后空 ", "\n首行空", "_x000D_"])
def test_blanks_at_the_ends_are_kept_by_libreoffice(
    ledger: Path, tmp_path: Path, soffice: list[str], text: str
) -> None:
    """LibreOffice shows the text with the blanks that it begins or ends with."""
    FileBook(ledger).write((SheetChanges("基本信息", (CellWrite(2, addresses.column("内容", "基本信息"), text),)),))
    subprocess.run(
        [*soffice, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
         "--outdir", str(tmp_path), str(ledger)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    with next(tmp_path.glob("*-基本信息.csv")).open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines))[1][1] == text


def test_dates_are_dates_in_the_look_of_the_column(ledger: Path) -> None:
    """A date is stored as a number; a cell without a date format gets yyyy-mm-dd, a moment its time as well."""
    book = FileBook(ledger)
    due, note = schema.PROBLEMS.position("整改时限"), schema.PROBLEMS.position("备注")
    moment = dt.datetime(2025, 6, 30, 8, 30)  # noqa: DTZ001
    book.write(
        (
            SheetChanges(
                "问题台账",
                (
                    CellWrite(2, due, dt.date(2025, 6, 30)),
                    CellWrite(9, due, moment),
                    CellWrite(2, note, dt.date(2025, 6, 30)),
                ),
            ),
        )
    )
    rows = book.read().sheets["问题台账"].rows
    assert rows[1][due - 1] == dt.date(2025, 6, 30)
    assert rows[1][note - 1] == dt.date(2025, 6, 30)
    assert rows[8][due - 1] == moment
    body = office.cell_xml(office.TEMPLATE, "问题台账", addresses.cell("整改时限", 2)).get("s")
    assert office.cell_xml(ledger, "问题台账", addresses.cell("整改时限", 2)).get("s") == body
    assert office.cell_xml(ledger, "问题台账", addresses.cell("整改时限", 9)).get("s") == body
    assert office.cell_xml(ledger, "问题台账", addresses.cell("整改时限", 2)).findtext(f"{office.MAIN}v") == "45838"


def test_a_number_in_a_column_of_dates_stays_a_number(ledger: Path) -> None:
    """A pasted 46384 is told as such; in the look of the column it would read as a day, and fail the comparison."""
    column = addresses.column("整改时限")
    FileBook(ledger).write(one(2, column, 46384) + one(3, column, dt.date(2026, 12, 28)))
    rows = FileBook(ledger).read().sheets["问题台账"].rows
    assert [rows[1][column - 1], rows[2][column - 1]] == [46384, dt.date(2026, 12, 28)]
    formats = [load_workbook(ledger)["问题台账"].cell(row, column).number_format for row in (2, 3)]
    assert formats == ["General", "yyyy-mm-dd"]


def test_dates_follow_the_date_system_of_the_workbook(ledger: Path) -> None:
    """In a workbook of the 1904 date system, a written date is the same day."""
    book = load_workbook(ledger)
    book.epoch = MAC_EPOCH
    book.save(ledger)
    book.close()
    FileBook(ledger).write(one(2, addresses.column("整改时限"), dt.date(2025, 6, 30)))
    assert office.cell_xml(ledger, "问题台账", addresses.cell("整改时限", 2)).findtext(f"{office.MAIN}v") == "44376"
    assert FileBook(ledger).read().sheets["问题台账"].rows[1][addresses.column("整改时限") - 1] == dt.date(2025, 6, 30)


def test_numbers_are_numbers_and_none_empties(ledger: Path) -> None:
    """A number is stored as such; nothing empties the cell and keeps its looks."""
    book = FileBook(ledger)
    book.write(one(2, addresses.column("整改进展"), 12.5))
    assert book.read().sheets["问题台账"].rows[1][addresses.column("整改进展") - 1] == 12.5
    style = office.cell_xml(ledger, "问题台账", addresses.cell("整改进展", 2)).get("s")
    book.write(one(2, addresses.column("整改进展"), None))
    cell = office.cell_xml(ledger, "问题台账", addresses.cell("整改进展", 2))
    assert (cell.get("s"), cell.find(f"{office.MAIN}v")) == (style, None)


def test_rows_below_the_table_join_it_in_its_looks(ledger: Path) -> None:
    """The table grows to the last written row, whose cells look like the first row of the body, in order."""
    FileBook(ledger).write(one(9, addresses.column("具体问题"), "学习不深入"))
    assert office.table_area(ledger, "问题") == area(addresses.last(), 9)
    first = [cell.get("s") for cell in office.row_xml(ledger, "问题台账", 2)]
    new = office.row_xml(ledger, "问题台账", 9)
    assert [cell.get("s") for cell in new] == first
    assert [cell.get("r") for cell in new][:4] == ["A9", "B9", "C9", "D9"]


def test_a_cell_left_of_present_ones_is_put_in_order(tmp_path: Path) -> None:
    """Excel repairs a workbook whose cells are out of order: ours never are."""
    path = office.minimal(
        tmp_path / "台账.xlsx",
        '<row r="1"><c r="A1" t="str"><v>编号</v></c><c r="B1" t="str"><v>方面</v></c></row>'
        '<row r="3" spans="5:5"><c r="E3"><v>1</v></c></row><row r="7"><c r="E7"><v>1</v></c></row>',
        styled=True,
    )
    FileBook(path).write(
        (
            SheetChanges(
                "问题台账",
                (
                    CellWrite(3, addresses.column("方面"), "甲"),
                    CellWrite(5, addresses.column("编号"), "乙"),
                    CellWrite(3, addresses.column("牵头领导"), "丙"),
                    CellWrite(2, addresses.column("编号"), "丁"),
                ),
            ),
        )
    )
    sheet = office.sheet_xml(path, "问题台账")
    assert [row.get("r") for row in sheet.iter(f"{office.MAIN}row")] == ["1", "2", "3", "5", "7"]
    assert [cell.get("r") for cell in office.row_xml(path, "问题台账", 3)] == ["B3", "E3", "G3"]


def test_replaced_rows_end_where_the_new_ones_end(ledger: Path) -> None:
    """An output sheet holds the last result only: fewer rows shrink the table, and old links are gone."""
    book = FileBook(ledger)
    book.write(findings(FINDINGS))
    assert office.table_area(ledger, "校验结果") == area("J", FINDINGS + 1)
    book.write(findings(3))
    assert office.table_area(ledger, "校验结果") == area("J", 4)
    sheet = office.sheet_xml(ledger, "校验结果")
    assert [row.get("r") for row in sheet.iter(f"{office.MAIN}row")] == ["1", "2", "3", "4"]
    links = [(link.get("ref"), link.get("location")) for link in sheet.iter(f"{office.MAIN}hyperlink")]
    assert links == [("D2", ref("整改时限", 2)), ("D3", ref("整改时限", 3)), ("D4", ref("整改时限", 4))]
    assert b"hyperlink" not in office.parts(ledger).get(
        office.sheet_part(ledger, "校验结果").replace("worksheets/", "worksheets/_rels/") + ".rels", b""
    )
    book.write((SheetChanges("校验结果", (), replace_rows=True),))
    assert office.table_area(ledger, "校验结果") == area("J", 2)
    assert len(book.read().sheets["校验结果"].rows) == 1


def test_several_blocks_for_one_sheet_are_one(ledger: Path) -> None:
    """Two commands may speak of one sheet in one change; of two values for a cell the later counts."""
    book = FileBook(ledger)
    book.write(
        (
            *one(2, addresses.column("编号"), "P001"),
            *one(2, addresses.column("预警"), "红"),
            *one(2, addresses.column("编号"), "P002"),
        )
    )
    row = book.read().sheets["问题台账"].rows[1]
    assert (row[0], row[addresses.column("预警") - 1]) == ("P002", "红")


def test_links_jump_within_the_workbook(ledger: Path) -> None:
    """A sheet name with blanks or digits first is quoted in a link, as Excel wants it."""
    FileBook(ledger).write(
        (
            SheetChanges(
                "校验结果",
                (CellWrite(2, addresses.column("位置", "校验结果"), "位置", "2025 年!A1"),),
                replace_rows=True,
            ),
        )
    )
    link = next(office.sheet_xml(ledger, "校验结果").iter(f"{office.MAIN}hyperlink"))
    assert link.get("location") == "'2025 年'!A1"
    assert link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") is None


def test_a_column_of_their_own_in_an_output_sheet_stays(ledger: Path) -> None:
    """What people noted in a column of their own beside the findings is not emptied."""
    book = FileBook(ledger)
    book.write(
        (
            SheetChanges(
                "校验结果",
                (
                    CellWrite(1, 12, "我的备注"),
                    CellWrite(2, 12, "已电话核实"),
                    CellWrite(2, addresses.column("问题", "校验结果"), "旧问题"),
                ),
            ),
        )
    )
    book.write(findings(1))
    rows = book.read().sheets["校验结果"].rows
    assert rows[1] == [1.0, None, None, ref("整改时限", 2), *[None] * 7, "已电话核实"]


def test_rows_are_hidden_and_shown(ledger: Path) -> None:
    """Hidden rows are hidden, also where the sheet has none yet, and shown ones are seen again."""
    book = FileBook(ledger)
    book.write((SheetChanges("基本信息", (), hidden_rows=(3, 90)),))
    assert office.row_xml(ledger, "基本信息", 3).get("hidden") == "1"
    assert office.row_xml(ledger, "基本信息", 90).get("hidden") == "1"
    book.write((SheetChanges("基本信息", (), shown_rows=(3, 91)),))
    assert office.row_xml(ledger, "基本信息", 3).get("hidden") is None


def test_rows_are_as_high_as_their_text(ledger: Path) -> None:
    """A long text makes its row higher, an emptied one lower again; a height that a person fixed stays."""
    book = FileBook(ledger)
    book.write(one(2, addresses.column("整改进展"), "一是开展学习。\n" * 4 + "完"))
    high = office.row_xml(ledger, "问题台账", 2)
    assert float(high.get("ht")) > 60
    assert high.get("customHeight") is None
    book.write(one(2, addresses.column("整改进展"), "完"))
    assert office.row_xml(ledger, "问题台账", 2).get("ht") is None


def test_a_fixed_height_stays(tmp_path: Path) -> None:
    """The height that a person gave a row is kept, whatever is written into it."""
    path = tmp_path / "台账.xlsx"
    rich_workbook.build(office.TEMPLATE, path)
    FileBook(path).write(one(5, 30, "整改时限已过。\n" * 20))
    row = office.row_xml(path, "问题台账", 5)
    assert (row.get("ht"), row.get("customHeight")) == ("64", "1")


def test_stored_results_are_marked_as_old(tmp_path: Path) -> None:
    """A workbook with formulas asks the next program to compute them; without formulas nothing is asked."""
    path = office.minimal(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', styled=True)
    FileBook(path).write(one(2, addresses.column("编号"), "P001"))
    assert b'<calcPr fullCalcOnLoad="1"/>' in office.parts(path)["xl/workbook.xml"]
    plain = office.minimal(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>2</v></c></row>', styled=True)
    before = office.parts(plain)["xl/workbook.xml"]
    FileBook(plain).write(one(2, addresses.column("编号"), "P001"))
    assert office.parts(plain)["xl/workbook.xml"] == before


def test_a_written_ledger_passes_the_audit_and_opens(ledger: Path, tmp_path: Path, soffice: list[str]) -> None:
    """openxml-audit finds nothing in a written ledger, and LibreOffice opens it."""
    book = FileBook(ledger)
    book.write((*one(9, addresses.column("整改进展"), "=长期坚持。\n" * 9), *findings(FINDINGS)))
    assert office.findings(ledger) == set()
    subprocess.run(
        [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), str(ledger)], check=True, capture_output=True
    )
    assert ledger.with_suffix(".pdf").stat().st_size > 10_000


def test_a_dated_backup_is_kept_before_each_change(ledger: Path) -> None:
    """The copy holds the ledger as it was and names day, time and command; two in one second do not collide."""
    before = ledger.read_bytes()
    book = FileBook(ledger, label="校验台账", now=lambda: NOON)
    book.write(one(2, addresses.column("编号"), "P001"))
    middle = ledger.read_bytes()
    book.write(one(2, addresses.column("编号"), "P002"))
    folder = ledger.parent / "rectify_xl_备份"
    assert (folder / "整改 台账_20260921-153012_校验台账.xlsx").read_bytes() == before
    assert (folder / "整改 台账_20260921-153012_校验台账~2.xlsx").read_bytes() == middle
    assert [each.name for each in backup.copies(ledger)] == [
        "整改 台账_20260921-153012_校验台账~2.xlsx",
        "整改 台账_20260921-153012_校验台账.xlsx",
    ]


def test_only_the_newest_backups_of_a_ledger_are_kept(tmp_path: Path) -> None:
    """Copies beyond the limit are removed, oldest first; those of a ledger with a similar name are not touched."""
    path = tmp_path / "台账.xlsx"
    other = backup.keep(tmp_path / "台账_2025.xlsx", b"other", "{}", now=lambda: NOON)
    for second in range(5):
        moment = time.struct_time((*NOON[:5], second, *NOON[6:]))
        backup.keep(path, bytes([second]), "{}", now=functools.partial(time.struct_time, moment))
        backup.prune(path, 3)
    assert [each.read_bytes() for each in backup.copies(path)] == [b"\4", b"\3", b"\2"]
    assert other.exists()


def test_mode_and_links_of_the_file_are_kept(ledger: Path, tmp_path: Path) -> None:
    """The written file has the rights of the old one; a symbolic link still leads to it."""
    ledger.chmod(0o640)
    link = tmp_path / "快捷方式.xlsx"
    link.symlink_to(ledger)
    FileBook(link).write(one(2, addresses.column("编号"), "P001"))
    assert link.is_symlink()
    assert ledger.stat().st_mode & 0o777 == 0o640
    assert FileBook(ledger).read().sheets["问题台账"].rows[1][0] == "P001"


def test_a_new_ledger_is_the_template_with_the_changes(tmp_path: Path) -> None:
    """Overwriting keeps a backup of what was there; left-over temporary files of dead processes go."""
    target = tmp_path / "新 台账.xlsx"
    file_host.create(office.TEMPLATE, target, ())
    assert target.read_bytes() == office.TEMPLATE.read_bytes()
    left_over = tmp_path / ".新 台账.xlsx.12345.rectify_xl.tmp"
    left_over.write_bytes(b"half")
    os.utime(left_over, (0, 0))
    file_host.create(office.TEMPLATE, target, one(2, addresses.column("编号"), "P001"), overwrite=True)
    assert FileBook(target).read().sheets["问题台账"].rows[1][0] == "P001"
    assert [each.read_bytes() for each in backup.copies(target)] == [office.TEMPLATE.read_bytes()]
    assert not left_over.exists()


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger holds names and findings: no copy of it stays behind where others might read it."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    ledger = tmp_path / "台账.xlsx"
    file_host.create(
        office.TEMPLATE,
        ledger,
        (SheetChanges(schema.PROBLEMS.name, (CellWrite(2, addresses.column("编号"), "P001"),)),),
    )
    FileBook(ledger).write((SheetChanges(schema.PROBLEMS.name, (CellWrite(3, addresses.column("编号"), "P002"),)),))
    assert list(temporary.iterdir()) == []


def test_a_name_that_leaves_no_room_for_a_backup_is_to_be_shortened(tmp_path: Path) -> None:
    """Nothing is wrong with the disk; the ledger stays as it was."""
    target = tmp_path / f"{'长' * 80}.xlsx"
    file_host.create(office.TEMPLATE, target, ())
    before = target.read_bytes()
    with pytest.raises(BookError, match=r"加上就太长了。请把台账的文件名改短后重试"):
        FileBook(target).write(one(2, addresses.column("编号"), "P001"))
    assert target.read_bytes() == before
