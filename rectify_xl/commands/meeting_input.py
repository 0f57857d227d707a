"""What `weekly` and `monthly` read before they write their papers."""

from __future__ import annotations

from rectify_xl.commands.outcome import Request
from rectify_xl.ledger.memory import baseline
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.meetings import meeting_state, movement
from rectify_xl.supervision.meetings.meeting_state import MeetingState


def read(request: Request, book: RawBook, ledger: Ledger, period: str, department: str = "") -> MeetingState:
    """Return the situation on the day, with the evidence files beside the ledger and the memory in the workbook.

    It is compared with the snapshot of `--since`, else with that of the last `period`; with `department`, it holds the
    problems of one alone.
    """
    from rectify_xl.supervision.closure_steps.evidence_rows import sources
    from rectify_xl.workbook import evidence_files

    past = baseline.past(book, request.as_of, since=request.day("since"), period=period)
    files = evidence_files.digests_of(request.ledger.folder, sources(ledger))
    if department:
        past = meeting_state.past_of(past, ledger, department)
        ledger = meeting_state.for_department(ledger, department)
    return meeting_state.assess(ledger, request.as_of, past, files)


def moved_data(meeting: MeetingState) -> dict[str, object]:
    """Return what moved, for machines: `since` is the day of the snapshot, null where there is none."""
    since = meeting.before.snapshot.day.isoformat() if meeting.before else None
    moved = meeting.moved
    deltas = {kind: list(movement.ids_of(moved, kind)) for kind in movement.LABELS} if moved else None
    return {"since": since, "since_exact": meeting.before.exact if meeting.before else None, "deltas": deltas}
