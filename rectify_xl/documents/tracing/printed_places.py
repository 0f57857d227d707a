"""Put the places of a paper on record: for the document itself, and as the JSON of `--trace`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rectify_xl.notice.trace import trace_record
from rectify_xl.notice.trace.lookup import Lookup
from rectify_xl.notice.trace.trace_record import MadeFrom, PrintedSpan, Trace
from rectify_xl.workbook.saving import outputs

WHAT = "追溯表"
ENDINGS = (".json",)


def trace(places: Sequence[PrintedSpan], name: str, made_from: MadeFrom | None) -> Trace:
    """Return the record of the paper `name`; what its cells hold is known where it was `made_from` a ledger."""
    if made_from is None:
        return Trace(name, tuple(places))
    cells = Lookup(made_from.ledger).held(cell for place in places for cell in place.cells)
    return Trace(name, tuple(places), made_from.ledger.name, made_from.as_of.isoformat(), cells)


def refuse(target: Path | None, *, overwrite: bool) -> None:
    """Raise `PaperError` when the JSON cannot go to `target`; asked before the work begins."""
    if target:
        outputs.refuse(target, WHAT, endings=ENDINGS, overwrite=overwrite)


def put(target: Path | None, trace: Trace, *, overwrite: bool) -> None:
    """Write the record as JSON, whole or not at all; raises `PaperError` when it cannot be written."""
    if target:
        written = json.dumps(trace_record.data(trace), ensure_ascii=False, indent=1) + "\n"
        outputs.put(target, written.encode(), WHAT, endings=ENDINGS, overwrite=overwrite)
