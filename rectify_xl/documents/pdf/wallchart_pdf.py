"""Draw a wall chart as PDF."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.documents.pdf.embedded_fonts import Face, Faces
from rectify_xl.supervision.wallchart.chart_page import Chart
from rectify_xl.supervision.wallchart.shapes import Box, TextLine
from rectify_xl.supervision.wallchart.text_width import LEADING, POINT

if TYPE_CHECKING:
    from fpdf import FPDF

INSTEAD = {"✓": "√"}
"""Where a font has no tick: the root sign, which GB 2312 has for one."""
MISSING = "〓"
"""Stands for a character that the font lacks, as printers have always done."""
_SIDE = 0.8
_BASE = 0.38
"""The middle of a Chinese character above its base line, in font sizes."""


class WallchartPdf(NamedTuple):
    """A PDF file, and the characters of the chart that its font lacks."""

    content: bytes
    missing: tuple[str, ...]


def document(chart: Chart, faces: Faces) -> WallchartPdf:
    """Return the chart with one page for each of its pages; its text can be selected and searched."""
    from fpdf import FPDF

    for name in ("fontTools", "fpdf"):
        logging.getLogger(name).setLevel(logging.ERROR)
    pdf = FPDF(orientation="landscape", unit="mm", format=(chart.paper.height, chart.paper.width))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.set_title(chart.title)
    pdf.set_lang("zh-CN")
    pen = _Pen(pdf, faces)
    for page in chart.pages:
        pdf.add_page()
        for box in page.boxes:
            pen.draw(box)
    return WallchartPdf(bytes(pdf.output()), tuple(sorted(pen.missing)))


class _Pen:
    """Draws boxes on the present page; remembers what characters were missing."""

    def __init__(self, pdf: FPDF, faces: Faces) -> None:
        self._pdf = pdf
        self._faces = faces
        self.missing: set[str] = set()
        pdf.add_font("chart", "", faces.regular.path, collection_font_number=faces.regular.number)
        if faces.bold:
            pdf.add_font("chart", "B", faces.bold.path, collection_font_number=faces.bold.number)

    def draw(self, box: Box) -> None:
        """Draw a box and its lines, stacked in its middle."""
        area = box.area
        if box.fill:
            self._pdf.set_fill_color(*_rgb(box.fill))
        if box.border:
            self._pdf.set_draw_color(*_rgb(box.border))
            self._pdf.set_line_width(0.25 if box.kind == "tile" else 0.15)
        if box.fill or box.border:
            style = ("D" if box.border else "") + ("F" if box.fill else "")
            self._pdf.rect(area.x, area.y, area.w, area.h, style=style)
        y = area.y + (area.h - sum(line.size * POINT * LEADING for line in box.lines)) / 2
        for line in box.lines:
            high = line.size * POINT * LEADING
            self._write(box, line, y + high / 2 + _BASE * line.size * POINT)
            y += high

    def _write(self, box: Box, line: TextLine, base: float) -> None:
        """Write one line; one that this font sets wider than its box is narrowed."""
        face = self._faces.bold if line.bold and self._faces.bold else self._faces.regular
        words = self._known(line.text, face)
        pdf, area = self._pdf, box.area
        pdf.set_font("chart", "B" if face is self._faces.bold else "", line.size)
        wide, room = pdf.get_string_width(words), area.w - (_SIDE if box.align == "center" else 2 * _SIDE)
        narrowed = min(1.0, room / wide) if wide else 1.0
        spare = area.w - wide * narrowed
        x = area.x + {"left": _SIDE, "center": spare / 2, "right": spare - _SIDE}[box.align]
        pdf.set_text_color(*_rgb(box.ink))
        pdf.set_stretching(100 * narrowed)
        thick = line.bold and face is not self._faces.bold
        with pdf.local_context():
            if thick:
                from fpdf.enums import TextMode

                pdf.text_mode = TextMode.FILL_STROKE
                pdf.set_draw_color(*_rgb(box.ink))
                pdf.set_line_width(line.size * POINT * 0.03)
            pdf.text(x, base, words)
        pdf.set_stretching(100)

    def _known(self, words: str, face: Face) -> str:
        for better, plain in INSTEAD.items():
            if ord(better) not in face.characters:
                words = words.replace(better, plain)
        lost = {letter for letter in words if ord(letter) not in face.characters}
        self.missing |= lost
        return "".join(MISSING if letter in lost else letter for letter in words)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
