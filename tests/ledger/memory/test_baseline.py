"""The present is compared with the last snapshot before its week or month, frozen or not."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from generate.ledger_builder import MemoryBook, apply, blank_book
from rectify_xl.ledger.memory import baseline, change_tracking
from rectify_xl.ledger.memory.change_tracking import Stamp
from rectify_xl.ledger.memory.snapshots import MONTH, WEEK, Counts, Snapshot
from rectify_xl.ledger.records import CellWrite, SheetChanges
from tests.addresses import column

ROW = SheetChanges(
    "问题台账",
    (
        CellWrite(2, column("编号"), "P001"),
        CellWrite(2, column("具体问题"), "学习不深入"),
        CellWrite(2, column("完成程度"), "整改中"),
        CellWrite(2, column("整改进展"), "已学习。"),
    ),
)


def snapshot(day: str) -> Snapshot:
    return Snapshot(date.fromisoformat(day), Counts(0, 0, 0, 0, 0), {}, {}, {})


def book_after(*days: str) -> MemoryBook:
    """Return a ledger on which a command wrote on each of the days."""
    book = MemoryBook(apply(blank_book(), (ROW,)))
    for number, day in enumerate(days):
        change = (SheetChanges("问题台账", (CellWrite(2, column("预警"), f"黄{number}"),)),)
        stamp = Stamp(datetime.fromisoformat(f"{day}T09:00:00"), "王芳", "预警研判")
        book.write(change_tracking.remember(book.read(), change, stamp).changes)
    return book


KEPT = tuple(map(snapshot, ("2026-08-20", "2026-09-15", "2026-09-25", "2026-09-28")))


@pytest.mark.parametrize(
    ("as_of", "since", "period", "day", "exact"),
    [
        ("2026-09-30", "", WEEK, "2026-09-25", True),
        ("2026-09-30", "", MONTH, "2026-08-20", True),
        ("2026-09-30", "2026-09-20", WEEK, "2026-09-15", True),
        ("2026-09-30", "2026-09-15", WEEK, "2026-09-15", True),
        ("2026-09-30", "2026-08-01", WEEK, "2026-08-20", False),
        ("2026-08-21", "", WEEK, "2026-08-20", False),
        ("2026-09-16", "", MONTH, "2026-08-20", True),
    ],
)
def test_the_snapshot_is_the_last_one_that_is_old_enough(
    as_of: str, since: str, period: str, day: str, *, exact: bool
) -> None:
    """Of this week or month none counts, later than `as_of` none either; the oldest stands in, and that is told."""
    asked = date.fromisoformat(since) if since else None
    found = baseline.choose(KEPT, date.fromisoformat(as_of), since=asked, period=period)
    assert found == (snapshot(day), exact)


def test_what_stands_for_today_or_later_is_no_past() -> None:
    """A memory that began today has nothing to compare with."""
    assert baseline.choose(KEPT, date(2026, 8, 20), since=None, period=WEEK) is None
    assert baseline.choose((), date(2026, 8, 20), since=None, period=WEEK) is None


def test_last_week_counts_before_anything_was_frozen() -> None:
    """The last command wrote on a Friday, nobody has written since; Monday compares with that Friday."""
    book = book_after("2026-09-14", "2026-09-25").read()
    assert [each.day.isoformat() for each in change_tracking.frozen(book).values()] == ["2026-09-14", "2026-09-14"]
    past = baseline.past(book, date(2026, 9, 28), since=None, period=WEEK)
    assert past.before is not None
    assert (past.before.snapshot.day, past.before.exact) == (date(2026, 9, 25), True)
    assert past.began == date(2026, 9, 14)


def test_the_months_before_end_with_their_last_snapshot() -> None:
    """Two in August, one in September; October looks back on both months."""
    book = book_after("2026-08-03", "2026-08-28", "2026-09-25").read()
    past = baseline.past(book, date(2026, 10, 8), since=None, period=MONTH)
    assert [each.day.isoformat() for each in past.months] == ["2026-08-28", "2026-09-25"]


def test_a_change_that_no_command_recorded_is_known_by_its_row() -> None:
    """P001 was edited after the last command."""
    book = book_after("2026-09-14")
    assert baseline.past(book.read(), date(2026, 9, 28), since=None, period=WEEK).unrecorded == frozenset()
    book.book = apply(book.book, (SheetChanges("问题台账", (CellWrite(2, column("整改进展"), "已学习两次。"),)),))
    assert baseline.past(book.read(), date(2026, 9, 28), since=None, period=WEEK).unrecorded == {"P001"}


def test_a_ledger_without_a_memory_has_no_past() -> None:
    """An old workbook lacks the sheet."""
    book = blank_book()
    sheets = {name: sheet for name, sheet in book.sheets.items() if name != "程序状态"}
    bare = book._replace(sheets=sheets)
    assert baseline.past(bare, date(2026, 9, 28), since=None, period=WEEK) == baseline.Past()
