"""Give a ledger the columns that it lacks: those of a newer layout, or such as somebody deleted."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import guard, headers, reader
from rectify_xl.ledger.reading.reader import RawSheet
from rectify_xl.ledger.schema import Column
from rectify_xl.text.cell_value import text
from rectify_xl.text.refs import LAST_COLUMN, Area, cell_ref, column_letters, parse_area, parse_cell
from rectify_xl.workbook import protection
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import read_workbook, sheet_facts
from rectify_xl.workbook.repair.column_map import ColumnMap, place
from rectify_xl.workbook.repair.mend import Damage, Repaired
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

COLUMN = "缺少的列"
OWN_WIDTH = 16
"""Characters that a column of an office's own is wide."""
_ROW, _CELL = f"{MAIN}row", f"{MAIN}c"


class Pattern(NamedTuple):
    """The looks of a column of the ledger that another one gets: its place, and the number of its style."""

    position: int
    style: str


class Styles:
    """The styles of the columns of a ledger by what their cells mean: sheets of one workbook share them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def learn(self, sheet: Any, place: ColumnMap) -> None:
        """Remember the styles of a sheet's columns; the first of each kind counts."""
        for position, at in sorted(place.columns.items()):
            style = _column_style(sheet, at)
            if style:
                self._known.setdefault(place.layout.columns[position - 1].kind, style)

    def of(self, kind: str) -> str:
        """Return the style of a kind of cells, that of text where the ledger has no column of the kind."""
        return self._known.get(kind) or self._known.get("text", "")


def missing(raw: RawSheet, place: ColumnMap) -> tuple[Column, ...]:
    """Return the columns of the layout that a sheet lacks, but for those that seem to bear another name there."""
    layout = place.layout
    if len(place.columns) < min(guard.FEWEST_HEADERS, len(layout.columns)):
        return ()
    names = [column.name for column in layout.columns]
    cells = raw.rows[place.header - 1] if place.header <= len(raw.rows) else ()
    shown = [text(value) for value in cells]
    for position, at in place.columns.items():
        shown[at - 1] = names[position - 1]
    header = headers.Header(layout.name, place.header, shown)
    absent = [column for position, column in enumerate(layout.columns, 1) if position not in place.columns]
    return tuple(column for column in absent if not headers.likely(column.name, header, names))


def table_of(tables: Iterable[Any], place: ColumnMap) -> Any | None:
    """Return the table, of the parsed ones of a sheet, that begins with the header."""
    for table in tables:
        area = parse_area(table.get("ref", ""))
        if area and area.top == place.header:
            return table
    return None


def add(sheet: Any, table: Any | None, place: ColumnMap, columns: Sequence[Column], styles: Styles) -> ColumnMap:
    """Add columns to `sheet` and its `table`; return where all columns stand then.

    They join the table; where something stands to the right of it, they stand behind that and beside the table.
    """
    filled = _width(sheet)
    area = parse_area(table.get("ref", "")) if table is not None else None
    right = area.right if area else max(place.columns.values())
    first = max(right, filled) + 1
    if first + len(columns) > LAST_COLUMN:
        return place
    positions = {column.name: position for position, column in enumerate(place.layout.columns, 1)}
    known = dict(place.columns)
    for at, column in enumerate(columns, first):
        pattern = _pattern(sheet, place, column, styles)
        _put_head(sheet, place, at, column)
        _put_body(sheet, place, at, pattern)
        _set_width(sheet, at, column, pattern.style)
        if column.name in positions:
            known[positions[column.name]] = at
    if area and first == area.right + 1:
        _widen(table, area, columns)
    return place._replace(columns=known)


def _width(sheet: Any) -> int:
    """Return the last column in which anything stands: a value, a formula, or a merged area."""
    filled = (parse_cell(cell.get("r", "")) for cell in sheet.iter(_CELL) if len(cell))
    merged = (parse_area(merge.get("ref", "")) for merge in sheet.iter(f"{MAIN}mergeCell"))
    return max(
        max((width[1] for width in filled if width), default=0),
        max((width.right for width in merged if width and width.right < LAST_COLUMN), default=0),
    )


def _pattern(sheet: Any, place: ColumnMap, column: Column, styles: Styles) -> Pattern:
    """Return the column of the sheet whose cells look as those of the new one shall."""
    layout = place.layout.columns
    for position, at in sorted(place.columns.items()):
        if layout[position - 1].kind == column.kind:
            return Pattern(at, _column_style(sheet, at) or styles.of(column.kind))
    return Pattern(0, styles.of(column.kind))


def _put_head(sheet: Any, place: ColumnMap, at: int, column: Column) -> None:
    """Write the header in the looks of one that is filled in as this one is."""
    row = _rows(sheet)[place.header]
    cells = {parsed[1]: cell for cell in row.iterfind(_CELL) if (parsed := parse_cell(cell.get("r", "")))}
    alike = [
        present
        for position, present in sorted(place.columns.items(), reverse=True)
        if place.layout.columns[position - 1].entry == column.entry
    ]
    style = next((cells[candidate].get("s") for candidate in (*alike, *sorted(cells)) if candidate in cells), None)
    cell = _cell(row, place.header, at, style)
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = column.name


def _put_body(sheet: Any, place: ColumnMap, at: int, pattern: Pattern) -> None:
    """Give the cells of the rows in use the looks of the pattern's."""
    letters = column_letters(pattern.position)
    for number, row in _rows(sheet).items():
        if not place.header < number <= place.last or not len(row):
            continue
        beside = next((cell for cell in row.iterfind(_CELL) if cell.get("r") == f"{letters}{number}"), None)
        style = beside.get("s") if beside is not None else pattern.style
        if style:
            _cell(row, number, at, style)


def _cell(row: Any, number: int, at: int, style: str | None) -> Any:
    """Return an empty cell in its place within a row; one that was only formatted gives way."""
    row.attrib.pop("spans", None)
    after = None
    for cell in row.iterfind(_CELL):
        position = parse_cell(cell.get("r", ""))
        if position and position[1] == at:
            row.remove(cell)
        elif position and position[1] > at and after is None:
            after = cell
    fresh = etree.Element(_CELL, r=cell_ref(number, at))
    if style:
        fresh.set("s", style)
    if after is not None:
        after.addprevious(fresh)
    else:
        row.append(fresh)
    return fresh


def _rows(sheet: Any) -> dict[int, Any]:
    return {int(row.get("r") or 0): row for row in sheet.iter(_ROW)}


def _column_style(sheet: Any, at: int) -> str:
    for column_element in sheet.iterfind(f"{MAIN}cols/{MAIN}col"):
        if int(column_element.get("min")) <= at <= int(column_element.get("max")):
            return str(column_element.get("style") or "")
    return ""


def _set_width(sheet: Any, at: int, column: Column, style: str) -> None:
    """State the width of a column; a line that says something of several columns is cut around it."""
    group = sheet.find(f"{MAIN}cols")
    if group is None:
        group = etree.Element(f"{MAIN}cols")
        sheet.find(f"{MAIN}sheetData").addprevious(group)
    for column_element in list(group):
        first, last = int(column_element.get("min")), int(column_element.get("max"))
        if first <= at <= last:
            for part_first, part_last in ((first, at - 1), (at + 1, last)):
                if part_first <= part_last:
                    part = copy.deepcopy(column_element)
                    part.set("min", str(part_first))
                    part.set("max", str(part_last))
                    column_element.addprevious(part)
            group.remove(column_element)
    fresh = etree.Element(f"{MAIN}col", min=str(at), max=str(at), width=str(column.width), customWidth="1")
    if style:
        fresh.set("style", style)
    after = next((column_element for column_element in group if int(column_element.get("min")) > at), None)
    if after is not None:
        after.addprevious(fresh)
    else:
        group.append(fresh)


def _widen(table: Any, area: Area, columns: Sequence[Column]) -> None:
    """Let the table end with the new columns."""
    namespace = f"{{{etree.QName(table).namespace}}}"
    wide = area._replace(right=area.right + len(columns))
    table.set("ref", str(wide))
    for element in table.iterfind(f"{namespace}autoFilter"):
        filtered = parse_area(element.get("ref", ""))
        if filtered:
            element.set("ref", str(filtered._replace(right=wide.right)))
    group = table.find(f"{namespace}tableColumns")
    number = max((int(element.get("id") or 0) for element in group), default=0)
    for identifier, column in enumerate(columns, number + 1):
        etree.SubElement(group, f"{namespace}tableColumn", id=str(identifier), name=column.name)
    group.set("count", str(len(group)))


def widen(data: bytes, name: str, *, asked: bool = False) -> Repaired:
    """Return the ledger in `data` with the columns that it lacks; they bear neither dropdowns nor colours yet.

    Protected sheets are left alone; raises `BookError` where one lacks a column and a user `asked` for the repair.
    """
    book, draft = read_workbook.read(data, name), PackageDraft(data)
    damages: list[Damage] = []
    styles = Styles()
    for layout in schema.TABLES:
        part = draft.facts.sheets.get(layout.name)
        if not part or layout.name not in book.sheets:
            continue
        raw = book.sheets[layout.name]
        where = place(layout, reader.find_header(raw, layout))
        lacking = missing(raw, where)
        sheet = parse(draft.read(part))
        styles.learn(sheet, where)
        if lacking and protection.protected(draft.read(part), layout.name):
            if asked:
                protection.refuse_protected(draft.read(part), layout.name)
            continue
        if lacking:
            tables = dict(_tables(draft, part))
            table = table_of(tables.values(), where)
            add(sheet, table, where, lacking, styles)
            draft.put(part, serialise(sheet))
            for target, known in tables.items():
                if known is table:
                    draft.put(target, serialise(known))
            damages += [Damage(layout.name, COLUMN, column.name, 0) for column in lacking]
    return Repaired(draft.packed() if damages else data, tuple(damages))


def with_own_columns(data: bytes, name: str, columns: Mapping[str, Sequence[str]]) -> bytes:
    """Return the ledger in `data` with further columns at the right of its tables, by sheet: an office's own ones."""
    book, draft = read_workbook.read(data, name), PackageDraft(data)
    for layout in schema.TABLES:
        part = draft.facts.sheets.get(layout.name)
        if not part or not columns.get(layout.name):
            continue
        where = place(layout, reader.find_header(book.sheets[layout.name], layout))
        sheet, styles = parse(draft.read(part)), Styles()
        styles.learn(sheet, where)
        tables = dict(_tables(draft, part))
        table = table_of(tables.values(), where)
        add(sheet, table, where, [Column(own, "long", OWN_WIDTH) for own in columns[layout.name]], styles)
        draft.put(part, serialise(sheet))
        for target, known in tables.items():
            if known is table:
                draft.put(target, serialise(known))
    return draft.packed()


def _tables(draft: PackageDraft, part: str) -> Iterator[tuple[str, Any]]:
    """Yield the tables of a sheet, parsed, with their parts."""
    for link in sheet_facts.links(draft.package, part).values():
        if link.kind == "table" and link.target in draft:
            yield link.target, parse(draft.read(link.target))
