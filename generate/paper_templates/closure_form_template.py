"""Build `templates/销号审批表.docx`: the form on which a closing is signed, one page for each problem."""

from __future__ import annotations

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import (
    annex,
    cell,
    control,
    label,
    loop,
    pair,
    paragraph,
    row,
    table,
    title,
    wide,
)

GRID = (1560, 2863, 1560, 2862)
"""Widths of the four columns in twips; together the 156 mm of the type area."""
SIGNED = 800
"""14 mm in twips: the height of a row in which somebody signs; five of them leave the form on one page."""


def build() -> bytes:
    """Return the template as a .docx file."""
    return notice_template.build(
        (
            control("p", "for 表 in 审批表"),
            title("巡察整改问题销号审批表", new_page=True),
            paragraph("单位：{{ 表.单位 }}　　　　问题编号：{{ 表.编号 }}", after=60),
            _table(),
            paragraph("{{ 表.出处 }}", half_points=21, before=60),
            *annex(),
            control("p", "endfor"),
        )
    )


def _table() -> str:
    return table(
        GRID,
        wide(GRID, "反馈问题", "{{ 表.问题 }}"),
        wide(GRID, "所属方面", "{{ 表.方面 }}"),
        pair(GRID, "所属大项", "{{ 表.大项 }}", "牵头领导", "{{ 表.牵头领导 }}"),
        pair(GRID, "责任科室", "{{ 表.责任科室 }}", "责任人", "{{ 表.责任人 }}"),
        pair(GRID, "整改时限", "{{ 表.时限 }}", "完成日期", "{{ 表.完成日期 }}"),
        pair(GRID, "整改措施", "{{ 表.措施 }}", "后续要求", "{{ 表.后续要求 }}"),
        wide(GRID, "整改进展", "{{ 表.进展 }}", height=800),
        wide(GRID, "佐证材料", "{{ 表.佐证 }}", height=560),
        wide(GRID, "销号申请", "{{ 表.申请 }}", align="right", height=SIGNED),
        loop(GRID, "for 栏, 名 in 表.签字"),
        _signing(),
        loop(GRID, "endfor"),
        wide(GRID, "结论", "{{ 表.结论 }}", align="center", height=560),
    )


def _signing() -> str:
    """Return the row in which one person signs: an opinion above, the name and day below."""
    opinion = "{% if loop.first %}{{ 表.意见 }}{% endif %}"
    body = paragraph(opinion) + paragraph("{{ 名 }}", align="right")
    return row(label("{{ 栏 }}", GRID[0]), cell(body, sum(GRID[1:]), span=3), height=SIGNED)
