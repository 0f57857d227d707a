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

from rectify_xl.supervision.consolidation.unit_result import SubmittedProblem
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

    @property
    def ongoing(self) -> int:
        """How many go on."""
        return self.problems - self.done


class _Statement:
    """One statement without its numbers, and what is counted of it."""

    __slots__ = ("aspects", "done", "first", "groups", "overdue", "problems", "units", "wordings")

    def __init__(self) -> None:
        self.units: dict[str, None] = {}
        self.wordings: list[UnitWording] = []
        self.aspects: Counter[str] = Counter()
        self.groups: Counter[str] = Counter()
        self.problems = self.done = self.overdue = 0

    def add(self, unit: str, problem: SubmittedProblem) -> None:
        if len(self.wordings) < MOST_EXAMPLES and unit not in self.units:
            self.wordings.append(UnitWording(unit, problem.id, problem.row, problem.problem))
        self.units[unit] = None
        self.aspects[problem.aspect] += 1
        self.groups[problem.group] += 1
        self.problems += 1
        self.done += problem.done
        self.overdue += problem.overdue

    def join(self, other: _Statement) -> None:
        """Take over what was counted of another one."""
        self.wordings += other.wordings
        self.units |= other.units
        self.aspects += other.aspects
        self.groups += other.groups
        self.problems += other.problems
        self.done += other.done
        self.overdue += other.overdue


class CommonProblemFinder:
    """Takes the problems of all units one by one, and says in the end which are common."""

    def __init__(self) -> None:
        self._statements: dict[str, _Statement] = {}
        self._known: dict[int, _Statement] = {}
        self.left_out = 0

    def add(self, unit: str, problem: SubmittedProblem) -> None:
        """Take one problem; one without a text is none."""
        mark = hash(problem.problem)
        statement = self._known.get(mark)
        if statement is None:
            statement = self._of(problem.problem)
            if statement is None:
                return
            self._known[mark] = statement
        statement.add(unit, problem)

    def _of(self, text: str) -> _Statement | None:
        """Return the statement that a text is without its numbers; None where there is none, or too many are known."""
        bare = without_numbers(text)
        if not bare:
            return None
        statement = self._statements.get(bare)
        if statement is None:
            if len(self._statements) >= MOST_TEXTS:
                self.left_out += 1
                return None
            statement = self._statements[bare] = _Statement()
        return statement

    def common(self) -> tuple[CommonProblem, ...]:
        """Return the problems that several units have: those of most units first, then of most problems."""
        joined = (statement for statement in self._joined() if len(statement.units) >= LEAST_UNITS)
        problems = [_common(statement) for statement in joined]
        return tuple(sorted(problems, key=lambda problem: (-problem.units, -problem.problems, problem.text)))

    def _joined(self) -> Iterable[_Statement]:
        ordered = sorted(self._statements.items(), key=lambda pair: (-len(pair[1].units), -pair[1].problems))
        bare = [similar.without_boilerplate(text) for text, _ in ordered]
        leaders: dict[int, _Statement] = {}
        owners = [next(iter(statement.units)) if len(statement.units) == 1 else "" for _, statement in ordered]
        for place, leader in enumerate(_leaders(bare, owners)):
            statement = ordered[place][1]
            if leader == place:
                copy = leaders[place] = _Statement()
                copy.join(statement)
            else:
                leaders[leader].join(statement)
        return leaders.values()


def without_numbers(text: str) -> str:
    """Return a statement without what differs from unit to unit though the problem is one: figures, signs, blanks."""
    return _NO_LETTERS.sub("", cell_value.key(_NUMBERS.sub("", text)))


def _leaders(texts: Sequence[str], owners: Sequence[str]) -> Iterator[int]:
    """Yield, for each text, the place of the earlier text that it is most like, its own where it is like none.

    Texts that one and the same unit alone has (`owners`, else empty) are not compared with each other: what one unit
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
        others = (candidate for candidate in sorted(index.query(minhash)) if not own or owners[candidate] != own)
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


def _common(statement: _Statement) -> CommonProblem:
    wordings = _different(statement.wordings)
    return CommonProblem(
        text=wordings[0].text,
        aspect=_most_frequent(statement.aspects),
        group=_most_frequent(statement.groups),
        units=len(statement.units),
        problems=statement.problems,
        done=statement.done,
        overdue=statement.overdue,
        examples=tuple(wordings[:MOST_EXAMPLES]),
        unit_names=tuple(statement.units),
    )


def _different(wordings: Sequence[UnitWording]) -> list[UnitWording]:
    """Return wordings with those first that differ from all before them by more than their numbers."""
    seen: set[str] = set()
    new: list[UnitWording] = []
    again: list[UnitWording] = []
    for wording in wordings:
        text = without_numbers(wording.text)
        (again if text in seen else new).append(wording)
        seen.add(text)
    return new + again


def _most_frequent(counted: Counter[str]) -> str:
    return min(counted, key=lambda name: (-counted[name], name))
