"""The cells of a workbook in any layout, as they are shown: what the intake of old ledgers reads."""

from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area

Place = tuple[int, int]
"""Row and column, from 1."""


class SheetGrid(NamedTuple):
    """One sheet. Empty cells stand in none of the mappings; a merged area has its value in its first cell.

    `fills` holds the solid colours (RRGGBB, capitals) of cells, empty ones too; `hidden` tells of the sheet itself.
    `uncached` holds the formulas whose result the file does not keep, `notes` the comments on cells, `struck`
    the cells whose text is struck out, `unsteady` the formulas whose kept result changes by itself (`=TODAY()+30`).
    """

    name: str
    values: Mapping[Place, Raw]
    merged: tuple[Area, ...] = ()
    fills: Mapping[Place, str] = {}
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    uncached: Mapping[Place, str] = {}
    notes: Mapping[Place, str] = {}
    struck: frozenset[Place] = frozenset()
    unsteady: Mapping[Place, str] = {}


class WorkbookGrid(NamedTuple):
    """All worksheets of a file in the order of their tabs; `unread` has a sentence for what could not be read of it."""

    name: str
    sheets: tuple[SheetGrid, ...]
    unread: tuple[str, ...] = ()
