"""Put what a command makes where the user wants it: the one way for every paper, table, picture, package and add-in.

An output never takes the place of a ledger. Another file it replaces only where the user said so (--force, or the
question of a save dialog), and what it replaces is kept in the folder of backups.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rectify_xl.errors import BookError, PaperError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import guard, tab_names
from rectify_xl.system import files
from rectify_xl.workbook import file_kind
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.saving import backup

_WORKBOOK_STARTS = (b"PK", b"\xd0\xcf\x11\xe0")
_WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ett", ".ods", ".xltx", ".xltm"})
_LONGEST_NAME = 255
"""Bytes of a file name on nearly every system."""
_ANOTHER_NAME = "请换一个文件名"


def refuse(target: Path, what: str, *, endings: tuple[str, ...] = (), overwrite: bool = False) -> None:
    """Raise `PaperError` when an output, which people call `what`, cannot go to `target`.

    Asked before the work begins, so that nobody waits for what cannot be saved; `writing` asks again. `endings` are
    those that the file name may have, in lower case; without any, every one will do that is none of a workbook.
    """
    if len(os.fsencode(target.name)) > _LONGEST_NAME:
        raise PaperError(f"文件名太长，{what}没有写成：{target.name}", "请改短文件名")
    if target.is_dir():
        raise PaperError(f"这是文件夹，不是文件名：{target}", "请在后面写上文件名")
    ending = target.suffix.lower()
    if endings and ending not in endings:
        raise PaperError(f"{what}的文件名应以 {' 或 '.join(endings)} 结尾：{target.name}", "请改文件名")
    if not endings and ending in _WORKBOOK_ENDINGS:
        raise PaperError(f"{what}不是工作簿，文件名不能以 {ending} 结尾：{target.name}", "请改文件名")
    if not target.parent.is_dir():
        raise PaperError(f"文件夹不存在：{target.parent}", "请先建好文件夹，或换一个保存位置")
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_file():
        raise PaperError(f"“{target.name}”不是普通文件，不能写入", _ANOTHER_NAME)
    if may_be_ledger(target):
        raise PaperError(f"“{target.name}”是台账，{what}不能盖在上面", _ANOTHER_NAME)
    if not overwrite:
        raise _exists(target)


@contextmanager
def writing(target: Path, what: str, *, endings: tuple[str, ...] = (), overwrite: bool = False) -> Iterator[BinaryIO]:
    """Yield the file to write an output to; when the block ends, it stands at `target`, whole or not at all.

    What it replaces is kept in the folder of backups first. Raises `PaperError` when it cannot be written.
    """
    refuse(target, what, endings=endings, overwrite=overwrite)
    real = target.resolve()
    try:
        with files.atomic(real, exclusive=not overwrite) as file:
            yield file
            if overwrite and real.exists():
                refuse(target, what, endings=endings, overwrite=True)
                backup.keep_replaced(real)
    except FileExistsError as error:
        raise _exists(target) from error
    except OSError as error:
        raise _cannot_write(target, what, error) from error


def put(target: Path, content: bytes, what: str, *, endings: tuple[str, ...] = (), overwrite: bool = False) -> None:
    """Write an output that is ready; see `writing`."""
    with writing(target, what, endings=endings, overwrite=overwrite) as file:
        file.write(content)


def may_be_ledger(path: Path) -> bool:
    """Tell whether a file is a ledger, or a workbook of which nobody can tell that it is none."""
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(_WORKBOOK_STARTS):
                return False
        data = path.read_bytes()
    except OSError:
        return path.suffix.lower() in _WORKBOOK_ENDINGS
    try:
        recognised = file_kind.recognise(data, path.name)
        if recognised.package is None or recognised.kind != "xlsx":
            return True
        tabs = sheet_facts.workbook(recognised.package).tabs
    except BookError:
        return path.suffix.lower() in _WORKBOOK_ENDINGS
    sheets = tab_names.by_sheet(tabs)
    return schema.PROBLEMS.name in sheets or len(sheets) >= guard.LEAST_SHEETS


def _exists(target: Path) -> PaperError:
    return PaperError(f"目标文件已存在：{target}", "请换一个文件名；确要覆盖请加 --force（覆盖前自动备份）")


def _cannot_write(target: Path, what: str, error: OSError) -> PaperError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return PaperError(f"磁盘空间不足，{what}没有写成：{target}", "请清理磁盘，或换一个磁盘保存")
    return PaperError(
        f"{what}写不进去：{target}（{files.reason(error)}）",
        "如果它正在别的程序里打开，请先关闭；文件夹不能写的，请换一个保存位置，或把台账复制到能写的文件夹里再办",
    )
