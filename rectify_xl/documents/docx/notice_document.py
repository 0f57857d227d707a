"""Fill the Word template, and place the signature as official documents do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.parfmt import ParagraphFormat

from rectify_xl.documents.docx import page_setup
from rectify_xl.documents.docx.docx_styles import paragraph_styles
from rectify_xl.documents.docx.title_lines import break_title
from rectify_xl.documents.docx.word_template import Filling, filled
from rectify_xl.documents.layout.page_layout import NATIONAL, PageLayout

Line = tuple[str, str, str, str]
"""A paragraph as templates see it: level, number, text, and the text that runs on."""

HEADING_STYLES = tuple(style.style for style in paragraph_styles(NATIONAL) if style.outline is not None)
SIGNATURE_STYLE, DATE_STYLE = "NoticeSignature", "NoticeDate"
SHIFT = 2
"""Characters between the first character of the signature and that of the date, where no seal is set."""


def fill(template: Path, context: Mapping[str, Any], layout: PageLayout, *, apply: bool = False) -> Filling:
    """Return the filled template of a notice; raises `PaperError` when the template cannot be used.

    With `apply` the layout is put on the template; without, the template has it already, or keeps its own.
    """

    def laid_out(document: Any) -> None:
        page_setup.apply(document, layout)

    paragraphs = _broken_titles(context["段落"], layout.title_characters)
    document = filled(template, {**context, "段落": paragraphs}, laid_out if apply else None)
    inner: Any = document.docx
    for arrange in (_space_title, loosen_headings, place_signature, _part_annex):
        arrange(inner.element.body, layout)
    return document


def _broken_titles(paragraphs: Sequence[Line], length: int = NATIONAL.title_characters) -> list[Line]:
    """Return the paragraphs with line breaks in the title."""
    return [
        (level, number, break_title(text, length) if level == "标题" else text, rest)
        for level, number, text, rest in paragraphs
    ]


def _styled(body: Any, *styles: str, longer_than: int = -1) -> list[Any]:
    """Return the paragraphs of these styles that have more than so many characters; one search, since each is slow."""
    named = " or ".join(f"@w:val='{style}'" for style in styles)
    return list(body.xpath(f"w:p[w:pPr/w:pStyle[{named}]][string-length(.) > {longer_than}]"))


def _space_title(body: Any, layout: PageLayout) -> None:
    """Leave a line between title and text where no edition line does."""
    front = _styled(body, "Title", "NoticeEdition")
    if front and front[-1].style == "Title":
        ParagraphFormat(front[-1]).space_after = Twips(layout.line)


def loosen_headings(body: Any, layout: PageLayout) -> None:
    """Let a heading that runs on for more than two lines part from the next paragraph, so that pages fill up."""
    for element in _styled(body, *HEADING_STYLES, longer_than=2 * layout.characters):
        ParagraphFormat(element).keep_with_next = False


def place_signature(body: Any, layout: PageLayout = NATIONAL) -> None:
    """Indent signature and date, and keep them with the last lines of the text."""
    signatures, days = _styled(body, SIGNATURE_STYLE), _styled(body, DATE_STYLE)
    for element in signatures[:1]:
        before = element.getprevious()
        if before is not None and before.tag == qn("w:p"):
            ParagraphFormat(before).keep_with_next = True
    for signature, day in zip(signatures[-1:], days[:1], strict=False):
        wide = _width(signature.text, layout)
        room = _room(wide, _width(day.text, layout), layout)
        if wide + room[0] > layout.width_in_characters:
            continue
        for element, characters in zip((signature, day), room, strict=True):
            ParagraphFormat(element).right_indent = Twips(round(characters * layout.twips_of("正文")))


def _part_annex(body: Any, _layout: PageLayout) -> None:
    """Begin a page with the heading that follows the date: what is annexed does not stand below the signature."""
    for day in _styled(body, DATE_STYLE)[-1:]:
        following = day.getnext()
        if following is not None and following.tag == qn("w:p") and following.style in HEADING_STYLES:
            ParagraphFormat(following).page_break_before = True


def _room(signature: float, day: float, layout: PageLayout) -> tuple[float, float]:
    """Return the characters between signature and date, each of a given width, and the right edge.

    GB/T 9704, without a seal: the signature ends two characters before the edge, the date begins two characters to the
    right of its first character; where the date is the longer one, the date keeps the two. With a seal: the date ends
    before the edge, and the signature stands centred above it.
    """
    edge, longer = layout.signature_right, signature - day
    if layout.signature_form == "盖章":
        aside = max(longer / 2 - edge, 0)
        return edge - longer / 2 + aside, edge + aside
    return edge + max(SHIFT - longer, 0), edge + max(longer - SHIFT, 0)


def _width(text: str, layout: PageLayout) -> float:
    """Return the width of a text in characters of the body; Western letters and digits are half as wide.

    The character spacing of the layout counts for each sign, so that long signatures stand where they should.
    """
    aside = layout.spacing / layout.twips_of("正文")
    return sum((1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5) + aside for char in text)
