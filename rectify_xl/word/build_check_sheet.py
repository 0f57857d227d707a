"""Build `templates/回头看检查单.docx`: a list of the drawn problems, and one page for each to write on.

Run as `python -m rectify_xl.word.build_check_sheet`. An office edits the result in Word; this module makes the first
one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl.word import build_template
from rectify_xl.word.form_parts import cell, control, label, paragraph, row, table, title

LIST = (760, 920, 2900, 2765, 1500)
"""Widths of the list in twips; together the 156 mm of the type area."""
PAGE = (1560, 2863, 1560, 2862)
SMALL = 21


def build() -> bytes:
    """Return the template as a .docx file."""
    return build_template.build(
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
        _loop("for 表 in 检查单", LIST),
        row(
            *(
                cell(paragraph(f"{{{{ {field} }}}}", align=align), width)
                for field, align, width in zip(fields, middle, LIST, strict=True)
            )
        ),
        _loop("endfor", LIST),
    )


def _page() -> str:
    return table(
        PAGE,
        _wide("反馈问题", "{{ 表.问题 }}"),
        _wide("所属方面", "{{ 表.方面 }}"),
        _pair("牵头领导", "领导", "责任科室", "科室"),
        _pair("责任人", "责任人", "以前查看", "以前"),
        _wide("销号情况", "{{ 表.销号 }}"),
        _wide("整改进展", "{{ 表.进展 }}"),
        _wide("整改措施", "{{ 表.措施 }}"),
        _wide("制度", "{{ 表.制度 }}"),
        _wide("佐证材料", "{{ 表.佐证 }}"),
        _wide("检查方式", "　□ 查阅资料　□ 现场核查　□ 个别谈话　□ 群众走访"),
        row(label("查看情况", PAGE[0]), cell(paragraph(""), sum(PAGE[1:]), span=3, top=True), height=1900),
        _wide("结论", "　□ 巩固　　□ 松动　　□ 反弹"),
        _wide("下次查看", "　　　　年　　月　　日"),
        _wide("签字", "检查人：　　　　　　被检查科室：　　　　　　　年　　月　　日", height=560),
    )


def _loop(statement: str, grid: tuple[int, ...]) -> str:
    return row(cell(control("tr", statement), sum(grid), span=len(grid)))


def _wide(name: str, text: str, *, height: int = 460) -> str:
    return row(label(name, PAGE[0]), cell(paragraph(text), sum(PAGE[1:]), span=3), height=height)


def _pair(first: str, first_field: str, second: str, second_field: str) -> str:
    return row(
        label(first, PAGE[0]),
        cell(paragraph(f"{{{{ 表.{first_field} }}}}"), PAGE[1]),
        label(second, PAGE[2]),
        cell(paragraph(f"{{{{ 表.{second_field} }}}}"), PAGE[3]),
    )


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else "templates/回头看检查单.docx").write_bytes(build())
