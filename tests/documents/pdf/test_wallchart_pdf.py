"""The PDF chart is paper of the right size whose text can be searched."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generate import ledger_builder
from rectify_xl.documents.pdf import embedded_fonts
from rectify_xl.documents.pdf.embedded_fonts import Faces
from rectify_xl.documents.pdf.wallchart_pdf import WallchartPdf, document
from rectify_xl.errors import RectifyError
from rectify_xl.supervision.wallchart import chart_page
from rectify_xl.supervision.wallchart.shapes import PAPERS
from tests.supervision.wallchart import chart_ledgers
from tests.supervision.wallchart.chart_ledgers import AS_OF

POINTS = 72 / 25.4


@pytest.fixture(scope="module")
def faces() -> Faces:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed: nothing here can read a printed page")
    try:
        return embedded_fonts.find()
    except RectifyError as error:
        pytest.skip(f"no Chinese font on this computer: {error}")


def said(tool: str, drawn: WallchartPdf, folder: Path, *options: str) -> str:
    path = folder / "挂图.pdf"
    path.write_bytes(drawn.content)
    words = [tool, *options, str(path), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.parametrize(("paper", "pages", "size"), [("A3", 2, (420, 297)), ("A2", 1, (594, 420))])
def test_every_problem_can_be_found_on_paper_of_the_right_size(
    faces: Faces, tmp_path: Path, paper: str, pages: int, size: tuple[int, int]
) -> None:
    """Each id is in the text; pages are as many and as large as the layout says; all fonts are embedded."""
    drawn = document(chart_page.chart(chart_ledgers.regular(600, 12, 4), AS_OF, PAPERS[paper]), faces)
    text = said("pdftotext", drawn, tmp_path)
    found = set(re.findall(r"P\d{3}", text))
    assert found == {f"P{number:03}" for number in range(1, 601)}
    assert drawn.missing == ()
    info = said("pdfinfo", drawn, tmp_path)
    width, height = (float(each) for each in re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", info)[0])
    assert (round(width / POINTS), round(height / POINTS)) == size
    assert f"Pages:           {pages}\n" in info
    assert "Title:           青禾市示范学校巡察整改挂图作战" in info
    embedded = [line.split()[-5] for line in said("pdffonts", drawn, tmp_path).splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}


def test_all_text_lies_on_the_page_and_the_ids_in_their_tiles(faces: Faces, tmp_path: Path) -> None:
    """Measured on the PDF: each tile's id lies within the tile, in nine points or more."""
    chart = chart_page.chart(chart_ledgers.regular(200, 12, 4), AS_OF, PAPERS["A3"])
    boxes = said("pdftotext", document(chart, faces), tmp_path, "-bbox")
    words = [
        (*(float(each) / POINTS for each in found[:4]), found[4])
        for found in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', boxes)
    ]
    assert all(x0 >= 8 and y0 >= 8 and x1 <= 412 and y1 <= 289 for x0, y0, x1, y1, _ in words)
    for tile in (box for box in chart.pages[0].boxes if box.kind == "tile"):
        label = tile.lines[0].text.split()[0]
        area = tile.area
        assert any(
            word == label and x0 >= area.x and x1 <= area.x + area.w and area.y < (y0 + y1) / 2 < area.y + area.h
            for x0, y0, x1, y1, word in words
        ), label


def test_letters_that_the_font_lacks_are_told(faces: Faces, tmp_path: Path) -> None:
    """They are printed as 〓 and reported, never left out; without a bold face the text is still there."""
    ledger = ledger_builder.load("[问题台账]\n编号 | 具体问题 | 完成程度\nP001 | 甲\U0001f600乙 | 整改中")
    drawn = document(chart_page.chart(ledger, AS_OF, PAPERS["A3"]), Faces(faces.regular, None))
    assert drawn.missing == ("\U0001f600",)
    text = said("pdftotext", drawn, tmp_path)
    assert "甲〓乙" in text
    assert "○P001" in text
