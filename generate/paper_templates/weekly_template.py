"""Build `templates/周调度表.docx`: the sheet of the weekly meeting, A4 across, one table or a page a department."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import (
    ListColumn,
    cell,
    control,
    heading,
    label,
    listing,
    loop,
    paragraph,
    row,
    table,
    title,
)
from rectify_xl.documents.layout.page_layout import HEI

SMALL = 21
"""10.5 pt in half points."""
TIGHT = 280
"""14 pt in twips: the height of a line of that size."""
DENSE, DENSE_LINE = 20, 260
"""10 pt in half points, and 13 pt in twips: the table of the compact edition."""
WIDTH = 14740
"""The 260 mm between the margins in twips."""

TOTALS = (
    ListColumn("", 3040, "行.期", "center"),
    ListColumn("问题", 1850, "行.问题", "right"),
    ListColumn("完成", 1600, "行.完成", "right"),
    ListColumn("已销号", 1300, "行.已销号", "right"),
    ListColumn("完成率", 1400, "行.完成率", "right"),
    ListColumn("继续整改", 1850, "行.继续", "right"),
    ListColumn("逾期", 1850, "行.逾期", "right"),
    ListColumn("长期坚持", 1850, "行.长期", "right"),
)
LEADERS = (
    ListColumn("名次", 1200, "行.名次", "center"),
    ListColumn("牵头领导", 5540, "行.领导"),
    ListColumn("问题", 1600, "行.问题", "right"),
    ListColumn("完成", 1600, "行.完成", "right"),
    ListColumn("已销号", 1600, "行.已销号", "right"),
    ListColumn("完成率", 1600, "行.完成率", "right"),
    ListColumn("逾期", 1600, "行.逾期", "right"),
)
MOVES = (
    ListColumn("变化", 1500, "行.类", "center"),
    ListColumn("个数", 1000, "行.数", "right"),
    ListColumn("是哪些问题（责任科室）", 12240, "行.名单"),
)
DEBTS = (
    ListColumn("序号", 900, "行.序号", "center"),
    ListColumn("{{ 组名 }}", 5840, "行.科室"),
    ListColumn("未完成", 1400, "行.未完成", "right"),
    ListColumn("逾期", 1300, "行.逾期", "right"),
    ListColumn("临期", 1300, "行.临期", "right"),
    ListColumn("最长逾期", 2600, "行.最长", "right"),
    ListColumn("要问的问题", 1400, "行.要问", "right"),
)
PROBLEMS = (
    ListColumn("编号", 1080, "行.编号", "center"),
    ListColumn("问题", 2480, "行.问题"),
    ListColumn("时限", 1770, "行.时限", "center"),
    ListColumn("天数", 1380, "行.天数", "right"),
    ListColumn("程度", 900, "行.程度", "center"),
    ListColumn("最近的进展", 2470, "行.进展"),
    ListColumn("销号还缺", 1960, "行.还缺"),
    ListColumn("承诺", 1800, "行.承诺"),
    ListColumn("督办文书", 900, "行.督办", "center"),
)
QUESTIONS = (
    ListColumn("序号", 860, "行.序号", "center"),
    ListColumn("要问的话", 13880, "行.问"),
)
COMPACT = (840, 3500, 1700, 3900, 4800)
"""Columns of the one table of the compact edition."""
_HEADS = ("编号", "问题", "时限", "最近的进展，销号还缺什么", "会上要问")


def build() -> bytes:
    """Return the template as a .docx file."""
    return _across(
        notice_template.build(
            (
                title("{{ 题名 }}"),
                paragraph("单位：{{ 单位 }}　　　　截至：{{ 截至 }}", after=60),
                control("p", "if 首页"),
                heading("一、总体情况"),
                paragraph("{{ 总况 }}", after=80, keep=True),
                listing(TOTALS, "for 行 in 合计"),
                control("p", "if 分页"),
                heading("二、比上期的变化"),
                paragraph("{{ 比较 }}", after=80),
                control("p", "if 变化"),
                listing(MOVES, "for 行 in 变化"),
                control("p", "endif"),
                heading("三、还有多少没有完成"),
                control("p", "if 欠账"),
                listing(DEBTS, "for 行 in 欠账", keep=True),
                control("p", "endif"),
                control("p", "if 领导"),
                paragraph("各牵头领导分管问题的进度：", before=80, keep=True),
                listing(LEADERS, "for 行 in 领导", keep=True),
                control("p", "endif"),
                control("p", "else"),
                paragraph("{{ 比较 }}", before=80),
                control("p", "for 行 in 变动"),
                paragraph("{{ 行 }}"),
                control("p", "endfor"),
                heading("二、各科室没有完成的问题和会上要问的话"),
                control("p", "if 科室页"),
                _one_table(),
                control("p", "endif"),
                control("p", "endif"),
                control("p", "if not 科室页"),
                paragraph("没有未完成的问题。"),
                control("p", "endif"),
                control("p", "if 清账"),
                paragraph("{{ 清账 }}", before=80),
                control("p", "endif"),
                control("p", "if 另问"),
                heading("{% if 分页 %}四{% else %}三{% endif %}、已经完成的问题要问的话"),
                listing(QUESTIONS, "for 行 in 另问", half_points=SMALL, line=TIGHT),
                control("p", "endif"),
                control("p", "endif"),
                control("p", "for 行 in 注"),
                paragraph("注：{{ 行 }}", half_points=SMALL, before=40),
                control("p", "endfor"),
                control("p", "if 分页"),
                control("p", "for 页 in 科室页"),
                control("p", "if 首页"),
                title("{{ 页.科室 }}", new_page=True),
                control("p", "endif"),
                paragraph("截至{{ 截至 }}：{{ 页.小结 }}", after=80, keep=True),
                listing(PROBLEMS, "for 行 in 页.问题", half_points=SMALL, line=TIGHT),
                control("p", "if 页.要问"),
                heading("会上要问的问题"),
                listing(QUESTIONS, "for 行 in 页.要问", half_points=SMALL, line=TIGHT),
                control("p", "endif"),
                control("p", "endfor"),
                control("p", "endif"),
                paragraph("", half_points=2, line=20),
            )
        )
    )


def _one_table() -> str:
    """Return the table of the compact edition: for each department a row that names it, then its open problems."""
    whole = sum(COMPACT)
    span = len(COMPACT)
    return table(
        COMPACT,
        row(*(label(head, width, half_points=DENSE) for head, width in zip(_HEADS, COMPACT, strict=True)), head=True),
        loop(COMPACT, "for 页 in 科室页"),
        row(
            cell(
                paragraph("{{ 页.科室 }}：{{ 页.小结 }}", font=HEI, half_points=DENSE, line=DENSE_LINE, keep=True)
                + control("p", "for 问 in 页.另问")
                + paragraph("问：{{ 问 }}", half_points=DENSE, line=DENSE_LINE, keep=True)
                + control("p", "endfor"),
                whole,
                span=span,
                fill="EDEDED",
            ),
            height=360,
        ),
        loop(COMPACT, "for 行 in 页.问题"),
        row(
            _cell(COMPACT[0], "{{ 行.编号 }}", align="center"),
            _cell(COMPACT[1], "{{ 行.问题 }}"),
            _cell(COMPACT[2], "{{ 行.时限 }}", "{{ 行.天数 }}", ("行.督办 != '—'", "{{ 行.督办 }}"), align="center"),
            _cell(COMPACT[3], "{{ 行.程度 }}：{{ 行.进展 }}", ("行.眼前缺 != '—'", "还缺：{{ 行.眼前缺 }}")),
            _cell(COMPACT[4], "{{ 行.要问 }}"),
            height=360,
        ),
        loop(COMPACT, "endfor"),
        loop(COMPACT, "endfor"),
    )


def _cell(width: int, *texts: str | tuple[str, str], align: str = "left") -> str:
    """Return a cell with a paragraph for each text; one with a condition is there only where that holds."""
    parts: list[str] = []
    for text in texts:
        condition, words = text if isinstance(text, tuple) else ("", text)
        line = paragraph(words, align=align, half_points=DENSE, line=DENSE_LINE)
        parts += [control("p", f"if {condition}"), line, control("p", "endif")] if condition else [line]
    return cell("".join(parts), width)


def _across(upright: bytes) -> bytes:
    """Return a document with its page turned on its side."""
    document: Any = Document(io.BytesIO(upright))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Mm(18.5)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(18), Mm(10)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
