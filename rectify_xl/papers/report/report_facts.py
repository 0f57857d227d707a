"""The slots that only the report has: closing, look-back, what depends on the level above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.records import Closure, Ledger, Problem, Row
from rectify_xl.ledger.vocabulary import CLOSE, EXTEND, PASSED
from rectify_xl.notice.writing.slots import Slot, Slots

VERDICTS = ("巩固", "松动", "反弹")


def numbers(ledger: Ledger, as_of: date) -> Slots:
    """Return the slots; a problem that was closed or extended several times counts once.

    An extension counts where it moves the deadline.
    """
    closed = problem_counts.closed_ids(ledger, as_of) - set(registered_relapses.ids(ledger))
    closed_rows = {name: rows for name, rows in _problems(ledger, CLOSE, PASSED).items() if name in closed}
    running = {name: rows for name, rows in _problems(ledger, CLOSE, "").items() if name not in closed_rows}
    bound = binding_deadline.standing(ledger, as_of).written
    moved = {problem.id for problem in ledger.problems if problem.number in bound and bound[problem.number].extended}
    extended = {name: rows for name, rows in _problems(ledger, EXTEND, PASSED).items() if name in moved}
    looked = {verdict: [review.row for review in ledger.reviews if review.verdict == verdict] for verdict in VERDICTS}
    support = needing_support(ledger)
    apart = registered_relapses.rows(ledger)
    again = [problem for problem in ledger.problems if problem.number in apart]
    late = problem_counts.overdue_rows(ledger, as_of) if again else frozenset[int]()
    return {
        "销号数": Slot(len(closed_rows), _cells((row for rows in closed_rows.values() for row in rows), "结论")),
        "销号办理数": Slot(len(running), _cells((row for rows in running.values() for row in rows), "问题编号")),
        "延期数": Slot(len(extended), _cells((row for rows in extended.values() for row in rows), "结论")),
        "回头看次数": Slot(len(ledger.reviews), _cells((review.row for review in ledger.reviews), "日期")),
        "上级支持数": Slot(len(support), _cells((problem.row for problem in support), "需上级支持")),
        "反弹登记编号": Slot(
            "、".join(problem.id or f"第{problem.number}行" for problem in again),
            _cells((problem.row for problem in again), "关联编号"),
        ),
        "反弹登记逾期数": Slot(
            sum(problem.number in late for problem in again), _cells((problem.row for problem in again), "整改时限")
        ),
        **{f"{verdict}数": Slot(len(rows), _cells(rows, "结论")) for verdict, rows in looked.items()},
    }


def needing_support(ledger: Ledger) -> tuple[Problem, ...]:
    """Return the problems that are not done and need the level above."""
    return tuple(
        problem
        for problem in ledger.problems
        if problem.row.flag("需上级支持") and not problem_counts.is_done(problem, ledger.counting)
    )


def _problems(ledger: Ledger, kind: str, verdict: str) -> dict[str, list[Row]]:
    """Return the rows of 销号登记 of one kind and verdict, by problem; a row without a kind closes."""
    rows: dict[str, list[Row]] = {}
    for closure in ledger.closures:
        if _kind(closure) == kind and closure.verdict == verdict and closure.problem:
            rows.setdefault(closure.problem, []).append(closure.row)
    return rows


def _kind(closure: Closure) -> str:
    return closure.kind or CLOSE


def _cells(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(row.cell(column).address for row in rows)
