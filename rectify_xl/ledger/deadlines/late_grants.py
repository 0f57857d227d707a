"""Approved 延期 that take away a delay which had set in already when they were approved, or when they were entered.

One that was entered while its deadline lay ahead took nothing away, whatever day it bears: a ledger is copied cell by
cell after damage. They count: a late approval is an approval. But whoever reads that a problem is in time has to know
it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import row_text
from rectify_xl.ledger.deadlines import binding_deadline, extensions
from rectify_xl.ledger.records import Cell, Closure, Ledger, RowChange
from rectify_xl.ledger.vocabulary import EXTEND, PASSED, ROW_ADDED, ROW_REMOVED
from rectify_xl.text import cell_value


class LateGrant(NamedTuple):
    """An approved 延期 that a reader has to know of, the cell that tells it, and why."""

    closure: Closure
    cell: Cell
    text: str


def late_grants(
    ledger: Ledger, as_of: date, unrecorded: Iterable[RowChange] = ()
) -> Mapping[str, tuple[LateGrant, ...]]:
    """Return the late approvals of each problem that are in force on `as_of`."""
    approved = extensions.approved(ledger)
    if not approved:
        return {}
    entered = _entered(ledger, as_of, tuple(unrecorded))
    narrowed = ledger._replace(problems=tuple(problem for problem in ledger.problems if problem.id in approved))
    standing = binding_deadline.standing(narrowed, as_of)
    by_problem: dict[str, tuple[LateGrant, ...]] = {}
    for problem in narrowed.problems:
        written = standing.written.get(problem.number)
        granted = binding_deadline.in_force(ledger, problem, as_of).granted
        if written and granted:
            by_problem[problem.id] = tuple(_late(written.original[0], granted, entered))
    return by_problem


def _late(before: date, granted: Iterable[Closure], entered: Mapping[tuple[str, str], date]) -> Iterator[LateGrant]:
    for closure in granted:
        decided, until = closure.decided.day, closure.extended_to.day
        if decided is None or until is None:
            continue
        bound = binding_deadline.falls_due(before)
        entered_on = entered.get((closure.problem, closure.row.text("延期至")))
        cell = closure.row.cell("日期")
        if decided > bound:
            days = (decided - bound).days
            yield LateGrant(closure, cell, f"延期于{decided}批准，原时限{before}已过{days}天（批准于原时限之后）")
        elif entered_on and entered_on > bound:
            days = (entered_on - decided).days
            text = f"延期的批准日期{decided}，{entered_on}才登记（补录，晚{days}天），登记时原时限{before}已过"
            yield LateGrant(closure, cell, text)
        before = until


def _entered(ledger: Ledger, as_of: date, unrecorded: Sequence[RowChange]) -> Mapping[tuple[str, str], date]:
    """Return on which day each approval of an 延期 was first seen, by problem and 延期至."""
    stood: set[tuple[str, str]] = set()
    rows: dict[str, dict[str, str]] = {}
    days: dict[tuple[str, str], date] = {}
    for day, key, column, old, new in _closure_lines(ledger, as_of, unrecorded):
        if column == ROW_ADDED:
            rows[key] = row_text.from_text(new)
        elif column == ROW_REMOVED:
            if rows.pop(key, None) is None:  # it stood there before anything was recorded
                until = row_text.from_text(old).get("延期至", "")
                stood.add((cell_value.identifier(key.partition("#")[0]), until))
        elif key in rows:
            rows[key][column] = new
        row = rows.get(key, {})
        if day and row.get("类型") == EXTEND and row.get("结论") == PASSED:
            days.setdefault((cell_value.identifier(key.partition("#")[0]), row.get("延期至", "")), day)
    _carry_over(days, stood, _renumbered(ledger, unrecorded))
    return days


def _closure_lines(
    ledger: Ledger, as_of: date, unrecorded: Sequence[RowChange]
) -> Iterator[tuple[date | None, str, str, str, str]]:
    """Yield the changes of 销号登记: the day, the row, the column, what stood there and what stands there."""
    for row in ledger.rows.get(schema.CHANGES.name, ()):
        if row.raw("表") == schema.CLOSURES.name:
            yield _day(row.text("时间")), row.text("行编号"), row.text("列"), row.text("原值"), row.text("新值")
    for sheet, key, column, old, new in unrecorded:
        if sheet == schema.CLOSURES.name:
            yield as_of, key, column, old, new


def _carry_over(
    days: dict[tuple[str, str], date], stood: Container[tuple[str, str]], renumbered: Iterable[tuple[str, str]]
) -> None:
    """Let approvals that were typed anew under another id keep the day on which they were first seen."""
    for former, name in renumbered:
        for (problem, until), day in tuple(days.items()):
            if problem == name and (former, until) in stood:
                del days[problem, until]
            elif problem == name:
                days[problem, until] = min(day, days.get((former, until), day))


def _renumbered(ledger: Ledger, unrecorded: Iterable[RowChange]) -> Iterator[tuple[str, str]]:
    """Yield the problems that were given another id: what was granted to one was granted to the other."""
    lines = [
        *(
            tuple(map(row.text, ("表", "行编号", "列", "新值")))
            for row in ledger.rows.get(schema.CHANGES.name, ())
            if row.raw("表") == schema.PROBLEMS.name
        ),
        *((sheet, key, column, new) for sheet, key, column, _, new in unrecorded),
    ]
    for sheet, key, column, new in lines:
        if sheet == schema.PROBLEMS.name and column == "编号" and new:
            yield cell_value.identifier(key.partition("#")[0]), cell_value.identifier(new)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
