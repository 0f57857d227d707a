"""Make room in a workbook for the cells that are about to be written.

Rows and cells are created where they are missing, in order, and dressed like the first row of the table body; rows
are hidden and shown, and given the height that their texts need. The editing library then only fills cells that
exist: it would append new cells out of order, without their style, and it forgets hidden rows (wolfxl 2.0.21).
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from lxml import etree

from rectify_xl.books import dimension, dragged, heights
from rectify_xl.refs import cell_ref, parse_cell

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_M = f"{{{_MAIN}}}"
_STYLES, _SHEETS = "xl/styles.xml", "xl/worksheets/"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


class Room(NamedTuple):
    """What one sheet needs.

    `cells` are the places (row, column) to be filled, `touched` the rows that change; `body_row` is the row whose looks
    new rows copy, across `width` columns. With `end`, the whole body is made anew as far as this row: what stands in
    `own_columns` below it is taken away, links and fixed heights go from all of it. In `vacated` rows nothing stands in
    `own_columns` any more, and `unlinked` cells lose their links. The texts of the touched rows, by row and column, as
    they were and as they will be, tell how high the rows have to be.
    """

    cells: frozenset[tuple[int, int]]
    touched: frozenset[int]
    body_row: int
    width: int
    own_columns: frozenset[int]
    end: int | None = None
    vacated: frozenset[int] = frozenset()
    unlinked: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    texts_before: Mapping[int, Mapping[int, str]] = {}
    texts_after: Mapping[int, Mapping[int, str]] = {}


def prepare(data: bytes, workbook_part: str, rooms: Mapping[str, Room]) -> bytes:
    """Return the workbook in `data` with room made in the sheet parts named in `rooms`.

    Every other part keeps its bytes, except that the workbook asks for one recalculation when it holds formulas.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = [(info, source.read(info)) for info in source.infolist() if not info.is_dir()]
    has_formulas = any(info.filename.startswith(_SHEETS) and _FORMULA.search(content) for info, content in parts)
    looks = next((heights.looks(_parse(content)) for info, content in parts if info.filename == _STYLES), [])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for info, content in parts:
            changed = content
            if info.filename in rooms:
                changed = _make_room(content, rooms[info.filename], looks)
            elif info.filename == workbook_part and has_formulas:
                changed = _ask_to_recalculate(content)
            if info.filename.startswith(_SHEETS) and info.filename.endswith(".xml"):
                room = rooms.get(info.filename)
                right = max((column for _, column in room.cells), default=0) if room else 0
                changed = dimension.corrected(changed, info.filename, right=right)
            package.writestr(info, changed, compress_type=info.compress_type)
    return target.getvalue()


def _parse(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(content, parser)


def _serialise(tree: Any) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _ask_to_recalculate(content: bytes) -> bytes:
    """Set the flag that makes the next program compute all formulas, whose stored results are old after a write."""
    tree = _parse(content)
    found = tree.find(f"{_M}calcPr")
    if found is None:
        found = etree.Element(f"{_M}calcPr")
        before = next(each for name in _BEFORE_CALCULATION if (each := tree.find(f"{_M}{name}")) is not None)
        before.addnext(found)
    if found.get("fullCalcOnLoad") in ("1", "true"):
        return content
    found.set("fullCalcOnLoad", "1")
    return _serialise(tree)


def _make_room(content: bytes, room: Room, looks: list[heights.Look]) -> bytes:
    tree = _parse(content)
    rows = _Rows(tree.find(f"{_M}sheetData"))
    if b"shared" in content:
        dragged.part(tree, lambda row: row in room.touched or row in room.vacated or row > (room.end or row))
    styles = {_place(cell.get("r", ""))[1]: cell.get("s") for cell in rows.cells(room.body_row)}
    gone = room.vacated if room.end is None else {number for number in rows.numbers if number > room.end}
    rows.drop(gone, room.own_columns)
    _unlink(tree, room)
    for row in sorted({row for row, _ in room.cells} - set(rows.numbers)):
        dressed = range(1, room.width + 1) if row > room.body_row else ()
        rows.add(row, {column: style for column in dressed if (style := styles.get(column))})
    for row, column in sorted(room.cells):
        rows.ensure(row, column, styles.get(column) if row > room.body_row else None)
    widths = heights.widths(tree)
    for row in sorted(room.touched):
        look = {
            _place(cell.get("r"))[1]: looks[number] for cell in rows.cells(row) if (number := _style(cell)) < len(looks)
        }
        rows.fit(
            row,
            heights.needed(room.texts_before.get(row, {}), look, widths),
            heights.needed(room.texts_after.get(row, {}), look, widths),
            also_fixed=room.end is not None,
        )
    for row in room.hidden:
        rows.hide(row)
    for row in room.shown:
        rows.show(row)
    return _serialise(tree)


def _unlink(tree: Any, room: Room) -> None:
    """Take away links, of the whole body where it is made anew; those in columns of a person's own stay."""
    links = tree.find(f"{_M}hyperlinks")
    if links is None:
        return
    for link in list(links):
        row, column = _place(link.get("ref", "").split(":")[0])
        anew = room.end is not None and row >= room.body_row and column in room.own_columns
        if anew or (row, column) in room.unlinked:
            links.remove(link)
    if not len(links):
        tree.remove(links)


class _Rows:
    """The rows of a sheet, kept in order; rows and cells without a reference are given theirs."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.by_number: dict[int, Any] = {}
        self.columns: dict[int, list[int]] = {}
        number = 0
        for row in data.iterchildren(f"{_M}row"):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            self.by_number[number] = row
        self.numbers = sorted(self.by_number)

    def cells(self, number: int) -> list[Any]:
        """Return the cells of a row."""
        row = self.by_number.get(number)
        if row is None:
            return []
        cells = list(row.iterchildren(f"{_M}c"))
        column = 0
        for cell in cells:
            column = _place(cell.get("r", ""))[1] if cell.get("r") else column + 1
            cell.set("r", cell_ref(number, column))
        return cells

    def add(self, number: int, styles: Mapping[int, str | None]) -> None:
        """Insert an empty row whose cells have the given styles by column."""
        row = etree.Element(f"{_M}row", r=str(number))
        place = bisect_left(self.numbers, number)
        if place:
            self.by_number[self.numbers[place - 1]].addnext(row)
        else:
            self.data.insert(0, row)
        self.numbers.insert(place, number)
        self.by_number[number] = row
        for column in sorted(styles):
            self._append(row, number, column, styles[column])

    def ensure(self, number: int, column: int, style: str | None) -> None:
        """Insert an empty cell unless it is there."""
        row = self.by_number[number]
        known = self.columns.get(number)
        if known is None:
            known = self.columns[number] = [_place(cell.get("r", ""))[1] for cell in self.cells(number)]
        place = bisect_left(known, column)
        if place < len(known) and known[place] == column:
            return
        row.attrib.pop("spans", None)
        cell = self._append(row, number, column, style)
        row.insert(place, cell)
        known.insert(place, column)

    def _append(self, row: Any, number: int, column: int, style: str | None) -> Any:
        cell = etree.SubElement(row, f"{_M}c", r=cell_ref(number, column))
        if style:
            cell.set("s", style)
        return cell

    def drop(self, numbers: Collection[int], columns: frozenset[int]) -> None:
        """Take away the cells in `columns` of these rows, and those of the rows that hold nothing else."""
        for number in numbers:
            row = self.by_number.get(number)
            if row is None:
                continue
            for cell in self.cells(number):
                if _place(cell.get("r", ""))[1] in columns:
                    row.remove(cell)
            if not len(row):
                self.data.remove(row)
                del self.by_number[number]
        self.numbers = sorted(self.by_number)

    def fit(self, number: int, before: float | None, after: float | None, *, also_fixed: bool) -> None:
        """Give a row the height that its texts need now.

        A height that a person fixed stays, unless `also_fixed`; one that another program computed for more than
        our texts (it knows the fonts better) only grows.
        """
        row = self.by_number.get(number)
        if row is None or (not also_fixed and row.get("customHeight") in ("1", "true")):
            return
        present = float(row.get("ht")) if row.get("ht") else None
        if not also_fixed and present is not None and present != before and (after or 0) <= present:
            return
        for name in ("ht", "customHeight"):
            row.attrib.pop(name, None)
        if after:
            row.set("ht", f"{after:g}")

    def hide(self, number: int) -> None:
        """Hide a row."""
        if number not in self.by_number:
            self.add(number, {})
        self.by_number[number].set("hidden", "1")

    def show(self, number: int) -> None:
        """Show a row."""
        if number in self.by_number:
            self.by_number[number].attrib.pop("hidden", None)


def _style(cell: Any) -> int:
    return int(cell.get("s") or 0)


def _place(reference: str) -> tuple[int, int]:
    """Return the row and column of a cell reference (C12 is 12, 3); zeros where there is none."""
    return parse_cell(reference) or (0, 0)
