"""Show an outcome on a terminal, with tables as wide as the window."""

from __future__ import annotations

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rectify_xl.commands.outcome import Outcome, Sheet
from rectify_xl.visible import visible

SHORT = 12
"""Columns whose cells are no wider than this many terminal cells are never wrapped."""
STYLES = {"错误": "bold red", "提醒": "yellow", "红": "bold red", "橙": "dark_orange", "黄": "yellow"}


def show(outcome: Outcome) -> None:
    """Print the tables of an outcome, all rows, then its summary, so that the last lines tell what to do.

    Cells of a workbook stand in all of it, so that nothing is printed that a terminal would obey.
    """
    console = Console(highlight=False, soft_wrap=False)
    for sheet in outcome.sheets:
        rows = tuple(tuple(map(visible, row)) for row in sheet.rows)
        console.print(_table(sheet._replace(title=visible(sheet.title), rows=rows)))
    for line in outcome.summary:
        console.print(visible(line), markup=False, soft_wrap=True)


def _table(sheet: Sheet) -> Table:
    table = Table(title=sheet.title, box=box.SIMPLE_HEAD, title_justify="left", expand=False)
    for index, name in enumerate(sheet.header):
        widest = max((cell_len(row[index]) for row in sheet.rows), default=0)
        table.add_column(name, overflow="fold", no_wrap=widest <= SHORT, min_width=min(SHORT, cell_len(name)))
    for row in sheet.rows:
        table.add_row(*(escape(cell) for cell in row), style=STYLES.get(row[0], ""))
    return table
