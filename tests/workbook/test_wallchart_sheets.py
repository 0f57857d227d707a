"""The chart as a workbook: each page prints on one sheet of paper, text stays text, tiles say where they are from."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from generate import ledger_builder
from rectify_xl.supervision.wallchart import chart_page
from rectify_xl.supervision.wallchart.shapes import PAPERS
from rectify_xl.workbook.wallchart_sheets import workbook
from tests.addresses import ref
from tests.supervision.wallchart import chart_ledgers
from tests.supervision.wallchart.chart_ledgers import AS_OF
from tests.workbook.office import findings


def saved(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content), rich_text=True)


def cells(book: Workbook) -> list[Any]:
    return [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]


def test_every_problem_stands_in_one_cell_with_its_source() -> None:
    """The note of a tile names the cell of the ledger and holds the whole problem."""
    book = saved(workbook(chart_page.chart(chart_ledgers.regular(200, 12, 4), AS_OF, PAPERS["A3"])))
    assert book.sheetnames == ["挂图作战"]
    notes = {cell.comment.text: str(cell.value) for cell in cells(book) if cell.comment}
    assert sorted(notes) == sorted(f"出处：问题台账!D{number + 1}\n第{number}个问题" for number in range(1, 201))
    assert all(f"P{int(note.split('第')[1].split('个')[0]):03}" in shown for note, shown in notes.items())


@pytest.mark.parametrize(("paper", "number", "pages"), [("A4", 9, 5), ("A3", 8, 2), ("A2", 66, 1)])
def test_each_sheet_prints_on_one_page(paper: str, number: int, pages: int) -> None:
    """Landscape, the right paper, one page, and a print area that holds all cells."""
    book = saved(workbook(chart_page.chart(chart_ledgers.regular(600, 12, 4), AS_OF, PAPERS[paper])))
    assert len(book.sheetnames) == pages
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", number, 1, 1)
        fit = sheet.sheet_properties.pageSetUpPr
        assert fit
        assert fit.fitToPage
        assert sheet.print_area.replace("$", "").endswith(f"!{sheet.dimensions}")


HOSTILE = """
[基本信息]
单位名称 | =1+1
[问题台账]
编号 | 方面 | 责任科室 | 具体问题 | 完成程度
=2+2 | @SUM(A1) | +科室 | =HYPERLINK("http://example.com") | 整改中
-P2 | | | 甲 | 已完成
"""


def test_text_stays_text() -> None:
    """Nothing that begins with = + - @ becomes a formula, and there is no link."""
    book = saved(workbook(chart_page.chart(ledger_builder.load(HOSTILE), AS_OF, PAPERS["A3"])))
    found = cells(book)
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell for cell in found if cell.hyperlink] == []
    assert any(str(cell.value).startswith("=1+1") for cell in found)


def test_the_audit_has_no_finding(tmp_path: Path) -> None:
    """openxml-audit finds nothing that Excel would repair."""
    for name, ledger in (("a.xlsx", chart_ledgers.regular(600, 12, 4)), ("b.xlsx", ledger_builder.load(HOSTILE))):
        path = tmp_path / name
        path.write_bytes(workbook(chart_page.chart(ledger, AS_OF, PAPERS["A3"])))
        assert findings(path) == set()


def test_a_long_problem_is_cut_in_its_note_too() -> None:
    """A note of 40,000 characters would fill the screen: it tells where the whole text stands."""
    ledger = ledger_builder.load(f"[问题台账]\n编号 | 具体问题\nP001 | {'长' * 40_000}")
    book = saved(workbook(chart_page.chart(ledger, AS_OF, PAPERS["A3"])))
    (note,) = [cell.comment.text for cell in cells(book) if cell.comment]
    assert note == f"出处：{ref('方面', 2)}\n{'长' * 1000}……（全文见{ref('方面', 2)}）"


@pytest.mark.parametrize(("problems", "paper"), [(31, "A3"), (600, "A2")])
def test_libreoffice_prints_it_on_one_page(soffice: list[str], tmp_path: Path, problems: int, paper: str) -> None:
    """Printed by an office program: one page of that paper, with every id."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed: nothing here can read a printed page")
    path = tmp_path / "挂图.xlsx"
    path.write_bytes(workbook(chart_page.chart(chart_ledgers.regular(problems, 12, 4), AS_OF, PAPERS[paper])))
    command = [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    pdf = str(path.with_suffix(".pdf"))
    info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, encoding="utf-8").stdout
    assert "Pages:           1\n" in info
    assert f"({paper})" in info
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    assert set(re.findall(r"P\d{3}", text)) == {f"P{number:03}" for number in range(1, problems + 1)}
