"""The deadline that really binds a problem.

整改时限 binds, moved only by an approved 延期; 剩余时限 is a plan for what remains, and binds only where 整改时限 is
empty or holds words. A deadline that is wrong or cannot be read binds nobody: it is a doubt, told with
its cell.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.dates import ReadDate, chinese, last_day, workdays
from rectify_xl.ledger import schema
from rectify_xl.ledger.deadlines import deadline_cells
from rectify_xl.ledger.deadlines.deadline_cells import RoundDays, outside_round
from rectify_xl.ledger.records import Cell, Ledger, Problem
from rectify_xl.ledger.vocabulary import EXTEND
from rectify_xl.text.cell_value import Uncached

if TYPE_CHECKING:
    from rectify_xl.ledger.deadlines.extensions import Before, Chain, Refused


class PlannedDay(NamedTuple):
    """What 剩余时限 says of a problem that another cell binds: a plan, which moves nothing."""

    when: ReadDate
    cell: Cell

    @property
    def shown(self) -> str:
        """The plan as a paper prints it; what cannot be read as it is written."""
        if self.when.day is None:
            return self.when.text or self.cell.text
        return f"{self.when.day.year}年{self.when.day.month}月底" if self._whole_month else chinese(self.when.day)

    @property
    def _whole_month(self) -> bool:
        day = self.when.day
        return day is not None and self.when.kind == "month" and day == last_day(day.year, day.month)


class WrittenDeadline(NamedTuple):
    """What binds a problem, before holidays are looked at.

    `day` is the last day as written (for a month its last day), `cell` the cell that sets it, `original` the day before
    any extension with its cell, `plan` 剩余时限 where it is neither.
    """

    day: date
    cell: Cell
    original: tuple[date, Cell]
    plan: PlannedDay | None = None

    @property
    def extended(self) -> bool:
        """Tell whether an approved 延期 moved it."""
        return self.cell is not self.original[1]

    @property
    def later_plan(self) -> PlannedDay | None:
        """The plan, where it lies beyond what binds: it takes no delay away."""
        return self.plan if self.plan and self.plan.when.day and self.plan.when.day > self.day else None


class Deadline(NamedTuple):
    """The last day on which a problem is in time.

    `nominal` is the day as written (for a month its last day), `binding` the working day on which it falls due,
    `cell` the cell that sets it; `original` is the day before any approved 延期 with its cell, `plan` what 剩余时限
    says beside it.
    """

    nominal: date
    binding: date
    cell: Cell
    original: tuple[date, Cell]
    plan: PlannedDay | None = None

    @property
    def extended(self) -> bool:
        """Tell whether an approved 延期 moved it."""
        return self.cell is not self.original[1]

    def days_late(self, as_of: date) -> int:
        """Return calendar days past the binding day; negative before it, 0 on it."""
        return (as_of - self.binding).days

    @property
    def later_plan(self) -> PlannedDay | None:
        """The plan, where it lies beyond what binds: it takes no delay away."""
        return self.plan if self.plan and self.plan.when.day and self.plan.when.day > self.nominal else None


class DeadlineDoubt(NamedTuple):
    """A deadline that counts neither as late nor as fine: its problem, its cell, and why."""

    problem: Problem
    cell: Cell
    text: str


class Deadlines(NamedTuple):
    """What binds each problem of a ledger, and what cannot; by Excel row. `refused` are the 延期 that move nothing."""

    written: Mapping[int, WrittenDeadline]
    doubts: Mapping[int, DeadlineDoubt]
    refused: tuple["Refused", ...]


def falls_due(day: date) -> date:
    """Return the last day that still keeps a deadline on `day`: that day, or the next working day after a holiday."""
    return workdays.on_or_after(day)


def effective(ledger: Ledger, as_of: date) -> Mapping[int, Deadline]:
    """Return the binding deadline of every problem that has one on `as_of`, by its Excel row."""
    return bind(standing(ledger, as_of))


def bind(standing: Deadlines) -> Mapping[int, Deadline]:
    """Return the working days on which what is written falls due, by Excel row."""
    return {
        row: Deadline(statement.day, falls_due(statement.day), statement.cell, statement.original, statement.plan)
        for row, statement in standing.written.items()
    }


def doubts(ledger: Ledger, as_of: date) -> Mapping[int, DeadlineDoubt]:
    """Return the deadlines that count neither as late nor as fine on `as_of`, by the Excel row of their problem."""
    return standing(ledger, as_of).doubts


def standing(ledger: Ledger, as_of: date) -> Deadlines:
    """Return what binds each problem on `as_of`. Needs no calendar of holidays."""
    days = deadline_cells.round_days(ledger, as_of)
    firsts = {problem.number: _first(problem, days) for problem in ledger.problems}
    chains = _chains(ledger, firsts, as_of) if any(closure.kind == EXTEND for closure in ledger.closures) else {}
    written: dict[int, WrittenDeadline] = {}
    doubtful: dict[int, DeadlineDoubt] = {}
    refused: dict[int, Refused] = {}
    for problem in ledger.problems:
        moved = firsts[problem.number]
        if chain := chains.get(problem.number):
            refused |= {refusal.closure.row.number: refusal for refusal in chain.refused}
            if isinstance(moved, WrittenDeadline) and chain.last.day:
                moved = moved._replace(day=chain.last.day, cell=chain.last.cell)
        if isinstance(moved, DeadlineDoubt):
            doubtful[problem.number] = moved
        elif moved and not moved.extended and as_of <= moved.day and (kind := outside_round(problem, days)):
            text = f"{moved.day.isoformat()}在集中整改结束以后，时限类型却是“{kind}”"
            doubtful[problem.number] = DeadlineDoubt(problem, moved.cell, text)
        elif moved:
            written[problem.number] = moved
    return Deadlines(written, doubtful, tuple(refused.values()))


def in_force(ledger: Ledger, problem: Problem, as_of: date) -> "Before":
    """Return what binds one problem before its next extension, with the rows that moved it so far."""
    from rectify_xl.ledger.deadlines import extensions

    limits = extensions.limits(ledger, as_of)
    closures = extensions.approved(ledger).get(problem.id, ())
    return extensions.chain(closures, _before(problem, _first(problem, limits.days)), limits).last


def days_setting(ledger: Ledger, item: str) -> int:
    """Return a number of days from 基本信息, or its default where none is filled in."""
    stated = ledger.info_number(item)
    if stated is not None and stated >= 0:
        return int(stated)
    return int(next(setting.default for setting in schema.INFO_ITEMS if setting.name == item))


def _first(problem: Problem, days: RoundDays) -> WrittenDeadline | DeadlineDoubt | None:
    """Return what binds a problem before any extension."""
    cell = problem.row.cell("整改时限")
    if reason := deadline_cells.wrong(problem, "整改时限", problem.due, days):
        return DeadlineDoubt(problem, cell, reason)
    if problem.due.day:
        return WrittenDeadline(problem.due.day, cell, (problem.due.day, cell), _plan(problem))
    remaining = problem.row.cell("剩余时限")
    if reason := deadline_cells.wrong(problem, "剩余时限", problem.remaining_due, days):
        return DeadlineDoubt(problem, remaining, reason)
    if problem.remaining_due.day:
        return WrittenDeadline(problem.remaining_due.day, remaining, (problem.remaining_due.day, remaining))
    if kind := deadline_cells.word_conflict(problem):
        return DeadlineDoubt(problem, cell, f"“{problem.due.text}”与时限类型“{kind}”矛盾")
    return None


def _chains(
    ledger: Ledger, firsts: Mapping[int, WrittenDeadline | DeadlineDoubt | None], as_of: date
) -> Mapping[int, "Chain"]:
    """Return the approved 延期 of each problem that has one, in their order, by its Excel row."""
    from rectify_xl.ledger.deadlines import extensions

    limits = extensions.limits(ledger, as_of)
    approved = extensions.approved(ledger)
    return {
        problem.number: extensions.chain(approved[problem.id], _before(problem, firsts[problem.number]), limits)
        for problem in ledger.problems
        if problem.id in approved
    }


def _before(problem: Problem, first: WrittenDeadline | DeadlineDoubt | None) -> "Before":
    from rectify_xl.ledger.deadlines.extensions import Before

    if isinstance(first, WrittenDeadline):
        return Before(first.day, first.cell)
    if isinstance(first, DeadlineDoubt):
        return Before(None, first.cell, lacking=f"时限（{first.cell.address}）{first.text}")
    return Before(None, problem.row.cell("整改时限"), lacking="没有具体的整改时限")


def _plan(problem: Problem) -> PlannedDay | None:
    filled = problem.remaining_due.kind != "none" or isinstance(problem.row.raw("剩余时限"), Uncached)
    return PlannedDay(problem.remaining_due, problem.row.cell("剩余时限")) if filled else None
