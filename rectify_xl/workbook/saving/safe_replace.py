"""Put a new content in a ledger's place in one step, or refuse to.

At every moment, also when the process is killed or the power fails, the ledger is as it was or as it shall be.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from rectify_xl.errors import BookError
from rectify_xl.system import files, special_files, written_files
from rectify_xl.workbook.saving import backup, journal
from rectify_xl.workbook.saving.backup import Clock

_CLOSE_REMEDY = "请在 Excel、WPS 或 LibreOffice 中保存并关闭后重试"


def owner_files(name: str) -> tuple[str, ...]:
    """Return the names of the files by which Excel, WPS and LibreOffice show that they have a file open.

    Excel puts `~$` before the name and WPS `.~`, each in place of its first one or two characters where it is long.
    """
    shortened = dict.fromkeys((name, name[1:], name[2:]))
    return (*(f"{mark}{rest}" for mark in ("~$", ".~") for rest in shortened), f".~lock.{name}#")


def refuse_open(path: Path) -> None:
    """Refuse a ledger that another program has open, as the owner file beside it tells."""
    for owner in owner_files(path.name):
        if (path.parent / owner).exists():
            raise BookError(
                f"“{path.name}”正在别处打开（旁边有占用标记“{owner}”），没有写入",
                f"{_CLOSE_REMEDY}；若确认没有人打开，请删除该标记文件",
            )


def refuse_read_only(path: Path) -> None:
    """Refuse a ledger whose file is marked as read-only, and one with several names, of which only one would change."""
    if (names := special_files.names(path)) > 1:
        raise BookError(
            f"“{path.name}”这个文件有{names}个名称（硬链接），写入后别的名称下仍是旧内容，没有写入",
            "请复制出一份单独的台账再写，或删去多余的名称后重试",
        )
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise BookError(f"“{path.name}”是只读文件，没有写入", "请在文件属性中取消“只读”，或另存一份后重试")


def refuse_changed(path: Path, before: bytes) -> None:
    """Refuse a ledger that no longer holds `before`, what it held when it was read."""
    if not path.is_file() or path.read_bytes() != before:
        raise BookError(f"“{path.name}”在处理期间被别人改动过，没有写入，以免盖掉对方的内容", "请重新运行本命令")


def put_in_place(
    path: Path, before: bytes | None, after: bytes, *, record: str = journal.CLOSED, label: str = "", now: Clock
) -> None:
    """Put `after` where the ledger is; `before` is what it replaces (None for a new file), kept as a backup.

    `record` is kept with the backup. The file keeps its mode and, where the system lets us, its owner. Raises
    `BookError` when it cannot be written; the ledger then is as it was, and the backup is removed. Whatever happens
    after the replacing, the backup and its record stay.
    """
    copy: Path | None = None
    times = written_files.times(os.fspath(path))
    try:
        if before is not None:
            copy = backup.keep(path, before, record, label=label, now=now)
        files.remove_left_overs(path)
        with files.atomic(path, exclusive=before is None) as draft:
            draft.write(after)
            if before is not None:
                refuse_changed(path, before)
    except FileExistsError as error:
        raise BookError(f"“{path.name}”在处理期间被别人建好了，没有写入", "请换一个文件名，或重新运行本命令") from error
    except OSError as error:
        raise _cannot_write(path.name, error) from error
    finally:
        if copy is not None and written_files.times(os.fspath(path)) == times:
            backup.discard(copy)
    backup.prune(path)


def _cannot_write(name: str, error: OSError) -> BookError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BookError(f"磁盘空间不足，“{name}”没有写入", "请清理磁盘，或把台账移到别的磁盘后重试")
    if error.errno == errno.ENAMETOOLONG:
        return BookError(f"“{name}”没有写入：备份的文件名在它后面加日期，加上就太长了", "请把台账的文件名改短后重试")
    if error.errno == errno.EROFS:
        return BookError(f"“{name}”所在磁盘是只读的，没有写入", "请把台账复制到可以写入的文件夹后重试")
    if isinstance(error, PermissionError):
        return BookError(
            f"没有权限写入“{name}”或它所在的文件夹，没有写入",
            "请检查文件夹权限；若台账正在 Excel 或 WPS 中打开，请关闭后重试",
        )
    return BookError(f"“{name}”没有写入（{files.reason(error)}）", "请检查磁盘或网络连接后重试")
