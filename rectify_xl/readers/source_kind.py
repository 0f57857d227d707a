"""What a file is, judged by its content, and what a person does with one that cannot be read."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from rectify_xl.readers.decode import decode
from rectify_xl.system import limits

_RESAVE = "请在Word或WPS中打开，另存为.docx后再导入"
_OR_OFFICE = f"{_RESAVE}；电脑上装有LibreOffice时可以直接导入"
_COPY = "或把全文复制到记事本，存为.txt后再导入"
REFUSED: dict[str, tuple[str, str]] = {
    "workbook": ("是电子表格，不是通报", "请选择通报的文本、Word文档、网页或PDF文件；旧台账请按新台账版式另行整理"),
    "doc": ("是旧版Word文档（.doc，旧版WPS文字的.wps也是），不能直接读取", _OR_OFFICE),
    "odt": ("是OpenDocument文字文档（.odt），不能直接读取", _OR_OFFICE),
    "uof": ("是标文通文档（.uof、.uot），不能直接读取", _RESAVE),
    "word xml": ("是2003版的Word XML文档（.xml），不能直接读取", _RESAVE),
    "rtf": ("是RTF文档，不能直接读取", _OR_OFFICE),
    "xps": ("是XPS版式文件，不能直接读取", "请改用通报的Word文档，或在阅读器中把全文复制到记事本，存为.txt后再导入"),
    "slides": ("是演示文稿，不是通报", "请选择通报的文本、Word文档、网页或PDF文件"),
    "drawing": ("是绘图文件，不是通报", "请选择通报的文本、Word文档、网页或PDF文件"),
    "pages": ("是苹果Pages文档，不能直接读取", "请在Pages中导出为Word（.docx）后再导入"),
    "book": ("是电子书，不是通报", f"请改用通报的Word文档，{_COPY}"),
    "message": ("是Outlook邮件，不是通报", "请打开邮件，把其中的通报附件另存后再导入"),
    "picture": ("是图片，读不出其中的文字", "请改用通报的Word文档，或先用文字识别软件转成文字，存为.txt后再导入"),
    "xml": ("是XML数据文件，不是通报", "请选择通报的文本、Word文档、网页或PDF文件"),
    "encrypted": ("设有打开密码，不能读取", "请先在Word或WPS中取消密码，另存后再导入"),
    "zip": ("是压缩包，不是通报", "请先解压，再选择其中的通报文件"),
    "other document": ("是别的程序的文档，不是通报", "请选择通报的文本、Word文档、网页或PDF文件"),
    "old office": (
        "是旧版Office格式的文件，但看不出是哪一种，可能没有下载完整",
        "请重新下载，或在Word、WPS中打开，另存为.docx后再导入",
    ),
    "binary": ("不是文本、Word文档、网页或PDF", "请选择通报的.txt、.docx、.html或.pdf文件"),
    "empty": ("是空文件", "请确认文件已完整下载或保存，再重新导入"),
}
"""What is wrong with each kind that is not read, and the remedy."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x1f\x8b\x08", "zip"),
    (b"BZh", "zip"),
    (b"\xfd7zXZ\x00", "zip"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
)
_SIGNED_ARCHIVE = "application/vnd.etsi.asic"
"""How an archive names its kind that holds files of any kind with their signatures (ETSI EN 319 162)."""
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "workbook", "presentation": "slides", "graphics": "drawing"}
_MAIN = (
    ("wordprocessingml", "docx"),
    ("ms-word", "docx"),
    ("spreadsheetml", "workbook"),
    ("ms-excel", "workbook"),
    ("presentationml", "slides"),
    ("ms-powerpoint", "slides"),
    ("ms-visio", "drawing"),
    ("fixedrepresentation", "xps"),
    ("fixeddocumentsequence", "xps"),
)
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "workbook"),
    ("Book", "workbook"),
    ("PowerPoint Document", "slides"),
    ("VisioDocument", "drawing"),
    ("__substg1.0_", "message"),
    ("MatOST", "doc"),
)
_SMALL = 1_000_000
_SECTOR = 64
"""Bytes of the smallest sector of an old Office file."""


def kind_of(data: bytes) -> str:
    """Return the kind of a file: notice text, docx, html, mht, pdf, ofd, or one of `REFUSED`."""
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        return "empty"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    named = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    if data.startswith((b"\xdb\xa5", b"\xdc\xa5", b"\x31\xbe\x00\x00")):
        return "doc"
    if named and (named != "picture" or b"\x00" in data[:4096]):
        return named
    return _text_kind(data)


def _text_kind(data: bytes) -> str:
    if _is_mail(data):
        return "mht"
    text = decode(data)
    if text is None:
        return "binary"
    if "Excel.Sheet" in text[:500] or "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000]:
        return "workbook"
    return _marked_up_kind(text) or "notice text"


def _is_mail(data: bytes) -> bool:
    """Tell whether a file is a message, as which browsers save a page in one file (.mht)."""
    head = data[:8192].lstrip(b"\xef\xbb\xbf\r\n\t ")
    first = re.match(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]", head)
    several = re.search(rb"^Content-Type:\s*multipart/", head, re.IGNORECASE | re.MULTILINE)
    typed = re.search(rb"^Content-Type:\s*(?:text/(?:html|plain)|message/)", head, re.IGNORECASE | re.MULTILINE)
    return bool(first and (several or (typed and re.search(rb"^MIME-Version:", head, re.IGNORECASE | re.MULTILINE))))


def _marked_up_kind(text: str) -> str:
    """Return the kind of a text with markup, empty where it has none."""
    head = text[:8192].lstrip("\ufeff \t\r\n")
    is_xml = head.startswith("<?xml") or bool(re.match(r"<[A-Za-z_][\w.-]*:?[\w.-]*\s[^<>]{0,4000}\bxmlns", head))
    if is_xml:
        for mark, kind in (
            ("schemas.microsoft.com/office/word/2003/wordml", "word xml"),
            ("schemas.microsoft.com/office/2006/xmlPackage", "docx"),
            ("openxmlformats.org/wordprocessingml", "word xml"),
            ("purl.oclc.org/ooxml/wordprocessingml", "word xml"),
            ("schemas.microsoft.com/office/powerpoint", "slides"),
            ("opendocument.text", "odt"),
            ("opendocument.spreadsheet", "workbook"),
            ("opendocument.presentation", "slides"),
            ("opendocument:xmlns:office", "odt"),
            ("schemas.uof.org", "uof"),
            ("schema/uof", "uof"),
        ):
            if mark in head:
                return kind
    whole = r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|www\.w3\.org/1999/xhtml"
    piece = r"|<(?:div|p|table|article|section|span|br|ol|ul|form)\b[^>]*>" if not head.startswith("<?xml") else ""
    if re.search(whole + piece, text[:4096], re.IGNORECASE) and re.search(r"</\w+>|<br", text, re.IGNORECASE):
        return "html"
    return "xml" if is_xml else ""


def _zip_kind(data: bytes) -> str:
    return "zip" if data.count(b"PK\x01\x02") > limits.SOURCE_PARTS else package_kind(io.BytesIO(data))


def package_kind(opened: BinaryIO) -> str:
    """Return the kind of what is packed as a zip, by its directory and the parts that name the kind."""
    try:
        with zipfile.ZipFile(opened) as archive:
            entries = {entry.filename.replace("\\", "/").lower(): entry for entry in archive.infolist()}
            if any(entry.flag_bits & 1 for entry in entries.values()):
                return "encrypted"
            listed = entries.get("meta-inf/manifest.xml")
            if listed is not None and listed.file_size < _SMALL and b"encryption-data" in archive.read(listed):
                return "encrypted"
            if "mimetype" in entries and entries["mimetype"].file_size < 200:
                named = archive.read(entries["mimetype"]).decode("ascii", "replace").strip()
                if named == "application/epub+zip":
                    return "book"
                if named.startswith(_SIGNED_ARCHIVE):
                    return "zip"
                office = named.removeprefix("application/vnd.oasis.opendocument.").partition("-")[0]
                return _OPEN_DOCUMENT.get(office, "other document")
            return _parts_kind(archive, entries)
    except (
        zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
        OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
    ):  # fmt: skip
        return "binary"


def _parts_kind(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> str:
    if "word/document.xml" in entries:
        return "docx"
    if "xl/workbook.xml" in entries or "xl/workbook.bin" in entries:
        return "workbook"
    if "ofd.xml" in entries:
        return "ofd"
    if "uof.xml" in entries or "_meta/meta.xml" in entries:
        return "uof"
    if any(name.endswith(".iwa") or name == "index.apxl" for name in entries):
        return "pages"
    types = entries.get("[content_types].xml")
    if types is not None and types.file_size < _SMALL:
        text = archive.read(types).decode("utf-8", "replace")
        main = re.findall(r'ContentType\s*=\s*["\']([^"\']*\bmain\+xml|[^"\']*fixed\w+\+xml)', text)
        for mark, kind in _MAIN:
            if mark in " ".join(main or [text]):
                return kind
    return "zip" if types is None else "other document"


def _ole_kind(data: bytes) -> str:
    """Tell old Office files apart by the names of their streams."""
    kind = next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), "old office")
    return "encrypted" if kind == "doc" and _word_is_encrypted(data) else kind


def _word_is_encrypted(data: bytes) -> bool:
    """Tell whether an old Word document has a password: its information block, at the start of a sector, says so."""
    for block in re.finditer(rb"\xec\xa5.[\x00\x01]", data, re.DOTALL):
        if block.start() % _SECTOR == 0:
            return bool(int.from_bytes(data[block.start() + 11 : block.start() + 12]) & 1)
    return False
