"""What one consolidation said, kept in the store under its period: what a later one is compared with.

`periods/2026-09.json` holds all but the problems and findings, which stay in the results of its day.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from rectify_xl.documents.consolidated import parquet_store, plain_records
from rectify_xl.documents.consolidated.parquet_store import ParquetStore
from rectify_xl.documents.consolidated.store_rows import StoreRows
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation.consolidation import Consolidation
from rectify_xl.system import files
from rectify_xl.text import file_names, json_text
from rectify_xl.text.excerpts import first_few

PERIODS = "periods"
_UNKEPT = ("rows", "earlier", "store", "unread_periods")
FORM = 1
_NAMED = 3


class UnitThen(NamedTuple):
    """What one unit counted in a period, as its history tells it."""

    unit: str
    level: str
    counts: tuple[int, ...]
    errors: int


class PeriodRecord(NamedTuple):
    """A record as it stands in the store: the name of its file, the period, the day, the results that it needs.

    `sources` is what was read then, `units` are lines of history.
    """

    path: Path
    period: str
    as_of: str
    key: str
    sources: tuple[str, ...]
    units: tuple[UnitThen, ...]


class KeptPeriods(NamedTuple):
    """The records of a store, and the names of those that cannot be read: damaged, altered, or of a later program."""

    records: tuple[PeriodRecord, ...]
    unread: tuple[str, ...]


class EarlierPeriod(NamedTuple):
    """What a consolidation is compared with, None where nothing is, and what could not be compared, as a sentence.

    `periods` are all that the store keeps but for the very period that is made.
    """

    consolidation: Consolidation | None
    periods: KeptPeriods
    unread: str = ""


def write(store: ParquetStore, consolidation: Consolidation, others: KeptPeriods) -> KeptPeriods:
    """Keep a consolidation in the store, in place of an earlier one of the same period; return it among the `others`.

    Raises `PaperError` where that cannot be written.
    """
    path = _path(store.folder, consolidation.period)
    with parquet_store.named(store.folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.atomic(path, aside=True) as file:
            file.write(b"{")
            file.write(_named("form", FORM) + b"," + _named("key", store.key))
            for name, value in consolidation._asdict().items():
                if name not in _UNKEPT:
                    file.writelines(_pieces(name, value))
            file.write(b"}")
    units = (UnitThen(unit.unit, unit.level, unit.counts[1:], unit.errors) for unit in consolidation.units)
    as_of = consolidation.as_of.isoformat()
    own = PeriodRecord(path, consolidation.period, as_of, store.key, consolidation.sources, tuple(units))
    return others._replace(records=tuple(sorted((*others.records, own), key=lambda record: record.as_of)))


def _pieces(name: str, value: object) -> Iterator[bytes]:
    """Yield a field as JSON, a long one record by record: no more than one of them stands in memory as a text."""
    if not isinstance(value, tuple) or hasattr(value, "_fields"):
        yield b"," + _named(name, value)
        return
    yield b',"' + name.encode() + b'":['
    for place, record in enumerate(value):
        yield (b"," if place else b"") + _json(record)
    yield b"]"


def _named(name: str, value: object) -> bytes:
    return b'"' + name.encode() + b'":' + _json(value)


def _json(value: object) -> bytes:
    text = json.dumps(plain_records.dump(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _path(folder: Path, period: str) -> Path:
    return folder / PERIODS / f"{file_names.safe(period)}.json"


def kept(folder: Path, without: Path | None = None) -> KeptPeriods:
    """Return the records of a store by day, but for one."""
    read = {path: _read(path) for path in sorted((folder / PERIODS).glob("*.json")) if path != without}
    records = sorted(filter(None, read.values()), key=lambda record: record.as_of)
    return KeptPeriods(tuple(records), tuple(path.stem for path, record in read.items() if record is None))


def _read(path: Path) -> PeriodRecord | None:
    """Return a record whose numbers can be used, None for every other."""
    try:
        data = json_text.parsed(path.read_bytes())
        date.fromisoformat(data["as_of"])
        texts = [data["period"], data["key"], *data["sources"]]
        whole = data["form"] == FORM and all(isinstance(text, str) for text in texts)
        units = tuple(map(_unit_then, data["units"]))
        return (
            PeriodRecord(path, data["period"], data["as_of"], data["key"], tuple(data["sources"]), units)
            if whole
            else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _unit_then(unit: Mapping[str, Any]) -> UnitThen:
    """Return a line of history; raises `TypeError` for what is none."""
    line = UnitThen(
        sys.intern(unit["unit"]),
        sys.intern(unit["level"]),
        tuple(unit["counts"][name] for name in StatusCounts._fields[1:]),
        unit["errors"],
    )
    if not all(isinstance(number, int) for number in (*line.counts, line.errors)):
        raise TypeError(line)
    return line


def earlier(store: ParquetStore, period: str, as_of: str) -> EarlierPeriod:
    """Return the last consolidation of an earlier period and day.

    One that cannot be read whole is none, and is told, in the notes of the store too. What is written anew in a moment,
    the record of this very period, is not missed.
    """
    periods = kept(store.folder, _path(store.folder, period))
    unread = periods.unread
    sentence = ""
    if unread:
        names = first_few((f"“{name}”" for name in unread), _NAMED, "、", f"等{len(unread)}期")
        sentence = f"汇总库里{names}的记录读不出（损坏、改动过，或是更新的程序做的），没有与它比较，各期走势里也没有它"
    before = [record for record in periods.records if record.period != period and record.as_of < as_of]
    consolidation = _loaded(store, before[-1]) if before else None
    if before and consolidation is None:
        gone = f"上期（{before[-1].period}）的记录缺失或损坏，没有与上期比较"
        sentence = f"{sentence}；{gone}" if sentence else gone
    if sentence:
        sentence += "；要比较的，请用当时的文件重做那一期"
        store.notes.append(sentence)
    return EarlierPeriod(consolidation, periods, sentence)


def _loaded(store: ParquetStore, record: PeriodRecord) -> Consolidation | None:
    """Return the consolidation of a record, None where a part of it is missing or damaged."""
    hints = get_type_hints(Consolidation)
    usual = Consolidation._field_defaults
    names = [name for name in Consolidation._fields if name not in _UNKEPT]
    try:
        data = json_text.parsed(record.path.read_bytes())
        names = [name for name in names if name in data or name not in usual]
        values = {name: plain_records.load(hints[name], data[name]) for name in names}
    except (OSError, ValueError, KeyError):
        return None
    then = ParquetStore(store.folder, record.key, store.database)
    if then.notes or any(unit.file.sha256 not in then for unit in values["units"]):
        return None
    return Consolidation(**values, rows=StoreRows(then, values["units"]), store=str(store.folder))
