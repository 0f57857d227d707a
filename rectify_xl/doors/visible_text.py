"""Text of a workbook as a terminal may show it: what would steer the terminal stands there as its code."""

from __future__ import annotations

import os
import re

from rectify_xl.text.excerpts import office_quotes

_KEPT = "\n\t\u3000\xa0"
_HARMLESS = "\u200d\ufe0e\ufe0f"
"""What joins the parts of one sign; everything else that is not printable is shown by its code."""


def visible(text: str) -> str:
    """Return `text` with every control character, and every one that turns or hides text, as `〔U+001B〕`.

    Line breaks and tabs stay; a carriage return does not, since what follows it would be written over the line.
    """
    text = office_quotes(text)
    if text.isprintable():
        return text
    return "".join(f"〔U+{ord(mark):04X}〕" if _steers(mark) else mark for mark in text.replace("\r\n", "\n"))


def file_name(path: str) -> str:
    """Return the name of a file, or its whole path, as a person can read it.

    Names in GBK, as old archives leave them on Linux, are read as such; line breaks too stand there as their code.
    """
    parts = re.split(f"({re.escape(os.sep)})", path)
    marks = "".join(map(_from_gbk, parts))
    return "".join(f"〔U+{ord(mark):04X}〕" if _steers(mark) or mark in "\n\t" else mark for mark in marks)


def _from_gbk(name: str) -> str:
    if name.isprintable():
        return name
    try:
        raw = name.encode("utf-8", "surrogateescape")
        return name if raw == name.encode("utf-8", "replace") else raw.decode("gb18030")
    except UnicodeError:
        return name


def escaped(data: object) -> str:
    """Return `data` as JSON that is the same data and that no terminal obeys."""
    import json  # only who asks for it pays

    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(json.dumps(mark)[1:-1] if _steers(mark) else mark for mark in text)


def _steers(mark: str) -> bool:
    return not (mark.isprintable() or mark in _KEPT or mark in _HARMLESS or (mark.isspace() and mark > "\x9f"))
