"""Build `templates/销号签批单.docx`: A4 across, one row for each problem, with boxes that a pen can sign in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import (
    ListColumn,
    cell,
    control,
    label,
    loop,
    paragraph,
    row,
    table,
    title,
)

SMALL = 21
"""10.5 pt in half points."""
TIGHT = 280
"""14 pt in twips: the height of a line of that size."""
BOX = 900
"""15.9 mm in twips: the height of a box in which two people sign one above the other's date."""
MARGIN = 15

_BEGINNING = (
    ListColumn("编号", 780, "行.编号", "center"),
    ListColumn("反馈问题", 2780, "行.问题"),
    ListColumn("整改情况", 3100, "行.情况"),
    ListColumn("佐证", 720, "行.佐证", "center"),
)
_UNIT = (
    ListColumn("责任科室", 1500, "行.科室", "center"),
    ListColumn("验收意见、验收人", 2250, "行.验收", "center"),
    ListColumn("分管领导", 2000, "行.分管", "center"),
    ListColumn("主要负责人", 2000, "行.主要", "center"),
)
_DOUBLE = (
    ListColumn("责任科室", 1230, "行.科室", "center"),
    ListColumn("验收意见、验收人", 1900, "行.验收", "center"),
    ListColumn("分管领导", 1540, "行.分管", "center"),
    ListColumn("主要负责人", 1540, "行.主要", "center"),
    ListColumn("上级复核", 1540, "行.复核", "center"),
)


def build() -> bytes:
    """Return the template as a .docx file."""
    return _across(
        notice_template.build(
            (
                title("{{ 单位 }}巡察整改问题销号签批单"),
                paragraph("{% if 轮次 %}巡察轮次：{{ 轮次 }}　　　　{% endif %}{{ 总况 }}　　　　{{ 日期 }}", after=60),
                control("p", "if 上级"),
                _boxes((*_BEGINNING, *_DOUBLE)),
                control("p", "else"),
                _boxes((*_BEGINNING, *_UNIT)),
                control("p", "endif"),
                paragraph(
                    "填表人：　　　　　　　　　　审核人：　　　　　　　　　　日期：　　　年　　月　　日", before=160
                ),
                paragraph("说明：签名栏由本人签名并写日期；不同意的写明“不同意”和理由。", half_points=SMALL, before=40),
            )
        )
    )


def _boxes(columns: Sequence[ListColumn]) -> str:
    """Return the table: a head that repeats on each page, and rows high enough to sign in."""
    grid = [column.width for column in columns]
    heads = (label(column.head, column.width, half_points=SMALL) for column in columns)
    cells = (
        cell(paragraph(f"{{{{ {column.field} }}}}", align=column.align, half_points=SMALL, line=TIGHT), column.width)
        for column in columns
    )
    return table(
        grid, row(*heads, head=True), loop(grid, "for 行 in 签批"), row(*cells, height=BOX), loop(grid, "endfor")
    )


def _across(upright: bytes) -> bytes:
    """Return a document with its page turned on its side, and narrow margins: signatures need width."""
    document: Any = Document(io.BytesIO(upright))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(20), Mm(18), Mm(10)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
