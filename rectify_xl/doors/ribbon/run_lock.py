"""Know which command runs on which ledger, so that two clicks never write at once and a second one can stop the first.

LibreOffice stays usable while a command runs in its own process. The process holds the lock on a mark, in a folder of
this user alone, as long as it lives: what a process that died has left behind stops nobody, whatever the clock says. A
stop mark beside it asks it to end. A ledger is named by its place, since two of one name may be open.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rectify_xl.system import locked_file
from rectify_xl.system.digests import text_sha256

STOP_SECONDS = 10.0
"""So long a click waits for the end of the one that it stopped."""
GIVEN_UP_SECONDS = 90.0
"""A command that lives, but has not ended this long after it was asked to, waits for an application that is dead."""
_TRIES, _PAUSE_SECONDS = 10, 0.02
"""Who only asks whether a command runs holds its mark for a moment."""

_marked: set[tuple[Path, int]] = set()
"""The marks that this process holds, with the thread that runs the command."""

TICK_SECONDS = 0.1


def folder() -> Path:
    """Return where the marks are."""
    return Path.home() / ".rectify_xl" / "running"


def other(ledger: str) -> str:
    """Return the label of the command that runs on a ledger, empty when none does."""
    if _age(_stop_path(ledger)) > GIVEN_UP_SECONDS:
        return ""
    return locked_file.held_by(_path(ledger)) or ""


def stop(ledger: str) -> None:
    """Ask the command that runs on a ledger to end."""
    with suppress(OSError):
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
    """Return a function that tells whether the command that this thread runs on a ledger was asked to end."""
    path, mark_of_stop = _path(ledger), _stop_path(ledger)
    return lambda: (path, threading.get_ident()) in _marked and mark_of_stop.exists()


@contextmanager
def mark(ledger: str, label: str) -> Iterator[None]:
    """Mark a ledger as being worked on; where no mark can be made, the command runs all the same."""
    path = _path(ledger)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = _locked(path)
    with suppress(OSError):
        _stop_path(ledger).unlink()
    if descriptor is not None:
        locked_file.sign(descriptor, label)
    entry = (path, threading.get_ident())
    _marked.add(entry)
    try:
        yield
    finally:
        _marked.discard(entry)
        if descriptor is not None:
            locked_file.release(path, descriptor)
        with suppress(OSError):
            _stop_path(ledger).unlink()


def _locked(path: Path) -> int | None:
    """Return the descriptor of the locked mark; None where the disk knows no locks, or another command holds it."""
    for _ in range(_TRIES):
        descriptor = locked_file.opened(path, locked_file.PRIVATE)
        if descriptor is None:
            return None
        if locked_file.lock(descriptor) and locked_file.named(path, descriptor):
            return descriptor
        locked_file.close(descriptor)
        time.sleep(_PAUSE_SECONDS)
    return None


def _age(path: Path) -> float:
    """Return how many seconds ago a mark was made; none at all where there is none."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return -math.inf


def _path(ledger: str) -> Path:
    place = os.path.normcase(os.path.realpath(ledger) if Path(ledger).is_absolute() else ledger)
    return folder() / f"{text_sha256(place, 24)}.running"


def _stop_path(ledger: str) -> Path:
    return _path(ledger).with_suffix(".stop")
