"""The slots that only the report has: closing, look-back, what depends on the level above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rectify_xl.ledger.counting import problem_counts, reopened
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.records import Closure, Ledger, Problem, Row
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, PASSED
from rectify_xl.notice.writing.slots import Slot, Slots

VERDICTS = ("巩固", "松动", "反弹")


def numbers(ledger: Ledger, as_of: date) -> Slots:
    """Return the slots; a problem that was closed or extended several times counts once.

    An extension counts where it moves the deadline.
    """
    closed = problem_counts.closed_ids(ledger, as_of) - set(reopened.ids(ledger))
    passed = {name: rows for name, rows in _problems(ledger, CLOSE, PASSED).items() if name in closed}
    running = {name: rows for name, rows in _problems(ledger, CLOSE, "").items() if name not in passed}
    bound = binding_deadline.standing(ledger, as_of).written
    moved = {each.id for each in ledger.problems if each.number in bound and bound[each.number].extended}
    extended = {name: rows for name, rows in _problems(ledger, EXTEND, PASSED).items() if name in moved}
    looked = {verdict: [each.row for each in ledger.reviews if each.verdict == verdict] for verdict in VERDICTS}
    support = needing_support(ledger)
    apart = reopened.rows(ledger)
    again = [each for each in ledger.problems if each.number in apart]
    late = problem_counts.overdue_rows(ledger, as_of) if again else frozenset[int]()
    return {
        "销号数": Slot(len(passed), _cells((row for rows in passed.values() for row in rows), "结论")),
        "销号办理数": Slot(len(running), _cells((row for rows in running.values() for row in rows), "问题编号")),
        "延期数": Slot(len(extended), _cells((row for rows in extended.values() for row in rows), "结论")),
        "回头看次数": Slot(len(ledger.reviews), _cells((each.row for each in ledger.reviews), "日期")),
        "上级支持数": Slot(len(support), _cells((each.row for each in support), "需上级支持")),
        "反弹登记编号": Slot(
            "、".join(each.id or f"第{each.number}行" for each in again),
            _cells((each.row for each in again), "关联编号"),
        ),
        "反弹登记逾期数": Slot(
            sum(each.number in late for each in again), _cells((each.row for each in again), "整改时限")
        ),
        **{f"{verdict}数": Slot(len(rows), _cells(rows, "结论")) for verdict, rows in looked.items()},
    }


def needing_support(ledger: Ledger) -> tuple[Problem, ...]:
    """Return the problems that are not done and need the level above."""
    return tuple(
        each
        for each in ledger.problems
        if each.row.flag("需上级支持") and not problem_counts.is_done(each, ledger.counting)
    )


def _problems(ledger: Ledger, kind: str, verdict: str) -> dict[str, list[Row]]:
    """Return the rows of 销号登记 of one kind and verdict, by problem; a row without a kind closes."""
    found: dict[str, list[Row]] = {}
    for each in ledger.closures:
        if _kind(each) == kind and each.verdict == verdict and each.problem:
            found.setdefault(each.problem, []).append(each.row)
    return found


def _kind(closure: Closure) -> str:
    return closure.kind or CLOSE


def _cells(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(row.cell(column).address for row in rows)
