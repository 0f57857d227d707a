"""Draw a wall chart as a workbook: one sheet for each page, cells cut where the edges of the boxes are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from rectify_xl.supervision.wallchart.chart_page import Chart
from rectify_xl.supervision.wallchart.shapes import MARGIN, Box, ChartPage, Rect
from rectify_xl.text.excerpts import beginning_of
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook import print_setup, reproducible_save

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PAPER_NUMBERS = {"A4": 9, "A3": 8, "A2": 66}
"""What the format calls the papers."""
SHEET = "挂图作战"
HEAD_FONT = "黑体"
NEAR = 0.3
"""Edges nearer to each other than this are one, in millimetres."""
LONGEST_NOTE = 1_000
"""Characters of a problem that a note holds; all of it stands in the ledger."""
_POINTS = 72 / 25.4


def workbook(chart: Chart) -> bytes:
    """Return the chart as a workbook that prints each page on one sheet of paper."""
    book = Workbook()
    book.remove(book.worksheets[0])
    print_setup.measure_by_arial(book)
    book.properties.title = chart.title
    for page in chart.pages:
        sheet = book.create_sheet(SHEET if len(chart.pages) == 1 else f"{SHEET}{page.number}")
        _fill(sheet, page)
        _set_up(sheet, chart)
    return reproducible_save.content(book, datetime.combine(chart.counted.as_of, time()))


def _fill(sheet: Worksheet, page: ChartPage) -> None:
    xs = _edges(value for box in page.boxes for value in (box.area.x, box.area.x + box.area.w))
    ys = _edges(value for box in page.boxes for value in (box.area.y, box.area.y + box.area.h))
    for index, (left, right) in enumerate(pairwise(xs), 1):
        sheet.column_dimensions[column_letters(index)].width = print_setup.column_width(right - left)
    for index, (top, bottom) in enumerate(pairwise(ys), 1):
        sheet.row_dimensions[index].height = (bottom - top) * _POINTS
    for box in page.boxes:
        _draw(sheet, box, _cells(box.area, xs, ys))
    sheet.print_area = f"A1:{column_letters(len(xs) - 1)}{len(ys) - 1}"


def _edges(values: Iterable[float]) -> list[float]:
    """Return the places of all edges in order, those that nearly coincide only once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return edges


def _cells(area: Rect, xs: Sequence[float], ys: Sequence[float]) -> tuple[int, int, int, int]:
    """Return first row, first column, last row and last column of an area, from 1."""

    def index(edges: Sequence[float], value: float) -> int:
        return max(0, bisect_left(edges, value + 1e-9) - 1)

    top, left = index(ys, area.y) + 1, index(xs, area.x) + 1
    return top, left, max(index(ys, area.y + area.h), top), max(index(xs, area.x + area.w), left)


def _draw(sheet: Worksheet, box: Box, cells: tuple[int, int, int, int]) -> None:
    top, left, bottom, right = cells
    if box.kind == "frame":
        _outline(sheet, cells, Side("thin", box.border))
        return
    cell = sheet.cell(top, left)
    _say(cell, box)
    cell.alignment = Alignment(
        horizontal=box.align,
        vertical="center",
        wrap_text=len(box.lines) > 1,
        shrink_to_fit=len(box.lines) == 1,
    )
    if box.fill:
        cell.fill = PatternFill("solid", start_color=box.fill, end_color=box.fill)
    if box.border:
        side = Side("thin", box.border)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if box.source:
        cell.comment = _note(box)


def _say(cell: Any, box: Box) -> None:
    """Put the lines of a box into its cell, as text whatever they begin with."""
    if not box.lines:
        return
    first = box.lines[0]
    cell.font = Font(name=HEAD_FONT, size=round(first.size, 1), bold=first.bold, color=box.ink)
    if len(box.lines) == 1:
        cell.value = first.text
        cell.data_type = "s"
        return
    runs = [
        TextBlock(
            InlineFont(rFont=HEAD_FONT, sz=round(line.size, 1), b=line.bold or None, color=Color(box.ink)),
            line.text if line is box.lines[-1] else f"{line.text}\n",
        )
        for line in box.lines
    ]
    cell.value = CellRichText(runs)


def _outline(sheet: Worksheet, cells: tuple[int, int, int, int], side: Side) -> None:
    """Draw a line around an area."""
    top, left, bottom, right = cells
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if row in (top, bottom) or column in (left, right):
                sheet.cell(row, column).border = Border(
                    left=side if column == left else None,
                    right=side if column == right else None,
                    top=side if row == top else None,
                    bottom=side if row == bottom else None,
                )


def _note(box: Box) -> Comment:
    """Return the note of a tile: where it comes from, and the whole problem."""
    whole = beginning_of(box.full, LONGEST_NOTE, box.source)
    note = Comment(f"出处：{box.source}\n{whole}", "rectify_xl")
    note.width, note.height = 360, 60 + 18 * min(12, len(whole) // 24)
    return note


def _set_up(sheet: Worksheet, chart: Chart) -> None:
    """Print the sheet on one page in landscape."""
    setup = sheet.page_setup
    setup.paperSize = PAPER_NUMBERS[chart.paper.name]
    setup.orientation = "landscape"
    setup.fitToWidth = setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    inches = (MARGIN - 1) / 25.4
    sheet.page_margins = PageMargins(left=inches, right=inches, top=inches, bottom=inches, header=0, footer=0)
    sheet.print_options.horizontalCentered = True
    sheet.print_options.verticalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 70
