"""Build `templates/月通报.docx`: the notice of the month in the official format, with its tables and charts."""

from __future__ import annotations

from rectify_xl.word.shipped import frame
from rectify_xl.word.shipped.parts import Column, control, listing, paragraph, styled

TOTALS = (
    Column("", 1945, "行.期", "center"),
    Column("问题", 800, "行.问题", "right"),
    Column("完成", 800, "行.完成", "right"),
    Column("已销号", 900, "行.已销号", "right"),
    Column("完成率", 1550, "行.完成率", "right"),
    Column("继续整改", 1200, "行.继续", "right"),
    Column("逾期", 800, "行.逾期", "right"),
    Column("长期", 850, "行.长期", "right"),
)
RANKS = (
    Column("名次", 800, "行.名次", "center"),
    Column("责任科室", 1845, "行.科室"),
    Column("问题", 900, "行.问题", "right"),
    Column("完成", 900, "行.完成", "right"),
    Column("已销号", 900, "行.已销号", "right"),
    Column("完成率", 1200, "行.完成率", "right"),
    Column("逾期", 900, "行.逾期", "right"),
    Column("完成比上期", 1400, "行.增减", "right"),
)
ASPECTS = (
    Column("方面", 3845, "行.方面"),
    Column("问题", 900, "行.问题", "right"),
    Column("完成", 900, "行.完成", "right"),
    Column("已销号", 900, "行.已销号", "right"),
    Column("完成率", 1400, "行.完成率", "right"),
    Column("逾期", 900, "行.逾期", "right"),
)
LEADERS = (
    Column("名次", 800, "行.名次", "center"),
    Column("牵头领导", 3245, "行.领导"),
    Column("问题", 900, "行.问题", "right"),
    Column("完成", 900, "行.完成", "right"),
    Column("已销号", 900, "行.已销号", "right"),
    Column("完成率", 1200, "行.完成率", "right"),
    Column("逾期", 900, "行.逾期", "right"),
)
MOVES = (
    Column("变化", 1400, "行.类", "center"),
    Column("个数", 800, "行.数", "right"),
    Column("是哪些问题（责任科室）", 6645, "行.名单"),
)
_NUMBER = Column("编号", 960, "行.编号", "center")
_DUE = Column("时限", 1400, "行.时限", "center")
OVERDUE = (
    _NUMBER,
    Column("问题", 2585, "行.问题"),
    Column("责任科室", 1400, "行.科室"),
    _DUE,
    Column("逾期天数", 1200, "行.天数", "right"),
    Column("督办文书", 1300, "行.督办", "center"),
)
DUE = (
    _NUMBER,
    Column("问题", 3485, "行.问题"),
    Column("责任科室", 1700, "行.科室"),
    _DUE,
    Column("剩余天数", 1300, "行.天数", "right"),
)
SMALL = 21
"""10.5 pt in half points."""
TIGHT = 280
"""14 pt in twips: the height of a line of that size."""
_LINE = 579
"""One line of the body in twips, below the title."""


def build() -> bytes:
    """Return the template as a .docx file."""
    return frame.build(
        (
            styled("Title", "{{ 题名 }}", after=_LINE),
            _body("{{ 导语 }}"),
            _head("一、总体情况"),
            *_each("for 行 in 总体", _body("{{ 行 }}")),
            listing(TOTALS, "for 行 in 合计"),
            *_when("合计注", paragraph("注：{{ 合计注 }}", before=60)),
            _head("二、进度排名"),
            _body("{{ 规则 }}"),
            *_when("科室排名", listing(RANKS, "for 行 in 科室排名")),
            *_when("领导", _body("各牵头领导分管问题的进度："), listing(LEADERS, "for 行 in 领导")),
            *_when("方面", listing(ASPECTS, "for 行 in 方面")),
            *_each("for 行 in 排名注", paragraph("注：{{ 行 }}", before=60)),
            _head("三、比上期的变化"),
            _body("{{ 比较 }}"),
            *_when("变化", listing(MOVES, "for 行 in 变化", half_points=SMALL, line=TIGHT)),
            *_when("变化注", paragraph("注：{{ 变化注 }}", before=60)),
            _head("四、逾期问题"),
            _body("{{ 逾期说明 }}"),
            *_when("逾期", listing(OVERDUE, "for 行 in 逾期", half_points=SMALL, line=TIGHT)),
            _head("五、表扬和督促"),
            _body("{{ 表扬 }}"),
            *_when("督促", _body("{{ 督促 }}")),
            _head("六、下月底前到期的问题"),
            _body("{{ 到期说明 }}"),
            *_when("到期", listing(DUE, "for 行 in 到期", half_points=SMALL, line=TIGHT)),
            paragraph("注：{{ 算法 }}", half_points=SMALL, before=60),
            _head("七、进度图"),
            _chart("进度图"),
            *_when("趋势图", _chart("趋势图")),
            *_when("落款", styled("NoticeSignature", "{{ 落款 }}")),
            styled("NoticeDate", "{{ 日期 }}"),
        )
    )


def _body(text: str) -> str:
    return styled("NoticeBody", text)


def _head(text: str) -> str:
    return styled("Heading1", text)


def _chart(name: str) -> str:
    return paragraph(f"{{{{ {name} }}}}", align="center", before=120)


def _when(condition: str, *parts: str) -> tuple[str, ...]:
    return (control("p", f"if {condition}"), *parts, control("p", "endif"))


def _each(statement: str, *parts: str) -> tuple[str, ...]:
    return (control("p", statement), *parts, control("p", "endfor"))
