"""Readers that believe a sheet's <dimension> see every row of what we write."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from rectify_xl.commands import check, import_, repair
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook.editing import dimension
from rectify_xl.workbook.file_host import FileBook

TODAY = date(2026, 9, 30)
STATED = re.compile(rb'<dimension ref="([^"]*)"/>')


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    target = tmp_path / "台账.xlsx"
    sample = str(resources.path("samples", "示例通报.txt"))
    import_.run(Request(TODAY, source=sample, options={"output": str(target)}))
    return target


def seen(path: Path) -> dict[str, tuple[int, int]]:
    """Return how far a reader that believes the dimension sees each sheet."""
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: (sheet.max_row, sheet.max_column) for sheet in book.worksheets}


def filled(path: Path) -> dict[str, tuple[int, int]]:
    """Return how far the cells of each sheet are filled, for a reader that looks at all of them."""
    return {
        sheet.title: (
            max((cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None), default=1),
            max((cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None), default=1),
        )
        for sheet in openpyxl.load_workbook(path).worksheets
    }


def damaged(path: Path) -> Path:
    """Return a copy without dropdowns, whose sheets all claim to end in A1."""
    broken = path.with_name("wps.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for info in source.infolist():
            xml = re.sub(rb"<dataValidations.*</dataValidations>", b"", source.read(info), flags=re.DOTALL)
            target.writestr(info, STATED.sub(b'<dimension ref="A1"/>', xml))
    return broken


def covered(path: Path) -> bool:
    most, all_of_it = seen(path), filled(path)
    return all(most[name][0] >= row and most[name][1] >= column for name, (row, column) in all_of_it.items())


def test_a_new_ledger_shows_all_its_rows(ledger: Path) -> None:
    """They saw two of the rows of 问题台账 and 整改措施."""
    assert filled(ledger)["问题台账"][0] > 2
    assert covered(ledger)


def test_a_dimension_that_another_program_left_wrong_is_mended_by_the_next_write(ledger: Path) -> None:
    """WPS writes A1 for the whole sheet; sheets that the command does not touch are mended too."""
    broken = damaged(ledger)
    assert seen(broken)["问题台账"] == (1, 1)
    check.run(Request(TODAY, FileBook(broken), options={"profile": "填报", "write": True}))
    assert covered(broken)


def test_writing_beside_the_old_area_widens_it(ledger: Path) -> None:
    """A cell to the right of all others is covered."""
    book = FileBook(ledger)
    book.read()
    book.write((SheetChanges("基本信息", (CellWrite(3, 9, "旁注"),)),))
    assert seen(ledger)["基本信息"][1] >= 9
    assert covered(ledger)


def test_repair_leaves_true_dimensions(ledger: Path) -> None:
    """It packs the workbook anew, also where nothing but dropdowns was lost."""
    broken = damaged(ledger)
    repair.run(Request(TODAY, FileBook(broken), source=str(broken), options={"write": True}))
    assert covered(broken)


@pytest.mark.parametrize(
    ("xml", "ref"),
    [
        ('<dimension ref="A1:B9"/><sheetData><row r="2"><c r="B2"/></row></sheetData>', "A1:B9"),
        ('<dimension ref="A1"/><sheetData><row r="2"><c r="B2"/></row></sheetData>', "A1:B2"),
        ('<dimension ref="A1"/><sheetData><row><c/></row><row><c/><c/></row><row r="7"/></sheetData>', "A1:B2"),
        ('<dimension ref=""/><sheetData><row r="3"><c r="C3"/></row></sheetData>', "A1:C3"),
        ("<x:dimension ref='A1'/><x:sheetData><x:row r='4'><x:c r='D4'/></x:row></x:sheetData>", "A1:D4"),
    ],
)
def test_only_a_wrong_dimension_is_changed(xml: str, ref: str) -> None:
    """One that covers the rows keeps every byte."""
    sheet = f'<worksheet xmlns:x="x">{xml}</worksheet>'.encode()
    changed = dimension.corrected(sheet, "xl/worksheets/sheet1.xml")
    match = re.search(rb"dimension ref=.([A-Z0-9:]*)", changed)
    assert match
    assert match[1].decode() == ref


def test_a_sheet_without_dimension_gets_none() -> None:
    """Readers then look for themselves."""
    sheet = b'<worksheet><sheetData><row r="2"><c r="B2"/></row></sheetData></worksheet>'
    assert dimension.corrected(sheet, "xl/worksheets/sheet1.xml") == sheet
