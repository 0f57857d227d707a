"""The blank ledger as a department gets it: what it fills in is marked, the rest folded away or narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.distribution import fill_columns
from rectify_xl.system import resources
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import read_workbook
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

TEMPLATE = "workbook_template.xlsx"
NARROW: Mapping[str, Mapping[str, int]] = {
    schema.PROBLEMS.name: {
        "方面": 12,
        "大项": 12,
        "具体问题": 22,
        "责任人": 9,
        "整改时限": 13,
        "完成程度": 9,
        "后续要求": 9,
        "即知即改": 7,
        "整改进展": 44,
        "剩余事项": 14,
        "剩余时限": 13,
        "完成日期": 13,
        "需上级支持": 7,
    },
    schema.MEASURES.name: {"措施内容": 60},
}
"""Widths with which a department prints its rows in a type that can be read."""


class BlankLedger(NamedTuple):
    """The workbook that all shares begin from, read once."""

    data: bytes
    book: RawBook


def blank() -> BlankLedger:
    """Return the workbook without rows."""
    draft = PackageDraft(resources.path(TEMPLATE).read_bytes())
    styles = _header_styles(draft)
    for sheet, filled in fill_columns.FILLED.items():
        _mark_columns(draft, sheet, filled, styles)
    data = draft.packed()
    return BlankLedger(data, read_workbook.read(data, TEMPLATE))


def _mark_columns(draft: PackageDraft, sheet: str, filled: tuple[str, ...], styles: Mapping[bool, str]) -> None:
    """Give the columns that a department fills in the header of what must be filled, all others that of the office's.

    What it fills in is unfolded; what only the office uses is folded away.
    """
    part = draft.facts.sheets[sheet]
    tree = parse(draft.read(part))
    layout = schema.by_name(sheet)
    if layout is None:
        raise AssertionError(sheet)
    places = {column.name: layout.position(column.name) for column in layout.columns}
    cells = {cell.get("r"): cell for cell in tree.find(f"{MAIN}sheetData")[0]}
    for name, place in places.items():
        cells[f"{column_letters(place)}1"].set("s", styles[name in filled])
    hidden = {places[name] for name in (*fill_columns.WITHHELD[sheet], *_office(sheet)) if name in places}
    shown = {places[name] for name in filled}
    widths = {places[name]: width for name, width in NARROW.get(sheet, {}).items()}
    for column in tree.find(f"{MAIN}cols"):
        first, last = int(column.get("min")), int(column.get("max"))
        inside = set(range(first, last + 1))
        if first == last and first in widths:
            column.set("width", str(widths[first]))
        if inside <= hidden:
            column.set("hidden", "1")
        elif inside & shown:
            for name in ("hidden", "outlineLevel"):
                column.attrib.pop(name, None)
    draft.put(part, serialise(tree))


def _office(sheet: str) -> tuple[str, ...]:
    return fill_columns.OFFICE if sheet == schema.PROBLEMS.name else ()


def _header_styles(draft: PackageDraft) -> Mapping[bool, str]:
    """Return the styles of two headers of 问题台账: of a column that people fill in, and of one that nobody does."""
    tree = parse(draft.read(draft.facts.sheets[schema.PROBLEMS.name]))
    cells = {cell.get("r"): str(cell.get("s")) for cell in tree.find(f"{MAIN}sheetData")[0]}
    required, computed = (
        next(column.name for column in schema.PROBLEMS.columns if column.entry == entry)
        for entry in ("expected", "computed")
    )
    return {
        filled: cells[f"{column_letters(schema.PROBLEMS.position(name))}1"]
        for filled, name in ((True, required), (False, computed))
    }
