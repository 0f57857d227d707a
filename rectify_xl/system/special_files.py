"""Tell files from what only looks like one: reading a pipe or a device may never end."""

from __future__ import annotations

import os
import stat

_OTHERS = (
    (stat.S_ISFIFO, "管道"),
    (stat.S_ISSOCK, "套接字"),
    (stat.S_ISCHR, "设备"),
    (stat.S_ISBLK, "设备"),
)


def special_kind(path: str | os.PathLike[str]) -> str:
    """Return what stands at `path` instead of a file or a folder, as people call it; empty for these and for nothing.

    Symbolic links are followed.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - pathlib costs a cold `check` too much
    except (OSError, ValueError):
        return ""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return ""
    return next((what for is_one, what in _OTHERS if is_one(mode)), "别的东西")


def names(path: str | os.PathLike[str]) -> int:
    """Return how many names a file has, 1 where there is none; names that point to another one do not count."""
    try:
        return max(1, os.stat(path).st_nlink)  # noqa: PTH116 - as above
    except (OSError, ValueError):
        return 1
