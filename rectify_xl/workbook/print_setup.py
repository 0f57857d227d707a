"""Paper: size, margins, repeated header row, page numbers."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.workbook import colours

A3 = 8
A4 = 9
_PIXELS = 96 / 25.4
_DIGIT = 7
"""Pixels of a digit in the default font."""
_LEAST_SCALE = 90
"""Percent; at less, text of 10 pt is printed below 9 pt."""
WIDE = 163
"""Sheets wider than this many characters are printed on A3: on A4 their text would be below 9 pt."""
WIDEST = 236
"""On A3 the text of wider sheets would be below 9 pt."""


def set_up(
    sheet: Worksheet, *, paper: int = A4, landscape: bool = True, header_row: bool = True, breaks: Sequence[int] = ()
) -> None:
    """Print a sheet one page wide and as high as it is, with its name above and `第 n 页 共 m 页` below.

    With `breaks` it is printed at 9 pt (its text has 10), and a new page begins after each of these columns.
    """
    setup = sheet.page_setup
    setup.paperSize = paper
    setup.orientation = "landscape" if landscape else "portrait"
    if breaks:
        setup.scale = _LEAST_SCALE
        sheet.col_breaks = ColBreak()
        for column in breaks:
            sheet.col_breaks.append(Break(id=column))
    else:
        setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=not breaks)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.75, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if header_row:
        sheet.print_title_rows = "1:1"
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=HeaderFooterItem(
            left=part("单位（盖章）：", 10), center=part("&A", 14), right=part("打印日期：&D", 10)
        ),
        oddFooter=HeaderFooterItem(center=part("第 &P 页 共 &N 页", 10)),
    )


def part(text: str, size: int) -> _HeaderFooterPart:
    """Return a piece of a header or footer."""
    return _HeaderFooterPart(text, f"{colours.HEAD_FONT},Regular", size)


def measure_by_arial(book: Workbook, size: float = 10) -> None:
    """Make Arial the default font, by whose digits widths are counted: every system has it or its like.

    At 9.5 pt a digit has 7 pixels, neither more nor less: Excel, which rounds, and LibreOffice agree on every width.
    """
    font = Font(name="Arial", size=size)
    book._fonts = IndexedList([font])  # type: ignore[attr-defined] # noqa: SLF001 - openpyxl offers no other way
    book._named_styles["Normal"].font = font  # type: ignore[attr-defined] # noqa: SLF001 - as above


def column_width(millimetres: float) -> float:
    """Return the width of a column as the format counts it: in digits of that font."""
    return millimetres * _PIXELS / _DIGIT
