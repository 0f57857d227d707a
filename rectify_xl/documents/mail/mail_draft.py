"""A draft of a mail as a file (.eml) that Outlook, Foxmail and Thunderbird open, to be looked at and sent by a person.

`X-Unsent: 1` makes Outlook open it as a draft; what is sent (`send_mail`) has no such line. Names of attachments are
written after RFC 2231, subjects as UTF-8.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from rectify_xl.errors import PaperError
from rectify_xl.supervision.distribution.mail_addresses import is_address
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.text import cell_value

MEDIA: Mapping[str, tuple[str, str]] = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("application", "pdf"),
    ".zip": ("application", "zip"),
    ".ics": ("text", "calendar"),
    ".json": ("application", "json"),
}
"""Media type by the ending of an attachment's name; everything else is a stream of bytes."""


class Attachment(NamedTuple):
    """A file that goes with a mail."""

    name: str
    content: bytes


class MailDraft(NamedTuple):
    """A mail before it is sent: to whom (addresses; none for the clerk to fill in), about what, what it says."""

    subject: str
    body: str
    to: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def eml(draft: MailDraft, at: datetime) -> bytes:
    """Return the draft as a file; `at` is the moment that stands in it. Raises `PaperError` for a bad address.

    The same draft gives the same bytes.
    """
    message = message_of(draft, at)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def message_of(draft: MailDraft, at: datetime) -> EmailMessage:
    """Return the draft as a message, dated `at`; raises `PaperError` for a bad address."""
    bad = [text for text in draft.to if not is_address(text)]
    if bad:
        raise PaperError(f"“{bad[0]}”不是邮箱地址", "请改正收件人的邮箱")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(cell_value.storable(draft.subject).split())
    if draft.to:
        message["To"] = ", ".join(draft.to)
    message["Date"] = format_datetime(at.astimezone())
    message.set_content(cell_value.storable(draft.body), charset="utf-8", cte="base64")
    for attachment in draft.attachments:
        ending = f".{attachment.name.rpartition('.')[2].lower()}"
        main, sub = MEDIA.get(ending, ("application", "octet-stream"))
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    if draft.attachments:
        contents = b"".join(attachment.content for attachment in draft.attachments)
        message.set_boundary(f"=_{bytes_sha256(contents, 32)}")
    return message
