"""Which letters were sent: lines of 变更记录, since a letter that went out is a fact that nobody may edit away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.records import Ledger

SHEET = "督办文书"
"""What stands as 表 in such a line; 行编号 is the problem, 列 the letter, 新值 to whom it went and on which day."""


class Issued(NamedTuple):
    """A letter that went out about one problem; `day` is ISO text."""

    problem: str
    word: str
    day: str
    department: str


def of(ledger: Ledger) -> tuple[Issued, ...]:
    """Return the letters on record in the ledger's own 变更记录."""
    lines = ledger.rows.get(schema.CHANGES.name, ())
    return _standing(
        Change(SHEET, row.text("行编号"), row.text("列"), row.text("原值"), row.text("新值"))
        for row in lines
        if row.raw("表") == SHEET
    )


def read(records: Iterable[LogLine]) -> tuple[Issued, ...]:
    """Return the letters on record, oldest first, without those whose note was withdrawn."""
    return _standing(record.change for record in records)


def _standing(changes: Iterable[Change]) -> tuple[Issued, ...]:
    issued: list[Issued] = []
    for change in changes:
        if change.sheet != SHEET or not change.key or not change.column:
            continue
        if change.new:
            issued.append(Issued(change.key, change.column, *_day_and_department(change.new)))
        else:
            withdrawn = Issued(change.key, change.column, *_day_and_department(change.old))
            issued = [letter for letter in issued if letter != withdrawn]
    return tuple(issued)


def changes(letters: Iterable[Issued]) -> Iterator[Change]:
    """Yield the line of 变更记录 for each letter."""
    for letter in letters:
        yield Change(SHEET, letter.problem, letter.word, "", f"{letter.day} {letter.department}".rstrip())


def withdrawals(letters: Iterable[Issued]) -> Iterator[Change]:
    """Yield the line that takes back the note of each letter: 变更记录 only grows."""
    for change in changes(letters):
        yield change._replace(old=change.new, new="")


def issued_for(issued: Sequence[Issued], problem: str) -> tuple[Issued, ...]:
    """Return the letters about one problem, oldest first."""
    return tuple(letter for letter in issued if letter.problem == problem)


def _day_and_department(text: str) -> tuple[str, str]:
    day, _, department = text.partition(" ")
    return day, department
