"""Paper: size, margins, repeated header row, page numbers."""

from __future__ import annotations

from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.workbook import palette

A3 = 8
A4 = 9
WIDE = 190
"""Sheets wider than this many characters are printed on A3."""


def set_up(
    sheet: Worksheet, *, paper: int = A4, landscape: bool = True, header_row: bool = True, pages: int = 0
) -> None:
    """Print a sheet one page wide, with its name above and `第 n 页 共 m 页` below.

    `pages` limits its height in pages; 0 does not.
    """
    setup = sheet.page_setup
    setup.paperSize = paper
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth = 1
    setup.fitToHeight = pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.75, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if header_row:
        sheet.print_title_rows = "1:1"
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=HeaderFooterItem(
            left=_part("单位（盖章）：", 10), center=_part("&A", 14), right=_part("打印日期：&D", 10)
        ),
        oddFooter=HeaderFooterItem(center=_part("第 &P 页 共 &N 页", 10)),
    )


def _part(text: str, size: int) -> _HeaderFooterPart:
    return _HeaderFooterPart(text, f"{palette.HEAD_FONT},Regular", size)
