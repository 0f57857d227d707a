"""Let the ledger remember a submission: an entry in 程序状态 and a line in 变更记录, in one step."""

from __future__ import annotations

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.submission import submitted_record
from rectify_xl.supervision.submission.submitted_record import COMMAND, SubmissionRecord


def remember(request: Request, book: RawBook, record: SubmissionRecord, line: Change) -> None:
    """Put a submission, as it stands now, into the memory, and a line that says what was done."""
    moment, by = request.now.strftime(change_log.TIME_FORMAT), request.by or UNSIGNED
    kept = memory_store.update(book.sheets[schema.MEMORY.name], {record.entry_name: submitted_record.as_data(record)})
    logged = change_log.append(book, [LogLine(moment, by, COMMAND, line)])
    request.ledger.write(tuple(block for block in (logged, kept) if block))
