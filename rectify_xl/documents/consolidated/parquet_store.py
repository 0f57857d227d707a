"""汇总库: what every submitted file said, kept by its content, so that nothing is read twice.

The folder `results` of a store has one folder for each day (with the version of the program), in which three kinds of
Parquet parts stand: `workbooks` (a row for each file that was read, or why it cannot be), `problems` and `findings`.
Rows are joined by `sha256`, that of the file. `manifest.json` lists the parts with their own SHA-256; a part that is
missing, damaged or not listed is told and its files are read again. Parts are only added: a run that is broken off
leaves behind what it had finished.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from rectify_xl import __version__
from rectify_xl.documents.consolidated import store_engine, stored_lines
from rectify_xl.documents.consolidated.stored_lines import FINDINGS, PROBLEMS, TABLES, WORKBOOKS, StoredLines
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger import fingerprint
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.unit_signs import UnitSigns
from rectify_xl.system import components, files
from rectify_xl.system.digests import file_sha256, text_sha256
from rectify_xl.text import json_text

RESULTS = "results"
MANIFEST = "manifest.json"
FORM = 4
"""How the tables are made; raised when what a number means changes though its column does not."""
PART_ROWS = 500
"""Workbooks of one part: so much work is lost at most when the computer fails."""
_READ = 2_000
"""Workbooks that are read from the store at once."""


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
    """Raise `UsageError` where the library of the store is not installed."""
    try:
        import duckdb  # noqa: F401 - only whether it is there is asked
    except ImportError as error:
        raise UsageError("没有安装汇总用的组件", components.CONSOLIDATE) from error


def key_of(as_of: date) -> str:
    """Return the name of the folder for a day: what else an answer depends on is the program and the form of tables."""
    kinds = [*_columns(WORKBOOKS).items(), store_engine.sql_type(UnitSigns)]
    columns = [*kinds, *_columns(PROBLEMS), *_columns(FINDINGS), FORM, fingerprint.FORM]
    return f"{as_of.isoformat()}_{__version__}_{text_sha256(repr(columns), 8)}"


class ParquetStore:
    """The results of one day in a store. What it says while it is opened stands in `notes`.

    It ends with a block, or by `release`: what DuckDB holds takes memory. Days of one store may share a `database`.
    """

    def __init__(self, folder: Path, key: str, database: Any = None) -> None:
        self.folder = folder
        self.key = key
        self.notes: list[str] = []
        self._home = folder / RESULTS / key
        self._parts: list[StorePart] = []
        self._known: set[str] = set()
        self._draft: _Draft | None = None
        self._database = database
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._known

    @property
    def database(self) -> Any:
        """The DuckDB database in memory that reads and writes the parts."""
        if self._database is None:
            self._database = store_engine.connection(self.folder / RESULTS)
        return self._database

    def release(self) -> None:
        """Give back the memory of the database; it comes again when something is asked."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def add(self, assessed: Iterable[StoredLines]) -> None:
        """Keep what was made of some files; a part is closed when it is full."""
        for lines in assessed:
            if lines.file.sha256 in self._known:
                continue
            self._known.add(lines.file.sha256)
            if self._draft is None:
                self._home.mkdir(parents=True, exist_ok=True)
                self._draft = _Draft(self._home)
            self._draft.add(lines)
            if self._draft.workbooks >= PART_ROWS:
                self.close()

    def close(self) -> None:
        """Close the part that is being written, and list it."""
        if self._draft is None:
            return
        draft, self._draft = self._draft, None
        self._parts.append(draft.finished(self.database))
        self._list()

    def paths(self, table: str) -> list[str]:
        """Return the files of a table."""
        return [str(self._home / part.names[table]) for part in self._parts]

    def lacks(self, table: str, columns: Iterable[str]) -> bool:
        """Tell whether another program wrote a table, which has not all of these columns."""
        if not self._parts:
            return False
        described = self.database.execute(f"DESCRIBE SELECT * FROM {store_engine.tables(self.paths(table)[:1])}")
        return not {name for name, *_ in described.fetchall()}.issuperset(columns)

    def assessed(self, wanted: Collection[str]) -> Mapping[str, AssessedFile]:
        """Return what is kept of files by their SHA-256, without problems and findings; places are not kept."""
        kept: dict[str, AssessedFile] = {}
        names = stored_lines.assessed_columns()
        if not self._parts:
            return kept
        query = f"SELECT {store_engine.names(names)} FROM {store_engine.tables(self.paths(WORKBOOKS))}"
        for row in store_engine.rows(self.database.cursor(), query, at_once=_READ):
            if row[0] in wanted:
                kept[row[0]] = stored_lines.assessed_of(dict(zip(names, row, strict=True)))
        return kept

    def _open(self) -> None:
        try:
            text = (self._home / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError):
            text = ""
        try:
            listed = [StorePart(entry["names"], entry["sums"], entry["workbooks"]) for entry in json_text.parsed(text)]
        except (ValueError, KeyError, TypeError):
            self.notes.append("汇总库的目录读不出来，已重新读取各单位的文件")
            return
        self._parts = [part for part in listed if _is_sound(self._home, part)]
        if self._parts:
            query = f"SELECT sha256 FROM {store_engine.tables(self.paths(WORKBOOKS))}"
            self._known.update(sha256 for (sha256,) in store_engine.rows(self.database.cursor(), query, at_once=_READ))
        broken = sum(part.workbooks for part in listed) - sum(part.workbooks for part in self._parts)
        if broken:
            self.notes.append(f"汇总库里有{broken}份文件的记录缺失或损坏，其中这次要用的已重新读取")

    def _list(self) -> None:
        listed = [part._asdict() for part in self._parts]
        text = json.dumps(listed, ensure_ascii=False, indent=1)
        files.write(self._home / MANIFEST, text.encode(), aside=True)


def remove_others(folder: Path, kept: Collection[str]) -> None:
    """Take the results of days away that no period needs."""
    import shutil

    with suppress(OSError):
        for entry in (folder / RESULTS).iterdir():
            if entry.is_dir() and entry.name not in kept:
                shutil.rmtree(entry, ignore_errors=True)


class _Draft:
    """A part that is being written: its lines stand on the disk until it is full."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._paths = {table: home / f"{table}.lines.unfinished" for table in TABLES}
        self._files: dict[str, BinaryIO] = {table: path.open("wb") for table, path in self._paths.items()}
        self.workbooks = 0

    def add(self, lines: StoredLines) -> None:
        """Take one more file."""
        for table, own in zip(TABLES, lines.lines, strict=True):
            self._files[table].write(own)
        self.workbooks += 1

    def finished(self, database: Any) -> StorePart:
        """Make the part out of its lines; it is called by what it holds."""
        names: dict[str, str] = {}
        sums: dict[str, str] = {}
        try:
            for file in self._files.values():
                file.close()
            for table, path in self._paths.items():
                made = self._home / f"{table}.unfinished"
                _make(database, table, path, made)
                sums[table] = file_sha256(made)
                names[table] = f"{table}-{sums[table][:16]}.parquet"
                made.replace(self._home / names[table])
        finally:
            for path in self._paths.values():
                path.unlink(missing_ok=True)
        return StorePart(names, sums, self.workbooks)


def _make(database: Any, table: str, lines: Path, made: Path) -> None:
    """Write the rows that stand on lines into a Parquet file."""
    columns = _columns(table)
    single = ("sha256", *(columns if table == WORKBOOKS else ()))
    listed = {name: kind if name in single else f"{kind}[]" for name, kind in columns.items()}
    wanted = (f'"{name}"' if name in single else f'unnest("{name}") AS "{name}"' for name in columns)
    source = store_engine.lines(lines, listed)
    target = f"{store_engine.literal(str(made))} (FORMAT parquet, COMPRESSION zstd)"
    with store_engine.telling(made):
        database.execute(f"COPY (SELECT {', '.join(wanted)} FROM {source}) TO {target}")


@cache
def _columns(table: str) -> Mapping[str, str]:
    """Return the columns of a table with their types in SQL."""
    own = stored_lines.workbook_columns() if table == WORKBOOKS else stored_lines.row_columns(table)
    hints: Mapping[str, Any] = {"sha256": str, **own}
    return {name: store_engine.sql_type(hint) for name, hint in hints.items()}


def _is_sound(home: Path, part: StorePart) -> bool:
    try:
        return all(file_sha256(home / part.names[table]) == part.sums[table] for table in TABLES)
    except (OSError, KeyError, TypeError):
        return False
