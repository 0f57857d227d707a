"""Read a notice from a file, whatever its name says: text, Word document or web page, recognised by content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from rectify_xl import folding, limits
from rectify_xl.errors import NoticeError
from rectify_xl.notice.model import Line
from rectify_xl.system import plain_file

Kind = Literal["notice text", "docx", "html", "workbook", "doc", "rtf", "pdf", "encrypted", "zip", "binary", "empty"]

LARGEST = 50 * 1024 * 1024
"""Bytes of the largest file that is read."""

_REFUSED: dict[str, tuple[str, str]] = {
    "workbook": ("是电子表格，不是通报", "请选择通报的文本、Word文档或网页文件；旧台账请按新台账版式另行整理"),
    "doc": ("是旧版Word文档（.doc），不能直接读取", "请在Word或WPS中打开，另存为.docx后再导入"),
    "rtf": ("是RTF文档，不能直接读取", "请在Word或WPS中打开，另存为.docx后再导入"),
    "pdf": ("是PDF文件，不能直接读取", "请改用通报的Word文档，或把网页上的全文复制到记事本，存为.txt后再导入"),
    "encrypted": ("设有打开密码，不能读取", "请先在Word或WPS中取消密码，另存后再导入"),
    "zip": ("是压缩包，不是通报", "请先解压，再选择其中的通报文件"),
    "binary": ("不是文本、Word文档或网页", "请选择通报的.txt、.docx或.html文件"),
    "empty": ("是空文件", "请确认文件已完整下载或保存，再重新导入"),
}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|table|article|span|br)\b[^>]*>", re.IGNORECASE
)
_USUAL = re.compile(
    r"[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e\u2010-\u2027\u2160-\u217f\u2460-\u2473\u3220-\u3229\x20-\x7e\t\n\r\xa0·〔〕]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def read_source(path: Path) -> tuple[Line, ...]:
    """Return the lines of a notice, each without surrounding white space; empty lines keep their numbers.

    Raises `NoticeError` when the file is missing, empty, locked with a password, or of a kind that holds no notice.
    """
    data = _bytes(path)
    kind = _kind(data)
    if kind in _REFUSED:
        problem, remedy = _REFUSED[kind]
        raise NoticeError(f"“{path.name}”{problem}", remedy)
    if kind == "docx":
        from rectify_xl.word.source import docx

        texts = docx.paragraphs(path)
    elif kind == "html":
        from rectify_xl.word.source import html

        texts = html.paragraphs(data)
    else:
        texts = [decode(data) or ""]
    text = "\n".join(texts)
    if len(text) > limits.SOURCE_CHARACTERS or text.count("\n") > limits.SOURCE_LINES:
        raise NoticeError(
            f"“{path.name}”有{len(text)}个字符、{text.count(chr(10)) + 1}行，不像一份通报，已停止读取",
            "请确认选对了文件；确是通报的，请把正文复制到新文件后再导入",
        )
    return lines(text)


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text, numbered from 1, without surrounding white space and control characters.

    Look-alike characters, which copying from PDF files brings, become ordinary ones.
    """
    plain = folding.cleaned(text)
    return tuple(Line(number, _CONTROL.sub("", each).strip()) for number, each in enumerate(_split(plain), 1))


def sniff(path: Path) -> Kind:
    """Return what a file is, judged by its content. Raises `NoticeError` when it cannot be opened."""
    return _kind(_bytes(path))


def decode(data: bytes) -> str | None:
    """Return the text in `data` (UTF-8, GB18030, UTF-16), or None where it is no text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and text.count("\x00") * 20 <= len(text):
        return text if _share(text) > 0.6 else None
    candidates = [data.decode(name, errors="replace") for name in ("gb18030", "utf-16-le", "utf-16-be")]
    best = max(candidates, key=_share)
    return best if _share(best) > 0.9 else None


def _split(text: str) -> list[str]:
    """Split at line ends only; U+2028 and form feeds count, other separators stay in their line."""
    return re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)


def _share(text: str) -> float:
    """Return which part of the text are characters that Chinese prose uses."""
    sample = text[:20000]
    return len(_USUAL.findall(sample)) / len(sample) if sample else 0.0


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise NoticeError(f"“{path.name}”是文件夹，不是通报文件", "请选择文件夹里的通报文件")
    if what := plain_file.otherwise(path):
        raise NoticeError(f"“{path.name}”是{what}，不是通报文件", "请选择保存在磁盘上的通报文件")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise NoticeError(
                f"“{path.name}”有{size // 1024 // 1024}MB，超过{LARGEST // 1024 // 1024}MB，不像一份通报",
                "请确认选对了文件；文档里有大量图片的，请另存一份只含文字的再导入",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NoticeError(f"找不到文件“{path}”", "请核对文件名和所在文件夹") from error
    except PermissionError as error:
        raise NoticeError(
            f"没有权限读取“{path.name}”", "请关闭正在使用它的程序，或复制到自己的文件夹后再导入"
        ) from error
    except (OSError, ValueError) as error:
        raise NoticeError(f"打不开“{path.name}”", "请核对文件名，确认磁盘或网络位置可用后再试") from error


def _kind(data: bytes) -> Kind:
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
    text = decode(data)
    if text is None:
        return "binary"
    if "Excel.Sheet" in text[:500] or "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000]:
        return "workbook"
    if _HTML.search(text[:4096]) and re.search(r"</\w+>|<br", text, re.IGNORECASE):
        return "html"
    return "notice text"


def _zip_kind(data: bytes) -> Kind:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return "encrypted"
            if "word/document.xml" in names:
                return "docx"
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return "workbook"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return "workbook" if b"spreadsheet" in archive.read("mimetype") else "zip"
            if "[Content_Types].xml" in names and archive.getinfo("[Content_Types].xml").file_size < 1_000_000:
                return "docx" if b"wordprocessingml" in archive.read("[Content_Types].xml") else "zip"
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zipfile.LargeZipFile):
        return "binary"
    return "zip"


def _ole_kind(data: bytes) -> Kind:
    """Tell old Office files apart by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "workbook"
    return "binary"
