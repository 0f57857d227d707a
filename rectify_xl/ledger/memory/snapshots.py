"""How things stood: counts and the state of every problem, on one day, and what happened between two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger

FROZEN = WEEK, MONTH, START = "周", "月", "起点"
UNKNOWN = -1
"""A count that an earlier program did not keep, or that cannot be told for a part of the ledger."""
NEEDED = (schema.INFO.name, schema.PROBLEMS.name, schema.CLOSURES.name, schema.DICTIONARY)
"""The sheets on which a snapshot depends: problems, what moves their deadlines, and the 口径."""
CLOSED_BY = (
    schema.MEASURES.name,
    schema.EVIDENCE.name,
    schema.REGULATIONS.name,
    schema.CHANGES.name,
    schema.MEMORY.name,
)
"""The sheets on which it depends besides whether a closing stands, and which rows are relapses of closed ones; read
only where 销号登记 holds any."""
KEPT = {WEEK: 60, MONTH: 36}
"""Frozen snapshots that are kept of each kind; the oldest goes when one more comes."""


class Counts(NamedTuple):
    """The counts of one aspect, of one department, or of all problems."""

    problems: int
    done: int
    ongoing: int
    longterm: int
    overdue: int
    closed: int = UNKNOWN


class ProblemSnapshot(NamedTuple):
    """How one problem stands. `step` is its 完成程度 as the ledger words it."""

    step: str
    done: bool
    overdue: bool


class Snapshot(NamedTuple):
    """The standing of everything on one day."""

    day: date
    total: Counts
    aspects: Mapping[str, Counts]
    departments: Mapping[str, Counts]
    problems: Mapping[str, ProblemSnapshot]


def snapshot(ledger: Ledger, day: date) -> Snapshot:
    """Return the snapshot of `ledger` on `day`; problems without an id are counted, but not told one by one."""
    counted = problem_counts.roll_up(ledger, day)
    late = problem_counts.overdue_rows(ledger, day)
    return Snapshot(
        day,
        _counts(counted.total),
        {line.title: _counts(line) for line in counted.aspects},
        {line.title: _counts(line) for line in counted.departments},
        {
            problem.id: ProblemSnapshot(
                problem.completion, problem_counts.is_done(problem, ledger.counting), problem.number in late
            )
            for problem in ledger.problems
            if problem.id
        },
    )


def _counts(line: problem_counts.StatusCounts) -> Counts:
    return Counts(line.problems, line.done, line.ongoing, line.longterm, line.overdue, line.closed)


def _names(day: date) -> dict[str, str]:
    """Return the names of the week and the month of a day, such as 周 2026-W47 and 月 2026-11."""
    year, week, _ = day.isocalendar()
    return {WEEK: f"{WEEK} {year:04d}-W{week:02d}", MONTH: f"{MONTH} {day:%Y-%m}"}


def frozen(last: Snapshot | None, day: date) -> tuple[str, ...]:
    """Return the names under which `last` is to be frozen when a command writes on `day`."""
    if last is None or day <= last.day:
        return ()
    now = _names(day)
    return tuple(name for kind, name in _names(last.day).items() if name != now[kind])


def surplus(kept: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the oldest snapshots beyond the number that is kept."""
    names: list[str] = []
    for kind, most in KEPT.items():
        mine = sorted(name for name in kept if name.startswith(f"{kind} "))
        names += mine[: max(len(mine) - most, 0)]
    return tuple(names)


def dump(snapshot: Snapshot) -> object:
    """Return a snapshot as plain lists and dictionaries."""
    return {
        "day": snapshot.day.isoformat(),
        "total": list(snapshot.total),
        "aspects": {name: list(counts) for name, counts in snapshot.aspects.items()},
        "departments": {name: list(counts) for name, counts in snapshot.departments.items()},
        "problems": {
            name: [standing.step, int(standing.done), int(standing.overdue)]
            for name, standing in snapshot.problems.items()
        },
    }


def load(plain: object) -> Snapshot | None:
    """Return the snapshot that `dump` gave, or None where it is something else."""
    try:
        return _load(plain)
    except (TypeError, ValueError, KeyError, AttributeError):
        return None


def _load(plain: object) -> Snapshot:
    if not isinstance(plain, dict):
        raise TypeError(plain)
    return Snapshot(
        date.fromisoformat(plain["day"]),
        Counts(*plain["total"]),
        {name: Counts(*counts) for name, counts in plain["aspects"].items()},
        {name: Counts(*counts) for name, counts in plain["departments"].items()},
        {name: ProblemSnapshot(step, bool(done), bool(late)) for name, (step, done, late) in plain["problems"].items()},
    )


class Deltas(NamedTuple):
    """The ids of the problems that moved, in the order of the later snapshot.

    `added` are new, `finished` count as done now and did not before (new ones included), `slipped` did and no longer
    do, or fell back a step, `newly_late` are overdue now and were not, `gone` are no longer in the ledger.
    """

    before: Snapshot
    after: Snapshot
    added: tuple[str, ...]
    finished: tuple[str, ...]
    slipped: tuple[str, ...]
    newly_late: tuple[str, ...]
    gone: tuple[str, ...]


def between(before: Snapshot, after: Snapshot, steps: Sequence[str]) -> Deltas:
    """Return what moved; `steps` are the words of 完成程度 from the lowest to the highest."""
    old, new = before.problems, after.problems
    known = [(name, old[name], now) for name, now in new.items() if name in old]
    return Deltas(
        before,
        after,
        added=tuple(name for name in new if name not in old),
        finished=tuple(name for name, now in new.items() if now.done and not (name in old and old[name].done)),
        slipped=tuple(name for name, was, now in known if _fell(was, now, steps)),
        newly_late=tuple(name for name, now in new.items() if now.overdue and not (name in old and old[name].overdue)),
        gone=tuple(name for name in old if name not in new),
    )


def _fell(was: ProblemSnapshot, now: ProblemSnapshot, steps: Sequence[str]) -> bool:
    if was.done != now.done:
        return was.done
    return was.step in steps and now.step in steps and steps.index(now.step) < steps.index(was.step)
