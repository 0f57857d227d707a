"""Several new files that belong together: all of them stand in the folder when the block ends, or none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from rectify_xl.errors import PaperError
from rectify_xl.system import files, written_files
from rectify_xl.workbook.saving import outputs


class FreshFiles:
    """Puts new files into one folder; nothing is ever replaced."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: list[Path] = []

    def put(self, name: str, content: bytes, what: str) -> None:
        """Write one file, which people call `what`; raises `PaperError` when there is one of that name."""
        target = self.folder / name
        outputs.put(target, content, what, endings=(target.suffix.lower(),))
        self.paths.append(target)


def refuse(folder: Path, names: Sequence[str], what: str) -> None:
    """Raise `PaperError` when new files cannot go into a folder: it is none, has no parent, or holds one of them."""
    if folder.exists() and not folder.is_dir():
        raise PaperError(f"“{folder}”是文件，{what}要放进文件夹", "请换一个文件夹名")
    if not folder.exists() and not folder.parent.is_dir():
        raise PaperError(f"文件夹不存在：{folder.parent}", "请先建好文件夹，或换一个保存位置")
    present = [name for name in names if (folder / name).exists() or (folder / name).is_symlink()]
    if present:
        raise PaperError(f"文件夹“{folder}”里已有{present[0]}等{len(present)}个文件，没有覆盖", "请换一个文件夹")


@contextmanager
def making(folder: Path) -> Iterator[FreshFiles]:
    """Yield what puts files into `folder`; on any error the files that were made go again, and the folder with them."""
    fresh = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise PaperError(f"文件夹建不成：{folder}（{files.reason(error)}）", "请换一个保存位置") from error
    made = FreshFiles(folder)
    try:
        yield made
    except BaseException:
        for path in made.paths:
            with suppress(OSError):
                real = os.fspath(path.resolve())
                path.unlink()
                written_files.taken_away(real)
        if fresh:
            with suppress(OSError):
                folder.rmdir()
        raise
