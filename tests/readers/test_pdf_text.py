"""A PDF with text is read like the document that it was made of; what cannot be read is named, never guessed."""

from __future__ import annotations

import io
import subprocess
import zlib
from pathlib import Path

import docx
import fpdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from rectify_xl.errors import NoticeError
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import lines, read
from tests.documents.packed import put

NOTICE = [
    "中共青禾县水文站支部委员会关于县委第二巡察组反馈意见集中整改进展情况的通报",
    (
        "根据县委统一部署，2026年3月2日至4月10日，县委第二巡察组对青禾县水文站党支部开展了巡察。2026年5月12日，巡察组反馈了意见。"
        "按照党务公开原则和巡察工作有关要求，现将集中整改进展情况予以公布。"
    ),
    "一、集中整改组织开展情况",
    (
        "支部成立整改工作领导小组，召开会议3次，对照反馈的2个方面3个问题制定整改措施6条，逐条明确责任人和完成时限。截至2026年8月31日，"
        "已完成2个，继续整改1个。"
    ),
    "二、反馈问题整改进展情况",
    "（一）“学习贯彻不够深入”方面",
    "1.关于“集中学习走过场，联系‘水文监测’实际不够”的问题",
    (
        "整改情况：一是修订《学习制度》，每季度组织一次集中学习，由支部书记领学并点评；二是2026年6月20日召开专题会，核对学习台账36份，补齐"
        "记录12条，在站内公示栏和www.example.com/shuiwen/2026上公布。"
    ),
    "整改完成情况：已整改完成，长期坚持。",
    "2.针对测站巡检记录不全、补记随意且没有人核对的问题",
    "整改情况：一是补齐3个测站的巡检记录，逐页签字；二是把巡检记录纳入年度考核，每月由监测科抽查一次，发现漏记的当月通报，并与岗位责任制挂钩。",
    "整改完成情况：3个测站已完成；其余2个测站继续整改，2026年12月底前完成",
    "（二）“财务管理不够规范”方面",
    "3.关于“差旅费报销审核不严”的问题",
    "整改情况：一是清退超标准报销的差旅费1240.50元；二是重新培训报销人员21人。",
    "整改完成情况：已整改完成。",
    "三、下一步工作安排",
    (
        "支部将继续对照反馈意见抓好后续整改，欢迎广大干部群众监督。联系电话：0900-1234567；邮政地址：青禾县滨河路8号；电子邮箱："
        "shuiwen@example.com。"
    ),
    "中共青禾县水文站支部委员会",
    "2026年9月10日",
]


def official(style: str) -> bytes:
    """Return the notice as a Word document: indented by the paragraph, by two blanks, or spaced without indents."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header.paragraphs[0].text = "青禾县水文站支部"
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    page = foot.add_run()
    for kind in ("begin", "code", "end"):
        element = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            element.text = "PAGE"
        else:
            element.set(qn("w:fldCharType"), kind)
        page._r.append(element)
    foot.add_run(" —")
    size = 12 if style == "spaced" else 16
    for text in NOTICE:
        title, last = text == NOTICE[0], text in NOTICE[-2:]
        paragraph = document.add_paragraph()
        run = paragraph.add_run(("\u3000\u3000" if style == "blanks" and not title and not last else "") + text)
        run.font.size, run.font.name = Pt(22 if title else size), "Noto Serif CJK SC"
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
        form = paragraph.paragraph_format
        form.space_after, form.line_spacing = Pt(10 if style == "spaced" else 0), Pt(size * 1.75)
        if title:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif last:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif style == "indented":
            form.first_line_indent = Pt(2 * size)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def printed(soffice: list[str], folder: Path, style: str) -> bytes:
    """Return the notice as the PDF that LibreOffice makes of it."""
    made = put(folder / "通报.docx", official(style))
    subprocess.run([*soffice, "--convert-to", "pdf", "--outdir", folder, made], check=True, capture_output=True)
    return (folder / "通报.pdf").read_bytes()


@pytest.mark.parametrize("style", ["indented", "blanks", "spaced"])
def test_a_printed_notice_gives_its_paragraphs(style: str, tmp_path: Path, soffice: list[str]) -> None:
    """Wrapped lines are joined, page numbers are gone, the page head is told; the notice reads like its text."""
    source = read(put(tmp_path / "通报.txt", printed(soffice, tmp_path, style)))
    assert [line.text for line in source.lines if line.text] == NOTICE
    assert [(piece.kind, piece.text) for piece in source.unshown] == [("unread", "青禾县水文站支部")]
    of_text, of_pdf = parse(lines("\n".join(NOTICE))), parse(source.lines)
    assert [(item.problem, item.status, item.measures) for item in of_pdf.items] == [
        (item.problem, item.status, item.measures) for item in of_text.items
    ]
    assert len(of_pdf.items) == 3


MEASURES = (
    "一是召开专题会{0}次，逐条核对台账{0}6份，补齐记录；二是把记录纳入年度考核，每月抽查一次。三是建立《办法》{0}项。"
)


def tabled(repeated: int, size: int, *, head: bool) -> bytes:
    """Return a notice in a table: aspects merged downwards, long measures, perhaps a head that each page repeats."""
    document = docx.Document()
    document.add_paragraph("某局关于巡察整改情况的通报")
    table = document.add_table(rows=0, cols=5, style="Table Grid")
    rows = [("序号", "方面", "反馈问题", "整改情况", "完成情况")]
    for number in range(1, 13):
        aspect = {1: "学习贯彻方面", 8: "财务管理方面"}.get(number, "")
        status = "正在整改，2026年9月底前完成" if number % 3 == 0 else "已完成"
        measures = MEASURES.format(number) * repeated + "长期坚持。"
        rows.append((str(number), aspect, f"第{number}项业务联系实际不够、推动落实不力", measures, status))
    for texts in rows:
        for cell, content in zip(table.add_row().cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(content)
            run.font.size, run.font.name = Pt(size), "Noto Serif CJK SC"
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    table.cell(1, 1).merge(table.cell(7, 1))
    table.cell(8, 1).merge(table.cell(12, 1))
    if head:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("联系电话：0900-1234567。")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize(("repeated", "size", "head"), [(1, 11, False), (2, 16, False), (3, 11, True)])
def test_a_table_gives_its_cells_over_pages(
    repeated: int,
    size: int,
    *,
    head: bool,
    tmp_path: Path,
    soffice: list[str],
) -> None:
    """Cells are known by the rules round them; rows and merged cells that a page breaks are one, a head comes once."""
    made = put(tmp_path / "通报.docx", tabled(repeated, size, head=head))
    subprocess.run([*soffice, "--convert-to", "pdf", "--outdir", tmp_path, made], check=True, capture_output=True)
    of_pdf, of_word = read(tmp_path / "通报.pdf"), read(made)
    assert len(of_word.tables) == 1
    cells, known = of_pdf.tables[0].grid, of_word.tables[0].grid
    assert {at: str(text).replace("\n", "") for at, text in cells.values.items()} == {
        at: str(text).replace("\n", "") for at, text in known.values.items()
    }
    assert set(cells.merged) == set(known.merged)
    outside = ["某局关于巡察整改情况的通报", "联系电话：0900-1234567。"]
    assert [line.text for line in of_pdf.lines if line.text in outside] == outside


def test_letters_without_a_code_are_never_guessed(tmp_path: Path, soffice: list[str]) -> None:
    """A PDF that does not say which letters its fonts show is refused, since what would be read is no text."""
    data = printed(soffice, tmp_path, "indented")
    assert b"/ToUnicode" in data
    with pytest.raises(NoticeError, match="乱码") as caught:
        read(put(tmp_path / "a.pdf", data.replace(b"/ToUnicode", b"/XoUnicode")))
    assert "文字识别" in caught.value.remedy


def test_a_scan_is_called_a_scan(tmp_path: Path) -> None:
    """A PDF of pictures is named as a scan, with the remedy."""
    picture = io.BytesIO()
    Image.new("RGB", (80, 110), "white").save(picture, "PNG")
    made = fpdf.FPDF()
    for _ in range(2):
        made.add_page()
        made.image(picture, 0, 0, 210)
    with pytest.raises(NoticeError, match="是扫描件（共2页，只有图片）") as caught:
        read(put(tmp_path / "a.pdf", bytes(made.output())))
    assert "文字识别" in caught.value.remedy


def test_scanned_pages_among_others_are_told(tmp_path: Path) -> None:
    """A page that is a picture between pages of text is told where it stands."""
    picture = io.BytesIO()
    Image.new("RGB", (80, 110), "white").save(picture, "PNG")
    made = fpdf.FPDF()
    made.set_font("Helvetica", size=12)
    made.add_page()
    made.text(20, 20, "first 1")
    made.add_page()
    made.image(picture, 0, 0, 210)
    made.add_page()
    made.text(20, 20, "last 3")
    source = read(put(tmp_path / "a.pdf", bytes(made.output())))
    assert [line.text for line in source.lines] == ["first 1", "last 3"]
    assert [(piece.line, piece.kind, piece.what) for piece in source.unshown] == [(2, "unread", "整页图片（扫描页）")]


def test_invisible_and_slanting_letters_are_told(tmp_path: Path) -> None:
    """What a page does not show is no text of the notice, and a watermark is not either; both are told."""
    made = fpdf.FPDF()
    made.add_page()
    made.set_font("Helvetica", size=12)
    made.text(20, 20, "shown")
    with made.local_context(text_mode=3):
        made.text(20, 40, "unseen")
    with made.rotation(45, 100, 100):
        made.text(100, 100, "copy")
    source = read(put(tmp_path / "a.pdf", bytes(made.output())))
    assert [line.text for line in source.lines] == ["shown"]
    assert [(piece.kind, piece.text) for piece in source.unshown] == [("hidden", "unseen"), ("unread", "copy")]


def test_a_password_is_named(tmp_path: Path) -> None:
    """A PDF that asks for a password is refused with the way to take it off; one that only forbids printing is read."""
    made = fpdf.FPDF()
    made.add_page()
    made.set_font("Helvetica", size=12)
    made.text(20, 20, "text")
    made.set_encryption(owner_password="owner", user_password="user")  # noqa: S106
    with pytest.raises(NoticeError, match="设有打开密码"):
        read(put(tmp_path / "a.pdf", bytes(made.output())))


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG, ONE_PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
)


def made_of(*objects: bytes) -> bytes:
    """Return a PDF file of these objects, the first being its catalog."""
    out, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    start = len(out)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, start)
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    """Return a stream; `more` stands in its dictionary."""
    return b"<</Length %d%s>>stream\n" % (len(data), more) + data + b"\nendstream"


HOSTILE = {
    "pages that hold themselves": (made_of(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "已损坏"),
    "a gigabyte of blanks": (
        made_of(CATALOG, ONE_PAGE, PAGE, stream(zlib.compress(b" " * 10**9), b"/Filter/FlateDecode"), FONT),
        "大得不正常",
    ),
    "thousands of pages": (
        made_of(CATALOG, b"<</Type/Pages/Kids[" + b"3 0 R " * 5000 + b"]/Count 5000>>", PAGE, stream(b""), FONT),
        "大得不正常",
    ),
    "forms within themselves": (
        made_of(CATALOG, ONE_PAGE, PAGE, stream(b"/X Do"), FONT, stream(
            b"/X Do " * 50, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")),
        "“a.pdf”",
    ),
    "arrays within arrays": (made_of(CATALOG, ONE_PAGE, PAGE, stream(b"[" * 1_000_000), FONT), "没有可读的文字"),
    "half a file": (made_of(CATALOG, ONE_PAGE, PAGE, stream(b""), FONT)[:200], "已损坏"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str, tmp_path: Path) -> None:
    """A PDF that is made to fill memory or time is refused in plain words, and so is a damaged one."""
    data, message = HOSTILE[name]
    with pytest.raises(NoticeError, match=message):
        read(put(tmp_path / "a.pdf", data))
