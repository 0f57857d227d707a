"""Texts that stand word for word in the ledgers of several units; sixteen bytes are kept of each. Pure."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

MOST_OTHERS = 4
"""Other units that are named; a text of the genre stands in thousands."""


class CopiedFrom(NamedTuple):
    """The problems of one unit whose text stands elsewhere too, by name, and the first other units by place."""

    names: tuple[str, ...]
    others: tuple[int, ...]


class CopiedTexts:
    """Takes the texts of all units, and says in the end which stand in several of them. Units go by their place."""

    def __init__(self) -> None:
        self._marks, self._owners = array("q"), array("i")
        self._names: list[str] = []

    def add(self, owner: int, name: str, text: str) -> None:
        """Take one text of a unit, and by which name its problem is told."""
        self._marks.append(hash(text))
        self._owners.append(owner)
        self._names.append(sys.intern(name))  # P001 is a problem of every unit

    def copies(self) -> Mapping[int, CopiedFrom]:
        """Return what stands elsewhere too, by the places of the units."""
        places: dict[int, list[int]] = {}
        others: dict[int, set[int]] = {}
        for group in self._shared():
            owners = sorted({self._owners[place] for place in group})
            for place in group:
                owner = self._owners[place]
                places.setdefault(owner, []).append(place)
                theirs = [other for other in owners[: MOST_OTHERS + 1] if other != owner]
                others[owner] = set(sorted(others.get(owner, set()).union(theirs))[:MOST_OTHERS])
        return {
            owner: CopiedFrom(tuple(self._names[place] for place in sorted(own)), tuple(sorted(others[owner])))
            for owner, own in sorted(places.items())
        }

    def _shared(self) -> Iterator[Sequence[int]]:
        """Yield the places of equal texts that stand in several units."""
        ordered = sorted(range(len(self._marks)), key=self._marks.__getitem__)
        for _, same in groupby(ordered, key=self._marks.__getitem__):
            group = list(same)
            if len({self._owners[place] for place in group}) > 1:
                yield group
