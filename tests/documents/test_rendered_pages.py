"""The printed page: what LibreOffice makes of a notice, in each layout."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from rectify_xl.commands import import_
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.documents.layout import layout_file
from rectify_xl.documents.layout.page_layout import PageLayout
from rectify_xl.system import resources

MM = 72 / 25.4
AS_OF = date(2026, 9, 30)
HANGS = "，。；：、！？”’）》"
"""Marks that LibreOffice lets hang over the right edge, one to a line."""
WAIVED = tuple(f"{code}=只为量版面" for code in ("RX802", "RX856", "NT204"))
OWN = """
["单位"."页边距"]
"上" = 30
"左" = 30
"右" = 30
["单位"."版心"]
"行距" = 28
"每行字数" = 26
["单位"."字体"]
"正文" = "宋体"
["单位"."落款"]
"格式" = "盖章"
"右空字数" = 4
["单位"."页码"]
"样式" = "第1页"
"位置" = "居中"
"""


class Printed(NamedTuple):
    """A notice in one layout, printed."""

    pdf: Path
    layout: PageLayout


class Word(NamedTuple):
    """A piece of text on a page; lengths in mm from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ledger of the sample, beside a settings file of its office."""
    folder = tmp_path_factory.mktemp("台账")
    sample = str(resources.path("samples", "示例通报.txt"))
    import_.run(Request(AS_OF, source=sample, options={"output": str(folder / "台账.xlsx")}))
    (folder / "版式.toml").write_text(OWN, encoding="utf-8")
    return folder / "台账.xlsx"


@pytest.fixture(scope="module", params=["国标", "省规范", "单位"])
def printed(
    request: pytest.FixtureRequest,
    ledger: Path,
    soffice: list[str],
    official_fonts: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    """Return the sample notice as PDF, set in free fonts that stand in for the official ones."""
    from rectify_xl.workbook.file_host import FileBook

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed: nothing here can read a printed page")
    folder = tmp_path_factory.mktemp("printed")
    target = folder / "通报.docx"
    options = {"output": str(target), "audience": "public", "layout": request.param, "waive": WAIVED}
    command = find("notice")
    assert command is not None
    assert invoke(command, Request(AS_OF, FileBook(ledger), options=options)).status == 0
    convert = [*soffice, "--convert-to", "pdf", "--outdir", str(folder), str(target)]
    subprocess.run(convert, check=True, capture_output=True, env=official_fonts)
    return Printed(folder / "通报.pdf", layout_file.choose(request.param, ledger.parent).layout)


def text_of(pdf: Path, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def page_count(pdf: Path) -> int:
    return text_of(pdf).count("\f")


def lines_of(printed: Printed, page: int) -> list[Word]:
    """Return the lines of text in the type area of a page, from top to bottom."""
    layout = text_of(printed.pdf, "-bbox-layout", "-f", str(page), "-l", str(page))
    foot = 297 - printed.layout.bottom
    found: list[Word] = []
    for box, inner in re.findall(r"<line ([^>]*)>(.*?)</line>", layout, re.DOTALL):
        left, top, right, bottom = (float(value) / MM for value in re.findall(r'"([\d.]+)"', box))
        text = "".join(re.findall(r"<word [^>]*>([^<]*)</word>", inner))
        if top < foot:
            found.append(Word(left, top, right, bottom, text))
    rows: list[Word] = []
    for word in sorted(found, key=lambda each: (round(each.top), each.left)):
        if rows and abs(word.top - rows[-1].top) < 3:
            rows[-1] = rows[-1]._replace(right=max(rows[-1].right, word.right), text=rows[-1].text + word.text)
        else:
            rows.append(word)
    return rows


def all_lines(printed: Printed) -> list[Word]:
    return [line for page in range(1, page_count(printed.pdf) + 1) for line in lines_of(printed, page)]


def test_every_character_of_the_notice_is_printed(printed: Printed) -> None:
    """The pages hold the text of the document, none lost at the end of a line, and page numbers."""
    import docx

    document = docx.Document(str(printed.pdf.with_suffix(".docx")))
    written = "".join("".join(each.text.split()) for each in document.paragraphs)
    before, after = (re.escape("".join(each.split())) for each in printed.layout.number_form.split("1"))
    shown = re.sub(rf"{before}\d+{after}(?=\f)", "", re.sub(r"[^\S\f]", "", text_of(printed.pdf)))
    assert shown.replace("\f", "") == written


def test_the_type_area_is_that_of_the_layout(printed: Printed) -> None:
    """A4; text begins at the left margin, ends within the right one, and lies between the upper and lower one."""
    size = text_of(printed.pdf, "-bbox", "-f", "2", "-l", "2")
    width, height = (float(value) / MM for value in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', size)[0])
    assert (round(width), round(height)) == (210, 297)
    lines = all_lines(printed)
    layout = printed.layout
    assert min(line.left for line in lines) == pytest.approx(layout.left, abs=0.6)
    hanging = layout.sizes["正文"] / MM
    assert max(line.right - (hanging if line.text[-1] in HANGS else 0) for line in lines) <= 210 - layout.right + 0.5
    tops = [lines_of(printed, page)[0].top for page in range(2, page_count(printed.pdf))]
    assert all(layout.top - 0.5 <= top <= layout.top + layout.pitch / MM for top in tops)
    assert max(line.bottom for line in lines) <= 297 - layout.bottom + 1.5


def test_full_pages_hold_the_lines_of_the_layout(printed: Printed) -> None:
    """A page in the midst of the text has 22 lines (20, 23), as far apart as the pitch says."""
    layout = printed.layout
    assert layout.lines == {"国标": 22, "省规范": 20, "单位": 23}[layout.name]
    counts = [len(lines_of(printed, page)) for page in range(2, page_count(printed.pdf) - 1)]
    assert max(counts) == layout.lines
    assert min(counts) >= layout.lines - 4  # three headings and the text that they stay with
    tops = [line.top for line in lines_of(printed, 3)]
    assert (tops[-1] - tops[0]) / (len(tops) - 1) * MM == pytest.approx(layout.pitch, abs=0.1)
    assert all(second - first == pytest.approx(layout.pitch / MM, abs=0.8) for first, second in pairwise(tops))


def test_a_full_line_holds_the_characters_of_the_layout(printed: Printed) -> None:
    """The longest line of Chinese characters alone has 28 of them (26), which fill the width."""
    longest = max(
        (
            line
            for line in all_lines(printed)
            if line.text[-1] not in HANGS and all(unicodedata.east_asian_width(sign) in "WF" for sign in line.text)
        ),
        key=lambda line: len(line.text),
    )
    assert len(longest.text) == printed.layout.characters
    assert longest.right - longest.left == pytest.approx(printed.layout.width, abs=2)


def words_of(printed: Printed, page: int) -> list[Word]:
    found = text_of(printed.pdf, "-bbox", "-f", str(page), "-l", str(page))
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>'
    return [
        Word(float(left) / MM, float(top) / MM, float(right) / MM, float(bottom) / MM, text)
        for left, top, right, bottom, text in re.findall(pattern, found)
    ]


def test_page_numbers_stand_where_the_layout_says(printed: Printed) -> None:
    """On the outer side, `— 1 —` right and `— 2 —` left, one character in; or in the middle; 7 mm below the text."""
    layout = printed.layout
    foot = 297 - layout.bottom
    for page in (1, 2):
        marks = [word for word in words_of(printed, page) if word.top > foot]
        assert "".join(word.text for word in marks) == "".join(layout.number_form.replace("1", str(page)).split())
        left, right = min(word.left for word in marks), max(word.right for word in marks)
        middle = sum((word.top + word.bottom) / 2 for word in marks) / len(marks)
        assert middle - foot == pytest.approx(layout.number_below, abs=1)
        indent = layout.number_indent * layout.number_size / MM
        if layout.number_place == "居中":
            assert (left + right) / 2 == pytest.approx(layout.left + layout.width / 2, abs=1)
        elif page == 1:
            assert 210 - layout.right - right == pytest.approx(indent, abs=0.6)
        else:
            assert left - layout.left == pytest.approx(indent, abs=0.6)


def test_signature_and_date_stand_as_the_layout_says(printed: Printed) -> None:
    """Without a seal the date begins two characters to the right of the signature; with one both share a middle.

    LibreOffice 7.4 puts a gap between digits and Chinese characters whatever the document says, Word does not: the
    pieces of the date are measured without their gaps.
    """
    layout = printed.layout
    text = [word for word in words_of(printed, page_count(printed.pdf)) if word.top < 297 - layout.bottom]
    day = [word for word in text if abs(word.top - text[-1].top) < 1]
    signature = text[-len(day) - 1]
    assert (signature.text, "".join(word.text for word in day)) == ("中共云岭县图书馆支部委员会", "2026年9月18日")
    right, wide = day[-1].right, sum(word.right - word.left for word in day)
    character, edge = layout.sizes["正文"] / MM, 210 - layout.right
    if layout.signature_form == "不盖章":
        assert (edge - signature.right) / character == pytest.approx(layout.signature_right, abs=0.2)
        assert (right - wide - signature.left) / character == pytest.approx(2, abs=0.2)
    else:
        assert (edge - right) / character == pytest.approx(layout.signature_right, abs=0.2)
        assert (signature.left + signature.right) / 2 == pytest.approx(right - wide / 2, abs=1)


def test_no_heading_and_no_signature_stands_alone(printed: Printed) -> None:
    """No page ends with a heading, and the last page begins with text, not with the signature."""
    import docx

    document = docx.Document(str(printed.pdf.with_suffix(".docx")))
    headings = {
        "".join(each.text.split()) for each in document.paragraphs if each.style and "eading" in str(each.style.name)
    }
    pages = [lines_of(printed, page) for page in range(1, page_count(printed.pdf) + 1)]
    assert [page[-1].text for page in pages[:-1] if page[-1].text in headings] == []
    assert len(pages[-1]) > 2
