"""A first sheet that explains a workbook to who opens it: a title, sentences, and a table with links into the rest.

It is made as a workbook of its own, of which the sheet is copied in front of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.text import cell_value
from rectify_xl.text.refs import column_letters, quoted_link
from rectify_xl.workbook import colours, palette
from rectify_xl.workbook.editing.row_heights import CellFont, needed
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

if TYPE_CHECKING:
    from rectify_xl.workbook.editing.package_draft import PackageDraft

_BODY = CellFont(wraps=True, size=colours.BODY_SIZE)


class ExplainingSheet:
    """Writes such a sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self._widths = {place: float(width) for place, width in enumerate(widths, 1)}
        self._row = 0
        for place, width in self._widths.items():
            sheet.column_dimensions[column_letters(place)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = colours.NAVY

    def wide(self, text: str, font: Font, height: float = 0) -> None:
        """Write a text across all columns, as high as it needs or as `height` says."""
        self._row += 1
        width = len(self._widths)
        self.sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=width)
        cell = self._put(1, text)
        cell.font, cell.alignment = font, palette.LEFT_MIDDLE
        lines = needed({1: text}, {1: _BODY}, {1: sum(self._widths.values())})
        self.sheet.row_dimensions[self._row].height = height or lines or 18

    def line(self, label: str, text: str, label_columns: int = 1) -> None:
        """Write a label, and beside it a text across the other columns."""
        self._row += 1
        for first, last in ((1, label_columns), (label_columns + 1, len(self._widths))):
            if last > first:
                self.sheet.merge_cells(start_row=self._row, start_column=first, end_row=self._row, end_column=last)
        for place, words, font in ((1, label, palette.STRONG), (label_columns + 1, text, palette.BODY)):
            cell = self._put(place, words)
            cell.font, cell.alignment = font, palette.LEFT_MIDDLE
        self.sheet.row_dimensions[self._row].height = 18

    def heads(self, texts: Sequence[str]) -> None:
        """Write the heads of the table, which every printed page repeats."""
        self._row += 1
        for place, head in enumerate(texts, 1):
            cell = self._put(place, head)
            fill, ink = colours.HEAD_COLOURS["required"]
            cell.fill, cell.border, cell.alignment = palette.solid(fill), palette.box(), palette.MIDDLE
            cell.font = Font(name=colours.HEAD_FONT, size=colours.BODY_SIZE, bold=True, color=ink)
        self.sheet.row_dimensions[self._row].height = 22
        self.sheet.print_title_rows = f"{self._row}:{self._row}"

    def entry(
        self,
        texts: Sequence[str],
        centred: Sequence[int],
        fills: Mapping[int, str],
        link: tuple[int, str] | None = None,
    ) -> None:
        """Write a row of the table. `fills` are colours and `link` the place and address of a link, by column."""
        self._row += 1
        for place, text in enumerate(texts, 1):
            cell = self._put(place, text)
            cell.font, cell.border = palette.BODY, palette.box()
            horizontal = "center" if place in centred else "left"
            cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
            if fills.get(place):
                cell.fill = palette.solid(fills[place])
        if link is not None:
            cell = self._put(link[0], texts[link[0] - 1])
            cell.font = palette.LINK
            cell.hyperlink = Hyperlink(
                ref=cell.coordinate,
                location=quoted_link(link[1]),
                display=cell_value.storable(texts[link[0] - 1]),
            )
        placed = dict(enumerate(texts, 1))
        height = needed(placed, dict.fromkeys(placed, _BODY), self._widths)
        self.sheet.row_dimensions[self._row].height = max(height or 0, 20)

    def _put(self, place: int, text: str) -> Cell:
        """Write a text as a text, whatever it begins with, without what a workbook cannot hold."""
        cell: Cell = self.sheet.cell(self._row, place)  # type: ignore[assignment] # no cell hidden by a merge
        if text:
            cell.value = cell_value.storable(text)
            cell.data_type = "s"
        return cell


def to_the_front(book: Any, name: str) -> None:
    """Put the last sheet of a workbook's parsed main part in front, and let it be the one that is shown first."""
    sheets = book.find(f"{MAIN}sheets")
    last = len(sheets) - 1
    sheets.insert(0, next(sheet for sheet in sheets if sheet.get("name") == name))
    for defined in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        place = defined.get("localSheetId")
        if place is not None:
            defined.set("localSheetId", str(0 if int(place) == last else int(place) + 1))
    for view in book.iterfind(f"{MAIN}bookViews/{MAIN}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")


def remove_sheet(draft: PackageDraft, tab: str) -> None:
    """Take a sheet out of the draft of a workbook, with its names and with what hangs on it alone."""
    part = draft.facts.worksheets[tab]
    hanging = {link.target for link in sheet_facts.links(draft.package, part).values()}
    for other in {*draft.facts.worksheets.values()} - {part}:
        hanging -= {link.target for link in sheet_facts.links(draft.package, other).values()}
    book = parse(draft.read(draft.facts.part))
    sheets = book.find(f"{MAIN}sheets")
    place, entry = next((at, sheet) for at, sheet in enumerate(sheets) if sheet.get("name") == tab)
    sheets.remove(entry)
    for defined in list(book.iterfind(f"{MAIN}definedNames/{MAIN}definedName")):
        local = int(defined.get("localSheetId") or -1)
        if local == place:
            defined.getparent().remove(defined)
        elif local > place:
            defined.set("localSheetId", str(local - 1))
    names = book.find(f"{MAIN}definedNames")
    if names is not None and not len(names):
        book.remove(names)
    draft.put(draft.facts.part, serialise(book))
    for gone in (part, *hanging):
        draft.drop(gone)


def select(content: bytes, *, chosen: bool) -> bytes:
    """Return a sheet that is selected or is not: what is typed goes into all that are."""
    sheet = parse(content)
    for view in sheet.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView"):
        view.set("tabSelected", "1" if chosen else "0")
    return serialise(sheet)
