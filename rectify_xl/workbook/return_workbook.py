"""The workbook that goes back to a unit: its own, with its errors marked in place and a first sheet that explains them.

Everything else in it stays as the unit sent it. Where it cannot be written (another format, protected, signed) the
explanation goes beside it as a workbook of its own; a damaged one is not touched at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from openpyxl import Workbook

from rectify_xl.errors import BookError, UsageError
from rectify_xl.intake.grid import SheetGrid
from rectify_xl.judgement.checks import mark_findings
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Changes, Finding, Ledger
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.returns.return_slip import HEADS, SHEET, ReturnOffice, ReturnSlip, SlipLine
from rectify_xl.text import cell_value
from rectify_xl.text.refs import parse_address
from rectify_xl.workbook import colours, file_kind, palette, print_setup, protection, reproducible_save
from rectify_xl.workbook.editing import edit
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.explaining_sheet import ExplainingSheet, remove_sheet, select, to_the_front
from rectify_xl.workbook.reading import any_workbook
from rectify_xl.workbook.repair.missing_sheets import SheetCopying
from rectify_xl.workbook.repair.worksheet_order import parse, serialise

_WIDTHS = (5, 7, 15, 8, 10, 22, 40, 34, 14, 8)
_LINK, _SHORT = 3, (1, 2, 4, 10)
_LABEL_COLUMNS = 2
_FILE_LABEL = "退回的文件"


class SentLedger(NamedTuple):
    """A ledger that was sent in: its file, how that reads, and what the 上报 profile finds in it."""

    data: bytes
    name: str
    book: RawBook
    ledger: Ledger
    findings: Sequence[Finding]


class ReturnedCopy(NamedTuple):
    """What goes back: a workbook, whether it is the unit's own with its cells marked, and why it is not.

    Where it is not, the workbook holds the explanation alone.
    """

    content: bytes
    marked: bool
    reason: str = ""


def returned_copy(sent: SentLedger, slip: ReturnSlip, at: datetime) -> ReturnedCopy:
    """Return a ledger that was sent in with its errors marked and explained."""
    try:
        file_kind.refuse_writing(file_kind.recognise(sent.data, sent.name), sent.name)
        content = _explained(_marked(sent), sent.name, slip, at)
    except BookError as error:
        return ReturnedCopy(explanation(slip, at), marked=False, reason=error.message)
    return ReturnedCopy(content, marked=True)


def explanation(slip: ReturnSlip, at: datetime, *, alone: bool = True) -> bytes:
    """Return the explanation as a workbook with one sheet; `alone` where it has nothing beside it to lead to."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(ExplainingSheet(book.create_sheet(SHEET), _WIDTHS), slip, linked=not alone)
    return reproducible_save.content(book, at)


def _marked(sent: SentLedger) -> bytes:
    """Return the workbook with 校验标记 and 校验结果 filled; sheets that it lacks are left out."""
    marks = mark_findings.mark(sent.ledger, sent.findings)
    changes: Changes = tuple(block for block in marks if block.sheet in sent.book.sheets and block.writes)
    return edit.edit(sent.data, sent.name, changes) if changes else sent.data


def _explained(data: bytes, name: str, slip: ReturnSlip, at: datetime) -> bytes:
    """Return the workbook with the explanation as its first sheet, which is shown when it is opened.

    What explained an earlier return goes: its lines and its day are old, and the unit is to read one page alone.
    """
    draft = PackageDraft(data)
    protection.refuse_new_sheet(draft.package, draft.facts.part, name)
    if old := _earlier(data, name, draft.facts.tabs):
        for tab in old:
            remove_sheet(draft, tab)
        draft = PackageDraft(draft.packed())
    tab = _free(draft.facts.tabs)
    copying = SheetCopying(draft, PackageDraft(explanation(slip, at, alone=False)))
    copying.add(SHEET, tab)
    draft = PackageDraft(copying.finished())
    main = parse(draft.read(draft.facts.part))
    to_the_front(main, tab)
    draft.put(draft.facts.part, serialise(main))
    for sheet, part in draft.facts.worksheets.items():
        draft.put(part, select(draft.read(part), chosen=sheet == tab))
    return draft.packed()


def _earlier(data: bytes, name: str, tabs: Iterable[str]) -> list[str]:
    """Return the tabs that explain earlier returns; a sheet of the unit's own that bears the name stays."""
    if not any(map(return_slip.is_slip_tab, tabs)):
        return []
    grids = any_workbook.read_grid(data, name).sheets
    return [grid.name for grid in grids if return_slip.is_slip_tab(grid.name) and _explains(grid)]


def _explains(grid: SheetGrid) -> bool:
    """Tell whether a sheet is a page of ours: by its title, or by the heads of its table."""
    return any(
        cell_value.text(value) == return_slip.TITLE or (column == 1 and _is_head(grid, row))
        for (row, column), value in grid.values.items()
    )


def _is_head(grid: SheetGrid, row: int) -> bool:
    return all(cell_value.text(grid.values.get((row, place))) == head for place, head in enumerate(HEADS, 1))


def _free(tabs: Iterable[str]) -> str:
    """Return the name of the first sheet, another one where a sheet of the unit's own bears it."""
    taken = {tab.casefold() for tab in tabs}
    return next(name for number in range(1, 1_000) if (name := f"{SHEET}{number if number > 1 else ''}") not in taken)


def _fill(page: ExplainingSheet, slip: ReturnSlip, *, linked: bool) -> None:
    office = slip.office
    page.wide(return_slip.TITLE, palette.TITLE, 36)
    page.wide(slip.summary, palette.STRONG)
    for label, text in (
        (return_slip.UNIT_LABEL, slip.unit),
        (_FILE_LABEL, slip.file),
        (return_slip.OFFICE_LABEL, office.name),
        (return_slip.DAY_LABEL, office.day.isoformat()),
        (return_slip.UNTIL_LABEL, office.reply_by.isoformat()),
        (return_slip.CODE_LABEL, slip.code),
    ):
        page.line(label, text, _LABEL_COLUMNS)
    page.wide("怎么改", palette.SECTION, 26)
    for number, text in enumerate(return_slip.steps(slip, marked=linked), 1):
        page.wide(f"{number}. {text}", palette.BODY)
    page.wide(f"要改的地方（必须改{slip.errors}处，请核对{slip.reminders}处）", palette.SECTION, 26)
    page.heads(HEADS)
    for number, line in enumerate(slip.lines, 1):
        texts = (
            str(number),
            return_slip.SEVERITY_WORD[line.severity],
            line.address or return_slip.WHOLE_FILE,
            line.row_id,
            line.column,
            line.text,
            line.message,
            line.fix,
            line.remedy,
            line.code,
        )
        tone = colours.RED_ROW if line.severity == "error" else colours.YELLOW_ROW
        link = (_LINK, line.address) if linked and parse_address(line.address) else None
        page.entry(texts, _SHORT, {2: tone}, link)
    print_setup.set_up(page.sheet, header_row=False)


def read_slip(grids: Iterable[SheetGrid], name: str) -> ReturnSlip:
    """Return the slip that stands on the first sheet 退回说明 of a workbook; one of the unit's own is passed over.

    Raises `UsageError` where there is none, or its table cannot be read any more.
    """
    named = [grid for grid in grids if return_slip.is_slip_tab(grid.name)]
    grid = next(filter(_explains, named), next(iter(named), None))
    if grid is None:
        raise UsageError(f"“{name}”里没有《{SHEET}》，不是上级退回的文件", "请选择上级退回单所附的工作簿")
    texts = _texts(grid)
    labels = {row[0]: next(filter(None, row[1:]), "") for row in texts if row and row[0]}
    head = next((at for at, row in enumerate(texts) if tuple(row[: len(HEADS)]) == HEADS), None)
    days = [_day(labels.get(label, "")) for label in (return_slip.DAY_LABEL, return_slip.UNTIL_LABEL)]
    code = labels.get(return_slip.CODE_LABEL, "")
    if head is None or not code or days[0] is None or days[1] is None:
        raise UsageError(f"“{name}”的《{SHEET}》被改动过，读不懂", "请用上级发来的原件，不要改动《退回说明》")
    office = ReturnOffice(labels.get(return_slip.OFFICE_LABEL, ""), days[0], days[1])
    lines = tuple(filter(None, map(_line, texts[head + 1 :])))
    return ReturnSlip(code, labels.get(return_slip.UNIT_LABEL, ""), labels.get(_FILE_LABEL, name), office, lines)


def _texts(grid: SheetGrid) -> list[list[str]]:
    """Return the sheet as rows of texts."""
    rows: list[list[str]] = []
    for (row, column), value in sorted(grid.values.items()):
        while len(rows) < row:
            rows.append([])
        cells = rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = cell_value.text(value)
    return rows


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line(cells: Sequence[str]) -> SlipLine | None:
    """Return a line of the table; None for a row that is none."""
    _, severity, address, row_id, column, text, message, fix, remedy, code = (*cells, *[""] * len(HEADS))[: len(HEADS)]
    if not code or not message:
        return None
    mandatory = severity == return_slip.MUST
    where = address if parse_address(address) else ""
    return SlipLine(code, "error" if mandatory else "warning", where, row_id, column, text, message, fix, remedy)
