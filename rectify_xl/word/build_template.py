"""Build `templates/通报.docx`: A4 in the official format (GB/T 9704), and one loop over the paragraphs of a notice.

Run as `python -m rectify_xl.word.build_template`. An office edits the result in Word; this module makes the first one.
Numbers are literal text and no date is a field, since both vanish when the text is copied to a web page.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rectify_xl.word.styles import (
    FANGSONG,
    LOOKS,
    RUN_ON,
    SONG,
    STAND_INS,
    WESTERN,
    Look,
    definitions,
    fonts,
    size,
    tag,
)

TOP, RIGHT, BOTTOM, LEFT = 2098, 1474, 1984, 1587
"""Margins in twips: 37, 26, 35 and 28 mm on A4 (11906 by 16838)."""

FOOTER = 1446
"""25.5 mm: the dashes beside the page number then lie 7 mm below the type area."""

_UNUSED = ("numbering", "stylesWithEffects", "webSettings", "customXml", "thumbnail")
_APP = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    b"<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'>"
    b"<Application>rectify_xl</Application></Properties>"
)


def build(body: Sequence[str] = ()) -> bytes:
    """Return the template as a .docx file; `body` stands in for the paragraphs of a notice."""
    document = Document()
    _drop_unused(document)
    _refill(document.styles.element, definitions())
    _refill(document.settings.element, _settings())
    _refill(document.element.body, [*(body or paragraphs("段落")), _section()])
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _refill(footer._element, [_page_number(side)])  # noqa: SLF001 - fields have no public way
    _neutral_properties(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _refill(parent: Any, children: Iterable[str]) -> None:
    """Replace all children of an element."""
    for child in list(parent):
        parent.remove(child)
    for xml in children:
        parent.append(parse_xml(re.sub(r"^<w:\w+", rf"\g<0> {nsdecls('w')}", xml)))


def paragraphs(name: str) -> list[str]:
    """Return the loop over the paragraphs called `name`, with one branch for each level."""
    lines = [_control(f"for 层级, 序号, 文字, 续文 in {name}")]
    for index, look in enumerate(LOOKS):
        lines.append(_control(f"{'elif' if index else 'if'} 层级 == '{look.level}'"))
        lines.append(_paragraph(look))
    return [*lines, _control("endif"), _control("endfor")]


def _control(statement: str) -> str:
    return tag("p", tag("r", tag("t", f"{{%p {statement} %}}")))


def _paragraph(look: Look) -> str:
    runs = [tag("r", tag("rPr", fonts(look.font)), tag("t", "{{ 序号 }}{{ 文字 }}"))]
    if look.outline is not None:
        runs.append(tag("r", tag("rPr", tag("rStyle", val=RUN_ON), fonts(FANGSONG)), tag("t", "{{ 续文 }}")))
    return tag("p", tag("pPr", tag("pStyle", val=look.style)), *runs)


def _section() -> str:
    return tag(
        "sectPr",
        tag("pgSz", w=11906, h=16838),
        tag("pgMar", top=TOP, right=RIGHT, bottom=BOTTOM, left=LEFT, header=851, footer=FOOTER, gutter=0),
        tag("cols", space=425),
    )


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


def _page_number(side: str) -> str:
    """Return the footer — 1 —: on the outer side, one character in."""
    look = tag("rPr", fonts(SONG, SONG), size(28))
    dash = '<w:t xml:space="preserve">{}</w:t>'
    parts = (
        dash.format("— "),
        tag("fldChar", fldCharType="begin"),
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        tag("fldChar", fldCharType="separate"),
        tag("t", "1"),
        tag("fldChar", fldCharType="end"),
        dash.format(" —"),
    )
    place = tag("pPr", tag("pStyle", val="Footer"), tag("ind", **{side: 280}), tag("jc", val=side))
    return tag("p", place, *(tag("r", look, part) for part in parts))


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


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else "templates/通报.docx").write_bytes(build())
