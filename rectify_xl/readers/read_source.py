"""Read a notice from a file, whatever its name says: text, Word document or web page, recognised by content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import NoticeError
from rectify_xl.intake.table_in_text import TableInText
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading.unshown import Unshown
from rectify_xl.readers import table_cells
from rectify_xl.readers.decode import as_stated, decode
from rectify_xl.readers.docx.paragraphs import ParagraphText, UnshownPiece
from rectify_xl.readers.source_kind import REFUSED, kind_of
from rectify_xl.readers.table_cells import CellPlace
from rectify_xl.system import limits, special_files
from rectify_xl.text import folding

LARGEST = 50 * 1024 * 1024
"""Bytes of the largest file that is read."""
DEEPEST = 3
"""Files within files that are read."""


_THROUGH_OFFICE = frozenset(("doc", "odt", "rtf"))
"""Kinds that are read through LibreOffice, where it is installed.

It opens UOF and the Word XML of 2003 as well, but loses on the way what was inserted with tracking, what is hidden, and
the numbers of lists; these are named.
"""


class Source(NamedTuple):
    """A text as it was read: its lines, what the file holds besides, and the tables in which lines stand."""

    lines: tuple[SourceLine, ...]
    unshown: tuple[Unshown, ...] = ()
    tables: tuple[TableInText, ...] = ()


def read_source(path: Path) -> tuple[SourceLine, ...]:
    """Return the lines of a notice; see `read`."""
    return read(path).lines


def read(path: Path) -> Source:
    """Return the lines of a notice, each without surrounding white space; empty lines keep their numbers.

    Raises `NoticeError` when the file is missing, empty, locked with a password, or of a kind that holds no notice.
    """
    data = _bytes(path)
    kind = kind_of(data)
    if kind in REFUSED and not _converts(kind):
        problem, remedy = REFUSED[kind]
        raise NoticeError(f"“{path.name}”{problem}", remedy)
    pieces = _pieces(data, kind, path.name, 0)
    text = "\n".join(line.text for line in pieces)
    if len(text) > limits.SOURCE_CHARACTERS or text.count("\n") > limits.SOURCE_LINES:
        raise NoticeError(
            f"“{path.name}”有{len(text)}个字符、{text.count(chr(10)) + 1}行，不像一份通报，已停止读取",
            "请确认选对了文件；确是通报的，请把正文复制到新文件后再导入",
        )
    numbered = lines(text)
    source = Source(numbered, tuple(_placed(pieces)), table_cells.tables(_with_cells(numbered, pieces)))
    if not any(line.text for line in source.lines):
        raise _without_text(path.name, source.unshown)
    return source


def lines(text: str) -> tuple[SourceLine, ...]:
    """Return the lines of a text, numbered from 1, without surrounding white space and control characters.

    Look-alike characters, which copying from PDF files brings, become ordinary ones.
    """
    plain = folding.cleaned(text)
    control = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
    return tuple(SourceLine(number, control.sub("", text).strip()) for number, text in enumerate(_split(plain), 1))


def sniff(path: Path) -> str:
    """Return what a file is, judged by its content. Raises `NoticeError` when it cannot be opened."""
    return kind_of(_bytes(path))


def content(path: Path) -> bytes:
    """Return the bytes of a file. Raises `NoticeError` when it cannot be opened or is too large."""
    return _bytes(path)


def _pieces(data: bytes, kind: str, name: str, depth: int) -> list[ParagraphText]:
    """Return the paragraphs of a file of a kind that is read."""
    if kind == "docx":
        from rectify_xl.readers.docx import paragraphs

        return paragraphs.paragraphs(data, name, lambda inner: _embedded(inner, name, depth + 1))
    if kind == "mht":
        from rectify_xl.readers import web_archive, web_page

        page = web_archive.page(data, name)
        texts = (
            web_page.paragraphs(page.data, page.charset)
            if page.is_html
            else [ParagraphText(as_stated(page.data, page.charset))]
        )
        attached = tuple(UnshownPiece("unread", "邮件的附件", name) for name in page.attached)
        return [*texts, *([ParagraphText("", attached)] if attached else [])]
    if kind == "pdf":
        from rectify_xl.readers import pdf_text

        return pdf_text.paragraphs(data, name)
    if kind == "ofd":
        from rectify_xl.readers import ofd_text

        return ofd_text.paragraphs(data, name)
    if kind in _THROUGH_OFFICE:
        from rectify_xl.readers import office_conversion

        read_as = "flat odt" if kind == "odt" and not data.startswith(b"PK") else kind
        return _pieces(office_conversion.converted(data, read_as, name, "docx"), "docx", name, depth)
    if kind == "html":
        from rectify_xl.readers import web_page

        return web_page.paragraphs(data)
    return [ParagraphText(decode(data) or "")]


def _converts(kind: str) -> bool:
    """Tell whether a kind is read through LibreOffice, and LibreOffice is there."""
    if kind not in _THROUGH_OFFICE:
        return False
    from rectify_xl.readers import office_conversion

    return office_conversion.installed()


def _embedded(data: bytes, name: str, depth: int) -> list[ParagraphText] | None:
    """Return the paragraphs of a file within a document, None where it cannot be read."""
    kind = kind_of(data)
    if depth > DEEPEST or kind in REFUSED:
        return None
    try:
        return _pieces(data, kind, name, depth)
    except NoticeError:
        return None


def _placed(pieces: Sequence[ParagraphText]) -> Iterator[Unshown]:
    """Yield what is told of the pieces, with the lines where they stand."""
    number = 1
    for piece in pieces:
        for remark in piece.remarks:
            yield Unshown(number, remark.kind, remark.what, folding.cleaned(remark.text))
        number += len(_split(piece.text))


def _with_cells(
    numbered: Sequence[SourceLine], pieces: Sequence[ParagraphText]
) -> Iterator[tuple[SourceLine, CellPlace | None]]:
    """Yield the lines with the cells in which they stand."""
    cells = (piece.cell for piece in pieces for _ in _split(piece.text))
    return zip(numbered, cells, strict=False)


def _without_text(name: str, unshown: Sequence[Unshown]) -> NoticeError:
    contents = "、".join(dict.fromkeys(piece.what for piece in unshown))
    if not contents:
        return NoticeError("文件里没有文字", "请换用含有通报正文的文件")
    return NoticeError(
        f"“{name}”里没有可读的文字，只有{contents}",
        "请在Word或WPS中打开它，把看得见的全文复制到新文档，另存为.docx后再导入",
    )


def _split(text: str) -> list[str]:
    """Split at line ends only; U+2028 and form feeds count, other separators stay in their line."""
    return re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise NoticeError(f"“{path.name}”是文件夹，不是通报文件", "请选择文件夹里的通报文件")
    if what := special_files.special_kind(path):
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
