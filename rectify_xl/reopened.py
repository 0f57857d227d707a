"""Which rows are relapses registered anew (反弹登记), and the ledger without them.

A relapse is a new row that points to the old one, which stays closed (DOMAIN). So it is no problem of the round's
feedback: its counts stand apart from the totals, the notice and the declared numbers (DESIGN §4). 上轮问题 makes none.
"""

from rectify_xl import schema
from rectify_xl.model import Ledger, Problem
from rectify_xl.relations import Relations

NOTE = "反弹："
"""What `reopen` writes into 备注 before the id of the old row, which need not be closed formally."""


class Lineage:
    """Which row of 问题台账 has relapsed as which; it knows all rows, also where a ledger holds some problems only."""

    def __init__(self, ledger: Ledger) -> None:
        self._relations = Relations(ledger)
        table = ledger.rows.get(schema.PROBLEMS.name, ())
        self._rows = {row.id("编号"): row for row in reversed(table)}

    def origin(self, problem: Problem) -> str:
        """Return the id of the closed problem that has relapsed as `problem`, empty where that is none of its kind.

        Of several related ids one suffices. It must be another row of this ledger that does not point back: of two
        closed rows that name each other none is the relapse. Closed is what 销号登记 says is closed: no count may
        change with a signature or a file; whether a closing stands is told elsewhere.
        """
        for name in problem.related:
            old = self._rows.get(name)
            if old is None or old.number == problem.number or name == problem.id:
                continue
            if self._relations.closing(name) is None and f"{NOTE}{name}" not in problem.row.text("备注"):
                continue
            if problem.id and problem.id in self._behind(name):
                continue
            return name
        return ""

    def _behind(self, name: str) -> frozenset[str]:
        """Return every id that is reached from a row by 关联编号."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            row = self._rows.get(waiting.pop())
            further = set(row.ids("关联编号")) - reached if row else set[str]()
            reached |= further
            waiting += further
        return frozenset(reached)


def rows(ledger: Ledger) -> frozenset[int]:
    """Return the Excel rows of 问题台账 that are relapses registered anew."""
    pointing = [problem for problem in ledger.problems if problem.related]
    if not pointing:
        return frozenset()
    lineage = Lineage(ledger)
    return frozenset(problem.number for problem in pointing if lineage.origin(problem))


def ids(ledger: Ledger) -> frozenset[str]:
    """Return the ids of these rows, as far as they have one."""
    found = rows(ledger)
    return frozenset(problem.id for problem in ledger.problems if problem.number in found and problem.id)


def feedback(ledger: Ledger) -> Ledger:
    """Return the ledger with the problems of the feedback alone; measures and rules of relapses go with them."""
    found = rows(ledger)
    return _part(ledger, found, kept=False) if found else ledger


def relapses(ledger: Ledger) -> Ledger:
    """Return the ledger with the relapses alone, and the measures and rules that belong to nothing else."""
    return _part(ledger, rows(ledger), kept=True)


def _part(ledger: Ledger, found: frozenset[int], *, kept: bool) -> Ledger:
    relations = Relations(ledger)
    again = {problem.id for problem in ledger.problems if problem.number in found and problem.id}

    def apart(owners: tuple[str, ...]) -> bool:
        return bool(owners) and again.issuperset(owners)

    return ledger._replace(
        problems=tuple(each for each in ledger.problems if (each.number in found) is kept),
        measures=tuple(each for each in ledger.measures if apart(relations.owners(each)) is kept),
        regulations=tuple(
            each for each in ledger.regulations if apart(relations.problems_behind(each.problems)) is kept
        ),
    )
