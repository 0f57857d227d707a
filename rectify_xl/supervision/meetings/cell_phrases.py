"""How the papers of 调度 word and shorten what a cell holds; every text knows its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rectify_xl.dates import chinese
from rectify_xl.ledger.records import Cell, Problem
from rectify_xl.text.excerpts import beginning, on_one_line
from rectify_xl.text.provenance import TracedText

HOW_COUNTED = "逾期按日历天数计算，时限逢节假日顺延，批准延期的按延期后的日期；剩余时限只是计划，不改变时限。"
SHORTEST_RUN = 3
NONE = "—"
"""What stands in a field of a table for which there is nothing."""


def name_of(problem: Problem) -> str:
    """Return what people call a problem: its id, else its row in 问题台账."""
    return problem.id or f"第{problem.number}行"


def name(problem: Problem) -> TracedText:
    """Return the name of a problem with the cell of its id."""
    return TracedText(name_of(problem), (problem.row.cell("编号").address,))


def cell(source: Cell, longest: int, otherwise: str = NONE, text: str | None = None) -> TracedText:
    """Return what a cell says, or `text`, on one line; a longer one ends in …… where it is cut."""
    text = on_one_line(source.text if text is None else text)
    return TracedText(beginning(text, longest) or otherwise, (source.address,))


def short(text: str, longest: int) -> str:
    """Return the beginning of a text on one line, with …… where it was cut."""
    return beginning(on_one_line(text), longest)


def listed(names: Sequence[str]) -> str:
    """Return names for print; three or more ids in a row become a range (P001至P005)."""
    first_names: list[str] = []
    start = 0
    for at in range(len(names)):
        if at + 1 < len(names) and _next(names[at]) == names[at + 1]:
            continue
        run = names[start : at + 1]
        first_names += [f"{run[0]}至{run[-1]}"] if len(run) >= SHORTEST_RUN else run
        start = at + 1
    return "、".join(first_names)


def first_and_count(names: Sequence[str], most: int, unit: str = "个") -> str:
    """Return names for print; of more than `most` the first ones, and how many there are."""
    return "、".join(names) if len(names) <= most else f"{'、'.join(names[:most])}等{len(names)}{unit}"


def _next(name: str) -> str:
    """Return the id that follows: P009 is followed by P010."""
    match = re.fullmatch(r"(.*?)(\d+)(\D*)", name)
    return f"{match[1]}{int(match[2]) + 1:0{len(match[2])}d}{match[3]}" if match else ""


def addresses(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return the addresses of cells, each once."""
    return tuple(dict.fromkeys(cell.address for cell in cells))


def month_day(day: date, as_of: date) -> str:
    """Return a date in prose, without the year where it is that of `as_of`."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else chinese(day)


def signed(number: int) -> str:
    """Return a change as it is read: +3, -2, 0."""
    return f"{number:+d}" if number else "0"
