"""Refuse a template file that could do harm before anything reads it: it may have come by e-mail."""

from __future__ import annotations

import pyexpat
import re
import zipfile
import zlib
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
_PARTS = (
    [
        ".xml",
        ".rels",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".emf",
        ".wmf",
        ".svg",
        ".odttf",
        ".fntdata",
        ".jfif",
    ],
    re.compile(r"word/(?:printerSettings\d*\.bin|embeddings/[^/]+\.xlsx)", re.IGNORECASE),
)
"""What a document is made of; a web page, a text or another document among its parts is run by Word, not shown."""
_LINKS = frozenset(
    [
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "numbering",
        "theme",
        "themeOverride",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "image",
        "hyperlink",
        "customXml",
        "customXmlProps",
        "glossaryDocument",
        "chart",
        "chartStyle",
        "chartColorStyle",
        "chartUserShapes",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "printerSettings",
    ]
)
"""Relations that lead to something which is shown; a chart may also hold its numbers (`package`)."""
_MACROS = ("vbaProject", "keyMapCustomizations", "attachedToolbars", "wordVbaData")
_FIELDS = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "REF",
        "PAGEREF",
        "NOTEREF",
        "SEQ",
        "TOC",
        "TC",
        "STYLEREF",
        "TITLE",
        "AUTHOR",
        "SUBJECT",
        "COMMENTS",
        "KEYWORDS",
        "FILENAME",
        "DOCPROPERTY",
        "HYPERLINK",
        "SYMBOL",
        "EQ",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "XE",
        "INDEX",
        "LISTNUM",
        "AUTONUM",
        "AUTONUMLGL",
        "AUTONUMOUT",
        "MERGEFIELD",
        "ADVANCE",
        "NUMWORDS",
        "NUMCHARS",
    ]
)
"""Fields that only show what the document itself holds."""
_READING = frozenset(
    ("INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "DDEAUTO", "DDE", "LINK", "IMPORT", "DATABASE", "MACROBUTTON", "EMBED")
)
"""Fields that are known to read other files or to run something; the rest that is not allowed is only not known."""
_ACTIVE = frozenset(
    ("altChunk", "object", "OLEObject", "control", "subDoc", "movie", "frameset", "mailMerge", "script")
)
"""Elements that bring something else into a document."""
_WEB = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_TAGS = re.compile(rb"<[^>]*>")
_OPENING = re.compile(rb"\{[{%#]")
_CLOSING = {b"{{": b"}}", b"{%": b"%}", b"{#": b"#}"}


def refuse(template: Path) -> None:
    """Raise `PaperError` with everything for which a Word template is refused."""
    reasons = list(dict.fromkeys(faults(template))) or list(_endless(template))
    if reasons:
        message = "；".join(message for message, _ in reasons)
        remedy = "；".join(dict.fromkeys(remedy for _, remedy in reasons))
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
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        yield "它不是 Word 文档（.docx），或文件已损坏", "请用 Word 另存为 .docx 再试"


def _package_faults(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    parts = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    if (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > MOST_BYTES
        or any(part.file_size > LARGEST_XML for part in parts)
    ):
        yield "它解压后大得不正常", "请换一个从本工具导出的模板重新修改"
        return
    if len({name.lower() for name in names}) != len(names) or any("\\" in name or ".." in name for name in names):
        yield "它的压缩包里有同名或不正常的文件名", "请用 Word 打开，另存为新的 .docx"
        return
    if "word/document.xml" not in names:
        yield "它不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试"
    for name in names:
        if not name.lower().endswith(tuple(_PARTS[0])) and not _PARTS[1].fullmatch(name):
            yield f"它带有不认识的部件（{name}）", "请用 Word 打开，删去嵌入的内容后另存为新的 .docx"
    for part in parts:
        yield from _part_faults(part.filename, package.read(part))


def _part_faults(name: str, xml: bytes) -> Iterator[tuple[str, str]]:
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml:
        yield "文件内部有不正常的定义（DTD 或少见的编码）", "请用 Word 打开，另存为新的 .docx"
        return
    judge = _Judge(name)
    try:
        judge.parser.Parse(xml, True)
    except (pyexpat.error, ValueError, LookupError):
        yield f"文件已损坏（“{name}”读不出）", "请用 Word 打开，另存为新的 .docx"
        return
    yield from judge.found


class _Judge:
    """Judges one part as a parser sees it: relations, content types, fields, and what brings something else in."""

    def __init__(self, name: str) -> None:
        self.found: dict[tuple[str, str], None] = {}
        self.parser = pyexpat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._name = name
        self._paragraphs = 0
        self._fields: list[str | None] = []
        self._collect = False
        self._stray = ""

    def _note(self, message: str, fix: str) -> None:
        self.found[message, fix] = None

    def _doctype(self, *_declaration: object) -> None:
        self._note("文件内部有不正常的定义（DTD 或少见的编码）", "请用 Word 打开，另存为新的 .docx")

    def _start(self, tag: str, qualified: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        attributes = {key.rpartition(":")[2]: value for key, value in qualified.items()}
        if tag == "p":
            self._paragraphs += 1
            if self._paragraphs == MOST_PARAGRAPHS + 1:
                self._note(f"段落超过{MOST_PARAGRAPHS}个", "请删去模板里多余的段落")
        elif tag == "Relationship" and self._name.endswith(".rels"):
            self._link(attributes)
        elif tag in ("Override", "Default") and self._name == "[Content_Types].xml":
            if re.search(r"macroEnabled|vba|activeX|oleObject", attributes.get("ContentType", ""), re.IGNORECASE):
                self._note("它带宏", "请用 Word 另存为不带宏的 .docx")
        elif tag == "fldSimple":
            self._field(attributes.get("instr", ""))
        elif tag == "fldChar":
            self._field_mark(attributes.get("fldCharType", ""))
        elif tag in _ACTIVE and not (tag == "object" and self._name.startswith("customXml/")):
            self._note("它嵌入了其他文件或控件", "请在 Word 中删去嵌入的对象")
        self._collect = tag in ("instrText", "delInstrText", "t", "delText")
        source = attributes.get("src", "")
        if ":" in source or source.startswith(("\\", "/")):
            self._note(f"它链接了外部文件（{source}）", "请在 Word 中删去链接，把图片等直接插入")

    def _end(self, tag: str) -> None:
        if tag.endswith("nstrText") and not self._fields:
            self._field(self._stray)
        self._stray = ""
        self._collect = False

    def _text(self, text: str) -> None:
        if not self._fields:
            self._stray += text if self._collect else ""
        elif self._collect and (code := self._fields[-1]) is not None:
            self._fields[-1] = code + text

    def _field_mark(self, kind: str) -> None:
        """Follow a field that is built of runs: what stands before its result is its code, however it is split."""
        if kind == "begin":
            if self._fields and self._fields[-1] is not None and not self._fields[-1].strip():
                self._field("{")  # the name of the outer field would come out of the inner one
            self._fields.append("")
        elif self._fields and kind == "separate":
            self._field(self._fields[-1] or "")
            self._fields[-1] = None
        elif self._fields and kind == "end":
            self._field(self._fields.pop() or "")

    def _field(self, code: str) -> None:
        words = code.split()
        name = words[0].upper() if words else ""
        if not name or name.startswith("="):
            return
        if name not in _FIELDS:
            what = "会读取外部文件的域" if name in _READING else "本工具不认识的域"
            self._note(f"它有{what}（{name[:20]}）", "请在 Word 中选中该处，按 Ctrl+Shift+F9 变成普通文字")
        elif name == "HYPERLINK" and len(words) > 1 and not words[1].startswith("\\"):
            self._web_link(words[1].strip('"“”'))

    def _link(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        if kind in _MACROS:
            self._note("它带宏", "请用 Word 另存为不带宏的 .docx")
        elif kind == "attachedTemplate":
            self._note(f"它引用了别处的模板（{target}）", "请在 Word 的“开发工具—文档模板”中改为 Normal 后保存")
        elif kind == "hyperlink":
            self._web_link(target)
        elif attributes.get("TargetMode", "Internal") != "Internal" or ":" in target or target.startswith("\\"):
            self._note(f"它链接了外部文件（{target}）", "请在 Word 中删去链接，把图片等直接插入")
        elif kind == "package" and "/charts/" in self._name:
            return
        elif kind not in _LINKS:
            self._note("它嵌入了其他文件或控件", "请在 Word 中删去嵌入的对象")

    def _web_link(self, target: str) -> None:
        if (":" in target or target.startswith(("\\", "/"))) and not _WEB.match(target):
            self._note(f"它有指向本机或内网文件的链接（{target[:60]}）", "请在 Word 中取消这个超链接")


def crowded(template: Path) -> Iterator[tuple[str, str]]:
    """Yield that a template has more tags than can be followed in time."""
    with zipfile.ZipFile(template) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                openings = _OPENING.findall(_TAGS.sub(b"", package.read(name)))
                if len(openings) > MOST_TAGS:
                    yield f"占位超过{MOST_TAGS}处", "请删去模板里多余的占位"
                    return


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
            excerpt = text[opening.start() : opening.start() + 60].decode("utf-8", "ignore")
            yield f"占位“{excerpt}”没有右括号", "请补上 }} 或 %}，或删去左括号"
            return
