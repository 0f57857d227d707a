"""Tell which places of a paper no longer say what the ledger says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.trace.lookup import Lookup
from rectify_xl.notice.trace.trace_record import PrintedSpan, Trace, digest
from rectify_xl.notice.writing import slot_facts

PlaceState = Literal["same", "kept", "outdated"]
"""same: its cells hold what they held; kept: they changed, but not in what is printed here; outdated: look at it."""


class PlaceVerdict(NamedTuple):
    """What became of one place. `changed` are its cells that changed, `now` what they hold, where that is one text."""

    place: PrintedSpan
    state: PlaceState
    changed: tuple[str, ...] = ()
    now: str = ""


def compare(trace: Trace, ledger: Ledger) -> tuple[PlaceVerdict, ...]:
    """Return a verdict for each place that comes from a cell or was counted.

    A number is counted again, on the day for which the paper was made. Words that were composed from several cells
    are outdated as soon as one of these changed: better one look too many.
    """
    lookup = Lookup(ledger)
    cells = {cell.address: cell for cell in trace.held}
    present = {address: lookup.now(cell) for address, cell in cells.items()}
    changed = {address for address, text in present.items() if text is None or digest(text) != cells[address].digest}
    numbers = _numbers(trace, ledger)
    return tuple(
        _verdict(place, tuple(cell for cell in place.cells if cell in changed), present, numbers)
        for place in trace.places
        if place.cells or place.name in numbers
    )


def _numbers(trace: Trace, ledger: Ledger) -> dict[str, str]:
    """Return each number that a notice may print, counted in the present ledger."""
    if not trace.as_of:
        return {}
    counted = slot_facts.numbers(ledger, date.fromisoformat(trace.as_of))
    return {name: str(slot.value) for name, slot in counted.items() if slot.sources}


def _verdict(
    place: PrintedSpan, changed: tuple[str, ...], present: Mapping[str, str | None], numbers: Mapping[str, str]
) -> PlaceVerdict:
    if place.kind == "number" and place.name in numbers:
        now = numbers[place.name]
        return PlaceVerdict(
            place, "same" if now == place.text else "outdated", changed if now != place.text else (), now
        )
    if not changed:
        return PlaceVerdict(place, "same")
    now = (present.get(changed[0]) or "") if len(place.cells) == 1 else ""
    within = place.span is not None and _bare(place.text) in _bare(present.get(place.cells[0]) or "")
    return PlaceVerdict(place, "kept" if within else "outdated", changed, now)


def _bare(text: str) -> str:
    return "".join(text.split())
