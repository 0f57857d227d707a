"""How the rows of a ledger belong together: the only place that says which measures, evidence … a problem has.

A measure belongs to every problem that its 问题编号 names (P001、P002), and to those of its 上级措施, whose part it is.
Evidence and look-backs may name a problem or one of its measures.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import signatures
from rectify_xl.ledger.records import Closure, Evidence, Ledger, Measure, Problem, Regulation, Review

_T = TypeVar("_T")
RELAPSED = "反弹"
"""The verdict of a look-back that found a problem there again."""


class Relations:
    """The relations within one ledger. Each is worked out when it is first asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def problems(self) -> Mapping[str, Problem]:
        """The problems by their ids; of several with one id the first."""
        return {problem.id: problem for problem in reversed(self._ledger.problems) if problem.id}

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The measures by their ids; of several with one id the first."""
        return {measure.id: measure for measure in reversed(self._ledger.measures) if measure.id}

    @cached_property
    def problem_in_row(self) -> Mapping[int, Problem]:
        """The problems by the number of their Excel row."""
        return {problem.number: problem for problem in self._ledger.problems}

    def owners(self, measure: Measure) -> tuple[str, ...]:
        """Return the ids of the problems to which a measure belongs, its own first; they need not exist."""
        if not measure.parent and len(measure.problems) == 1:
            return measure.problems
        ids = dict.fromkeys(measure.problems)
        seen = {measure.id}
        parent = self.measures.get(measure.parent) if measure.parent else None
        while parent and parent.id not in seen:
            ids |= dict.fromkeys(parent.problems)
            seen.add(parent.id)
            parent = self.measures.get(parent.parent) if parent.parent else None
        return tuple(ids)

    def measures_of(self, problem: str) -> tuple[Measure, ...]:
        """Return the measures of a problem and their 具体措施, in the order of the sheet."""
        return self._measures_of.get(problem, ())

    @cached_property
    def orphans(self) -> tuple[Measure, ...]:
        """The measures that belong to no problem of this ledger."""
        return tuple(
            measure
            for measure in self._ledger.measures
            if not any(owner in self.problems for owner in self.owners(measure))
        )

    def ids_of(self, problem: str) -> tuple[str, ...]:
        """Return the id of a problem and those of its measures: what evidence and look-backs may name."""
        measures = (measure.id for measure in self.measures_of(problem) if measure.id)
        return tuple(dict.fromkeys((problem, *measures)))

    def problems_behind(self, targets: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the problems that ids of problems or measures stand for; they need not exist."""
        ids: dict[str, None] = {}
        for target in targets:
            if target in self.problems or target not in self.measures:
                ids[target] = None
            else:
                ids |= dict.fromkeys(self.owners(self.measures[target]))
        return tuple(ids)

    def evidence_of(self, problem: str) -> tuple[Evidence, ...]:
        """Return the evidence of a problem and of its measures, in the order of the sheet."""
        return self._evidence_of.get(problem, ())

    def names(self, targets: Iterable[str], problems: Collection[str]) -> bool:
        """Tell whether ids of problems or measures stand for one of `problems`."""
        return any(problem in problems for problem in self.problems_behind(targets))

    def reviews_of(self, problem: str) -> tuple[Review, ...]:
        """Return the look-backs at a problem and at its measures, in the order of the sheet."""
        return self._reviews_of.get(problem, ())

    def regulations_of(self, problem: str) -> tuple[Regulation, ...]:
        """Return the rules that were made for a problem or one of its measures, in the order of the sheet."""
        return self._regulations_of.get(problem, ())

    def closures_of(self, problem: str) -> tuple[Closure, ...]:
        """Return the rows of 销号登记 of a problem, 延期 included, in the order of the sheet."""
        return self._closures_of.get(problem, ())

    def closing(self, problem: str) -> Closure | None:
        """Return the row of 销号登记 that says that a problem is closed, None where none does.

        Whether that closing stands, `closure_rules.standing` tells.
        """
        return self.closings.get(problem)

    @cached_property
    def closings(self) -> Mapping[str, Closure]:
        """For each problem that 销号登记 says is closed the first row that says so, in the order of the sheet."""
        rows: dict[str, Closure] = {}
        for row in self._ledger.closures:
            if row.problem and row.kind == vocabulary.CLOSE and row.verdict == vocabulary.PASSED:
                rows.setdefault(row.problem, row)
        return rows

    # Indexes

    @cached_property
    def _measures_of(self) -> Mapping[str, tuple[Measure, ...]]:
        return _index((self.owners(measure), measure) for measure in self._ledger.measures)

    @cached_property
    def _evidence_of(self) -> Mapping[str, tuple[Evidence, ...]]:
        return _index((self.problems_behind(row.targets), row) for row in self._ledger.evidence)

    @cached_property
    def _reviews_of(self) -> Mapping[str, tuple[Review, ...]]:
        return _index((self.problems_behind(row.targets), row) for row in self._ledger.reviews)

    @cached_property
    def _regulations_of(self) -> Mapping[str, tuple[Regulation, ...]]:
        return _index((self.problems_behind(row.problems), row) for row in self._ledger.regulations)

    @cached_property
    def _closures_of(self) -> Mapping[str, tuple[Closure, ...]]:
        return _index(((row.problem,), row) for row in self._ledger.closures)


def lifts(problem: Problem, relapse: Review, later: Review) -> str:
    """Return why a later look-back does not do away with a 反弹, empty where it does.

    Nothing can have been put right on the day itself, and nobody vouches for the work that he answers for.
    """
    if later.date.day and relapse.date.day and later.date.day <= relapse.date.day:
        return "和“反弹”是同一天查的"
    inspector = later.row.text("检查人")
    if inspector and problem.person and signatures.same_person(inspector, problem.person):
        return f"检查人{inspector}就是{problem.id}的责任人"
    return ""


def speaking(problem: Problem, reviews: Iterable[Review], as_of: date) -> Review | None:
    """Return the look-back that tells how a problem stands: the last one, unless it does not do away with a 反弹."""
    last: Review | None = None
    for review in sorted(reviews, key=lambda review: (review.date.day or date.min, review.row.number)):
        if review.date.day and review.date.day > as_of:
            continue
        if last is None or last.verdict != RELAPSED or review.verdict == RELAPSED or not lifts(problem, last, review):
            last = review
    return last


def _index(rows: Iterable[tuple[Iterable[str], _T]]) -> Mapping[str, tuple[_T, ...]]:
    index: dict[str, list[_T]] = {}
    for ids, row in rows:
        for problem in ids:
            if problem:
                index.setdefault(problem, []).append(row)
    return {problem: tuple(members) for problem, members in index.items()}
