"""Notices and web templates that would keep the program busy for hours, or bring something into a page."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from rectify_xl.documents.templates import hostile_file, html_rules
from rectify_xl.documents.templates.paper_environment import environment
from rectify_xl.documents.templates.shipped_templates import TEMPLATES
from rectify_xl.errors import NoticeError, PaperError
from rectify_xl.readers.read_source import read_source

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def word(path: Path, body: str) -> Path:
    """Write a Word document whose body holds this XML."""
    document = docx.Document()
    for element in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    document.save(str(path))
    return path


def with_parts(path: Path, parts: dict[str, bytes]) -> Path:
    """Add parts to a document, or replace them."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()} | parts
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    path.write_bytes(made.getvalue())
    return path


def said(path: Path) -> list[str]:
    """Return for what a Word template is refused."""
    return [message for message, _ in hostile_file.faults(path)]


def test_nested_text_boxes_are_read_once_each(tmp_path: Path) -> None:
    """Thirty text boxes within each other are read in a moment, every text once and in order."""
    body = "".join(
        f"<w:p><w:r><w:t>第{n}层</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent>" for n in range(30)
    )
    body += "<w:p/>" + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>" * 30
    began = time.monotonic()
    texts = [line.text for line in read_source(word(tmp_path / "a.docx", body)) if line.text]
    assert texts == [f"第{n}层" for n in range(30)]
    assert time.monotonic() - began < 5


def test_a_list_of_thousands_of_items_is_numbered_in_a_moment(tmp_path: Path) -> None:
    """List numbers are counted along, not anew for each item; `value` sets the printed number."""
    path = tmp_path / "a.html"
    items = "<li>整改</li>" * 5_900
    path.write_text(f"<html><body><ol start=3><li>甲</li><li value=9>乙</li>{items}</ol></body></html>", "utf-8")
    began = time.monotonic()
    texts = [line.text for line in read_source(path) if line.text]
    assert (texts[0], texts[1], texts[2], texts[-1]) == ("3.甲", "9.乙", "10.整改", "5909.整改")
    assert time.monotonic() - began < 5


def test_a_source_longer_than_any_notice_is_refused(tmp_path: Path) -> None:
    """Six thousand lines are no notice."""
    path = tmp_path / "a.txt"
    path.write_text("整改情况。\n" * 6_002, "utf-8")
    with pytest.raises(NoticeError, match="6003行，不像一份通报"):
        read_source(path)


@pytest.mark.parametrize("charset", ["undefined", "idna", "rot13", "base64", "punycode", "没有"])
def test_a_charset_that_no_page_has_is_passed_over(tmp_path: Path, charset: str) -> None:
    """A page whose charset is no charset of texts is read as what its bytes are."""
    path = tmp_path / "a.html"
    path.write_text(f'<html><head><meta charset="{charset}"></head><body><p>整改情况</p></body></html>', "utf-8")
    assert [line.text for line in read_source(path) if line.text] == ["整改情况"]


def test_the_pattern_of_a_number_cannot_fill_the_memory(tmp_path: Path) -> None:
    """A pattern of a million letters is cut to sixty before each paragraph repeats it."""
    path = word(
        tmp_path / "a.docx",
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
        "<w:r><w:t>整改</w:t></w:r></w:p>",
    )
    with zipfile.ZipFile(path) as archive:
        numbering = archive.read("word/numbering.xml").decode()
    pattern = "甲" * 1_000_000
    level = (
        f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
    )
    number = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>'
    with_parts(path, {"word/numbering.xml": numbering.replace("</w:numbering>", level + number).encode()})
    assert [line.text for line in read_source(path) if line.text] == ["甲" * 60 + "整改"]


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship {{}}/></Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        (f"Id='r1' Type='{OFFICE}/attachedTemplate' Target='http://甲/a.dotm' TargetMode='External'", "别处的模板"),
        (f"Id='r1' Type='{OFFICE}/image' Target='http://甲/a.png' TargetMode = 'External'", "链接了外部文件"),
        (f"Id='r1' Type='{OFFICE}/image' Target='http://甲/a.png' TargetMode='&#69;xternal'", "链接了外部文件"),
        (f"Id='r1' Type='{OFFICE}/image' Target='\\\\甲\\a.png'", "链接了外部文件"),
        (f"Id='r1' Type='{OFFICE}/hyperlink' Target='file:///c:/a' TargetMode='External'", "指向本机或内网"),
        (f"Id='r1' Type='{OFFICE}/aFChunk' Target='a.xml'", "嵌入了其他文件"),
        (f"Id='r1' Type='{OFFICE}/jotted' Target='a.xml'", "嵌入了其他文件"),
    ],
)
def test_only_relations_to_what_is_shown_are_allowed(tmp_path: Path, relation: str, message: str) -> None:
    """A template whose parts lead elsewhere is refused, however the relation is written."""
    path = word(tmp_path / "a.docx", "<w:p/>")
    with_parts(path, {"word/_rels/settings.xml.rels": RELATIONS.format(relation).encode()})
    assert [message in one for one in said(path)] == [True]


def field(*codes: str) -> str:
    """Return a field whose code is split over runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (field("DD", "EAU", "TO cmd"), "DDEAUTO"),
        (field("D&#68;E cmd"), "DDE"),
        ('<w:p><w:fldSimple w:instr=" includetext &quot;a&quot; "/></w:p>', "INCLUDETEXT"),
        (field("QUOTE ", "68"), "QUOTE"),
        (field("PA", "GE \\* MERGEFORMAT"), ""),
        (field(" TOC \\o "), ""),
        (field('HYPERLINK "https://example.cn"'), ""),
        (field('HYPERLINK "\\\\\\\\甲\\a"'), "指向本机"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "嵌入了其他文件"),
        ('<w:altChunk r:id="r9"/>', "嵌入了其他文件"),
        ('<w:p><w:r><w:pict><v:shape><v:imagedata src="http://甲/a.png"/></v:shape></w:pict></w:r></w:p>', "外部文件"),
    ],
)
def test_fields_are_judged_as_word_joins_them(tmp_path: Path, body: str, refused: str) -> None:
    """A field is judged by its whole code, and by a list of what is allowed."""
    messages = said(word(tmp_path / "a.docx", body))
    assert ([refused in one for one in messages] == [True]) if refused else messages == []


def test_parts_that_word_would_run_are_refused_by_their_names(tmp_path: Path) -> None:
    """A web page among the parts, two parts of one name and an unreadable part are each told."""
    for name, message in (("word/x.html", "不认识的部件"), ("word/Document.xml", "同名"), ("word/y.xml", "已损坏")):
        path = with_parts(word(tmp_path / "a.docx", "<w:p/>"), {name: b"<p>"})
        assert any(message in one for one in said(path)), name


def test_the_templates_that_ship_pass_the_rules() -> None:
    """Nothing that ships is refused, web page and Word documents alike."""
    for shipped in TEMPLATES:
        for suffix in shipped.formats:
            path = shipped.path(suffix)
            if suffix == "docx":
                assert said(path) == [], shipped.name
            elif suffix == "html":
                assert list(html_rules.faults(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<{# x #}script>alert(1)</script>",
        "< {%- if 1 -%} script>1</script>",
        '<p onclick="a()">甲</p>',
        '<iframe src="https://甲"></iframe>',
        '<a href="javascript:a()">甲</a>',
        '<a href="{{ 题名 }}">甲</a>',
        '<img src="https://甲/a.png">',
        '<meta http-equiv="refresh" content="0;url=https://甲">',
        "<style>@import 'https://甲';</style>",
        '<p style="background:url(https://甲)">甲</p>',
        "<svg/onload=a()>",
        "<!--[if IE]><script>1</script><![endif]-->",
        '<base href="https://甲">',
        '<link rel="stylesheet" href="https://甲">',
    ],
)
def test_a_web_template_may_hold_text_tables_pictures_and_styles_only(page: str) -> None:
    """What would run, or fetch something, in the browser of a reader is refused."""
    assert list(html_rules.faults(f"<html><body>{page}</body></html>"))


@pytest.mark.parametrize(
    "expression",
    [
        "1|round(99999999)",
        "[甲]|join(attribute='__class__')",
        "['a']|join(attribute='__class__')",
        "['a']|map(attribute='__class__')|list",
        "['a']|sum(attribute='x.__class__')",
        "甲|truncate(10, true, '…'+甲)",
        "甲|truncate(-5)",
    ],
)
def test_filters_are_bounded(expression: str) -> None:
    """No filter runs without end, shows the inside of a value or ends in an error of the program."""
    with pytest.raises((PaperError, ValueError)):
        environment(autoescape=True).from_string("{{ " + expression + " }}").render({"甲": "乙" * 50})


def test_harmless_filters_go_on_working() -> None:
    """Rounding, shortening and joining do what they always did."""
    source = "{{ 3.14159|round(2) }} {{ 甲|truncate(5) }} {{ ['a', 'b']|join('、') }} {{ '12'|int + 1 }}"
    made = environment(autoescape=True).from_string(source).render({"甲": "一二三四五六七"})
    assert made == "3.14 一二三四… a、b 13"
