"""A small file that a process keeps locked as long as it lives, with a text that says what it does meanwhile.

The operating system frees the lock when the process ends, however it ends: a file that is left over locks nobody out.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOR_ALL, PRIVATE = 0o666, 0o600
LONGEST_TEXT = 120
_LOCKED_BYTE = 1 << 30
"""Windows locks one byte and lets nobody read it: far behind the text that says who holds the lock."""
_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def opened(path: Path, mode: int = FOR_ALL) -> int | None:
    """Return the descriptor of the file, made where there is none; None where that cannot be."""
    try:
        descriptor = os.open(path, _FLAGS | os.O_CREAT, mode)
    except (
        PermissionError
    ):  # Linux lets nobody “make” a file of somebody else in a folder for all that is there already
        try:
            descriptor = os.open(path, _FLAGS)
        except OSError:
            return None
    except OSError:
        return None
    if hasattr(os, "fchmod"):
        with suppress(OSError):  # who shares the folder must be able to lock the file too
            os.fchmod(descriptor, mode)
    return descriptor


def lock(descriptor: int) -> bool | None:
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


def named(path: Path, descriptor: int) -> bool:
    """Tell whether the locked file still has its name: its last holder may have removed it just now."""
    if os.name == "nt":  # no file that is open can be removed there
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def sign(descriptor: int, text: str) -> None:
    """Write into the locked file what is being done."""
    with suppress(OSError):  # the text only serves those who wait
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.truncate(descriptor, 0)
        os.write(descriptor, text.encode("utf-8", "replace"))


def signature(descriptor: int) -> str:
    """Return what the holder of the lock has written, as far as it can be shown."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 4 * LONGEST_TEXT).decode("utf-8", "ignore")
    except OSError:
        return ""
    return "".join(character for character in text if character.isprintable())[:LONGEST_TEXT]


def held_by(path: Path) -> str | None:
    """Return the text of whoever holds the file locked now; None where nobody does, or it cannot be known."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    try:
        return signature(descriptor) if lock(descriptor) is False else None
    finally:
        close(descriptor)


def close(descriptor: int) -> None:
    """Close a file, which frees its lock."""
    with suppress(OSError):
        os.close(descriptor)


def release(path: Path, descriptor: int) -> None:
    """Remove the file and free the lock, in the order that the system allows; what fails here harms nobody."""
    if os.name != "nt":
        with suppress(OSError):
            path.unlink()
    close(descriptor)
    if os.name == "nt":
        with suppress(OSError):
            path.unlink()
