"""Write a file whole or not at all: the one place that puts a content where a name is.

The content goes to a file of its own beside the target, which takes the target's place in one step. At every moment,
also when the process is killed or the power fails, the target is as it was or as it shall be.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".rectify_xl.tmp"
LONGEST_NAME = 40
"""Characters of the target's name in that of its temporary file: 255 bytes are allowed, 85 characters of Chinese."""
LEFT_OVER_SECONDS = 600
"""A temporary file older than this was left by a process that did not live to remove it."""


@contextmanager
def atomic(target: Path, *, exclusive: bool = False) -> Iterator[BinaryIO]:
    """Yield a new file that takes the place of `target` when the block ends; on any error nothing changes.

    It keeps mode and, where the system lets us, owner of the file that it replaces. With `exclusive` nothing is ever
    replaced. Raises `OSError` when it cannot be written, `FileExistsError` when an `exclusive` target exists. Once
    `target` is replaced nothing more is raised.
    """
    draft = _draft(target)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if exclusive:
            _put_new(draft, target)
        else:
            _copy_rights(target, draft)
            draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    _settle(target.parent)


def write(target: Path, data: bytes, *, exclusive: bool = False) -> None:
    """Write `data` to `target`, whole or not at all; see `atomic`."""
    with atomic(target, exclusive=exclusive) as file:
        file.write(data)


def remove_left_overs(target: Path) -> None:
    """Remove temporary files of `target` that a process left which did not live to remove them."""
    begins = _begins(target)
    for other in target.parent.iterdir():
        if other.name.startswith(begins) and other.name.endswith(TEMPORARY):
            try:
                if time.time() - other.stat().st_mtime > LEFT_OVER_SECONDS:
                    other.unlink()
            except FileNotFoundError:
                continue  # another process was quicker


def _draft(target: Path) -> Path:
    return target.with_name(f"{_begins(target)}{os.getpid()}.{secrets.token_hex(4)}{TEMPORARY}")


def _begins(target: Path) -> str:
    return f".{target.name[:LONGEST_NAME]}."


def _put_new(draft: Path, target: Path) -> None:
    """Give `draft` the name of `target` unless there is one; where the disk knows no links, as well as can be."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(target) from None
        draft.replace(target)


def _copy_rights(source: Path, target: Path) -> None:
    try:
        rights = source.stat()
    except FileNotFoundError:
        return
    target.chmod(rights.st_mode & 0o7777)
    if os.name == "posix" and (rights.st_uid, rights.st_gid) != (os.geteuid(), os.getegid()):
        try:
            os.chown(target, rights.st_uid, rights.st_gid)
        except PermissionError:
            return  # only an administrator may give a file away; it then belongs to who wrote it last


def _settle(folder: Path) -> None:
    """Make the renaming itself survive a power cut, where folders can be synchronised; it is done in any case."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)
