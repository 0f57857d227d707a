"""DuckDB as the store uses it: in the memory that it may have, with what SQL needs to be told about names and types."""

from __future__ import annotations

import errno
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

_MEMORY = "160MB"
"""What DuckDB may use; beyond it, it sorts on the disk."""
_LONGEST_LINE = 8_000_000
"""Bytes of a line at most: a single row of the longest texts that cells hold has six million in the worst case."""
_KINDS = {str: "VARCHAR", int: "INTEGER", bool: "BOOLEAN", date: "DATE", datetime: "TIMESTAMP"}


def connection(spill: Path) -> Any:
    """Return a DuckDB database in memory that sorts on the disk what does not fit, and reaches for nothing outside."""
    import duckdb

    spill.mkdir(parents=True, exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "preserve_insertion_order": True,
        "temp_directory": str(spill / "tmp"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)


def rows(cursor: Any, query: str, values: Sequence[Any] = (), *, at_once: int = 5_000) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, so many of them in memory at once."""
    cursor.execute(query, list(values))
    while batch := cursor.fetchmany(at_once):
        yield from batch


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Raise as `OSError` what DuckDB says of a file that it cannot write."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        number = errno.ENOSPC if "No space" in str(error) else errno.EIO
        raise OSError(number, str(error), str(path)) from error


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def names(columns: Sequence[str]) -> str:
    """Return columns as SQL lists them."""
    return ", ".join(f'"{name}"' for name in columns)


def tables(paths: Sequence[str]) -> str:
    """Return Parquet files as one table."""
    return f"read_parquet([{', '.join(map(literal, paths))}])"


def lines(path: Path, columns: Mapping[str, str], longest: int = 0) -> str:
    """Return the lines of JSON in a file, the longest of so many bytes, as one table by the types of its columns."""
    listed = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    most = max(longest + 1, _LONGEST_LINE)
    return (
        f"read_json({literal(str(path))}, format = 'newline_delimited', maximum_object_size = {most}, "
        f"columns = {{{listed}}})"
    )


def sql_type(hint: Any) -> str:
    """Return the type in SQL of what a field of a record holds."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = [part for part in get_args(hint) if part is not type(None)]
    if get_origin(hint) is tuple:
        return f"{sql_type(get_args(hint)[0])}[]"
    if hasattr(hint, "_fields"):
        inner = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in get_type_hints(hint).items())
        return f"STRUCT({inner})"
    return _KINDS[hint]
