"""What hangs on a mail as Outlook saves it (.msg): a compound file with a storage for each attachment (MS-OXMSG)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from rectify_xl.errors import BookError
from rectify_xl.readers.submissions import mails
from rectify_xl.readers.submissions.entries import Entry
from rectify_xl.readers.submissions.mails import Mail, Posted
from rectify_xl.text import excerpts

MOST_ATTACHMENTS = 2_000
_PROPERTIES = "__properties_version1.0"
_TOP, _WITHIN, _ATTACHED = 32, 24, 8
"""Bytes before the fixed properties of a mail, of a mail within one, and of an attachment."""
_SUBJECT, _SENDER, _SMTP, _FROM = "0037", "0C1A", "5D01", "0C1F"
"""The subject; who sent it: the name, the address by SMTP, the address as its own server writes it."""
_NAMES = ("3707", "3704", "3001")
"""The name of an attachment: the long one, the short one, the one that is shown."""
_CONTENT_ID, _DATA, _MAIL_WITHIN = "3712", "__substg1.0_37010102", "__substg1.0_3701000D"
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_HIDDEN = 0x7FFE
_PAGES: Mapping[int, str] = {936: "gb18030", 950: "big5", 65001: "utf-8", 1252: "cp1252"}
"""The encodings of texts that are not Unicode, by the number that Windows gives them."""
_CODE_PAGE = 0x3FFD
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LONGEST = 4_000
"""Bytes of a name."""


def is_available() -> bool:
    """Tell whether the library that reads compound files is installed."""
    try:
        import olefile  # noqa: F401 - only whether it is there is asked
    except ImportError:
        return False
    return True


def mail(data: bytes) -> Mail:
    """Return what one mail of Outlook holds. Raises `BookError` for what cannot be read as one."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            if not file.exists(_PROPERTIES):
                raise BookError("不是 Outlook 的邮件，打不开", "请重新获取")
            message = _Message(file, (), _TOP)
            attachments = tuple(message.attachments(message.posted, 0))
            return Mail(message.name, message.sent, attachments)
    except (OSError, ValueError, LookupError, TypeError, RecursionError, struct.error) as error:
        raise BookError("邮件损坏或没有传完，打不开", "请重新获取") from error


class _Message:
    """One mail: the storage `within` of an open compound file."""

    def __init__(self, file: Any, within: tuple[str, ...], head: int) -> None:
        self._file, self._within = file, within
        self._fixed = _fixed(self._stream(within, _PROPERTIES), head)
        self._encoding = _PAGES.get(self._fixed.get(_CODE_PAGE, 0) & 0xFFFFFFFF, "gb18030")

    @property
    def name(self) -> str:
        """What a person calls it: its subject, else who sent it."""
        words = self._text(self._within, _SUBJECT) or self._text(self._within, _SENDER) or "邮件"
        return excerpts.beginning(" ".join(words.split()), mails.LONGEST_SUBJECT)

    @property
    def sent(self) -> datetime | None:
        """When it was sent, else when it came, by the clock of this office; None where nothing tells."""
        ticks = self._fixed.get(_SUBMITTED) or self._fixed.get(_DELIVERED)
        try:
            moment = _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
            return moment.astimezone().replace(tzinfo=None, microsecond=0) if moment else None
        except (OverflowError, ValueError, OSError):
            return None

    @property
    def posted(self) -> Posted:
        """When it was sent, and from which address where it says one: Exchange writes a name of its own instead."""
        return Posted(self.sent, mails.address_in(self._text(self._within, _SMTP) or self._text(self._within, _FROM)))

    def attachments(self, posted: Posted, depth: int) -> Iterator[Entry]:
        """Yield what hangs on it, and on the mails that hang on it."""
        for number, storage in enumerate(self._storages(), 1):
            place = (*self._within, storage)
            if self._file.exists([*place, _MAIL_WITHIN]):
                yield from self._forwarded((*place, _MAIL_WITHIN), posted, depth)
                continue
            if not self._file.exists([*place, _DATA]):
                continue
            written = next((name for tag in _NAMES if (name := self._text(place, tag))), "")
            name = written.replace("\\", "/").rpartition("/")[2].strip()
            shown_within = self._text(place, _CONTENT_ID) and self._is_hidden(place)
            data = self._stream(place, _DATA)
            entry = mails.attachment(name, number, data, posted)
            if entry is not None and not shown_within:
                yield entry

    def _forwarded(self, place: tuple[str, ...], posted: Posted, depth: int) -> Iterator[Entry]:
        if depth >= mails.DEPTH:
            yield mails.too_deep(posted.sent)
            return
        inner = _Message(self._file, place, _WITHIN)
        own = inner.posted
        yield from inner.attachments(Posted(own.sent or posted.sent, own.sender or posted.sender), depth + 1)

    def _storages(self) -> list[str]:
        depth = len(self._within)
        names = {
            entry[depth]
            for entry in self._file.listdir(streams=False, storages=True)
            if len(entry) == depth + 1
            and tuple(entry[:depth]) == self._within
            and entry[depth].startswith("__attach_version1.0_#")
        }
        return sorted(names)[:MOST_ATTACHMENTS]

    def _is_hidden(self, place: tuple[str, ...]) -> bool:
        return bool(_fixed(self._stream(place, _PROPERTIES), _ATTACHED).get(_HIDDEN, 0) & 0xFF)

    def _text(self, place: tuple[str, ...], tag: str) -> str:
        for kind, encoding in (("001F", "utf-16-le"), ("001E", self._encoding)):
            stream = f"__substg1.0_{tag}{kind}"
            if self._file.exists([*place, stream]):
                return self._stream(place, stream)[:_LONGEST].decode(encoding, "replace").rstrip("\0").strip()
        return ""

    def _stream(self, place: tuple[str, ...], name: str) -> bytes:
        path = [*place, name]
        if not self._file.exists(path):
            return b""
        with self._file.openstream(path) as stream:
            content: bytes = stream.read()
        return content


def _fixed(content: bytes, head: int) -> dict[int, int]:
    """Return the properties of fixed size by their number: eight bytes each, as a number."""
    entries = (struct.unpack_from("<HHIQ", content, at) for at in range(head, len(content) - 15, 16))
    return {number: value for _, number, _, value in entries}
