"""The parts of a Word document: opened once, bounded, and with the names of Strict Open XML made ordinary."""

from __future__ import annotations

import base64
import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from typing import Any, NamedTuple
from urllib.parse import unquote

from rectify_xl.errors import NoticeError
from rectify_xl.system import limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL = f"{W}val"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"

UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts together, unpacked; a document that claims more is a trap."""
MAIN_PART = 40 * 1024 * 1024
"""Bytes of one part that is read."""

_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
}
"""Namespaces of Strict Open XML, and the ordinary ones."""
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
"""What reading a damaged archive raises."""
_RESAVE = "请在Word或WPS中打开它，另存为新的.docx后再导入"
_AGAIN = "请重新下载；仍打不开的，请改用通报的Word文档，或在阅读器中把全文复制到记事本，存为.txt后再导入"


class Relation(NamedTuple):
    """A relation of a part: its kind (last word of its type), and the part or place to which it leads."""

    kind: str
    target: str
    external: bool


class WordPackage:
    """A Word document as its parts; names are found whatever their case and slashes."""

    called = "Word文档"

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        data = data if data.startswith(b"PK") else _packed(data, name)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except _UNREADABLE as error:
            raise self.damaged("") from error
        size = sum(entry.file_size for entry in entries)
        if size > UNPACKED:
            raise self._too_large(size)
        self._entries = {_key(entry.filename): entry for entry in entries}
        self.main = self._main()

    def damaged(self, where: str) -> NoticeError:
        """Return the error for a part that cannot be read."""
        return damaged(self.name, where, self.called)

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._entries

    def read(self, part: str) -> bytes:
        """Return the content of a part; raises `NoticeError` when it is missing, damaged or too large."""
        entry = self._entries.get(_key(part))
        if entry is None:
            raise self.damaged(f"缺少“{part}”")
        try:
            with self._archive.open(entry) as file:
                data = file.read(MAIN_PART + 1)
        except _UNREADABLE as error:
            raise self.damaged(f"“{part}”读不出") from error
        if len(data) > MAIN_PART:
            raise self._too_large(entry.file_size)
        return data

    def xml(self, part: str) -> Any:
        """Return the root of an XML part; raises `NoticeError` when it cannot be read."""
        return _ordinary(parsed(self.read(part), part, self.name, self.called))

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their ids; of the package for an empty name."""
        folder, name = posixpath.split(part)
        relations: dict[str, Relation] = {}
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self:
            return relations
        for relation in self.xml(listed):
            target, external = relation.get("Target", ""), relation.get("TargetMode", "") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/"))))[1:]
            relations[relation.get("Id", "")] = Relation(relation.get("Type", "").rpartition("/")[2], target, external)
        return relations

    def _main(self) -> str:
        named = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        return next((name for name in named if name in self), "word/document.xml")

    def _too_large(self, size: int) -> NoticeError:
        return _too_large(self.name, size)


def _packed(data: bytes, name: str) -> bytes:
    """Return a document that is one XML file (Flat OPC, “Word XML 文档”) as the package that it stands for."""
    root = parsed(data, name, name)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, part in enumerate(root.iterchildren(f"{_PKG}part")):
            if number >= limits.SOURCE_PARTS:
                raise damaged(name, "部件太多")
            archive.writestr(part.get(f"{_PKG}name", "").lstrip("/") or "-", _content(part, name))
    return made.getvalue()


def _content(part: Any, name: str) -> bytes:
    from lxml import etree

    xml, binary = part.find(f"{_PKG}xmlData"), part.find(f"{_PKG}binaryData")
    if xml is not None and len(xml):
        content: bytes = etree.tostring(xml[0], encoding="utf-8", xml_declaration=True)
        return content
    try:
        return base64.b64decode(binary.text or "") if binary is not None else b""
    except ValueError as error:
        raise damaged(name, "内嵌的文件读不出") from error


def parsed(data: bytes, part: str, name: str, called: str = WordPackage.called) -> Any:
    """Return the root of the XML `data`, the `part` of a document `name`; raises `NoticeError` if damaged."""
    from lxml import etree

    if data.count(b"<") > limits.SOURCE_ELEMENTS:
        raise _too_large(name, len(data))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        where = "嵌套过深" if "depth" in str(error) else f"第{(error.position or (1, 0))[0]}行读不出"
        raise damaged(name, f"“{part}”{where}", called) from error
    except (ValueError, LookupError) as error:
        raise damaged(name, f"“{part}”的文字编码不认识", called) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(name, f"“{part}”里有不正常的定义", called)
    return root


def damaged(name: str, where: str, called: str = WordPackage.called) -> NoticeError:
    """Return the error for a document that cannot be read."""
    remedy = _RESAVE if called == WordPackage.called else _AGAIN
    return NoticeError(f"“{name}”已损坏{f'（{where}）' if where else ''}，不是完整的{called}", remedy)


def _too_large(name: str, size: int) -> NoticeError:
    return NoticeError(
        f"“{name}”解压后有{size // 1024 // 1024}MB，不像一份通报，已停止读取",
        "请确认文件来源可靠；确是通报的，请把文字复制到新文档另存后再导入",
    )


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _ordinary(root: Any) -> Any:
    """Return a tree without the namespaces of Strict Open XML."""
    if not any("purl.oclc.org" in (uri or "") for uri in root.nsmap.values()):
        return root
    from lxml import etree

    text: str = etree.tostring(root, encoding="unicode")
    for strict, plain in _STRICT.items():
        text = text.replace(f'"{strict}"', f'"{plain}"')
    return etree.fromstring(text)


def whole(text: str | None, default: int) -> int:
    """Return the number in an attribute; `default` where there is none, or none that Word would write."""
    bare = (text or "").strip()
    return int(bare) if bare.isascii() and bare.removeprefix("-").isdigit() and len(bare) < 10 else default


def on(element: Any) -> bool | None:
    """Return whether a property that is on or off is on; None where it is not there."""
    if element is None:
        return None
    return element.get(VAL, "1").strip().lower() not in ("0", "false", "off")
