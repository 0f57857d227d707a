"""Read a template as a person sees it: paragraphs and table cells, each with the words that name its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docx import Document
from docx.opc.oxml import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_KINDS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}
_SIDES = {"even": "（偶数页）", "first": "（首页）"}


class TemplateBlock(NamedTuple):
    """A paragraph, or a line of a text template.

    `place` is what a person calls it (第3段, 表1第2行第3列); `part`, `table`, `row` and `cell` tell which paragraphs
    stand together, empty outside tables. `style` is the id of its style.
    """

    place: str
    text: str
    part: str = ""
    table: str = ""
    row: str = ""
    cell: str = ""
    style: str = ""


def of_text(template: Path) -> list[TemplateBlock]:
    """Return the lines of an html or txt template; raises `UnicodeDecodeError`."""
    lines = template.read_text(encoding="utf-8-sig").splitlines()
    return [TemplateBlock(f"第{number}行", line) for number, line in enumerate(lines, 1)]


def of_word(template: Path) -> list[TemplateBlock]:
    """Return the paragraphs of a Word template, its headers, footers and footnotes after the body.

    Raises `ValueError` and `KeyError` when it is no Word document.
    """
    document: Any = Document(str(template))
    if document.element.tag != f"{_W}document":
        raise ValueError("the main part is no document")
    blocks = list(_blocks(document.element.body, TemplateBlock("", "", "正文")))
    for title, part in _other_parts(document):
        blocks += _blocks(parse_xml(part.blob), TemplateBlock(title, "", title))
    return blocks


def _other_parts(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield headers, footers and footnotes with what a person calls them."""
    sides = {
        reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"): reference.get(
            f"{_W}type", ""
        )
        for reference in document.element.body.iter(f"{_W}headerReference", f"{_W}footerReference")
    }
    for key, rel in document.part.rels.items():
        kind = _KINDS.get(rel.reltype.rpartition("/")[2])
        if kind and not rel.is_external:
            yield kind + _SIDES.get(sides.get(key, ""), ""), rel.target_part


def _blocks(parent: Any, at: TemplateBlock) -> Iterator[TemplateBlock]:
    """Yield the paragraphs below an element, at the place `at`."""
    paragraphs = tables = 0
    several = len([child for child in _children(parent) if child.tag == f"{_W}p"]) > 1
    for child in _children(parent):
        if child.tag == f"{_W}p":
            paragraphs += 1
            place = f"{at.place}第{paragraphs}段" if several or not at.cell else at.place
            yield at._replace(place=place, text=_text(child), style=_style(child))
            for box in _boxes(child):
                yield from _blocks(box, at._replace(place=f"{place}的文本框", cell=f"{place}的文本框"))
        else:
            tables += 1
            yield from _rows(child, at._replace(place=f"{at.place}表{tables}", table=f"{at.place}表{tables}"))


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph; those within them are theirs, and a fallback only repeats its box."""
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}txbxContent":
            yield element
        elif element.tag != _FALLBACK:
            waiting.extend(reversed(element))


def _rows(table: Any, at: TemplateBlock) -> Iterator[TemplateBlock]:
    for row_number, row in enumerate(_inner(table, "tr"), 1):
        row_place = f"{at.place}第{row_number}行"
        for column, cell in enumerate(_inner(row, "tc"), 1):
            place = f"{row_place}第{column}列"
            yield from _blocks(cell, at._replace(place=place, row=row_place, cell=place))


def _children(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables below an element, those within content controls included."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}footnote"):
            yield from _children(child)


def _inner(parent: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, those within content controls included."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
            yield from _inner(child, name)


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph without that of the text boxes in it."""
    parts: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab"):
        owner = element.getparent()
        while owner is not None and owner.tag != f"{_W}p":
            owner = owner.getparent()
        if owner is paragraph:
            parts.append(element.text or "" if element.tag == f"{_W}t" else " ")
    return "".join(parts)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""
