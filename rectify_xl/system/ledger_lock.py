"""Hold a ledger for a whole step, from reading to the end of writing, so that of two commands one waits.

The operating system locks a small hidden file beside the ledger and frees it when the process ends, however it ends: a
file that is left over locks nobody out. Windows, Samba and NFS pass such locks on between computers; where a disk knows
none, or nothing may be made beside the ledger, the step goes on without one: whoever writes still refuses to replace
what somebody else changed meanwhile.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rectify_xl.errors import BookError
from rectify_xl.system import locked_file

SUFFIX = ".rectify_xl.lock"
LONGEST_NAME = 40
"""Characters of the ledger's name in that of its lock, as for temporary files."""
WAIT_SECONDS = 20.0
_PAUSE_SECONDS = 0.05
_MOST_RENAMED = 100
"""How often a file may lose its name just when it is locked; beyond it the disk numbers its files anew each time."""

_held: dict[tuple[str, int], int] = {}


@contextmanager
def hold(ledger: str, label: str = "", by: str = "", *, seconds: float | None = None) -> Iterator[None]:
    """Hold `ledger` (its real path) for the block; a holder may hold it once more.

    Waits up to `seconds` (or `WAIT_SECONDS`) for whoever holds it, then raises `BookError` that says who does.
    """
    key = (ledger, threading.get_ident())
    if key in _held:
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    path = lock_of(Path(ledger))
    descriptor = _acquire(path, Path(ledger).name, _signature(label, by), WAIT_SECONDS if seconds is None else seconds)
    _held[key] = 1
    try:
        yield
    finally:
        del _held[key]
        if descriptor is not None:
            locked_file.release(path, descriptor)


def lock_of(ledger: Path) -> Path:
    """Return the file that is locked for a ledger."""
    return ledger.with_name(f".{ledger.name[:LONGEST_NAME]}{SUFFIX}")


def _acquire(path: Path, name: str, signature: str, seconds: float) -> int | None:
    """Return the descriptor of the locked file, None where there can be no lock."""
    end = time.monotonic() + seconds
    renamed = 0
    while True:
        descriptor = locked_file.opened(path)
        if descriptor is None:
            return None
        locked: bool | None = False
        try:
            locked = locked_file.lock(descriptor)
            if locked is None:
                locked_file.close(descriptor)
                return None
            renamed += bool(locked and not locked_file.named(path, descriptor))
            if locked and (locked_file.named(path, descriptor) or renamed > _MOST_RENAMED):
                locked_file.sign(descriptor, signature)
                return descriptor
            holder = "" if locked else locked_file.signature(descriptor)
        except BaseException:
            if locked:
                locked_file.release(path, descriptor)
            else:
                locked_file.close(descriptor)
            raise
        locked_file.close(descriptor)
        if not locked and time.monotonic() > end:
            who = holder or "别的命令"
            raise BookError(
                f"“{name}”正由{who}处理，等了{seconds:g}秒还没有完，没有写入", "请等它做完，再重新运行本命令"
            )
        if not locked:
            time.sleep(_PAUSE_SECONDS)


def _signature(label: str, by: str) -> str:
    host = os.environ.get("COMPUTERNAME", "") if os.name == "nt" else os.uname().nodename
    work = f"的“{label}”" if label else "的一个命令"
    return f"{by or '别人'}{work}（电脑{host}，{time.strftime('%H:%M:%S')}开始）"
