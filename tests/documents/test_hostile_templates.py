"""A hostile template does no harm: it is refused in plain Chinese, in bounded time and memory, with nothing written."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

SCRIPT = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from rectify_xl.errors import PaperError
from rectify_xl.notice.model import ComposedNotice, Paragraph
from rectify_xl.documents.make_notice import render
notice = ComposedNotice("甲", tuple(Paragraph("body", "", "乙。" * 20) for _ in range(300)))
template = Path(sys.argv[1])
target = template.with_name("结果" + template.suffix.replace("m", "x"))
try:
    render(notice, target, format=template.suffix[1:].replace("docm", "docx"), template=template)
    said = "没有拒绝"
except PaperError as error:
    said = str(error)
print(json.dumps([said, target.exists()]))
"""


def render(template: Path) -> str:
    """Render a notice with the template in a process of 1.5 GB and 20 seconds, and return what it said."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(template)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-800:]
    said, written = json.loads(done.stdout)
    assert not written
    return str(said)


def word(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "模板.docx"))
    return tmp_path / "模板.docx"


def changed(template: Path, parts: Mapping[str, bytes], target: str = "模板.docx") -> Path:
    """Return the template with some parts replaced or added."""
    with zipfile.ZipFile(template) as package:
        content = {name: package.read(name) for name in package.namelist()} | dict(parts)
    path = template.with_name(target)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, each in content.items():
            package.writestr(name, each)
    return path


def part(template: Path, name: str) -> bytes:
    with zipfile.ZipFile(template) as package:
        return package.read(name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "不允许的写法"),
        ("{% for i in range(10**9) %}甲{% endfor %}", "不允许的写法：调用“range()”"),
        ("{{ '甲' * 1000000000 }}", "不能执行的占位"),
        ("{{ '%1000000000d' % 1 }}", "不能执行的占位"),
        ("{{ '甲'|center(1000000000) }}", "过滤器“center”"),
        ("{% set a = 题名 %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}", "用 ~ 拼接"),
        ("{% set a = 题名 %}" + "{% set a = a + a %}" * 40 + "{{ a }}", "不能执行的占位"),
        ("{% set a = 9 %}" + "{% set a = a * a %}" * 40 + "{{ a }}", "不能执行的占位"),
        ("{% set a = 段落 %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}", "由名称组成的列表"),
        ("{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}", "不认识的写法：{% macro 甲() %}"),
        ("{% include '/etc/passwd' %}", "不认识的写法：{% include '/etc/passwd' %}"),
        ("{% import 'os' as os %}", "不认识的写法：{% import 'os' as os %}"),
        ("{{ " + "(" * 900 + "1" + ")" * 900 + " }}", "第1段{{ (((("),
        (
            "{% for a in 段落 %}{% for b in 段落 %}{% for c in 段落 %}{% endfor %}{% endfor %}{% endfor %}",
            "循环次数太多",
        ),
        ("{% for a in 段落 %}{% for b in 段落 %}" + "甲" * 400 + "{% endfor %}{% endfor %}", "太长"),
    ],
    ids=[
        "class",
        "range",
        "times",
        "format",
        "center",
        "concat",
        "plus",
        "product",
        "lists",
        "recursion",
        "include",
        "import",
        "nesting",
        "loops",
        "output",
    ],
)
def test_a_hostile_expression_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in render(word(tmp_path, text))


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_a_hostile_text_template_is_refused(tmp_path: Path, suffix: str) -> None:
    template = tmp_path / f"模板.{suffix}"
    template.write_text("{% for a in 段落 %}{% for b in 段落 %}{% for c in 段落 %}{% endfor %}{% endfor %}{% endfor %}")
    assert "循环次数太多" in render(template)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    template = changed(word(tmp_path, "甲"), {"word/media/image1.png": b"\0" * 100_000_000})
    assert "解压后大得不正常" in render(template)


def test_entities_are_refused(tmp_path: Path) -> None:
    template = word(tmp_path, "甲")
    document = part(template, "word/document.xml")
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + lines.encode() + b"]>"
    head, _, rest = document.partition(b"?>")
    assert "DTD" in render(changed(template, {"word/document.xml": head + b"?>" + bomb + rest}))


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    template = word(tmp_path, "秘")
    head, _, rest = part(template, "word/document.xml").partition(b"?>")
    outside = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = rest.replace("秘".encode(), b"&f;")
    assert "DTD" in render(changed(template, {"word/document.xml": head + b"?>" + outside + body}))


def test_a_million_paragraphs_are_refused(tmp_path: Path) -> None:
    template = word(tmp_path, "甲")
    document = part(template, "word/document.xml").replace(b"<w:sectPr", b"<w:p/>" * 600_000 + b"<w:sectPr", 1)
    assert "段落超过20000个" in render(changed(template, {"word/document.xml": document}))
    document = part(word(tmp_path, "甲"), "word/document.xml").replace(
        b"<w:sectPr", b"<w:p/>" * 10**6 + b"<w:sectPr", 1
    )
    assert "解压后大得不正常" in render(changed(word(tmp_path, "甲"), {"word/document.xml": document}))


def test_brackets_without_an_end_are_refused(tmp_path: Path) -> None:
    assert "少了右括号" in render(word(tmp_path, *["{{ 甲 {% 乙" * 50] * 15))
    assert "占位超过2000处" in render(word(tmp_path, *["{{ 甲 {% 乙" * 500] * 20))


def relation(kind: str, target: str, *, external: bool) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rId900" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()


@pytest.mark.parametrize(
    ("kind", "target", "external", "said"),
    [
        (
            "attachedTemplate",
            "http://example.invalid/a.dotm",
            True,
            "引用了别处的模板（http://example.invalid/a.dotm）",
        ),
        ("image", "file://server/a.png", True, "链接了外部文件（file://server/a.png）"),
        ("oleObject", "embeddings/a.bin", False, "嵌入了其他文件或控件"),
        ("aFChunk", "a.html", False, "嵌入了其他文件或控件"),
        ("vbaProject", "vbaProject.bin", False, "带宏"),
    ],
)
def test_macros_links_and_embedded_files_are_refused(
    tmp_path: Path, kind: str, target: str, said: str, *, external: bool
) -> None:
    template = word(tmp_path, "甲")
    name = "word/_rels/document.xml.rels"
    added = part(template, name).replace(b"</Relationships>", relation(kind, target, external=external))
    assert said in render(changed(template, {name: added}))


def test_a_macro_enabled_document_is_refused(tmp_path: Path) -> None:
    template = word(tmp_path, "甲")
    name = "[Content_Types].xml"
    types = part(template, name).replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "带宏" in render(changed(template, {name: types}, "模板.docm"))


def test_a_field_that_reads_other_files_is_refused(tmp_path: Path) -> None:
    template = word(tmp_path, "秘")
    field = '<w:instrText xml:space="preserve"> INCLUDETEXT "C:\\\\a.docx" </w:instrText>'
    document = part(template, "word/document.xml").replace("<w:t>秘</w:t>".encode(), field.encode())
    assert "会读取外部文件的域（INCLUDETEXT）" in render(changed(template, {"word/document.xml": document}))


def test_an_old_or_encrypted_document_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1000)
    assert "旧的 .doc 格式，或加了打开密码" in render(template)
