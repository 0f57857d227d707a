"""The record of each step, kept as JSON beside the dated copy that was made before it.

A copy whose step was taken back, or that has none, keeps a record that says so: where a record is missing or broken,
nobody knows what happened, and nothing before it is taken back either. There are as many records as copies.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import table_region
from rectify_xl.ledger.changes.undo_record import CellContent, CellStep, MergeStep, RowStep, TableStep, UndoRecord
from rectify_xl.system import files
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import parse_area
from rectify_xl.workbook.saving import backup

FORMAT = 1
CLOSED = json.dumps({"format": FORMAT, "closed": True})
"""The record of a copy without a step that could be taken back."""
SIZE_LIMIT = 100_000_000
"""Most bytes of a record; that of a thousand findings has under one million."""

_CHUNK = 1_000
"""Cells that are made into JSON at once: those of a large write would fill the memory."""
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_TEXT_LIMIT = 32_767

_PLAIN = frozenset({str, float, int, bool})
"""What stands in JSON as it is."""

Made = TypeVar("Made")


class JournalEntry(NamedTuple):
    """A step, and the SHA-256 of the workbook before and after it; live hosts do not know the latter."""

    step: UndoRecord
    before: str
    after: str


def entry(step: UndoRecord, before: bytes, after: bytes | None) -> str:
    """Return the record of a step; `before` and `after` are the workbook's bytes."""
    head, mark, tail = json.dumps(
        {
            "format": FORMAT,
            "command": step.command,
            "time": step.at,
            "ledger": step.ledger,
            **({"structural": True} if step.structural else {}),
            "before_sha256": bytes_sha256(before),
            "after_sha256": bytes_sha256(after) if after is not None else "",
            "cells": [],
            "tables": [table._asdict() for table in step.tables],
            "rows": [row._asdict() for row in step.rows],
            **({"merges": list(map(_merge_data, step.merges))} if step.merges else {}),
        },
        ensure_ascii=False,
    ).partition('"cells": [')
    chunks = (step.cells[start : start + _CHUNK] for start in range(0, len(step.cells), _CHUNK))
    cells = ", ".join([json.dumps(list(map(_cell_data, chunk)), ensure_ascii=False)[1:-1] for chunk in chunks])
    return f"{head}{mark}{cells}{tail}"


def _cell_data(cell: CellStep) -> Any:
    return {
        "sheet": cell.sheet,
        "row": cell.row,
        "column": cell.column,
        "header": cell.header,
        "id": cell.row_id,
        "before": _held_data(cell.before),
        "after": _held_data(cell.after),
    }


def _merge_data(merge: MergeStep) -> Any:
    return {"sheet": merge.sheet, "area": merge.area, "header": merge.header, "id": merge.row_id}


def last(path: Path, now: bytes | None = None) -> UndoRecord | None:
    """Return the last step of the ledger at `path` that was not taken back, None when there is none.

    `now` are its bytes, where they are known: a step whose beginning they are was never done, or is taken back whole.
    Raises `BookError` when its record is missing or broken.
    """
    for copy in backup.copies(path):
        record = _read(copy)
        if record is not None and (now is None or record.before != bytes_sha256(now)):
            return record.step
    return None


def whole(path: Path, step: UndoRecord, now: bytes) -> bytes | None:
    """Return the ledger as it was before `step`, if the bytes `now` are just what the step left; else None."""
    copy = path.parent / backup.FOLDER / step.key
    record = _read(copy)
    if record is None or record.after != bytes_sha256(now):
        return None
    data = copy.read_bytes()
    return data if bytes_sha256(data) == record.before else None


def close(path: Path, step: UndoRecord) -> None:
    """Note that `step` was taken back; raises `BookError` when that cannot be written."""
    _close_copy(path.parent / backup.FOLDER / step.key)


def close_all(path: Path) -> None:
    """Note that no step of a former ledger at `path` can be taken back: the ledger there is a new one."""
    for copy in backup.copies(path):
        _close_copy(copy)


def _close_copy(copy: Path) -> None:
    """Note that the step that followed a copy is over."""
    try:
        files.write(backup.record_of(copy), CLOSED.encode(), aside=True)
    except OSError as error:
        raise BookError(
            f"步骤记录“{backup.record_of(copy).name}”没有更新（{files.reason(error)}）",
            f"请检查文件夹“{copy.parent}”能否写入；再撤销一次不会改坏台账",
        ) from error


def _read(copy: Path) -> JournalEntry | None:
    """Return the record of a copy, None when it is closed."""
    path = backup.record_of(copy)
    remedy = f"台账没有改动；需要更早的内容，请打开“{backup.FOLDER}”文件夹里的副本“{copy.name}”"
    try:
        return _record(_load(path), copy.name)
    except FileNotFoundError as error:
        raise BookError(f"步骤记录“{path.name}”不见了，不能撤销", remedy) from error
    except OSError as error:
        raise BookError(f"步骤记录“{path.name}”读不出（{files.reason(error)}），不能撤销", remedy) from error
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise BookError(f"步骤记录“{path.name}”已损坏，不能撤销", remedy) from error


def _load(path: Path) -> Any:
    if path.stat().st_size > SIZE_LIMIT:
        raise ValueError("too large")
    return json.loads(path.read_bytes(), parse_constant=_refuse)


def _record(data: Any, key: str) -> JournalEntry | None:
    """Return the record that JSON data describes; raises `ValueError`, `TypeError` or `KeyError` for anything else."""
    if data["format"] != FORMAT:
        raise ValueError("another format")
    if data.get("closed") is True:
        return None
    step = UndoRecord(
        _text(data["command"]),
        _text(data["time"]),
        _text(data["ledger"]),
        _list(data["cells"], _cell),
        _list(data["tables"], _table),
        _list(data["rows"], _row),
        key,
        data.get("structural") is True,
        _list(data.get("merges", []), _merge),
    )
    return JournalEntry(step, _text(data["before_sha256"]), _text(data["after_sha256"]))


def _cell(data: Mapping[str, Any]) -> CellStep:
    return CellStep(
        _data_sheet(data["sheet"]),
        _number(data["row"], _LAST_ROW),
        _number(data["column"], _LAST_COLUMN),
        _text(data["header"]),
        _text(data["id"]),
        _held(data["before"]),
        _held(data["after"]),
    )


def _table(data: Mapping[str, Any]) -> TableStep:
    return TableStep(_data_sheet(data["sheet"]), _number(data["before"], _LAST_ROW), _number(data["after"], _LAST_ROW))


def _row(data: Mapping[str, Any]) -> RowStep:
    if data["sheet"] not in schema.SHEET_ORDER or not isinstance(data["was_hidden"], bool):
        raise ValueError("no such row")
    return RowStep(data["sheet"], _number(data["row"], _LAST_ROW), data["was_hidden"])


def _merge(data: Mapping[str, Any]) -> MergeStep:
    area = parse_area(_text(data["area"]))
    if area is None or area.bottom > _LAST_ROW or area.left != area.right:
        raise ValueError("no merged area of one column")
    return MergeStep(_data_sheet(data["sheet"]), str(area), _text(data["header"]), _text(data["id"]))


def _held_data(content: CellContent) -> Any:
    """Return a cell's content as JSON data: a plain value as it is, everything else with the name of its kind."""
    value = _value_data(content.value)
    if not content.formula and not content.link:
        return value
    return {"value": value, "formula": content.formula, "link": content.link}


def _value_data(value: Raw) -> Any:
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, cell_value.Month):
        return {"month": value.isoformat()}
    if isinstance(value, cell_value.Year):
        return {"year": value.isoformat()}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    return value


def _held(data: Any) -> CellContent:
    if not isinstance(data, dict) or "value" not in data:
        return CellContent(_value(data))
    formula = _text(data["formula"])
    if formula and not formula.startswith("="):
        raise ValueError("no formula")
    return CellContent(_value(data["value"]), formula, _text(data["link"]))


_KINDS: Mapping[str, Callable[[Any], Raw]] = {
    "datetime": lambda text: datetime.fromisoformat(text).replace(tzinfo=None),
    "date": date.fromisoformat,
    "month": cell_value.Month.fromisoformat,
    "year": cell_value.Year.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}


def _value(data: Any) -> Raw:
    if isinstance(data, dict):
        ((kind, value),) = data.items()
        return _KINDS[kind](value)
    if isinstance(data, str):
        return _text(data)
    if data is None or (isinstance(data, bool | int | float) and math.isfinite(data)):
        return data
    raise ValueError("no value of a cell")


def _data_sheet(name: Any) -> str:
    if not isinstance(name, str) or table_region.layout_of(name) is None:
        raise ValueError("no such sheet")
    return name


def _text(data: Any) -> str:
    if not isinstance(data, str) or len(data) > _TEXT_LIMIT:
        raise ValueError("no text of a cell")
    return data


def _number(data: Any, most: int) -> int:
    if type(data) is not int or not 1 <= data <= most:
        raise ValueError("no row or column")
    return data


def _list(data: Any, make: Callable[[Any], Made]) -> tuple[Made, ...]:
    if not isinstance(data, list):
        raise TypeError("no list")
    return tuple(make(item) for item in data)


def _refuse(constant: str) -> float:
    raise ValueError(constant)
