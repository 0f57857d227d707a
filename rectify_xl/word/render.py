"""Write a composed notice to a file: a Word document, a web page or plain text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from rectify_xl import resources
from rectify_xl.notice.model import Document, Paragraph
from rectify_xl.word import saving
from rectify_xl.word.environment import environment

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


def render(document: Document, target: Path, *, format: Format, template: Path | None = None) -> None:  # noqa: A002
    """Write `document` to `target`, whole or not at all; `template` replaces the one that ships.

    Raises `PaperError` when the template cannot be used or the target cannot be written.
    """
    source = template or resources.path("templates", f"通报.{format}")
    if format == "docx":
        from rectify_xl.word import official

        content = official.fill(source, context(document))
    else:
        from rectify_xl.word import plain

        content = plain.fill(source, context(document), environment(autoescape=format == "html"))
    saving.put(target, content, "通报")


def context(document: Document) -> dict[str, Any]:
    """Return what a template may use: 题名, and 段落 as (层级, 序号, 文字, 续文)."""
    return {"题名": document.title, "段落": lines(document.paragraphs)}


def lines(paragraphs: Iterable[Paragraph]) -> list[tuple[str, str, str, str]]:
    """Return paragraphs as templates see them: 层级, 序号, 文字, 续文."""
    return [(LEVELS[each.level], each.number, each.text, each.body) for each in paragraphs]
