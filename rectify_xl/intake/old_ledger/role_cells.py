"""The cells of one table by what their columns mean, with what governs them: a merged area, or 同上."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from rectify_xl.intake.old_ledger.old_records import OldCell
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_headers import TableColumn
from rectify_xl.ledger import heading_words as words

MEASURE_ROLES = (
    words.MEASURE_NUMBER, words.MEASURE_DUE, words.MEASURE_STATUS, words.MEASURE_DEPARTMENT, words.MEASURE_PERSON,
)  # fmt: skip
NEAR = 50
"""Rows above a 同上 within which the word that it repeats stands."""
DITTO = frozenset(("同上", "〃", "″", "同前", "同左", '"', "”", "“", "''", "＂", "^", "↑", "同上。"))
"""What repeats the word above."""


class TableCells:
    """The rows below a header, in the columns of its table."""

    def __init__(self, view: SheetView, columns: Sequence[TableColumn], rows: Sequence[int]) -> None:
        self.view = view
        self.columns = tuple(columns)
        self.rows = rows
        self.places = sorted(column.column for column in columns)
        self.first, self.last = self.places[0], self.places[-1]
        self.role = {column.column: column.meaning.role for column in columns}
        self.heading = {column.column: column.heading for column in columns}
        self.second = {column.column: column.second for column in columns}
        self.spare = _spare(columns)
        self._resolved: dict[tuple[int, int], str] = {}

    def text(self, row: int, column: int) -> str:
        """Return what a cell says: its own word, the one of its merged area, or, for 同上, the one above."""
        place = self.view.anchor(row, column)
        if place not in self._resolved:
            text = self.view.text(*place)
            if text.strip() in DITTO:
                at = bisect.bisect_left(self.rows, place[0])
                above = next(
                    (row for row in reversed(self.rows[max(0, at - NEAR) : at]) if self.view.governing(row, column)), 0
                )
                text = self.text(above, column) if above else ""
            self._resolved[place] = text
        return self._resolved[place]

    def own(self, row: int, role: str) -> str:
        """Return what a cell of a role holds itself, whatever governs it."""
        return next((t for c in self.places if self.role[c] == role and (t := self.view.text(row, c))), "")

    def begins(self, row: int, column: int) -> bool:
        """Tell whether a cell is not the rest of one that is merged across several columns."""
        return self.view.area(row, column).left == column or column == self.first

    def own_heading(self, column: int) -> str:
        """Return the heading under which what has no column of ours is kept."""
        return "".join(self.heading[column].replace("·", "").split()) or self.view.unnamed(column)

    def word(self, row: int, role: str) -> str:
        """Return the word of a role that governs a row."""
        texts = (self.text(row, column) for column in self.places if self.role[column] == role)
        return next((text for text in texts if text), "")

    def reference(self, row: int, role: str) -> str:
        """Return where the word of a role stands."""
        column = next((column for column in self.places if self.role[column] == role), 0)
        return self.view.cell(self.view.anchor(row, column)) if column else ""

    def cell(self, row: int, column: int) -> OldCell:
        """Return what governs a cell as it stands, without following 同上."""
        place = self.view.anchor(row, column)
        return OldCell(self.view.raw(*place), self.view.cell(place))


def _spare(columns: Sequence[TableColumn]) -> frozenset[int]:
    """Return the further columns of roles that govern or belong to a measure, which keep their text at the right."""
    first: dict[str, TableColumn] = {}
    return frozenset(
        column.column
        for column in columns
        if column.meaning.role in (words.ASPECT, words.GROUP, *MEASURE_ROLES)
        and first.setdefault(column.meaning.role, column).headings != column.headings
    )
