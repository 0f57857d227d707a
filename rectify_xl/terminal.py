"""Show an outcome on a terminal, with tables as wide as the window."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from rectify_xl.commands.outcome import Outcome, Sheet

STYLES = {"错误": "bold red", "提醒": "yellow", "红": "bold red", "橙": "dark_orange", "黄": "yellow"}


def show(outcome: Outcome) -> None:
    """Print the tables of an outcome, all rows, then its summary, so that the last lines tell what to do."""
    console = Console(highlight=False, soft_wrap=False)
    for sheet in outcome.sheets:
        console.print(_table(sheet))
    for line in outcome.summary:
        console.print(line, markup=False, soft_wrap=True)


def _table(sheet: Sheet) -> Table:
    table = Table(title=sheet.title, box=box.SIMPLE_HEAD, title_justify="left", expand=False)
    for index, name in enumerate(sheet.header):
        table.add_column(name, overflow="fold", ratio=None, no_wrap=index == 0)
    for row in sheet.rows:
        table.add_row(*(_plain(cell) for cell in row), style=STYLES.get(row[0], ""))
    return table


def _plain(cell: str) -> str:
    from rich.markup import escape

    return escape(cell)
