"""An OFD file is read like the document that it was made of; hidden text, watermarks and scanned pages are told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import lines, read
from tests.documents.packed import put, zipped
from tests.readers.test_pdf_text import NOTICE

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
EM, LEFT, TOP, STEP, WIDE, DEEP = 5.64, 28.0, 42.0, 10.0, 156.0, 22
CLOSING = "，。、；：？！”’）》"


def text_object(text: str, x: float, y: float, more: str = "") -> str:
    """Return a line of text; equal steps between letters are written as their number, as programs do."""
    widths = [EM if ord(char) > 0x2000 else EM / 2 for char in text]
    steps: list[str] = []
    for at, width in enumerate(widths[:-1]):
        steps.append(f"{width}" if at % 3 else f"g 1 {width}")
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - EM} {WIDE} {2 * EM}" Font="1" Size="{EM}" {more}>'
        f'<ofd:TextCode X="0" Y="{EM}" DeltaX="{" ".join(steps)}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def page(inside: str, template: str = "") -> str:
    """Return the part of a page."""
    return f"<ofd:Page {SPACE}>{template}<ofd:Content><ofd:Layer ID='2'>{inside}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd(pages: Sequence[str], template: str = "") -> bytes:
    """Return an OFD file of these pages."""
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at, _ in enumerate(pages))
    behind = '<ofd:TemplatePage ID="77" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    parts = {
        "OFD.xml": (
            f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea>{behind}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        ),
        **({"Doc_0/Tpls/Tpl_0/Content.xml": template} if template else {}),
        **{f"Doc_0/Pages/Page_{at}/Content.xml": content for at, content in enumerate(pages)},
    }
    return zipped({name: content.encode() for name, content in parts.items()})


def width(text: str) -> float:
    return sum(1.0 if ord(char) > 0x2000 else 0.5 for char in text)


def typeset(paragraphs: Sequence[str]) -> list[str]:
    """Return the pages of a notice: 27 letters a line, two letters of indent, no line begins with a closing mark."""
    placed: list[tuple[str, float]] = []
    for number, paragraph in enumerate(paragraphs):
        if number == 0 or number >= len(paragraphs) - 2:
            placed.append((paragraph, LEFT + (WIDE - min(width(paragraph), 27) * EM) / (2 if number == 0 else 1)))
            continue
        line, left = "", 2 * EM
        for char in paragraph:
            if width(line) * EM + left + EM > WIDE and char not in CLOSING:
                placed.append((line, LEFT + left))
                line, left = "", 0.0
            line += char
        placed.append((line, LEFT + left))
    pages = []
    for at in range(0, len(placed), DEEP):
        shown = [text_object(text, x, TOP + STEP * row) for row, (text, x) in enumerate(placed[at : at + DEEP])]
        foot = text_object(f"— {at // DEEP + 1} —", 98, 275)
        pages.append(page(foot + "".join(shown), '<ofd:Template TemplateID="77" ZOrder="Background"/>'))
    return pages


def test_a_notice_gives_its_paragraphs(tmp_path: Path) -> None:
    """Wrapped lines are joined over pages, page numbers are gone, the head from the template is told."""
    paragraphs = ["中共青禾县水文站支部关于巡察整改进展情况的通报", *NOTICE[1:]]
    made = ofd(typeset(paragraphs), page(text_object("青禾县水文站支部", 28, 20)))
    source = read(put(tmp_path / "通报.pdf", made))
    assert [line.text for line in source.lines if line.text] == paragraphs
    assert [(piece.kind, piece.text) for piece in source.unshown] == [("unread", "青禾县水文站支部")]
    of_text, of_ofd = parse(lines("\n".join(paragraphs))), parse(source.lines)
    assert [(item.problem, item.status, item.measures) for item in of_ofd.items] == [
        (item.problem, item.status, item.measures) for item in of_text.items
    ]


def test_what_a_page_does_not_show_is_told(tmp_path: Path) -> None:
    """Invisible text and a watermark are no text of the notice; a page of a picture is told where it stands."""
    hidden = text_object("未公开", 28, 60, 'Visible="false"')
    aslant = text_object("内部资料", 28, 80, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    picture = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="6"/>'
    made = ofd([page(text_object("整改情况通报。", 28, 42) + hidden + aslant), page(picture)])
    source = read(put(tmp_path / "a.ofd", made))
    assert [line.text for line in source.lines if line.text] == ["整改情况通报。"]
    assert [(piece.kind, piece.what, piece.text) for piece in source.unshown] == [
        ("hidden", "隐藏文字", "未公开"),
        ("unread", "斜排的文字（水印）", "内部资料"),
        ("unread", "整页图片（扫描页）", ""),
    ]


def test_scans_and_damaged_files_are_refused(tmp_path: Path) -> None:
    """An OFD of pictures is named as such, a damaged one as an OFD file, one without end as too large."""
    picture = page('<ofd:ImageObject ID="5" Boundary="0 0 210 297"/>')
    with pytest.raises(NoticeError, match="共1页，没有可读的文字"):
        read(put(tmp_path / "a.ofd", ofd([picture])))
    with pytest.raises(NoticeError, match="不是完整的OFD文件") as caught:
        read(put(tmp_path / "b.ofd", ofd([picture[:-20]])))
    assert "重新下载" in caught.value.remedy
    with pytest.raises(NoticeError, match="大得不正常"):
        read(put(tmp_path / "c.ofd", ofd([page("")] * 400)))
