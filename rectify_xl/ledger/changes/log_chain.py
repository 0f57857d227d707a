"""Each line of 变更记录 bears a sum over itself and the line before it: what was rewritten or cut out shows. Pure.

The sums prove nothing against somebody who computes them anew with this program; they tell of every hand, and of every
other program, also where 程序状态 is gone. What a unit has sent up is proved by the copy above.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import applied, change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.remembered_rows import plain
from rectify_xl.ledger.reading.reader import RawBook, RawSheet, find_header
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.system.digests import bytes_sha256

COLUMN = schema.CHANGES_CODE
LENGTH = 16
"""Hexadecimal digits of a sum."""


class ChainedLine(NamedTuple):
    """A line of 变更记录: its Excel row, what it says, and its sum, empty where it bears none."""

    row: int
    record: LogLine
    code: str


class Break(NamedTuple):
    """A line at which the chain does not hold: one without a sum among others, or one whose sum is another's."""

    row: int
    bare: bool


def links(book: RawBook) -> tuple[ChainedLine, ...]:
    """Return all lines, oldest first; none where the workbook has no 变更记录."""
    lines = change_log.numbered(book)
    if not lines:
        return ()
    sheet = book.sheets[schema.CHANGES.name]
    place = find_header(sheet, schema.CHANGES).headers.get(COLUMN)
    return tuple(ChainedLine(row, record, _code_of(sheet, row, place)) for row, record in lines)


def breaks(chain: Sequence[ChainedLine]) -> tuple[Break, ...]:
    """Return every line at which the chain does not hold; lines from before it began are no breaks."""
    result: list[Break] = []
    before, last, begun = hashlib.sha256(), "", False
    for row, record, code in chain:
        if code:
            begun = True
            if code != _code(last or before.hexdigest(), record):
                result.append(Break(row, bare=False))
        elif begun:
            result.append(Break(row, bare=True))
        before.update(_text(record))
        last = code
    return tuple(result)


def extended(book: RawBook, changes: Changes) -> Changes:
    """Return what gives the lines that `changes` add to 变更记录 their sums, with the column where there is none."""
    added = tuple(block for block in changes if block.sheet == schema.CHANGES.name)
    if not added or not change_log.complete(book):
        return ()
    sheet = book.sheets[schema.CHANGES.name]
    facts = find_header(sheet, schema.CHANGES)
    place = facts.headers.get(COLUMN)
    writes: list[CellWrite] = []
    if place is None:
        place = 1 + max(len(sheet.rows[facts.header_row - 1]), *facts.headers.values())
        writes.append(CellWrite(facts.header_row, place, COLUMN))
    before, last = hashlib.sha256(), ""
    known = {link.row: link.code for link in links(book)}
    after = applied.apply(book._replace(sheets={schema.CHANGES.name: sheet}), added)
    for row, record in change_log.numbered(after):
        code = known.get(row)
        if code is None:
            code = _code(last or before.hexdigest(), record)
            writes.append(CellWrite(row, place, code))
        before.update(_text(record))
        last = code
    return (SheetChanges(schema.CHANGES.name, tuple(writes)),) if writes else ()


def _code(former: str, record: LogLine) -> str:
    return bytes_sha256(former.encode() + b"\x1e" + _text(record), LENGTH)


def _text(record: LogLine) -> bytes:
    return f"{change_log.fields_in_one(record)}\x1e".encode("utf-8", "replace")


def _code_of(sheet: RawSheet, row: int, place: int | None) -> str:
    cells = sheet.rows[row - 1]
    return plain(cells[place - 1]) if place is not None and place <= len(cells) else ""
