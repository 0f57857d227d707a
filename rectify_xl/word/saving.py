"""Put a paper where it is wanted, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from rectify_xl.errors import PaperError


def refuse(target: Path, what: str, *, endings: tuple[str, ...] = (".docx",), overwrite: bool = False) -> None:
    """Raise `PaperError` when a paper, which people call `what`, cannot go to `target`.

    Asked before the work begins; `put` says what the disk says in the end.
    """
    if target.suffix.lower() not in endings:
        raise PaperError(f"{what}的文件名应以 {' 或 '.join(endings)} 结尾：{target.name}", "请改文件名")
    if target.exists() and not overwrite:
        raise PaperError(f"目标文件已存在：{target}", "请换一个文件名，或加 --force 覆盖")
    _refuse_folder(target)


def put(target: Path, content: bytes, what: str) -> None:
    """Put `content` in place of `target` in one step; raises `PaperError` when it cannot be written."""
    _refuse_folder(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        raise PaperError(
            f"{what}写不进去：{target}（{error.strerror or error}）",
            "如果它正在 Word 里打开，请先关闭；否则请换一个保存位置",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _refuse_folder(target: Path) -> None:
    if not target.parent.is_dir():
        raise PaperError(f"文件夹不存在：{target.parent}", "请先建好文件夹，或换一个保存位置")
