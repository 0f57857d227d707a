"""Keep dated copies of a ledger before it is changed, each with a record of what then happened (see `journal`)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from rectify_xl.system import files

FOLDER = "rectify_xl_备份"
KEPT = 20
"""Copies kept of one file; older ones are removed."""
REPLACED = "覆盖前"
"""How the copy of a file that an output replaces is called."""

Clock = Callable[[], time.struct_time]


def keep(
    path: Path, data: bytes, record: str, *, label: str = "", now: Clock = time.localtime, kept: int = KEPT
) -> Path:
    """Write `data`, the present content of the ledger at `path`, beside it as a dated copy; return the copy's path.

    `label` is the command that is about to change the ledger, `record` the text that is kept with the copy. Raises
    `OSError` when they cannot be written.
    """
    (path.parent / FOLDER).mkdir(exist_ok=True)
    target = _free(path, time.strftime("%Y%m%d-%H%M%S", now()), label)
    files.write(record_of(target), record.encode("utf-8", "backslashreplace"))
    files.write(target, data)
    for old in copies(path)[kept:]:
        old.unlink()
        record_of(old).unlink(missing_ok=True)
    return target


def keep_replaced(path: Path, *, now: Clock = time.localtime) -> Path:
    """Keep a dated copy of the file at `path`, which an output is about to replace; return where it is.

    No record goes with it: nothing but a person puts it back. Raises `OSError` when it cannot be written.
    """
    (path.parent / FOLDER).mkdir(exist_ok=True)
    target = _free(path, time.strftime("%Y%m%d-%H%M%S", now()), REPLACED)
    files.write(target, path.read_bytes())
    for old in copies(path)[KEPT:]:
        old.unlink()
    return target


def record_of(copy: Path) -> Path:
    """Return where the record that belongs to a copy is."""
    return copy.with_suffix(".json")


def copies(path: Path) -> list[Path]:
    """Return the dated copies of the ledger at `path`, newest first."""
    return [copy for _, copy in sorted(_dated(path), reverse=True)]


def _dated(path: Path) -> list[tuple[tuple[str, int], Path]]:
    """Return when each copy was made, with its number among those of one second."""
    folder = path.parent / FOLDER
    pattern = re.compile(re.escape(path.stem) + r"_(\d{8}-\d{6})(?:_[^_.~]+)?(?:~(\d+))?" + re.escape(path.suffix))
    files = folder.iterdir() if folder.is_dir() else ()
    found = [(match, file) for file in files if (match := pattern.fullmatch(file.name))]
    return [((match.group(1), int(match.group(2) or 1)), file) for match, file in found]


def _free(path: Path, stamp: str, label: str) -> Path:
    """Return the name of a new copy: a second one within one second gets `~2`, whatever their labels are."""
    number = 1 + max((number for (made, number), _ in _dated(path) if made == stamp), default=0)
    name = f"{path.stem}_{stamp}" + (f"_{label}" if label else "") + (f"~{number}" if number > 1 else "")
    return path.parent / FOLDER / f"{name}{path.suffix}"
