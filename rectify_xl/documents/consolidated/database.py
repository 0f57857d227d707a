"""汇总.duckdb: one consolidation as a database for questions of one's own; docs/汇总数据.md describes its tables.

It holds the whole of one period in tables (`units`, `aspects`, `problems`, `findings`, `doubts`, `warnings`, `common`,
`refused`, `set_aside`, `roster`), and `history` with a line for each unit in each period of the store. It is written
anew each time and stands alone: it can be copied and mailed.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from rectify_xl import __version__
from rectify_xl.documents.consolidated import period_record, store_engine, store_rows
from rectify_xl.documents.consolidated.parquet_store import ParquetStore
from rectify_xl.documents.consolidated.stored_lines import FINDINGS, PROBLEMS
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


_AT_ONCE = 5_000
"""Rows that are handed over at once."""


def write(store: ParquetStore, consolidation: Consolidation, overview: Overview) -> Path:
    """Write the database of a consolidation, with what is seen of it as a whole, into its store; return where it is.

    Raises `PaperError` where it cannot be written.
    """
    import duckdb

    target = store.folder / DATABASE
    draft = store.folder / f"{DATABASE}.unfinished"
    try:
        _remove(draft)
        _write(store, consolidation, overview, draft)
        draft.replace(target)
    except (OSError, duckdb.Error) as error:
        full = "No space" in str(error) or getattr(error, "errno", 0) == errno.ENOSPC
        why = "磁盘空间不足" if full else files.reason(error) if isinstance(error, OSError) else "数据库写不进去"
        raise PaperError(f"“{target}”没有写成（{why}）", "请清理磁盘，或用 --store 换一个位置") from error
    finally:
        _remove(draft)
    return target


def _remove(draft: Path) -> None:
    """Take away what a database that was not finished left behind."""
    for path in (draft, draft.with_name(f"{draft.name}.wal")):
        with suppress(OSError):
            path.unlink()


def _write(store: ParquetStore, consolidation: Consolidation, overview: Overview, draft: Path) -> None:
    database = store.database
    store_rows.count(database, "counted", consolidation.units)
    database.execute(f"ATTACH {store_engine.literal(str(draft))} AS made")
    try:
        for table, rows in _rows(store.folder, consolidation, overview).items():
            _fill(database, table, rows)
        for table, kind in ((PROBLEMS, SubmittedProblem), (FINDINGS, SubmittedFinding)):
            _join(database, table, kind._fields, store.paths(table))
    finally:
        database.execute("DETACH made")


def _join(database: Any, table: str, fields: Sequence[str], paths: Sequence[str]) -> None:
    columns = ", ".join(f'rows."{name}"' for name in fields)
    if not paths:
        kinds = ", ".join(f'"{name}" VARCHAR' for name in fields)
        database.execute(
            f"CREATE TABLE made.{table} (place INTEGER, unit VARCHAR, level VARCHAR, file VARCHAR, {kinds})"
        )
        return
    chosen = (
        f"SELECT place, unit, level, units.file, {columns} FROM read_parquet(?) AS rows "
        "JOIN counted USING (sha256) JOIN made.units AS units USING (place) ORDER BY place, rows.no"
    )
    database.execute(f"CREATE TABLE made.{table} AS {chosen} LIMIT 0", [[paths[0]]])
    for path in paths:  # part by part, so that memory does not grow with their number
        database.execute(f"INSERT INTO made.{table} {chosen}", [[path]])


def _fill(database: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Make a table; the rows go in as columns, which is a hundred times faster than row by row."""
    database.execute(f"CREATE TABLE made.{table} ({_TABLES[table]})")
    kinds = [part.split()[1] for part in _TABLES[table].split(", ")]
    columns = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
    for first in range(0, len(rows), _AT_ONCE):
        values = [list(map(_storable, column)) for column in zip(*rows[first : first + _AT_ONCE], strict=True)]
        database.execute(f"INSERT INTO made.{table} SELECT {columns}", values)


def _storable(value: Any) -> Any:
    """Return a value; in texts, halves of a pair of signs are replaced, which DuckDB does not take."""
    if isinstance(value, list):
        return list(map(_storable, value))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _rows(folder: Path, consolidation: Consolidation, overview: Overview) -> Mapping[str, Sequence[Sequence[Any]]]:
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
        "warnings": list(_warnings(consolidation, overview)),
        "common": [
            (
                *(number, common.text, common.aspect, common.group),
                *(common.units, common.problems, common.done, common.ongoing, common.overdue),
                *(list(common.unit_names), [wording.with_place for wording in common.examples]),
            )
            for number, common in enumerate(overview.common, 1)
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
        "history": list(_history(folder)),
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


def _history(folder: Path) -> Sequence[tuple[Any, ...]]:
    return [
        (
            record.period,
            date.fromisoformat(record.as_of),
            unit["unit"],
            unit["level"],
            *(unit["counts"][name] for name in _COUNTS),
            unit["errors"],
        )
        for record in period_record.kept(folder).records
        for unit in record.data["units"]
    ]
