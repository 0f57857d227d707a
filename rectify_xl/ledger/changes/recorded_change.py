"""What the memory knows of all rows, and how one recorded change alters it.

A row's key is what names it (P003); where several rows have the same name, the later ones get `#2`, `#3`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from rectify_xl.ledger.changes.remembered_rows import SHEETS, RememberedSheet, Values
from rectify_xl.ledger.changes.row_text import from_text
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED

KnownState = Mapping[str, Mapping[str, Values]]
"""Sheet → key → column → text."""

KnownRows = dict[str, dict[str, str]]
"""The rows of one sheet: key → column → text."""


class Change(NamedTuple):
    """One recorded change: in a cell, or, with `column` ROW_ADDED or ROW_REMOVED, of a whole row."""

    sheet: str
    key: str
    column: str
    old: str
    new: str


def named(sheet: str) -> RememberedSheet | None:
    """Return how the rows of a sheet are named, None where they are not remembered."""
    return next((table for table in SHEETS if table.sheet.name == sheet), None)


def free_key(name: str, used: Container[str]) -> str:
    """Return the key of a row with this name."""
    key, number = name, 1
    while key in used:
        number += 1
        key = f"{name}#{number}"
    return key


def replay(state: KnownState, changes: Iterable[Change]) -> dict[str, KnownRows]:
    """Return the state after `changes`; the given one stays as it was.

    A change that does not fit (an unknown sheet or row) is passed over: it was not made by this program.
    """
    after = {sheet: copied(rows) for sheet, rows in state.items()}
    for change in changes:
        if named(change.sheet) is not None:
            alter(after.setdefault(change.sheet, {}), change)
    return after


def copied(rows: Mapping[str, Values]) -> KnownRows:
    """Return the rows of one sheet in dictionaries of their own."""
    return {key: dict(row) for key, row in rows.items()}


def alter(rows: KnownRows, change: Change) -> str:
    """Make one change to the rows of its sheet; return the key of the row afterwards."""
    if change.column == ROW_ADDED:
        rows[change.key] = from_text(change.new)
        return change.key
    row, how = rows.get(change.key), named(change.sheet)
    if row is None or how is None:
        return change.key
    if change.column == ROW_REMOVED:
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
