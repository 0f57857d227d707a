"""Know which files the command of this thread has put in place: who reports an error asks here what is written.

An entry is begun before a file takes its place. Whether it did is seen on the disk where an interruption came between
the two, so that no signal, however unlucky, makes a written ledger be called unwritten.
"""

from __future__ import annotations

import os
from contextvars import ContextVar

_TELL = "请打开核对，不要直接重新运行"


class Replacing:
    """One replacing: of which file, and the identity of the file that takes its place."""

    __slots__ = ("device", "done", "inode", "target")

    def __init__(self, target: str, status: os.stat_result | None) -> None:
        self.target = target
        self.device = status.st_dev if status else 0
        self.inode = status.st_ino if status else 0
        self.done = status is None

    @property
    def happened(self) -> bool:
        """Tell whether the replacing was done."""
        if self.done or not self.inode:
            return self.done
        try:
            status = os.stat(self.target)  # noqa: PTH116 - pathlib costs a cold `check` too much
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == (self.device, self.inode)


_entries: ContextVar[list[Replacing]] = ContextVar("written")
"""Of the command that runs in this thread: a service runs several."""


def _here() -> list[Replacing]:
    """Return the entries of this thread."""
    try:
        return _entries.get()
    except LookupError:
        _entries.set([])
        return _entries.get()


def begin(target: str, status: os.stat_result) -> Replacing:
    """Note that the file with this `status` is about to take the place of `target`; the caller sets `done`."""
    entry = Replacing(target, status)
    _here().append(entry)
    return entry


def note(target: str) -> None:
    """Note that `target` was written by other means: through the application that has it open."""
    _here().append(Replacing(target, None))


def taken_away(target: str) -> None:
    """Note that `target`, which was new, was taken away again: it is not written any more."""
    _entries.set([entry for entry in _here() if entry.target != target])


def forget() -> None:
    """Begin anew: what was written before belongs to an earlier command."""
    _entries.set([])


def times(target: str) -> int:
    """Return how many times `target` was written."""
    return sum(1 for entry in _here() if entry.target == target and entry.happened)


def count() -> int:
    """Return how many files were put in place so far."""
    return sum(1 for entry in _here() if entry.happened)


def names() -> tuple[str, ...]:
    """Return the names of the files that were written, each once, in their order."""
    return tuple(dict.fromkeys(os.path.basename(entry.target) for entry in _here() if entry.happened))  # noqa: PTH119


def sentence(problem: str, otherwise: str) -> str:
    """Say what went wrong and what is true of the files: what was written, or `otherwise` where nothing was."""
    done = names()
    if not done:
        return f"{problem}，{otherwise}。"
    return f"{'、'.join(f'“{name}”' for name in done)}已经写好，但{problem}。{_TELL}。"


def stopped(message: str) -> str:
    """Return what to tell who stopped a command: `message` where nothing was written, else what is."""
    done = names()
    if not done:
        return message
    return f"已按您的要求停止；{'、'.join(f'“{name}”' for name in done)}在停止以前已经写好，请打开核对。"


def amended(message: str) -> str:
    """Return a message that ends with a full stop, led by what was written before it."""
    done = names()
    if not done:
        return message
    return f"{'、'.join(f'“{name}”' for name in done)}已经写好，但随后出错：{message}{_TELL}。"
