"""Texts that stand word for word in the ledgers of several units: what is said of them; the store finds them."""

from __future__ import annotations

from typing import NamedTuple

MOST_OTHERS = 4
"""Other units that are named; a text of the genre stands in thousands."""
LEAST_COPIED = 30
"""Letters of a progress text that two units do not write word for word by chance."""


class CopiedFrom(NamedTuple):
    """The problems of one unit whose text stands elsewhere too, by name, and the first other units by place."""

    names: tuple[str, ...]
    others: tuple[int, ...]
