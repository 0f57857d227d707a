"""Read from a sheet's part what a writer has to know and a reader has not.

Formulas, hyperlink objects, merged cells and hidden rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger.changes.undo_record import SheetState
from rectify_xl.ledger.reading import tab_names
from rectify_xl.ledger.records import SheetChanges
from rectify_xl.text.refs import Area, cell_ref, parse_area, parse_cell
from rectify_xl.workbook import cell_input, office_package
from rectify_xl.workbook.editing import blank_rows, dragged_formulas
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
_MOST_MERGED = 100_000
"""Cells of merged areas that are looked at; whole merged columns hold more, and nothing of ours."""


class CellFacts(NamedTuple):
    """What was found of one sheet; places are (row, column) from 1.

    `formulas` are as in the cell, with `=`; a merged area stands under each cell that it hides, and, where it joins
    several rows, under its first cell too: what is written there would be written for all of them. `arrays` are the
    areas of several cells that one formula fills, or that one data table does.
    """

    formulas: Mapping[tuple[int, int], str] = {}
    links: Mapping[tuple[int, int], str] = {}
    merged: Mapping[tuple[int, int], str] = {}
    hidden: frozenset[int] = frozenset()
    arrays: tuple[Area, ...] = ()


class Reader:
    """Looks into the sheets of the workbook in `data`, when asked and once; finds nothing where it is no .xlsx."""

    def __init__(self, data: bytes) -> None:
        package = blank_rows.slim(office_package.unpack(data)).package if data.startswith(b"PK") else None
        self._package = package if package and "xl/workbook.bin" not in package.members else None
        self._workbook = sheet_facts.workbook(self._package) if self._package else None
        self._known: dict[str, CellFacts] = {}

    @classmethod
    def shared(cls, package: Package, workbook: sheet_facts.WorkbookFacts, known: dict[str, CellFacts]) -> Reader:
        """Return a reader of a package that somebody else unpacked, with what is known of its sheets already."""
        reader = cls(b"")
        reader._package, reader._workbook, reader._known = package, workbook, known
        return reader

    def facts(self, sheet: str) -> CellFacts:
        """Return the facts of a sheet."""
        part = self._workbook.sheets.get(sheet) if self._workbook else None
        if self._package is None or part is None:
            return CellFacts()
        if sheet not in self._known:
            self._known[sheet] = _read(self._package.read(part), sheet)
        return self._known[sheet]

    def tab(self, sheet: str) -> str:
        """Return the name of a sheet's tab as it is written."""
        return self._workbook.tab(sheet) if self._workbook else sheet

    def state(self, sheet: str) -> SheetState:
        """Return what the record of a step has to know of a sheet; links that are formulas are links."""
        facts = self.facts(sheet)
        jumps = {place: link for place, formula in facts.formulas.items() if (link := cell_input.link_of(formula))}
        formulas = {place: formula for place, formula in facts.formulas.items() if place not in jumps}
        links = {place: tab_names.renamed(link) for place, link in {**facts.links, **jumps}.items()}
        return SheetState(formulas, links, facts.hidden if self._package else None)


def _read(xml: bytes, name: str) -> CellFacts:
    """Return the facts of a sheet's part; raises `BookError` when it is damaged.

    Other programs fill thousands of empty rows, so that the cells are parsed only where there are formulas.
    """
    end = xml.rfind(b"sheetData")
    tail = xml[xml.find(b">", end) + 1 : xml.rfind(b"</")]
    links, merged = _Tail().read(b"<tail>" + tail + b"</tail>", name)
    formulas = _Formulas()
    if FORMULA.search(xml, 0, end):
        formulas.read(xml, name)
    return CellFacts(
        formulas.formulas,
        links,
        merged,
        frozenset(
            int(number.group(1)) for row in _HIDDEN_ROW.findall(xml, 0, end) if (number := _ROW_NUMBER.search(row))
        ),
        tuple(formulas.arrays),
    )


def refuse_merged(block: SheetChanges, facts: CellFacts) -> None:
    """Raise `BookError` when `block` writes into a cell that a merged area hides, or that belongs to several rows.

    Not of areas that the block takes apart.
    """
    for write in block.writes if facts.merged else ():
        area = facts.merged.get((write.row, write.column))
        if area and parse_area(area) not in block.unmerge:
            raise BookError(
                f"《{block.sheet}》{cell_ref(write.row, write.column)}在合并单元格{area}中，无法写入",
                "请取消合并后重试",
            )


def refuse_arrays(block: SheetChanges, facts: CellFacts, also: Callable[[Area], bool] = lambda _area: False) -> None:
    """Raise `BookError` when `block` writes into an area that one formula fills; `also` tells of what else changes.

    A part of such an area can be changed in no program: the workbook would be damaged.
    """
    for area in facts.arrays:
        if also(area) or any(_inside(write.row, write.column, area) for write in block.writes):
            raise BookError(
                f"《{block.sheet}》{area}是数组公式或模拟运算表，不能只改其中一格，没有写入",
                f"请选中{area}，复制后“选择性粘贴→数值”，再重试",
            )


def _inside(row: int, column: int, area: Area) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


class _Tail:
    """Collects hyperlinks and merged cells, which stand behind the cells of a part."""

    def __init__(self) -> None:
        self.links: dict[tuple[int, int], str] = {}
        self.merged: dict[tuple[int, int], str] = {}

    def read(self, xml: bytes, name: str) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
        if b"hyperlink" in xml or b"mergeCell" in xml:
            sheet_facts.parse(xml, name, self._start)
        return self.links, self.merged

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "hyperlink" and attributes.get("location"):
            for place in _places(attributes.get("ref", ""))[:1]:
                self.links[place] = attributes["location"].replace("'", "")
        elif tag == "mergeCell":
            area = attributes.get("ref", "")
            places = _places(area)
            several_rows = bool(places) and places[0][0] != places[-1][0]
            for place in places if several_rows else places[1:]:
                self.merged[place] = area


class _Formulas:
    """Collects the formulas of a part."""

    def __init__(self) -> None:
        self.formulas: dict[tuple[int, int], str] = {}
        self.shared: dict[str, tuple[str, tuple[int, int]]] = {}
        self.place = (0, 0)
        self.formula: list[str] | None = None
        self.group = ""
        self.arrays: list[Area] = []

    def read(self, xml: bytes, name: str) -> None:
        sheet_facts.parse(xml, name, self._start, self._end, self._text)

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self.place = parse_cell(attributes.get("r", "")) or (self.place[0], self.place[1] + 1)
        elif tag == "row":
            self.place = (int(attributes.get("r") or self.place[0] + 1), 0)
        elif tag == "f":
            self.formula, self.group = [], attributes.get("si", "") if attributes.get("t") == "shared" else ""
            area = parse_area(attributes.get("ref", "")) if attributes.get("t") in ("array", "dataTable") else None
            if area and area.size > 1:
                self.arrays.append(area)

    def _text(self, text: str) -> None:
        if self.formula is not None:
            self.formula.append(text)

    def _end(self, tag: str) -> None:
        if tag != "f" or self.formula is None:
            return
        formula, self.formula = "=" + "".join(self.formula), None
        if self.group and formula != "=":
            self.shared[self.group] = formula, self.place
        elif self.group in self.shared:
            formula = dragged_formulas.moved(*self.shared[self.group], self.place)
        if formula != "=":
            self.formulas[self.place] = formula


def _places(area: str) -> list[tuple[int, int]]:
    """Return the cells of an area such as B2:C3, row by row; of one too large, none but the first."""
    covered = parse_area(area)
    if covered is None:
        return []
    return covered.cells() if covered.size <= _MOST_MERGED else [(covered.top, covered.left)]
