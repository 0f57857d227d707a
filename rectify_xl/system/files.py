"""Write a file whole or not at all: the one place that puts a content where a name is.

The content goes to a file of its own beside the target, which takes the target's place in one step. At every moment,
also when the process is killed or the power fails, the target is as it was or as it shall be.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rectify_xl.system import written_files

TEMPORARY = ".rectify_xl.tmp"
LONGEST_NAME = 40
"""Characters of the target's name in that of its temporary file: 255 bytes are allowed, 85 characters of Chinese."""
_REASONS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EIO: "磁盘读写出错",
    errno.ENOENT: "文件或文件夹不在了",
    errno.EEXIST: "已有同名文件",
    errno.EISDIR: "这个名称是一个文件夹",
    errno.ENOTDIR: "上一级是文件，不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EBUSY: "文件正被占用",
    errno.ETXTBSY: "文件正被占用",
}
LEFT_OVER_SECONDS = 600
"""A temporary file older than this was left by a process that did not live to remove it."""


@contextmanager
def atomic(
    target: Path, *, exclusive: bool = False, like: Path | None = None, aside: bool = False
) -> Iterator[BinaryIO]:
    """Yield a new file that takes the place of `target` when the block ends; on any error nothing changes.

    It keeps mode and, where the system lets us, owner of the file that it replaces. With `exclusive` nothing is ever
    replaced; `like` is a file whose mode a new one takes over. Raises `OSError` when it cannot be written,
    `FileExistsError` when an `exclusive` target exists. Once `target` is replaced no `OSError` is raised any more.
    What is written is known to `written`, but for what is written `aside`: nobody asked for it.
    """
    draft = _draft(target)
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _copy_rights(like or target, draft)
        entry = None if aside else written_files.begin(os.fspath(target), draft.stat())
        if exclusive:
            _put_new(draft, target)
        else:
            draft.replace(target)
        if entry:
            entry.done = True
    finally:
        with suppress(OSError):  # written or not is decided already; a file that stays is removed by a later write
            draft.unlink(missing_ok=True)
    _settle(target.parent)


def write(target: Path, data: bytes, *, exclusive: bool = False, like: Path | None = None, aside: bool = False) -> None:
    """Write `data` to `target`, whole or not at all; see `atomic`."""
    with atomic(target, exclusive=exclusive, like=like, aside=aside) as file:
        file.write(data)


def reason(error: OSError) -> str:
    """Say in Chinese why the system refused."""
    return _REASONS.get(error.errno or 0, f"系统错误{error.errno}" if error.errno else "读写出错")


def remove_left_overs(target: Path) -> None:
    """Remove temporary files of `target` that a process left which did not live to remove them."""
    begins = _begins(target)
    for other in target.parent.iterdir():
        if other.name.startswith(begins) and other.name.endswith(TEMPORARY):
            try:
                if time.time() - other.stat().st_mtime > LEFT_OVER_SECONDS:
                    other.unlink()
            except OSError:
                continue  # another process was quicker, or it is not ours; it harms nobody


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
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        with suppress(OSError):
            os.close(descriptor)
