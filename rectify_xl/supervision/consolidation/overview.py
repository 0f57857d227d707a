"""What result workbook and dashboard show beside the rows: sums, ranking, common problems, warnings, changes. Pure.

All of it is gathered while the problems pass by once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.vocabulary import DONE, MOSTLY_DONE, NOT_STARTED, UNDER_WAY
from rectify_xl.supervision.consolidation.common_problems import CommonProblem, CommonProblemFinder
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit, RosterUnit, sum_of
from rectify_xl.supervision.consolidation.period_changes import PeriodChanges, PeriodComparison
from rectify_xl.supervision.consolidation.unit_result import SubmittedProblem
from rectify_xl.supervision.consolidation.unit_warnings import UnitWarning, WarningFinder
from rectify_xl.text import cell_value

NOT_LISTED = "（不在名册）"
NO_LEVEL, NO_SUPERIOR = "（未分层级）", "（未写上级）"
STATUS_WORDS = (NOT_STARTED, UNDER_WAY, MOSTLY_DONE, DONE)
NO_STATUS, OTHER_STATUS = "（未填）", "（其他写法）"
LATENESS: tuple[tuple[str, int], ...] = (
    ("1—30天", 30),
    ("31—60天", 60),
    ("61—90天", 90),
    ("91—180天", 180),
    ("180天以上", 10**9),
)
"""How late, and until how many days."""
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


class StatusShare(NamedTuple):
    """How many problems have this 完成程度, and how many of these count as done."""

    word: str
    problems: int
    done: int


class Overview(NamedTuple):
    """All sums of a consolidation; `relapses` were registered anew and stand beside them.

    `uncompared` is the number of problems beyond those whose wording was compared; `uncompared_periods` says which
    earlier period this one could not be compared with, and why, or that there is none; empty where nothing is missing.
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

    @property
    def places(self) -> dict[str, UnitPlace]:
        """The places by the keys of the units."""
        return {place.unit.key: place for place in self.ranking}


class _Sums:
    """What is counted over all problems while they pass by."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.lateness: Counter[str] = Counter()
        self.needs_support = self.from_last_round = 0

    def add(self, problem: SubmittedProblem) -> None:
        word = problem.completion
        if word not in STATUS_WORDS:
            word = cell_value.key(word)
            word = word if word in STATUS_WORDS else OTHER_STATUS if word else NO_STATUS
        self.statuses[word] += 1
        self.done[word] += problem.done
        if problem.overdue:
            self.lateness[next(label for label, most in LATENESS if problem.late_days <= most)] += 1
        self.needs_support += problem.needs_support and not problem.done
        self.from_last_round += problem.from_last_round


def overview(consolidation: Consolidation) -> Overview:
    """Return all sums, warnings and common problems; reads the problems and the findings once."""
    common, warnings, sums = CommonProblemFinder(), WarningFinder(), _Sums()
    compared = PeriodComparison(consolidation, consolidation.earlier) if consolidation.earlier else None
    for unit, problem in consolidation.rows.problems():
        warnings.add(unit, problem)
        if compared:
            compared.add(unit, problem)
        if not problem.relapse:
            common.add(unit.unit, problem)
            sums.add(problem)
    for unit, finding in consolidation.rows.findings():
        warnings.add_finding(unit, finding)
    changes = compared.changes() if compared else None
    units = consolidation.units
    words = [word for word in (*STATUS_WORDS, OTHER_STATUS, NO_STATUS) if word in STATUS_WORDS or sums.statuses[word]]
    return Overview(
        total=consolidation.total,
        aspects=consolidation.aspects,
        statuses=tuple(StatusShare(word, sums.statuses[word], sums.done[word]) for word in words),
        levels=_groups(consolidation, lambda unit: unit.level, lambda line: line.level, NO_LEVEL),
        superiors=_groups(consolidation, lambda unit: unit.superior, lambda line: line.superior, NO_SUPERIOR),
        lateness=tuple((label, sums.lateness[label]) for label, _ in LATENESS),
        ranking=rank_units(units),
        common=common.common(),
        warnings=warnings.warnings(consolidation, changes),
        changes=changes,
        measures=sum(unit.measures for unit in units),
        measures_done=sum(unit.measures_done for unit in units),
        needs_support=sums.needs_support,
        from_last_round=sums.from_last_round,
        relapses=sum(unit.relapses for unit in units),
        unreadable=sum(unit.unreadable for unit in units),
        uncompared=common.left_out,
        uncompared_periods=_uncompared(consolidation),
    )


def _uncompared(consolidation: Consolidation) -> str:
    if consolidation.unread_periods:
        return f"{consolidation.unread_periods}。"
    return "" if consolidation.earlier else NO_EARLIER


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
