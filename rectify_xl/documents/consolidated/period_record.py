"""What one consolidation said, kept in the store under its period: what a later one is compared with.

`periods/2026-09.json` holds all but the problems and findings, which stay in the results of its day, and in the end the
SHA-256 of what stands before: numbers of a period that somebody changed are none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from rectify_xl.documents.consolidated import parquet_store, plain_records
from rectify_xl.documents.consolidated.parquet_store import ParquetStore
from rectify_xl.documents.consolidated.store_rows import StoreRows
from rectify_xl.documents.consolidated.stored_lines import PROBLEMS
from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation.consolidation import Consolidation, CountedUnit
from rectify_xl.supervision.consolidation.former_files import NO_FORMER, FormerFiles, ReceivedThen, mark_of
from rectify_xl.supervision.consolidation.period_changes import is_other_round
from rectify_xl.supervision.consolidation.unit_result import ADDED_LATER, SubmittedFile, SubmittedProblem
from rectify_xl.system import files
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text import file_names, json_text
from rectify_xl.text.excerpts import first_few

PERIODS = "periods"
_UNKEPT = ("rows", "earlier", "older", "store", "unread_periods")
_FILES = ("units", "refused", "set_aside")
FORM = 1
_SUM = b',"sum":"'
_NAMED = 3


class UnitThen(NamedTuple):
    """What one unit counted in a period, as its history tells it, and by what it is known again."""

    unit: str
    level: str
    counts: tuple[int, ...]
    errors: int
    key: str
    round: str


class PeriodRecord(NamedTuple):
    """A record as it stands in the store: the name of its file, the period, the day, the results that it needs.

    `sources` is what was read then, `units` are lines of history, `made` is when it was made, as ISO writes it, `marks`
    are those of all files that it had (`former_files.mark_of`).
    """

    path: Path
    period: str
    as_of: str
    key: str
    sources: tuple[str, ...]
    units: tuple[UnitThen, ...]
    made: str = ""
    marks: frozenset[str] = frozenset()


class KeptPeriods(NamedTuple):
    """The records of a store, and the names of those that cannot be read: damaged, altered, or of a later program."""

    records: tuple[PeriodRecord, ...]
    unread: tuple[str, ...]


class EarlierPeriod(NamedTuple):
    """What a consolidation is compared with, None where nothing is, and what could not be compared, as a sentence.

    `periods` are all that the store keeps but for the very period that is made. `older` are those before the last one
    with the units that it did not count, the latest first.
    """

    consolidation: Consolidation | None
    periods: KeptPeriods
    unread: str = ""
    older: tuple[Consolidation, ...] = ()


def write(store: ParquetStore, consolidation: Consolidation, others: KeptPeriods) -> KeptPeriods:
    """Keep a consolidation in the store, in place of an earlier one of the same period; return it among the `others`.

    Raises `PaperError` where that cannot be written.
    """
    path = _path(store.folder, consolidation.period)
    with parquet_store.named(store.folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = sha256()
        with files.atomic(path, aside=True) as file:
            for piece in _written(store.key, consolidation):
                digest.update(piece)
                file.write(piece)
            file.write(_SUM + digest.hexdigest().encode() + b'"}')
    units = (
        UnitThen(unit.unit, unit.level, unit.counts[1:], unit.errors, unit.key, unit.round)
        for unit in consolidation.units
    )
    as_of = consolidation.as_of.isoformat()
    own = PeriodRecord(path, consolidation.period, as_of, store.key, consolidation.sources, tuple(units))
    own = own._replace(made=consolidation.made.isoformat())
    return others._replace(records=tuple(sorted((*others.records, own), key=lambda record: record.as_of)))


def _written(key: str, consolidation: Consolidation) -> Iterator[bytes]:
    """Yield a record as it stands in the store, but for the sum in its end."""
    yield b"{" + _named("form", FORM) + b"," + _named("key", key)
    for name, value in consolidation._asdict().items():
        if name not in _UNKEPT:
            yield from _pieces(name, value)


def _parsed(path: Path) -> Any:
    """Return what stands in a record; raises `ValueError` where it is no JSON, or other bytes than were written.

    Programs before this one wrote no sum.
    """
    data = path.read_bytes()
    body, mark, tail = data.rpartition(_SUM)
    if mark and tail != bytes_sha256(body).encode() + b'"}':
        raise ValueError(path)
    return json_text.parsed(data)


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


def day_of(folder: Path, period: str) -> str:
    """Return on which day a period that a store keeps was put together, as ISO writes it; empty where it keeps none."""
    record = _read(_path(folder, period))
    return record.as_of if record else ""


def _read(path: Path) -> PeriodRecord | None:
    """Return a record whose numbers can be used, None for every other."""
    try:
        data = _parsed(path)
        date.fromisoformat(data["as_of"])
        made = datetime.fromisoformat(data["made"]).isoformat() if "made" in data else ""
        texts = [data["period"], data["key"], *data["sources"]]
        whole = data["form"] == FORM and all(isinstance(text, str) for text in texts)
        units = tuple(map(_unit_then, data["units"]))
        return (
            PeriodRecord(
                *(path, data["period"], data["as_of"], data["key"], tuple(data["sources"]), units),
                made,
                frozenset(mark_of(_file(one["file"])) for name in _FILES for one in data[name]),
            )
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
        sys.intern(unit["key"]),
        sys.intern(unit["round"]),
    )
    if not all(isinstance(number, int) for number in (*line.counts, line.errors)):
        raise TypeError(line)
    return line


def others(folder: Path, period: str) -> KeptPeriods:
    """Return the records of a store but for that of a period: what is written anew in a moment is not missed."""
    return kept(folder, _path(folder, period))


def _before(periods: KeptPeriods, period: str, as_of: str) -> Sequence[PeriodRecord]:
    return [record for record in periods.records if record.period != period and record.as_of < as_of]


def former(periods: KeptPeriods, period: str, as_of: str) -> FormerFiles:
    """Return what the consolidations of earlier periods and days had received."""
    before = _before(periods, period, as_of)
    if not before:
        return NO_FORMER
    last = before[-1]
    received = tuple(
        ReceivedThen(record.period, datetime.fromisoformat(record.made), record.marks)
        for record in reversed(before)
        if record.made
    )
    rounds = {unit.key: unit.round for unit in last.units}
    return FormerFiles(last.period, date.fromisoformat(last.as_of), received, rounds)


def _file(data: Mapping[str, Any]) -> SubmittedFile:
    received = data["received"]
    moment = datetime.fromisoformat(received) if received else None
    return SubmittedFile(str(data["place"]), str(data["sha256"]), int(data["size"]), moment)


def earlier(
    store: ParquetStore, periods: KeptPeriods, period: str, as_of: str, units: Sequence[CountedUnit]
) -> EarlierPeriod:
    """Return the last consolidation of an earlier period and day, and what older ones say of `units` that it lacks.

    One that cannot be read whole is none, and is told, in the notes of the store too. `periods` are what the store
    keeps of the `others`.
    """
    before = _before(periods, period, as_of)
    consolidation = _loaded(store, before[-1]) if before else None
    older = _older(store, consolidation, before[-2::-1], units) if consolidation else _OlderPeriods()
    clauses = []
    if periods.unread:
        names = first_few((f"“{name}”" for name in periods.unread), _NAMED, "、", f"等{len(periods.unread)}期")
        clauses.append(
            f"汇总库里{names}的记录读不出（损坏、改动过，或是更新的程序做的），没有与它比较，各期走势里也没有它"
        )
    if before and consolidation is None:
        clauses.append(f"上期（{before[-1].period}）的记录缺失、损坏，或是别的版本的程序做的，没有与上期比较")
    if older.damaged:
        names = first_few((f"“{name}”" for name in older.damaged), _NAMED, "、", f"等{len(older.damaged)}期")
        clauses.append(f"更早的{names}的记录缺失、损坏，或是别的版本的程序做的，上期没有计入的单位没有与它比较")
    if clauses:
        clauses.append("要比较的，请用当时的文件重做那一期")
        store.notes.append("；".join(clauses))
    return EarlierPeriod(consolidation, periods, "；".join(clauses), older.consolidations)


class _OlderPeriods(NamedTuple):
    """Periods before the last one, the latest first, and which of those asked for cannot be read."""

    consolidations: tuple[Consolidation, ...] = ()
    damaged: tuple[str, ...] = ()


def _older(
    store: ParquetStore, last: Consolidation, records: Sequence[PeriodRecord], units: Sequence[CountedUnit]
) -> _OlderPeriods:
    """Return what `records`, the latest first, say of units that the last period did not count, or with another round.

    They hold these units as they were counted last, and as they were with the same round. Where some unit stands in
    none, they hold also those that went: it may be one of them under another name.
    """
    present = {unit.key: unit.round for unit in units}
    before = {unit.key: unit.round for unit in last.units}
    waiting = {key for key, name in present.items() if key not in before or is_other_round(before[key], name)}
    if not waiting:
        return _OlderPeriods()
    known = set(before)
    unheard = waiting.difference(known, *((unit.key for unit in record.units) for record in records))
    loaded: list[Consolidation] = []
    damaged: list[str] = []
    for record in records:
        here = {unit.key: unit.round for unit in record.units}
        same = {key for key in waiting & here.keys() if not is_other_round(here[key], present[key])}
        wanted = same | {key for key in here if key not in known and (key in present or unheard)}
        if wanted:
            consolidation = _loaded(store, record, wanted)
            if consolidation is None:
                damaged.append(record.period)
                continue
            loaded.append(consolidation)
        waiting -= same
        known |= here.keys()
    return _OlderPeriods(tuple(loaded), tuple(damaged))


def _loaded(store: ParquetStore, record: PeriodRecord, keys: Collection[str] | None = None) -> Consolidation | None:
    """Return the consolidation of a record with all units or some; None where a part of it is missing or damaged."""
    hints = get_type_hints(Consolidation)
    usual = Consolidation._field_defaults
    names = [name for name in Consolidation._fields if name not in _UNKEPT]
    try:
        data = _parsed(record.path)
        if keys is not None:
            data["units"] = [unit for unit in data["units"] if unit["key"] in keys]
        names = [name for name in names if name in data or name not in usual]
        values = {name: plain_records.load(hints[name], data[name]) for name in names}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    then = ParquetStore(store.folder, record.key, store.database)
    if then.notes or any(unit.file.sha256 not in then for unit in values["units"]):
        return None
    if then.lacks(PROBLEMS, set(SubmittedProblem._fields) - ADDED_LATER):
        return None
    return Consolidation(**values, rows=StoreRows(then, values["units"]), store=str(store.folder))
