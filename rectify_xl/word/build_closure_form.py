"""Build `templates/销号审批表.docx`: the form on which a closing is signed, one page for each problem.

Run as `python -m rectify_xl.word.build_closure_form`. An office edits the result in Word; this module makes the first
one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl.word import build_template
from rectify_xl.word.styles import BIAOSONG, FANGSONG, HEI, fonts, size, tag

GRID = (1560, 2863, 1560, 2862)
"""Widths of the four columns in twips; together the 156 mm of the type area."""

TEXT = 24
"""12 pt in half points: the form of one problem then fits on one page."""
LINE = 400
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def build() -> bytes:
    """Return the template as a .docx file."""
    return build_template.build(
        (
            _control("p", "for 表 in 审批表"),
            _title("巡察整改问题销号审批表"),
            _paragraph("单位：{{ 表.单位 }}　　　　问题编号：{{ 表.编号 }}", after=60),
            _table(),
            _paragraph("{{ 表.出处 }}", half_points=21, before=60),
            _control("p", "endfor"),
        )
    )


def _table() -> str:
    borders = tag("tblBorders", *(tag(edge, val="single", sz=6, space=0, color="000000") for edge in _EDGES))
    properties = tag(
        "tblPr",
        tag("tblW", w=sum(GRID), type="dxa"),
        tag("jc", val="center"),
        borders,
        tag("tblLayout", type="fixed"),
        tag("tblCellMar", tag("left", w=100, type="dxa"), tag("right", w=100, type="dxa")),
    )
    return tag(
        "tbl",
        properties,
        tag("tblGrid", *(tag("gridCol", w=width) for width in GRID)),
        _wide("反馈问题", "{{ 表.问题 }}"),
        _wide("所属方面", "{{ 表.方面 }}"),
        _pair("所属大项", "大项", "牵头领导", "牵头领导"),
        _pair("责任科室", "责任科室", "责任人", "责任人"),
        _pair("整改时限", "时限", "完成日期", "完成日期"),
        _pair("整改措施", "措施", "后续要求", "后续要求"),
        _wide("整改进展", "{{ 表.进展 }}", height=1200),
        _wide("佐证材料", "{{ 表.佐证 }}", height=700),
        _wide("销号申请", "{{ 表.申请 }}", align="right", height=560),
        _loop("for 栏, 名 in 表.签字"),
        _signing(),
        _loop("endfor"),
        _wide("结论", "{{ 表.结论 }}", align="center", height=560),
    )


def _control(level: str, statement: str) -> str:
    return tag("p", tag("r", tag("t", f"{{%{level} {statement} %}}")))


def _loop(statement: str) -> str:
    return _row(_cell(_control("tr", statement), sum(GRID), span=len(GRID)))


def _signing() -> str:
    """Return the row in which one person signs: an opinion above, the name and day below."""
    opinion = "{% if loop.first %}{{ 表.意见 }}{% endif %}"
    body = _paragraph(opinion) + _paragraph("{{ 名 }}", align="right")
    return _row(_label("{{ 栏 }}"), _cell(body, sum(GRID[1:]), span=3), height=1000, whole=True)


def _wide(label: str, text: str, *, align: str = "left", height: int = 0) -> str:
    return _row(_label(label), _cell(_paragraph(text, align=align), sum(GRID[1:]), span=3), height=height)


def _pair(first: str, first_field: str, second: str, second_field: str) -> str:
    cells = (
        _label(first),
        _cell(_paragraph(f"{{{{ 表.{first_field} }}}}"), GRID[1]),
        _label(second),
        _cell(_paragraph(f"{{{{ 表.{second_field} }}}}"), GRID[3]),
    )
    return _row(*cells)


def _label(text: str) -> str:
    return _cell(_paragraph(text, font=HEI, align="center"), GRID[0])


def _row(*cells: str, height: int = 0, whole: bool = False) -> str:
    rules = (tag("cantSplit") if whole else "", tag("trHeight", val=height or 500, hRule="atLeast"))
    return tag("tr", tag("trPr", *rules), *cells)


def _cell(body: str, width: int, *, span: int = 1) -> str:
    rules = tag(
        "tcPr",
        tag("tcW", w=width, type="dxa"),
        tag("gridSpan", val=span) if span > 1 else "",
        tag("vAlign", val="center"),
    )
    return tag("tc", rules, body)


def _paragraph(
    text: str, *, font: str = FANGSONG, half_points: int = TEXT, align: str = "left", before: int = 0, after: int = 0
) -> str:
    rules = tag("pPr", tag("spacing", before=before, after=after, line=LINE, lineRule="atLeast"), tag("jc", val=align))
    return tag("p", rules, tag("r", tag("rPr", fonts(font), size(half_points)), tag("t", text)))


def _title(text: str) -> str:
    rules = tag(
        "pPr",
        tag("keepNext"),
        tag("pageBreakBefore"),
        tag("spacing", before=0, after=160, line=640, lineRule="atLeast"),
        tag("jc", val="center"),
    )
    return tag("p", rules, tag("r", tag("rPr", fonts(BIAOSONG), size(44)), tag("t", text)))


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else "templates/销号审批表.docx").write_bytes(build())
