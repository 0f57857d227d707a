"""Find the sheets and columns of a returned file again, whatever was done to their names. Pure.

A tab may be renamed or copied into another workbook, a header renamed, pasted over or deleted: what is certain by its
neighbours, its words or the numbers below it is understood, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.intake.grid import SheetGrid
from rectify_xl.ledger import heading_words, schema
from rectify_xl.ledger.reading import headers, reader, tab_names
from rectify_xl.ledger.reading.headers import Header
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.schema import Sheet
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.excerpts import on_one_line, shortened
from rectify_xl.text.refs import cell_ref

RETURNED: tuple[Sheet, ...] = (schema.PROBLEMS, schema.MEASURES, schema.EVIDENCE, schema.REGULATIONS)
"""The sheets in which a department writes."""
_FEWEST = 3
"""A tab of another name is a sheet of the ledger where at least so many of its headers are."""
_TELLING = {
    schema.PROBLEMS.name: "具体问题",
    schema.MEASURES.name: "措施内容",
    schema.EVIDENCE.name: "文件或文号",
    schema.REGULATIONS.name: "新建/修订",
}
"""The header by which a tab of another name is told from those of other sheets."""
_SHOWN = 12


class UnderstoodBook(NamedTuple):
    """A returned workbook with the names of the layout, and sentences about what was called otherwise."""

    book: RawBook
    sees: tuple[str, ...]


def raw_book(name: str, grids: Iterable[SheetGrid]) -> RawBook:
    """Return the tabs of any workbook as raw sheets, under their own names."""
    sheets = {grid.name: RawSheet(grid.name, _rows(grid), grid.merged) for grid in grids}
    uncached = {(grid.name, row, column): text for grid in grids for (row, column), text in grid.uncached.items()}
    return RawBook(name, sheets, uncached=uncached, tabs=tuple(sheets))


def understand(book: RawBook, ids: Mapping[str, frozenset[str]]) -> UnderstoodBook:
    """Return a returned workbook with its sheets and columns under the names of the layout.

    `book` may hold tabs under any name; `ids` are the ids of rows that were sent, by sheet.
    """
    sees: list[str] = []
    sheets = {}
    renamed = _sheets(book, ids)
    for tab, raw in book.sheets.items():
        name = renamed.get(tab, tab)
        layout = next((sheet for sheet in RETURNED if sheet.name == name), None)
        if tab != name and tab_names.sheet_of(tab) != name:
            sees.append(f"工作表“{tab}”按《{name}》读")
        sheets[name] = raw._replace(name=name)
        if layout is not None:
            sheets[name], sentences = _mended(sheets[name], layout, ids.get(name, frozenset()))
            sees += sentences
    uncached = {(renamed.get(tab, tab), row, at): text for (tab, row, at), text in book.uncached.items()}
    return UnderstoodBook(book._replace(sheets=sheets, uncached=uncached), tuple(sees))


def _sheets(book: RawBook, ids: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return which tab is which sheet of the layout: by its name, else by its headers or the ids in it."""
    named = {tabs[0]: sheet for sheet, tabs in tab_names.by_sheet(book.sheets).items()}
    for layout in RETURNED:
        here = next((tab for tab, sheet in named.items() if sheet == layout.name), None)
        if here is not None and (
            _hits(book.sheets[here], layout) or _ids_in(book.sheets[here], ids.get(layout.name, frozenset()))
        ):
            continue
        free = [(tab, raw) for tab, raw in book.sheets.items() if tab not in named]
        scored = [(_likeness(raw, layout, ids.get(layout.name, frozenset())), tab) for tab, raw in free]
        best = max(scored, default=(0, ""))
        if best[0] >= _FEWEST:
            if here is not None:
                del named[here]
            named[best[1]] = layout.name
    return named


def _likeness(raw: RawSheet, layout: Sheet, ids: frozenset[str]) -> int:
    hits = _hits(raw, layout)
    telling = _TELLING[layout.name]
    _, names = reader.header_row([column.name for column in layout.columns], raw.rows, raw.merged)
    if hits >= _FEWEST and (telling in names or layout.columns[0].name in names):
        return hits
    return _FEWEST if _ids_in(raw, ids) else 0


def _hits(raw: RawSheet, layout: Sheet) -> int:
    known = {column.name for column in layout.columns}
    _, names = reader.header_row(list(known), raw.rows, raw.merged)
    return len(known & set(names))


def _ids_in(raw: RawSheet, ids: frozenset[str]) -> bool:
    """Tell whether at least half of the ids that were sent stand in one column."""
    if not ids:
        return False
    widest = max(map(len, raw.rows), default=0)
    columns = [{cell_value.identifier(row[at]) for row in raw.rows if at < len(row)} for at in range(min(widest, 5))]
    return any(2 * len(ids & column) >= len(ids) for column in columns)


def _mended(raw: RawSheet, layout: Sheet, ids: frozenset[str]) -> tuple[RawSheet, list[str]]:
    """Return a sheet in whose header row the names of the layout stand, and what was called otherwise."""
    names = [column.name for column in layout.columns]
    row, present = reader.header_row(names, raw.rows, raw.merged)
    known = set(names) & set(present)
    if len(known) < 2:
        return _without_header(raw, layout, ids)
    if known == set(names):
        return raw, []
    sees: list[str] = []
    mended = list(present)
    for name, at in _renamed(present, Header(raw.name, row, present), layout).items():
        was = f"『{shortened(on_one_line(present[at - 1]), _SHOWN)}』" if present[at - 1] else "空着"
        sees.append(f"《{raw.name}》{cell_ref(row, at)}的表头{was}，按『{name}』读")
        mended[at - 1] = name
    if not sees:
        return raw, []
    rows = list(raw.rows)
    rows[row - 1] = [name or None for name in mended]
    return raw._replace(rows=rows), sees


def _renamed(present: Sequence[str], header: Header, layout: Sheet) -> dict[str, int]:
    """Return the place of each column of the layout that has another header: by its words, or by its neighbours."""
    names = [column.name for column in layout.columns]
    places: dict[str, int] = {}
    for at, text in enumerate(present, 1):
        if text and text not in names:
            meant = heading_words.ROLES.get(heading_words.meaning(text).role)
            if meant is not None and meant.sheet == layout.name and meant.column not in (*present, *places):
                places[meant.column] = at
    for name in names:
        if name not in present and name not in places:
            cell = headers.likely(name, header, names)
            if cell is not None and cell.column not in places.values() and _in_order(name, cell.column, present, names):
                places[name] = cell.column
    return places


def _in_order(name: str, column: int, present: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a column stands right beside one that is its neighbour in the layout."""
    at = names.index(name)
    before, after = names[at - 1] if at else "", names[at + 1] if at + 1 < len(names) else ""
    left = present[column - 2] if column > 1 else ""
    right = present[column] if column < len(present) else ""
    return (bool(before) and left == before) or (bool(after) and right == after)


def _without_header(raw: RawSheet, layout: Sheet, ids: frozenset[str]) -> tuple[RawSheet, list[str]]:
    """Return a sheet that has lost its header with that of the layout, where the ids stand in the first column."""
    first = {cell_value.identifier(row[0]) for row in raw.rows if row}
    if not ids or 2 * len(ids & first) < len(ids):
        return raw, []
    start = next(at for at, row in enumerate(raw.rows) if row and cell_value.identifier(row[0]) in ids)
    header: list[Raw] = [column.name for column in layout.columns]
    if start:
        rows = [*([] for _ in range(start - 1)), header, *raw.rows[start:]]
        return raw._replace(rows=rows), [f"《{raw.name}》的表头不见了，按原来的列次序读"]
    moved = tuple(area._replace(top=area.top + 1, bottom=area.bottom + 1) for area in raw.merged)
    return raw._replace(rows=[header, *raw.rows], merged=moved), [f"《{raw.name}》的表头被删掉了，按原来的列次序读"]


def _rows(grid: SheetGrid) -> list[list[Raw]]:
    rows: list[list[Raw]] = [[] for _ in range(max((row for row, _ in grid.values), default=0))]
    for (row, column), value in sorted(grid.values.items()):
        cells = rows[row - 1]
        cells.extend([None] * (column - 1 - len(cells)))
        cells.append(value)
    return rows
