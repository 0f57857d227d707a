"""Build `templates/退回函.docx`: the letter with which a ledger goes back to the unit that sent it."""

from __future__ import annotations

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import ListColumn, control, listing, paragraph, styled

SMALL = 21
"""10.5 pt in half points."""
_COLUMNS = (
    ListColumn("序号", 640, "行.序号", "center"),
    ListColumn("位置", 1560, "行.位置", "center"),
    ListColumn("编号", 900, "行.编号", "center"),
    ListColumn("问题", 3245, "行.问题"),
    ListColumn("怎么改", 2500, "行.办法"),
)
"""Widths in twips; together the 156 mm of the type area."""


def build() -> bytes:
    """Return the template as a .docx file."""
    return notice_template.build(
        (
            styled("Title", "关于退回巡察整改台账的函"),
            paragraph("〔{{ 年 }}〕　　号", half_points=32, align="center", before=160, after=280),
            styled("NoticeBody", "{{ 主送 }}：", indent=False),
            control("p", "if 读得出"),
            styled(
                "NoticeBody",
                "你单位报送的“{{ 文件 }}”收悉。截至{{ 核对日期 }}，按上报要求逐项核对，必须改的有{{ 必改 }}处"
                "{% if 请核对 %}，另有{{ 请核对 }}处请核对{% endif %}。现予退回，请于{{ 期限 }}前改好，重新报送。",
            ),
            control("p", "else"),
            styled(
                "NoticeBody",
                "你单位报送的“{{ 文件 }}”收悉，但不能计入汇总，原因如下。请于{{ 期限 }}前按要求重新报送。",
                after=100,
            ),
            control("p", "endif"),
            control("p", "if 附件"),
            styled(
                "NoticeBody",
                "随函附去“{{ 附件 }}”：第一页《退回说明》逐处写明位置、问题和改法，点位置可以跳到该单元格。",
            ),
            control("p", "endif"),
            control("p", "if 读得出"),
            styled("NoticeBody", "必须改的如下：", after=100, keep=True),
            control("p", "endif"),
            listing(_COLUMNS, "for 行 in 事项", half_points=SMALL, line=300),
            control("p", "if 未列"),
            styled("NoticeBody", "其余{{ 未列 }}处见附件《退回说明》。", before=100),
            control("p", "endif"),
            control("p", "if 电话"),
            styled("NoticeBody", "联系电话：{{ 电话 }}。", before=100),
            control("p", "endif"),
            styled("NoticeSignature", "{{ 退回单位 }}"),
            styled("NoticeDate", "{{ 日期 }}", keep=True),
            styled("NoticeBody", "退回编号：{{ 退回编号 }}", before=200, indent=False),
        )
    )
