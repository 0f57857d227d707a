"""Cell references: letters of columns, cells, areas, and how a reference names its sheet. The only place that knows.

Rows and columns count from 1, as they do in the office programs. Patterns are plain strings: `re` compiles and keeps
each at its first use.
"""

import re
from functools import lru_cache
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Size of a sheet."""

_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_AREA = r"\$?([A-Z]{0,3})\$?([0-9]{0,7})(?::\$?([A-Z]{0,3})\$?([0-9]{0,7}))?"

REFERENCE = r"(?<![\w.!$'])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.])"
"""A cell of the own sheet within a formula: $ or nothing, letters, $ or nothing, row."""
FIXED_REFERENCE = r"\$[A-Z]{1,3}\$(\d+)"
"""A cell of any sheet that does not move, with its row."""


class Area(NamedTuple):
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = cell_ref(self.top, self.left), cell_ref(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def fixed(self) -> str:
        """The area as a formula names it that does not move: $A$1:$C$9."""
        return f"{fixed_ref(self.top, self.left)}:{fixed_ref(self.bottom, self.right)}"

    @property
    def size(self) -> int:
        """The number of cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def cells(self) -> list[tuple[int, int]]:
        """Return the cells as (row, column), row by row."""
        columns = range(self.left, self.right + 1)
        return [(row, column) for row in range(self.top, self.bottom + 1) for column in columns]


@lru_cache(1024)
def column_letters(column: int) -> str:
    """Return the letters of a column (28 is AB)."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(1024)
def column_number(name: str) -> int:
    """Return the number of a column by its letters (AB is 28), 0 for none."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def cell_ref(row: int, column: int) -> str:
    """Return the address of a cell within its sheet (row 12, column 8 is H12)."""
    return f"{column_letters(column)}{row}"


def fixed_ref(row: int, column: int) -> str:
    """Return the address of a cell as a formula names it that does not move: $H$12."""
    return f"${column_letters(column)}${row}"


def parse_cell(ref: str) -> tuple[int, int] | None:
    """Return row and column of H12 or $H$12; None for anything else."""
    match = re.fullmatch(_CELL, ref)
    return (int(match[2]), column_number(match[1])) if match else None


def parse_area(ref: str, last_row: int = LAST_ROW, last_column: int = LAST_COLUMN) -> Area | None:
    """Return the area of A1:C9 or A1, or of the whole rows 3:5 or columns A:C; None for anything else."""
    match = re.fullmatch(_AREA, ref)
    if match is None or not (match[1] or match[2]):
        return None
    left, top, right, bottom = match.groups()
    if right is None:
        right, bottom = left, top
    return Area(
        int(top or 1),
        column_number(left) or 1,
        int(bottom or last_row),
        column_number(right) or last_column,
    )


def address_of(sheet: str, ref: str) -> str:
    """Return an address as people read it: 问题台账!H12."""
    return f"{sheet}!{ref}"


def split_address(address: str) -> tuple[str, str]:
    """Return sheet and reference of an address as they are written; without a sheet that is empty."""
    sheet, _, ref = address.rpartition("!")
    return sheet, ref


def quoted_address(address: str) -> str:
    """Return an address as an office names a cell: 《问题台账》H12; a name without a sheet as it is."""
    sheet, ref = split_address(address)
    return f"《{sheet}》{ref}" if sheet else address


def formula_address(sheet: str, ref: str) -> str:
    """Return an address as formulas write it: '问题台账'!H12."""
    return address_of(quote_sheet(sheet), ref)


def quoted_link(link: str, *, bare_names: bool = False) -> str:
    """Return the address that a link jumps to with its sheet in quotes.

    With `bare_names` a name that Excel itself leaves without quotes stays so (问题台账!H12).
    """
    sheet, ref = split_address(link)
    if not sheet or sheet.startswith("'") or (bare_names and sheet.isidentifier() and not sheet.isascii()):
        return link
    return formula_address(sheet, ref)


def parse_address(address: str) -> tuple[str, Area] | None:
    """Return sheet and area of 问题台账!H12 or '问题台账'!H2:H9; None for anything else."""
    sheet, ref = split_address(address)
    area = parse_area(ref) if sheet else None
    return (unquote_sheet(sheet), area) if area else None


def quote_sheet(name: str) -> str:
    """Return the name of a sheet as formulas and links need it: in quotes, with its own quotes doubled."""
    return "'" + name.replace("'", "''") + "'"


def unquote_sheet(name: str) -> str:
    """Return the plain name of a sheet from the way in which a reference writes it."""
    quoted = len(name) > 1 and name[0] == name[-1] == "'"
    return name[1:-1].replace("''", "'") if quoted else name
