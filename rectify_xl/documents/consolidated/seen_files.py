"""Which files of this computer were read before, by what changes when they do: so that they need not be read again."""

from __future__ import annotations

import json
import time
from pathlib import Path

from rectify_xl.system import files
from rectify_xl.text import json_text

SEEN = "seen.json"
_SETTLED = 2.0
"""Seconds since the last change: a file changed a moment ago may be changed again within the same tick of the clock."""


class SeenFiles:
    """The SHA-256 of files by their path and stamp (size and times of the last change to content and entry).

    Without a store nothing is known, and nothing is kept.
    """

    def __init__(self, store: Path | None) -> None:
        self._path = store / SEEN if store else None
        self._before = _read(self._path) if self._path else {}
        self._now: dict[str, list[str]] = {}

    def sha256(self, path: str, stamp: str) -> str:
        """Return the sum of a file that has not changed since it was seen, empty for every other."""
        kept = self._before.get(path) if stamp else None
        if kept is None or kept[0] != stamp:
            return ""
        self._now[path] = kept
        return kept[1]

    def remember(self, path: str, stamp: str, sha256: str) -> None:
        """Keep the sum of a file that was read, unless it was changed a moment ago."""
        if stamp and time.time() - int(stamp.split(":")[1]) / 1e9 > _SETTLED:
            self._now[path] = [stamp, sha256]

    def save(self) -> None:
        """Write what was seen; files that were not met this time are kept as well."""
        if self._path is None:
            return
        text = json.dumps({**self._before, **self._now}, ensure_ascii=False, separators=(",", ":"))
        files.write(self._path, text.encode("utf-8", "surrogateescape"), aside=True)


def _read(path: Path) -> dict[str, list[str]]:
    try:
        data = json_text.parsed(path.read_bytes().decode("utf-8", "surrogateescape"))
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {
        key: value
        for key, value in data.items()
        if isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)
    }
