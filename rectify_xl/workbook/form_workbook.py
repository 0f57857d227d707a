"""Write 上报表 as a workbook that prints as it is: pages, widths and heights are those of the grid, type is not scaled.

Texts are texts, whatever they begin with. The header is repeated, and a page ends where the grid ends it.
"""

from __future__ import annotations

from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.papers.form import form_grid, form_lines
from rectify_xl.papers.form.form_grid import FormGrid, FormPaper, Segment
from rectify_xl.papers.form.form_lines import POINT
from rectify_xl.papers.form.reporting_form import FormColumn, ReportingForm
from rectify_xl.papers.reporting_form_fields import NAME
from rectify_xl.text.cell_value import storable
from rectify_xl.text.refs import cell_ref, column_letters
from rectify_xl.workbook import colours, print_setup, program_mark, reproducible_save
from rectify_xl.workbook.program_mark import ProgramMark

TITLE_FONT = "方正小标宋简体"
_TITLE_SIZE, _NOTE_SIZE, _SIGNED_SIZE = 20.0, 10.5, 12.0
_GAP = 6.0
"""Points that the lines above and below the table keep free."""
_PAPER_NUMBERS = {"A3": print_setup.A3, "A4": print_setup.A4}
_LINE = Side(style="thin", color="000000")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def workbook(made: ReportingForm, paper: FormPaper, mark: ProgramMark | None = None) -> tuple[bytes, FormGrid]:
    """Return the form as a workbook, and how it was laid out; raises `UsageError` where its columns do not fit.

    `mark` is put on one that goes along with a ledger.
    """
    tops = _above(made, paper)
    grid = form_grid.lay_out(made, paper, sum(height for _, height in tops), _signed_height(made))
    book = Workbook()
    print_setup.measure_by_arial(book, 9.5)
    book.properties.title = str(made.title)
    if mark:
        program_mark.put(book, mark)
    sheet: Worksheet = book.worksheets[0]
    sheet.title = NAME
    for at, width in enumerate(grid.columns.widths, 1):
        sheet.column_dimensions[column_letters(at)].width = print_setup.column_width(width)
    last = len(made.settings.columns)
    row = 1
    for place, (text, height) in enumerate(tops):
        _line(sheet, row, last, text, height, size=_NOTE_SIZE if place else _TITLE_SIZE)
        row += 1
    header = row
    for at, column in enumerate(made.settings.columns, 1):
        _cell(sheet, (row, at), column.heading, (colours.HEAD_FONT, grid.columns.size), centred=True)
    sheet.row_dimensions[row].height = grid.header
    row = _body(sheet, made, grid, row + 1)
    if made.settings.signed_by:
        _line(
            sheet,
            row,
            last,
            made.signature_line(paper.body[0] / (_SIGNED_SIZE * POINT)),
            _signed_height(made),
            size=_SIGNED_SIZE,
        )
        row += 1
    sheet.freeze_panes = f"A{header + 1}"
    sheet.sheet_view.showGridLines = False
    _set_up(sheet, paper, header)
    sheet.print_area = f"A1:{cell_ref(max(row - 1, header), last)}"
    return reproducible_save.content(book, datetime.combine(made.as_of, time())), grid


def _above(made: ReportingForm, paper: FormPaper) -> list[tuple[str, float]]:
    """Return what stands over the table, each line with its height."""
    lines = [(str(made.title), _TITLE_SIZE), (f"填报单位（盖章）：{made.unit}　　　　　　{made.day}", _NOTE_SIZE)]
    lines += [(str(line), _NOTE_SIZE) for line in made.lines]
    room = paper.body[0]
    return [
        (text, form_lines.lines(text, room / (size * POINT) * 0.94).number * size * form_grid.LEADING + _GAP)
        for text, size in lines
    ]


def _signed_height(made: ReportingForm) -> float:
    return _SIGNED_SIZE * form_grid.LEADING + 4 * _GAP if made.settings.signed_by else 0.0


def _body(sheet: Worksheet, made: ReportingForm, grid: FormGrid, row: int) -> int:
    """Write the problems, page by page; return the row below."""
    for number, page in enumerate(grid.pages):
        for segment in page:
            row = _segment(sheet, made.settings.columns, grid, segment, row)
        if number < len(grid.pages) - 1 and row > 1:
            sheet.row_breaks.append(Break(id=row - 1))
    return row


def _segment(sheet: Worksheet, columns: tuple[FormColumn, ...], grid: FormGrid, segment: Segment, first: int) -> int:
    end = first + len(segment.rows) - 1
    for row, part in enumerate(segment.rows, first):
        sheet.row_dimensions[row].height = round(part.height, 1)
        for at, column in enumerate(columns, 1):
            of_measure = column.content.level == "measure"
            text = part.texts[at - 1] if of_measure else segment.texts[at - 1] if row == first else ""
            _cell(sheet, (row, at), text, (colours.BODY_FONT, grid.columns.size), centred=column.is_centred(text))
    for at, column in enumerate(columns, 1):
        if column.content.level == "problem":
            if end > first:
                _merge(sheet, (first, at), (end, at))
            continue
        start = first
        for row in range(first, end + 1):
            if row == end or not segment.rows[row + 1 - first].merged:
                if row > start:
                    _merge(sheet, (start, at), (row, at))
                start = row + 1
    return end + 1


def _merge(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Merge cells that have their borders already; openpyxl would work them out again, cell by cell.

    No two areas overlap; where openpyxl looks for that, each merge takes as long as there are others.
    """
    sheet.merged_cells.ranges.add(CellRange(f"{cell_ref(*first)}:{cell_ref(*last)}"))


def _cell(sheet: Worksheet, place: tuple[int, int], text: str, font: tuple[str, float], *, centred: bool) -> None:
    cell = sheet.cell(*place)
    cell.font = Font(name=font[0], size=font[1])
    cell.border = _BOX
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
    cell.number_format = "@"
    if text:
        cell.value = storable(text)
        cell.data_type = "s"


def _line(sheet: Worksheet, row: int, last: int, text: str, height: float, *, size: float) -> None:
    """Write a line over or under the table."""
    if last > 1:
        _merge(sheet, (row, 1), (row, last))
    cell = sheet.cell(row, 1)
    cell.value, cell.data_type = storable(text), "s"
    title = size == _TITLE_SIZE
    cell.font = Font(name=TITLE_FONT if title else colours.BODY_FONT, size=size)
    cell.alignment = Alignment(horizontal="center" if title else "left", vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = round(height, 1)


def _set_up(sheet: Worksheet, paper: FormPaper, header: int) -> None:
    """Print at full size on this paper, with the header on each page and `第 n 页 共 m 页` below.

    Fitting to the width changes nothing where the columns fit, as they are made to; it keeps a printer with wider
    margins from printing the last column on paper of its own.
    """
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _PAPER_NUMBERS[paper.name], "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    across = form_grid.MARGIN / 25.4
    sheet.page_margins = PageMargins(
        left=across,
        right=across,
        top=form_grid.MARGIN_ABOVE / 25.4,
        bottom=form_grid.MARGIN_BELOW / 25.4,
        header=0.2,
        footer=0.3,
    )
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{header}:{header}"
    sheet.HeaderFooter = HeaderFooter(oddFooter=HeaderFooterItem(center=print_setup.part("第 &P 页 共 &N 页", 10)))
