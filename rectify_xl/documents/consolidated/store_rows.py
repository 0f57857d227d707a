"""The rows of the units that count, out of a store, and what is counted over all of them (a `ConsolidatedRows`).

What concerns many rows is asked of DuckDB, which counts in C++ and on the disk where the memory does not suffice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rectify_xl.documents.consolidated import store_engine, stored_lines
from rectify_xl.documents.consolidated.parquet_store import ParquetStore
from rectify_xl.documents.consolidated.stored_lines import FINDINGS, PROBLEMS, STATEMENT, WORKBOOKS
from rectify_xl.supervision.consolidation.consolidation import CountedUnit, ProblemWording, Statement, StatementCount
from rectify_xl.supervision.consolidation.copied_texts import LEAST_COPIED, MOST_OTHERS, CopiedFrom
from rectify_xl.supervision.consolidation.unit_result import ADDED_LATER, SubmittedFinding, SubmittedProblem
from rectify_xl.supervision.consolidation.unit_signs import UnitSigns

_SORTED = 250_000
"""Rows that are sorted at once: they take half of the memory that DuckDB may have."""
_BLANKS = "".join(f"\\x{{{code:x}}}" for code in range(0x3001) if chr(code).isspace())
"""What `str.split` splits at, as a class of a regular expression."""
_NAME = "CASE WHEN id <> '' THEN id ELSE '第' || row || '行' END"
"""As `unit_signs.name_of`."""


class StoreRows:
    """The rows of some units in a store, in the order of the units."""

    def __init__(self, store: ParquetStore, units: Sequence[CountedUnit]) -> None:
        self._store = store
        self._units = units
        self._spans = list(_sortable(units))
        self._counted: Any = None

    def problems(self, *, faulty_or_late: bool = False) -> Iterator[tuple[CountedUnit, SubmittedProblem]]:
        """Yield the problems of all units; with `faulty_or_late` only those that have an error or are late."""
        wanted = "AND (errors > 0 OR overdue)" if faulty_or_late else ""
        yield from self._rows(PROBLEMS, SubmittedProblem, wanted)

    def errors(self, most: int) -> Iterator[tuple[CountedUnit, SubmittedFinding]]:
        """Yield the first errors of all units."""
        left = most
        for unit, finding in self._rows(FINDINGS, SubmittedFinding, "AND severity = 'error'"):
            if not left:
                return
            left -= 1
            yield unit, finding

    def signs(self) -> Iterator[UnitSigns]:
        """Yield what was noticed of each unit."""
        for (kept,) in self._asked(f"SELECT signs FROM {self._joined(WORKBOOKS)} ORDER BY place"):
            yield stored_lines.signs_of(kept)

    def copied_progress(self) -> Mapping[int, CopiedFrom]:
        """Return by places which units tell their progress word for word as others do, blanks apart."""
        bare = f"regexp_replace(progress, '[{_BLANKS}]+', '', 'g')"
        return self._copied(f"md5_number({bare})", f"progress <> '' AND length({bare}) >= {LEAST_COPIED}")

    def copied_rows(self) -> Mapping[int, CopiedFrom]:
        """Return by places which units have a problem with department and person that others have word for word."""
        return self._copied("md5_number(problem || chr(10) || department || chr(10) || person)", "true")

    def _copied(self, mark: str, wanted: str) -> Mapping[int, CopiedFrom]:
        if not self._store.paths(PROBLEMS):
            return {}
        self._run(
            "CREATE OR REPLACE TABLE marks AS "
            f"SELECT place, no, {_NAME} AS name, {mark} AS mark FROM {self._own()} AND {wanted}"
        )
        self._run(
            f"CREATE OR REPLACE TABLE shared AS SELECT mark, list(place ORDER BY place)[:{MOST_OTHERS + 1}] AS owners "
            "FROM (SELECT DISTINCT mark, place FROM marks) GROUP BY mark HAVING count(*) > 1"
        )
        query = (
            "SELECT place, list(name ORDER BY no), list_sort(list_distinct(flatten(list(owners)))) "
            "FROM marks JOIN shared USING (mark) GROUP BY place ORDER BY place"
        )
        copied: dict[int, CopiedFrom] = {}
        for place, names, owners in self._asked(query):
            others = [other for other in owners if other != place]
            copied[place] = CopiedFrom(tuple(map(sys.intern, names)), tuple(others[:MOST_OTHERS]))
        self._run("DROP TABLE marks")
        self._run("DROP TABLE shared")
        return copied

    def statements(self, most: int) -> tuple[Sequence[StatementCount], int]:
        """Return what problems state, numbers apart, as it is met, and how many problems state something else."""
        if not self._store.paths(PROBLEMS):
            return (), 0
        by_unit = (
            f"SELECT {STATEMENT}, place, count(*) AS problems, min(no) AS no FROM {self._own()} "
            f"AND {STATEMENT} <> '' GROUP BY ALL"
        )
        query = (
            f"SELECT {STATEMENT}, count(*), sum(problems)::INTEGER, min(place) FROM ({by_unit}) GROUP BY {STATEMENT} "
            f"ORDER BY min(place), arg_min(no, place) LIMIT {most}"
        )
        counted = [
            StatementCount(text, units, problems, place if units == 1 else None)
            for text, units, problems, place in self._asked(query)
        ]
        whole = sum(number for (number,) in self._asked(f"SELECT count(*) FROM {self._own()} AND {STATEMENT} <> ''"))
        return counted, whole - sum(one.problems for one in counted)

    def said(self, texts: Sequence[str], examples: int) -> Iterator[Statement]:
        """Yield what is counted of each of these statements, with the words of so many units."""
        if not texts:
            return
        self._run(f"CREATE OR REPLACE TABLE chosen ({STATEMENT} VARCHAR, n INTEGER)")
        self._run("INSERT INTO chosen SELECT unnest(?), unnest(range(?))", (list(texts), len(texts)))
        own = self._own(f"JOIN chosen USING ({STATEMENT})")
        by_unit = (
            "SELECT n, place, count(*) AS problems, count(*) FILTER (done) AS done, "
            f"count(*) FILTER (overdue) AS overdue, min(no) AS no FROM {own} GROUP BY n, place"
        )
        query = (
            "SELECT list(place ORDER BY place), sum(problems)::INTEGER, sum(done)::INTEGER, sum(overdue)::INTEGER, "
            f"list(no ORDER BY place)[:{examples}] FROM ({by_unit}) GROUP BY n ORDER BY n"
        )
        tallies = [
            _Tally(units, problems, done, overdue, first, [], [], [])
            for units, problems, done, overdue, first in self._asked(query)
        ]
        for column in ("aspect", "group"):
            for n, name, number in self._asked(f'SELECT n, "{column}", count(*) FROM {own} GROUP BY ALL'):
                getattr(tallies[n], f"{column}s").append((name, number))
        self._quote(tallies, own)
        self._run("DROP TABLE chosen")
        for tally in tallies:
            yield Statement(
                tuple(tally.units),
                *(tally.problems, tally.done, tally.overdue),
                *(tuple(tally.wordings), tuple(tally.aspects), tuple(tally.groups)),
            )

    def _quote(self, tallies: Sequence[_Tally], own: str) -> None:
        """Add to each statement the first words of the first units."""
        first = [
            (n, *where) for n, tally in enumerate(tallies) for where in zip(tally.units, tally.first, strict=False)
        ]
        self._run("CREATE OR REPLACE TABLE quoted (n INTEGER, place INTEGER, no INTEGER)")
        self._run(
            "INSERT INTO quoted SELECT unnest(?), unnest(?), unnest(?)", list(map(list, zip(*first, strict=True)))
        )
        words = f"SELECT n, place, no, id, row, problem FROM {own}"
        query = f"SELECT n, place, id, row, problem FROM ({words}) JOIN quoted USING (n, place, no) ORDER BY n, place"
        for n, *wording in self._asked(query):
            tallies[n].wordings.append(ProblemWording(*wording))
        self._run("DROP TABLE quoted")

    def _rows(self, table: str, kind: Any, wanted: str) -> Iterator[tuple[CountedUnit, Any]]:
        """Yield the rows of a table in the order of the units, so many units at once as can be sorted in memory."""
        columns = self._columns(table, kind)
        for first, last in self._spans:
            query = (
                f"SELECT place, {columns} FROM {self._joined(table)} WHERE place BETWEEN {first} AND {last} {wanted} "
                "ORDER BY place, no"
            )
            for place, *row in self._asked(query):
                yield self._units[place], kind._make(row)

    def _columns(self, table: str, kind: Any) -> str:
        """Return the columns of a table as SQL lists them; for those that an older program lacks, what is usual."""
        paths = self._store.paths(table)
        described = self._database.execute(f"DESCRIBE SELECT * FROM {store_engine.tables(paths)}") if paths else None
        kept = {name for name, *_ in described.fetchall()} if described else set(kind._fields)
        usual = {
            name: "NULL" if value is None else store_engine.literal(value)
            for name, value in kind._field_defaults.items()
            if name in ADDED_LATER
        }
        return ", ".join(
            store_engine.names((name,)) if name in kept or name not in usual else f"{usual[name]} AS {name}"
            for name in kind._fields
        )

    def _own(self, join: str = "") -> str:
        """Return the problems of the units, those registered anew apart, as a table with a condition."""
        return f"{self._joined(PROBLEMS)} {join} WHERE NOT relapse"

    def _joined(self, table: str) -> str:
        """Return a table with the place of the unit in the order of all."""
        return f"{store_engine.tables(self._store.paths(table))} JOIN {self._name} USING (sha256)"

    @property
    def _name(self) -> str:
        return f"counted_{id(self)}"

    def _run(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._database.execute(statement, list(values)).fetchall()

    def _asked(self, query: str) -> Iterator[tuple[Any, ...]]:
        if self._store.paths(WORKBOOKS) and self._units:
            yield from store_engine.rows(self._database.cursor(), query)

    @property
    def _database(self) -> Any:
        """The database of the store, which knows which files count."""
        database = self._store.database
        if self._counted is not database:
            self._counted = database
            count(database, self._name, self._units)
        return database


class _Tally(NamedTuple):
    units: list[int]
    problems: int
    done: int
    overdue: int
    first: list[int]
    wordings: list[ProblemWording]
    aspects: list[tuple[str, int]]
    groups: list[tuple[str, int]]


def count(database: Any, name: str, units: Sequence[CountedUnit]) -> None:
    """Make a table of the files that count, with the place of their unit in the order of all."""
    database.execute(f"CREATE OR REPLACE TABLE {name} (sha256 VARCHAR, place INTEGER)")
    sums = [unit.file.sha256 for unit in units]
    database.execute(f"INSERT INTO {name} SELECT unnest(?), unnest(range(?))", [sums, len(sums)])


def _sortable(units: Sequence[CountedUnit]) -> Iterator[tuple[int, int]]:
    """Yield the places of the first and the last of so many units as have rows that fit into the memory."""
    first, rows = 0, 0
    for place, unit in enumerate(units):
        number = max(unit.counts.problems + unit.relapses, unit.errors + unit.warnings)
        if rows and rows + number > _SORTED:
            yield first, place - 1
            first, rows = place, 0
        rows += number
    if first < len(units):
        yield first, len(units) - 1
