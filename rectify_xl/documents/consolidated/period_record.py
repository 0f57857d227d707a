"""What one consolidation said, kept in the store under its period: what a later one is compared with.

`periods/2026-09.json` holds all but the problems and findings, which stay in the results of its day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from rectify_xl.documents.consolidated import plain_records
from rectify_xl.documents.consolidated.parquet_store import ParquetStore, StoreRows
from rectify_xl.supervision.consolidation.consolidation import Consolidation
from rectify_xl.system import files
from rectify_xl.text import file_names

PERIODS = "periods"
_UNKEPT = ("rows", "earlier", "store")
FORM = 1


class PeriodRecord(NamedTuple):
    """A record as it stands in the store: the name of its file, the period, the day, the results that it needs."""

    path: Path
    period: str
    as_of: str
    key: str
    data: Any


def write(store: ParquetStore, consolidation: Consolidation) -> None:
    """Keep a consolidation in the store, in place of an earlier one of the same period."""
    fields = {name: plain_records.dump(value) for name, value in consolidation._asdict().items() if name not in _UNKEPT}
    data = {"form": FORM, "key": store.key, **fields}
    folder = store.folder / PERIODS
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    files.write(folder / f"{file_names.safe(consolidation.period)}.json", text.encode("utf-8", "replace"), aside=True)


def records(folder: Path) -> Iterator[PeriodRecord]:
    """Yield the records of a store; what cannot be read is passed over."""
    yield from (record for path in _paths(folder) if (record := _read(path)))


def _paths(folder: Path) -> list[Path]:
    return sorted((folder / PERIODS).glob("*.json"))


def _read(path: Path) -> PeriodRecord | None:
    try:
        data = json.loads(path.read_bytes())
        return PeriodRecord(path, data["period"], data["as_of"], data["key"], data) if data["form"] == FORM else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def earlier(store: ParquetStore, period: str, as_of: str) -> Consolidation | None:
    """Return the last consolidation of an earlier period and day, None where the store holds none.

    One that cannot be read whole is none either, and is told in the notes of the store.
    """
    last: PeriodRecord | None = None
    for path in _paths(store.folder):
        record = _read(path)
        if record is None:
            store.notes.append(f"汇总库里“{path.stem}”这一期的记录读不出")
        elif record.period != period and (last.as_of if last else "") < record.as_of < as_of:
            last = record
    if last is None:
        return None
    hints = get_type_hints(Consolidation)
    kept = [name for name in Consolidation._fields if name not in _UNKEPT]
    try:
        values = {name: plain_records.load(hints[name], last.data[name]) for name in kept}
    except (ValueError, KeyError):
        store.notes.append(f"上期（{last.period}）的记录读不出，没有与上期比较")
        return None
    then = ParquetStore(store.folder, last.key)
    if then.notes or any(unit.file.sha256 not in then for unit in values["units"]):
        store.notes.append(f"上期（{last.period}）的记录缺失或损坏，没有与上期比较；要比较的，请用当时的文件重做那一期")
        return None
    return Consolidation(**values, rows=StoreRows(then, values["units"]), store=str(store.folder))
