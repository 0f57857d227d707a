"""Fill the Word template, and place the signature as official documents do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.parfmt import ParagraphFormat

from rectify_xl.word.docx_template import filled, finished
from rectify_xl.word.styles import LINE, LOOKS
from rectify_xl.word.title import broken

Line = tuple[str, str, str, str]
"""A paragraph as templates see it: level, number, text, and the text that runs on."""

HEADING_STYLES = tuple(look.style for look in LOOKS if look.outline is not None)
SIGNATURE_STYLE, DATE_STYLE = "NoticeSignature", "NoticeDate"
CHARACTER = 320
"""One character of the body in twips."""

MARGIN = 2
"""Characters between the signature and the right edge, and between its first character and that of the date."""

LINE_LENGTH = 28


def fill(template: Path, context: Mapping[str, Any]) -> bytes:
    """Return the filled template of a notice as a .docx file; raises `PaperError` when the template cannot be used."""
    document = filled(template, {**context, "段落": broken_titles(context["段落"])})
    inner: Any = document.docx
    for arrange in (_space_title, _loosen_headings, place_signature):
        arrange(inner.element.body)
    return finished(document, str(context["题名"]))


def broken_titles(paragraphs: Sequence[Line]) -> list[Line]:
    """Return the paragraphs with line breaks in the title."""
    return [(level, no, broken(text) if level == "标题" else text, rest) for level, no, text, rest in paragraphs]


def _styled(body: Any, *styles: str, longer_than: int = -1) -> list[Any]:
    """Return the paragraphs of these styles that have more than so many characters; one search, since each is slow."""
    named = " or ".join(f"@w:val='{style}'" for style in styles)
    return list(body.xpath(f"w:p[w:pPr/w:pStyle[{named}]][string-length(.) > {longer_than}]"))


def _space_title(body: Any) -> None:
    """Leave a line between title and text where no edition line does."""
    front = _styled(body, "Title", "NoticeEdition")
    if front and front[-1].style == "Title":
        ParagraphFormat(front[-1]).space_after = Twips(LINE)


def _loosen_headings(body: Any) -> None:
    """Let a heading that runs on for more than two lines part from the next paragraph, so that pages fill up."""
    for element in _styled(body, *HEADING_STYLES, longer_than=2 * LINE_LENGTH):
        ParagraphFormat(element).keep_with_next = False


def place_signature(body: Any) -> None:
    """Indent signature and date, and keep them with the last lines of the text.

    GB/T 9704 (papers without a seal): the signature ends two characters before the right edge, the date begins two
    characters to the right of its first character; where the date is the longer one, the date keeps the two characters.
    """
    signatures, days = _styled(body, SIGNATURE_STYLE), _styled(body, DATE_STYLE)
    for element in signatures[:1]:
        before = element.getprevious()
        if before is not None and before.tag == qn("w:p"):
            ParagraphFormat(before).keep_with_next = True
    for signature, day in zip(signatures[-1:], days[:1], strict=False):
        longer = width(signature.text) - width(day.text)
        if width(signature.text) + MARGIN > LINE_LENGTH:
            continue
        ParagraphFormat(day).right_indent = Twips(round(max(longer, MARGIN) * CHARACTER))
        ParagraphFormat(signature).right_indent = Twips(round((MARGIN + max(MARGIN - longer, 0)) * CHARACTER))


def width(text: str) -> float:
    """Return the width of a text in characters; Western letters and digits are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)
