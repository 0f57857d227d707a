"""Put the pictures of evidence into a filled document, two beside each other, each over its caption."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from rectify_xl.papers.evidence_annex import EvidencePicture
from rectify_xl.text.cell_value import storable

WIDTH, HEIGHT = 74, 78
"""Millimetres of the largest picture: two stand beside each other within the type area of 156."""
ACROSS = 2
_POINTS = 10.5
_FONT = "仿宋_GB2312"


def place(document: Any, pictures: Mapping[str, Sequence[EvidencePicture]]) -> None:
    """Replace the paragraphs of a document (python-docx) that hold nothing but a mark by the pictures of that mark."""
    for paragraph in list(document.element.body.iter(qn("w:p"))) if pictures else ():
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))).strip()
        if text in pictures:
            paragraph.addprevious(_table(document, pictures[text]))
            for run in paragraph.findall(qn("w:r")):
                paragraph.remove(run)


def _table(document: Any, pictures: Sequence[EvidencePicture]) -> Any:
    """Return a table without lines; a picture and its caption are never parted."""
    lines = -(-len(pictures) // ACROSS)
    table = document.add_table(rows=2 * lines, cols=ACROSS)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for number, picture in enumerate(pictures):
        row, column = 2 * (number // ACROSS), number % ACROSS
        scale = min(WIDTH / picture.width, HEIGHT / picture.height)
        image = _centred(table.cell(row, column))
        image.paragraph_format.keep_with_next = True
        image.add_run().add_picture(io.BytesIO(picture.content), Mm(picture.width * scale), Mm(picture.height * scale))
        words = _centred(table.cell(row + 1, column)).add_run(storable(picture.caption))
        words.font.size = Pt(_POINTS)
        words.font.name = _FONT
        words._element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)  # noqa: SLF001 - python-docx knows western fonts only
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.width = Mm(WIDTH + 4)
    element = table._element  # noqa: SLF001 - there is no public way to move a table
    element.getparent().remove(element)
    return element


def _centred(cell: Any) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    paragraph.paragraph_format.line_spacing = 1.0  # the exact line of an official text would cut a picture off
    paragraph.paragraph_format.first_line_indent = 0
    return paragraph
