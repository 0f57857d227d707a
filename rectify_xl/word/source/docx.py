"""The paragraphs of a Word document, tables included, with automatic numbers written out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rectify_xl.errors import NoticeError
from rectify_xl.word.source.numbers import Numbering
from rectify_xl.word.template_blocks import boxes

UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts together, unpacked; a document that claims more is a trap."""
MAIN_PART = 60 * 1024 * 1024

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_SHOWN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr"})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def paragraphs(path: Path) -> list[str]:
    """Return the text of each paragraph, in order; a table gives its cells row by row.

    Raises `NoticeError` when the document is damaged or unpacks to more than `UNPACKED` bytes.
    """
    from docx import Document

    _measure(path)
    try:
        document = Document(str(path))
        numbering = Numbering(document)
        return [text for paragraph in _blocks(document.element.body) for text in _lines(paragraph, numbering)]
    except Exception as error:  # python-docx raises many kinds on damaged packages
        raise NoticeError(
            f"“{path.name}”已损坏，或者不是完整的Word文档", "请在Word或WPS中打开它，另存为新的.docx后再导入"
        ) from error


def _measure(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise NoticeError(f"“{path.name}”已损坏", "请重新获取该文件后再导入") from error
    if sum(sizes.values()) > UNPACKED or sizes.get("word/document.xml", 0) > MAIN_PART:
        raise NoticeError(
            f"“{path.name}”解压后有{sum(sizes.values()) // 1024 // 1024}MB，不像一份通报，已停止读取",
            "请确认文件来源可靠；确是通报的，请把文字复制到新文档另存后再导入",
        )


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs under an element in document order, those in tables and content controls included."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            yield child
        elif child.tag in (
            f"{_W}tbl",
            f"{_W}tr",
            f"{_W}tc",
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}ins",
            f"{_W}customXml",
        ):
            yield from _blocks(child)


def _lines(paragraph: Any, numbering: Numbering) -> list[str]:
    pieces = list(_runs(paragraph))
    inner = [text for box in boxes(paragraph) for text in _box(box, numbering)]
    text = "".join(pieces)
    number = numbering.number(paragraph) if text.strip() else ""
    return [number + text, *inner]


def _box(box: Any, numbering: Numbering) -> list[str]:
    return [text for paragraph in _blocks(box) for text in _lines(paragraph, numbering)]


def _runs(element: Any) -> Iterator[str]:
    """Yield the shown text of a paragraph: inserted text counts, deleted text and field codes do not."""
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _NOT_SHOWN and child.tag not in (f"{_W}txbxContent", _FALLBACK):
            yield from _runs(child)
