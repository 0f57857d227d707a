"""Build `templates/月通报.docx`: the notice of the month in the official format, with its tables and charts."""

from __future__ import annotations

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import ListColumn, control, listing, paragraph, styled

TOTALS = (
    ListColumn("", 1945, "行.期", "center"),
    ListColumn("问题", 800, "行.问题", "right"),
    ListColumn("完成", 800, "行.完成", "right"),
    ListColumn("已销号", 900, "行.已销号", "right"),
    ListColumn("完成率", 1550, "行.完成率", "right"),
    ListColumn("继续整改", 1200, "行.继续", "right"),
    ListColumn("逾期", 800, "行.逾期", "right"),
    ListColumn("长期", 850, "行.长期", "right"),
)
RANKS = (
    ListColumn("名次", 800, "行.名次", "center"),
    ListColumn("责任科室", 1745, "行.科室"),
    ListColumn("问题", 900, "行.问题", "right"),
    ListColumn("完成", 900, "行.完成", "right"),
    ListColumn("已销号", 1000, "行.已销号", "right"),
    ListColumn("完成率", 1200, "行.完成率", "right"),
    ListColumn("逾期", 900, "行.逾期", "right"),
    ListColumn("完成比上期", 1400, "行.增减", "right"),
)
ASPECTS = (
    ListColumn("方面", 3745, "行.方面"),
    ListColumn("问题", 900, "行.问题", "right"),
    ListColumn("完成", 900, "行.完成", "right"),
    ListColumn("已销号", 1000, "行.已销号", "right"),
    ListColumn("完成率", 1400, "行.完成率", "right"),
    ListColumn("逾期", 900, "行.逾期", "right"),
)
LEADERS = (
    ListColumn("名次", 800, "行.名次", "center"),
    ListColumn("牵头领导", 3145, "行.领导"),
    ListColumn("问题", 900, "行.问题", "right"),
    ListColumn("完成", 900, "行.完成", "right"),
    ListColumn("已销号", 1000, "行.已销号", "right"),
    ListColumn("完成率", 1200, "行.完成率", "right"),
    ListColumn("逾期", 900, "行.逾期", "right"),
)
MOVES = (
    ListColumn("变化", 1400, "行.类", "center"),
    ListColumn("个数", 800, "行.数", "right"),
    ListColumn("是哪些问题（责任科室）", 6645, "行.名单"),
)
_NUMBER = ListColumn("编号", 1080, "行.编号", "center")
_DUE = ListColumn("时限", 1900, "行.时限", "center")
OVERDUE = (
    _NUMBER,
    ListColumn("问题", 1965, "行.问题"),
    ListColumn("责任科室", 1400, "行.科室"),
    _DUE,
    ListColumn("逾期天数", 1200, "行.天数", "right"),
    ListColumn("督办文书", 1300, "行.督办", "center"),
)
DUE = (
    _NUMBER,
    ListColumn("问题", 2865, "行.问题"),
    ListColumn("责任科室", 1700, "行.科室"),
    _DUE,
    ListColumn("剩余天数", 1300, "行.天数", "right"),
)
COURSE = (
    ListColumn("月份", 2745, "行.月", "center"),
    ListColumn("问题", 900, "行.问题", "right"),
    ListColumn("完成", 900, "行.完成", "right"),
    ListColumn("已销号", 1000, "行.已销号", "right"),
    ListColumn("完成率", 1300, "行.完成率", "right"),
    ListColumn("继续", 1000, "行.继续", "right"),
    ListColumn("逾期", 1000, "行.逾期", "right"),
)
EXTENSIONS = (
    _NUMBER,
    ListColumn("问题", 1865, "行.问题"),
    ListColumn("责任科室", 1200, "行.科室"),
    ListColumn("原时限", 1100, "行.原时限", "center"),
    ListColumn("延至", 1200, "行.延至", "center"),
    ListColumn("批准人", 1000, "行.批准人", "center"),
    ListColumn("理由", 1400, "行.理由"),
)
SUPPORT = (
    _NUMBER,
    ListColumn("问题", 3265, "行.问题"),
    ListColumn("责任科室", 1400, "行.科室"),
    ListColumn("还差什么", 3100, "行.还差"),
)
SMALL = 21
"""10.5 pt in half points."""
TIGHT = 280
"""14 pt in twips: the height of a line of that size."""
_LINE = 579
"""One line of the body in twips, below the title."""


def build() -> bytes:
    """Return the template as a .docx file."""
    return notice_template.build(
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
            *_when("走势", _body("各月底的进度："), listing(COURSE, "for 行 in 走势")),
            *_when("走势注", paragraph("注：{{ 走势注 }}", before=60)),
            _head("四、逾期问题"),
            _body("{{ 逾期说明 }}"),
            *_when("逾期", listing(OVERDUE, "for 行 in 逾期", half_points=SMALL, line=TIGHT)),
            _head("五、延期的问题"),
            _body("{{ 延期说明 }}"),
            *_when("延期", listing(EXTENSIONS, "for 行 in 延期", half_points=SMALL, line=TIGHT)),
            _head("六、需上级支持的问题"),
            _body("{{ 支持说明 }}"),
            *_when("支持", listing(SUPPORT, "for 行 in 支持", half_points=SMALL, line=TIGHT)),
            _head("七、表扬和督促"),
            _body("{{ 表扬 }}"),
            *_when("督促", _body("{{ 督促 }}")),
            _head("八、下月底前到期的问题"),
            _body("{{ 到期说明 }}"),
            *_when("到期", listing(DUE, "for 行 in 到期", half_points=SMALL, line=TIGHT)),
            paragraph("注：{{ 算法 }}", half_points=SMALL, before=60),
            _head("九、进度图"),
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
