"""The workbook that a department is sent: a blank ledger with its rows, a first sheet that explains, a code inside.

It begins from the blank ledger, never from the office's own file: what is not written into it cannot be in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lxml import etree
from openpyxl import Workbook

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import department_term
from rectify_xl.ledger.changes import applied
from rectify_xl.ledger.changes.recorded_change import KnownState, replay
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import change_tracking
from rectify_xl.ledger.memory.diff import compare
from rectify_xl.ledger.records import Changes
from rectify_xl.supervision.distribution import share_rows
from rectify_xl.supervision.distribution.fill_guide import FillGuide
from rectify_xl.supervision.distribution.sent_record import GUIDE, PROPERTY
from rectify_xl.text import cell_value
from rectify_xl.workbook import colours, palette, print_setup, reproducible_save
from rectify_xl.workbook.department_blank import TEMPLATE, BlankLedger
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.explaining_sheet import ExplainingSheet, select, to_the_front
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
_TONES = {"red": colours.RED_ROW, "orange": colours.ORANGE_ROW, "": ""}


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
        draft.put(part, select(draft.read(part), chosen=part == draft.facts.sheets[GUIDE]))
        if part in seen:
            tree = parse(draft.read(part))
            _sign(tree, guide.to, term)
            draft.put(part, serialise(tree))
    return draft.packed()


def _arranged(content: bytes) -> bytes:
    """Return the list of sheets with the guide first and in front, and what a department does not need hidden."""
    book = parse(content)
    to_the_front(book, GUIDE)
    for sheet in book.find(f"{MAIN}sheets"):
        if sheet.get("name") in SEEN:
            sheet.set("state", "visible")
        elif sheet.get("state") != "veryHidden":
            sheet.set("state", "hidden")
    for name in list(book.iterfind(f"{MAIN}definedNames/{MAIN}definedName")):
        if name.get("localSheetId") is not None and name.get("name") == _PRINT_AREA:
            # LibreOffice prints a hidden sheet that has one; that of 问题台账 leaves out what a department fills in
            name.getparent().remove(name)
    return serialise(book)


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
    _fill(ExplainingSheet(book.create_sheet(GUIDE), _WIDTHS), guide)
    return reproducible_save.content(book, at)


def _fill(page: ExplainingSheet, guide: FillGuide) -> None:
    """Write the guide from top to bottom."""
    page.wide(guide.title, palette.TITLE, 36)
    page.wide(guide.summary, palette.STRONG, 22)
    for label, text in guide.heads:
        page.line(label, text)
    page.wide("怎么填", palette.SECTION, 26)
    for number, text in enumerate(guide.steps, 1):
        page.wide(f"{number}. {text}", palette.BODY)
    page.wide("逐项情况（点编号跳到该行）", palette.SECTION, 26)
    page.heads(_HEADS)
    for row in guide.rows:
        texts = (row.id, row.problem, row.part, row.due, row.state, row.asked)
        page.entry(texts, (1, 3, 4, 5), {5: _TONES[row.tone]}, (1, row.link))
    print_setup.set_up(page.sheet, landscape=False, header_row=False)
