"""A mail that somebody chose where a workbook is wanted: what it is, and which of its attachments to choose instead."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePath

from rectify_xl.errors import BookError
from rectify_xl.readers import source_kind
from rectify_xl.text.excerpts import first_few

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
RETURNED = "_退回单.xlsx"
"""How the workbook is named that goes with a mail of `return`."""
_SENT = re.compile(rb"^(?:To|Cc|Received|X-Unsent|Delivered-To|Message-ID):", re.IGNORECASE | re.MULTILINE)
"""What the head of a mail has, and that of a web page in one file (.mht) has not."""
_MOST_NAMED, _MOST_PARTS = 3, 200


def is_mail(data: bytes) -> bool:
    """Tell whether a file is a mail, as .eml or as Outlook keeps it (.msg)."""
    kind = source_kind.kind_of(data)
    if kind != "mht":
        return kind == "message"
    head = re.split(rb"\r?\n\r?\n", data.lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
    return _SENT.search(head) is not None


def tables(data: bytes) -> list[str]:
    """Return the names of the workbooks that are attached to a mail; of an Outlook one they are not looked for."""
    if source_kind.kind_of(data) != "mht":
        return []
    from email import policy
    from email.errors import MessageError
    from email.parser import BytesParser

    try:
        parts = islice(BytesParser(policy=policy.default).parsebytes(data).walk(), _MOST_PARTS)
        names = [PurePath(part.get_filename() or "").name for part in parts]
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return []  # what it is can be told all the same
    return [name for name in names if name.lower().endswith(WORKBOOKS)]


def refusal(data: bytes, name: str) -> BookError:
    """Return what is wrong with a mail that was chosen as a workbook, and the remedy."""
    names = sorted(tables(data), key=lambda table: not table.endswith(RETURNED))
    if not names and source_kind.kind_of(data) == "mht":
        return BookError(f"“{name}”是邮件，没有附工作簿", "请核对是不是选错了文件，要选的是 .xlsx 文件")
    attached = f"附件“{first_few(names, _MOST_NAMED, '”“', '等')}”" if names else "附件里的工作簿"
    return BookError(
        f"“{name}”是邮件，不是工作簿",
        f"请双击打开这封邮件，把{attached}另存到自己的文件夹，再选另存出来的文件",
    )
