"""A composed notice becomes a Word document, a web page or plain text, whole or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import docx.shared
import pytest
from openxml_audit import OpenXmlValidator

from rectify_xl.documents.make_notice import Format, render
from rectify_xl.errors import PaperError
from rectify_xl.notice.model import ComposedNotice, Paragraph

NOTICE = ComposedNotice(
    "甲院关于集中整改进展情况的通报",
    (
        Paragraph("title", "", "甲院关于集中整改进展情况的通报"),
        Paragraph("edition", "", "（社会公开稿）"),
        Paragraph("body", "", "根据 A & B <丙> {{ 丁 }} 公布。"),
        Paragraph("h1", "一、", "基本情况"),
        Paragraph("h2", "（一）", "组织领导。", body="成立专班。"),
        Paragraph("h3", "1.", "子"),
        Paragraph("h4", "（1）", "针对“丑”问题。"),
        Paragraph("contact", "", "欢迎监督。"),
        Paragraph("signature", "", "青石镇中心卫生院"),
        Paragraph("date", "", "2026年9月26日"),
    ),
)
LINES = [
    "甲院关于集中整改进展情况的通报",
    "（社会公开稿）",
    "根据 A & B <丙> {{ 丁 }} 公布。",
    "一、基本情况",
    "（一）组织领导。成立专班。",
    "1.子",
    "（1）针对“丑”问题。",
    "欢迎监督。",
    "青石镇中心卫生院",
    "2026年9月26日",
]


def test_a_word_document_holds_every_paragraph_literally_and_in_its_style(tmp_path: Path) -> None:
    render(NOTICE, tmp_path / "通报.docx", format="docx")
    paragraphs = docx.Document(str(tmp_path / "通报.docx")).paragraphs
    assert [paragraph.text for paragraph in paragraphs] == LINES
    assert [paragraph.style.name for paragraph in paragraphs if paragraph.style] == [
        "Title",
        "通报稿别",
        "通报正文",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Heading 4",
        "通报监督渠道",
        "通报落款",
        "通报日期",
    ]


def test_a_word_document_is_valid_and_has_no_automatic_numbers_or_date_fields(tmp_path: Path) -> None:
    target = tmp_path / "通报.docx"
    render(NOTICE, target, format="docx")
    assert list(OpenXmlValidator().validate(str(target)).errors) == []
    with zipfile.ZipFile(target) as package:
        body = package.read("word/document.xml").decode()
        names = package.namelist()
    assert "numPr" not in body
    assert "fldChar" not in body
    assert "word/numbering.xml" not in names


def test_text_that_runs_on_after_a_heading_has_the_font_of_the_body(tmp_path: Path) -> None:
    render(NOTICE, tmp_path / "通报.docx", format="docx")
    heading, rest = docx.Document(str(tmp_path / "通报.docx")).paragraphs[4].runs
    assert (heading.text, rest.text) == ("（一）组织领导。", "成立专班。")
    assert 'w:eastAsia="楷体_GB2312"' in heading._element.xml
    assert 'w:eastAsia="仿宋_GB2312"' in rest._element.xml


def test_the_file_carries_the_title_and_no_name_of_a_person(tmp_path: Path) -> None:
    render(NOTICE._replace(title="甲 & 乙" * 100), tmp_path / "通报.docx", format="docx")
    properties = docx.Document(str(tmp_path / "通报.docx")).core_properties
    assert properties.title == ("甲 & 乙" * 100)[:255]
    assert (properties.author, properties.last_modified_by) == ("", "")


def placed(tmp_path: Path, unit: str, day: str) -> tuple[float, float]:
    """Return the right indents of signature and date, in characters."""
    lines = (Paragraph("body", "", "甲。"), Paragraph("signature", "", unit), Paragraph("date", "", day))
    render(ComposedNotice("甲", lines), tmp_path / "落款.docx", format="docx")
    _, signature, date = docx.Document(str(tmp_path / "落款.docx")).paragraphs
    indents = [each.paragraph_format.right_indent for each in (signature, date)]
    return round(indents[0].pt / 16, 1) if indents[0] else 0, round(indents[1].pt / 16, 1) if indents[1] else 0


def test_the_date_begins_two_characters_right_of_the_signature(tmp_path: Path) -> None:
    assert placed(tmp_path, "青石镇卫生院和药品监督所", "2026年9月26日") == (2, 5.5)


def test_a_date_longer_than_the_signature_keeps_two_characters_and_pushes_it_left(tmp_path: Path) -> None:
    assert placed(tmp_path, "甲院", "2026年9月26日") == (8.4, 2)


def test_what_is_annexed_begins_a_page(tmp_path: Path) -> None:
    lines = (
        Paragraph("signature", "", "甲院"),
        Paragraph("date", "", "2026年9月26日"),
        Paragraph("h1", "", "附：说明"),
    )
    render(ComposedNotice("甲", lines), tmp_path / "附.docx", format="docx")
    paragraphs = docx.Document(str(tmp_path / "附.docx")).paragraphs
    assert [each.paragraph_format.page_break_before for each in paragraphs] == [None, None, True]


def test_the_signature_stays_with_the_last_paragraph(tmp_path: Path) -> None:
    placed(tmp_path, "甲院", "2026年9月26日")
    body, signature, _ = docx.Document(str(tmp_path / "落款.docx")).paragraphs
    assert body.paragraph_format.keep_with_next is True
    assert signature.style is not None
    assert signature.style.paragraph_format.keep_with_next is True


def test_a_heading_that_runs_on_for_lines_may_part_from_the_next_paragraph(tmp_path: Path) -> None:
    lines = (Paragraph("h2", "（一）", "甲。", body="乙" * 60), Paragraph("h2", "（二）", "丙。", body="丁。"))
    render(ComposedNotice("甲", lines), tmp_path / "通报.docx", format="docx")
    kept = [each.paragraph_format.keep_with_next for each in docx.Document(str(tmp_path / "通报.docx")).paragraphs]
    assert kept == [False, None]


def test_a_title_without_an_edition_line_leaves_a_line_before_the_text(tmp_path: Path) -> None:
    lines = (Paragraph("title", "", "甲"), Paragraph("body", "", "乙。"))
    render(ComposedNotice("甲", lines), tmp_path / "通报.docx", format="docx")
    title, _ = docx.Document(str(tmp_path / "通报.docx")).paragraphs
    assert title.paragraph_format.space_after == docx.shared.Pt(28.95)


@pytest.mark.parametrize(
    "lines",
    [
        ("青石镇中心卫生院关于县委第二巡察组", "反馈意见集中整改进展情况的通报"),
        ("青石县中医医院党委", "关于十四届县委第六轮巡察", "集中整改进展情况的通报"),
        ("关于整改进展情况的通报",),
        ("一二三四五六七八九十一二三四五六七八九十一",),
    ],
)
def test_a_long_title_breaks_between_words(tmp_path: Path, lines: tuple[str, ...]) -> None:
    long = "".join(lines)
    render(ComposedNotice(long, (Paragraph("title", "", long),)), tmp_path / "通报.docx", format="docx")
    [title] = docx.Document(str(tmp_path / "通报.docx")).paragraphs
    assert title.text.split("\n") == list(lines)


def test_plain_text_prints_the_same_lines_with_an_indent(tmp_path: Path) -> None:
    render(NOTICE, tmp_path / "通报.txt", format="txt")
    lines = (tmp_path / "通报.txt").read_text(encoding="utf-8").splitlines()
    assert [line.strip() for line in lines if line.strip()] == LINES
    assert lines[3] == "　　根据 A & B <丙> {{ 丁 }} 公布。"


def test_a_web_page_has_headings_and_escapes_the_text(tmp_path: Path) -> None:
    render(NOTICE, tmp_path / "通报.html", format="html")
    page = (tmp_path / "通报.html").read_text(encoding="utf-8")
    assert "<h1>甲院关于集中整改进展情况的通报</h1>" in page
    assert '<h3>（一）组织领导。<span class="rest">成立专班。</span></h3>' in page
    assert "根据 A &amp; B &lt;丙&gt; {{ 丁 }} 公布。" in page
    assert "http" not in page


@pytest.mark.parametrize("form", ["docx", "html", "txt"])
def test_nothing_but_the_whole_file_is_left_behind(tmp_path: Path, form: Format) -> None:
    target = tmp_path / f"通报.{form}"
    target.write_text("旧", encoding="utf-8")
    render(NOTICE, target, format=form, overwrite=True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["rectify_xl_备份", target.name]
    assert target.stat().st_size > 200


def test_a_target_that_cannot_be_written_is_one_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "通报.txt").mkdir()
    with pytest.raises(PaperError, match="这是文件夹，不是文件名") as caught:
        render(NOTICE, tmp_path / "通报.txt", format="txt")
    assert caught.value.remedy == "请在后面写上文件名"
    assert [each.name for each in tmp_path.iterdir()] == ["通报.txt"]
    with pytest.raises(PaperError, match="文件夹不存在"):
        render(NOTICE, tmp_path / "没有" / "通报.txt", format="txt")
