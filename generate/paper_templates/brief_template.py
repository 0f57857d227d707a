"""Build `templates/领导一页纸.docx`: one A4 page, every line of an exact height (`papers/brief/brief_grid.py`)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import control
from rectify_xl.documents.docx.docx_styles import fonts, size, tag
from rectify_xl.documents.layout.page_layout import BIAOSONG, FANGSONG, HEI
from rectify_xl.papers.brief import brief_grid
from rectify_xl.papers.brief.brief_grid import FIGURE, HEADING, NOTE, TEXT, TITLE, UNIT, LineStyle

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_HEADS = ("问题", "完成", "已销号", "完成率", "继续整改", "逾期", "临期")
_COUNTS = ("问题", "完成", "已销号", "完成率", "继续", "逾期", "临期")
_RED = (
    ("编号", "编号", "center"),
    ("问题", "问题", "left"),
    ("责任科室", "科室", "left"),
    ("时限", "时限", "center"),
    ("逾期", "天数", "center"),
    ("卡在哪里", "卡点", "left"),
)


def build() -> bytes:
    """Return the template as a .docx file."""
    return _one_page(
        notice_template.build(
            (
                _line("{{ 题名 }}", TITLE, font=BIAOSONG, align="center"),
                _line("单位：{{ 单位 }}　　截至{{ 截至 }}", UNIT, align="center"),
                _figures(),
                _line("{{ 红题 }}", HEADING, font=HEI),
                control("p", "if 红"),
                _red_rows(),
                control("p", "endif"),
                control("p", "if 红另"),
                _line("{{ 红另 }}", TEXT),
                control("p", "endif"),
                control("p", "for 节 in 事项"),
                _line("{{ 节.题 }}", HEADING, font=HEI),
                control("p", "for 行 in 节.行"),
                _line("{{ 行 }}", TEXT),
                control("p", "endfor"),
                control("p", "endfor"),
                control("p", "for 行 in 注"),
                _line("注：{{ 行 }}", NOTE),
                control("p", "endfor"),
                _line("", LineStyle(1, 2)),
            )
        )
    )


def _figures() -> str:
    """Return the table of figures: the day in large type, the changes, and the months before."""
    widths = brief_grid.FIGURES
    head = ("", *_HEADS)
    return _table(
        widths,
        _row(widths, [_line(words, TEXT, font=HEI, align="center") for words in head]),
        _row(
            widths,
            [
                _line("{{ 本期.期 }}", TEXT, font=HEI, align="center"),
                *(_line(f"{{{{ 本期.{name} }}}}", _figure(name), font=HEI, align="center") for name in _COUNTS),
            ],
        ),
        *_repeated(widths, "for 行 in 比较", [f"行.{name}" for name in ("期", *_COUNTS)]),
        *_repeated(widths, "for 行 in 走势", [f"行.{name}" for name in ("期", *_COUNTS)]),
    )


def _figure(name: str) -> LineStyle:
    """Return how a number of the day is set: a share has more digits."""
    return FIGURE._replace(size=14) if name == "完成率" else FIGURE


def _repeated(widths: Sequence[int], statement: str, fields: Sequence[str]) -> tuple[str, str, str]:
    cells = [_line(f"{{{{ {field} }}}}", TEXT, align="center") for field in fields]
    return _loop(widths, statement), _row(widths, cells), _loop(widths, "endfor")


def _red_rows() -> str:
    widths = brief_grid.RED
    return _table(
        widths,
        _row(widths, [_line(head, TEXT, font=HEI, align="center") for head, _, _ in _RED]),
        _loop(widths, "for 行 in 红"),
        _row(widths, [_line(f"{{{{ 行.{field} }}}}", TEXT, align=align) for _, field, align in _RED]),
        _loop(widths, "endfor"),
    )


def _line(text: str, style: LineStyle, *, font: str = FANGSONG, align: str = "left") -> str:
    """Return a paragraph whose lines have an exact height, which no font can change."""
    rules = tag(
        "pPr",
        tag("snapToGrid", val=0),
        tag(
            "spacing",
            before=round(20 * style.before),
            after=round(20 * style.after),
            line=round(20 * style.line),
            lineRule="exact",
        ),
        tag("jc", val=align),
    )
    letters = tag("rPr", fonts(font), tag("spacing", val=0), size(round(2 * style.size)))
    return tag("p", rules, tag("r", letters, tag("t", text)))


def _table(grid: Sequence[int], *rows: str) -> str:
    margins = (("top", 20), ("left", brief_grid.PADDING), ("bottom", 20), ("right", brief_grid.PADDING))
    properties = tag(
        "tblPr",
        tag("tblW", w=sum(grid), type="dxa"),
        tag("jc", val="center"),
        tag("tblBorders", *(tag(edge, val="single", sz=4, space=0, color="000000") for edge in _EDGES)),
        tag("tblLayout", type="fixed"),
        tag("tblCellMar", *(tag(edge, w=width, type="dxa") for edge, width in margins)),
    )
    return tag("tbl", properties, tag("tblGrid", *(tag("gridCol", w=width) for width in grid)), *rows)


def _row(widths: Sequence[int], paragraphs: Sequence[str]) -> str:
    cells = (
        tag("tc", tag("tcPr", tag("tcW", w=width, type="dxa"), tag("vAlign", val="center")), paragraph)
        for width, paragraph in zip(widths, paragraphs, strict=True)
    )
    return tag("tr", tag("trPr", tag("cantSplit")), *cells)


def _loop(grid: Sequence[int], statement: str) -> str:
    properties = tag("tcPr", tag("tcW", w=sum(grid), type="dxa"), tag("gridSpan", val=len(grid)))
    return tag("tr", tag("tc", properties, control("tr", statement)))


def _one_page(official: bytes) -> bytes:
    """Return a document with the margins of the page, and without page numbers, of which one page has no need."""
    document: Any = Document(io.BytesIO(official))
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(brief_grid.SIDE)
    section.top_margin, section.bottom_margin = Mm(brief_grid.TOP), Mm(brief_grid.BOTTOM)
    section.header_distance = section.footer_distance = Mm(8)
    for footer in list(section._sectPr.findall(qn("w:footerReference"))):  # noqa: SLF001 - no public way to drop both
        section._sectPr.remove(footer)  # noqa: SLF001 - as above
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
