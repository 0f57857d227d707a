"""Records as plain values that JSON holds, and back: tuples with names, days, moments, and what they consist of."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Plain = Any
"""A value that JSON holds."""


def dump(value: object) -> Plain:
    """Return a record, or a sequence of records, as plain values: a record becomes an object by its fields."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: dump(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple | list):
        return [dump(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def load(kind: Any, plain: Plain) -> Any:
    """Return the record of a kind that plain values describe; raises `ValueError` where they do not."""
    try:
        return _reader(kind)(plain)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{kind}: {error}") from error


@cache
def _reader(kind: Any) -> Callable[[Plain], Any]:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = [part for part in get_args(kind) if part is not type(None)]
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if origin is Literal:
        return _one_of(get_args(kind))
    if origin is tuple:
        read = _reader(get_args(kind)[0])
        return lambda plain: tuple(map(read, plain))
    if hasattr(kind, "_fields"):
        return _record(kind)
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    return _exactly(kind)


def _record(kind: Any) -> Callable[[Plain], Any]:
    hints: Mapping[str, Any] = get_type_hints(kind)
    readers = [(name, _reader(hints[name])) for name in kind._fields]
    usual = kind._field_defaults
    return lambda plain: kind._make(
        read(plain[name]) if name in plain or name not in usual else usual[name] for name, read in readers
    )


def _one_of(words: tuple[Any, ...]) -> Callable[[Plain], Any]:
    def read(plain: Plain) -> Any:
        if plain not in words:
            raise TypeError(plain)
        return plain

    return read


def _exactly(kind: Any) -> Callable[[Plain], Any]:
    def read(plain: Plain) -> Any:
        if type(plain) is not kind:
            raise TypeError(f"{plain!r}")
        return plain

    return read
