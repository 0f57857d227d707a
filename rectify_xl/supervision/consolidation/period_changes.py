"""与上期对比: what moved since the last period, unit by unit, and the problems that went from done to undone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation.consolidation import CountedUnit, sum_of
from rectify_xl.text import cell_value

LATE_EXTENSION = "RX727"
"""The finding that an extension was approved or entered late."""


class SetBack(NamedTuple):
    """A problem that was done in an earlier `period` and is not now; `row` and `address` are where it stands now.

    `returned` says when, by whom and why the unit itself sent its closing back since then, empty where it did not.
    """

    unit: CountedUnit
    id: str
    row: int
    problem: str
    completion: str
    department: str
    address: str = ""
    period: str = ""
    returned: str = ""


class GoneProblem(NamedTuple):
    """A problem of an earlier period that the ledger holds no more: its number then, and how it began."""

    unit: CountedUnit
    id: str
    problem: str
    period: str = ""


class OlderPeriod(NamedTuple):
    """The period before the last one with which a unit is compared, its day, and why not with the last."""

    period: str
    as_of: date
    why: str

    @property
    def words(self) -> str:
        """All of it in a clause."""
        return f"{self.why}，与{self.name}比"

    @property
    def name(self) -> str:
        """The period and its day."""
        return f"{self.period}（截至{self.as_of.isoformat()}）"


class UnitChange(NamedTuple):
    """One unit then and now: None where it was not there; `was_called` is another name that it had then.

    `older` is the period of `then` where that is not the last one.

    `finished` counts the problems done since, `set_back` those done then and not now, `added` and `gone` those that
    came (`added_done` of them done) and went (`turned` of them into rows that count apart as relapses), `postponed`
    those whose deadline was written later without an extension, or taken out. `extended` names those that were late
    then, and have an extension now; `moved` those of another 方面, 大项 or 责任科室,
    `softened` those whose words count less;
    `stripped` those of which some measures were unfinished, and that have fewer now; `relapses_gone` names rows that
    counted apart as relapses and are gone;
    `predated` those that were not done then, and say now that they had been for long; `relabelled` those that count as
    即知即改 only now, `renewed` those that 上轮问题 marked then and not now, `renumbered` those with another number,
    `dated` those whose deadline could not be read then; `granted` those whose extension stood there then as
    it does now; `returned` those of `set_back` whose closing the unit itself sent back since. `absent` are the columns
    that its own layout lacks and the ledger of then had: in these nothing is compared.
    `touched` tells whether anything at all was done: a
    status, a text (signs and blanks apart), a deadline, a closing or a problem is another one than before. `ids_gone`,
    `ids_added` and `ids_postponed` name the problems, `ids_going_on` those that are not done where nothing was touched.
    `new_round`: its ledger is that of another 巡察轮次, with other problems under the same numbers.
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
    stripped: tuple[str, ...] = ()
    predated: tuple[str, ...] = ()
    relabelled: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    renumbered: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    relapses_gone: tuple[str, ...] = ()
    ids_gone: tuple[str, ...] = ()
    ids_added: tuple[str, ...] = ()
    ids_postponed: tuple[str, ...] = ()
    ids_going_on: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    older: OlderPeriod | None = None

    @property
    def summed(self) -> bool:
        """Tell whether then and now can be compared, and then is the last period: what sums over units are made of."""
        return self.comparable and self.older is None

    @property
    def comparable(self) -> bool:
        """Tell whether then and now can be compared."""
        return self.then is not None and self.now is not None and not self.new_round

    @property
    def before(self) -> str:
        """What the period of `then` is called in a sentence."""
        return "上次" if self.older else "上期"

    @property
    def round_reworded(self) -> bool:
        """Tell whether the round is written otherwise than then, and is the same one by its problems."""
        if self.then is None or self.now is None or self.new_round:
            return False
        return is_other_round(self.then.round, self.now.round)

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
        if self.older:
            return "隔期对比"
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
    def by_unit(self) -> dict[str, UnitChange]:
        """What moved by the keys of the present units."""
        return {change.now.key: change for change in self.units if change.now}

    @property
    def in_both(self) -> tuple[int, StatusCounts, StatusCounts]:
        """The units that reported on one round in both periods: how many, and their sums then and now."""
        return self._sums([change for change in self.units if change.summed], "上期")

    @property
    def over_gap(self) -> tuple[int, StatusCounts, StatusCounts]:
        """The same of the units that are compared with an older period, each with its own."""
        return self._sums(self.with_older, "上次")

    @property
    def with_older(self) -> Sequence[UnitChange]:
        """The units that are compared with a period before the last one."""
        return [change for change in self.units if change.older and change.comparable]

    @staticmethod
    def _sums(both: Sequence[UnitChange], title: str) -> tuple[int, StatusCounts, StatusCounts]:
        pairs = [(change.then.counts, change.now.counts) for change in both if change.then and change.now]
        return len(pairs), sum_of((then for then, _ in pairs), title), sum_of((now for _, now in pairs), "本期")

    def among(self, kind: str) -> Sequence[UnitChange]:
        """Return the units of which this became."""
        return [change for change in self.units if change.kind == kind]


def still_doubtful(unit: CountedUnit, change: UnitChange | None) -> tuple[LedgerDoubt, ...]:
    """Return the doubts of a unit without extensions that the earlier period had too: these are not entered late."""
    granted = frozenset(change.granted if change else ())
    if not granted:
        return unit.doubts
    left = (_without(doubt, granted) if doubt.code == LATE_EXTENSION else doubt for doubt in unit.doubts)
    return tuple(doubt for doubt in left if doubt.cells)


def _without(doubt: LedgerDoubt, gone: Collection[str]) -> LedgerDoubt:
    names = tuple(name for name in doubt.names if name not in gone)
    return doubt._replace(names=names, cells=doubt.cells - len(doubt.names) + len(names))


def is_other_round(then: str, now: str) -> bool:
    """Tell whether the round is written otherwise; whether it is another one, its problems say."""
    one, other = cell_value.key(then), cell_value.key(now)
    return bool(one and other and one != other)
