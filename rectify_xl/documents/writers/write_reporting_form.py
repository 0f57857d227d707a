"""Write 上报表 as a Word document: one row a problem, which goes on on the next page where Word ends the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from rectify_xl.documents import make_paper
from rectify_xl.documents.layout.page_layout import twips
from rectify_xl.documents.make_paper import ANY, PaperOptions
from rectify_xl.papers.form import form_grid, form_lines
from rectify_xl.papers.form.form_contents import MEASURE
from rectify_xl.papers.form.form_grid import ColumnWidths, FormPaper
from rectify_xl.papers.form.reporting_form import FormRow, ReportingForm
from rectify_xl.papers.reporting_form_fields import NAME, ProblemLine, ReportingFormValues
from rectify_xl.text.provenance import TracedText, concat

_PADDING = 45
"""Twips at the left and the right of a cell's text."""
_WIDTH, _VALUE = qn("w:w"), qn("w:val")
_SIGNED = 12.0
"""Points of the line below the table."""
_FOOT = 8.0
"""Millimetres from the edge of the paper to the page number."""


def write_reporting_form(
    made: ReportingForm, paper: FormPaper, target: Path, options: PaperOptions = ANY
) -> ColumnWidths:
    """Write the form to `target` and return its type and widths.

    Raises `UsageError` where its columns do not fit the paper, and `PaperError` as `make_paper.write`.
    """
    columns = form_grid.fit(made, paper)
    values = ReportingFormValues(
        题名=made.title,
        单位=made.unit,
        截至=made.day,
        说明=list(made.lines),
        表头=[column.heading for column in made.settings.columns],
        问题=[ProblemLine(格=[_cell(made, row, at) for at in range(len(row.texts))]) for row in made.rows],
        落款=made.signature_line((paper.wide - 2 * form_grid.MARGIN) / (_SIGNED * form_lines.POINT)),
    )

    def arrange(document: Any) -> None:
        _turn(document, paper)
        whole = (paper.wide - 2 * form_grid.MARGIN) / sum(columns.widths)
        widths = [twips(width * whole) for width in columns.widths]
        for table in document.tables:
            if len(table.columns) == len(columns.widths):
                _keep_whole(table._tbl, form_grid.short_rows(made, columns, paper))  # noqa: SLF001 - as below
                _widen(table._tbl, made, widths, columns.size)  # noqa: SLF001 - python-docx sets no grid

    make_paper.write(NAME, values, target, title=str(made.title), arrange=arrange, options=options)
    return columns


def _cell(made: ReportingForm, row: FormRow, at: int) -> TracedText:
    """Return the text of one cell: of the problem, or of all its measures, each on a line with its number."""
    content = made.settings.columns[at].content
    if content.level == "problem":
        return row.texts[at]
    parts: list[str] = []
    for mark, texts in zip(row.marks, row.measures, strict=True):
        own = texts[at] if content.name == MEASURE or not texts[at] else concat(mark, texts[at])
        parts += [own, "\n"]
    return concat(*parts[:-1])


def _turn(document: Any, paper: FormPaper) -> None:
    """Lay the pages across, with the margins of the form."""
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(paper.wide), Mm(paper.high)
        section.left_margin = section.right_margin = Mm(form_grid.MARGIN)
        section.top_margin, section.bottom_margin = Mm(form_grid.MARGIN_ABOVE), Mm(form_grid.MARGIN_BELOW)
        section.footer_distance = Mm(_FOOT)


def _widen(table: Any, made: ReportingForm, widths: Sequence[int], points: float) -> None:
    """Give a table the widths of the columns in twips, and its texts their size and place."""
    for element, width in zip(table.tblGrid.iterchildren(), widths, strict=False):
        element.set(_WIDTH, str(width))
    _set(table.tblPr, "w:tblW", _WIDTH, sum(widths))
    for margins in table.tblPr.iter(qn("w:tblCellMar")):
        for side in ("w:left", "w:right"):
            _set(margins, side, _WIDTH, _PADDING)
    for number, row in enumerate(table.iter(qn("w:tr"))):
        for at, cell in enumerate(row.iter(qn("w:tc"))):
            _set(cell, "w:tcW", _WIDTH, widths[at])
            for size in ("w:sz", "w:szCs"):
                _set(cell, size, _VALUE, round(2 * points))
            text = "".join(part.text or "" for part in cell.iter(qn("w:t")))
            centred = not number or made.settings.columns[at].is_centred(text)
            _set(cell, "w:jc", _VALUE, "center" if centred else "left")


def _keep_whole(table: Any, short: Collection[int]) -> None:
    """Let no page end within a row that is not long; `short` are their places, the header being 0."""
    for number, row in enumerate(table.iter(qn("w:tr"))):
        if number in short:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set(parent: Any, name: str, attribute: str, value: object) -> None:
    for element in parent.iter(qn(name)):
        element.set(attribute, str(value))
