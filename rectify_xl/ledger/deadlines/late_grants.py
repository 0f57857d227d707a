"""Approved 延期 that take away a delay which had set in already, or that were entered long after the day they bear.

They count: a late approval is an approval. But whoever reads that a problem is in time has to know it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import row_text
from rectify_xl.ledger.deadlines import binding_deadline, extensions
from rectify_xl.ledger.records import Cell, Closure, Ledger, RowChange
from rectify_xl.ledger.vocabulary import EXTEND, LATE_ENTRY_DAYS, PASSED, ROW_ADDED, ROW_REMOVED
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
    entered = _entered(ledger, as_of, unrecorded)
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
        elif (
            entered_on
            and (entered_on > bound or (entered_on - decided).days > LATE_ENTRY_DAYS)
            and entered_on > decided
        ):
            note = f"，登记时原时限{before}已过" if entered_on > bound else ""
            yield LateGrant(
                closure,
                cell,
                f"延期的批准日期{decided}，{entered_on}才登记（补录，晚{(entered_on - decided).days}天）{note}",
            )
        before = until


def _entered(ledger: Ledger, as_of: date, unrecorded: Iterable[RowChange]) -> Mapping[tuple[str, str], date]:
    """Return on which day each approval of an 延期 was first seen, by problem and 延期至."""
    lines: list[tuple[date | None, str, str, str]] = [
        (_day(row.text("时间")), row.text("行编号"), row.text("列"), row.text("新值"))
        for row in ledger.rows.get(schema.CHANGES.name, ())
        if row.raw("表") == schema.CLOSURES.name
    ]
    lines += [(as_of, key, column, new) for sheet, key, column, _, new in unrecorded if sheet == schema.CLOSURES.name]
    rows: dict[str, dict[str, str]] = {}
    days: dict[tuple[str, str], date] = {}
    for day, key, column, new in lines:
        if column == ROW_ADDED:
            rows[key] = row_text.from_text(new)
        elif column == ROW_REMOVED:
            rows.pop(key, None)
        elif key in rows:
            rows[key][column] = new
        row = rows.get(key, {})
        if day and row.get("类型") == EXTEND and row.get("结论") == PASSED:
            days.setdefault((cell_value.identifier(key.partition("#")[0]), row.get("延期至", "")), day)
    return days


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
