"""The text of a PDF file: its lines with their places, read in a process whose time, memory and death are bounded.

The only importer of pypdfium2, which is the reader of Chrome: it knows the code tables of Chinese fonts, and tells of
each letter whether the file says which one it is.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from rectify_xl.errors import NoticeError
from rectify_xl.readers import printed_lines, ruled_tables
from rectify_xl.readers.docx.paragraphs import ParagraphText, UnshownPiece
from rectify_xl.readers.printed_lines import PrintedLetter, PrintedPage
from rectify_xl.readers.ruled_tables import RuledLine
from rectify_xl.system import bounded_memory, limits

_PASSWORD, _DAMAGED, _LARGE = 3, 4, 5
"""How the process ends when it cannot read."""
_MOST_PATHS, _MOST_SEGMENTS, _THIN = 20_000, 400, 3.0
"""Paths of a page and pieces of each that are looked at for rules, and points across the thickest rule."""
_GARBLED = 0.02
"""Part of the letters from which on nobody can rely on the others."""
_WORD = "请改用通报的Word文档"
_COPY = "或在阅读器中把全文复制到记事本，核对后存为.txt再导入"
_RECOGNISE = "请改用通报的Word文档，或先用文字识别软件转成文字并核对，存为.txt后再导入"


class _PdfPage(NamedTuple):
    """A page as the process read it; `garbled` letters are those of which the file does not say which they are."""

    page: PrintedPage
    letters: int
    garbled: int
    hidden: str
    aslant: str
    pictures: int


def paragraphs(data: bytes, name: str) -> list[ParagraphText]:
    """Return the paragraphs of the PDF file `data`, called `name`.

    Raises `NoticeError` when it is damaged, protected, too large, a scan, or does not say which letters it shows.
    """
    pages, attached = _pages(data, name)
    if not any(page.letters for page in pages):
        if any(page.pictures for page in pages):
            raise NoticeError(f"“{name}”是扫描件（共{len(pages)}页，只有图片），读不出其中的文字", _RECOGNISE)
        raise NoticeError(f"“{name}”共{len(pages)}页，没有可读的文字（文字可能已转成图形）", _RECOGNISE)
    letters, garbled = sum(page.letters for page in pages), sum(page.garbled for page in pages)
    if garbled > _GARBLED * letters or _odd("".join(line.text for page in pages for line in page.page.lines)):
        raise NoticeError(f"“{name}”没有写明所用字体的文字编码，读出来会是乱码，已停止读取", _RECOGNISE)
    remarks = [_remarks(page) for page in pages]
    remarks[0] += [UnshownPiece("unread", f"PDF的附件{attached}个")] if attached else []
    return printed_lines.page_text([page.page for page in pages], remarks)


def _remarks(page: _PdfPage) -> list[UnshownPiece]:
    """Return what is told of a page besides its text."""
    remarks = []
    if not page.letters and page.pictures:
        remarks.append(UnshownPiece("unread", "整页图片（扫描页）"))
    if page.garbled:
        remarks.append(UnshownPiece("unread", f"读不出的字{page.garbled}个"))
    if page.hidden.strip():
        remarks.append(UnshownPiece("hidden", "隐藏文字", page.hidden.strip()))
    if page.aslant.strip():
        remarks.append(UnshownPiece("unread", "斜排的文字（水印）", page.aslant.strip()))
    return remarks


def _odd(text: str) -> bool:
    """Tell whether a text consists of what no Chinese notice has: the file gives its letters wrong codes."""
    usual = sum(
        "\u4e00" <= char <= "\u9fff" or char.isascii() or char in "，。、；：“”（）《》〔〕—…·！？‘’【】"
        for char in text
    )
    return bool(text) and usual < 0.6 * len(text)


def _pages(data: bytes, name: str) -> tuple[list[_PdfPage], int]:
    code = f"import sys; sys.path[:] = {sys.path!r}; from rectify_xl.readers import pdf_text; pdf_text.main()"
    try:
        ended = subprocess.run(  # noqa: S603 - our own code in our own interpreter
            (sys.executable, "-c", code), input=data, capture_output=True, timeout=limits.PDF_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NoticeError(f"“{name}”读了{limits.PDF_SECONDS}秒还没有读完，已停止读取", f"{_WORD}，{_COPY}") from error
    except OSError as error:
        raise NoticeError(f"“{name}”无法读取：没能启动读取它的程序", f"{_WORD}，{_COPY}") from error
    if ended.returncode == 0:
        pages, attached = pickle.loads(ended.stdout)  # noqa: S301 - written by our own process
        return [_PdfPage(*page) for page in pages], attached
    if ended.returncode == _PASSWORD:
        raise NoticeError(f"“{name}”设有打开密码，不能读取", f"请在PDF阅读器中取消密码后重试，{_COPY}")
    if ended.returncode == _DAMAGED:
        raise NoticeError(f"“{name}”已损坏，不是完整的PDF文件", f"请重新下载；仍打不开的，{_WORD.removeprefix('请')}")
    raise NoticeError(f"“{name}”大得不正常，不像一份通报，已停止读取", "请确认选对了文件；确是通报的，请改用Word文档")


def main() -> None:
    """Read the PDF file on standard input, write its pages to standard output; the exit status tells the rest."""
    import os

    bounded_memory.bound()
    try:
        import pypdfium2
        from pypdfium2 import raw

        file = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(file) > limits.PDF_PAGES:
            os._exit(_LARGE)
        pages, letters = [], 0
        for number in range(len(file)):
            page = _read(file[number])
            letters += page[1]
            if letters > limits.SOURCE_CHARACTERS:
                os._exit(_LARGE)
            pages.append(page)
        attached = raw.FPDFDoc_GetAttachmentCount(file.raw)
        sys.stdout.buffer.write(pickle.dumps((pages, attached)))
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(_LARGE)
    except BaseException as error:  # noqa: BLE001 - whatever a damaged file brings about
        os._exit(_PASSWORD if "password" in str(error).lower() else _DAMAGED)
    os._exit(0)


def _read(page: Any) -> tuple[Any, ...]:
    """Return size and lines of the page, its number of letters, how many are garbled, hidden, aslant; pictures."""
    import ctypes

    from pypdfium2 import raw

    raw.FPDFPage_Flatten(page.raw, 0)
    kept = page.get_textpage()  # lives as long as its letters are asked for
    text = kept.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    letters = garbled = 0
    hidden, aslant = [], []
    printed: list[PrintedLetter] = []
    for at in range(max(raw.FPDFText_CountChars(text), 0)):
        code = raw.FPDFText_GetUnicode(text, at)
        char = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if raw.FPDFText_IsGenerated(text, at) or char in "\r\n":
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        shown = raw.FPDFText_GetTextObject(text, at)
        if shown and raw.FPDFTextObj_GetTextRenderMode(shown) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden.append(char)
            continue
        angle = raw.FPDFText_GetCharAngle(text, at)
        if 0.1 < angle < 6.18:
            aslant.append(char)
            continue
        if not char.isspace():
            letters += 1
            private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
            garbled += bool(raw.FPDFText_HasUnicodeMapError(text, at) == 1 or char < " " or private or char == "\ufffd")
        height = abs(box.top - box.bottom)
        printed.append(PrintedLetter(char, x.value, max(box.right, x.value), y.value, height))
    pictures = sum(1 for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
    width, height = page.get_size()
    lines, tables = printed_lines.with_tables(printed, list(ruled_tables.tables(list(_rules(page)))), height)
    return (
        PrintedPage(width, height, tuple(lines), tables),
        letters,
        garbled,
        "".join(hidden),
        "".join(aslant),
        pictures,
    )


def _rules(page: Any) -> Iterator[RuledLine]:
    """Yield the straight rules of a page: lines that are drawn, sides of frames, and thin bars that are filled."""
    import ctypes

    from pypdfium2 import raw

    x, y, fill, stroke, matrix = ctypes.c_float(), ctypes.c_float(), ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
    paths = islice(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=1), _MOST_PATHS)
    for path in (path.raw for path in paths):
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        raw.FPDFPageObj_GetMatrix(path, matrix)
        points: list[tuple[float, float]] = []
        drawn: list[tuple[float, float, float, float]] = []
        for at in range(min(raw.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
            segment = raw.FPDFPath_GetPathSegment(path, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            place = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            if points and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
                drawn.append((*points[-1], *place))
            points.append(place)
        if not points:
            continue
        wide, high = ([min(place[at] for place in points), max(place[at] for place in points)] for at in (0, 1))
        if not stroke.value and fill.value:
            bar = min(wide[1] - wide[0], high[1] - high[0]) < _THIN
            drawn = [(wide[0], high[0], wide[1], high[1])] if bar else []
        for left, low, right, top in drawn:
            if abs(right - left) < _THIN <= abs(top - low):
                yield RuledLine(upright=True, at=(left + right) / 2, start=min(low, top), end=max(low, top))
            elif abs(top - low) < _THIN <= abs(right - left):
                yield RuledLine(upright=False, at=(low + top) / 2, start=min(left, right), end=max(left, right))
