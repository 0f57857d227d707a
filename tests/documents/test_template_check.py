"""Every mistake of an edited template is named with its paragraph or table cell, before anything is printed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from rectify_xl.documents.templates import template_file
from rectify_xl.documents.templates.shipped_templates import CLOSURE_FORM, NOTICE, TEMPLATES, Shipped
from rectify_xl.errors import PaperError
from rectify_xl.ledger.records import Finding
from tests.documents.packed import unzipped, zipped

LOOP = "{%p for 表 in 审批表 %}"


def faults(tmp_path: Path, *lines: str, shipped: Shipped = NOTICE) -> list[Finding]:
    """Return the errors in a template of these paragraphs; what it lacks in looks is another matter."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return errors(tmp_path, document, shipped)


def errors(tmp_path: Path, document: object, shipped: Shipped) -> list[Finding]:
    path = tmp_path / "模板.docx"
    document.save(str(path))  # type: ignore[attr-defined]
    return [each for each in template_file.check(path, shipped) if each.severity == "error"]


def told(found: list[Finding]) -> list[tuple[str, str]]:
    return [(each.cell, each.message) for each in found]


@pytest.mark.parametrize("shipped", TEMPLATES, ids=lambda each: each.name)
def test_the_templates_that_ship_have_no_mistake(shipped: Shipped) -> None:
    """Neither an error nor a warning, in any format."""
    assert [template_file.check(shipped.path(each), shipped) for each in shipped.formats] == [[]] * len(shipped.formats)


def test_every_template_that_ships_is_declared() -> None:
    folder = NOTICE.path("docx").parent
    assert {each.name for each in folder.iterdir() if each.suffix in (".docx", ".html", ".txt")} == {
        f"{shipped.name}.{suffix}" for shipped in TEMPLATES for suffix in shipped.formats
    }


def test_an_unknown_name_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, "甲", "{{ 题目名 }}")
    assert (fault.cell, fault.message) == ("第2段", "没有名为“题目名”的内容。")
    assert fault.fix == "是否应为“题名”？可用的名称：题名、段落、版式。"


def test_an_unknown_part_of_a_row_is_told(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, LOOP, "{{ 表.编号 }}{{ 表.责任人员 }}", "{%p endfor %}", shipped=CLOSURE_FORM)
    assert (fault.cell, fault.message) == ("第2段", "“审批表”里没有名为“责任人员”的内容。")
    assert fault.fix.startswith("是否应为“责任人”？")


def test_a_name_of_a_loop_is_unknown_after_its_end(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, LOOP, "{%p endfor %}", "{{ 表.编号 }}", shipped=CLOSURE_FORM)
    assert (fault.cell, fault.message) == ("第3段", "没有名为“表”的内容。")


def test_a_loop_over_rows_takes_as_many_names_as_there_are(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, "{%p for 层级, 文字 in 段落 %}", "{%p endfor %}")
    assert (fault.cell, fault.message) == ("第1段", "“段落”每项有4个内容，这里写了2个名称。")


def test_brackets_are_told_where_they_stand(tmp_path: Path) -> None:
    assert told(faults(tmp_path, "{{ 题名", "题名 }}", "｛｛ 题名 ｝｝")) == [
        ("第1段", "“{{ 题名”少了右括号 }}。"),
        ("第2段", "多出了右括号 }}。"),
        ("第3段", "占位的括号是全角的。"),
    ]


def test_a_missing_end_is_told_where_its_beginning_stands(tmp_path: Path) -> None:
    assert told(faults(tmp_path, "甲", LOOP, "{%p if 表.上级 %}", shipped=CLOSURE_FORM)) == [
        ("第2段", "{%p for 表 in 审批表 %} 没有对应的 endfor。"),
        ("第3段", "{%p if 表.上级 %} 没有对应的 endif。"),
    ]


def test_an_end_that_closes_too_early_is_told(tmp_path: Path) -> None:
    lines = (LOOP, "{%p if 表.上级 %}", "{%p endfor %}", "{%p endif %}")
    assert told(faults(tmp_path, *lines, shipped=CLOSURE_FORM)) == [
        ("第2段", "{%p if 表.上级 %} 还没有 endif，第3段就先结束了外层的 for。"),
        ("第4段", "{%p endif %} 前面没有 if。"),
    ]


def test_all_mistakes_are_told_at_once_with_headers_and_table_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ 文号 }}"
    document.sections[0].footer.paragraphs[0].text = "{{ 页码 }}"
    document.add_paragraph("{{ 签发人 }}")
    table = document.add_table(2, 3)
    table.cell(1, 2).text = "{{ 密级 }}"
    table.cell(0, 0).add_paragraph("{{ 份号 }}")
    assert sorted(each.cell for each in errors(tmp_path, document, NOTICE)) == [
        "第1段",
        "表1第1行第1列第2段",
        "表1第2行第3列",
        "页眉第1段",
        "页脚第1段",
    ]


def row_loop(*cells: str) -> object:
    document = docx.Document()
    table = document.add_table(len(cells), 2)
    for number, text in enumerate(cells):
        table.cell(number, 0).text = text
    return document


def test_a_loop_over_table_rows_in_rows_of_its_own_is_right(tmp_path: Path) -> None:
    document = row_loop("{%tr for 表 in 审批表 %}", "{{ 表.编号 }}", "{%tr endfor %}")
    assert errors(tmp_path, document, CLOSURE_FORM) == []


def test_a_plain_loop_over_table_rows_is_told(tmp_path: Path) -> None:
    document = row_loop("{% for 表 in 审批表 %}{{ 表.编号 }}", "{% endfor %}")
    [fault] = errors(tmp_path, document, CLOSURE_FORM)
    assert fault.cell == "表1第2行第1列"
    assert fault.message == "与它成对的是 {% for 表 in 审批表 %}（表1第1行第1列），跨出了表格的范围。"


def test_a_row_statement_that_would_swallow_its_row_is_told(tmp_path: Path) -> None:
    document = row_loop("{%tr for 表 in 审批表 %}{{ 表.编号 }}", "{%tr endfor %}")
    [fault] = errors(tmp_path, document, CLOSURE_FORM)
    assert (fault.cell, fault.code) == ("表1第1行第1列", "TP104")


def test_a_row_statement_outside_a_table_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, "{%tr for 表 in 审批表 %}", "{%tr endfor %}", shipped=CLOSURE_FORM)
    assert told(found)[0] == ("第1段", "{%tr for 表 in 审批表 %} 只能用在表格里。")


def test_a_pair_that_is_written_in_two_ways_is_told(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, LOOP, "{% endfor %}", shipped=CLOSURE_FORM)
    assert (fault.cell, fault.code) == ("第2段", "TP107")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{{ ''.__class__.__mro__ }}", "取内部属性“__class__”"),
        ("{{ 题名['__class__'] }}", "取内部属性“__class__”"),
        ("{{ range(10) }}", "调用“range()”"),
        ("{{ 题名.format(题名) }}", "调用"),
        ("{{ 题名|center(1000000000) }}", "过滤器“center”"),
        ("{{ 9 ** 9 }}", "乘方"),
        ("{% include '/etc/passwd' %}", "{% include '/etc/passwd' %}"),
        ("{% macro 甲() %}", "{% macro 甲() %}"),
        ("{% for 项 in 段落 recursive %}{% endfor %}", "递归的循环"),
        ("{% set 甲 = 题名 ~ 题名 %}", "用 ~ 拼接"),
        ("{% for 甲 in [题名, 题名] %}{% endfor %}", "由名称组成的列表"),
    ],
)
def test_what_is_not_allowed_is_told(tmp_path: Path, text: str, word: str) -> None:
    assert any(word in each.message and each.cell == "第1段" for each in faults(tmp_path, text))


def test_runs_that_word_split_are_no_mistake(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ 题", "名", " }", "}"):
        paragraph.add_run(piece).bold = len(piece) == 1
    assert errors(tmp_path, document, NOTICE) == []


def test_conditions_set_and_loop_variables_are_allowed(tmp_path: Path) -> None:
    lines = (
        "{%p for 层级, 序号, 文字, 续文 in 段落 if 层级 != “落款” %}",
        "{% set 首 = loop.first %}{% if 首 and 题名|length > 3 %}{{ loop.index + 1 }}{% else %}{% endif %}",
        "{% if 层级 in ('一级', '二级') %}{{ 文字 }}{% endif %}",
        "{%p endfor %}",
    )
    assert faults(tmp_path, *lines) == []


def test_missing_styles_and_chinese_fonts_are_warnings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 题名 }}")
    defaults = document.styles.element.rPr_lst if hasattr(document.styles.element, "rPr_lst") else []
    assert defaults == []
    for fonts in list(
        document.styles.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rFonts")
    ):
        fonts.getparent().remove(fonts)
    document.save(str(tmp_path / "模板.docx"))
    found = template_file.check(tmp_path / "模板.docx", NOTICE)
    assert [(each.code, each.severity, each.cell) for each in found] == [
        ("TP201", "warning", "样式"),
        ("TP202", "warning", "第1段"),
    ]
    assert "NoticeBody" in found[0].message


def test_a_text_template_is_checked_by_line(tmp_path: Path) -> None:
    template = tmp_path / "模板.txt"
    template.write_text("{{ 题名 }}\n{% for 层级, 序号, 文字, 续文 in 段落 %}\n{{ 文子 }}\n", encoding="utf-8")
    found = template_file.check(template, NOTICE)
    assert [(each.cell, each.message) for each in found] == [
        ("第3行", "没有名为“文子”的内容。"),
        ("第2行", "{% for 层级, 序号, 文字, 续文 in 段落 %} 没有对应的 endfor。"),
    ]


def test_an_exported_template_is_the_one_that_ships(tmp_path: Path) -> None:
    template_file.export(NOTICE, tmp_path / "我的.docx", overwrite=False)
    assert (tmp_path / "我的.docx").read_bytes() == NOTICE.path("docx").read_bytes()


@pytest.mark.parametrize("suffix", ["docx", "html", "txt"])
def test_a_template_with_thousands_of_places_is_refused(tmp_path: Path, suffix: str) -> None:
    """More places than can be compiled in time are told as that, in every format."""
    path = tmp_path / f"模板.{suffix}"
    if suffix == "docx":
        document = docx.Document()
        document.add_paragraph("{{ 题名 }}" * 2001)
        document.save(str(path))
    else:
        path.write_text("{{ 题名 }}\n" * 2001, encoding="utf-8")
    assert [(each.code, each.message) for each in template_file.check(path, NOTICE)] == [("TP001", "占位超过2000处。")]


def test_a_document_whose_main_part_is_another_part_is_no_template(tmp_path: Path) -> None:
    """Where the relations lead to the lists in place of the text, it is no Word document."""
    path = tmp_path / "模板.docx"
    docx.Document().save(str(path))
    parts = unzipped(path.read_bytes())
    parts["word/document.xml"] = parts["word/numbering.xml"]
    path.write_bytes(zipped(parts))
    with pytest.raises(PaperError, match="不是 Word 文档"):
        template_file.check(path, NOTICE)


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<"])
def test_a_page_of_brackets_that_nothing_closes_is_refused(tmp_path: Path, piece: str) -> None:
    """What a parser of pages would search for hours is told before it is parsed."""
    path = tmp_path / "模板.html"
    path.write_text(piece * 5000, encoding="utf-8")
    assert [(each.code, each.message) for each in template_file.check(path, NOTICE)] == [
        ("TP001", "尖括号不成对，不像网页。")
    ]


def test_a_place_longer_than_any_is_told_as_one_without_end(tmp_path: Path) -> None:
    """A right bracket thousands of characters away closes nothing, in texts as in Word."""
    path = tmp_path / "模板.txt"
    path.write_text("{{ 题名" + " " * 2001 + "}}", encoding="utf-8")
    assert [each.code for each in template_file.check(path, NOTICE)] == ["TP102", "TP102"]
