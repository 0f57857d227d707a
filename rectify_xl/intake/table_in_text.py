"""A table that stands in a text: its cells as a grid, and the lines from which they come."""

from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.intake.grid import Place, SheetGrid


class TableInText(NamedTuple):
    """A table between the lines `line` and `last_line` of its source, both of which belong to it.

    Each filled cell of `grid` begins in the line `lines` names; a cell of several lines holds them with line ends
    between.
    """

    line: int
    last_line: int
    grid: SheetGrid
    lines: Mapping[Place, int]
