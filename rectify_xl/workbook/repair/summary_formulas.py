"""Put back the formulas of 统计汇总 that somebody typed over; what the cells look like stays.

What was typed there makes room for them, and is handed on: nobody's words go without being told.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import tab_names
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import parse_cell
from rectify_xl.workbook import protection
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import read_workbook, summary_cells
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise


class ReplacedCell(NamedTuple):
    """A cell that got its formula back, and what stood in it, empty where nothing did.

    `is_text` tells words, and formulas of somebody's own, from numbers, days and truth values.
    """

    ref: str
    text: str
    is_text: bool


def restore(draft: PackageDraft, blank: PackageDraft, *, asked: bool = False) -> tuple[ReplacedCell, ...]:
    """Return the cells whose formulas the blank ledger gave back, with what stood in them.

    A sheet whose rows or columns were moved gets none: they would stand in the wrong places. Nor does a protected one;
    raises `BookError` for it where a user `asked`.
    """
    lost = summary_cells.lost(draft.package, draft.facts)
    if not lost.refs or lost.moved:
        return ()
    part, source = draft.facts.sheets[schema.SUMMARY], blank.facts.sheets[schema.SUMMARY]
    content = draft.read(part)
    if protection.protected(content, schema.SUMMARY):
        if asked:
            protection.refuse_protected(content, schema.SUMMARY)
        return ()
    sheet, usual = parse(content), parse(blank.read(source))
    wanted = set(lost.refs)
    formulas = {cell.get("r"): cell for cell in usual.iter(f"{MAIN}c") if cell.get("r") in wanted}
    rows = {int(row.get("r") or 0): row for row in sheet.iter(f"{MAIN}row")}
    typed = _typed(draft)
    replaced: list[ReplacedCell] = []
    for ref in lost.refs:
        number, column = parse_cell(ref) or (1, 1)
        if number not in rows:
            rows[number] = _row(sheet.find(f"{MAIN}sheetData"), number)
        cell = _cell(rows[number], ref, column)
        own = cell.findtext(f"{MAIN}f")
        value = f"={own}" if own else typed.get((number, column))
        replaced.append(ReplacedCell(ref, cell_value.text(value), isinstance(value, str)))
        _fill(cell, formulas[ref])
    draft.put(part, serialise(sheet))
    draft.recalculate()
    return tuple(replaced)


def _typed(draft: PackageDraft) -> Mapping[tuple[int, int], Raw]:
    """Return what stands in the cells of the sheet as it was."""
    book = read_workbook.opened(draft.package.data, schema.SUMMARY)
    tab, *_ = tab_names.by_sheet(book.sheet_names)[schema.SUMMARY]
    rows = enumerate(read_workbook.rows_of(book, tab), 1)
    return {(number, column): value for number, row in rows for column, value in enumerate(row, 1) if value is not None}


def _row(sheet_data: Any, number: int) -> Any:
    """Return a row that the sheet has no more, put in at its place."""
    row = sheet_data.makeelement(f"{MAIN}row", {"r": str(number)})
    before = [other for other in sheet_data if int(other.get("r") or 0) < number]
    sheet_data.insert(len(before), row)
    return row


def _cell(row: Any, ref: str, column: int) -> Any:
    """Return a cell of a row, which comes in at its place where it is not there."""
    following = None
    for cell in row:
        place = parse_cell(cell.get("r") or "")
        if place and place[1] == column:
            return cell
        if place and place[1] > column:
            following = cell
            break
    cell = row.makeelement(f"{MAIN}c", {"r": ref})
    if following is None:
        row.append(cell)
    else:
        following.addprevious(cell)
    return cell


def _fill(cell: Any, usual: Any) -> None:
    """Give a cell the formula of the blank ledger, without a result."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    cell.append(copy.deepcopy(usual.find(f"{MAIN}f")))
