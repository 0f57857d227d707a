"""共性问题: what many units were told in much the same words, with their own words as examples. Pure, deterministic.

Texts are compared without numbers and without the boilerplate of the genre. MinHash with locality-sensitive hashing
(rensa) names the few earlier texts that a text may be like; `similar.similarity` decides. Each text joins the most
alike leader, the most frequent texts lead: no text joins a crowd over a chain of others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from rectify_xl.supervision.consolidation.consolidation import (
    Consolidation,
    CountedUnit,
    ProblemWording,
    Statement,
    StatementCount,
)
from rectify_xl.text import cell_value, similar

LEAST_ALIKE = 70
"""From which likeness two statements are one problem. Measured: two wordings of one problem in generate/unit_ledgers
reach 73, different problems 44 at most; of the 135 problems in 17 notices of different units, the five pairs from 60 to
69 are half about two things (在编不在岗人员清理, 外借人员清理: 67), and no pair of different problems reaches 70."""
LEAST_UNITS = 2
"""Units that must have a problem before it is common."""
MOST_EXAMPLES = 3
MOST_TEXTS = 200_000
"""Different statements that are compared; what only later ones add is counted apart and told."""
_PERMUTATIONS, _BANDS = 126, 42
"""Three rows a band: of two statements that share four tenths of their pairs of letters, 94 % meet, of a half 99.6 %;
of two that share a tenth, as any two of the genre may, 4 %."""
MOST_COMPARED = 60
"""Earlier texts with which one is compared, those of most units first: made-up texts may meet thousands."""
_SEED = 15
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(
    r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?|[一二两三四五六七八九十百千余多数几]+(?=[个名次笔项件户份张处人家条起])"
)


class UnitWording(NamedTuple):
    """One unit's own words: whose they are, in which row they stand, and what they say."""

    unit: str
    id: str
    row: int
    text: str

    @property
    def with_place(self) -> str:
        """The words behind the unit and the number of the problem, or its row where it has none."""
        return f"{self.unit}（{self.id or f'第{self.row}行'}）：{self.text}"


class CommonProblem(NamedTuple):
    """A problem that several units have: how it is put most often, how many have it, and how far they are.

    `aspect` and `group` are those under which it stands most often; `units` counts units, the other numbers problems.
    `statements` are what these problems state, numbers apart: the store finds them by it.
    """

    text: str
    aspect: str
    group: str
    units: int
    problems: int
    done: int
    overdue: int
    examples: tuple[UnitWording, ...]
    unit_names: tuple[str, ...]
    statements: tuple[str, ...] = ()

    @property
    def ongoing(self) -> int:
        """How many go on."""
        return self.problems - self.done


class CommonProblems(NamedTuple):
    """What is common, and how many problems were not compared since too many statements are known."""

    problems: tuple[CommonProblem, ...]
    left_out: int


class _Crowd:
    """What is counted of a leading statement and those that joined it."""

    __slots__ = ("aspects", "done", "groups", "overdue", "problems", "units", "wordings")

    def __init__(self) -> None:
        self.units: dict[int, None] = {}
        self.wordings: list[ProblemWording] = []
        self.aspects: Counter[str] = Counter()
        self.groups: Counter[str] = Counter()
        self.problems = self.done = self.overdue = 0

    def join(self, statement: Statement) -> None:
        """Take over what was counted of a statement."""
        self.wordings += statement.wordings
        self.units |= dict.fromkeys(statement.units)
        self.aspects.update(dict(statement.aspects))
        self.groups.update(dict(statement.groups))
        self.problems += statement.problems
        self.done += statement.done
        self.overdue += statement.overdue


def common(consolidation: Consolidation) -> CommonProblems:
    """Return the problems that several units have: those of most units first, then of most problems."""
    rows, units = consolidation.rows, consolidation.units
    statements, left_out = rows.statements(MOST_TEXTS)
    counted = sorted(statements, key=lambda one: (-one.units, -one.problems))
    crowds = [crowd for crowd in _crowds(counted) if len(crowd) > 1 or counted[crowd[0]].units >= LEAST_UNITS]
    counts = rows.said([counted[place].text for crowd in crowds for place in crowd], MOST_EXAMPLES)
    problems = []
    for members in crowds:
        crowd = _Crowd()
        for statement in islice(counts, len(members)):
            crowd.join(statement)
        if len(crowd.units) >= LEAST_UNITS:
            problems.append(_common(crowd, units, tuple(counted[place].text for place in members)))
    problems.sort(key=lambda problem: (-problem.units, -problem.problems, problem.text))
    return CommonProblems(tuple(problems), left_out)


def _crowds(counted: Sequence[StatementCount]) -> Iterable[Sequence[int]]:
    """Return the places of statements that are one problem, the leading one first."""
    bare = [similar.without_boilerplate(one.text) for one in counted]
    crowds: dict[int, list[int]] = {}
    for place, leader in enumerate(_leaders(bare, [one.owner for one in counted])):
        crowds.setdefault(leader, []).append(place)
    return crowds.values()


def without_numbers(text: str) -> str:
    """Return a statement without what differs from unit to unit though the problem is one: figures, signs, blanks."""
    return _NO_LETTERS.sub("", cell_value.key(_NUMBERS.sub("", text)))


def _leaders(texts: Sequence[str], owners: Sequence[int | None]) -> Iterator[int]:
    """Yield, for each text, the place of the earlier text that it is most like, its own where it is like none.

    Texts that one and the same unit alone has (`owners`, else None) are not compared with each other: what one unit
    was told is not common, however often it is put in other words.
    """
    if not texts:
        return
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(0.25, _PERMUTATIONS, _BANDS)
    hashes = RMinHash.from_token_sets([_pairs(text) for text in texts], _PERMUTATIONS, _SEED)
    for place, (text, minhash) in enumerate(zip(texts, hashes, strict=True)):
        best, leader = 0, place
        own = owners[place]
        others = (candidate for candidate in sorted(index.query(minhash)) if own is None or owners[candidate] != own)
        for candidate in islice(others, MOST_COMPARED):
            likeness = similar.similarity(text, texts[candidate], max(LEAST_ALIKE, best + 1))
            if likeness > best:
                best, leader = likeness, candidate
        if leader == place:
            index.insert(place, minhash)
        yield leader


def _pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring letters of a text, each once."""
    return sorted({text[at : at + 2] for at in range(max(1, len(text) - 1))})


def _common(crowd: _Crowd, units: Sequence[CountedUnit], statements: tuple[str, ...]) -> CommonProblem:
    wordings = _different(crowd.wordings)
    return CommonProblem(
        text=wordings[0].text,
        aspect=_most_frequent(crowd.aspects),
        group=_most_frequent(crowd.groups),
        units=len(crowd.units),
        problems=crowd.problems,
        done=crowd.done,
        overdue=crowd.overdue,
        examples=tuple(UnitWording(units[one.unit].unit, *one[1:]) for one in wordings[:MOST_EXAMPLES]),
        unit_names=tuple(units[place].unit for place in crowd.units),
        statements=statements,
    )


def _different(wordings: Sequence[ProblemWording]) -> list[ProblemWording]:
    """Return wordings with those first that differ from all before them by more than their numbers."""
    seen: set[str] = set()
    new: list[ProblemWording] = []
    again: list[ProblemWording] = []
    for wording in wordings:
        text = without_numbers(wording.text)
        (again if text in seen else new).append(wording)
        seen.add(text)
    return new + again


def _most_frequent(counted: Counter[str]) -> str:
    return min(counted, key=lambda name: (-counted[name], name))
