"""Which rows are relapses registered anew (反弹登记), and the ledger without them.

A relapse is a new row that points to the old one, which stays closed (DOMAIN). So it is no problem of the round's
feedback: its counts stand apart from the totals, the notice and the declared numbers. 上轮问题 makes none.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from rectify_xl.ledger import known_rows, schema
from rectify_xl.ledger.changes.row_text import from_text
from rectify_xl.ledger.records import Ledger, Problem, Row
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.vocabulary import BEFORE_CLOSING, EXTEND, IMPRINT, PASSED, ROW_ADDED, ROW_REMOVED
from rectify_xl.text import cell_value

NOTE = "反弹："
"""What `reopen` writes into 备注 before the id of the old row, which need not be closed formally."""


class Lineage:
    """Which row of 问题台账 has relapsed as which; it knows all rows, also where a ledger holds some problems only."""

    def __init__(self, ledger: Ledger) -> None:
        self._relations = Relations(ledger)
        self._known = known_rows.KnownRows(ledger)
        self._log = ledger.rows.get(schema.CHANGES.name, ())
        table = ledger.rows.get(schema.PROBLEMS.name, ())
        self._rows = {row.id("编号"): row for row in reversed(table)}

    def origin(self, problem: Problem) -> str:
        """Return the id of the closed problem that has relapsed as `problem`, empty where that is none of its kind.

        Of several related ids one suffices. It must be another row of this ledger that does not point back: of two
        closed rows that name each other none is the relapse. Closed is what 销号登记 says is closed: no count may
        change with a signature or a file; whether a closing stands is told elsewhere. A row that was there before the
        closing was registered is none, whatever day somebody typed into 销号登记.
        """
        for name in problem.related:
            old = self._rows.get(name)
            if old is None or old.number == problem.number or name == problem.id:
                continue
            if self._relations.closing(name) is None and f"{NOTE}{name}" not in problem.row.text("备注"):
                continue
            if problem.id and problem.id in self._behind(name):
                continue
            if self._older(problem, name):
                continue
            return name
        return ""

    def older_than(self, problem: Problem) -> Iterator[tuple[str, str]]:
        """Yield every problem to which a row points that stood there before its closing, and what shows it.

        Without a closing: before 备注 called the row a relapse of it.
        """
        for name in problem.related:
            if name != problem.id and name in self._rows and (why := self._older(problem, name)):
                yield name, why

    def _older(self, problem: Problem, name: str) -> str:
        """Return what shows that a row stood there before another one was closed: it cannot be its relapse."""
        if testimony := self._testified.get((problem.id, name)):
            return testimony
        closing, note = self._relations.closing(name), f"{NOTE}{name}"
        if closing is None:
            late = note in problem.row.text("备注") and self._known.before_note(problem, note)
            return f"『{schema.MEMORY.name}』开始留痕时记着本行，备注里还没有“{note}”" if late else ""
        mine, approval = self._mentioned.get(problem.id), self._passed.get(name)
        if mine and approval and _precedes(mine, approval):
            return f"『{schema.CHANGES.name}』第{mine.number}行，{name}的销号在第{approval.number}行"
        if self._known.before_closing(problem, closing, note):
            return f"『{schema.MEMORY.name}』记着本行的时候，还没有登记{name}的销号"
        decided, finished = closing.decided.day, problem.finished.day
        if decided and finished and finished < decided and problem.finished.kind != "month":
            return f"完成日期{finished}，{name}的办结日期{decided}"
        for measure in self._relations.measures_of(problem.id):
            day = measure.finished.day
            own = measure.finished.kind != "month" and name not in self._relations.owners(measure)
            if own and decided and day and day < decided:
                return f"措施{measure.id or f'第{measure.row.number}行'}完成于{day}，{name}的办结日期{decided}"
        return ""

    @cached_property
    def _mentioned(self) -> Mapping[str, Row]:
        """The first line of 变更记录 about each problem, by the id in it."""
        by_problem: dict[str, Row] = {}
        for row in self._log:
            if row.raw("表") == schema.PROBLEMS.name and row.text("列") != ROW_REMOVED:
                by_problem.setdefault(row.id("行编号"), row)
            elif row.raw("表") == schema.PROBLEMS.name:
                by_problem.pop(row.id("行编号"), None)
        return by_problem

    @cached_property
    def _testified(self) -> Mapping[tuple[str, str], str]:
        """What the unit's own ledger showed of rows of a copy that was sent up, by the ids of the row and the other."""
        lines = (row for row in self._log if row.raw("列") == BEFORE_CLOSING)
        return {(row.id("行编号"), row.id("原值")): row.text("新值") for row in lines}

    @cached_property
    def _passed(self) -> Mapping[str, Row]:
        """The first line of 变更记录 that tells of the closing of each problem."""
        by_problem: dict[str, Row] = {}
        for row in self._log:
            approved = row.raw("表") == IMPRINT and row.text("列") == "批准"
            if approved or (row.raw("表") == schema.CLOSURES.name and _closes(row.text("列"), row.text("新值"))):
                by_problem.setdefault(cell_value.identifier(row.text("行编号").partition("#")[0]), row)
        return by_problem

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


def _precedes(line: Row, approval: Row) -> bool:
    """Tell whether the row that a line is about stood there before a closing was recorded.

    Of lines that one command wrote, those about changed cells tell of rows that stood there before all of them.
    """
    changed = line.text("列") != ROW_ADDED
    return line.text("时间") < approval.text("时间") or (changed and line.text("时间") == approval.text("时间"))


def _closes(column: str, new: str) -> bool:
    """Tell whether a line about a row of 销号登记 says that it passed; an 延期 that passed comes with its own row."""
    if column != ROW_ADDED:
        return column == "结论" and new == PASSED
    row = from_text(new)
    return row.get("结论") == PASSED and row.get("类型") != EXTEND


def rows(ledger: Ledger) -> frozenset[int]:
    """Return the Excel rows of 问题台账 that are relapses registered anew."""
    pointing = [problem for problem in ledger.problems if problem.related]
    if not pointing:
        return frozenset()
    lineage = Lineage(ledger)
    return frozenset(problem.number for problem in pointing if lineage.origin(problem))


def ids(ledger: Ledger) -> frozenset[str]:
    """Return the ids of these rows, as far as they have one."""
    relapse_rows = rows(ledger)
    return frozenset(problem.id for problem in ledger.problems if problem.number in relapse_rows and problem.id)


def feedback(ledger: Ledger) -> Ledger:
    """Return the ledger with the problems of the feedback alone; measures and rules of relapses go with them."""
    relapse_rows = rows(ledger)
    return _part(ledger, relapse_rows, kept=False) if relapse_rows else ledger


def relapses(ledger: Ledger) -> Ledger:
    """Return the ledger with the relapses alone, and the measures and rules that belong to nothing else."""
    return _part(ledger, rows(ledger), kept=True)


def _part(ledger: Ledger, relapse_rows: frozenset[int], *, kept: bool) -> Ledger:
    relations = Relations(ledger)
    again = {problem.id for problem in ledger.problems if problem.number in relapse_rows and problem.id}

    def apart(owners: tuple[str, ...]) -> bool:
        return bool(owners) and again.issuperset(owners)

    return ledger._replace(
        problems=tuple(problem for problem in ledger.problems if (problem.number in relapse_rows) is kept),
        measures=tuple(measure for measure in ledger.measures if apart(relations.owners(measure)) is kept),
        regulations=tuple(
            regulation
            for regulation in ledger.regulations
            if apart(relations.problems_behind(regulation.problems)) is kept
        ),
    )
