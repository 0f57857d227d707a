"""Sheets with very many rows that are only formatted: left out while working, put back as they were."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from rectify_xl.doors import cli
from rectify_xl.judgement import checks
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook import office_package
from rectify_xl.workbook.editing import blank_rows
from rectify_xl.workbook.file_host import FileBook
from tests.addresses import column
from tests.workbook import office

LAST = 36_000
SHEET = "问题台账"


def row(number: int, cells: int, *, order: str = "") -> bytes:
    """Return a row that is only formatted, with so many cells."""
    made = "".join([f'<c r="{column_letters(each)}{number}" s="1"/>' for each in range(1, cells + 1)])
    start = f'<row {order}r="{number}" spans="1:31" s="1" customFormat="1" ht="15"'
    return (f"{start}>{made}</row>" if cells else f"{start}/>").encode()


def formatted(path: Path, cells: int, *, last: int = LAST, order: str = "", far: int = 0) -> Path:
    """Write the blank ledger with one problem, below it rows that are only formatted as far as `last`."""
    name = office.sheet_part(office.TEMPLATE, SHEET)
    with zipfile.ZipFile(office.TEMPLATE) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for member in source.namelist():
            content = source.read(member)
            if member != name:
                made.writestr(member, content)
                continue
            head, tail = content.split(b"</sheetData>")
            head = head[: head.index(b"</row>") + 6]
            with made.open(name, "w") as file:
                file.write(head + b'<row r="2"><c r="A2" t="inlineStr"><is><t>P001</t></is></c>')
                file.write(b"".join(b'<c r="%s2" s="1"/>' % column_letters(703 + at).encode() for at in range(far)))
                file.write(b"</row>")
                for number in range(3, last + 1):
                    file.write(row(number, cells, order=order))
                file.write(b"</sheetData>" + tail)
    return path


def rows(path: Path) -> dict[int, bytes]:
    """Return the rows of the sheet by number; fails where one stands twice or out of order."""
    content = office.parts(path)[office.sheet_part(path, SHEET)]
    found: dict[int, bytes] = {}
    for _, element in etree.iterparse(io.BytesIO(content), tag=f"{office.MAIN}row"):
        number = int(element.get("r", "0"))
        assert number > max(found, default=0) if len(found) < 5 else number not in found
        found[number] = etree.tostring(element, method="c14n")
        element.clear()
    assert list(found) == sorted(found)
    return found


def without(content: dict[int, bytes], *numbers: int) -> dict[int, bytes]:
    return {number: each for number, each in content.items() if number not in numbers}


@pytest.fixture(params=["cells", "none", "attributes in another order"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a ledger with some ten thousand formatted rows, written in one of the usual ways."""
    cells, order = {"cells": (3, ""), "none": (0, "")}.get(request.param, (2, 'hidden="0" '))
    return formatted(tmp_path / "台账.xlsx", cells, order=order)


def test_a_write_leaves_every_formatted_row_as_it_was(path: Path) -> None:
    """A step that fills row 2 and row 30,000 changes these two; all others keep every attribute and every cell."""
    before = rows(path)
    book = FileBook(path)
    assert [cells[0] for cells in book.read().sheets[SHEET].rows[1:] if cells and cells[0]] == ["P001"]
    book.write(
        (SheetChanges(SHEET, (CellWrite(2, column("方面"), "甲方面"), CellWrite(30_000, column("编号"), "P002"))),)
    )
    after = rows(path)
    assert without(after, 2, 30_000) == without(before, 2, 30_000)
    read = FileBook(path).read().sheets[SHEET].rows
    assert (read[1][:2], read[29_999][0]) == (["P001", "甲方面"], "P002")


def test_undo_takes_back_the_write(path: Path) -> None:
    """The step is taken back whole, to the same bytes."""
    before = path.read_bytes()
    book = FileBook(path)
    book.write((SheetChanges(SHEET, (CellWrite(2, column("方面"), "甲方面"),)),))
    assert path.read_bytes() != before
    assert cli.main(["undo", str(path)]) == 0
    assert path.read_bytes() == before


def test_what_is_read_and_edited_is_small(path: Path) -> None:
    """The slim sheet holds the filled rows and a thousand of the others."""
    whole = office_package.unpack(path.read_bytes())
    name = office.sheet_part(path, SHEET)
    slim = blank_rows.slim(whole)
    assert whole.members[name].size > 2_000_000
    assert slim.package.read(name).count(b"<row") == 2 + blank_rows.KEPT
    assert slim.blank == {name: (LAST - 2, 3, LAST)}


def test_the_rows_are_told_with_a_remedy(path: Path) -> None:
    """`check` says how many empty rows there are, and which ones to delete."""
    found = checks.run(reader.read_ledger(FileBook(path).read()), checks.profile("填报"), date(2026, 9, 28))
    assert [each[2:7] for each in found if each.code == "RX120"] == [
        (
            SHEET,
            "A1",
            "",
            "有35998个空行只有格式、没有内容（到第36000行为止），打开、保存和校验都会变慢。",
            "请从第3行选到第36000行（在名称框中输入“3:36000”后回车），右键“删除”，再保存。",
        )
    ]


def test_thousands_of_formatted_cells_in_a_filled_row_come_back(tmp_path: Path) -> None:
    """Cells far to the right that are only formatted are left out and put back into their row."""
    path = formatted(tmp_path / "台账.xlsx", 2, far=9_000)
    before = rows(path)
    slim = blank_rows.slim(office_package.unpack(path.read_bytes())).package
    assert b'r="AAA2"' not in slim.read(office.sheet_part(path, SHEET))
    FileBook(path).write((SheetChanges(SHEET, (CellWrite(3, column("编号"), "P002"),)),))
    after = rows(path)
    assert after[2] == before[2]
    assert without(after, 3) == without(before, 3)


def test_rows_without_a_number_are_left_alone(tmp_path: Path) -> None:
    """Where rows state no number, leaving some out would move the others: the sheet is read as it is."""
    path = formatted(tmp_path / "台账.xlsx", 0)
    content = office.parts(path)
    name = office.sheet_part(path, SHEET)
    content[name] = content[name].replace(b'<row r="2">', b"<row>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for member, data in content.items():
            made.writestr(member, data)
    package = office_package.unpack(path.read_bytes())
    assert blank_rows.slim(package).package is package
    assert FileBook(path).read().sheets[SHEET].rows[1][0] == "P001"


def test_a_usual_ledger_is_not_looked_at() -> None:
    """The blank ledger is worked on as it is."""
    data = office.TEMPLATE.read_bytes()
    assert blank_rows.slimmed(data) is data
