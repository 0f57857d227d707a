"""What `weekly` and `monthly` read before they write their papers."""

from __future__ import annotations

from rectify_xl.commands.outcome import Request
from rectify_xl.escalation import issued
from rectify_xl.history import baseline, log
from rectify_xl.ledger import RawBook
from rectify_xl.model import Ledger
from rectify_xl.scheduling import movement, situation
from rectify_xl.scheduling.situation import Situation


def read(request: Request, book: RawBook, found: Ledger, period: str, department: str = "") -> Situation:
    """Return the situation on the day, with the evidence files beside the ledger and the memory in the workbook.

    It is compared with the snapshot of `--since`, else with that of the last `period`; with `department`, it holds the
    problems of one alone.
    """
    from rectify_xl.books import evidence
    from rectify_xl.closure.evidence import sources

    past = baseline.past(book, request.as_of, since=request.day("since"), period=period)
    files = evidence.look(request.ledger.folder, sources(found))
    if department:
        past = situation.past_of(past, found, department)
        found = situation.only(found, department)
    return situation.look(found, request.as_of, past, files, issued.read(log.read(book)))


def moved_data(found: Situation) -> dict[str, object]:
    """Return what moved, for machines: `since` is the day of the snapshot, null where there is none."""
    since = found.before.snapshot.day.isoformat() if found.before else None
    moved = found.moved
    deltas = {kind: list(movement.ids_of(moved, kind)) for kind in movement.LABELS} if moved else None
    return {"since": since, "since_exact": found.before.exact if found.before else None, "deltas": deltas}
