"""Hold a ledger for a whole step, from reading to the end of writing, so that of two commands one waits.

The operating system locks a small hidden file beside the ledger and frees it when the process ends, however it ends: a
file that is left over locks nobody out. Windows, Samba and NFS pass such locks on between computers; where a disk knows
none, or nothing may be made beside the ledger, the step goes on without one: whoever writes still refuses to replace
what somebody else changed meanwhile.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rectify_xl.errors import BookError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SUFFIX = ".rectify_xl.lock"
LONGEST_NAME = 40
"""Characters of the ledger's name in that of its lock, as for temporary files."""
WAIT_SECONDS = 20.0
_PAUSE_SECONDS = 0.05
_LOCKED_BYTE = 1 << 30
"""Windows locks one byte and lets nobody read it: far behind the text that says who holds the lock."""
_LONGEST_TEXT = 120
_MOST_RENAMED = 100
"""How often a file may lose its name just when it is locked; beyond it the disk numbers its files anew each time."""
_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)

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
            _release(path, descriptor)


def lock_of(ledger: Path) -> Path:
    """Return the file that is locked for a ledger."""
    return ledger.with_name(f".{ledger.name[:LONGEST_NAME]}{SUFFIX}")


def _acquire(path: Path, name: str, signature: str, seconds: float) -> int | None:
    """Return the descriptor of the locked file, None where there can be no lock."""
    end = time.monotonic() + seconds
    renamed = 0
    while True:
        descriptor = _open(path)
        if descriptor is None:
            return None
        locked: bool | None = False
        try:
            locked = _lock(descriptor)
            if locked is None:
                with suppress(OSError):
                    os.close(descriptor)
                return None
            renamed += bool(locked and not _same(path, descriptor))
            if locked and (_same(path, descriptor) or renamed > _MOST_RENAMED):
                _sign(descriptor, signature)
                return descriptor
            holder = "" if locked else _holder(descriptor)
        except BaseException:
            if locked:
                _release(path, descriptor)
            else:
                with suppress(OSError):
                    os.close(descriptor)
            raise
        with suppress(OSError):
            os.close(descriptor)
        if not locked and time.monotonic() > end:
            who = holder or "别的命令"
            raise BookError(
                f"“{name}”正由{who}处理，等了{seconds:g}秒还没有完，没有写入", "请等它做完，再重新运行本命令"
            )
        if not locked:
            time.sleep(_PAUSE_SECONDS)


def _open(path: Path) -> int | None:
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags | os.O_CREAT, 0o666)
    except (
        PermissionError
    ):  # Linux lets nobody “make” a file of somebody else in a folder for all that is there already
        try:
            descriptor = os.open(path, flags)
        except OSError:
            return None
    except OSError:
        return None
    if hasattr(os, "fchmod"):
        with suppress(OSError):  # who shares the folder must be able to lock the file too
            os.fchmod(descriptor, 0o666)
    return descriptor


def _lock(descriptor: int) -> bool | None:
    """Lock an open file; return False where somebody else has, None where the disk knows no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _BUSY else None
    return True


def _same(path: Path, descriptor: int) -> bool:
    """Tell whether the locked file still has its name: its last holder may have removed it just now."""
    if os.name == "nt":  # no file that is open can be removed there
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _sign(descriptor: int, signature: str) -> None:
    with suppress(OSError):  # the name only serves those who wait
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.truncate(descriptor, 0)
        os.write(descriptor, signature.encode("utf-8", "replace"))


def _holder(descriptor: int) -> str:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 4 * _LONGEST_TEXT).decode("utf-8", "ignore")
    except OSError:
        return ""
    return "".join(character for character in text if character.isprintable())[:_LONGEST_TEXT]


def _release(path: Path, descriptor: int) -> None:
    """Remove the file and free the lock, in the order that the system allows; what fails here harms nobody."""
    if os.name != "nt":
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        os.close(descriptor)
    if os.name == "nt":
        with suppress(OSError):
            path.unlink()


def _signature(label: str, by: str) -> str:
    host = os.environ.get("COMPUTERNAME", "") if os.name == "nt" else os.uname().nodename
    work = f"的“{label}”" if label else "的一个命令"
    return f"{by or '别人'}{work}（电脑{host}，{time.strftime('%H:%M:%S')}开始）"
