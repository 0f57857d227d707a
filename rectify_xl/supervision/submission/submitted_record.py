"""What was sent up, as the ledger remembers it: what a later submission and a receipt are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.fingerprint import code
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.memory.memory_store import Json
from rectify_xl.ledger.memory.unrecorded_changes import SUBMISSION
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.submission.receipt import VERDICT_WORDS, Receipt

COMMAND = "打包上报"
"""The command that 变更记录 names, in the ledger and in its copy."""
PACKED, SENT, RECEIPTED = "打包", "发出", "回执"
"""What lines of 变更记录 about a submission say in the place of a column."""


class SubmissionRecord(NamedTuple):
    """One submission that was packed.

    `fingerprint` is that of its clean copy, `ledger` that of the ledger it was made from, `manifest` the SHA-256 of its
    清单.json. `moment` (YYYY-MM-DD HH:MM:SS) and `by` say when and by whom it was packed, `folder` where it was put.
    `sent` is when and `to` are the addresses to which the program itself sent it, empty where it did not. `receipt` is
    the verdict of the level above, with its day and who gave it, empty where none came.
    """

    fingerprint: str
    ledger: str
    manifest: str
    moment: str
    by: str
    as_of: date
    problems: int
    errors: int
    folder: str
    to: tuple[str, ...] = ()
    sent: str = ""
    receipt: str = ""

    @property
    def entry_name(self) -> str:
        """Under which name the memory keeps it."""
        return f"{SUBMISSION} {self.manifest[:16]}"

    @property
    def code(self) -> str:
        """The first signs of its fingerprint, as people compare it."""
        return code(self.fingerprint)

    @property
    def when(self) -> str:
        """When it was packed, in words."""
        return f"{chinese(date.fromisoformat(self.moment[:10]))}{self.moment[11:16]}"

    def packed_line(self) -> Change:
        """Return the line of 变更记录 that says that it was packed."""
        text = f"截至{self.as_of.isoformat()}，问题{self.problems}个，错误{self.errors}条，放在“{self.folder}”"
        return Change(SUBMISSION, self.code, PACKED, "", text)

    def sent_line(self) -> Change:
        """Return the line that says that the program sent it."""
        return Change(SUBMISSION, self.code, SENT, "", f"发往{'、'.join(self.to)}")

    def receipt_line(self) -> Change:
        """Return the line that says what the level above confirmed."""
        return Change(SUBMISSION, self.code, RECEIPTED, "", self.receipt)

    def confirmed_by(self, receipt: Receipt) -> SubmissionRecord:
        """Return the record with what a receipt confirms."""
        day = receipt.checked_at.date().isoformat()
        return self._replace(receipt=f"{VERDICT_WORDS[receipt.verdict]}（{receipt.checked_by}，{day}）")


def read(book: RawBook) -> tuple[SubmissionRecord, ...]:
    """Return what was sent up, the oldest first; what is not whole is left out."""
    sheet = book.sheets.get(schema.MEMORY.name)
    if sheet is None:
        return ()
    stored = memory_store.read(sheet)
    return tuple(sorted(_records(stored.entries), key=lambda record: (record.moment, record.manifest)))


def as_data(record: SubmissionRecord) -> dict[str, Json]:
    """Return a submission as the memory keeps it."""
    return {**record._asdict(), "as_of": record.as_of.isoformat(), "to": list(record.to)}


def _records(entries: Mapping[str, Json]) -> Iterator[SubmissionRecord]:
    for name in entries:
        if name.startswith(f"{SUBMISSION} "):
            record = _of_data(entries[name])
            if record is not None:
                yield record


def _of_data(data: Json) -> SubmissionRecord | None:
    """Return a submission from what is kept; None where that was not put by us."""
    if not isinstance(data, dict):
        return None
    try:
        moments = (date.fromisoformat(str(data["as_of"])), date.fromisoformat(str(data["moment"])[:10]))
        return SubmissionRecord(**{**data, "as_of": moments[0], "to": tuple(data.get("to", ()))})
    except (KeyError, TypeError, ValueError):
        return None
