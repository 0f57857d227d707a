"""A chart in a paper is a native one: numbers in its part, a workbook behind it, words for who cannot see it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import paragraph
from rectify_xl.documents import make_paper
from rectify_xl.documents.docx import native_charts
from rectify_xl.documents.make_paper import PaperOptions
from rectify_xl.supervision.meetings.chart_data import ChartData

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = ChartData("各科室整改进度（问题数）", "bar", ("=财务 & 基建<科>", "办公室\x0b"), ((6, 2, 0), (3, 0, 4)))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return a paper with one chart, and one that has no data yet."""
    template = tmp_path / "模板.docx"
    template.write_bytes(
        notice_template.build((paragraph("前"), paragraph("{{ 进度图 }}"), paragraph("{{ 走势图 }}"), paragraph("后")))
    )
    target = tmp_path / "图.docx"
    make_paper.write(
        "图", {}, target, charts={"进度图": CHART, "走势图": None}, options=PaperOptions(template=template)
    )
    return target


def test_the_chart_stands_in_the_place_of_its_name(made: Path) -> None:
    """The other paragraphs stay, and the name is gone."""
    body = docx.Document(str(made)).paragraphs
    assert [each.text for each in body] == ["前", "", "", "后"]
    assert [len(each._element.xpath(".//w:drawing")) for each in body] == [0, 1, 0, 0]


def test_it_tells_its_numbers_in_words(made: Path) -> None:
    """The alternative text of the drawing."""
    (found,) = docx.Document(str(made)).element.body.xpath(".//wp:docPr/@descr")
    assert found.startswith("各科室整改进度（问题数）：=财务 & 基建<科>完成6个、继续整改（未逾期）2个、逾期0个；办公室")
    assert found.endswith("完成3个、继续整改（未逾期）0个、逾期4个。")


def test_its_part_holds_numbers_names_and_fills_that_print_in_black_and_white(made: Path) -> None:
    """Grey, white, hatched; a Chinese font; no colour anywhere."""
    with zipfile.ZipFile(made) as package:
        root = etree.fromstring(package.read("word/charts/chart1.xml"))
    values = [
        [int(each.text or "") for each in series.iter(f"{C}v") if (each.text or "").isdigit()]
        for series in root.iter(f"{C}val")
    ]
    assert values == [[6, 3], [2, 0], [0, 4]]
    names = [each.text for each in next(root.iter(f"{C}cat")).iter(f"{C}v")]
    assert names == ["=财务 & 基建<科>", "办公室"]
    assert [each.get("prst") for each in root.iter(f"{A}pattFill")] == ["dkUpDiag"]
    colours = {each.get("val") for each in root.iter(f"{A}srgbClr")}
    assert {colour for colour in colours if len(set(_channels(colour or ""))) > 1} == set()
    assert {each.get("typeface") for each in root.iter(f"{A}ea")} == {"宋体"}


def _channels(colour: str) -> list[str]:
    return [colour[at : at + 2] for at in (0, 2, 4)]


def test_the_workbook_behind_it_has_the_same_numbers_and_no_formula(made: Path) -> None:
    """A name that begins with = is a name."""
    with zipfile.ZipFile(made) as package:
        (name,) = [each for each in package.namelist() if each.startswith("word/embeddings/")]
        relations = package.read("word/charts/_rels/chart1.xml.rels").decode()
        book = openpyxl.load_workbook(io.BytesIO(package.read(name)))
    assert name.rsplit("/", 1)[-1] in relations
    sheet = book["数据"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["=财务 & 基建<科>", 6, 2, 0],
        ["办公室", 3, 0, 4],
    ]
    assert sheet["A2"].data_type == "s"


def test_the_document_is_valid(made: Path) -> None:
    """By the schemas of Office."""
    assert [str(error) for error in OpenXmlValidator().validate(str(made)).errors] == []


def test_a_chart_grows_with_its_bars_up_to_a_page() -> None:
    """Two bars, and a hundred."""
    assert native_charts.height(CHART) == 47
    assert native_charts.height(CHART._replace(names=("科",) * 100)) == 205
