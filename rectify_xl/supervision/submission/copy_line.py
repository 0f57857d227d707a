"""The line with which 变更记录 of a clean copy ends: what it is, and what it said when it was packed. Pure.

The line bears 核对码 of the copy, so that one that comes without its 清单 is held to it as well; not for long (see
`SENT_SOON`), and not where lines of later commands stand below it: then the workbook is a ledger that somebody works
on. Who takes the line out, or writes another code into it, breaks the chain of 变更记录 (RX228, RX229).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from rectify_xl.ledger import fingerprint
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.memory.unrecorded_changes import COPY, SUBMISSION, copy_line
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.submission.submitted_record import COMMAND

SENT_SOON = timedelta(days=20)
"""A copy that comes by so much after it was packed goes for the package itself; the next one is due in a month."""


def last_line(moment: datetime, by: str, as_of: str, whole: str, *, all_lines: bool) -> LogLine:
    """Return the line of a copy whose fingerprint is `whole`; it names what did not come along, too."""
    log = "变更记录全部随报" if all_lines else "变更记录只随报销号存证"
    text = f"截至{as_of}的上报件，{log}，程序状态、校验标记、备注不随报"
    change = Change(SUBMISSION, _stated(whole), COPY, "", text)
    return LogLine(moment.strftime(change_log.TIME_FORMAT), by, COMMAND, change)


def says_otherwise(book: RawBook, whole: str) -> bool:
    """Tell whether a workbook is a clean copy that said something else when it was packed.

    `whole` is its fingerprint as it is now. A copy of a program that wrote no code, or that made it in another way, is
    compared with nothing.
    """
    line = copy_line(book)
    form, dash, _ = line.change.key.partition("-") if line else ("", "", "")
    return bool(line and dash and form == fingerprint.FORM and line.change.key != _stated(whole))


def _stated(whole: str) -> str:
    """Return a fingerprint as the line bears it: how it was made, and 核对码."""
    return f"{whole.partition('-')[0]}-{fingerprint.code(whole)}" if whole else ""
