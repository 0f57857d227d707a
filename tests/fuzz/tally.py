"""Count what became of damaged files: kind × tried × refused × read × internal errors × slowest."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from rectify_xl.errors import RectifyError

SLOW = 10.0
"""Seconds of work, of this process and those it waited for, beyond which a run counts as a failure."""
_HEADER = ("kind", "tried", "refused", "read", "internal", "slow", "slowest")


class Failure(NamedTuple):
    """An internal error, or a run that was too slow: its kind, the seed that makes the case again, and what it was."""

    kind: str
    case: int
    what: str


@dataclass
class Counts:
    """What became of the files of one kind; `slowest` in seconds."""

    refused: int = 0
    read: int = 0
    internal: int = 0
    slow: int = 0
    slowest: float = 0.0

    @property
    def tried(self) -> int:
        """How many files were tried."""
        return self.refused + self.read + self.internal

    def plus(self, other: Counts) -> Counts:
        """Return both together."""
        return Counts(
            self.refused + other.refused,
            self.read + other.read,
            self.internal + other.internal,
            self.slow + other.slow,
            max(self.slowest, other.slowest),
        )


@dataclass
class Tally:
    """What became of all files, by kind, with every failure."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def attempt(self, kind: str, case: int, action: Callable[[], object]) -> None:
        """Run `action` on a damaged file; a `RectifyError` is a refusal, any other exception an internal error."""
        counts = self.kinds.setdefault(kind, Counts())
        began = _worked()
        try:
            action()
        except RectifyError:
            counts.refused += 1
        except Exception as error:  # noqa: BLE001 - every kind of exception is what is looked for
            counts.internal += 1
            self.failures.append(Failure(kind, case, f"{type(error).__name__}: {error} ({_where(error)})"))
        else:
            counts.read += 1
        took = _worked() - began
        counts.slowest = max(counts.slowest, took)
        if took > SLOW:
            counts.slow += 1
            self.failures.append(Failure(kind, case, f"{took:.1f} s"))

    @property
    def total(self) -> Counts:
        """All kinds together."""
        whole = Counts()
        for counts in self.kinds.values():
            whole = whole.plus(counts)
        return whole

    def table(self) -> str:
        """Return the counts as a table for people, the failures below it."""
        rows = [_HEADER, *(_row(kind, self.kinds[kind]) for kind in sorted(self.kinds)), _row("all", self.total)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
        lines = [
            " | ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in rows
        ]
        return "\n".join([*lines, *(f"{each.kind} case {each.case}: {each.what}" for each in self.failures)])


def _row(kind: str, counts: Counts) -> tuple[str, ...]:
    numbers = (counts.tried, counts.refused, counts.read, counts.internal, counts.slow)
    return (kind, *map(str, numbers), f"{counts.slowest:.2f} s")


def _where(error: BaseException) -> str:
    """Return the innermost place in this package from which an exception came."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("rectify_xl") or not place:
            place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _worked() -> float:
    """Return the seconds that this process and its children have worked: a busy machine makes no run slow."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
