"""Keep dated copies of a ledger before it is changed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = "rectify_xl_备份"
KEPT = 20
"""Copies kept of one ledger; older ones are removed."""

Clock = Callable[[], time.struct_time]


def keep(path: Path, data: bytes, *, label: str = "", now: Clock = time.localtime, kept: int = KEPT) -> Path:
    """Write `data`, the present content of the ledger at `path`, beside it as a dated copy; return the copy's path.

    `label` is the command that is about to change the ledger. Raises `OSError` when the copy cannot be written.
    """
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    dated = f"{path.stem}_{time.strftime('%Y%m%d-%H%M%S', now())}" + (f"_{label}" if label else "")
    target = _write_new(folder, dated, path.suffix, data)
    for old in copies(path)[kept:]:
        old.unlink()
    return target


def copies(path: Path) -> list[Path]:
    """Return the dated copies of the ledger at `path`, newest first."""
    folder = path.parent / FOLDER
    pattern = re.compile(re.escape(path.stem) + r"_(\d{8}-\d{6})(?:_[^_.~]+)?(?:~(\d+))?" + re.escape(path.suffix))
    names = folder.iterdir() if folder.is_dir() else ()
    found = [(match, file) for file in names if (match := pattern.fullmatch(file.name))]
    found.sort(key=lambda each: (each[0].group(1), int(each[0].group(2) or 1)), reverse=True)
    return [file for _, file in found]


def _write_new(folder: Path, dated: str, ending: str, data: bytes) -> Path:
    """Write a file under a name that nobody has (a second copy within one second gets `~2`), whole or not at all."""
    temporary = folder / f".{dated}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        target, number = folder / f"{dated}{ending}", 1
        while target.exists():
            number += 1
            target = folder / f"{dated}~{number}{ending}"
        return temporary.rename(target)
    finally:
        temporary.unlink(missing_ok=True)
