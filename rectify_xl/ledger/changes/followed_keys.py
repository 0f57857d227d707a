"""Under which key each recorded change found its row, and left it: two rows may have one number. Pure.

变更记录 says that P004 became P003, and not whether another row was called so already; the rows that stand in the end
say it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rectify_xl.ledger.changes.recorded_change import Change, free_key, named
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED


class FollowedChange(NamedTuple):
    """A change, and the keys of its row before and after it (P003#2 for a second row of the number P003)."""

    change: Change
    before: str
    after: str

    @property
    def renames(self) -> bool:
        """Tell whether it gave the row another name."""
        return name_in(self.before) != name_in(self.after)


def name_in(key: str) -> str:
    """Return what names the row of a key."""
    return key.partition("#")[0]


def followed(changes: Sequence[Change], standing: Iterable[str]) -> Iterator[FollowedChange]:
    """Yield the changes of one sheet with the keys of their rows; `standing` names its rows as they are after them."""
    keys = _keys_at_first(changes, Counter(standing))
    for change in changes:
        before = after = change.key
        if change.column == ROW_REMOVED:
            keys.discard(before)
        else:
            keys.add(before)
            if name_in(before) != (name := _new_name(change)):
                keys.discard(before)
                after = free_key(name, keys)
                keys.add(after)
        yield FollowedChange(change, before, after)


def _keys_at_first(changes: Iterable[Change], count: Counter[str]) -> set[str]:
    """Return the keys that the rows had before the first change, reckoned back from how many have each name."""
    for change in changes:
        name = name_in(change.key)
        if change.column == ROW_ADDED:
            count[name] -= 1
        elif change.column == ROW_REMOVED:
            count[name] += 1
        elif name != (new := _new_name(change)):
            count[new] -= 1
            count[name] += 1
    return {name if place == 1 else f"{name}#{place}" for name in count for place in range(1, count[name] + 1)}


def _new_name(change: Change) -> str:
    """Return what a row is called after a change of it."""
    how = named(change.sheet)
    if how is None or change.column != how.id:
        return name_in(change.key)
    return how.name({how.id: change.new} if change.new else {})
