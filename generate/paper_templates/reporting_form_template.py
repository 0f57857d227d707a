"""Build `templates/上报表.docx`: a table whose columns are those of the settings, on pages laid across."""

from __future__ import annotations

import io
from typing import Any

from docx import Document

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import cell, control, loop, paragraph, table, title
from rectify_xl.documents.docx.docx_styles import fonts, size, tag
from rectify_xl.documents.docx.page_setup import refill
from rectify_xl.documents.layout.page_layout import HEI, SONG

NOTE, TEXT = 21, 21
"""10.5 pt in half points; the form sets the size that fits its columns."""
_GRID = (2000, 9000, 2000)
"""Widths of the cells of the loop over columns, which the form replaces by those of its columns."""


def build() -> bytes:
    """Return the template as a .docx file."""
    return _numbered(
        notice_template.build(
            (
                title("{{ 题名 }}"),
                paragraph("填报单位（盖章）：{{ 单位 }}　　　　　　{{ 截至 }}", half_points=NOTE, after=40),
                control("p", "for 行 in 说明"),
                paragraph("{{ 行 }}", half_points=NOTE, after=40),
                control("p", "endfor"),
                table(
                    _GRID,
                    _row("for 列 in 表头", "{{ 列 }}", head=True),
                    loop(_GRID, "for 行 in 问题"),
                    _row("for 格 in 行.格", "{{ 格 }}"),
                    loop(_GRID, "endfor"),
                ),
                control("p", "if 落款"),
                paragraph("{{ 落款 }}", half_points=24, before=200),
                control("p", "endif"),
                paragraph("", half_points=2, line=20),
            )
        )
    )


def _row(statement: str, text: str, *, head: bool = False) -> str:
    """Return a row with one cell for each turn of a loop; it may go on on the next page, its head is repeated."""
    rules = (tag("cantSplit"), tag("tblHeader")) if head else ()
    font = HEI if head else SONG
    body = paragraph(text, font=font, half_points=TEXT, align="center", line=240)
    return tag(
        "tr",
        tag("trPr", *rules) if rules else "",
        cell(control("tc", statement), _GRID[0]),
        cell(body, _GRID[1]),
        cell(control("tc", "endfor"), _GRID[2]),
    )


def _numbered(plain: bytes) -> bytes:
    """Return a document whose pages are numbered `第 n 页 共 m 页`."""
    document: Any = Document(io.BytesIO(plain))
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        refill(footer._element, [_page_of_pages()])  # noqa: SLF001 - fields have no public way
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page_of_pages() -> str:
    properties = tag("rPr", fonts(SONG, SONG), size(20))
    parts: list[str] = []
    for before, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES")):
        parts += [
            f'<w:t xml:space="preserve">{before}</w:t>',
            tag("fldChar", fldCharType="begin"),
            f'<w:instrText xml:space="preserve"> {field} </w:instrText>',
            tag("fldChar", fldCharType="separate"),
            tag("t", "1"),
            tag("fldChar", fldCharType="end"),
        ]
    parts.append('<w:t xml:space="preserve"> 页</w:t>')
    return tag(
        "p",
        tag("pPr", tag("pStyle", val="Footer"), tag("jc", val="center")),
        *(tag("r", properties, part) for part in parts),
    )
