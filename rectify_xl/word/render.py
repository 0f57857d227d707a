"""Write a composed notice to a file: a Word document, a web page or plain text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rectify_xl import resources
from rectify_xl.errors import NoticeError
from rectify_xl.notice.model import Document

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

    Raises `NoticeError` when the template cannot be used or the target cannot be written.
    """
    source = template or resources.path("templates", f"通报.{format}")
    if format == "docx":
        from rectify_xl.word import official

        content = official.fill(source, context(document), environment(autoescape=True))
    else:
        from rectify_xl.word import plain

        content = plain.fill(source, context(document), environment(autoescape=format == "html"))
    _replace(target, content)


def context(document: Document) -> dict[str, Any]:
    """Return what a template may use: 题名, and 段落 as (层级, 序号, 文字, 续文)."""
    paragraphs = [(LEVELS[each.level], each.number, each.text, each.body) for each in document.paragraphs]
    return {"题名": document.title, "段落": paragraphs}


def environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """Return the environment of a template: an office may get its template by e-mail, so it runs in the sandbox."""
    return ImmutableSandboxedEnvironment(
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _replace(target: Path, content: bytes) -> None:
    """Put `content` in place of `target` in one step."""
    if not target.parent.is_dir():
        raise NoticeError(f"文件夹不存在：{target.parent}", "请先建好文件夹，或换一个保存位置")
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        raise NoticeError(
            f"通报写不进去：{target}（{error.strerror or error}）",
            "如果它正在 Word 里打开，请先关闭；否则请换一个保存位置",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
