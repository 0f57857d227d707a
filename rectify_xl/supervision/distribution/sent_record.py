"""What was sent to whom, as the ledger remembers it: the common state that a returned file is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import KnownState
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.memory.memory_store import Json
from rectify_xl.ledger.reading.reader import RawBook

PREFIX = "分发"
"""Entries of 程序状态 about what was sent are called `分发 CODE`."""

PROPERTY = "rectify_xl_sending"
"""The custom document property by which a workbook that was sent out tells its code."""
GUIDE = "填报说明"
"""The first sheet of a workbook that was sent out; it prints the code beside `CODE_LABEL`."""
CODE_LABEL = "填报编号"

RecipientKind = Literal["department", "leader"]


class SentFile(NamedTuple):
    """One workbook that was sent out.

    `code` names the sending and stands in the workbook too; `to` is the department or leader, `file` the name of the
    workbook, `moment` (YYYY-MM-DD HH:MM:SS) and `by` when and by whom it was made, `reply_by` when it is expected back.
    `rows` are its rows as they were sent: sheet → row key → column → text, as the memory writes them. `returned` says
    when it came back, empty where it did not. `shown` are keys of problems that the recipient only reads: it has
    measures of them.
    """

    code: str
    kind: RecipientKind
    to: str
    file: str
    moment: str
    by: str
    reply_by: date | None
    rows: KnownState
    returned: str = ""
    shown: tuple[str, ...] = ()


def read(book: RawBook) -> tuple[SentFile, ...]:
    """Return what is on record as sent, the oldest first; what is not whole is left out."""
    sheet = book.sheets.get(schema.MEMORY.name)
    if sheet is None:
        return ()
    stored = memory_store.read(sheet)
    return tuple(sorted(_files(stored.entries), key=lambda sent: (sent.moment, sent.code)))


def entry_name(code: str) -> str:
    """Return under which name the memory keeps a sending."""
    return f"{PREFIX} {code}"


def as_data(sent: SentFile) -> dict[str, Json]:
    """Return a sending as the memory keeps it."""
    data: dict[str, Json] = {**sent._asdict()}
    data["reply_by"] = sent.reply_by.isoformat() if sent.reply_by else ""
    return data


def _files(entries: Mapping[str, Json]) -> Iterator[SentFile]:
    for name in entries:
        if name.startswith(f"{PREFIX} "):
            sent = _of_data(entries[name])
            if sent is not None:
                yield sent


def _of_data(data: Json) -> SentFile | None:
    """Return a sending from what is kept; None where that was not put by us."""
    if not isinstance(data, dict):
        return None
    try:
        fields = {
            **data,
            "shown": tuple(data.get("shown", ())),
            "reply_by": date.fromisoformat(data["reply_by"]) if data["reply_by"] else None,
        }
        return SentFile(**fields)
    except (KeyError, TypeError, ValueError):
        return None
