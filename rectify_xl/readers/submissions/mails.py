"""What hangs on mails: a single one (.eml), or a box of many (.mbox), which is read one by one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from typing import BinaryIO, NamedTuple

from rectify_xl.readers.submissions.entries import Entry
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.text import excerpts
from rectify_xl.workbook import file_kind

MOST_BYTES = 120_000_000
"""Bytes of one mail; what mail servers take is a quarter of it."""
DEPTH = 4
"""Mails within mails."""
HEAD = 8192
"""Bytes in which the header of a draft ends."""
LONGEST_SUBJECT = 40
_DAMAGED = (ValueError, LookupError, AttributeError, TypeError, MessageError)
"""What the library raises where a header breaks off in the middle."""
_CLOCKS = timedelta(days=1)
"""By more than this the clock of who wrote a mail is not held for wrong, but its day for another one."""


class Posted(NamedTuple):
    """When a mail was sent (None where nothing tells), and from which address (empty where it says none)."""

    sent: datetime | None
    sender: str = ""


class Mail(NamedTuple):
    """One mail: what a person calls it, when it was sent, and its attachments. `overlong` ones are not looked into."""

    name: str
    sent: datetime | None
    attachments: tuple[Entry, ...]
    overlong: bool = False


def box(opened: BinaryIO) -> Iterator[bytes]:
    """Yield the mails of an .mbox as bytes; of one that is too long the beginning."""
    lines: list[bytes] = []
    size, blank = 0, True
    for line in opened:
        if blank and line.startswith(b"From "):
            if lines:
                yield b"".join(lines)
            lines, size, blank = [], 0, False
            continue
        blank = not line.strip()
        if size <= MOST_BYTES:
            lines.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
    if lines:
        yield b"".join(lines)


def is_draft(data: bytes) -> bool:
    """Tell whether a mail begins as a draft that this program made and nobody sent."""
    return b"X-Unsent: 1" in data[:HEAD]


def mail(data: bytes) -> Mail:
    """Return what one mail holds. It never raises for what it holds: what cannot be decoded is left as it is."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
    except _DAMAGED:
        reason = rejection("HZ117", "邮件已损坏，附件读不出。")
        return Mail("邮件", None, (Entry("附件", 0, None, io.BytesIO, refusal=reason),))
    sent = None if is_draft(data) else _sent(message)
    subject = _header(message, "Subject") or _header(message, "From") or "邮件"
    overlong = len(data) > MOST_BYTES
    attachments = () if overlong else tuple(_attachments(message, Posted(sent, _sender(message)), 0))
    return Mail(excerpts.beginning(subject, LONGEST_SUBJECT), sent, attachments, overlong)


def _attachments(message: EmailMessage, posted: Posted, depth: int) -> Iterator[Entry]:
    for number, part in enumerate(_parts(message), 1):
        if _asked(part.get_content_type) == "message/rfc822":
            yield from _forwarded(part, posted, depth)
            continue
        name = _file_name(part)
        if not name and _asked(part.get_content_maintype) == "text":
            continue
        content = part.get_payload(decode=True)
        entry = attachment(name, number, content if isinstance(content, bytes) else b"", posted)
        if entry:
            yield entry


def attachment(name: str, number: int, data: bytes, posted: Posted) -> Entry | None:
    """Return one attachment; None for one that has no name and is no workbook."""
    if not name and data.startswith(file_kind.STARTS):
        name = f"附件{number}（没有名称）.xlsx"
    if not name:
        return None
    mailed = posted.sent is not None
    return Entry(name, len(data), posted.sent, partial(io.BytesIO, data), mailed=mailed, sender=posted.sender)


def too_deep(sent: datetime | None) -> Entry:
    """Return what stands for a mail within mails that nobody looks into any more."""
    reason = rejection("HZ117", f"邮件转发了{DEPTH}层以上，没有再往里读。")
    return Entry("转发的邮件", 0, sent, io.BytesIO, refusal=reason)


def _forwarded(part: EmailMessage, posted: Posted, depth: int) -> Iterator[Entry]:
    if depth >= DEPTH:
        yield too_deep(posted.sent)
        return
    inner = part.get_payload()
    for within in inner if isinstance(inner, list) else ():
        if isinstance(within, EmailMessage):
            own = Posted(_sent(within) or posted.sent, _sender(within) or posted.sender)
            yield from _attachments(within, own, depth + 1)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a mail that are no containers, but not those of mails within it."""
    if _asked(message.get_content_type) == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.iter_parts() if _asked(message.get_content_maintype) == "multipart" else ():
        if isinstance(part, EmailMessage):
            yield from _parts(part)


def _file_name(part: EmailMessage) -> str:
    """Return the name of an attachment, however it is written; empty for what is shown within the text."""
    if _asked(part.get_content_disposition) == "inline" and _header(part, "Content-ID"):
        return ""
    name = _asked(part.get_filename)
    if not name or "\ufffd" in name:
        name = _bare_name(part) or name
    return _as_meant(name).replace("\\", "/").rpartition("/")[2].strip()


def _bare_name(part: EmailMessage) -> str:
    """Return a file name that stands in the header as bytes of some encoding, which no standard allows."""
    for header, value in part.raw_items():
        if header.lower() in ("content-disposition", "content-type"):
            match = re.search(r'\b(?:file)?name="?([^";\r\n]+)', str(value))
            if match:
                return match[1].strip()
    return ""


def _as_meant(text: str) -> str:
    """Return a text whose bytes were written without saying in which encoding."""
    if not any("\udc80" <= sign <= "\udcff" for sign in text):
        return text
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(_as_meant(_asked(lambda: str(message.get(name, "")))).split())


def _asked(ask: Callable[[], str | None]) -> str:
    """Return what a mail says of itself, nothing where that cannot be made out."""
    try:
        return ask() or ""
    except _DAMAGED:
        return ""


def _sender(message: EmailMessage) -> str:
    """Return the address that wrote a mail."""
    return address_in(_header(message, "From"))


def address_in(text: str) -> str:
    """Return the address in what stands behind From, in lower case; empty where there is none."""
    address = parseaddr(text)[1].strip().lower()
    return address if "@" in address else ""


def _sent(message: EmailMessage) -> datetime | None:
    """Return when a mail was sent: by whom it was written, or by the server that took it, where that says otherwise."""
    stated = _moment(_header(message, "Date"))
    taken = _moment(_header(message, "Received").rpartition(";")[2])
    return taken if taken and (stated is None or abs(taken - stated) > _CLOCKS) else stated


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError, OSError):
        return None
