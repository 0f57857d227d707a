"""Put a `PageLayout` on a Word document: margins, styles, page numbers, and the fonts that runs name themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Twips

from rectify_xl.documents.docx.docx_styles import RUN_ON, definitions, fonts, paragraph_styles, size, tag
from rectify_xl.documents.layout.page_layout import PageLayout, twips

_HALF_LINE = 2.5 / 14
"""Half the height of a page number in mm, by its size in points."""


def section(layout: PageLayout) -> str:
    """Return the properties of the section: A4, the margins, and the height at which the page number stands."""
    top, right, bottom, left = (twips(margin) for margin in (layout.top, layout.right, layout.bottom, layout.left))
    return tag(
        "sectPr",
        tag("pgSz", w=11906, h=16838),
        tag(
            "pgMar", top=top, right=right, bottom=bottom, left=left, header=851, footer=twips(_footer(layout)), gutter=0
        ),
        tag("cols", space=425),
    )


def _footer(layout: PageLayout) -> float:
    """Return the distance in mm from the paper's edge to the page number, whose middle is what the layout places."""
    return layout.bottom - layout.number_below - _HALF_LINE * layout.number_size


def page_number(layout: PageLayout, side: str) -> str:
    """Return the paragraph of a footer; `side` is the outer one, `right` on odd pages and `left` on even ones."""
    properties = tag("rPr", fonts(layout.number_font, layout.number_font), size(round(2 * layout.number_size)))
    text = '<w:t xml:space="preserve">{}</w:t>'
    before, _, after = layout.number_form.partition("1")
    parts = (
        text.format(_escaped(before)) if before else "",
        tag("fldChar", fldCharType="begin"),
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        tag("fldChar", fldCharType="separate"),
        tag("t", "1"),
        tag("fldChar", fldCharType="end"),
        text.format(_escaped(after)) if after else "",
    )
    outside = layout.number_place == "外侧"
    indent = tag("ind", **{side: round(20 * layout.number_size * layout.number_indent)}) if outside else ""
    place = tag("pPr", tag("pStyle", val="Footer"), indent, tag("jc", val=side if outside else "center"))
    return tag("p", place, *(tag("r", properties, part) for part in parts if part))


def refill(parent: Any, children: Iterable[str]) -> None:
    """Replace all children of an element."""
    for child in list(parent):
        parent.remove(child)
    for xml in children:
        parent.append(_parsed(xml))


def apply(document: Any, layout: PageLayout) -> None:
    """Lay an opened template (python-docx) out; what the layout says nothing about stays as the office made it."""
    _restyle(document.styles.element, layout)
    for section in document.sections:
        section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
        section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
        section.footer_distance = Twips(twips(_footer(layout)))
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            if not footer.is_linked_to_previous and "PAGE" in footer._element.xml:  # noqa: SLF001 - no public way
                refill(footer._element, [page_number(layout, side)])  # noqa: SLF001 - as above
    _refont(document.element.body, layout)


def _restyle(styles: Any, layout: PageLayout) -> None:
    """Replace the styles of a notice, and the defaults that all others rest on."""
    present = {style.get(qn("w:styleId")): style for style in styles if style.tag == qn("w:style")}
    for xml in definitions(layout):
        new = _parsed(xml)
        old = present.get(new.get(qn("w:styleId"))) if new.tag == qn("w:style") else styles.find(new.tag)
        if old is None:
            styles.append(new)
        else:
            styles.replace(old, new)


def _refont(body: Any, layout: PageLayout) -> None:
    """Give the runs that name a font themselves the one of their level."""
    known = {style.style: style.font for style in paragraph_styles(layout)}
    for paragraph in body.iter(qn("w:p")):
        font = known.get(paragraph.style)
        if font is None:
            continue
        for run in paragraph.iter(qn("w:r")):
            named = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            if named is not None:
                named.set(qn("w:eastAsia"), layout.fonts["正文"] if run.style == RUN_ON else font)


def _parsed(xml: str) -> Any:
    return parse_xml(re.sub(r"^<w:\w+", rf"\g<0> {nsdecls('w')}", xml))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
