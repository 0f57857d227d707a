"""与上期对比: what moved since the last period, unit by unit, and the problems that went from done to undone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.ledger.vocabulary import LATE_ENTRY_DAYS
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit, sum_of
from rectify_xl.supervision.consolidation.problem_pairs import (
    LEAST_SHARED,
    RememberedProblem,
    mostly_shared,
    pairs_of,
    remember,
    text_mark,
)
from rectify_xl.supervision.consolidation.unit_result import SubmittedProblem
from rectify_xl.supervision.consolidation.unit_signs import name_of
from rectify_xl.text import cell_value


class SetBack(NamedTuple):
    """A problem that was done in the last period and is not any more; `row` and `address` are where it stands now."""

    unit: CountedUnit
    id: str
    row: int
    problem: str
    completion: str
    department: str
    address: str = ""


class GoneProblem(NamedTuple):
    """A problem of the last period that the ledger holds no more: its number then, and how it began."""

    unit: CountedUnit
    id: str
    problem: str


class UnitChange(NamedTuple):
    """One unit then and now: None where it was not there; `was_called` is another name that it had then.

    `finished` counts the problems done since, `set_back` those done then and not now, `added` and `gone` those that
    came (`added_done` of them done) and went (`turned` of them into rows that count apart as relapses), `postponed`
    those whose deadline was written later without an extension, or taken out. `extended` names those that were late
    then, and have an extension now; `moved` those of another 方面 or 责任科室, `softened` those whose words count less;
    `predated` those that were not done then, and say now that they had been for long; `relabelled` those that count as
    即知即改 only now, `renewed` those that 上轮问题 marked then and not now; `granted` those whose extension
    stood there then as it does now. `touched` tells whether anything at all was done: a
    status, a text (signs and blanks apart), a deadline, a closing or a problem is another one than before. `ids_gone`,
    `ids_added` and `ids_postponed` name the problems. `new_round`: its ledger is that of
    another 巡察轮次, with other problems under the same numbers.
    """

    unit: str
    then: CountedUnit | None
    now: CountedUnit | None
    was_called: str = ""
    finished: int = 0
    set_back: int = 0
    added: int = 0
    added_done: int = 0
    gone: int = 0
    turned: int = 0
    postponed: int = 0
    touched: bool = True
    new_round: bool = False
    extended: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    softened: tuple[str, ...] = ()
    predated: tuple[str, ...] = ()
    relabelled: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    ids_gone: tuple[str, ...] = ()
    ids_added: tuple[str, ...] = ()
    ids_postponed: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Tell whether then and now can be compared."""
        return self.then is not None and self.now is not None and not self.new_round

    @property
    def round_reworded(self) -> bool:
        """Tell whether the round is written otherwise than then, and is the same one by its problems."""
        if self.then is None or self.now is None or self.new_round:
            return False
        return _other_words(self.then.round, self.now.round)

    @property
    def kind(self) -> str:
        """What became of the unit, in a word for the sheet."""
        if self.then is None:
            return "本期新增"
        if self.now is None:
            return "本期没有"
        if self.new_round:
            return "换了轮次"
        if self.was_called:
            return "疑似改名"
        return "有变化" if self.touched else "没有变化"


class PeriodChanges(NamedTuple):
    """All that moved since `period` (then on the day `as_of`): by unit in the present order, then who is gone."""

    period: str
    as_of: date
    then: StatusCounts
    now: StatusCounts
    units: tuple[UnitChange, ...]
    set_back: tuple[SetBack, ...]
    gone: tuple[GoneProblem, ...] = ()

    @property
    def in_both(self) -> tuple[int, StatusCounts, StatusCounts]:
        """The units that reported on one round in both periods: how many, and their sums then and now."""
        both = [change for change in self.units if change.comparable]
        pairs = [(change.then.counts, change.now.counts) for change in both if change.then and change.now]
        return len(pairs), sum_of((then for then, _ in pairs), "上期"), sum_of((now for _, now in pairs), "本期")

    def among(self, kind: str) -> Sequence[UnitChange]:
        """Return the units of which this became."""
        return [change for change in self.units if change.kind == kind]


class _Tally:
    """What is counted of one present unit."""

    __slots__ = (
        *("added", "added_done", "extended", "finished", "gone", "granted", "moved", "new_round"),
        *("predated", "relabelled", "renewed", "set_back", "softened", "touched", "turned"),
        *("ids_added", "ids_gone", "ids_postponed"),
    )

    def __init__(self) -> None:
        self.finished = self.set_back = self.added = self.added_done = self.gone = self.turned = 0
        self.touched = self.new_round = False
        self.extended: list[str] = []
        self.softened: list[str] = []
        self.predated: list[str] = []
        self.relabelled: list[str] = []
        self.renewed: list[str] = []
        self.granted: list[str] = []
        self.moved: tuple[str, ...] = ()
        self.ids_gone: list[str] = []
        self.ids_added: list[str] = []
        self.ids_postponed: list[str] = []

    def compare(
        self, then: RememberedProblem, now: RememberedProblem, problem: SubmittedProblem, long_before: date
    ) -> None:
        """Count what became of one problem; a day of completion before `long_before` cannot have been unknown then."""
        name = name_of(problem)
        self.set_back += then.is_set_back(now)
        self.touched = self.touched or then.work != now.work
        self.finished += now.done and not then.done
        for applies, names in (
            (then.extended and then.until == now.until, self.granted),
            (then.is_postponed(now), self.ids_postponed),
            (then.is_extended_afterwards(now), self.extended),
            (then.is_softened(now), self.softened),
            (then.is_predated(now, long_before.toordinal()), self.predated),
            (then.is_made_immediate(now), self.relabelled),
            (then.is_made_new(now), self.renewed),
        ):
            if applies:
                names.append(name)


class PeriodComparison:
    """Takes the problems of the present period one by one, and says in the end what moved since the earlier one.

    Problems of one unit come together.
    """

    def __init__(self, present: Consolidation, earlier: Consolidation) -> None:
        self._present, self._earlier = present, earlier
        self._then = {unit.key: unit for unit in earlier.units}
        self._problems: dict[str, list[RememberedProblem]] = {key: [] for key in self._then}
        for unit, problem in earlier.rows.problems():
            if not problem.relapse:
                self._problems[unit.key].append(remember(problem))
        self._tallies: dict[str, _Tally] = {}
        present_keys = {unit.key for unit in present.units}
        self._lost = [unit for unit in earlier.units if unit.key not in present_keys]
        self._new: dict[str, Sequence[SubmittedProblem]] = {}
        self._set_back: list[SetBack] = []
        self._gone: list[GoneProblem] = []
        self._unit: CountedUnit | None = None
        self._waiting: list[SubmittedProblem] = []
        self._apart: dict[str, Counter[int]] = {}

    def add(self, unit: CountedUnit, problem: SubmittedProblem) -> None:
        """Take one problem of the present period; what was registered anew (反弹登记) stands beside all numbers."""
        if self._unit is None or unit.key != self._unit.key:
            self._close()
            self._unit = unit
        if problem.relapse:
            self._apart.setdefault(unit.key, Counter())[text_mark(problem)] += 1
        else:
            self._waiting.append(problem)

    def _close(self) -> None:
        """Compare the problems of the unit that has passed by with those that it had."""
        unit, problems = self._unit, self._waiting
        self._unit, self._waiting = None, []
        if unit is None:
            return
        if unit.key in self._problems:
            self._compare(unit, unit.key, problems)
        elif self._lost:
            self._new[unit.key] = problems

    def _compare(self, unit: CountedUnit, former: str, problems: Sequence[SubmittedProblem]) -> None:
        """Count what moved between the problems of a unit and those that it had under its former key."""
        tally = self._tallies[unit.key] = _Tally()
        then, now = self._problems[former], [remember(problem) for problem in problems]
        if _other_words(self._then[former].round, unit.round) and not mostly_shared(then, now):
            tally.new_round = True
            return
        pairs = pairs_of(then, now)
        tally.added, tally.gone = len(now) - len(pairs), len(then) - len(pairs)
        lost = self._miss(unit, tally, then, {before for before, _ in pairs})
        tally.turned = self._turned(unit, lost)
        tally.touched = bool(tally.added or tally.gone)
        old = {after for _, after in pairs}
        tally.added_done = sum(one.done for place, one in enumerate(now) if place not in old)
        tally.ids_added = [name_of(problem) for place, problem in enumerate(problems) if place not in old]
        known = self._then[former].reported
        known_until = min(known.date(), self._earlier.as_of) if known else self._earlier.as_of
        long_before = known_until - timedelta(LATE_ENTRY_DAYS)
        for before, after in pairs:
            earlier, present, problem = then[before], now[after], problems[after]
            tally.compare(earlier, present, problem, long_before)
            if earlier.is_set_back(present):
                place = (problem.id, problem.row, problem.problem, problem.completion, problem.department)
                self._set_back.append(SetBack(unit, *place, problem.address))
        tally.moved = tuple(
            _moved([(then[before].place, now[after].place) for before, after in pairs], problems, pairs)
        )

    def _miss(
        self, unit: CountedUnit, tally: _Tally, then: Sequence[RememberedProblem], kept: Collection[int]
    ) -> Sequence[RememberedProblem]:
        """Return the problems that a unit had and has no more, and name them."""
        lost = [problem for place, problem in enumerate(then) if place not in kept]
        tally.ids_gone = [problem.id or f"“{problem.beginning}”" for problem in lost]
        self._gone += [GoneProblem(unit, problem.id, problem.excerpt) for problem in lost]
        return lost

    def _turned(self, unit: CountedUnit, gone: Iterable[RememberedProblem]) -> int:
        """Return how many problems that are gone stand in the ledger as rows that count apart as relapses."""
        texts = Counter(problem.text for problem in gone)
        return (texts & self._apart.get(unit.key, Counter())).total()

    def changes(self) -> PeriodChanges:
        """Return what moved."""
        self._close()
        new = [unit for unit in self._present.units if unit.key not in self._then]
        renamed = dict(self._renamed(new, self._lost))
        for unit in new:
            if unit.key in renamed:
                self._compare(unit, renamed[unit.key].key, self._new[unit.key])
        units = [self._change(unit, self._then.get(unit.key) or renamed.get(unit.key)) for unit in self._present.units]
        taken = {unit.key for unit in renamed.values()}
        units += [UnitChange(unit.unit, unit, None) for unit in self._lost if unit.key not in taken]
        earlier = self._earlier
        return PeriodChanges(
            *(earlier.period, earlier.as_of, earlier.total, self._present.total),
            *(tuple(units), tuple(self._set_back), tuple(self._gone)),
        )

    def _change(self, unit: CountedUnit, then: CountedUnit | None) -> UnitChange:
        if then is None:
            return UnitChange(unit.unit, None, unit)
        tally = self._tallies.get(unit.key)
        if tally is None:  # it has no problem any more
            tally = _Tally()
            tally.gone = len(self._problems[then.key])
            self._miss(unit, tally, self._problems[then.key], ())
            tally.turned = self._turned(unit, self._problems[then.key])
        return UnitChange(
            unit.unit,
            then,
            unit,
            was_called=then.unit if then.key != unit.key else "",
            finished=tally.finished,
            set_back=tally.set_back,
            added=tally.added,
            added_done=tally.added_done,
            gone=tally.gone,
            turned=tally.turned,
            postponed=len(tally.ids_postponed),
            touched=tally.touched or tally.gone > 0,
            new_round=tally.new_round,
            extended=tuple(tally.extended),
            moved=tally.moved,
            softened=tuple(tally.softened),
            predated=tuple(tally.predated),
            relabelled=tuple(tally.relabelled),
            renewed=tuple(tally.renewed),
            granted=tuple(tally.granted),
            ids_gone=tuple(tally.ids_gone),
            ids_added=tuple(tally.ids_added),
            ids_postponed=tuple(tally.ids_postponed),
        )

    def _renamed(self, new: Sequence[CountedUnit], lost: Sequence[CountedUnit]) -> Iterator[tuple[str, CountedUnit]]:
        """Yield new units that have most of their problems in common with one that disappeared, each pair once."""
        owners: dict[int, list[CountedUnit]] = {}
        for unit in lost:
            for text in {kept.text for kept in self._problems[unit.key]}:
                owners.setdefault(text, []).append(unit)
        free = {unit.key for unit in lost}
        for unit in new:
            texts = {text_mark(problem) for problem in self._new.get(unit.key, ())}
            shared: dict[str, int] = {}
            for text in texts:
                for owner in owners.get(text, ()):
                    if owner.key in free:
                        shared[owner.key] = shared.get(owner.key, 0) + 1
            best = max(shared, key=lambda key: (shared[key], key), default="")
            size = max(len(texts), len(self._problems.get(best, [])))
            if best and shared[best] >= LEAST_SHARED * size:
                free.discard(best)
                yield unit.key, next(owner for owner in lost if owner.key == best)


def _moved(
    places: Sequence[tuple[tuple[str, str], tuple[str, str]]],
    problems: Sequence[SubmittedProblem],
    pairs: Sequence[tuple[int, int]],
) -> Iterator[str]:
    """Yield problems that count under another 方面 or 责任科室 than then; not where only its name is another one."""
    moved: set[int] = set()
    for column, read in enumerate((_aspect, _leading)):
        words = [(read(then[column]), read(now[column])) for then, now in places]
        staying = {now for then, now in words if then == now}
        moved |= {
            place
            for place, (then, now) in enumerate(words)
            if then != now and then and (not now or then in staying or now in staying)
        }
    return (name_of(problems[pairs[place][1]]) for place in sorted(moved))


def _aspect(text: str) -> str:
    """Return the title of an aspect without its number."""
    plain = cell_value.key(text)
    head, mark, title = plain.partition("、")
    return title if mark and len(head) <= 3 else plain


def _leading(text: str) -> str:
    return next(iter(departments.names(text)), "")


def _other_words(then: str, now: str) -> bool:
    """Tell whether the round is written otherwise; whether it is another one, its problems say."""
    one, other = cell_value.key(then), cell_value.key(now)
    return bool(one and other and one != other)
