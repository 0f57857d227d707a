"""Where the rows that the intake makes stand in the unit's own table, and what is said of them in the terms of that.

Whoever reads a finding has the unit's file before him, not the ledger that only the program has seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.text.refs import address_of, cell_ref, column_letters, parse_cell

CONVERTED = "按“导入”转成的台账"
"""How the ledger is called that the unit's table becomes."""
_SHEETS = "|".join(sheet.name for sheet in schema.TABLES)
_QUOTED = r"(“[^”]*”|『[^』]*』)"
_PLACE = (
    rf"(?P<sheet>《(?:{_SHEETS})》|(?:{_SHEETS})!?)?"
    r"(?:(?P<ref>(?<![A-Za-z0-9])[A-Z]{1,2}[1-9]\d{0,5}(?![A-Za-z0-9]))|第(?P<row>[1-9]\d{0,5})行)"
)


class OwnRow(NamedTuple):
    """Where one row of the ledger comes from: the sheet, the cell with which it begins, and the cells by our columns.

    `sideways` tells that the table has its records side by side.
    """

    sheet: str
    ref: str
    cells: Mapping[str, str] = {}
    sideways: bool = False

    @property
    def row(self) -> int:
        """The row in which it begins."""
        place = parse_cell(self.ref)
        return place[0] if place else 0

    @property
    def line(self) -> str:
        """The line in which it stands, as a person calls it."""
        place = parse_cell(self.ref)
        if place is None:
            return ""
        return f"{column_letters(place[1])}列" if self.sideways else f"第{place[0]}行"

    def address(self, column: str = "") -> str:
        """Return the address of a column's cell, of the row itself where the table has no such column."""
        return address_of(self.sheet, self.cells.get(column) or self.ref)


OwnPlaces = Mapping[tuple[str, int], OwnRow]
"""The rows by sheet and row of the ledger that the intake makes."""


def address(places: OwnPlaces, sheet: str, cell: str) -> str:
    """Return where a cell of that ledger stands in the unit's table, empty where it stands nowhere in it."""
    place = parse_cell(cell)
    own = places.get((sheet, place[0])) if place else None
    return own.address(_column(sheet, place[1])) if own and place else ""


def reworded(places: OwnPlaces, sheet: str, text: str) -> str:
    """Return a sentence about a row of `sheet` with the cells and lines of the unit's table for those of our ledger.

    What stands in quotes was typed by the unit and stays as it is.
    """
    pieces = re.split(_QUOTED, text)
    pieces[::2] = [re.sub(_PLACE, lambda match: _restated(places, sheet, match), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _restated(places: OwnPlaces, sheet: str, match: re.Match[str]) -> str:
    named = (match["sheet"] or "").strip("《》!")
    sheet = named or sheet
    place = parse_cell(match["ref"]) if match["ref"] else (int(match["row"]), 0)
    if place is None:
        return match[0]
    own = places.get((sheet, place[0]))
    if own is None:
        in_blank = bool(match["ref"]) and sheet == schema.INFO.name
        return f"{CONVERTED}《{sheet}》{cell_ref(*place)}" if in_blank else match[0]
    prefix = f"《{own.sheet}》" if named else ""
    if not match["ref"]:
        return f"{prefix}{own.line}"
    column = _column(sheet, place[1])
    return f"{prefix}{own.cells.get(column) or f'{own.line}的“{column}”'}" if column else match[0]


def _column(sheet: str, column: int) -> str:
    """Return the name of a column of the layout, empty beyond its last one."""
    known = schema.by_name(sheet)
    return known.columns[column - 1].name if known and 0 < column <= len(known.columns) else ""
