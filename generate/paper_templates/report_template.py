"""Build `templates/整改情况报告.docx`: the report in the official format, with its tables and enclosures."""

from __future__ import annotations

from collections.abc import Sequence

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import ListColumn, control, listing, styled
from rectify_xl.documents.layout.page_layout import NATIONAL

SHARES: tuple[ListColumn, ...] = (
    ListColumn("方面", 3165, "行.方面"),
    ListColumn("问题", 900, "行.问题", "right"),
    ListColumn("完成", 900, "行.完成", "right"),
    ListColumn("其中长期", 1040, "行.长期", "right"),
    ListColumn("继续整改", 1040, "行.继续", "right"),
    ListColumn("逾期", 800, "行.逾期", "right"),
    ListColumn("完成率", 1000, "行.完成率", "right"),
)
OPEN: tuple[ListColumn, ...] = (
    ListColumn("编号", 800, "行.编号", "center"),
    ListColumn("问题", 2065, "行.问题"),
    ListColumn("还剩什么", 2100, "行.剩余"),
    ListColumn("责任科室", 1180, "行.科室"),
    ListColumn("时限", 1900, "行.时限", "center"),
    ListColumn("逾期天数", 800, "行.逾期", "right"),
)
OVERVIEW: tuple[ListColumn, ...] = (
    ListColumn("编号", 800, "行.编号", "center"),
    ListColumn("问题", 2465, "行.问题"),
    ListColumn("责任科室", 1180, "行.科室"),
    ListColumn("时限", 1900, "行.时限", "center"),
    ListColumn("整改完成情况", 2500, "行.状态"),
)
SMALL = 21
_SIGNED = "('signature', 'date')"
"""The levels before which 附件说明 stands (GB/T 9704, 7.3.4: below the text, above the signature)."""


def build() -> bytes:
    """Return the template as a .docx file."""
    return notice_template.build(
        (
            styled("Title", "{{ 题名 }}", after=NATIONAL.line),
            styled("NoticeBody", "{{ 主送 }}", indent=False),
            *notice_template.paragraphs("前文"),
            listing(SHARES, "for 行 in 方面表", half_points=SMALL),
            *notice_template.paragraphs("中文"),
            control("p", "if 未完成"),
            listing(OPEN, "for 行 in 未完成", half_points=SMALL),
            control("p", "endif"),
            *notice_template.paragraphs(f"后文 if 层级 not in {_SIGNED}"),
            *(styled("NoticeBody", text, before=NATIONAL.line if first else 0) for first, text in _enclosures()),
            *notice_template.paragraphs(f"后文 if 层级 in {_SIGNED}"),
            *_enclosure("附件1", "{{ 附件[0] }}"),
            listing(OVERVIEW, "for 行 in 一览", half_points=SMALL),
            *_enclosure("附件2", "{{ 附件[1] }}"),
            *notice_template.paragraphs("逐项"),
        )
    )


def _enclosures() -> Sequence[tuple[bool, str]]:
    return ((True, "附件：1.{{ 附件[0] }}"), (False, "　　　2.{{ 附件[1] }}"))


def _enclosure(number: str, name: str) -> tuple[str, str]:
    return styled("Heading1", number, indent=False, new_page=True), styled("NoticeEdition", name)
