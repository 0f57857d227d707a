"""A write changes the rows that it has to and nothing else of a sheet, however the sheet is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.workbook.editing import edit, package_draft
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.editing.sheet_xml import SheetXml
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import read_workbook
from tests.workbook import office

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b'</sheetData><pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/></worksheet>'
ONE: Changes = (SheetChanges("问题台账", (CellWrite(3, 1, "P002"),)),)


def rows(sheet: bytes) -> list[bytes]:
    return re.findall(rb"<row.*?(?:/>|</row>)", sheet[sheet.find(b"<sheetData>") : sheet.find(b"</sheetData>")])


@pytest.mark.parametrize(
    "written",
    [
        b'<row r="2"><c r="A2" s="3"><v>7</v></c></row>',
        b"<row r='2'><c r='A2' s='3'><v>7</v></c></row>",
        b'<!-- <row r="1"/> --><row r="2"><c r="A2" s="3"><v><![CDATA[7]]></v></c></row>',
        b'<row><?mark <row/>?></row><row><c s="3"><v>7</v></c></row>',
    ],
)
def test_a_row_is_found_however_it_is_written(written: bytes) -> None:
    """Quotes, comments, CDATA, instructions and missing addresses make no difference."""
    sheet = SheetXml(HEAD + written + TAIL)
    row = sheet.row(2)
    assert row is not None
    assert row.cells[1].style == 3
    row.cells[2] = sheet.cell(2, 2, 0, sheet.tagged("v", "a<b"), "str")
    assert rows(sheet.content())[-1] == (
        b'<row r="2"><c r="A2" s="3"><v>7</v></c><c r="B2" t="str"><v>a&lt;b</v></c></row>'
    )


def test_what_cannot_be_cut_is_refused() -> None:
    """A row within a row is no sheet that anybody should write into."""
    with pytest.raises(BookError, match="不能改写"):
        SheetXml(HEAD + b'<row r="1"><extLst><row/></extLst><c r="A1"/></row>' + TAIL)


def test_rows_that_do_not_change_keep_their_bytes(tmp_path: Path) -> None:
    """One cell is written: one row of the sheet is different."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(office.TEMPLATE.read_bytes())
    FileBook(path).write((SheetChanges("问题台账", tuple(CellWrite(row, 1, f"P{row - 1:03}") for row in range(2, 9))),))
    part = office.sheet_part(path, "问题台账")
    before = rows(office.parts(path)[part])
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(5, 2, "方面一"),)),))
    after = rows(office.parts(path)[part])
    assert [number for number, (one, other) in enumerate(zip(before, after, strict=True), 1) if one != other] == [5]


def test_a_cell_that_nobody_wrote_is_compared_too(tmp_path: Path) -> None:
    """A row that got lost on the way is noticed, although nothing of it was written."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(office.TEMPLATE.read_bytes())
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(2, 1, "P001"), CellWrite(3, 1, "P002"))),))
    book = read_workbook.read(path.read_bytes(), "台账.xlsx")
    draft = PackageDraft(path.read_bytes())
    edit.make(draft, book, (SheetChanges("问题台账", (CellWrite(2, 2, "方面一"),)),))
    draft.sheet(draft.facts.sheets["问题台账"]).drop(3)
    expected = edit.expected(book, (SheetChanges("问题台账", (CellWrite(2, 2, "方面一"),)),))
    with pytest.raises(BookError, match="《问题台账》A3，台账没有改动"):
        edit.verify(draft.packed(), "台账.xlsx", expected, ())


def test_a_write_packs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editing and mending share one unpacked workbook."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(office.TEMPLATE.read_bytes())
    packed = package_draft.PackageDraft.packed
    count: list[int] = []

    def counting(draft: PackageDraft) -> bytes:
        count.append(1)
        return packed(draft)

    monkeypatch.setattr(package_draft.PackageDraft, "packed", counting)
    FileBook(path).write(ONE)
    assert len(count) == 1
