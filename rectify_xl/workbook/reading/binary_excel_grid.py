"""All worksheets of an .xlsb as grids: values by the native reader, the rest from the records of its parts.

Source of the records: [MS-XLSB] 2.4 (BrtBundleSh, BrtFill, BrtFmt, BrtXF, BrtColInfo, BrtRowHdr, cells, BrtMergeCell).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.text.refs import LAST_COLUMN
from rectify_xl.workbook.reading import (
    cell_colours,
    foreign_merges,
    grid_bounds,
    native,
    number_formats,
    sheet_facts,
)

if TYPE_CHECKING:
    from rectify_xl.workbook.office_package import Package
    from rectify_xl.workbook.reading.number_formats import Shown
    from rectify_xl.workbook.reading.sheet_facts import Attributes

_WORKBOOK = "xl/workbook.bin"
_ROW, _CELLS, _COLUMN = 0, range(1, 12), 60
_FORMAT, _FILL, _STYLE, _STYLES, _STYLES_END = 44, 45, 47, 617, 618
_SOLID = 1
_UNSEEN_ROW = 0x10
"""Bit of a row that has no height, for whatever reason."""


class _Styles(NamedTuple):
    """Colour, and what a number is shown as, by the number of the cell style."""

    colours: Mapping[int, str]
    shown: Mapping[int, Shown]


def read(data: bytes, name: str, package: Package) -> Iterator[SheetGrid]:
    """Yield the worksheets in the order of their tabs; raises `BookError` when it is damaged, locked or too large."""
    links = sheet_facts.links(package, _WORKBOOK)
    by_kind = {link.kind: link.target for link in links.values() if link.target in package.members}
    styles = _styles(
        package.read(by_kind["styles"]) if "styles" in by_kind else b"",
        package.read(by_kind["theme"]) if "theme" in by_kind else b"",
    )
    parts = foreign_merges.binary_parts(package)
    for sheet in map(native.plain_grid, native.answer(data, name, "native", "all_sheets(data)")):
        part = package.read(parts[sheet.name]) if sheet.name in parts else b""
        yield grid_bounds.bounded(_grid(sheet, part, styles))


def _grid(sheet: SheetGrid, part: bytes, styles: _Styles) -> SheetGrid:
    values, fills = dict(sheet.values), dict[Place, str]()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row = 0
    for kind, record in foreign_merges.records(part):
        if kind == _ROW and len(record) > 11:
            row = _number(record, 0, 4) + 1
            if record[11] & _UNSEEN_ROW:
                hidden_rows.add(row)
        elif kind in _CELLS and len(record) > 7:
            place, style = (row, _number(record, 0, 4) + 1), _number(record, 4, 3)
            if colour := styles.colours.get(style):
                fills[place] = colour
            if place in values and (shown := styles.shown.get(style)):
                values[place] = number_formats.value_as_shown(values[place], shown)
        elif kind == _COLUMN and len(record) > 17 and (record[16] & 1 or not _number(record, 8, 4)):
            last = min(_number(record, 4, 4), LAST_COLUMN - 1)
            hidden_columns.update(range(_number(record, 0, 4) + 1, last + 2))
    return sheet._replace(
        values=values,
        fills=fills,
        merged=tuple(foreign_merges.of_binary(part)),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
    )


def _styles(part: bytes, theme: bytes) -> _Styles:
    fills: list[Attributes] = []
    codes: dict[int, str] = {}
    used: list[tuple[int, int]] = []
    inside = False
    for kind, record in foreign_merges.records(part):
        if kind == _FILL and len(record) > 11:
            fills.append(_stated(record[4:12]) if _number(record, 0, 4) == _SOLID else {})
        elif kind == _FORMAT:
            codes[_number(record, 0, 2)] = foreign_merges.text_of(record, 2)[0]
        elif kind in (_STYLES, _STYLES_END):
            inside = kind == _STYLES
        elif kind == _STYLE and inside:
            used.append((_number(record, 2, 2), _number(record, 6, 2)))
    colours = cell_colours.reckoned(fills, theme)
    of_style = {style: colours[fill] for style, (_, fill) in enumerate(used) if fill < len(colours)}
    shown = {style: number_formats.kind_of(code, codes.get(code, "General")) for style, (code, _) in enumerate(used)}
    return _Styles(
        {style: colour for style, colour in of_style.items() if colour not in ("", cell_colours.WHITE)},
        {style: kind for style, kind in shown.items() if kind},
    )


def _stated(colour: bytes) -> Attributes:
    """Return a colour in the words of an .xlsx."""
    kind, number = colour[0] >> 1, str(colour[1])
    tint = {"tint": str(int.from_bytes(colour[2:4], "little", signed=True) / 32767)}
    if kind == 1:
        return {"indexed": number, **tint}
    if kind == 3:
        return {"theme": number, **tint}
    return {"rgb": colour[4:7].hex(), **tint} if kind == 2 else {}


def _number(record: bytes, start: int, length: int) -> int:
    return int.from_bytes(record[start : start + length], "little")
