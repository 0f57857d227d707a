"""Merged areas are known of every kind of workbook."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from rectify_xl.text.refs import Area
from rectify_xl.workbook.file_host import FileBook
from rectify_xl.workbook.reading import foreign_merges

ROWS = (
    ("编号", "方面", "具体问题", "责任科室", "责任人"),
    ("P001", "甲方面", "问题一", "办公室", None),
    ("P002", None, "问题二", "财务科", "王芳"),
    ("P003", None, "问题三", "财务科", "王芳"),
    ("P004", "乙方面", "问题四", "财务科", "王芳"),
)
AREAS = (Area(2, 2, 4, 2), Area(2, 4, 2, 5))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问题台账\u00a0"
    for row in ROWS:
        sheet.append(row)
    for area in AREAS:
        sheet.merge_cells(str(area))
    book.save(tmp_path / "台账.xlsx")
    return tmp_path / "台账.xlsx"


def test_those_of_a_workbook_are_read(ledger: Path) -> None:
    """They stand behind the cells of a sheet's part."""
    raw = FileBook(ledger).read().sheets["问题台账"]
    assert sorted(raw.merged) == sorted(AREAS)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_those_of_older_and_free_formats_are_read(kind: str, ledger: Path, soffice: list[str]) -> None:
    """.xls has a list of them; .ods writes spans at the cells, and rows and cells once for many."""
    command = [*soffice, "--convert-to", kind, "--outdir", str(ledger.parent), str(ledger)]
    subprocess.run(command, check=True, capture_output=True)
    raw = FileBook(ledger.with_suffix(f".{kind}")).read().sheets["问题台账"]
    assert sorted(raw.merged) == sorted(AREAS)


def test_those_of_a_binary_workbook_are_read() -> None:
    """One record of type 176 for each, between others of any length."""
    record = bytes([0xB0, 0x01, 16]) + b"".join(number.to_bytes(4, "little") for number in (1, 3, 1, 1))
    other = bytes([0x91, 0x01, 0x83, 0x00]) + b"abc"
    assert list(foreign_merges.of_binary(other + record + other + record[:-1])) == [Area(2, 2, 4, 2)]
