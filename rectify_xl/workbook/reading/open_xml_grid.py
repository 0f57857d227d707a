"""All worksheets of an .xlsx or .xlsm as grids: values by the native reader, one pass over each part for the rest."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.system import limits
from rectify_xl.text import formulas
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.text.refs import LAST_COLUMN, Area, parse_area, parse_cell
from rectify_xl.workbook import office_package
from rectify_xl.workbook.reading import (
    cell_colours,
    grid_bounds,
    number_formats,
    read_workbook,
    sheet_facts,
    struck_out,
)
from rectify_xl.workbook.reading.number_formats import Shown
from rectify_xl.workbook.reading.sheet_facts import Attributes

if TYPE_CHECKING:
    from rectify_xl.workbook.office_package import Package

_TRUE = ("1", "true")


def read(package: Package, name: str) -> Iterator[SheetGrid]:
    """Yield the worksheets in the order of their tabs; raises `BookError` for what is damaged or too large."""
    if any(member.size > limits.LARGE_SHEET for member in package.members.values()):
        from rectify_xl.workbook.editing import blank_rows

        package = blank_rows.slim(package).package
    package, facts = read_workbook.usual(package)
    styles = package.read(facts.styles) if facts.styles in package.members else b""
    readers: dict[str, _GridReader] = {}
    special: dict[str, sheet_facts.SheetFacts] = {}
    texts = 0
    count = grid_bounds.CellCount()
    read_workbook.refuse_flood(package, facts, {}, 0)
    colours = cell_colours.by_style(styles, _theme(package, facts.part)) if styles else {}
    shown: dict[str, Shown] = {}
    if styles:
        shown |= number_formats.styles(styles, facts.styles)
        shown |= number_formats.percentages(styles, facts.styles)
    struck = struck_out.styles(styles)
    for tab, part in facts.worksheets.items():
        xml = package.read(part)
        readers[tab] = _GridReader(colours, shown, struck, functools.partial(count.add, tab))
        special[tab] = readers[tab].read(xml, tab)
        if read_workbook.STRINGS not in package.members and b't="s"' in xml:
            raise office_package.lost(read_workbook.STRINGS)
        texts += sheet_facts.most_texts(xml)
    read_workbook.refuse_flood(package, facts, facts.worksheets, texts)
    notes = {tab: _notes(package, part) for tab, part in facts.worksheets.items()}
    if any(special_sheet.errors for special_sheet in special.values()):
        package = read_workbook.with_known_errors(package, facts.worksheets, special)
    book = read_workbook.opened(package.data, name)
    for tab, reader in readers.items():
        yield grid_bounds.bounded(
            SheetGrid(
                tab,
                reader.values(read_workbook.rows_of(book, tab)),
                tuple(reader.merged),
                reader.fills,
                frozenset(reader.hidden_rows),
                frozenset(reader.hidden_columns),
                tab in facts.hidden,
                reader.uncached,
                notes[tab],
                frozenset(reader.struck),
                reader.unsteady(),
            )
        )


class _GridReader(sheet_facts.CellReader):
    """Collects, beside formulas and errors, merged and coloured cells, number formats, and what is hidden."""

    def __init__(
        self,
        colours: Mapping[str, str],
        shown: Mapping[str, Shown],
        struck: frozenset[str],
        count: Callable[[int, int], None],
    ) -> None:
        super().__init__()
        self._count = count
        self._colours = colours
        self._shown = shown
        self._struck = struck
        self.struck: set[Place] = set()
        self.merged: list[Area] = []
        self.fills: dict[Place, str] = {}
        self.short: dict[Place, Shown] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def start(self, tag: str, attributes: Attributes) -> None:
        super().start(tag, attributes)
        if tag in ("v", "is"):
            self._count(1, 0)
        elif tag == "c":
            self._count(0, 1)
            self._look_of(attributes.get("s", "0"))
        elif tag == "row":
            if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("ht")):
                self.hidden_rows.add(self.place[0])
        elif tag == "col":
            if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("width")):
                last = min(int(attributes.get("max", "0")), LAST_COLUMN)
                self.hidden_columns.update(range(int(attributes.get("min", "1")), last + 1))
        elif tag == "mergeCell" and (area := parse_area(attributes.get("ref", ""))):
            self.merged.append(area)

    def _look_of(self, style: str) -> None:
        """Note what the style of the present cell shows."""
        if colour := self._colours.get(style):
            self.fills[self.place] = colour
        if shown := self._shown.get(style):
            self.short[self.place] = shown
        if style in self._struck:
            self.struck.add(self.place)

    def unsteady(self) -> Mapping[Place, str]:
        """Return the formulas whose stored results change by themselves."""
        changing: dict[WrittenFormula, bool] = {}
        for formula in self.formulas.values():
            if formula not in changing:
                changing[formula] = bool(formulas.unsteady(formula.text))
        return {
            place: formula.at(*place)
            for place, formula in self.formulas.items()
            if changing[formula] and place not in self.uncached
        }

    def values(self, rows: list[list[Raw]]) -> Mapping[Place, Raw]:
        """Return what the cells hold, as they show it."""
        values: dict[Place, Raw] = {
            (row, column): value
            for row, cells in enumerate(rows, 1)
            for column, value in enumerate(cells, 1)
            if value is not None
        }
        for place in self.uncached:
            values.pop(place, None)
        values.update(self.errors)
        for place, shown in self.short.items():
            if place in values:
                values[place] = number_formats.value_as_shown(values[place], shown)
        return values


def _is_zero(measure: str | None) -> bool:
    """Tell whether a height or width is there and is nothing."""
    return measure is not None and not measure.strip("0.")


def _theme(package: Package, part: str) -> bytes:
    links = sheet_facts.links(package, part).values()
    theme = next((link.target for link in links if link.kind == "theme"), "xl/theme/theme1.xml")
    return package.read(theme) if theme in package.members else b""


def _notes(package: Package, part: str) -> Mapping[Place, str]:
    """Return the comments on the cells of a sheet; of threads their own words, not the note for older programs."""
    notes: dict[Place, str] = {}
    for kind in ("comments", "threadedComment"):
        for link in sheet_facts.links(package, part).values():
            if link.kind == kind and link.target in package.members:
                notes.update(_comments(package.read(link.target), link.target))
    return notes


def _comments(xml: bytes, name: str) -> Mapping[Place, str]:
    """Return the texts of a part of comments, those on one cell in lines of their own."""
    notes: dict[Place, list[str]] = {}
    place: list[Place | None] = [None]
    inside, threaded = [False], [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag in ("comment", "threadedComment"):
            threaded[0] = tag != "comment"
            place[0] = parse_cell(attributes.get("ref", ""))
            if place[0]:
                notes.setdefault(place[0], []).append("")
        inside[0] = tag == "t" or (tag == "text" and threaded[0])

    def end(_tag: str) -> None:
        inside[0] = False

    def text(piece: str) -> None:
        if inside[0] and place[0]:
            notes[place[0]][-1] += piece

    sheet_facts.parse(xml, name, start, end, text)
    return {cell: "\n".join(texts).strip() for cell, texts in notes.items()}
