"""What the ledgers of many units say together on one day: the model of which result, page and store are made.

What grows with the number of problems never stands in memory: it is read from the store, unit by unit, in the order
of `Consolidation.units`. What grows with the number of units does (a thousand bytes or two a unit).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from rectify_xl.judgement.ledger_doubts import LedgerDoubt
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation.copied_texts import CopiedFrom
from rectify_xl.supervision.consolidation.unit_result import (
    Rejection,
    SubmittedFile,
    SubmittedFinding,
    SubmittedProblem,
)
from rectify_xl.supervision.consolidation.unit_signs import UnitSigns

RosterState = Literal["按时", "已报", "迟报", "未报", "错报"]
"""How a unit of the roster stands; 已报 is one that nobody knows to have come in time or late, 错报 is one that sent
nothing but what could not be counted. 未报 and 错报 may count with what the last period had of them."""
ROSTER_STATES: tuple[RosterState, ...] = ("按时", "已报", "迟报", "未报", "错报")
SetAsideReason = Literal["重报相同", "已有更新", "不在清单", "另一轮次", "另有台账", "报送人存疑"]
"""Why a workbook that can be read does not count: the same content again, an older state, another round, a table of
another layout (a 上报表) beside a ledger, or one that the mailbox of another unit sent."""


class CountedUnit(NamedTuple):
    """One unit that counts: the numbers of its latest valid workbook, without its problems and findings.

    `key` tells units apart whatever way their name is written; `unit` is the name of the roster, else as the ledger
    writes it (`written` is that). `level` is 层级 of the roster, empty where it says none; `listed` tells whether the
    roster names it, True without a roster. The other fields are those of `UnitResult`; `errors` and `warnings` count
    its findings, `rejections` are what stands against a workbook that counts all the same; `doubts` are those of its
    findings and of its 清单 together, `beyond` the codes of which the list says more. `caveats` are sentences without
    these: what of them is doubtful, only the comparison with earlier periods shows (`Overview.caveats`). `carried`
    names the earlier period in which its file was there already where nothing newer came: 上期（2026-08）.
    """

    key: str
    unit: str
    written: str
    level: str
    superior: str
    listed: bool
    file: SubmittedFile
    round: str
    feedback: date | None
    reported: datetime | None
    layout: str
    fingerprint: str
    counts: StatusCounts
    aspects: tuple[StatusCounts, ...]
    groups: int
    measures: int
    measures_done: int
    relapses: int
    unreadable: int
    errors: int
    warnings: int
    rejections: tuple[Rejection, ...] = ()
    caveats: tuple[str, ...] = ()
    intake: str = ""
    doubts: tuple[LedgerDoubt, ...] = ()
    beyond: tuple[str, ...] = ()
    carried: str = ""

    @property
    def faulty(self) -> bool:
        """Tell whether the unit has to mend something."""
        return bool(self.errors or self.rejections)


class RefusedFile(NamedTuple):
    """One file that does not count, and why; `unit` is whose it is where that could be made out."""

    file: SubmittedFile
    unit: str
    rejections: tuple[Rejection, ...]


class SetAside(NamedTuple):
    """One workbook that can be read and does not count, since `counted` (the place of another file) does."""

    file: SubmittedFile
    unit: str
    reported: datetime | None
    reason: SetAsideReason
    counted: str


class RosterUnit(NamedTuple):
    """One line of the roster of the units that have to report; `row` is its Excel row."""

    row: int
    unit: str
    aliases: tuple[str, ...] = ()
    level: str = ""
    superior: str = ""
    mail: str = ""
    due: date | None = None


class RosterStanding(NamedTuple):
    """How one unit of the roster stands: `came` is when its first workbook came, `sent` how many of its files did.

    `late_days` are calendar days after `due`, 0 where it came in time or no day is set. `doubt` says in a clause what
    is doubtful about the moment at which it came, empty where nothing is.
    """

    line: RosterUnit
    state: RosterState
    sent: int = 0
    came: datetime | None = None
    late_days: int = 0
    doubt: str = ""

    @property
    def resent(self) -> bool:
        """Tell whether it sent more than one file (重报)."""
        return self.sent > 1

    @property
    def words(self) -> str:
        """The state, and that it sent more than one file."""
        return f"{self.state}、重报" if self.resent else self.state


class StatementCount(NamedTuple):
    """A statement without its numbers, in how many units and problems it stands; `owner` is the place of its one unit.

    It is None where there are several.
    """

    text: str
    units: int
    problems: int
    owner: int | None


class ProblemWording(NamedTuple):
    """A problem in the words of the unit at a place of all units: its number, its row, its text."""

    unit: int
    id: str
    row: int
    text: str


class Statement(NamedTuple):
    """What is counted of a statement: the places of its units, and how often it stands under which 方面 and 大项."""

    units: tuple[int, ...]
    problems: int
    done: int
    overdue: int
    wordings: tuple[ProblemWording, ...]
    aspects: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, int], ...]


class ConsolidatedRows(Protocol):
    """What is read from the store instead of standing in memory. Every call reads anew, in constant memory.

    Units come in the order of `Consolidation.units`, rows of a unit in the order of its workbook.
    """

    def problems(self, *, faulty_or_late: bool = False) -> Iterator[tuple[CountedUnit, SubmittedProblem]]:
        """Yield the problems of all counted units; with `faulty_or_late` only those that have an error or are late."""
        ...

    def errors(self, most: int) -> Iterator[tuple[CountedUnit, SubmittedFinding]]:
        """Yield the first errors of all counted units, at most so many."""
        ...

    def signs(self) -> Iterator[UnitSigns]:
        """Yield what was noticed of each counted unit."""
        ...

    def copied_progress(self) -> Mapping[int, CopiedFrom]:
        """Return by places which units tell their progress word for word as others do, blanks apart."""
        ...

    def copied_rows(self) -> Mapping[int, CopiedFrom]:
        """Return by places which units have a problem with department and person that others have word for word."""
        ...

    def statements(self, most: int) -> tuple[Sequence[StatementCount], int]:
        """Return what problems state, numbers apart, in the order in which it is met; at most so many statements.

        The number is that of the problems that state something else. What was registered anew stands beside the others,
        here and in `said`.
        """
        ...

    def said(self, texts: Sequence[str], examples: int) -> Iterator[Statement]:
        """Yield what is counted of each of these statements, with the words of so many units."""
        ...


class Consolidation(NamedTuple):
    """All units on the day `as_of`.

    `period` names the report that it is (2026-09), `made` is when it was made, `sources` what was read, as typed.
    `received` counts every file that was taken for a submission; each of them is in `units`, `refused` or `set_aside`.
    `roster` is in the order of the roster, None where none was given. `earlier` is the last consolidation of an earlier
    period that the store holds, without an `earlier` of its own; `older` are those before it, the latest first, with no
    units but those that the last one cannot be asked about. `store` is the folder of the full rows;
    `unread_periods` is a sentence about records of earlier periods there that cannot be read.
    """

    as_of: date
    period: str
    made: datetime
    sources: tuple[str, ...]
    received: int
    units: tuple[CountedUnit, ...]
    refused: tuple[RefusedFile, ...]
    set_aside: tuple[SetAside, ...]
    roster: tuple[RosterStanding, ...] | None
    rows: ConsolidatedRows
    store: str = ""
    earlier: Consolidation | None = None
    older: tuple[Consolidation, ...] = ()
    caveats: tuple[str, ...] = ()
    unread_periods: str = ""

    @property
    def total(self) -> StatusCounts:
        """The sum over all units."""
        return sum_of((unit.counts for unit in self.units), "合计")

    @property
    def aspects(self) -> tuple[StatusCounts, ...]:
        """The sums by 方面 over all units, in the order in which they are first met."""
        lines: dict[str, list[StatusCounts]] = {}
        for unit in self.units:
            for line in unit.aspects:
                lines.setdefault(line.title, []).append(line)
        return tuple(sum_of(parts, title) for title, parts in lines.items())

    @property
    def missing(self) -> Sequence[RosterStanding]:
        """The units of the roster that sent nothing."""
        return self.standings("未报")

    def standings(self, state: RosterState) -> Sequence[RosterStanding]:
        """Return the units of the roster that stand so."""
        return [line for line in self.roster or () if line.state == state]


def sum_of(parts: Iterable[StatusCounts], title: str) -> StatusCounts:
    """Return the sum of counts under another title."""
    sums = [0] * (len(StatusCounts._fields) - 1)
    for part in parts:
        for place, number in enumerate(part[1:]):
            sums[place] += int(number)
    return StatusCounts(title, *sums)
