"""A page in one file (.mht), or a message (.eml): its text part, and what is attached to it."""

from __future__ import annotations

from typing import Any, NamedTuple

from rectify_xl.errors import NoticeError

MOST_PARTS = 2_000
DEEPEST = 20
_OFFICE = (".doc", ".docx", ".wps", ".pdf", ".xls", ".xlsx", ".et", ".rtf", ".txt", ".ofd", ".zip", ".rar")


class ArchivedPage(NamedTuple):
    """The page: its bytes, the charset that the message states for it, whether it is a web page; and attachments."""

    data: bytes
    charset: str
    is_html: bool
    attached: tuple[str, ...]


def page(data: bytes, name: str) -> ArchivedPage:
    """Return the page in a message; raises `NoticeError` when it has none or cannot be read."""
    from email.errors import MessageError
    from email.parser import BytesParser
    from email.policy import compat32

    refused = NoticeError(
        f"“{name}”是单一网页文件（.mht），内容读不出", "请用浏览器或Word打开，另存为.docx或.html后再导入"
    )
    if data.lower().count(b"multipart/") > DEEPEST or data.count(b"\n--") > 2 * MOST_PARTS:
        raise refused
    try:
        message = BytesParser(policy=compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        parts = [part for part, _ in zip(message.walk(), range(MOST_PARTS), strict=False) if not part.is_multipart()]
        inline = [part for part in parts if not _file_name(part)]
        pages = [part for part in inline if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        texts = pages or [part for part in inline if part.get_content_type() == "text/plain"]
        first = _start(message, texts)
        payload = first.get_payload(decode=True) if first is not None else None
        charset = str(first.get_content_charset() or "") if first is not None else ""
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise refused from error
    if first is None or not isinstance(payload, bytes):
        raise refused
    attached = tuple(file for part in parts if (file := _file_name(part)).lower().endswith(_OFFICE))
    return ArchivedPage(payload, charset, bool(pages), attached)


def _start(message: Any, parts: list[Any]) -> Any:
    """Return the part that is shown first: the one that the message names, else the first."""
    named = str(message.get_param("start") or "")
    return next((part for part in parts if named and str(part.get("Content-ID", "")) == named), next(iter(parts), None))


def _file_name(part: Any) -> str:
    return str(part.get_filename() or "") if part.get_content_disposition() == "attachment" else ""
