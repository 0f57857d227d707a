"""Who is sent which rows: the ledger divided by department or by leader. Pure.

A department gets the problems in which it leads (牵头) or helps (配合), by the program's one reading of such cells
(`ledger.cells.departments`), with all measures of theirs; and measures whose own 责任科室 it is, with their problem
shown. What stands for everybody (各站办所) goes to everybody. A row that cannot be told from others when it comes back
(no 编号, or one that stands twice) is sent to nobody, and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from rectify_xl.ledger.cells import departments, nothing
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Cell, Evidence, Ledger, Measure, Problem, Regulation
from rectify_xl.ledger.relations import Relations
from rectify_xl.supervision.distribution.sent_record import RecipientKind

_T = TypeVar("_T", Evidence, Regulation)
LEADS, HELPS, JOINT, MEASURE_ONLY = "牵头", "配合", "共同", "只承担措施"
PARTS = (LEADS, HELPS, JOINT, MEASURE_ONLY)
"""What a recipient has to do with a problem; what is given to everybody (各站办所) is led by nobody."""
COLUMNS: Mapping[RecipientKind, str] = {"department": "责任科室", "leader": "牵头领导"}


class SharedProblem(NamedTuple):
    """A problem of a share, and in what part the recipient has in it."""

    problem: Problem
    part: str

    @property
    def shown_only(self) -> bool:
        """Tell whether the recipient answers for measures of it only."""
        return self.part == MEASURE_ONLY


class LedgerShare(NamedTuple):
    """What one department or leader is sent."""

    kind: RecipientKind
    name: str
    problems: tuple[SharedProblem, ...]
    measures: tuple[Measure, ...]
    evidence: tuple[Evidence, ...]
    regulations: tuple[Regulation, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its problems and measures: what a row of the share may name."""
        rows = (*(shared.problem.id for shared in self.problems), *(measure.id for measure in self.measures))
        return frozenset(filter(None, rows))

    @property
    def rows(self) -> int:
        """The number of rows that people fill in: problems that are not only shown, and measures."""
        return sum(not shared.shown_only for shared in self.problems) + len(self.measures)


class UnsentRow(NamedTuple):
    """A row that goes to nobody: where it stands, what people call it, why, and what is to be done."""

    cell: Cell
    name: str
    reason: str
    remedy: str


class Division(NamedTuple):
    """The shares in the order of the ledger, rows that go to nobody, recipients without a row to fill in."""

    shares: tuple[LedgerShare, ...]
    unsent: tuple[UnsentRow, ...]
    idle: tuple[str, ...]


class _Naming(NamedTuple):
    """Whom the rows of a ledger name: problems by their Excel row, leading and helping ones, and measures."""

    leading: Mapping[int, tuple[str, ...]]
    helping: Mapping[int, tuple[str, ...]]
    working: Mapping[int, tuple[str, ...]]
    listed: tuple[str, ...]

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every single name, once; one in brackets is no recipient of its own where a name of its parts is."""
        stated = (*self.leading.values(), *self.helping.values(), *self.working.values(), self.listed)
        names = dict.fromkeys(name for group in stated for name in group if not departments.means_everybody(name))
        return tuple(name for name in names if not any(part in names for part in departments.alias(name)))


def divide(ledger: Ledger, as_of: date, kind: RecipientKind, *, closed_too: bool = False) -> Division:
    """Return who is sent what; problems that are closed (已销号) only with `closed_too`."""
    relations = Relations(ledger)
    closed = frozenset() if closed_too else problem_counts.closed_ids(ledger, as_of)
    open_rows = [problem for problem in ledger.problems if not (problem.id and problem.id in closed)]
    counted = Counter(problem.id for problem in ledger.problems)
    sendable = [problem for problem in open_rows if problem.id and counted[problem.id] == 1]
    naming = _naming(ledger, kind)
    shares = [_share(kind, name, sendable, naming, relations) for name in naming.recipients]
    sent = tuple(share for share in shares if share.problems)
    unsent = (
        *_unsent_problems(open_rows, counted, naming, kind, sent, term=ledger.department_term),
        *_unsent_measures(relations),
    )
    return Division(sent, unsent, tuple(share.name for share in shares if not share.problems))


def recipients(ledger: Ledger) -> tuple[str, ...]:
    """Return every department that can be sent something, in the order of the ledger."""
    return _naming(ledger, "department").recipients


def _naming(ledger: Ledger, kind: RecipientKind) -> _Naming:
    if kind == "leader":
        return _Naming({problem.number: problem.leaders for problem in ledger.problems}, {}, {}, ())
    rules = departments.rules((word, cell.text) for word, cell in ledger.department_rules)

    def names(text: str) -> tuple[str, ...]:
        return departments.names(nothing.filled(text), rules)

    return _Naming(
        {problem.number: problem.departments for problem in ledger.problems},
        {problem.number: names(problem.row.text("配合科室")) for problem in ledger.problems},
        {measure.row.number: names(measure.department) for measure in ledger.measures},
        tuple(dict.fromkeys(name for word, _ in ledger.department_rules for name in names(word))),
    )


def _share(
    kind: RecipientKind, name: str, problems: Sequence[Problem], naming: _Naming, relations: Relations
) -> LedgerShare:
    shared: list[SharedProblem] = []
    measures: dict[int, Measure] = {}
    for problem in problems:
        own = relations.measures_of(problem.id)
        part = _part(problem, name, naming)
        if not part:
            own = tuple(
                measure for measure in own if departments.concerns(naming.working.get(measure.row.number, ()), name)
            )
            part = MEASURE_ONLY if own else ""
        if part:
            shared.append(SharedProblem(problem, part))
            measures |= {measure.row.number: measure for measure in own}
    ids = frozenset(one.problem.id for one in shared if not one.shown_only)
    kept = frozenset(measure.id for measure in measures.values() if measure.id)
    return LedgerShare(
        kind,
        name,
        tuple(shared),
        tuple(measures[row] for row in sorted(measures)),
        _rows((relations.evidence_of(one.problem.id) for one in shared), ids | kept, "targets"),
        _rows((relations.regulations_of(one.problem.id) for one in shared), ids | kept, "problems"),
    )


def _rows(groups: Iterable[Sequence[_T]], ids: frozenset[str], names: str) -> tuple[_T, ...]:
    """Return the rows that name one of `ids`, each once, in the order of the sheet."""
    rows = {row.row.number: row for group in groups for row in group if ids & set(getattr(row, names))}
    return tuple(rows[number] for number in sorted(rows))


def _part(problem: Problem, name: str, naming: _Naming) -> str:
    """Return whether a recipient leads, helps, or is one of all; empty where it is none of these."""
    leading = naming.leading.get(problem.number, ())
    if departments.concerns(leading[:1], name):
        return JOINT if departments.means_everybody(leading[0]) else LEADS
    others = (*leading[1:], *naming.helping.get(problem.number, ()))
    return HELPS if departments.concerns(others, name) else ""


def _unsent_problems(
    problems: Iterable[Problem],
    counted: Mapping[str, int],
    naming: _Naming,
    kind: RecipientKind,
    sent: Iterable[LedgerShare],
    *,
    term: str,
) -> Iterator[UnsentRow]:
    reached = {one.problem.number for share in sent for one in share.problems if not one.shown_only}
    for problem in problems:
        name = problem.id or f"第{problem.number}行"
        if not problem.id:
            yield UnsentRow(problem.row.cell("编号"), name, "没有编号，退回后对不上号", "请先补上编号")
        elif counted[problem.id] > 1:
            yield UnsentRow(problem.row.cell("编号"), name, "编号和别的问题重复，退回后对不上号", "请先改正编号")
        elif problem.number not in reached:
            column = COLUMNS[kind]
            everybody = naming.leading.get(problem.number, ())
            reason = f"只写了统称“{everybody[0]}”，没有可以发给的{term}" if everybody else f"没有填{column}"
            yield UnsentRow(problem.row.cell(column), name, reason, f"请填上{column}")


def _unsent_measures(relations: Relations) -> Iterator[UnsentRow]:
    for measure in relations.orphans:
        name = f"措施{measure.id or f'第{measure.row.number}行'}"
        yield UnsentRow(measure.row.cell("问题编号"), name, "没有对应的问题", "请核对问题编号")
