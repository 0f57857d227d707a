"""What a table of an office's own layout does not have: nothing has moved in a column that is not there. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rectify_xl.supervision.consolidation.consolidation import CountedUnit
from rectify_xl.supervision.consolidation.problem_pairs import RememberedProblem

PLACES = ("方面", "大项", "责任科室")
"""The columns of `RememberedProblem.place`, in its order."""
LAST_ROUND, MEASURES = "上轮问题", "整改措施"


def absent_columns(
    unit: CountedUnit, then: Sequence[RememberedProblem], now: Sequence[RememberedProblem]
) -> tuple[str, ...]:
    """Return what was filled in then and is nowhere now, in a ledger that went through intake; nothing for our own.

    In the program's own layout an emptied column is a change, and stays one.
    """
    if not unit.intake:
        return ()
    filled = (
        *((name, _places(then, column), _places(now, column)) for column, name in enumerate(PLACES)),
        (LAST_ROUND, _any_old(then), _any_old(now)),
        (MEASURES, _any_measures(then), _any_measures(now)),
    )
    return tuple(name for name, before, after in filled if before and not after)


def _places(problems: Sequence[RememberedProblem], column: int) -> bool:
    return any(problem.place[column] for problem in problems)


def _any_old(problems: Sequence[RememberedProblem]) -> bool:
    return any(problem.from_last_round for problem in problems)


def _any_measures(problems: Sequence[RememberedProblem]) -> bool:
    return any(problem.measures[0] for problem in problems)
