"""What result workbook and dashboard show beside the rows: sums, ranking, common problems, warnings, changes. Pure.

What concerns one unit alone comes with it (`unit_signs`); what units have in common, the store finds over all rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from rectify_xl.judgement import ledger_doubts
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation import common_problems, unit_warnings
from rectify_xl.supervision.consolidation.common_problems import CommonProblem
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit, RosterUnit, sum_of
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges, still_doubtful
from rectify_xl.supervision.consolidation.period_comparison import PeriodComparison
from rectify_xl.supervision.consolidation.unit_signs import (
    LATENESS,
    NO_STATUS,
    OTHER_STATUS,
    STATUS_WORDS,
    StatusShare,
    UnitSigns,
)
from rectify_xl.supervision.consolidation.unit_warnings import UnitWarning

NOT_LISTED = "（不在名册）"
NO_LEVEL, NO_SUPERIOR = "（未分层级）", "（未写上级）"
FEW = 3
"""A unit with fewer problems is marked in the ranking: a single one moves its share by more than a third."""
NO_EARLIER = "汇总库里没有更早的一期，无从比较。本期已经存下，下期就可以比较。"
RULE = (
    "排名规则：完成率高的在前；完成率相同的，逾期问题少的在前；两项都相同的名次并列，后面的名次顺延。"
    f"加*的单位问题不足{FEW}个，一个问题就会使完成率变动很大，名次仅供参考；没有问题的单位不排名。"
)


class UnitPlace(NamedTuple):
    """A unit and its place; several may share one. `few` marks those with few problems."""

    place: int
    unit: CountedUnit
    few: bool


class UnitGroup(NamedTuple):
    """The units of one 层级 or under one 上级: how many were expected (None without a roster), came, and their sums."""

    title: str
    expected: int | None
    units: int
    counts: StatusCounts


class Overview(NamedTuple):
    """All sums of a consolidation; `relapses` were registered anew and stand beside them.

    `uncompared` is the number of problems beyond those whose wording was compared; `uncompared_periods` says which
    earlier period this one could not be compared with, and why, or that there is none; empty where nothing is missing.
    `caveats` are by the keys of the units the sentences that stand beside their numbers.
    """

    total: StatusCounts
    aspects: tuple[StatusCounts, ...]
    statuses: tuple[StatusShare, ...]
    levels: tuple[UnitGroup, ...]
    superiors: tuple[UnitGroup, ...]
    lateness: tuple[tuple[str, int], ...]
    ranking: tuple[UnitPlace, ...]
    common: tuple[CommonProblem, ...]
    warnings: tuple[UnitWarning, ...]
    changes: PeriodChanges | None
    measures: int
    measures_done: int
    needs_support: int
    from_last_round: int
    relapses: int
    unreadable: int
    uncompared: int
    uncompared_periods: str = ""
    caveats: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def places(self) -> dict[str, UnitPlace]:
        """The places by the keys of the units."""
        return {place.unit.key: place for place in self.ranking}


def overview(consolidation: Consolidation) -> Overview:
    """Return all sums, warnings and common problems."""
    signs = tuple(consolidation.rows.signs())
    changes = _changes(consolidation)
    units = consolidation.units
    common = common_problems.common(consolidation)
    return Overview(
        total=consolidation.total,
        aspects=consolidation.aspects,
        statuses=tuple(_statuses(signs)),
        levels=_groups(consolidation, lambda unit: unit.level, lambda line: line.level, NO_LEVEL),
        superiors=_groups(consolidation, lambda unit: unit.superior, lambda line: line.superior, NO_SUPERIOR),
        lateness=tuple((label, sum(own.lateness[place] for own in signs)) for place, (label, _) in enumerate(LATENESS)),
        ranking=rank_units(units),
        common=common.problems,
        warnings=unit_warnings.warnings(consolidation, signs, changes),
        changes=changes,
        measures=sum(unit.measures for unit in units),
        measures_done=sum(unit.measures_done for unit in units),
        needs_support=sum(own.needs_support for own in signs),
        from_last_round=sum(own.from_last_round for own in signs),
        relapses=sum(unit.relapses for unit in units),
        unreadable=sum(unit.unreadable for unit in units),
        uncompared=common.left_out,
        uncompared_periods=_uncompared(consolidation),
        caveats=dict(_caveats(consolidation, changes)),
    )


def _uncompared(consolidation: Consolidation) -> str:
    if consolidation.unread_periods:
        return f"{consolidation.unread_periods}。"
    return "" if consolidation.earlier else NO_EARLIER


def _caveats(consolidation: Consolidation, changes: PeriodChanges | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    moved = changes.by_unit if changes else {}
    for unit in consolidation.units:
        doubts = still_doubtful(unit, moved.get(unit.key))
        yield unit.key, (*unit.caveats, *ledger_doubts.sentences(doubts, unit.beyond))


def _changes(consolidation: Consolidation) -> PeriodChanges | None:
    if consolidation.earlier is None:
        return None
    comparison = PeriodComparison(consolidation, consolidation.earlier, consolidation.older)
    for unit, problem in consolidation.rows.problems():
        comparison.add(unit, problem)
    return comparison.changes()


def _statuses(signs: Sequence[UnitSigns]) -> Iterator[StatusShare]:
    """Yield how many problems have which 完成程度; words that none has only where the ledger offers them."""
    problems: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for own in signs:
        for share in own.statuses:
            problems[share.word] += share.problems
            done[share.word] += share.done
    for word in (*STATUS_WORDS, OTHER_STATUS, NO_STATUS):
        if word in STATUS_WORDS or problems[word]:
            yield StatusShare(word, problems[word], done[word])


def rank_units(units: Sequence[CountedUnit]) -> tuple[UnitPlace, ...]:
    """Return the units by place, those without a problem left out. Shares are compared exactly."""
    marks = {
        unit.key: (-Fraction(unit.counts.done, unit.counts.problems), unit.counts.overdue)
        for unit in units
        if unit.counts.problems
    }
    ordered = sorted((unit for unit in units if unit.key in marks), key=lambda unit: marks[unit.key])
    places: list[UnitPlace] = []
    for number, unit in enumerate(ordered, 1):
        tied = places and marks[places[-1].unit.key] == marks[unit.key]
        places.append(UnitPlace(places[-1].place if tied else number, unit, unit.counts.problems < FEW))
    return tuple(places)


def _groups(
    consolidation: Consolidation,
    of_unit: Callable[[CountedUnit], str],
    of_line: Callable[[RosterUnit], str],
    unnamed: str,
) -> tuple[UnitGroup, ...]:
    """Return the sums by a name that units and lines of the roster bear, in the order of roster and units.

    Where a line of the roster does not say it, what the unit that came says of itself holds for it.
    """
    roster = consolidation.roster
    came = {unit.unit: of_unit(unit) for unit in consolidation.units if unit.listed}
    expected: Counter[str] = Counter(
        of_line(standing.line) or came.get(standing.line.unit) or unnamed for standing in roster or ()
    )
    parts: dict[str, list[StatusCounts]] = {title: [] for title in expected}
    for unit in consolidation.units:
        title = of_unit(unit) or unnamed
        parts.setdefault(title if unit.listed else NOT_LISTED, []).append(unit.counts)
    return tuple(
        UnitGroup(title, expected[title] if roster else None, len(counts), sum_of(counts, title))
        for title, counts in parts.items()
    )
