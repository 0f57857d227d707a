"""Checksums: of bytes, of a text, of a file; the only place that chooses how. Imported late: few commands need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = 64
"""Characters of a SHA-256 in full."""


def bytes_sha256(data: bytes, length: int = WHOLE) -> str:
    """Return the SHA-256 of a content in lower case, or its first characters."""
    from hashlib import sha256  # slow to import, and not needed for a `check`

    return sha256(data).hexdigest()[:length]


def text_sha256(text: str, length: int = WHOLE) -> str:
    """Return the SHA-256 of a text, which may hold anything that a cell does."""
    return bytes_sha256(text.encode("utf-8", "replace"), length)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, which is read piece by piece; raises `OSError` when it cannot be read."""
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
