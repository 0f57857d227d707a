"""与上期对比: unit by unit, the problems of this period beside those of the last that counted the unit. Pure.

A unit that the last period did not count, or with another round, is compared with the last one that did: else a month
without a report would hide what was deleted and postponed. Its numbers go into no sum of the last period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.cells.heading_letters import letters
from rectify_xl.ledger.vocabulary import AT_ONCE_DAYS, LATE_ENTRY_DAYS
from rectify_xl.supervision.consolidation import absent_columns, roster
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit
from rectify_xl.supervision.consolidation.period_changes import (
    GoneProblem,
    OlderPeriod,
    PeriodChanges,
    SetBack,
    UnitChange,
    is_other_round,
)
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


class _Former(NamedTuple):
    """A unit in an earlier period, with what is remembered of its problems; `period` is empty for the last one."""

    unit: CountedUnit
    problems: list[RememberedProblem]
    as_of: date
    period: str = ""
    relapses: Sequence[RememberedProblem] = ()


class _Days(NamedTuple):
    """Days of one unit, as numbers.

    One before `long_before` cannot have been unknown in the last period; until `at_once_until` (0 where the feedback is
    unknown) a problem may be mended at once.
    """

    long_before: int
    at_once_until: int


class _Tally:
    """What is counted of one present unit against what it was."""

    __slots__ = (
        "former",
        *("absent", "added", "added_done", "dated", "extended", "finished", "gone", "granted", "moved", "new_round"),
        *("predated", "relabelled", "renewed", "renumbered", "returned"),
        *("set_back", "softened", "touched", "turned"),
        *("ids_added", "ids_going_on", "ids_gone", "ids_postponed", "relapses_gone", "stripped"),
    )

    def __init__(self, former: _Former) -> None:
        self.former = former
        self.finished = self.set_back = self.added = self.added_done = self.gone = self.turned = 0
        self.touched = self.new_round = False
        self.extended: list[str] = []
        self.softened: list[str] = []
        self.predated: list[str] = []
        self.stripped: list[str] = []
        self.relapses_gone: list[str] = []
        self.relabelled: list[str] = []
        self.renewed: list[str] = []
        self.renumbered: list[str] = []
        self.dated: list[str] = []
        self.granted: list[str] = []
        self.returned: list[str] = []
        self.absent: tuple[str, ...] = ()
        self.moved: tuple[str, ...] = ()
        self.ids_gone: list[str] = []
        self.ids_added: list[str] = []
        self.ids_postponed: list[str] = []
        self.ids_going_on: list[str] = []

    def compare(self, then: RememberedProblem, now: RememberedProblem, problem: SubmittedProblem, days: _Days) -> None:
        """Count what became of one problem."""
        name = name_of(problem)
        self.set_back += then.is_set_back(now)
        self.touched = self.touched or then.work != now.work
        self.finished += now.done and not then.done
        for applies, names in (
            (then.extended and then.until == now.until, self.granted),
            (then.is_postponed(now), self.ids_postponed),
            (not now.done and not problem.relapse, self.ids_going_on),
            (then.is_extended_afterwards(now), self.extended),
            (then.is_softened(now), self.softened),
            (then.is_stripped(now), self.stripped),
            (then.is_predated(now, days.long_before), self.predated),
            (then.is_made_immediate(now, days.at_once_until), self.relabelled),
            (then.is_made_new(now), self.renewed),
            (then.is_renumbered(now), self.renumbered),
            (then.is_dated_only_now(now), self.dated),
        ):
            if applies:
                names.append(name)


class PeriodComparison:
    """Takes the problems of the present period one by one, and says in the end what moved since the earlier one.

    Problems of one unit come together. `older` are periods before the last one, the latest first, with the units that
    may have to be compared with them.
    """

    def __init__(self, present: Consolidation, earlier: Consolidation, older: Iterable[Consolidation] = ()) -> None:
        self._present, self._earlier = present, earlier
        self._then: dict[str, list[_Former]] = {}
        self._names = _names_of(present)
        present_keys = {unit.key for unit in present.units}
        self._lost: dict[str, _Former] = {}
        for period in (earlier, *older):
            for former in _formers(period, "" if period is earlier else period.period):
                key = self._key_of(former)
                self._then.setdefault(key, []).append(former)
                if key not in present_keys:
                    self._lost.setdefault(key, former)
        self._owners: dict[int, list[str]] = {}
        for key, former in self._lost.items():
            for text in {kept.text for kept in former.problems}:
                self._owners.setdefault(text, []).append(key)
        self._tallies: dict[str, _Tally] = {}
        self._new: dict[str, Sequence[SubmittedProblem]] = {}
        self._set_back: list[SetBack] = []
        self._gone: list[GoneProblem] = []
        self._unit: CountedUnit | None = None
        self._waiting: list[SubmittedProblem] = []
        self._apart: dict[str, list[RememberedProblem]] = {}

    def _key_of(self, former: _Former) -> str:
        """Return under which key a former unit would stand now: the roster may know its name as that of another."""
        return self._names.get(former.unit.key, former.unit.key)

    def add(self, unit: CountedUnit, problem: SubmittedProblem) -> None:
        """Take one problem of the present period; what was registered anew (反弹登记) stands beside all numbers."""
        if self._unit is None or unit.key != self._unit.key:
            self._close()
            self._unit = unit
        if problem.relapse:
            self._apart.setdefault(unit.key, []).append(remember(problem))
        else:
            self._waiting.append(problem)

    def _close(self) -> None:
        """Compare the problems of the unit that has passed by with those that it had."""
        unit, problems = self._unit, self._waiting
        self._unit, self._waiting = None, []
        if unit is None:
            return
        if unit.key in self._then:
            self._compare(unit, self._then[unit.key], problems)
        elif next(self._likely(problems, self._lost), None):
            self._new[unit.key] = problems

    def _compare(self, unit: CountedUnit, formers: Sequence[_Former], problems: Sequence[SubmittedProblem]) -> None:
        """Count what moved between the problems of a unit and those that it had, when it last had the same round."""
        now = [remember(problem) for problem in problems]
        former = next((former for former in formers if _is_one_round(former, unit, now)), None)
        tally = self._tallies[unit.key] = _Tally(former or formers[0])
        if former is None:
            tally.new_round = True
            return
        then = former.problems
        pairs = pairs_of(then, now)
        tally.added, tally.gone = len(now) - len(pairs), len(then) - len(pairs)
        lost = self._miss(unit, tally, {before for before, _ in pairs})
        tally.turned = self._turned(unit, lost)
        tally.relapses_gone = self._miss_relapses(unit, tally, now)
        tally.touched = bool(tally.added or tally.gone or tally.relapses_gone)
        old = {after for _, after in pairs}
        tally.added_done = sum(one.done for place, one in enumerate(now) if place not in old)
        tally.ids_added = [name_of(problem) for place, problem in enumerate(problems) if place not in old]
        known = former.unit.reported
        known_until = min(known.date(), former.as_of) if known else former.as_of
        feedback = unit.feedback
        days = _Days(
            (known_until - timedelta(LATE_ENTRY_DAYS)).toordinal(),
            (feedback + timedelta(AT_ONCE_DAYS)).toordinal() if feedback else 0,
        )
        for before, after in pairs:
            earlier, present, problem = then[before], now[after], problems[after]
            tally.compare(earlier, present, problem, days)
            if earlier.is_set_back(present):
                place = (problem.id, problem.row, problem.problem, problem.completion, problem.department)
                period = former.period or self._earlier.period
                words = ""
                if problem.returned and earlier.is_returned(present, known_until.toordinal()):
                    tally.returned.append(name_of(problem))
                    words = f"{problem.returned.isoformat()}{problem.returned_words}"
                self._set_back.append(SetBack(unit, *place, problem.address, period, words))
        tally.absent = absent_columns.absent_columns(unit, then, now)
        places = [(then[before].place, now[after].place) for before, after in pairs]
        tally.moved = tuple(_moved(places, problems, pairs, tally.absent))
        if absent_columns.LAST_ROUND in tally.absent:
            tally.renewed.clear()
        if absent_columns.MEASURES in tally.absent or unit.measures >= former.unit.measures:
            tally.stripped.clear()

    def _miss(self, unit: CountedUnit, tally: _Tally, kept: Collection[int]) -> Sequence[RememberedProblem]:
        """Return the problems that a unit had and has no more, and name them."""
        lost = [problem for place, problem in enumerate(tally.former.problems) if place not in kept]
        period = tally.former.period or self._earlier.period
        tally.ids_gone = [problem.id or f"“{problem.beginning}”" for problem in lost]
        self._gone += [GoneProblem(unit, problem.id, problem.excerpt, period) for problem in lost]
        return lost

    def _turned(self, unit: CountedUnit, gone: Iterable[RememberedProblem]) -> int:
        """Return how many problems that are gone stand in the ledger as rows that count apart as relapses."""
        texts = Counter(problem.text for problem in gone)
        return (texts & Counter(row.text for row in self._apart.get(unit.key, ()))).total()

    def _miss_relapses(self, unit: CountedUnit, tally: _Tally, now: Sequence[RememberedProblem]) -> list[str]:
        """Name the relapses (反弹登记) that a unit had and has no more, not even as problems of the round."""
        then = tally.former.relapses
        kept = {before for before, _ in pairs_of(then, self._apart.get(unit.key, []))} if then else set[int]()
        counted = {(problem.id, problem.text) for problem in now} if then else set[tuple[str, int]]()
        lost = [row for place, row in enumerate(then) if place not in kept and (row.id, row.text) not in counted]
        period = tally.former.period or self._earlier.period
        self._gone += [GoneProblem(unit, row.id, f"反弹登记：{row.excerpt}", period) for row in lost]
        return [row.id or f"“{row.beginning}”" for row in lost]

    def changes(self) -> PeriodChanges:
        """Return what moved."""
        self._close()
        taken: set[str] = set()
        for unit in self._present.units:
            if unit.key in self._new and (former := self._renamed(self._new[unit.key], taken)):
                taken.add(self._key_of(former))
                self._compare(unit, (former,), self._new[unit.key])
        earlier = self._earlier
        units = [self._change(unit) for unit in self._present.units]
        units += [
            UnitChange(former.unit.unit, former.unit, None)
            for key, former in self._lost.items()
            if key not in taken and not former.period
        ]
        return PeriodChanges(
            *(earlier.period, earlier.as_of, earlier.total, self._present.total),
            *(tuple(units), tuple(self._set_back), tuple(self._gone)),
        )

    def _change(self, unit: CountedUnit) -> UnitChange:
        tally = self._tallies.get(unit.key)
        if tally is None and unit.key not in self._then:
            return UnitChange(unit.unit, None, unit)
        if tally is None:  # it has no problem any more
            tally = _Tally(self._then[unit.key][0])
            tally.gone = len(tally.former.problems)
            tally.turned = self._turned(unit, self._miss(unit, tally, ()))
            tally.relapses_gone = self._miss_relapses(unit, tally, ())
        former = tally.former
        return UnitChange(
            unit.unit,
            former.unit,
            unit,
            older=self._older(unit, former),
            was_called=former.unit.unit if self._key_of(former) != unit.key else "",
            finished=tally.finished,
            set_back=tally.set_back,
            added=tally.added,
            added_done=tally.added_done,
            gone=tally.gone,
            turned=tally.turned,
            postponed=len(tally.ids_postponed),
            touched=tally.touched or tally.gone > 0 or bool(tally.relapses_gone),
            new_round=tally.new_round,
            extended=tuple(tally.extended),
            moved=tally.moved,
            softened=tuple(tally.softened),
            predated=tuple(tally.predated),
            stripped=tuple(tally.stripped),
            relapses_gone=tuple(tally.relapses_gone),
            relabelled=tuple(tally.relabelled),
            renewed=tuple(tally.renewed),
            renumbered=tuple(tally.renumbered),
            dated=tuple(tally.dated),
            granted=tuple(tally.granted),
            returned=tuple(tally.returned),
            ids_gone=tuple(tally.ids_gone),
            ids_added=tuple(tally.ids_added),
            ids_postponed=tuple(tally.ids_postponed),
            absent=tally.absent,
            ids_going_on=() if tally.touched or tally.gone else tuple(tally.ids_going_on),
        )

    def _older(self, unit: CountedUnit, former: _Former) -> OlderPeriod | None:
        """Return with which period before the last one a unit is compared, None for the last one."""
        if not former.period:
            return None
        last = self._then.get(unit.key, [former])[0]
        why = "上期没有计入" if last.period else "上期报的是另一轮次"
        return OlderPeriod(former.period, former.as_of, why)

    def _renamed(self, problems: Sequence[SubmittedProblem], taken: Collection[str]) -> _Former | None:
        """Return the unit that disappeared, and is not taken yet, with most problems in common with a new one."""
        free = {key: former for key, former in self._lost.items() if key not in taken}
        return max(self._likely(problems, free), key=lambda pair: (pair[0], pair[1].unit.key), default=(0, None))[1]

    def _likely(
        self, problems: Sequence[SubmittedProblem], lost: Mapping[str, _Former]
    ) -> Iterator[tuple[int, _Former]]:
        """Yield units that disappeared with which a new one has most of its problems in common, with their number."""
        texts = {text_mark(problem) for problem in problems}
        shared = Counter(key for text in texts for key in self._owners.get(text, ()) if key in lost)
        for key, number in shared.items():
            if number >= LEAST_SHARED * max(len(texts), len(lost[key].problems)):
                yield number, lost[key]


def _formers(period: Consolidation, name: str) -> Iterator[_Former]:
    """Yield the units of an earlier period with their problems."""
    problems: dict[str, list[RememberedProblem]] = {unit.key: [] for unit in period.units}
    relapses: dict[str, list[RememberedProblem]] = {}
    for unit, problem in period.rows.problems():
        rows = relapses.setdefault(unit.key, []) if problem.relapse else problems[unit.key]
        rows.append(remember(problem))
    yield from (
        _Former(unit, problems[unit.key], period.as_of, name, relapses.get(unit.key, ())) for unit in period.units
    )


def _is_one_round(former: _Former, unit: CountedUnit, now: Sequence[RememberedProblem]) -> bool:
    """Tell whether a unit reported on the same round, by its name or by its problems."""
    return not is_other_round(former.unit.round, unit.round) or mostly_shared(former.problems, now)


def _moved(
    places: Sequence[tuple[tuple[str, str, str], tuple[str, str, str]]],
    problems: Sequence[SubmittedProblem],
    pairs: Sequence[tuple[int, int]],
    absent: Collection[str],
) -> Iterator[str]:
    """Yield problems that count under another 方面, 大项 or 责任科室 than then; not where only its name is another one.

    Departments may be merged; two 方面 or 大项 that become one are fewer than were found.
    """
    moved: set[int] = set()
    for column, (name, read) in enumerate(zip(absent_columns.PLACES, (letters, letters, _leading), strict=True)):
        if name in absent:
            continue
        words = [(read(then[column]), read(now[column])) for then, now in places]
        staying = {now for then, now in words if then == now}
        if read is letters:
            came = Counter(now for then, now in set(words) if then)
            staying |= {now for now, number in came.items() if number > 1}
        moved |= {
            place
            for place, (then, now) in enumerate(words)
            if then != now and then and (not now or then in staying or now in staying)
        }
    return (name_of(problems[pairs[place][1]]) for place in sorted(moved))


def _leading(text: str) -> str:
    return next(iter(departments.names(text)), "")


def _names_of(present: Consolidation) -> dict[str, str]:
    """Return under which key each other name stands that the roster has for a unit."""
    lines = [standing.line for standing in present.roster or ()]
    own = {roster.unit_key(line.unit) for line in lines}
    named = [(roster.unit_key(alias), roster.unit_key(line.unit)) for line in reversed(lines) for alias in line.aliases]
    return {alias: key for alias, key in named if alias not in own}
