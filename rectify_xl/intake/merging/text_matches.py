"""Which texts of two lists mean the same row: one to one, the best assignment, and never a guess. Pure.

Equal texts come first; among several that are equal, the id decides, then the aspect. What is left is compared by its
letters. A pair that another one could replace almost as well is unclear and is left to a person, and so is one whose
figures differ: 2023年账目不清 and 2024年账目不清 may be two problems.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from rectify_xl.text import cell_value

_Value = TypeVar("_Value")
_Pair = tuple[int, int]

LEAST_LIKE = 75
"""Least likeness of two texts that are not equal (100: equal). Measured on the 26 notices and ledgers of training: two
different problems of one unit reach 38, two different measures of one problem 42; a sentence of twelve characters in
which three were changed keeps 75."""
LEAST_LIKE_NAMED = 60
"""Least likeness of two texts whose rows bear one id: the id alone proves nothing, since other numberings begin with
P001 too."""
MARGIN = 3
"""A pair is clear only if any other assignment would be worse by more than this."""
MOST_ALIKE = 100
"""Rows on either side that may all be like one another; of more than that nobody can tell which is which."""
SAME_ID, SAME_PLACE = 5, 2
"""What a common id and a common aspect add where several candidates compete."""


class MatchText(NamedTuple):
    """A row as it is matched: its id (empty where it has none), its text, and where it belongs (aspect and group)."""

    id: str
    text: str
    place: str = ""

    @property
    def letters(self) -> str:
        """The letters and digits of the text, in one width and case."""
        return re.sub(r"[\W_]+", "", cell_value.key(self.text)).casefold()


class TextMatch(NamedTuple):
    """A source row and a ledger row, by their indexes, that mean the same; `likeness` is 100 for equal texts."""

    source: int
    target: int
    likeness: int
    same_id: bool


class UnclearMatch(NamedTuple):
    """Source rows and ledger rows, by their indexes, of which nobody can tell which belong together, and why."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    figures: bool = False


class Matching(NamedTuple):
    """The clear matches and the unclear ones; what stands in neither is only here or only there."""

    clear: tuple[TextMatch, ...]
    unclear: tuple[UnclearMatch, ...]

    @property
    def sources(self) -> frozenset[int]:
        """The source rows that stand in a match of either kind."""
        return frozenset({match.source for match in self.clear} | {at for one in self.unclear for at in one.sources})

    @property
    def targets(self) -> frozenset[int]:
        """The ledger rows that stand in a match of either kind."""
        return frozenset({match.target for match in self.clear} | {at for one in self.unclear for at in one.targets})


def match(sources: Sequence[MatchText], targets: Sequence[MatchText], least: int = LEAST_LIKE) -> Matching:
    """Match two lists of texts; rows without text match nothing."""
    equal = _equal(sources, targets)
    rest = _alike(
        [at for at, row in enumerate(sources) if row.letters and at not in equal.sources],
        [at for at, row in enumerate(targets) if row.letters and at not in equal.targets],
        sources,
        targets,
        least,
    )
    clear = sorted((*equal.clear, *rest.clear))
    return Matching(tuple(clear), (*equal.unclear, *rest.unclear))


def _equal(sources: Sequence[MatchText], targets: Sequence[MatchText]) -> Matching:
    """Match the rows with equal texts; of several, those with one id, then those in one place."""
    clear: list[TextMatch] = []
    unclear: list[UnclearMatch] = []
    here = _by(range(len(sources)), lambda at: sources[at].letters)
    there = _by(range(len(targets)), lambda at: targets[at].letters)
    for letters in sorted(here.keys() & there.keys() - {""}):
        mine, theirs = list(here[letters]), list(there[letters])
        criteria: tuple[Callable[[MatchText], str], ...] = (lambda row: row.id, lambda row: row.place, lambda _row: "*")
        for criterion in criteria:
            for source, target in _alone(mine, theirs, sources, targets, criterion):
                clear.append(TextMatch(source, target, 100, _same_id(sources[source], targets[target])))
                mine.remove(source)
                theirs.remove(target)
        if mine and theirs:
            unclear.append(UnclearMatch(tuple(mine), tuple(theirs)))
    return Matching(tuple(clear), tuple(sorted(unclear)))


def _alone(
    mine: Sequence[int],
    theirs: Sequence[int],
    sources: Sequence[MatchText],
    targets: Sequence[MatchText],
    criterion: Callable[[MatchText], str],
) -> Iterator[_Pair]:
    """Yield the pairs that have something in common that nobody else among these has."""
    here, there = _by(mine, lambda at: criterion(sources[at])), _by(theirs, lambda at: criterion(targets[at]))
    for value in sorted(here.keys() & there.keys() - {""}):
        if len(here[value]) == len(there[value]) == 1:
            yield here[value][0], there[value][0]


def _by(indexes: Iterable[int], value: Callable[[int], _Value]) -> Mapping[_Value, list[int]]:
    groups: dict[_Value, list[int]] = defaultdict(list)
    for index in indexes:
        groups[value(index)].append(index)
    return groups


def _same_id(one: MatchText, other: MatchText) -> bool:
    return bool(one.id) and one.id == other.id


def _alike(
    mine: Sequence[int],
    theirs: Sequence[int],
    sources: Sequence[MatchText],
    targets: Sequence[MatchText],
    least: int,
) -> Matching:
    """Match the rows whose texts are alike."""
    from rectify_xl.text.similar import similarity

    likeness: dict[_Pair, int] = {}
    weights: dict[_Pair, int] = {}
    letters = {other: targets[other].letters for other in theirs}
    for one in mine:
        source, own = sources[one], sources[one].letters
        for other in theirs:
            target = targets[other]
            named = _same_id(source, target)
            bound = min(LEAST_LIKE_NAMED, least) if named else least
            score = similarity(own, letters[other], bound)
            if score:
                likeness[one, other] = min(score, 99)
                place = SAME_PLACE if source.place and source.place == target.place else 0
                weights[one, other] = score + place + (SAME_ID if named else 0)
    clear: list[TextMatch] = []
    unclear: list[UnclearMatch] = []
    for component in _components(weights):
        sides = {one for one, _ in component}, {other for _, other in component}
        if min(map(len, sides)) > MOST_ALIKE:
            unclear.append(UnclearMatch(tuple(sorted(sides[0])), tuple(sorted(sides[1]))))
            continue
        chosen = best_assignment(component)
        for one, other in sorted(chosen.items()):
            source, target = sources[one], targets[other]
            named = _same_id(source, target)
            rivals = _rivals(one, other, component, chosen)
            figures = not named and _figures(source.text) != _figures(target.text)
            if rivals or figures:
                here = sorted({one, *(rival[0] for rival in rivals)})
                there = sorted({other, *(rival[1] for rival in rivals)})
                unclear.append(UnclearMatch(tuple(here), tuple(there), not rivals))
            else:
                clear.append(TextMatch(one, other, likeness[one, other], named))
    return Matching(tuple(clear), _joined(unclear))


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", cell_value.key(text))


def _rivals(one: int, other: int, weights: Mapping[_Pair, int], chosen: Mapping[int, int]) -> list[_Pair]:
    """Return the pairs that could stand in the place of a chosen one almost as well.

    Somebody free for one of both, or two who change partners.
    """
    owner = {target: source for source, target in chosen.items()}
    rivals: list[_Pair] = []
    for (source, target), weight in weights.items():
        if source == one and target != other:
            holder = owner.get(target)
            if holder is None:
                loss = weights[one, other] - weight
            else:
                swapped = weight + weights.get((holder, other), 0)
                loss = weights[one, other] + weights[holder, target] - swapped
        elif target == other and source != one and source not in chosen:
            loss = weights[one, other] - weight
        else:
            continue
        if loss <= MARGIN:
            rivals.append((source, target))
    return rivals


def _joined(unclear: Iterable[UnclearMatch]) -> tuple[UnclearMatch, ...]:
    """Return the unclear matches with those joined that share a row."""
    groups: list[tuple[set[int], set[int], bool]] = []
    for one in unclear:
        mine, theirs, figures = set(one.sources), set(one.targets), one.figures
        for group in [group for group in groups if group[0] & mine or group[1] & theirs]:
            groups.remove(group)
            mine, theirs, figures = mine | group[0], theirs | group[1], figures and group[2]
        groups.append((mine, theirs, figures))
    return tuple(
        sorted(UnclearMatch(tuple(sorted(mine)), tuple(sorted(theirs)), figures) for mine, theirs, figures in groups)
    )


def _components(weights: Mapping[_Pair, int]) -> Iterator[Mapping[_Pair, int]]:
    """Yield the pairs in groups that share no row with one another."""
    pairs = list(weights)
    here, there = _by(range(len(pairs)), lambda at: pairs[at][0]), _by(range(len(pairs)), lambda at: pairs[at][1])
    waiting = set(range(len(pairs)))
    while waiting:
        group: set[int] = set()
        border = {min(waiting)}
        while border:
            at = border.pop()
            group.add(at)
            border |= {*here[pairs[at][0]], *there[pairs[at][1]]} - group
        waiting -= group
        yield {pairs[at]: weights[pairs[at]] for at in sorted(group)}


def best_assignment(weights: Mapping[_Pair, int]) -> dict[int, int]:
    """Return the one-to-one assignment with the greatest sum of weights (the Hungarian method, cubic time).

    Only pairs that have a weight are assigned.
    """
    sources, targets = sorted({pair[0] for pair in weights}), sorted({pair[1] for pair in weights})
    if len(sources) > len(targets):
        turned = best_assignment({(target, source): weight for (source, target), weight in weights.items()})
        return {source: target for target, source in turned.items()}
    costs = [[-weights.get((source, target), 0) for target in targets] for source in sources]
    holder = [0] * (len(targets) + 1)
    by_row, by_column = [0] * (len(sources) + 1), [0] * (len(targets) + 1)
    for row in range(1, len(sources) + 1):
        holder[0] = row
        _augment(costs, holder, by_row, by_column)
    pairs = {sources[holder[at] - 1]: targets[at - 1] for at in range(1, len(holder)) if holder[at]}
    return {source: target for source, target in pairs.items() if (source, target) in weights}


def _augment(costs: Sequence[Sequence[int]], holder: list[int], by_row: list[int], by_column: list[int]) -> None:
    """Give the row that waits in `holder[0]` a column, where others change theirs if need be.

    Rows and columns count from 1; `by_row` and `by_column` are the potentials.
    """
    columns = range(1, len(holder))
    least: list[float] = [float("inf")] * len(holder)
    way, seen, column = [0] * len(holder), {0}, 0
    while holder[column]:
        row = holder[column]
        for at in columns:
            cost = costs[row - 1][at - 1] - by_row[row] - by_column[at]
            if at not in seen and cost < least[at]:
                least[at], way[at] = cost, column
        following = min((at for at in columns if at not in seen), key=lambda at: least[at])
        delta = int(least[following])
        for at in range(len(holder)):
            if at in seen:
                by_row[holder[at]] += delta
                by_column[at] -= delta
            else:
                least[at] -= delta
        column = following
        seen.add(column)
    while column:
        holder[column] = holder[way[column]]
        column = way[column]
