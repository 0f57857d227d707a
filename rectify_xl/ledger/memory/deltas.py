"""What happened between two snapshots: 新增, 办结, 退步, 逾期新增."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.ledger.memory.snapshots import ProblemSnapshot, Snapshot


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
