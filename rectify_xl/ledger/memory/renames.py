"""Follow a row through a change of its number: P007 that became P031 is the same problem, neither gone nor new."""

from __future__ import annotations

from collections.abc import Iterable

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.memory.snapshots import Snapshot
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
