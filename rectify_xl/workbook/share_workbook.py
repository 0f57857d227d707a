"""The workbook that a department is sent: a blank ledger with its rows, a first sheet that explains, a code inside.

It begins from the blank ledger, never from the office's own file: what is not written into it cannot be in it.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import department_term
from rectify_xl.ledger.changes import applied
from rectify_xl.ledger.changes.recorded_change import KnownState, replay
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.memory.diff import compare
from rectify_xl.ledger.records import Changes
from rectify_xl.supervision.distribution import share_rows
from rectify_xl.supervision.distribution.fill_guide import FillGuide, GuideRow
from rectify_xl.supervision.distribution.sent_record import GUIDE, PROPERTY
from rectify_xl.text import cell_value
from rectify_xl.text.refs import column_letters, quoted_link
from rectify_xl.workbook import palette, print_setup, reproducible_save
from rectify_xl.workbook.department_blank import TEMPLATE, BlankLedger
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.editing.row_heights import CellFont, needed
from rectify_xl.workbook.repair.missing_sheets import SheetCopying
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

SEEN = (
    GUIDE,
    schema.PROBLEMS.name,
    schema.MEASURES.name,
    schema.REGULATIONS.name,
    schema.EVIDENCE.name,
)
"""The sheets that a department sees; the others are hidden, so that the file stays a whole ledger."""
_UNIT = "单位（盖章）："
_SIGNATURES = "填报人：　　　　　　负责人：　　　　　　日期："
_LONGEST_NAME = 40
_PRINT_AREA = "_xlnm.Print_Area"
_CUSTOM = "docProps/custom.xml"
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_WIDTHS = (9, 29, 8, 15, 13, 28)
"""What fills A4 upright at its full size."""
_HEADS = ("编号", "具体问题", "我方", "整改时限", "到期情况", "请填、还缺")
_TONES = {"red": palette.RED_ROW, "orange": palette.ORANGE_ROW, "": ""}


def sent_rows(blank_ledger: BlankLedger, rows: Changes) -> KnownState:
    """Return the rows of a share as a memory writes them: sheet → row key → column → text."""
    after = applied.apply(blank_ledger.book, rows)
    names = [sheet.name for sheet in share_rows.ROW_SHEETS]
    state = replay({}, compare({}, present(after._replace(sheets={name: after.sheets[name] for name in names}))))
    return {name: state[name] for name in names if state.get(name)}


def workbook(
    blank_ledger: BlankLedger, rows: Changes, guide: FillGuide, at: datetime, term: str = department_term.USUAL
) -> bytes:
    """Return the workbook of a share: `rows` go into it, `guide` is its first sheet, `at` when its memory begins.

    `term` is what the office calls a department.
    """
    begun = change_tracking.begin(blank_ledger.book, rows, at)
    data = edit.edit(blank_ledger.data, TEMPLATE, begun)
    copying = SheetCopying(PackageDraft(data), PackageDraft(_guide_workbook(guide, at)))
    copying.add(GUIDE)
    draft = PackageDraft(copying.finished())
    draft.put(draft.facts.part, _arranged(draft.read(draft.facts.part)))
    draft.put(_CUSTOM, _with_code(draft.read(_CUSTOM), guide.code))
    seen = {draft.facts.sheets[name] for name in SEEN}
    for part in draft.facts.worksheets.values():
        tree = parse(draft.read(part))
        _select(tree, chosen=part == draft.facts.sheets[GUIDE])
        if part in seen:
            _sign(tree, guide.to, term)
        draft.put(part, serialise(tree))
    return draft.packed()


def _arranged(content: bytes) -> bytes:
    """Return the list of sheets with the guide first and in front, and what a department does not need hidden."""
    book = parse(content)
    sheets = book.find(f"{MAIN}sheets")
    guide = next(sheet for sheet in sheets if sheet.get("name") == GUIDE)
    last = len(sheets) - 1
    sheets.insert(0, guide)
    for sheet in sheets:
        if sheet.get("name") in SEEN:
            sheet.set("state", "visible")
        elif sheet.get("state") != "veryHidden":
            sheet.set("state", "hidden")
    for name in list(book.iterfind(f"{MAIN}definedNames/{MAIN}definedName")):
        place = name.get("localSheetId")
        if place is None:
            continue
        number = 0 if int(place) == last else int(place) + 1
        name.set("localSheetId", str(number))
        if name.get("name") == _PRINT_AREA:
            # LibreOffice prints a hidden sheet that has one; that of 问题台账 leaves out what a department fills in
            name.getparent().remove(name)
    for view in book.iterfind(f"{MAIN}bookViews/{MAIN}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    return serialise(book)


def _select(sheet: Any, *, chosen: bool) -> None:
    """Let one sheet alone be selected: what is typed goes into all that are."""
    for view in sheet.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView"):
        view.set("tabSelected", "1" if chosen else "0")


def _sign(sheet: Any, department: str, term: str) -> None:
    """Print above whose sheet it is, and below where to sign."""
    whose = cell_value.storable(department)[:_LONGEST_NAME].replace("&", "&&")
    for name, old, new in (
        ("oddHeader", _UNIT, f"填报{term}（盖章）：{whose}"),
        ("oddFooter", "&C", f"&L{_SIGNATURES}&C"),
    ):
        element = sheet.find(f"{MAIN}headerFooter/{MAIN}{name}")
        if element is not None and element.text:
            element.text = element.text.replace(old, new, 1)


def _with_code(content: bytes, code: str) -> bytes:
    tree = parse(content)
    numbers = [int(element.get("pid") or 1) for element in tree]
    element = etree.SubElement(
        tree, f"{_PROPERTIES}property", fmtid=_FORMAT, pid=str(max(numbers, default=1) + 1), name=PROPERTY
    )
    nsmap: Any = {"vt": _VALUES}
    etree.SubElement(element, f"{{{_VALUES}}}lpwstr", nsmap=nsmap).text = code
    return serialise(tree)


def _guide_workbook(guide: FillGuide, at: datetime) -> bytes:
    """Return a workbook that has the guide as its only sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _Guide(book.create_sheet(GUIDE)).fill(guide)
    buffer = io.BytesIO()
    reproducible_save.save(book, buffer, at.replace(tzinfo=None))
    return buffer.getvalue()


class _Guide:
    """Writes the guide from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 0
        for place, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[column_letters(place)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = palette.NAVY

    def fill(self, guide: FillGuide) -> None:
        """Write all of it."""
        self._wide(guide.title, palette.TITLE, 36)
        self._wide(guide.summary, palette.STRONG, 22)
        for label, text in guide.heads:
            self._line(label, text)
        self._wide("怎么填", palette.SECTION, 26)
        for number, text in enumerate(guide.steps, 1):
            self._wide(f"{number}. {text}", palette.BODY, 0)
        self._wide("逐项情况（点编号跳到该行）", palette.SECTION, 26)
        self._table(guide.rows)
        print_setup.set_up(self._sheet, landscape=False, header_row=False)

    def _put(self, place: int, text: str) -> Cell:
        """Write a text as a text, whatever it begins with, without what a workbook cannot hold."""
        cell = self._sheet.cell(self._row, place, cell_value.storable(text))
        cell.data_type = "s"
        return cell

    def _wide(self, text: str, font: Font, height: float) -> None:
        self._row += 1
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=len(_WIDTHS))
        cell = self._put(1, text)
        cell.font, cell.alignment = font, palette.LEFT_MIDDLE
        lines = needed({1: text}, {1: CellFont(wraps=True, size=palette.BODY_SIZE)}, {1: float(sum(_WIDTHS))})
        self._sheet.row_dimensions[self._row].height = height or lines or 18

    def _line(self, label: str, text: str) -> None:
        self._row += 1
        self._sheet.merge_cells(start_row=self._row, start_column=2, end_row=self._row, end_column=len(_WIDTHS))
        for place, words, font in ((1, label, palette.STRONG), (2, text, palette.BODY)):
            cell = self._put(place, words)
            cell.font, cell.alignment = font, palette.LEFT_MIDDLE
        self._sheet.row_dimensions[self._row].height = 18

    def _table(self, rows: tuple[GuideRow, ...]) -> None:
        self._row += 1
        for place, head in enumerate(_HEADS, 1):
            cell = self._sheet.cell(self._row, place, head)
            fill, ink = palette.HEAD_COLOURS["required"]
            cell.fill, cell.border, cell.alignment = palette.solid(fill), palette.box(), palette.MIDDLE
            cell.font = Font(name=palette.HEAD_FONT, size=palette.BODY_SIZE, bold=True, color=ink)
        self._sheet.row_dimensions[self._row].height = 22
        self._sheet.print_title_rows = f"{self._row}:{self._row}"
        for row in rows:
            self._entry(row)

    def _entry(self, row: GuideRow) -> None:
        self._row += 1
        texts = (row.id, row.problem, row.part, row.due, row.state, row.asked)
        for place, text in enumerate(texts, 1):
            cell = self._put(place, text)
            cell.font, cell.border = palette.BODY, palette.box()
            short = place in (1, 3, 4, 5)
            cell.alignment = Alignment(horizontal="center" if short else "left", vertical="center", wrap_text=True)
            if _TONES[row.tone] and place == 5:
                cell.fill = palette.solid(_TONES[row.tone])
        link = self._sheet.cell(self._row, 1)
        link.font = palette.LINK
        link.hyperlink = Hyperlink(
            ref=link.coordinate, location=quoted_link(row.link), display=cell_value.storable(row.id)
        )
        placed = dict(enumerate(texts, 1))
        font = CellFont(wraps=True, size=palette.BODY_SIZE)
        widths = {place: float(width) for place, width in enumerate(_WIDTHS, 1)}
        self._sheet.row_dimensions[self._row].height = max(needed(placed, dict.fromkeys(placed, font), widths) or 0, 20)
