"""The printed page: what LibreOffice makes of a notice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from rectify_xl import resources
from rectify_xl.commands import import_, notice
from rectify_xl.commands.outcome import Request
from tests.conftest import ROOT

MM = 72 / 25.4


@pytest.fixture(scope="module")
def pages(soffice: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample notice as PDF, set in free fonts that stand in for the official ones."""
    from rectify_xl.books.file import FileBook

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed: nothing here can read a printed page")
    folder = tmp_path_factory.mktemp("printed")
    day, ledger, target = date(2026, 9, 30), folder / "台账.xlsx", folder / "通报.docx"
    sample = str(resources.path("samples", "示例通报.txt"))
    import_.run(Request(day, source=sample, options={"output": str(ledger)}))
    notice.run(Request(day, FileBook(ledger), options={"output": str(target), "audience": "public"}))
    fonts = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "tools" / "official-fonts.conf")}
    command = [*soffice, "--convert-to", "pdf", "--outdir", str(folder), str(target)]
    subprocess.run(command, check=True, capture_output=True, env=fonts)
    return folder / "通报.pdf"


def text_of(pdf: Path, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def test_every_character_of_the_notice_is_printed(pages: Path) -> None:
    """The pages hold the text of the document, none lost at the end of a line, and page numbers."""
    import docx

    written = "".join("".join(each.text.split()) for each in docx.Document(str(pages.with_suffix(".docx"))).paragraphs)
    printed = re.sub(r"—\d+—", "", "".join(text_of(pages).split()))
    assert printed == written


def test_the_page_is_that_of_the_standard(pages: Path) -> None:
    """A4; the type area begins 28 mm from the left and 37 mm from the top and holds 22 lines."""
    layout = text_of(pages, "-bbox-layout", "-f", "2", "-l", "2")
    width, height = (float(value) for value in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', layout)[0])
    assert (round(width / MM), round(height / MM)) == (210, 297)
    lines = [
        tuple(float(value) for value in found)
        for found in re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', layout)
    ]
    body = sorted({round(line[1]) for line in lines if line[1] < 262 * MM})
    assert len(body) <= 22
    assert min(line[0] for line in lines if line[1] < 262 * MM) / MM == pytest.approx(28, abs=1)
    assert 37 - 1 <= min(body) / MM <= 37 + 5
    gaps = [second - first for first, second in pairwise(body) if second - first > 20]
    assert sorted(gaps)[len(gaps) // 2] == pytest.approx(28.95, abs=1)


def test_page_numbers_stand_outside(pages: Path) -> None:
    """`— 1 —` stands on the right of page one and `— 2 —` on the left of page two."""
    for page, side in ((1, "right"), (2, "left")):
        layout = text_of(pages, "-bbox", "-f", str(page), "-l", str(page))
        words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)</word>', layout)
        marks = [float(x) / MM for x, y, word in words if float(y) > 262 * MM and word == str(page)]
        assert len(marks) == 1
        assert (marks[0] > 105) == (side == "right")
