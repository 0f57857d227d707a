"""Put back the formulas of 统计汇总 that somebody typed over; what the cells look like stays."""

from __future__ import annotations

import copy
from typing import Any

from rectify_xl.ledger import schema
from rectify_xl.text.refs import parse_cell
from rectify_xl.workbook import protection
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import summary_cells
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise


def restore(draft: PackageDraft, blank: PackageDraft, *, asked: bool = False) -> tuple[str, ...]:
    """Return the cells whose formulas the blank ledger gave back.

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
    for ref in lost.refs:
        place = parse_cell(ref)
        if place and place[0] in rows:
            _fill(_cell(rows[place[0]], ref, place[1]), formulas[ref])
    draft.put(part, serialise(sheet))
    draft.recalculate()
    return lost.refs


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
