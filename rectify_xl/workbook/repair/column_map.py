"""Where the columns of the blank ledger stand in a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import TableHeader
from rectify_xl.ledger.schema import Sheet
from rectify_xl.text.refs import Area

SOON = 200
"""Rows below the last one in use that must have their dropdowns and colours."""


class ColumnMap(NamedTuple):
    """A data sheet of a ledger: `columns` gives the present place of each column of the layout that is there."""

    layout: Sheet
    header: int
    last: int
    columns: Mapping[int, int]

    @property
    def body(self) -> int:
        """The first row below the header."""
        return self.header + 1

    @property
    def end(self) -> int:
        """The last row that dropdowns and colours reach."""
        return max(schema.CAPACITY + self.header - 1, self.last)

    def column(self, position: int) -> Area | None:
        """Return the body of a column of the layout, None where the ledger lacks it."""
        column = self.columns.get(position)
        return Area(self.body, column, self.end, column) if column else None

    @property
    def absent(self) -> frozenset[int]:
        """The columns of the layout that the ledger lacks."""
        return frozenset(range(1, len(self.layout.columns) + 1)) - self.columns.keys()

    @property
    def nearest(self) -> Mapping[int, int]:
        """The present place of every column of the layout; for one that is absent, that of the last one before it."""
        by_column: dict[int, int] = {}
        before = min(self.columns.values())
        for position in range(1, len(self.layout.columns) + 1):
            before = by_column[position] = self.columns.get(position, before)
        return by_column

    @property
    def whole(self) -> Area:
        """The body of the table, columns that a person put in between included."""
        return Area(self.body, min(self.columns.values()), self.end, max(self.columns.values()))

    def soon(self, area: Area) -> Area:
        """Return what of an area is in use or will be soon: LibreOffice saves dropdowns for 1,000 unused rows only."""
        return area._replace(bottom=min(area.bottom, self.last + SOON))


def place(layout: Sheet, facts: TableHeader) -> ColumnMap:
    """Return where the columns stand."""
    columns = {
        position: facts.headers[column.name]
        for position, column in enumerate(layout.columns, 1)
        if column.name in facts.headers
    }
    return ColumnMap(layout, facts.header_row, facts.last_row, columns)
