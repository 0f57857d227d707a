"""Which snapshot of the past the present is compared with, and how rows are followed through new numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import present
from rectify_xl.ledger.memory import change_tracking, memory_store, snapshots, unrecorded_changes
from rectify_xl.ledger.memory.diff import compare
from rectify_xl.ledger.memory.snapshots import MONTH, Snapshot
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED

_ID = "编号"


def followed(snapshot: Snapshot, changes: Iterable[Change]) -> Snapshot:
    """Return the snapshot with its problems under the ids that they have after `changes`, the oldest first.

    Changes from before the snapshot do no harm: the ids that they changed do not stand in it.
    """
    first_ids: dict[str, str | None] = dict.fromkeys(snapshot.problems)
    first_ids.update({name: name for name in snapshot.problems})
    for change in changes:
        if change.sheet != schema.PROBLEMS.name:
            continue
        if change.column == ROW_ADDED:
            first_ids.setdefault(change.key, None)
        elif change.column == ROW_REMOVED:
            first_ids.pop(change.key, None)
        elif change.column == _ID and change.new and change.key in first_ids:
            first = first_ids.pop(change.key)
            first_ids[_free(change.new, first_ids)] = first
    present = {first: key.partition("#")[0] for key, first in first_ids.items() if first is not None}
    problems = {present.get(name, name): standing for name, standing in snapshot.problems.items()}
    return snapshot._replace(problems=problems) if len(problems) == len(snapshot.problems) else snapshot


def _free(name: str, used: Iterable[str]) -> str:
    """Return the key of a row with this name, as the memory chooses it."""
    keys, key, number = set(used), name, 1
    while key in keys:
        number += 1
        key = f"{name}#{number}"
    return key


class Baseline(NamedTuple):
    """A snapshot of the past; `exact` tells whether it is as old as was asked for."""

    snapshot: Snapshot
    exact: bool


class Past(NamedTuple):
    """What a ledger remembers: the snapshot to compare with, and the day of its first one.

    `unrecorded` are the ids of rows that differ from what the memory knows: no command has recorded that yet.
    `months` are the last snapshots of the months before, oldest first.
    """

    before: Baseline | None = None
    began: date | None = None
    unrecorded: frozenset[str] = frozenset()
    months: tuple[Snapshot, ...] = ()


def past(book: RawBook, as_of: date, *, since: date | None, period: str) -> Past:
    """Return the past of a ledger as seen on `as_of`; `since` and `period` as in `choose`."""
    kept = _known(book)
    if not kept:
        return Past()
    changed = unrecorded(book)
    before = choose(kept, as_of, since=since, period=period)
    if before is not None:
        day = before.snapshot.day.isoformat()
        later = [record.change for record in change_log.read(book) if record.time[: len(day)] >= day]
        before = before._replace(snapshot=followed(before.snapshot, (*later, *changed)))
    months = {
        (snapshot.day.year, snapshot.day.month): snapshot for snapshot in kept if snapshot.day < _began(as_of, MONTH)
    }
    return Past(
        before,
        kept[0].day,
        frozenset(change.key for change in changed),
        tuple(months.values()),
    )


def unrecorded(book: RawBook) -> tuple[Change, ...]:
    """Return what people changed since the last command wrote: no line of 变更记录 tells it yet."""
    if schema.MEMORY.name not in book.sheets:
        return ()
    state = memory_store.read(book.sheets[schema.MEMORY.name]).entries.get(unrecorded_changes.NOW)
    return compare(state, present(book)) if isinstance(state, dict) else ()


def _known(book: RawBook) -> tuple[Snapshot, ...]:
    """Return every snapshot of a ledger, oldest first: those that are frozen, and how the last command left it.

    The latter is last week's until the first command of this week writes, and nothing froze it yet.
    """
    if schema.MEMORY.name not in book.sheets:
        return ()
    last = snapshots.load(memory_store.read(book.sheets[schema.MEMORY.name]).entries.get(change_tracking.LAST))
    kept = [*change_tracking.frozen(book).values(), *([last] if last else [])]
    return tuple({snapshot.day: snapshot for snapshot in sorted(kept, key=lambda snapshot: snapshot.day)}.values())


def choose(kept: Sequence[Snapshot], as_of: date, *, since: date | None, period: str) -> Baseline | None:
    """Return the snapshot to count from, None where there is none before `as_of`.

    It is the last one on or before `since`; without that, the last one before the week or month (`period`) of `as_of`.
    Where none is that old, the oldest stands in.
    """
    past = [snapshot for snapshot in kept if snapshot.day < as_of]
    if not past:
        return None
    until = since or _began(as_of, period) - timedelta(days=1)
    earlier = [snapshot for snapshot in past if snapshot.day <= until]
    return Baseline(earlier[-1], exact=True) if earlier else Baseline(past[0], exact=False)


def _began(day: date, period: str) -> date:
    """Return the first day of the week (a Monday) or of the month in which `day` lies."""
    return day.replace(day=1) if period == MONTH else day - timedelta(days=day.weekday())
