"""Fill the Word template, and place the signature as official documents do."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.parfmt import ParagraphFormat
from docxtpl.template import DocxTemplate
from jinja2 import Environment, UndefinedError

from rectify_xl.errors import NoticeError
from rectify_xl.word.failures import explained, refuse_unknown
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


def fill(template: Path, context: Mapping[str, Any], environment: Environment) -> bytes:
    """Return the filled template as a .docx file.

    Raises `NoticeError` when the template is no Word document, has a mistake, or names what the notice does not have.
    """
    with explained(template):
        if not template.is_file():
            raise NoticeError(f"找不到模板：{template}", "请核对模板的位置")
        document = DocxTemplate(template)
        try:
            document.render({**context, "段落": _broken(context["段落"])}, environment, autoescape=True)
        except (PackageNotFoundError, KeyError, zipfile.BadZipFile) as error:
            raise NoticeError(f"模板{template.name}不是 Word 文档（.docx）", "请用 Word 另存为 .docx 再试") from error
        except UndefinedError:
            refuse_unknown(template, _sources(template), context, environment)
            raise
    filled: Any = document.docx
    for arrange in (_space_title, _loosen_headings, _place_signature):
        arrange(filled.element.body)
    _sign_properties(filled.core_properties, str(context["题名"]))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _broken(paragraphs: Sequence[Line]) -> list[Line]:
    """Return the paragraphs with line breaks in the title."""
    return [(level, no, broken(text) if level == "标题" else text, rest) for level, no, text, rest in paragraphs]


def _sources(template: Path) -> list[str]:
    """Return the body and every header and footer of a template as jinja2 source."""
    document = DocxTemplate(template)
    document.init_docx()
    parts = [
        part for uri in (document.HEADER_URI, document.FOOTER_URI) for _, part in document.get_headers_footers(uri)
    ]
    return [document.patch_xml(xml) for xml in (document.get_xml(), *map(document.get_part_xml, parts))]


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


def _place_signature(body: Any) -> None:
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


def _sign_properties(properties: Any, title: str) -> None:
    """Give the file its title and time; Word takes no title beyond 255 characters."""
    properties.title = title[:255]
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
