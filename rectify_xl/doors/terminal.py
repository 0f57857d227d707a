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
        console.print(_drawn(table._replace(title=visible(table.title), rows=rows)))
    for line in outcome.summary:
        console.print(visible(line), markup=False, soft_wrap=True)


def _drawn(table: OutputTable) -> Table:
    drawn = Table(title=table.title, box=box.SIMPLE_HEAD, title_justify="left", expand=False)
    for index, name in enumerate(table.header):
        widest = max((cell_len(row[index]) for row in table.rows), default=0)
        drawn.add_column(name, overflow="fold", no_wrap=widest <= SHORT, min_width=min(SHORT, cell_len(name)))
    tones: Iterable[Tone] = table.tones or repeat("", len(table.rows))
    for row, tone in zip(table.rows, tones, strict=True):
        drawn.add_row(*(escape(cell) for cell in row), style=STYLES[tone])
    return drawn
