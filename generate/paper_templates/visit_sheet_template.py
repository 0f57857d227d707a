"""Build `templates/回头看检查单.docx`: a list of the drawn problems, and one page for each to write on."""

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

LIST = (760, 920, 2900, 2765, 1500)
"""Widths of the list in twips; together the 156 mm of the type area."""
PAGE = (1560, 2863, 1560, 2862)
SMALL = 21


def build() -> bytes:
    """Return the template as a .docx file."""
    return notice_template.build(
        (
            title("巡察整改回头看现场检查单"),
            paragraph("单位：{{ 单位 }}　　　　抽查日期：{{ 日期 }}", after=60),
            _list(),
            control("p", "for 行 in 抽查依据"),
            paragraph("{{ 行 }}", half_points=SMALL, before=40),
            control("p", "endfor"),
            control("p", "for 表 in 检查单"),
            title("回头看现场检查单", new_page=True),
            paragraph("单位：{{ 单位 }}　　　　问题编号：{{ 表.编号 }}", after=60),
            _page(),
            paragraph("{{ 表.出处 }}", half_points=SMALL, before=60),
            *annex(),
            control("p", "endfor"),
        )
    )


def _list() -> str:
    heads = ("序号", "编号", "所属方面", "反馈问题", "责任科室")
    fields = ("loop.index", "表.编号", "表.方面", "表.问题", "表.科室")
    middle = ("center", "center", "left", "left", "left")
    return table(
        LIST,
        row(*(label(text, width) for text, width in zip(heads, LIST, strict=True)), head=True),
        loop(LIST, "for 表 in 检查单"),
        row(
            *(
                cell(paragraph(f"{{{{ {field} }}}}", align=align), width)
                for field, align, width in zip(fields, middle, LIST, strict=True)
            )
        ),
        loop(LIST, "endfor"),
    )


def _page() -> str:
    return table(
        PAGE,
        wide(PAGE, "反馈问题", "{{ 表.问题 }}"),
        wide(PAGE, "所属方面", "{{ 表.方面 }}"),
        pair(PAGE, "牵头领导", "{{ 表.领导 }}", "责任科室", "{{ 表.科室 }}"),
        pair(PAGE, "责任人", "{{ 表.责任人 }}", "以前查看", "{{ 表.以前 }}"),
        wide(PAGE, "销号情况", "{{ 表.销号 }}"),
        wide(PAGE, "整改进展", "{{ 表.进展 }}"),
        wide(PAGE, "整改措施", "{{ 表.措施 }}"),
        wide(PAGE, "制度", "{{ 表.制度 }}"),
        wide(PAGE, "佐证材料", "{{ 表.佐证 }}"),
        wide(PAGE, "检查方式", "　□ 查阅资料　□ 现场核查　□ 个别谈话　□ 群众走访"),
        row(label("查看情况", PAGE[0]), cell(paragraph(""), sum(PAGE[1:]), span=3, top=True), height=1900),
        wide(PAGE, "结论", "　□ 巩固　　□ 松动　　□ 反弹"),
        wide(PAGE, "下次查看", "　　　　年　　月　　日"),
        wide(PAGE, "签字", "检查人：　　　　　　被检查科室：　　　　　　　年　　月　　日", height=880),
    )
