"""Build `templates/周调度表.docx`: the sheet for the weekly meeting, A4 across, with a page for each department."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import ListColumn, control, heading, listing, paragraph, title

SMALL = 21
"""10.5 pt in half points."""
TIGHT = 280
"""14 pt in twips: the height of a line of that size."""
WIDTH = 14060
"""The 248 mm between the margins in twips."""

TOTALS = (
    ListColumn("", 2360, "行.期", "center"),
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
    ListColumn("牵头领导", 4860, "行.领导"),
    ListColumn("问题", 1600, "行.问题", "right"),
    ListColumn("完成", 1600, "行.完成", "right"),
    ListColumn("已销号", 1600, "行.已销号", "right"),
    ListColumn("完成率", 1600, "行.完成率", "right"),
    ListColumn("逾期", 1600, "行.逾期", "right"),
)
MOVES = (
    ListColumn("变化", 1500, "行.类", "center"),
    ListColumn("个数", 1000, "行.数", "right"),
    ListColumn("是哪些问题（责任科室）", 11560, "行.名单"),
)
DEBTS = (
    ListColumn("序号", 900, "行.序号", "center"),
    ListColumn("责任科室", 5160, "行.科室"),
    ListColumn("未完成", 1400, "行.未完成", "right"),
    ListColumn("逾期", 1300, "行.逾期", "right"),
    ListColumn("临期", 1300, "行.临期", "right"),
    ListColumn("最长逾期", 2600, "行.最长", "right"),
    ListColumn("要问的问题", 1400, "行.要问", "right"),
)
PROBLEMS = (
    ListColumn("编号", 800, "行.编号", "center"),
    ListColumn("问题", 2600, "行.问题"),
    ListColumn("时限", 1250, "行.时限", "center"),
    ListColumn("天数", 1380, "行.天数", "right"),
    ListColumn("程度", 900, "行.程度", "center"),
    ListColumn("最近的进展", 2470, "行.进展"),
    ListColumn("销号还缺", 1960, "行.还缺"),
    ListColumn("承诺", 1800, "行.承诺"),
    ListColumn("督办文书", 900, "行.督办", "center"),
)
QUESTIONS = (
    ListColumn("序号", 860, "行.序号", "center"),
    ListColumn("要问的话", 9900, "行.问"),
    ListColumn("依据", 3300, "行.依据"),
)


def build() -> bytes:
    """Return the template as a .docx file."""
    return _across(
        notice_template.build(
            (
                title("{{ 题名 }}"),
                paragraph("单位：{{ 单位 }}　　　　截至：{{ 截至 }}", after=60),
                heading("一、总体情况"),
                paragraph("{{ 总况 }}", after=80, keep=True),
                listing(TOTALS, "for 行 in 合计"),
                heading("二、比上期的变化"),
                paragraph("{{ 比较 }}", after=80),
                control("p", "if 变化"),
                listing(MOVES, "for 行 in 变化"),
                control("p", "endif"),
                heading("三、各科室还有多少没有完成"),
                control("p", "if 欠账"),
                listing(DEBTS, "for 行 in 欠账", keep=True),
                control("p", "else"),
                paragraph("没有未完成的问题。"),
                control("p", "endif"),
                control("p", "if 领导"),
                paragraph("各牵头领导分管问题的进度：", before=80, keep=True),
                listing(LEADERS, "for 行 in 领导", keep=True),
                control("p", "endif"),
                control("p", "if 清账"),
                paragraph("{{ 清账 }}", before=80),
                control("p", "endif"),
                control("p", "if 另问"),
                heading("四、不设单页的科室要问的问题"),
                listing(QUESTIONS, "for 行 in 另问", half_points=SMALL, line=TIGHT),
                control("p", "endif"),
                control("p", "for 行 in 注"),
                paragraph("注：{{ 行 }}", half_points=SMALL, before=40),
                control("p", "endfor"),
                control("p", "for 页 in 科室页"),
                title("{{ 页.科室 }}", new_page=True),
                paragraph("截至{{ 截至 }}：{{ 页.小结 }}", after=80, keep=True),
                listing(PROBLEMS, "for 行 in 页.问题", half_points=SMALL, line=TIGHT),
                control("p", "if 页.要问"),
                heading("会上要问的问题"),
                listing(QUESTIONS, "for 行 in 页.要问", half_points=SMALL, line=TIGHT),
                control("p", "endif"),
                control("p", "endfor"),
                paragraph("", half_points=2, line=20),
            )
        )
    )


def _across(upright: bytes) -> bytes:
    """Return a document with its page turned on its side."""
    document: Any = Document(io.BytesIO(upright))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Mm(24.5)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(25), Mm(23), Mm(13)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
