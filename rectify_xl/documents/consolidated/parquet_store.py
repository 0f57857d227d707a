"""汇总库: what every submitted file said, kept by its content, so that nothing is read twice.

The folder `results` of a store has one folder for each day (with the version of the program), in which three kinds of
Parquet parts stand: `workbooks` (a row for each file that was read, or why it cannot be), `problems` and `findings`.
Rows are joined by `sha256`, that of the file. `manifest.json` lists the parts with their own SHA-256; a part that is
missing, damaged or not listed is told and its files are read again. Parts are only added: a run that is broken off
leaves behind what it had finished.
"""

from __future__ import annotations

import json
import types
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from rectify_xl import __version__
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger import fingerprint
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation.consolidation import CountedUnit
from rectify_xl.supervision.consolidation.latest import AssessedFile
from rectify_xl.supervision.consolidation.unit_result import (
    Assessment,
    Enclosure,
    Rejection,
    SubmittedFile,
    SubmittedFinding,
    SubmittedProblem,
    UnitResult,
)
from rectify_xl.system import files
from rectify_xl.system.digests import file_sha256, text_sha256

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

RESULTS = "results"
MANIFEST = "manifest.json"
WORKBOOKS, PROBLEMS, FINDINGS = "workbooks", "problems", "findings"
TABLES = (WORKBOOKS, PROBLEMS, FINDINGS)
FORM = 3
"""How the tables are made; raised when what a number means changes though its column does not."""
PART_ROWS = 500
"""Workbooks of one part: so much work is lost at most when the computer fails."""
GROUP_ROWS = 100
"""Workbooks that are written at once."""
_UNSTORED = ("file", "counts", "problems", "findings")
"""Fields of a result that are no columns of `workbooks` under their own names."""
_COMPONENTS = '请运行 pip install "rectify-xl[consolidate]"，或改用完整安装包'
_MEMORY = "192MB"
"""What DuckDB may use; beyond it, it sorts on the disk."""
_SORTED = 250_000
"""Rows that are sorted at once: they take half of that memory."""
_BATCH = 5_000
"""Rows that are read from the store at once."""


@contextmanager
def named(folder: Path) -> Iterator[None]:
    """Say of which store it is where the system refuses to read or write in it: raises `PaperError`."""
    try:
        yield
    except OSError as error:
        why = files.reason(error)
        raise PaperError(f"汇总库“{folder}”读写不了（{why}）", "请检查磁盘和权限，或用 --store 换一个汇总库") from error


class StorePart(NamedTuple):
    """The three files of one part by table, each with its SHA-256, and the number of workbooks."""

    names: Mapping[str, str]
    sums: Mapping[str, str]
    workbooks: int


def require() -> None:
    """Raise `UsageError` where the libraries of the store are not installed."""
    try:
        import duckdb  # noqa: F401 - only whether it is there is asked
        import pyarrow as pa  # noqa: F401 - as above
    except ImportError as error:
        raise UsageError("没有安装汇总用的组件", _COMPONENTS) from error


def key_of(as_of: date) -> str:
    """Return the name of the folder for a day: what else an answer depends on is the program and the form of tables."""
    columns = [*_workbook_hints(), *SubmittedProblem._fields, *SubmittedFinding._fields, FORM, fingerprint.FORM]
    return f"{as_of.isoformat()}_{__version__}_{text_sha256(repr(columns), 8)}"


class ParquetStore:
    """The results of one day in a store. What it says while it is opened stands in `notes`."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.key = key
        self.notes: list[str] = []
        self._home = folder / RESULTS / key
        self._parts: list[StorePart] = []
        self._known: set[str] = set()
        self._draft: _Draft | None = None
        self._open()

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._known

    def add(self, assessments: Iterable[Assessment]) -> None:
        """Keep what was made of some files; a part is closed when it is full."""
        for assessment in assessments:
            if assessment.file.sha256 in self._known:
                continue
            self._known.add(assessment.file.sha256)
            if self._draft is None:
                self._home.mkdir(parents=True, exist_ok=True)
                self._draft = _Draft(self._home)
            self._draft.add(assessment)
            if self._draft.workbooks >= PART_ROWS:
                self.close()

    def close(self) -> None:
        """Close the part that is being written, and list it."""
        if self._draft is None:
            return
        draft, self._draft = self._draft, None
        self._parts.append(draft.finished())
        self._list()

    def paths(self, table: str) -> list[str]:
        """Return the files of a table."""
        return [str(self._home / part.names[table]) for part in self._parts]

    def assessed(self, wanted: Collection[str]) -> Mapping[str, AssessedFile]:
        """Return what is kept of files by their SHA-256, without problems and findings; places are not kept."""
        import pyarrow.parquet as pq

        kept: dict[str, AssessedFile] = {}
        for path in self.paths(WORKBOOKS):
            with pq.ParquetFile(path) as part:
                for batch in part.iter_batches(_BATCH):
                    for row in batch.to_pylist():
                        if row["sha256"] in wanted:
                            kept[row["sha256"]] = _assessed(row)
        return kept

    def _open(self) -> None:
        try:
            text = (self._home / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError):
            text = ""
        try:
            listed = [StorePart(entry["names"], entry["sums"], entry["workbooks"]) for entry in json.loads(text)]
        except (ValueError, KeyError, TypeError):
            self.notes.append("汇总库的目录读不出来，已重新读取各单位的文件")
            return
        broken = 0
        for part in listed:
            if _is_sound(self._home, part):
                self._parts.append(part)
                self._known.update(_sums_in(self._home / part.names[WORKBOOKS]))
            else:
                broken += part.workbooks
        if broken:
            self.notes.append(f"汇总库里有{broken}份文件的记录缺失或损坏，已重新读取这些文件")

    def _list(self) -> None:
        listed = [part._asdict() for part in self._parts]
        text = json.dumps(listed, ensure_ascii=False, indent=1)
        files.write(self._home / MANIFEST, text.encode(), aside=True)


class StoreRows:
    """The rows of the units that count, out of a store, in the order of the units (a `ConsolidatedRows`)."""

    def __init__(self, store: ParquetStore, units: Sequence[CountedUnit]) -> None:
        self._problems = store.paths(PROBLEMS)
        self._findings = store.paths(FINDINGS)
        self._units = units
        self._spill = store.folder / RESULTS

    def problems(self, *, faulty_or_late: bool = False) -> Iterator[tuple[CountedUnit, SubmittedProblem]]:
        """Yield the problems of all units; with `faulty_or_late` only those that have an error or are late."""
        wanted = "WHERE errors > 0 OR overdue" if faulty_or_late else ""
        yield from self._rows(self._problems, SubmittedProblem, wanted)

    def findings(self) -> Iterator[tuple[CountedUnit, SubmittedFinding]]:
        """Yield the findings of all units."""
        yield from self._rows(self._findings, SubmittedFinding, "")

    def _rows(self, paths: Sequence[str], kind: Any, wanted: str) -> Iterator[tuple[CountedUnit, Any]]:
        """Yield the rows of a table in the order of the units, so many units at once as can be sorted in memory."""
        if not paths:
            return
        columns = ", ".join(f'"{name}"' for name in kind._fields)
        query = (
            f"SELECT place, {columns} FROM read_parquet(?) JOIN counted USING (sha256) {wanted} "  # noqa: S608 - names of our own fields
            "ORDER BY place, no"
        )
        for counted in _sortable(self._units):
            with connection(self._spill) as database:
                database.register("counted", counted)
                relation = database.sql(query, params=[list(paths)])
                read = getattr(relation, "to_arrow_reader", None) or relation.fetch_record_batch  # its name before 1.5
                for batch in read(_BATCH):
                    places, *values = (column.to_pylist() for column in batch.columns)
                    for place, row in zip(places, zip(*values, strict=True), strict=True):
                        yield self._units[place], kind._make(row)


def _sortable(units: Sequence[CountedUnit]) -> Iterator[pa.Table]:
    """Yield which files count, as `counted_table` does, in pieces of so many rows as fit into the memory."""
    first, rows = 0, 0
    for place, unit in enumerate(units):
        number = max(unit.counts.problems + unit.relapses, unit.errors + unit.warnings)
        if rows and rows + number > _SORTED:
            yield counted_table(units[first:place], first)
            first, rows = place, 0
        rows += number
    if first < len(units):
        yield counted_table(units[first:], first)


def connection(spill: Path) -> Any:
    """Return a DuckDB database in memory that sorts on the disk what does not fit, and reaches for nothing outside."""
    import duckdb

    spill.mkdir(parents=True, exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "preserve_insertion_order": False,
        "temp_directory": str(spill / "tmp"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)


def counted_table(units: Sequence[CountedUnit], first: int = 0) -> pa.Table:
    """Return which files count, with the place of their unit in the order of all, which begins with `first`."""
    import pyarrow as pa

    sums = [unit.file.sha256 for unit in units]
    return pa.table(
        {"sha256": pa.array(sums, pa.string()), "place": pa.array(range(first, first + len(sums)), pa.int32())}
    )


def remove_others(folder: Path, kept: Collection[str]) -> None:
    """Take the results of days away that no period needs."""
    import shutil

    with suppress(OSError):
        for entry in (folder / RESULTS).iterdir():
            if entry.is_dir() and entry.name not in kept:
                shutil.rmtree(entry, ignore_errors=True)


class _Draft:
    """A part that is being written."""

    def __init__(self, home: Path) -> None:
        import pyarrow.parquet as pq

        self._home = home
        self._schemas = _schemas()
        self._paths = {table: home / f"{table}.unfinished" for table in TABLES}
        self._writers: dict[str, pq.ParquetWriter] = {
            table: pq.ParquetWriter(self._paths[table], self._schemas[table], compression="zstd") for table in TABLES
        }
        self._waiting: list[Assessment] = []
        self.workbooks = 0

    def add(self, assessment: Assessment) -> None:
        """Take one more file; they are written so many at once, whatever bundles they came in."""
        self._waiting.append(assessment)
        self.workbooks += 1
        if len(self._waiting) >= GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        assessments, self._waiting = self._waiting, []
        results = [(one.file.sha256, one.result) for one in assessments if one.result]
        problems = [(key, no, *row) for key, result in results for no, row in enumerate(result.problems)]
        findings = [(key, no, *row) for key, result in results for no, row in enumerate(result.findings)]
        self._write(WORKBOOKS, [_workbook_row(assessment) for assessment in assessments])
        self._write(PROBLEMS, problems)
        self._write(FINDINGS, findings)

    def _write(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        import pyarrow as pa

        schema = self._schemas[table]
        if rows:
            columns = [_column(values, field) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
            self._writers[table].write_table(pa.Table.from_arrays(columns, schema=schema))

    def finished(self) -> StorePart:
        """Close the part; it is called by what it holds."""
        self._flush()
        for writer in self._writers.values():
            writer.close()
        names: dict[str, str] = {}
        sums: dict[str, str] = {}
        for table, path in self._paths.items():
            sums[table] = file_sha256(path)
            names[table] = f"{table}-{sums[table][:16]}.parquet"
            path.replace(self._home / names[table])
        return StorePart(names, sums, self.workbooks)


def _column(values: Sequence[Any], field: pa.Field) -> pa.Array:
    """Return a column; signs that no file may hold (halves of a pair) are replaced."""
    import pyarrow as pa

    try:
        return pa.array(values, field.type)
    except UnicodeEncodeError:
        return pa.array(list(map(storable, values)), field.type)


def storable(value: Any) -> Any:
    """Return a value; in texts, halves of a pair of signs are replaced, which neither Parquet nor DuckDB takes."""
    if isinstance(value, list):
        return list(map(storable, value))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _is_sound(home: Path, part: StorePart) -> bool:
    try:
        return all(file_sha256(home / part.names[table]) == part.sums[table] for table in TABLES)
    except (OSError, KeyError, TypeError):
        return False


def _sums_in(path: Path) -> list[str]:
    import pyarrow.parquet as pq

    sums: list[str] = pq.read_table(path, columns=["sha256"])["sha256"].to_pylist()
    return sums


@cache
def _workbook_hints() -> Mapping[str, Any]:
    """Return the columns of `workbooks` with their types: what a result says of the whole."""
    hints = get_type_hints(UnitResult)
    return {
        "sha256": str,
        "counted": bool,
        "rejections": tuple[Rejection, ...],
        "enclosure": Enclosure | None,
        **{name: hints[name] for name in UnitResult._fields if name not in _UNSTORED},
        **get_type_hints(StatusCounts),
        "errors": int,
        "warnings": int,
    }


def _workbook_row(assessment: Assessment) -> list[Any]:
    result = assessment.result
    reasons = [reason._asdict() for reason in assessment.rejections]
    row: dict[str, Any] = {"sha256": assessment.file.sha256, "counted": result is not None, "rejections": reasons}
    if assessment.enclosure is not None:
        row["enclosure"] = assessment.enclosure._asdict()
    if result is not None:
        row |= {name: getattr(result, name) for name in UnitResult._fields if name not in _UNSTORED}
        row |= result.counts._asdict()
        row["aspects"] = [line._asdict() for line in result.aspects]
        row |= {"errors": result.errors, "warnings": result.warnings}
    return [row.get(name) for name in _workbook_hints()]


def _assessed(row: Mapping[str, Any]) -> AssessedFile:
    file = SubmittedFile("", row["sha256"], 0)
    reasons = tuple(Rejection(**reason) for reason in row["rejections"])
    if not row["counted"]:
        enclosure = Enclosure(**row["enclosure"]) if row["enclosure"] else None
        return AssessedFile(file, None, rejections=reasons, enclosure=enclosure)
    values = {name: row[name] for name in UnitResult._fields if name not in _UNSTORED}
    values["aspects"] = tuple(StatusCounts(**line) for line in row["aspects"])
    values["caveats"] = tuple(row["caveats"])
    counts = StatusCounts(*(row[name] for name in StatusCounts._fields))
    result = UnitResult(file=file, counts=counts, problems=(), findings=(), **values)
    return AssessedFile(file, result, row["errors"], row["warnings"], reasons)


@cache
def _schemas() -> Mapping[str, pa.Schema]:
    keys = {"sha256": str, "no": int}
    return {
        WORKBOOKS: _schema(_workbook_hints()),
        PROBLEMS: _schema({**keys, **get_type_hints(SubmittedProblem)}),
        FINDINGS: _schema({**keys, **get_type_hints(SubmittedFinding)}),
    }


def _schema(hints: Mapping[str, Any]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, _arrow(hint)) for name, hint in hints.items()])


def _arrow(hint: Any) -> pa.DataType:
    import pyarrow as pa

    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = [part for part in get_args(hint) if part is not type(None)]
    if get_origin(hint) is tuple:
        return pa.list_(_arrow(get_args(hint)[0]))
    if hasattr(hint, "_fields"):
        return pa.struct(list(_schema(get_type_hints(hint))))
    kinds = {str: pa.string(), int: pa.int32(), bool: pa.bool_(), date: pa.date32(), datetime: pa.timestamp("us")}
    kind: pa.DataType = kinds[hint]
    return kind
