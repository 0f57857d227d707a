"""Find the cell behind an address, also after rows were sorted, inserted or deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.records import Ledger, Row
from rectify_xl.notice.trace.trace_record import RecordedCell, digest
from rectify_xl.text.refs import parse_address

_NAMES = ("项目", "名称")
"""First columns that name their row without being a number."""


class _Sheet(NamedTuple):
    """Rows by number, headers by position, rows by what names them and the other way round."""

    rows: dict[int, Row]
    headers: dict[int, str]
    named: dict[str, Row]
    names: dict[int, str]


class Lookup:
    """The cells of one ledger by address, and by what people call their row and column."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sheets: dict[str, _Sheet] = {}
        self._columns: dict[tuple[str, str], str] = {}

    def held(self, addresses: Iterable[str]) -> tuple[RecordedCell, ...]:
        """Return what the cells and ranges hold now."""
        return tuple(self._held(address) for address in dict.fromkeys(addresses))

    def now(self, cell: RecordedCell) -> str | None:
        """Return the present text of what was on record; None where its sheet, row or column is gone.

        The row is found by its name. One without a name is found at its old place, or, when something else stands
        there, wherever the column holds just what it held.
        """
        title, column, first, last = _parsed(cell.address)
        sheet = self._sheet(title)
        name = cell.column or sheet.headers.get(column, "")
        if name not in sheet.headers.values():
            return None
        if last is not None:
            return self._column(title, name)
        row = sheet.named.get(cell.row) if cell.row else sheet.rows.get(first)
        text = row.text(name) if row else None
        if not cell.row and (text is None or digest(text) != cell.digest):
            moved = (row_text.text(name) for row_text in sheet.rows.values())
            return next((row_text for row_text in moved if digest(row_text) == cell.digest), text)
        return text

    def _held(self, address: str) -> RecordedCell:
        title, column, first, last = _parsed(address)
        sheet = self._sheet(title)
        name = sheet.headers.get(column, "")
        if last is not None:
            return RecordedCell(address, digest(self._column(title, name)), "", name)
        row = sheet.rows.get(first)
        return RecordedCell(address, digest(row.text(name) if row else ""), sheet.names.get(first, ""), name)

    def _sheet(self, title: str) -> _Sheet:
        if title not in self._sheets:
            rows, facts = self._ledger.rows.get(title, ()), self._ledger.sheets.get(title)
            named = _named(title, rows)
            self._sheets[title] = _Sheet(
                {row.number: row for row in rows},
                {position: name for name, position in facts.headers.items()} if facts else {},
                named,
                {row.number: name for name, row in named.items()},
            )
        return self._sheets[title]

    def _column(self, sheet: str, name: str) -> str:
        """Return what a column holds; the order of its rows does not count."""
        if (sheet, name) not in self._columns:
            rows = self._sheet(sheet).rows.values()
            self._columns[sheet, name] = "\n".join(sorted(row.text(name) for row in rows))
        return self._columns[sheet, name]


def covers(address: str, cell: str) -> bool:
    """Tell whether a range, or a cell, has the cell within it."""
    sheet, column, first, last = _parsed(address)
    other, its_column, row, _ = _parsed(cell)
    return sheet == other and column == its_column and first <= row <= (last or first)


def understood(address: str) -> bool:
    """Tell whether an address reads like 问题台账!H12."""
    return parse_address(address) is not None


def _parsed(address: str) -> tuple[str, int, int, int | None]:
    """Return sheet, column, first row, and last row of a range within one column."""
    parsed = parse_address(address)
    if parsed is None:
        return address, 0, 0, None
    sheet, area = parsed
    return sheet, area.left, area.top, area.bottom if ":" in address else None


def _named(sheet: str, rows: tuple[Row, ...]) -> dict[str, Row]:
    """Return the rows by their number or name in the first column, where that stands for one row only."""
    layout = next((table for table in schema.TABLES if table.name == sheet), None)
    first = layout.columns[0] if layout else None
    column = first.name if first and (first.kind == "id" or first.name in _NAMES) else ""
    names = [row.id(column) if column else "" for row in rows]
    once = Counter(names)
    return {name: row for name, row in zip(names, rows, strict=True) if name and once[name] == 1}
