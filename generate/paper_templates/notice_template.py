"""Build `templates/通报.docx`: A4 in the official format (GB/T 9704), and one loop over the paragraphs of a notice.

Numbers are literal text and no date is a field, since both vanish when the text is copied to a web page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml.ns import nsdecls

from rectify_xl.documents.docx.docx_styles import (
    RUN_ON,
    STAND_INS,
    ParagraphStyle,
    definitions,
    fonts,
    paragraph_styles,
    tag,
)
from rectify_xl.documents.docx.page_setup import page_number, refill, section
from rectify_xl.documents.layout.page_layout import NATIONAL, WESTERN, PageLayout

_UNUSED = ("numbering", "stylesWithEffects", "webSettings", "customXml", "thumbnail")
_APP = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    b"<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'>"
    b"<Application>rectify_xl</Application></Properties>"
)


def build(body: Sequence[str] = (), layout: PageLayout = NATIONAL) -> bytes:
    """Return the template as a .docx file; `body` stands in for the paragraphs of a notice."""
    document = Document()
    _drop_unused(document)
    refill(document.styles.element, definitions(layout))
    refill(document.settings.element, _settings())
    refill(document.element.body, [*(body or paragraphs("段落", layout)), section(layout)])
    only = document.sections[0]
    for footer, side in ((only.footer, "right"), (only.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        refill(footer._element, [page_number(layout, side)])  # noqa: SLF001 - fields have no public way
    _neutral_properties(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraphs(name: str, layout: PageLayout = NATIONAL) -> list[str]:
    """Return the loop over the paragraphs called `name`, with one branch for each level."""
    lines = [_control(f"for 层级, 序号, 文字, 续文 in {name}")]
    for index, style in enumerate(paragraph_styles(layout)):
        lines.append(_control(f"{'elif' if index else 'if'} 层级 == '{style.level}'"))
        lines.append(_paragraph(style, layout))
    return [*lines, _control("endif"), _control("endfor")]


def _control(statement: str) -> str:
    return tag("p", tag("r", tag("t", f"{{%p {statement} %}}")))


def _paragraph(style: ParagraphStyle, layout: PageLayout) -> str:
    runs = [tag("r", tag("rPr", fonts(style.font)), tag("t", "{{ 序号 }}{{ 文字 }}"))]
    if style.outline is not None:
        runs.append(
            tag("r", tag("rPr", tag("rStyle", val=RUN_ON), fonts(layout.fonts["正文"])), tag("t", "{{ 续文 }}"))
        )
    return tag("p", tag("pPr", tag("pStyle", val=style.style)), *runs)


def _settings() -> list[str]:
    word = "http://schemas.microsoft.com/office/word"
    return [
        tag("zoom", percent=100),
        tag("evenAndOddHeaders"),
        tag("characterSpacingControl", val="doNotCompress"),
        tag(
            "compat",
            tag("balanceSingleByteDoubleByteWidth"),
            tag("useFELayout"),
            tag("compatSetting", name="compatibilityMode", uri=word, val=15),
        ),
        tag("themeFontLang", val="en-US", eastAsia="zh-CN"),
    ]


def _drop_unused(document: Any) -> None:
    """Remove what the library's blank document brings along and a notice has no use for."""
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in _UNUSED]:
            del rels[key]
    for part in document.part.package.parts:
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _font_table()  # noqa: SLF001 - the library has no class for this part
        elif str(part.partname) == "/docProps/app.xml":
            part._blob = _APP  # noqa: SLF001 - as above


def _font_table() -> bytes:
    chinese = "".join(
        tag("font", tag("altName", val=other), tag("charset", val=86), tag("family", val="auto"), name=name)
        for name, other in STAND_INS.items()
    )
    western = tag("font", tag("charset", val="00"), tag("family", val="roman"), name=WESTERN)
    return f"<?xml version='1.0' encoding='UTF-8'?><w:fonts {nsdecls('w')}>{western}{chinese}</w:fonts>".encode()


def _neutral_properties(document: Any) -> None:
    """Blank what would name a person, a machine or a day, so that the same source gives the same template."""
    properties = document.core_properties
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "title", "category"):
        setattr(properties, name, "")
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime(2025, 1, 1)  # noqa: DTZ001 - the library takes naive UTC
