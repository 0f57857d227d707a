"""汇总.duckdb: one consolidation as a database for questions of one's own; docs/汇总数据.md describes its tables.

It holds the whole of one period in tables (`units`, `aspects`, `problems`, `findings`, `doubts`, `warnings`, `common`,
`common_problems`, `refused`, `set_aside`, `roster`), and `history` with a line for each unit in each period of the
store. It is written anew each time and stands alone: it can be copied and mailed.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from rectify_xl import __version__
from rectify_xl.documents.consolidated import store_engine, store_rows, stored_lines
from rectify_xl.documents.consolidated.parquet_store import ParquetStore
from rectify_xl.documents.consolidated.period_record import KeptPeriods
from rectify_xl.documents.consolidated.stored_lines import FINDINGS, PROBLEMS, STATEMENT
from rectify_xl.errors import PaperError
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation.consolidation import Consolidation
from rectify_xl.supervision.consolidation.overview import Overview
from rectify_xl.supervision.consolidation.unit_result import SubmittedFinding, SubmittedProblem
from rectify_xl.system import files

DATABASE = "汇总.duckdb"
_COUNTS = StatusCounts._fields[1:]
_HISTORY_COUNTS = ", ".join(f"{name} INTEGER" for name in _COUNTS)
_TABLES: Mapping[str, str] = {
    "consolidation": "period VARCHAR, as_of DATE, made TIMESTAMP, received INTEGER, units INTEGER, program VARCHAR",
    "units": "place INTEGER, unit VARCHAR, written VARCHAR, level VARCHAR, superior VARCHAR, listed BOOLEAN, "
    "file VARCHAR, sha256 VARCHAR, received TIMESTAMP, reported TIMESTAMP, round VARCHAR, feedback DATE, "
    f"layout VARCHAR, fingerprint VARCHAR, {_HISTORY_COUNTS}, groups INTEGER, measures INTEGER, "
    "measures_done INTEGER, relapses INTEGER, unreadable INTEGER, errors INTEGER, warnings INTEGER, intake VARCHAR",
    "aspects": f"place INTEGER, unit VARCHAR, aspect VARCHAR, {_HISTORY_COUNTS}",
    "doubts": "place INTEGER, unit VARCHAR, level VARCHAR, code VARCHAR, cells INTEGER, done INTEGER, names VARCHAR[]",
    "warnings": "place INTEGER, unit VARCHAR, level VARCHAR, colour VARCHAR, code VARCHAR, title VARCHAR, "
    "seen VARCHAR, advice VARCHAR, ids VARCHAR[]",
    "common": 'no INTEGER, problem VARCHAR, aspect VARCHAR, "group" VARCHAR, units INTEGER, problems INTEGER, '
    "done INTEGER, ongoing INTEGER, overdue INTEGER, unit_names VARCHAR[], examples VARCHAR[]",
    "refused": "file VARCHAR, unit VARCHAR, counted BOOLEAN, code VARCHAR, message VARCHAR, fix VARCHAR, cell VARCHAR",
    "set_aside": "file VARCHAR, unit VARCHAR, reported TIMESTAMP, reason VARCHAR, counted VARCHAR",
    "roster": "unit VARCHAR, level VARCHAR, superior VARCHAR, mail VARCHAR, due DATE, state VARCHAR, sent INTEGER, "
    "came TIMESTAMP, late_days INTEGER",
    "history": f"period VARCHAR, as_of DATE, unit VARCHAR, level VARCHAR, {_HISTORY_COUNTS}, errors INTEGER",
}


class DatabaseDraft:
    """The database of a consolidation while it is written, by DuckDB and so beside whatever else is made in Python.

    It takes the place of the one of before with `settle`, or is taken away at the end of its block.
    """

    def __init__(self, store: ParquetStore, consolidation: Consolidation, periods: KeptPeriods) -> None:
        self._store, self._consolidation, self._periods = store, consolidation, periods
        self._draft = store.folder / f"{DATABASE}.unfinished"
        self._database = store.database.cursor()
        self._thread = ThreadPoolExecutor(1)
        self._steps: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._steps.append(self._thread.submit(self._begin))
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._detach()
        _remove(self._draft)

    def add(self, overview: Overview) -> None:
        """Add what is seen of the whole."""
        self._steps.append(self._thread.submit(self._finish, overview))

    def settle(self) -> Path:
        """Wait until all is written, put it where it belongs, and return where that is.

        Raises `PaperError` where it cannot be written.
        """
        import duckdb

        target = self._store.folder / DATABASE
        try:
            for step in self._steps:
                step.result()
            self._database.execute("DETACH made")
            self._draft.replace(target)
        except (OSError, duckdb.Error) as error:
            full = "No space" in str(error) or getattr(error, "errno", 0) == errno.ENOSPC
            why = "磁盘空间不足" if full else files.reason(error) if isinstance(error, OSError) else "数据库写不进去"
            raise PaperError(f"“{target}”没有写成（{why}）", "请清理磁盘，或用 --store 换一个位置") from error
        return target

    def _begin(self) -> None:
        """Write what is known of the units, and all their rows."""
        _remove(self._draft)
        store_rows.count(self._database, "counted", self._consolidation.units)
        self._database.execute(f"ATTACH {store_engine.literal(str(self._draft))} AS made")
        for table, rows in _rows(self._consolidation).items():
            _fill(self._database, self._draft, table, rows)
        for table, kind in ((PROBLEMS, SubmittedProblem), (FINDINGS, SubmittedFinding)):
            _join(self._database, table, kind._fields, self._store.paths(table))

    def _finish(self, overview: Overview) -> None:
        _fill(self._database, self._draft, "history", _history(self._periods))
        _fill(self._database, self._draft, "warnings", list(_warnings(self._consolidation, overview)))
        _fill(self._database, self._draft, "common", list(_common(overview)))
        _link(self._database, overview, self._store.paths(PROBLEMS))

    def _detach(self) -> None:
        import duckdb

        with suppress(duckdb.Error):  # it was settled, or never begun
            self._database.execute("DETACH made")


def _remove(draft: Path) -> None:
    """Take away what a database that was not finished left behind."""
    for path in (draft, draft.with_name(f"{draft.name}.wal")):
        with suppress(OSError):
            path.unlink()


def _join(database: Any, table: str, fields: Sequence[str], paths: Sequence[str]) -> None:
    columns = ", ".join(f'rows."{name}"' for name in fields)
    if not paths:
        kinds = ", ".join(f'"{name}" VARCHAR' for name in fields)
        database.execute(
            f"CREATE TABLE made.{table} (place INTEGER, unit VARCHAR, level VARCHAR, file VARCHAR, {kinds})"
        )
        return
    database.execute(
        f"CREATE TABLE made.{table} AS SELECT place, unit, level, units.file, {columns} "
        f"FROM {store_engine.tables(paths)} AS rows JOIN counted USING (sha256) JOIN made.units AS units USING (place)"
    )


def _link(database: Any, overview: Overview, paths: Sequence[str]) -> None:
    """Make the table of which problem is one of which that are common."""
    kinds = "no INTEGER, place INTEGER, row INTEGER, address VARCHAR"
    database.execute(f"CREATE TABLE made.common_problems ({kinds})")
    stated = [(number, text) for number, common in enumerate(overview.common, 1) for text in common.statements]
    if not stated:
        return
    database.execute(f"CREATE OR REPLACE TEMP TABLE stated (number INTEGER, {STATEMENT} VARCHAR)")
    database.execute("INSERT INTO stated SELECT unnest(?), unnest(?)", list(map(list, zip(*stated, strict=True))))
    database.execute(
        f"INSERT INTO made.common_problems SELECT number, place, row, address FROM {store_engine.tables(paths)} "
        f"JOIN counted USING (sha256) JOIN stated USING ({STATEMENT}) WHERE NOT relapse"
    )


def _fill(database: Any, draft: Path, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Make a table; the rows go in by way of a file with many on a line, which is ten times faster than by values."""
    database.execute(f"CREATE TABLE made.{table} ({_TABLES[table]})")
    if not rows:
        return
    names = [part.split()[0].strip('"') for part in _TABLES[table].split(", ")]
    kinds = {name: f"{part.split()[1]}[]" for name, part in zip(names, _TABLES[table].split(", "), strict=True)}
    path = draft.with_name(f"{draft.name}.lines")
    longest = 0
    try:
        with path.open("wb") as file:
            for line in stored_lines.of_rows(names, rows):
                longest = max(longest, len(line))
                file.write(line)
        source = store_engine.lines(path, kinds, longest)
        wanted = ", ".join(f'unnest("{name}")' for name in names)
        database.execute(f"INSERT INTO made.{table} SELECT {wanted} FROM {source}")
    finally:
        path.unlink(missing_ok=True)


def _rows(consolidation: Consolidation) -> Mapping[str, Sequence[Sequence[Any]]]:
    units = list(enumerate(consolidation.units))
    return {
        "consolidation": [
            (
                consolidation.period,
                consolidation.as_of,
                consolidation.made,
                consolidation.received,
                len(units),
                __version__,
            )
        ],
        "units": [
            (
                place,
                *(unit.unit, unit.written, unit.level, unit.superior, unit.listed),
                *(unit.file.place, unit.file.sha256, unit.file.received, unit.reported, unit.round, unit.feedback),
                *(unit.layout, unit.fingerprint, *unit.counts[1:]),
                *(unit.groups, unit.measures, unit.measures_done, unit.relapses, unit.unreadable),
                *(unit.errors, unit.warnings, unit.intake),
            )
            for place, unit in units
        ],
        "aspects": [(place, unit.unit, *line) for place, unit in units for line in unit.aspects],
        "doubts": [
            (place, unit.unit, unit.level, doubt.code, doubt.cells, doubt.done, list(doubt.names))
            for place, unit in units
            for doubt in unit.doubts
        ],
        "refused": [
            *(
                (file.file.place, file.unit, False, *reason)
                for file in consolidation.refused
                for reason in file.rejections
            ),
            *((unit.file.place, unit.unit, True, *reason) for _, unit in units for reason in unit.rejections),
        ],
        "set_aside": [
            (other.file.place, other.unit, other.reported, other.reason, other.counted)
            for other in consolidation.set_aside
        ],
        "roster": [
            (
                *(line.line.unit, line.line.level, line.line.superior, line.line.mail, line.line.due),
                *(line.state, line.sent, line.came, line.late_days),
            )
            for line in consolidation.roster or ()
        ],
    }


def _warnings(consolidation: Consolidation, overview: Overview) -> Iterator[tuple[Any, ...]]:
    """Yield the warnings, those of one unit together, in the order of the units."""
    places = {unit.key: place for place, unit in enumerate(consolidation.units)}
    for warning in sorted(overview.warnings, key=lambda warning: places[warning.unit.key]):
        unit, kind = warning.unit, warning.kind
        yield (
            *(places[unit.key], unit.unit, unit.level, warning.level),
            *(kind.code, kind.title, warning.text, kind.advice, list(warning.ids)),
        )


def _common(overview: Overview) -> Iterator[tuple[Any, ...]]:
    for number, common in enumerate(overview.common, 1):
        yield (
            *(number, common.text, common.aspect, common.group),
            *(common.units, common.problems, common.done, common.ongoing, common.overdue),
            *(list(common.unit_names), [wording.with_place for wording in common.examples]),
        )


def _history(periods: KeptPeriods) -> Sequence[tuple[Any, ...]]:
    return [
        (record.period, record.as_of, unit.unit, unit.level, *unit.counts, unit.errors)
        for record in periods.records
        for unit in record.units
    ]
