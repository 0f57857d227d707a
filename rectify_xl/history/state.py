"""What the memory knows of all rows, and how one recorded change alters it.

A row's key is what names it (P003); where several rows have the same name, the later ones get `#2`, `#3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rectify_xl.history.rows import SHEETS, Named, Values

State = Mapping[str, Mapping[str, Values]]
"""Sheet → key → column → text."""

Rows = dict[str, dict[str, str]]
"""The rows of one sheet: key → column → text."""

ADDED = "（新增行）"
REMOVED = "（删除行）"
"""What stands in the place of a column when a whole row came or went."""

LONGEST_ROW = 30_000
"""Characters (UTF-16 units) of a row told in one cell; longer texts of a row are told in lines of their own."""

_NEXT_COLUMN = "\n(?!　)"


class Change(NamedTuple):
    """One recorded change: in a cell, or, with `column` ADDED or REMOVED, of a whole row."""

    sheet: str
    key: str
    column: str
    old: str
    new: str


def named(sheet: str) -> Named | None:
    """Return how the rows of a sheet are named, None where they are not remembered."""
    return next((each for each in SHEETS if each.sheet.name == sheet), None)


def free_key(name: str, taken: Mapping[str, Values]) -> str:
    """Return the key of a row with this name."""
    key, number = name, 1
    while key in taken:
        number += 1
        key = f"{name}#{number}"
    return key


def replay(state: State, changes: Iterable[Change]) -> dict[str, Rows]:
    """Return the state after `changes`; the given one stays as it was.

    A change that does not fit (an unknown sheet or row) is passed over: it was not made by this program.
    """
    after = {sheet: copied(rows) for sheet, rows in state.items()}
    for change in changes:
        if named(change.sheet) is not None:
            alter(after.setdefault(change.sheet, {}), change)
    return after


def copied(rows: Mapping[str, Values]) -> Rows:
    """Return the rows of one sheet in dictionaries of their own."""
    return {key: dict(row) for key, row in rows.items()}


def alter(rows: Rows, change: Change) -> str:
    """Make one change to the rows of its sheet; return the key of the row afterwards."""
    if change.column == ADDED:
        rows[change.key] = untold(change.new)
        return change.key
    row, how = rows.get(change.key), named(change.sheet)
    if row is None or how is None:
        return change.key
    if change.column == REMOVED:
        del rows[change.key]
        return change.key
    before = how.name(row)
    if change.new:
        row[change.column] = change.new
    else:
        row.pop(change.column, None)
    if change.column != how.id or how.name(row) == before:
        return change.key
    del rows[change.key]
    key = free_key(how.name(row), rows)
    rows[key] = row
    return key


def told(row: Values) -> tuple[str, tuple[str, ...]]:
    """Return a whole row as one readable text, and the columns that did not fit into it."""
    lines: list[str] = []
    rest: list[str] = []
    used = 0
    for column, text in row.items():
        line = f"{column}：" + text.replace("\n", "\n　")
        length = len(line.encode("utf-16-le", "replace")) // 2 + 1
        if used + length > LONGEST_ROW:
            rest.append(column)
        else:
            lines.append(line)
            used += length
    return "\n".join(lines), tuple(rest)


def untold(text: str) -> dict[str, str]:
    """Return the row that a text made by `told` tells."""
    row: dict[str, str] = {}
    for line in re.split(_NEXT_COLUMN, text):
        column, _, value = line.partition("：")
        if value:
            row[column] = value.replace("\n　", "\n")
    return row
