"""Show an outcome on a terminal, with tables as wide as the window."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rectify_xl.commands.outcome import Outcome, OutputTable, Tone
from rectify_xl.doors.visible_text import visible

SHORT = 12
"""Columns whose cells are no wider than this many terminal cells are never wrapped."""
NARROWEST = 20
"""No column of longer texts is made narrower than this; a window with less room breaks the lines of the table."""
STYLES: dict[Tone, str] = {
    "": "",
    "error": "bold red",
    "warning": "yellow",
    "red": "bold red",
    "orange": "dark_orange",
    "yellow": "yellow",
}


def show(outcome: Outcome) -> None:
    """Print the tables of an outcome, all rows, then its summary, so that the last lines tell what to do.

    Cells of a workbook stand in all of it, so that nothing is printed that a terminal would obey.
    """
    console = Console(highlight=False, soft_wrap=False)
    for table in outcome.tables:
        rows = tuple(tuple(map(visible, row)) for row in table.rows)
        drawn = _drawn(table._replace(title=visible(table.title), rows=rows))
        needed = sum((column.min_width or 0) + 2 for column in drawn.columns) + 2
        roomy = console if needed <= console.width else Console(highlight=False, width=needed)
        roomy.print(drawn)
    for line in outcome.summary:
        console.print(visible(line), markup=False, soft_wrap=True)


def _drawn(table: OutputTable) -> Table:
    drawn = Table(title=table.title, box=box.SIMPLE_HEAD, title_justify="left", expand=False, padding=(0, 1, 0, 0))
    for index, name in enumerate(table.header):
        widest = max((cell_len(row[index]) for row in table.rows), default=0)
        short = widest <= SHORT
        least = max(widest if short else NARROWEST, min(SHORT, cell_len(name)))
        drawn.add_column(name, overflow="fold", no_wrap=short, min_width=least)
    tones: Iterable[Tone] = table.tones or repeat("", len(table.rows))
    for row, tone in zip(table.rows, tones, strict=True):
        drawn.add_row(*(escape(cell) for cell in row), style=STYLES[tone])
    return drawn
