"""Know which command runs on which ledger, so that two clicks never write at once and a second one can stop the first.

LibreOffice stays usable while a command runs in its own process. The process leaves a mark in the folder for temporary
files; a stop mark beside it asks it to end.
"""

from __future__ import annotations

import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rectify_xl.system.digests import text_sha256

STALE_SECONDS = 600
"""A mark older than this was left by a process that died."""
STOP_SECONDS = 10
"""A process that has not ended this long after it was asked to has died as well."""

TICK_SECONDS = 0.1


def folder() -> Path:
    """Return where the marks are."""
    return Path(tempfile.gettempdir())


def other(ledger: str) -> str:
    """Return the label of the command that runs on a ledger, empty when none does."""
    path = _path(ledger)
    if _age(path) > STALE_SECONDS or STALE_SECONDS > _age(_stop_path(ledger)) > STOP_SECONDS:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""  # the command has just ended


def stop(ledger: str) -> None:
    """Ask the command that runs on a ledger to end."""
    _stop_path(ledger).touch()


def ended(ledger: str, seconds: float = STOP_SECONDS) -> bool:
    """Wait until no command runs on a ledger any more; return False where one still does after `seconds`."""
    deadline = time.monotonic() + seconds
    while other(ledger):
        if time.monotonic() > deadline:
            return False
        time.sleep(TICK_SECONDS)
    return True


def stopper(ledger: str) -> Callable[[], bool]:
    """Return a function that tells whether the command on a ledger was asked to end."""
    return _stop_path(ledger).exists


@contextmanager
def mark(ledger: str, label: str) -> Iterator[None]:
    """Mark a ledger as being worked on."""
    path = _path(ledger)
    _stop_path(ledger).unlink(missing_ok=True)
    path.write_text(label, encoding="utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        _stop_path(ledger).unlink(missing_ok=True)


def _age(path: Path) -> float:
    """Return how many seconds ago a mark was made; endless where there is none."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _path(ledger: str) -> Path:
    """Return the mark of a ledger; it belongs to this user alone."""
    user = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    digest = text_sha256(f"{user}\n{ledger}", 24)
    return folder() / f"rectify_xl_{digest}.running"


def _stop_path(ledger: str) -> Path:
    return _path(ledger).with_suffix(".stop")
