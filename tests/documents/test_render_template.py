"""An office may edit the templates; a mistake in one is a clear error that names it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from generate.paper_templates import notice_template
from rectify_xl.documents import make_paper
from rectify_xl.documents.make_notice import render
from rectify_xl.documents.make_paper import PaperOptions
from rectify_xl.errors import PaperError
from rectify_xl.notice.model import ComposedNotice, Paragraph
from rectify_xl.system import resources

NOTICE = ComposedNotice("甲", (Paragraph("body", "", "乙。"),))


def docx_template(path: Path, *lines: str) -> Path:
    """Write a small template as an office would in Word."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def error(tmp_path: Path, template: Path) -> PaperError:
    suffix = template.suffix[1:]
    with pytest.raises(PaperError) as caught:
        render(NOTICE, tmp_path / f"结果.{suffix}", format=suffix, template=template)  # type: ignore[arg-type]
    assert not (tmp_path / f"结果.{suffix}").exists()
    return caught.value


def test_the_shipped_template_is_the_built_one() -> None:
    built = io.BytesIO(notice_template.build())
    with zipfile.ZipFile(built) as ours, zipfile.ZipFile(resources.path("templates", "通报.docx")) as shipped:
        assert ours.namelist() == shipped.namelist()
        assert [name for name in ours.namelist() if ours.read(name) != shipped.read(name)] == []


def test_the_page_is_a4_with_official_margins_and_numbers_on_the_outer_side() -> None:
    document = docx.Document(str(resources.path("templates", "通报.docx")))
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)
    assert [round(each.mm) for each in (*lengths, *sides) if each is not None] == [210, 297, 37, 35, 28, 26]
    assert document.settings.odd_and_even_pages_header_footer is True
    assert 'w:jc w:val="right"' in section.footer.paragraphs[0]._element.xml
    assert 'w:jc w:val="left"' in section.even_page_footer.paragraphs[0]._element.xml
    assert "PAGE" in section.footer.paragraphs[0]._element.xml


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Title", "方正小标宋简体", 44),
        ("Heading 1", "黑体", 32),
        ("Heading 2", "楷体_GB2312", 32),
        ("Heading 3", "仿宋_GB2312", 32),
        ("Heading 4", "仿宋_GB2312", 32),
        ("通报正文", "仿宋_GB2312", 32),
    ],
)
def test_each_level_has_its_chinese_font_and_size(style: str, font: str, half_points: int) -> None:
    xml = docx.Document(str(resources.path("templates", "通报.docx"))).styles[style].element.xml
    assert f'w:eastAsia="{font}"' in xml
    assert f'<w:sz w:val="{half_points}"/>' in xml


def test_an_edited_template_is_used(tmp_path: Path) -> None:
    template = docx_template(
        tmp_path / "模板.docx",
        "题：{{ 题名 }}",
        "{%p for 层级, 序号, 文字, 续文 in 段落 %}",
        "{{ 文字 }}",
        "{%p endfor %}",
    )
    render(NOTICE, tmp_path / "结果.docx", format="docx", template=template)
    assert [each.text for each in docx.Document(str(tmp_path / "结果.docx")).paragraphs] == ["题：甲", "乙。"]


def test_unknown_names_in_a_word_template_are_all_named(tmp_path: Path) -> None:
    told = error(tmp_path, docx_template(tmp_path / "模板.docx", "{{ 文号 }}{{ 题名 }}", "{{ 签发人 }}"))
    assert told.message == "模板模板.docx不能使用：第1段没有名为“文号”的内容；第2段没有名为“签发人”的内容"


def test_unknown_names_in_a_text_template_are_all_named(tmp_path: Path) -> None:
    template = tmp_path / "模板.txt"
    template.write_text("{{ 文号 }}{% if 甲 %}{% endif %}", encoding="utf-8")
    assert (
        error(tmp_path, template).message == "模板模板.txt不能使用：第1行没有名为“文号”的内容；第1行没有名为“甲”的内容"
    )


def test_a_syntax_error_in_a_template_is_told(tmp_path: Path) -> None:
    assert "第1段“{{ 题名”少了右括号 }}" in error(tmp_path, docx_template(tmp_path / "模板.docx", "{{ 题名")).message
    assert "{{ 题 名 }} 的写法有错" in error(tmp_path, docx_template(tmp_path / "模板.docx", "{{ 题 名 }}")).message
    template = tmp_path / "模板.html"
    template.write_text("{% for %}", encoding="utf-8")
    assert "第1行{% for %} 的写法有错" in error(tmp_path, template).message


def test_a_template_cannot_reach_outside_its_sandbox(tmp_path: Path) -> None:
    template = tmp_path / "模板.txt"
    template.write_text("{{ 段落.__class__.__mro__ }}", encoding="utf-8")
    assert "第1行不允许的写法：取内部属性“__mro__”；第1行不允许的写法：取内部属性“__class__”" in (
        error(tmp_path, template).message
    )


def test_a_file_that_is_no_word_document_is_told(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_text("不是文档", encoding="utf-8")
    assert error(tmp_path, template).message == "模板模板.docx不能使用：它不是 Word 文档（.docx），或文件已损坏"


def test_a_missing_template_is_told(tmp_path: Path) -> None:
    assert "找不到模板" in error(tmp_path, tmp_path / "没有.docx").message
    assert "找不到模板" in error(tmp_path, tmp_path / "没有.txt").message


def test_a_text_template_in_another_encoding_is_told(tmp_path: Path) -> None:
    template = tmp_path / "模板.txt"
    template.write_bytes("通报".encode("gb18030"))
    assert "UTF-8" in error(tmp_path, template).message


@pytest.mark.parametrize("braces", ["｛｛ 题名 ｝｝", "{％ if 题名 ％}", "{{ 题名 ｝}"])
@pytest.mark.parametrize("suffix", ["docx", "txt", "html"])
def test_what_the_check_refuses_no_notice_is_made_from(tmp_path: Path, braces: str, suffix: str) -> None:
    """Wide braces, which would be printed as they stand, stop the notice in every format."""
    template = tmp_path / f"模板.{suffix}"
    if suffix == "docx":
        docx_template(template, braces)
    else:
        template.write_text(braces, encoding="utf-8")
    assert "占位的括号是全角的" in error(tmp_path, template).message


def test_what_the_check_refuses_no_paper_is_made_from(tmp_path: Path) -> None:
    """Every other paper stops at a template as the notice does."""
    wide = PaperOptions(template=docx_template(tmp_path / "模板.docx", "｛｛ 题名 ｝｝"))
    for name in ("周调度表", "月通报", "整改情况报告", "督办函", "核稿意见", "销号审批表", "回头看检查单"):
        with pytest.raises(PaperError, match="占位的括号是全角的"):
            make_paper.write(name, {}, tmp_path / "a.docx", options=wide)
    assert not (tmp_path / "a.docx").exists()
