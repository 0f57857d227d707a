"""The text of an OFD file (GB/T 33190-2016, the national format of finished pages): its lines with their places.

A page says of each text where its letters stand, in millimetres from the upper left corner, and which letters they are.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from rectify_xl.errors import NoticeError
from rectify_xl.readers import printed_lines
from rectify_xl.readers.docx.paragraphs import ParagraphText, UnshownPiece
from rectify_xl.readers.docx.word_package import WordPackage
from rectify_xl.readers.printed_lines import PrintedLetter, PrintedPage
from rectify_xl.system import limits

_POINTS = 72 / 25.4
_MOST_BYTES = 100 * 1024 * 1024
"""Bytes of all parts that are read, one after the other."""
_A4 = (0.0, 0.0, 210.0, 297.0)
_SCAN = "请改用通报的Word文档，或先用文字识别软件转成文字并核对，存为.txt后再导入"


class _OfdPackage(WordPackage):
    """An OFD file as its parts."""

    called = "OFD文件"
    _bytes = 0

    def read(self, part: str) -> bytes:
        """Return the content of a part; pages may name the same part again and again, so that all are counted."""
        data = super().read(part)
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise _too_large(self.name)
        return data


class _OfdPage(NamedTuple):
    """The size of a page in millimetres, and the roots that are printed on it: templates, then its own."""

    width: float
    height: float
    contents: tuple[Any, ...]


class _Printed(NamedTuple):
    """What a page prints, what it hides, what it prints aslant, and what of it is no text."""

    letters: list[PrintedLetter]
    hidden: list[str]
    aslant: list[str]
    others: list[str]


def paragraphs(data: bytes, name: str) -> list[ParagraphText]:
    """Return the paragraphs of the OFD file `data`, called `name`; raises `NoticeError` for scans and damaged files."""
    package = _OfdPackage(data, name)
    pages: list[PrintedPage] = []
    remarks: list[list[UnshownPiece]] = []
    letters = 0
    for page in _pages(package):
        printed = _Printed([], [], [], [])
        for content in page.contents:
            _print(content, page.height, printed)
        letters += len(printed.letters)
        if letters > limits.SOURCE_CHARACTERS or len(pages) >= limits.PDF_PAGES:
            raise _too_large(name)
        pages.append(
            PrintedPage(page.width * _POINTS, page.height * _POINTS, tuple(printed_lines.lines(printed.letters)))
        )
        remarks.append(list(_remarks(printed)))
    if not any(page.lines for page in pages):
        raise NoticeError(f"“{name}”共{len(pages)}页，没有可读的文字（是扫描件，或文字已转成图形）", _SCAN)
    return printed_lines.page_text(pages, remarks)


def _too_large(name: str) -> NoticeError:
    return NoticeError(f"“{name}”大得不正常，不像一份通报，已停止读取", "请确认选对了文件；确是通报的，请改用Word文档")


def _remarks(printed: _Printed) -> Iterator[UnshownPiece]:
    if printed.hidden:
        yield UnshownPiece("hidden", "隐藏文字", "".join(printed.hidden))
    if printed.aslant:
        yield UnshownPiece("unread", "斜排的文字（水印）", "".join(printed.aslant))
    if "ImageObject" in printed.others and not printed.letters:
        yield UnshownPiece("unread", "整页图片（扫描页）")
    if "CompositeObject" in printed.others:
        yield UnshownPiece("unread", "组合图形，其中可能有文字")


def _pages(package: WordPackage) -> Iterator[_OfdPage]:
    """Yield the pages of all documents of the file, in order."""
    for place in _texts(package.xml("OFD.xml"), "{*}DocBody/{*}DocRoot"):
        document = place.strip().lstrip("/")
        root, folder = package.xml(document), posixpath.dirname(document)
        usual = _numbers(next(_texts(root, "{*}CommonData/{*}PageArea/{*}PhysicalBox"), ""), _A4)
        templates = {
            template.get("ID", ""): template.get("BaseLoc", "")
            for template in root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for listed in root.iterfind("{*}Pages/{*}Page"):
            page = package.xml(_place(folder, listed.get("BaseLoc", "")))
            box = _numbers(next(_texts(page, "{*}Area/{*}PhysicalBox"), ""), usual)
            behind = (templates.get(used.get("TemplateID", ""), "") for used in page.iterfind("{*}Template"))
            roots = [package.xml(_place(folder, named)) for named in behind if named]
            yield _OfdPage(box[2], box[3], (*roots, page))


def _print(content: Any, height: float, printed: _Printed) -> None:
    """Take in what one root puts on a page."""
    for element in content.iter("{*}TextObject", "{*}ImageObject", "{*}CompositeObject"):
        kind = element.tag.rpartition("}")[2]
        if kind != "TextObject":
            printed.others.append(kind)
            continue
        text = "".join(_texts(element, "{*}TextCode"))
        unseen = any(part.get("Visible", "true") in ("false", "0") for part in (element, *element.iterancestors()))
        left, top, *_ = _numbers(element.get("Boundary", ""), _A4)
        a, b, c, d, e, f = _numbers(element.get("CTM", ""), (1, 0, 0, 1, 0, 0))
        if unseen or element.get("Alpha", "255") == "0":
            printed.hidden.append(text)
        elif abs(math.atan2(b, a)) > 0.1:
            printed.aslant.append(text)
        else:
            size = abs(_numbers(element.get("Size", ""), (4.0,))[0])
            for char, x, y, width in _letters(element, size):
                at = left + a * x + c * y + e
                base = (height - (top + b * x + d * y + f)) * _POINTS
                right = (at + width * abs(a)) * _POINTS
                printed.letters.append(PrintedLetter(char, at * _POINTS, right, base, size * abs(d) * _POINTS))


def _letters(element: Any, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Yield the letters of a text, each with its place in the text's own frame and its width."""
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        text = code.text or ""
        x, y = _numbers(code.get("X", ""), (x,))[0], _numbers(code.get("Y", ""), (y,))[0]
        across, down = _steps(code.get("DeltaX", ""), len(text)), _steps(code.get("DeltaY", ""), len(text))
        for at, char in enumerate(text):
            width = size if ord(char) > 0xFF else size / 2
            yield char, x, y, width
            x += across[at] if at < len(across) else 0.0 if down else width
            y += down[at] if at < len(down) else 0.0


def _steps(text: str, most: int) -> list[float]:
    """Return the steps between letters; “g 5 3.2” stands for five steps of 3.2."""
    words = text.split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g" and at + 2 < len(words):
            count = int(_numbers(words[at + 1], (0.0,))[0])
            steps += _numbers(words[at + 2], (0.0,)) * max(0, min(count, most))
            at += 3
        else:
            steps += _numbers(words[at], (0.0,))
            at += 1
    return steps


def _place(folder: str, named: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, named.strip().replace("\\", "/"))).lstrip("/")


def _texts(root: Any, path: str) -> Iterator[str]:
    return (element.text or "" for element in root.iterfind(path))


def _numbers(text: str, default: tuple[float, ...]) -> tuple[float, ...]:
    """Return the numbers in an attribute, `default` where there are not as many or one is none."""
    try:
        numbers = tuple(float(word) for word in text.split())
    except ValueError:
        return default
    return numbers if len(numbers) == len(default) and all(map(math.isfinite, numbers)) else default
