"""Paper: size, margins, repeated header row, page numbers."""

from __future__ import annotations

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.books.template import styles

A3 = 8
A4 = 9
WIDE = 190
"""Sheets wider than this many characters are printed on A3."""


def set_up(sheet: Worksheet, *, paper: int = A4, landscape: bool = True, header_row: bool = True) -> None:
    """Print a sheet one page wide, with its name above and `第 n 页 共 m 页` below."""
    setup = sheet.page_setup
    setup.paperSize = paper
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth = 1
    setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.75, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if header_row:
        sheet.print_title_rows = "1:1"
    top, bottom = sheet.oddHeader, sheet.oddFooter
    font = f"{styles.HEAD_FONT},Regular"
    top.left.text, top.left.font, top.left.size = "单位（盖章）：", font, 10
    top.center.text, top.center.font, top.center.size = "&A", font, 14
    top.right.text, top.right.font, top.right.size = "打印日期：&D", font, 10
    bottom.center.text, bottom.center.font, bottom.center.size = "第 &P 页 共 &N 页", font, 10
