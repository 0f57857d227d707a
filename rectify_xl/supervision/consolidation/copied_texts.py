"""Texts that stand word for word in the ledgers of several units: what is said of them; the store finds them."""

from __future__ import annotations

from typing import NamedTuple

MOST_OTHERS = 20
"""Other units that are counted; a text of the genre stands in thousands."""
LEAST_COPIED = 30
"""Letters of a progress text that two units do not write word for word by chance."""


class CopiedFrom(NamedTuple):
    """The problems of one unit whose text stands elsewhere too, by name, and the other units by place.

    Of others there are at most `MOST_OTHERS`, the first ones; where there are so many, there may be more.
    """

    names: tuple[str, ...]
    others: tuple[int, ...]
