"""Merged areas of a workbook that is no .xlsx: of .xls as they were read, of .ods and .xlsb from their own parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rectify_xl.errors import BookError
from rectify_xl.ledger.reading import tab_names
from rectify_xl.system import limits
from rectify_xl.text.refs import LAST_COLUMN, LAST_ROW, Area
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

if TYPE_CHECKING:
    from rectify_xl.workbook.reading.native import NativeSheets

_ODS = "content.xml"
_BINARY_WORKBOOK = "xl/workbook.bin"
_SHEET, _MERGE_CELL = 156, 176
"""Records of an .xlsb: BrtBundleSh (state, number, relationship, name), BrtMergeCell (first and last row, columns)."""


def read(book: NativeSheets, package: Package | None) -> dict[str, tuple[Area, ...]]:
    """Return the merged areas of the sheets that were read, by their names in the layout."""
    tabs = tab_names.by_sheet(book.tabs)
    sheets = {tabs[sheet][0]: sheet for sheet in book.grids}
    if package and _ODS in package.members:
        by_tab: Mapping[str, Iterable[Area]] = _of_ods(package.read(_ODS))
    elif package and _BINARY_WORKBOOK in package.members:
        parts = binary_parts(package)
        by_tab = {tab: list(of_binary(package.read(parts[tab]))) for tab in sheets if tab in parts}
    else:
        by_tab = {tab: [Area(*(number + 1 for number in area)) for area in book.merged.get(tab, ())] for tab in sheets}
    named = {sheet: tuple(by_tab.get(tab, ())) for tab, sheet in sheets.items()}
    for sheet, areas in named.items():
        if len(areas) > limits.MERGED:
            raise BookError(f"《{sheet}》有{len(areas)}处合并单元格，无法读取", "请取消合并后重试")
    return {sheet: areas for sheet, areas in named.items() if areas}


def _of_ods(xml: bytes) -> Mapping[str, list[Area]]:
    if b"rows-spanned" not in xml and b"columns-spanned" not in xml:
        return {}
    reader = _OdsReader()
    sheet_facts.parse(xml, _ODS, reader.start, reader.end)
    return reader.areas


class _OdsReader:
    """Collects the spans of an OpenDocument spreadsheet, where rows and cells may be written once for many."""

    def __init__(self) -> None:
        self.areas: dict[str, list[Area]] = {}
        self.tab = ""
        self.row = 0
        self.column = 0
        self.repeated = 1

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "table":
            self.tab, self.row, self.repeated = _attribute(attributes, "name"), 0, 1
        elif tag == "table-row":
            self.row += 1
            self.column = 0
            self.repeated = _count(attributes, "number-rows-repeated")
        elif tag in ("table-cell", "covered-table-cell"):
            down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
            if down > 1 or across > 1:
                area = Area(self.row, self.column + 1, self.row + down - 1, self.column + across)
                self.areas.setdefault(self.tab, []).append(area)
            self.column += _count(attributes, "number-columns-repeated")

    def end(self, tag: str) -> None:
        if tag == "table-row":
            self.row += self.repeated - 1


def _attribute(attributes: Attributes, name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _count(attributes: Attributes, name: str) -> int:
    value = _attribute(attributes, name)
    return max(1, min(int(value), LAST_ROW)) if value.isdecimal() and len(value) < 8 else 1


def binary_parts(package: Package) -> Mapping[str, str]:
    """Return the parts of the sheets of an .xlsb by the names of their tabs."""
    links = sheet_facts.links(package, _BINARY_WORKBOOK)
    parts: dict[str, str] = {}
    for kind, record in records(package.read(_BINARY_WORKBOOK)):
        if kind == _SHEET:
            identifier, end = text_of(record, 8)
            link = links.get(identifier)
            if link and link.kind == "worksheet":
                parts[text_of(record, end)[0]] = link.target
    return parts


def of_binary(part: bytes) -> Iterator[Area]:
    """Yield the merged areas of a sheet's part of an .xlsb."""
    for kind, record in records(part):
        if kind == _MERGE_CELL and len(record) >= 16:
            top, bottom, left, right = (int.from_bytes(record[at : at + 4], "little") for at in (0, 4, 8, 12))
            if top <= bottom < LAST_ROW and left <= right < LAST_COLUMN:
                yield Area(top + 1, left + 1, bottom + 1, right + 1)


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each record."""
    at = 0
    while at < len(data):
        kind, at = _varying(data, at)
        size, at = _varying(data, at)
        yield kind, data[at : at + size]
        at += size


def _varying(data: bytes, at: int) -> tuple[int, int]:
    """Return a number written in groups of seven bits, and where it ends."""
    number = 0
    for place in range(4):
        byte = data[at] if at < len(data) else 0
        number |= (byte & 0x7F) << 7 * place
        at += 1
        if not byte & 0x80:
            break
    return number, at


def text_of(record: bytes, at: int) -> tuple[str, int]:
    """Return a text with its length in front, and where it ends."""
    end = at + 4 + 2 * int.from_bytes(record[at : at + 4], "little")
    return record[at + 4 : end].decode("utf-16-le", "replace"), end
