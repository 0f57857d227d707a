"""Refuse a template file that could do harm before anything reads it: it may have come by e-mail."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from rectify_xl.errors import PaperError

MOST_ENTRIES = 2_000
MOST_BYTES = 60_000_000
LARGEST_XML = 4_000_000
MOST_PARAGRAPHS = 20_000
MOST_TAGS = 2_000
LONGEST_TAG = 2_000
"""Bounds of a template; the largest that ships has 20 KB of text and forty tags."""

_COMPOUND = b"\xd0\xcf\x11\xe0"
_REL = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Type|Target|TargetMode)\s*=\s*"([^"]*)"')
_MACROS = ("vbaProject", "keyMapCustomizations", "attachedToolbars", "wordVbaData")
_EMBEDDED = ("oleObject", "aFChunk", "control", "activeXControlBinary", "subDocument", "frame")
_FIELDS = re.compile(rb"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE|MACROBUTTON|INCLUDE)\b")
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)")
_TAGS = re.compile(rb"<[^>]*>")
_OPENING = re.compile(rb"\{[{%#]")
_CLOSING = {b"{{": b"}}", b"{%": b"%}", b"{#": b"#}"}


def refuse(template: Path) -> None:
    """Raise `PaperError` with everything for which a Word template is refused."""
    found = list(dict.fromkeys(faults(template))) or list(_endless(template))
    if found:
        message = "；".join(message for message, _ in found)
        remedy = "；".join(dict.fromkeys(remedy for _, remedy in found))
        raise PaperError(f"模板{template.name}不能使用：{message}", remedy)


def faults(template: Path) -> Iterator[tuple[str, str]]:
    """Yield a message and a remedy for everything for which a Word template is refused."""
    if template.suffix.lower() in (".docm", ".dotm"):
        yield "它是带宏的文档", "请用 Word 另存为不带宏的 .docx"
    with template.open("rb") as file:
        if file.read(4) == _COMPOUND:
            yield "它是旧的 .doc 格式，或加了打开密码", "请用 Word 打开，去掉密码后另存为 .docx"
            return
    try:
        with zipfile.ZipFile(template) as package:
            yield from _package_faults(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        yield "它不是 Word 文档（.docx），或文件已损坏", "请用 Word 另存为 .docx 再试"


def _package_faults(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    entries = package.infolist()
    parts = [each for each in entries if each.filename.endswith((".xml", ".rels"))]
    if (
        len(entries) > MOST_ENTRIES
        or sum(each.file_size for each in entries) > MOST_BYTES
        or any(each.file_size > LARGEST_XML for each in parts)
    ):
        yield "它解压后大得不正常", "请换一个从本工具导出的模板重新修改"
        return
    if not any(each.filename == "word/document.xml" for each in entries):
        yield "它不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试"
    for part in parts:
        yield from _part_faults(part.filename, package.read(part))


def _part_faults(name: str, xml: bytes) -> Iterator[tuple[str, str]]:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml:
        yield "文件内部有不正常的定义（DTD 或少见的编码）", "请用 Word 打开，另存为新的 .docx"
        return
    if b"macroEnabled" in xml and name == "[Content_Types].xml":
        yield "它带宏", "请用 Word 另存为不带宏的 .docx"
    if name.endswith(".rels"):
        yield from _link_faults(xml)
    fields = b" ".join(one or other for one, other in _INSTRUCTION.findall(xml))
    if found := _FIELDS.search(fields):
        yield f"它有会读取外部文件的域（{found[1].decode()}）", "请在 Word 中选中该处，按 Ctrl+Shift+F9 变成普通文字"
    if len(re.findall(rb"<w:p[ >/]", xml)) > MOST_PARAGRAPHS:
        yield f"段落超过{MOST_PARAGRAPHS}个", "请删去模板里多余的段落"


def _link_faults(xml: bytes) -> Iterator[tuple[str, str]]:
    for relationship in _REL.findall(xml):
        found = {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(relationship)}
        kind = found.get("Type", "").rpartition("/")[2]
        if kind in _MACROS:
            yield "它带宏", "请用 Word 另存为不带宏的 .docx"
        elif kind in _EMBEDDED:
            yield "它嵌入了其他文件或控件", "请在 Word 中删去嵌入的对象"
        elif kind == "attachedTemplate":
            yield (
                f"它引用了别处的模板（{found.get('Target', '')}）",
                "请在 Word 的“开发工具—文档模板”中改为 Normal 后保存",
            )
        elif found.get("TargetMode") == "External" and kind != "hyperlink":
            yield f"它链接了外部文件（{found.get('Target', '')}）", "请在 Word 中删去链接，把图片等直接插入"


def _endless(template: Path) -> Iterator[tuple[str, str]]:
    """Yield the tags that would keep docxtpl busy for long: it searches from each one to its end."""
    with zipfile.ZipFile(template) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield from _tag_faults(package.read(name))


def _tag_faults(xml: bytes) -> Iterator[tuple[str, str]]:
    if b"{" not in xml:
        return
    text = _TAGS.sub(b"", xml)
    openings = list(_OPENING.finditer(text))
    if len(openings) > MOST_TAGS:
        yield f"占位超过{MOST_TAGS}处", "请删去模板里多余的占位"
        return
    for opening in openings:
        if text.find(_CLOSING[opening.group()], opening.end(), opening.end() + LONGEST_TAG) < 0:
            shown = text[opening.start() : opening.start() + 60].decode("utf-8", "ignore")
            yield f"占位“{shown}”没有右括号", "请补上 }} 或 %}，或删去左括号"
            return
