"""Write a composed notice to a file: a Word document, a web page or plain text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from rectify_xl import resources
from rectify_xl.notice.model import Document, Paragraph
from rectify_xl.word import saving
from rectify_xl.word.environment import environment
from rectify_xl.word.layout import NATIONAL, PageLayout

Format = Literal["docx", "html", "txt"]

LEVELS = {
    "title": "标题",
    "edition": "稿别",
    "h1": "一级",
    "h2": "二级",
    "h3": "三级",
    "h4": "四级",
    "body": "正文",
    "contact": "监督渠道",
    "signature": "落款",
    "date": "日期",
}
"""The levels as the templates name them."""


def render(
    document: Document,
    target: Path,
    *,
    format: Format,  # noqa: A002 - what users call it
    template: Path | None = None,
    layout: PageLayout | None = None,
) -> None:
    """Write `document` to `target`, whole or not at all; arguments and errors as those of `content`."""
    saving.put(target, content(document, format=format, template=template, layout=layout), "通报")


def content(
    document: Document,
    *,
    format: Format,  # noqa: A002 - as above
    template: Path | None = None,
    layout: PageLayout | None = None,
) -> bytes:
    """Return `document` as a file.

    `template` replaces the one that ships; it keeps its own page unless there is a `layout`. Raises `PaperError` when
    the template cannot be used.
    """
    source = template or resources.path("templates", f"通报.{format}")
    laid_out = layout or NATIONAL
    if format == "docx":
        from rectify_xl.word import official

        return official.fill(source, context(document, laid_out), laid_out, apply=layout not in (None, NATIONAL))
    from rectify_xl.word import plain

    return plain.fill(source, context(document, laid_out), environment(autoescape=format == "html"))


def context(document: Document, layout: PageLayout = NATIONAL) -> dict[str, Any]:
    """Return what a template may use: 题名, 段落 as (层级, 序号, 文字, 续文), and 版式 (measures in mm and points)."""
    page = {
        "上": layout.top,
        "下": layout.bottom,
        "左": layout.left,
        "右": layout.right,
        "行距": layout.pitch,
        "字体": layout.fonts,
        "字号": layout.sizes,
    }
    return {"题名": document.title, "段落": lines(document.paragraphs), "版式": page}


def lines(paragraphs: Iterable[Paragraph]) -> list[tuple[str, str, str, str]]:
    """Return paragraphs as templates see them: 层级, 序号, 文字, 续文."""
    return [(LEVELS[each.level], each.number, each.text, each.body) for each in paragraphs]
