"""Build `templates/核稿意见.docx`: the remarks of proof-reading, with room for what the writer made of each."""

from __future__ import annotations

from generate.paper_templates import notice_template
from generate.paper_templates.form_parts import cell, label, loop, paragraph, row, table, title

COLUMNS = (
    ("序号", 800, "{{ 行.序号 }}", "center"),
    ("位置", 1200, "{{ 行.位置 }}", "center"),
    ("原文", 1850, "{{ 行.原文 }}", "left"),
    ("问题", 2450, "【{{ 行.级别 }}】{{ 行.问题 }}", "left"),
    ("怎么改", 1745, "{{ 行.办法 }}", "left"),
    ("采纳", 800, "", "center"),
)
"""The head of a column, its width in twips (together the 156 mm of the type area), its text, and how that is set."""
SMALL = 21


def build() -> bytes:
    """Return the template as a .docx file."""
    grid = [width for _, width, _, _ in COLUMNS]
    return notice_template.build(
        (
            title("核稿意见"),
            paragraph("文稿：{{ 文稿 }}（{{ 种类 }}）", after=20),
            paragraph(
                "核稿日期：{{ 日期 }}　　错误{{ 错误数 }}处，提醒{{ 提醒数 }}处。"
                "“错误”须改；“提醒”请看一眼，确实无误的可不改。",
                after=80,
            ),
            table(
                grid,
                row(*(label(name, width) for name, width, _, _ in COLUMNS), head=True),
                loop(grid, "for 行 in 意见"),
                row(
                    *(
                        cell(paragraph(text, half_points=SMALL, align=how), width, top=False)
                        for _, width, text, how in COLUMNS
                    )
                ),
                loop(grid, "endfor"),
            ),
            paragraph("起草人：　　　　　　　　核稿人：　　　　　　　　　　年　　月　　日", before=160),
        )
    )
