"""Keep dated copies of a ledger before it is changed, each with a record of what then happened (see `journal`)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rectify_xl.system import files

FOLDER = "rectify_xl_备份"
KEPT = 20
"""Copies kept of one file; older ones are removed."""
REPLACED = "覆盖前"
"""How the copy of a file that an output replaces is called."""

Clock = Callable[[], time.struct_time]


def keep(path: Path, data: bytes, record: str, *, label: str = "", now: Clock = time.localtime) -> Path:
    """Write `data`, the present content of the ledger at `path`, beside it as a dated copy; return the copy's path.

    `label` is the command that is about to change the ledger, `record` the text that is kept with the copy. Older
    copies stay until `prune`. Raises `OSError` when they cannot be written; nothing of them is left then.
    """
    (path.parent / FOLDER).mkdir(exist_ok=True)
    target = _free(path, time.strftime("%Y%m%d-%H%M%S", now()), label)
    try:
        files.write(record_of(target), record.encode("utf-8", "backslashreplace"), like=path, aside=True)
        files.write(target, data, like=path, aside=True)
    except BaseException:
        discard(target)
        raise
    return target


def discard(copy: Path) -> None:
    """Remove a copy and its record after a write that failed: the ledger is what the copy is.

    The copy goes first: a copy without its record would stop every undo, a record alone says nothing.
    """
    with suppress(OSError):
        copy.unlink(missing_ok=True)
        record_of(copy).unlink(missing_ok=True)


def prune(path: Path, kept: int = KEPT) -> None:
    """Remove the oldest copies beyond `kept`, never the newest; what cannot be removed now is removed another time."""
    with suppress(OSError):
        for old in copies(path)[max(kept, 1) :]:
            old.unlink()
            record_of(old).unlink(missing_ok=True)


def keep_replaced(path: Path, *, now: Clock = time.localtime) -> Path:
    """Keep a dated copy of the file at `path`, which an output is about to replace; return where it is.

    No record goes with it: nothing but a person puts it back. Raises `OSError` when it cannot be written.
    """
    (path.parent / FOLDER).mkdir(exist_ok=True)
    target = _free(path, time.strftime("%Y%m%d-%H%M%S", now()), REPLACED)
    files.write(target, path.read_bytes(), like=path, aside=True)
    prune(path)
    return target


def record_of(copy: Path) -> Path:
    """Return where the record that belongs to a copy is."""
    return copy.with_suffix(".json")


def copies(path: Path) -> list[Path]:
    """Return the dated copies of the ledger at `path`, newest first."""
    return [copy for _, copy in sorted(_dated(path), reverse=True)]


def _dated(path: Path) -> list[tuple[tuple[int, str, int], Path]]:
    """Return the place of each copy in the sequence: how often the clock had gone back, when, its number that second.

    A clock that goes back (a flat battery, a changed zone) would else put a new copy behind old ones.
    """
    folder = path.parent / FOLDER
    pattern = re.compile(
        re.escape(path.stem) + r"_(\d{8}-\d{6})(?:_[^_.~@]+)?(?:@(\d+))?(?:~(\d+))?" + re.escape(path.suffix)
    )
    files = folder.iterdir() if folder.is_dir() else ()
    matches = [(match, file) for file in files if (match := pattern.fullmatch(file.name))]
    return [((int(match[2] or 0), match[1], int(match[3] or 1)), file) for match, file in matches]


def _free(path: Path, stamp: str, label: str) -> Path:
    """Return the name of a new copy: a second one within one second gets `~2`, whatever their labels are."""
    dated = _dated(path)
    turns, newest, _ = max((order for order, _ in dated), default=(0, "", 0))
    turns += stamp < newest
    number = 1 + max((order[2] for order, _ in dated if order[:2] == (turns, stamp)), default=0)
    marks = (f"@{turns}" if turns else "") + (f"~{number}" if number > 1 else "")
    name = f"{path.stem}_{stamp}" + (f"_{label}" if label else "") + marks
    return path.parent / FOLDER / f"{name}{path.suffix}"
