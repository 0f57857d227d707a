"""Traced values carry bookmarks into any Word template, and the document tells its cells without the ledger."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from lxml import etree
from openxml_audit import OpenXmlValidator

from rectify_xl.documents import make_paper
from rectify_xl.documents.make_paper import PaperOptions
from rectify_xl.documents.tracing import trace_reading
from rectify_xl.errors import PaperError
from rectify_xl.text import provenance
from rectify_xl.text.provenance import Span, TracedText

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COUNT = TracedText("31", ["问题台账!A2:A32"], kind="number", name="问题数")
NESTED = provenance.with_spans(
    "共31个。", (Span(0, 5, ("通报文稿!D6",), "sentence"), Span(1, 3, ("问题台账!A2:A32",), "number"))
)


def made(tmp_path: Path, *lines: str, **values: object) -> Path:
    """Fill a template of these paragraphs and return the document."""
    template = docx.Document()
    for line in lines:
        template.add_paragraph(line)
    return fill(tmp_path, template, **values)


def fill(tmp_path: Path, template: object, **values: object) -> Path:
    template.save(str(tmp_path / "模板.docx"))  # type: ignore[attr-defined]
    target = tmp_path / "结果.docx"
    make_paper.write(
        "通报", values, target, options=PaperOptions(template=tmp_path / "模板.docx", trace_to=tmp_path / "T.json")
    )
    return target


def assert_as_valid_as_its_template(target: Path) -> None:
    before, after = (
        [str(each) for each in OpenXmlValidator().validate(str(path)).errors]
        for path in (target.with_name("模板.docx"), target)
    )
    assert [each for each in after if each not in before] == []


def places(target: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.bookmark, each.text, each.cells) for each in trace_reading.read(target).places]


def body(target: Path) -> str:
    with zipfile.ZipFile(target) as package:
        return package.read("word/document.xml").decode()


def test_a_value_stands_between_the_ends_of_a_bookmark_that_names_its_place(tmp_path: Path) -> None:
    target = made(tmp_path, "共{{ 数 }}个", 数=COUNT)
    assert places(target) == [("rx_0001_A2_A32", "31", ("问题台账!A2:A32",))]
    [paragraph] = docx.Document(str(target)).paragraphs
    assert [run.text for run in paragraph.runs] == ["共", "31", "个"]
    order = [etree.QName(child).localname for child in paragraph._element]
    assert order == ["r", "bookmarkStart", "r", "bookmarkEnd", "r"]
    assert_as_valid_as_its_template(target)


def test_a_bookmark_that_reaches_the_end_of_a_paragraph_ends_in_the_next(tmp_path: Path) -> None:
    """LibreOffice would begin an empty line; the text of the bookmark has no line break nevertheless."""
    target = made(tmp_path, "{{ 句 }}", "乙", 句=NESTED)
    paragraphs = docx.Document(str(target)).element.body.findall(f"{W}p")
    assert [[etree.QName(child).localname for child in each] for each in paragraphs] == [
        ["bookmarkStart", "r", "bookmarkStart", "r", "bookmarkEnd", "r"],
        ["bookmarkEnd", "r"],
    ]
    assert [text for _, text, _ in places(target)] == ["共31个。", "31"]
    assert_as_valid_as_its_template(target)


def test_nested_pieces_make_nested_bookmarks(tmp_path: Path) -> None:
    target = made(tmp_path, "{{ 句 }}", 句=NESTED)
    assert [(text, cells) for _, text, cells in places(target)] == [
        ("共31个。", ("通报文稿!D6",)),
        ("31", ("问题台账!A2:A32",)),
    ]


def test_crossing_pieces_are_both_found(tmp_path: Path) -> None:
    text = provenance.with_spans("甲乙丙", (Span(0, 2, ("甲!A1",)), Span(1, 3, ("甲!A2",))))
    assert [found for _, found, _ in places(made(tmp_path, "{{ 文 }}", 文=text))] == ["甲乙", "乙丙"]


def test_both_halves_of_a_cut_run_keep_its_formatting(tmp_path: Path) -> None:
    template = docx.Document()
    run = template.add_paragraph().add_run("共{{ 数 }}个")
    run.bold, run.font.size = True, Pt(16)
    [paragraph] = docx.Document(str(fill(tmp_path, template, 数=COUNT))).paragraphs
    assert [(each.text, each.bold, each.font.size) for each in paragraph.runs] == [
        (text, True, Pt(16)) for text in ("共", "31", "个")
    ]


def test_tables_headers_and_loops_have_bookmarks_with_unique_names_and_ids(tmp_path: Path) -> None:
    template = docx.Document()
    template.sections[0].header.paragraphs[0].text = "页眉{{ 数 }}"
    table = template.add_table(3, 1)
    for row, text in enumerate(("{%tr for 项 in 项们 %}", "{{ 项 }}", "{%tr endfor %}")):
        table.cell(row, 0).text = text
    target = fill(tmp_path, template, 数=COUNT, 项们=[COUNT, TracedText("3", ["甲!B1"]), "平常"])
    found = trace_reading.read(target).places
    assert [(each.part, each.paragraph, each.text) for each in found] == [
        ("正文", 1, "31"),
        ("正文", 2, "3"),
        ("页眉", 1, "31"),
    ]
    assert len({each.bookmark for each in found}) == 3
    assert_as_valid_as_its_template(target)


def test_line_breaks_and_special_characters_survive_in_a_bookmark(tmp_path: Path) -> None:
    text = TracedText('甲 & <乙>\n"丙"\t丁 {{ 戊 }}', ["甲!A1"])
    assert [found for _, found, _ in places(made(tmp_path, "{{ 文 }}", 文=text))] == [str(text)]


def test_a_value_in_an_attribute_or_a_property_is_printed_without_a_bookmark(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("甲")
    template.core_properties.subject = "{{ 数 }}"
    template.paragraphs[0]._element.get_or_add_pPr().set(f"{W}rsidR", "{{ 数 }}")
    template.save(str(tmp_path / "模板.docx"))
    make_paper.write(
        "通报", {"数": COUNT}, tmp_path / "结果.docx", options=PaperOptions(template=tmp_path / "模板.docx")
    )
    assert docx.Document(str(tmp_path / "结果.docx")).core_properties.subject == "31"
    assert 'rsidR="31"' in body(tmp_path / "结果.docx")
    assert "bookmarkStart" not in body(tmp_path / "结果.docx")


def test_plain_values_get_no_bookmark_and_the_document_no_record(tmp_path: Path) -> None:
    target = made(tmp_path, "{{ 文 }}", 文="甲")
    assert "bookmark" not in body(target)
    with pytest.raises(PaperError, match="没有追溯记录"):
        trace_reading.read(target)


def test_the_json_lists_places_by_cell_and_cells_by_place(tmp_path: Path) -> None:
    made(tmp_path, "{{ 句 }}", 句=NESTED)
    data = json.loads((tmp_path / "T.json").read_text(encoding="utf-8"))
    assert data["places"][1] == {
        "bookmark": "rx_0002_A2_A32",
        "page_part": "正文",
        "paragraph": 1,
        "text": "31",
        "cells": ["问题台账!A2:A32"],
        "span": None,
        "kind": "number",
        "name": "",
        "counted": [],
    }
    assert data["cells"] == {"通报文稿!D6": ["rx_0001_D6"], "问题台账!A2:A32": ["rx_0002_A2_A32"]}


def test_a_json_that_exists_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "模板.docx"))
    (tmp_path / "T.json").write_text("旧", encoding="utf-8")
    with pytest.raises(PaperError, match=r"目标文件已存在：.*T\.json"):
        make_paper.write(
            "通报",
            {},
            tmp_path / "结果.docx",
            options=PaperOptions(template=tmp_path / "模板.docx", trace_to=tmp_path / "T.json"),
        )
    assert not (tmp_path / "结果.docx").exists()


def test_text_that_somebody_edited_afterwards_is_known(tmp_path: Path) -> None:
    target = made(tmp_path, "共{{ 数 }}个", 数=COUNT)
    document = docx.Document(str(target))
    document.paragraphs[0].runs[1].text = "32"
    document.save(str(target))
    [place] = trace_reading.read(target).places
    assert (place.text, place.edited) == ("32", True)


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    target = made(tmp_path, "{{ 数 }}", 数=COUNT)
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    [record] = [name for name, content in parts.items() if b"urn:rectify-xl:trace" in content and b"places" in content]
    parts[record] = parts[record].replace(b'"places"', b'"plaices"')
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(PaperError, match="追溯记录已损坏"):
        trace_reading.read(target)
