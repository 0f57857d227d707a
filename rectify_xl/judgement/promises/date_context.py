"""What stands around a date, and what is read of it."""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.judgement.promises.commitment import Tense


class Surroundings(NamedTuple):
    """What stands around a date: its own clause on both sides, and the sentence before and after it.

    `earlier` runs from the beginning of the sentence to the clause.
    """

    earlier: str
    before: str
    dated: str
    after: str
    rest: str


class TenseReading(NamedTuple):
    """The tense of a date, and whether its words say that something is not finished.

    `reported` is set where the sentence goes on to say that a plan was carried out, or where a bare 前 goes on with its
    result, and so may tell it as done as well.
    """

    tense: Tense
    unfinished: bool = False
    reported: bool = False
