"""Texts of a ledger as parts of file names."""

from __future__ import annotations

import re

LONGEST = 80
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def safe(text: str) -> str:
    """Return a text as one part of a file name: no folders, no device names, nothing invisible, not too long."""
    plain = _UNSAFE.sub("_", text).strip(" .")
    if len(plain) > LONGEST:
        stem, dot, suffix = plain.rpartition(".")
        plain = f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 8 else plain[:LONGEST]
    if not plain:
        return "未命名"
    return f"_{plain}" if _RESERVED.match(plain) else plain
