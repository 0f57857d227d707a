"""What 统计汇总 states as its totals: the numbers that are stored in the file, whoever put them there.

They are read without the native reader, which would have to take in the whole sheet, and no further than the line of
sums: the lines of 方面 cost half as much again, those of 责任科室 and 牵头领导 as much. `check` looks at all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import summary_layout
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading.sheet_facts import WorkbookFacts

_HEADLINE: Mapping[str, str] = dict(
    zip("ACDEFGH", ("problems", "done", "closed", "ongoing", "overdue", "longterm", "immediate"), strict=True)
)
"""The columns of the line that a reader sees first: the same in every layout of the sheet."""
_COLUMNS: Mapping[str, str] = dict(
    zip("CDEFHIJK", ("problems", "done", "closed", "ongoing", *list(_HEADLINE.values())[4:], "rate"), strict=True)
)
"""The columns of the line of sums."""
WORDS: Mapping[str, str] = {
    "problems": "问题数",
    "done": "完成",
    "closed": "已销号",
    "ongoing": "继续整改",
    "overdue": "逾期",
    "longterm": "长期坚持",
    "immediate": "即知即改",
    "rate": "完成率",
}
"""What the columns are called."""
_BY_DAY = frozenset({"closed", "overdue", "rate"})
"""What a formula may rightly have counted otherwise: on another day, or out of numbers that are compared themselves."""
_ROW = re.compile(rb"<(?:\w+:)?row\s")
_BEHIND = re.compile(rb'</(?:\w+:)?row>| r="[MN]\d')
"""What ends the part of a row that people see: the columns behind it only help to count."""
_PIECE = 1 << 15
"""Bytes that are unpacked at a time: larger pieces cost the system more than unpacking them."""
_BEGINNING = 1 << 12
"""Bytes in which a row's number stands behind its beginning."""
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_CONSTANT = re.compile(rb"<(?:\w+:)?f[^<>]*>[\d\s.+\-*/()]+</")
"""A formula that asks for no cell, such as =18."""
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


class StatedCell(NamedTuple):
    """One number of 统计汇总: where it stands, and what it counts.

    `typed` tells that no formula stands behind it, or none that asks for any cell.
    """

    ref: str
    field: str
    number: float
    typed: bool

    def differs(self, counted: float) -> bool:
        """Tell whether it cannot be what the rows say; a result of a formula may be that of another day."""
        if self.field in _BY_DAY and not self.typed:
            return False
        return abs(self.number - counted) > (0.0005 if self.field == "rate" else 0)

    @property
    def words(self) -> str:
        """What it states, in a clause."""
        return f"{WORDS[self.field]}写的是{self.shown}{'（手填的数，不是统计公式）' if self.typed else ''}"

    @property
    def shown(self) -> str:
        """The number as a sentence gives it."""
        return f"{self.number:.1%}" if self.field == "rate" else f"{self.number:g}"


def read(package: Package, facts: WorkbookFacts) -> Sequence[StatedCell]:
    """Return what is stated, in the order of the cells; a cell without a stored number is not there."""
    part = facts.sheets.get(schema.SUMMARY, "")
    if part not in package.members:
        return ()
    rows, total = _Rows(package.pieces(part, _PIECE)), summary_layout.ASPECTS.total
    headline = _line(summary_layout.HEADLINE, rows.visible(summary_layout.HEADLINE), _HEADLINE)
    return (*headline, *_line(total, rows.visible(total), _COLUMNS))


def _line(row: int, cells: bytes, columns: Mapping[str, str]) -> Sequence[StatedCell]:
    """Return the numbers of a line."""
    stated = []
    for column, field in columns.items():
        cell = _cell(cells, f"{column}{row}")
        number = _number(cell.value) if cell and cell.kind == "n" else None
        if cell and number is not None:
            stated.append(StatedCell(f"{column}{row}", field, number, cell.typed))
    return stated


class _PartCell(NamedTuple):
    kind: str
    value: bytes
    typed: bool


def _cell(cells: bytes, ref: str) -> _PartCell | None:
    """Return the kind and the stored value of a cell, None where none is stored."""
    at = cells.find(b' r="%b"' % ref.encode())
    begin, inside = cells.rfind(b"<", 0, at), cells.find(b">", at) + 1
    if at < 0 or not inside or cells[inside - 2 : inside - 1] == b"/":
        return None
    end = _CELL_END.search(cells, inside)
    value = _VALUE.search(cells, inside, end.start()) if end else None
    if not value:
        return None
    attributes = cells[begin:inside]
    kind = attributes.partition(b' t="')[2].partition(b'"')[0].decode() or "n"
    typed = value.start() == inside or _CONSTANT.match(cells, inside) is not None
    return _PartCell(kind, value[1], typed)


class _Rows:
    """The rows of a sheet from above, as they are unpacked."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._content = b""

    def visible(self, row: int) -> bytes:
        """Return what people see of a row, empty without such a row below the last one that was asked for."""
        content = self._content
        while not (begin := _begins(content, row)):
            more = next(self._pieces, b"")
            if not more:
                return b""
            content = content[-_BEGINNING:] + more
        while not (end := _BEHIND.search(content, begin)):
            more = next(self._pieces, b"")
            if not more:
                return b""
            content += more
        self._content = content[end.start() :]
        return content[begin - 1 : end.start()]


def _begins(content: bytes, row: int) -> int:
    """Return the place behind the beginning of a row, 0 where it is not there."""
    number = b' r="%d"' % row
    at = content.find(number)
    while at >= 0:
        begin = content.rfind(b"<", 0, at)
        if _ROW.match(content, begin):
            return begin + 1
        at = content.find(number, at + 1)
    return 0


def _number(text: bytes) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
