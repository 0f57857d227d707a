"""Write a composed notice to a file: a Word document, a web page or plain text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from rectify_xl.documents.layout.page_layout import NATIONAL, PageLayout
from rectify_xl.documents.templates.paper_environment import environment
from rectify_xl.documents.templates.shipped_templates import NOTICE
from rectify_xl.documents.tracing import printed_places
from rectify_xl.documents.tracing.markers import Marks
from rectify_xl.notice.model import ComposedNotice, Paragraph
from rectify_xl.notice.trace.trace_record import MadeFrom, Trace
from rectify_xl.papers.notice_fields import NoticeLayout, NoticeValues
from rectify_xl.system import resources
from rectify_xl.text.sentences import traced_sentences
from rectify_xl.workbook.saving import outputs

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


class Rendered(NamedTuple):
    """A notice as a file, and the record of its places."""

    content: bytes
    trace: Trace


def render(
    document: ComposedNotice,
    target: Path,
    *,
    format: Format,  # noqa: A002 - what users call it
    template: Path | None = None,
    layout: PageLayout | None = None,
    made_from: MadeFrom | None = None,
    overwrite: bool = False,
) -> None:
    """Write `document` to `target`, whole or not at all; arguments and errors as those of `content`."""
    filled = content(document, target.name, format=format, template=template, layout=layout, made_from=made_from)
    outputs.put(target, filled.content, "通报", overwrite=overwrite)


def content(
    document: ComposedNotice,
    name: str,
    *,
    format: Format,  # noqa: A002 - as above
    template: Path | None = None,
    layout: PageLayout | None = None,
    made_from: MadeFrom | None = None,
) -> Rendered:
    """Return `document` as a file that will be called `name`, with the record of its places.

    `template` replaces the one that ships; it keeps its own page unless there is a `layout`. `made_from` goes on record
    beside the places. Raises `PaperError` when the template cannot be used.
    """
    if template:
        from rectify_xl.documents.templates import template_file

        template_file.refuse(template, NOTICE)
    source = template or resources.path("templates", f"通报.{format}")
    laid_out = layout or NATIONAL
    if format == "docx":
        from rectify_xl.documents.docx import notice_document
        from rectify_xl.documents.docx.word_template import finished

        filled = notice_document.fill(
            source, context(document, laid_out), laid_out, apply=layout not in (None, NATIONAL)
        )
        trace = printed_places.trace(filled.places, name, made_from)
        return Rendered(finished(filled, document.title, trace), trace)
    from rectify_xl.documents import plain_template
    from rectify_xl.documents.tracing import markers

    marks = Marks()
    rules = environment(autoescape=format == "html", finalize=marks.put)
    text = plain_template.fill(source, context(document, laid_out), rules)
    text, places = (markers.web if format == "html" else markers.plain)(text, marks.pieces)
    return Rendered(text.encode(), printed_places.trace(places, name, made_from))


def context(document: ComposedNotice, layout: PageLayout = NATIONAL) -> NoticeValues:
    """Return what a template may use: 题名, 段落 as (层级, 序号, 文字, 续文), and 版式 (measures in mm and points)."""
    page = NoticeLayout(
        上=layout.top,
        下=layout.bottom,
        左=layout.left,
        右=layout.right,
        行距=layout.pitch,
        字体=layout.fonts,
        字号=layout.sizes,
    )
    return NoticeValues(题名=document.title, 段落=lines(document.paragraphs), 版式=page)


def lines(paragraphs: Iterable[Paragraph]) -> list[tuple[str, str, str, str]]:
    """Return paragraphs as templates see them: 层级, 序号, 文字, 续文; their texts are traced sentence by sentence."""
    return [
        (LEVELS[paragraph.level], paragraph.number, traced_sentences(paragraph.text), traced_sentences(paragraph.body))
        for paragraph in paragraphs
    ]
