"""Archives other than .zip (.rar, .7z, .tar and their like), unpacked by libarchive.

It is native code that reads what came from elsewhere, and so works in a process of its own, with bounded memory and
time: whatever an archive does to it, the consolidation goes on. What it unpacks stands in a folder until the files of
the archive have been read, under numbers, never under names out of the archive.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from ctypes.util import find_library
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.readers.submissions import entries
from rectify_xl.readers.submissions.entries import Entry, Folder
from rectify_xl.system import bounded_memory, surviving_work

ENDINGS = frozenset((".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz"))
PICTURES = frozenset(
    (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".mp4", ".mov", ".avi", ".wmv", ".mp3", ".wav")
)
"""Endings of evidence that nobody reads here, and that is long."""
MOST_BYTES = 2_000_000_000
"""Bytes of all that is unpacked of one archive."""
SECONDS = 120.0
"""How long an archive may take."""
_STARTS = ((b"Rar!\x1a\x07\x00", "rar"), (b"Rar!\x1a\x07\x01\x00", "rar5"), (b"7z\xbc\xaf'\x1c", "7zip"))
"""How archives begin, and how libarchive calls their kinds; others are .tar, however they are packed."""
_OF_WINDOWS = Path("C:/Windows/System32/archiveint.dll")
"""libarchive as Windows brings it along for its tar.exe."""
_AGAIN = "请重新获取"


class _Member(NamedTuple):
    """A file of an archive: its name, when it was written, its size, and the number under which it was unpacked.

    That is 0 for one whose content nobody asks for.
    """

    name: str
    written: float | None
    size: int
    number: int


class _Task(NamedTuple):
    """An archive to unpack, the folder for its files, and the endings of those that have names only."""

    archive: str
    target: str
    named_only: frozenset[str]


class _Unpacked(NamedTuple):
    """The files that could be unpacked, and why there are not more of them, empty where these are all."""

    members: tuple[_Member, ...]
    reason: str = ""


def is_available() -> bool:
    """Tell whether this computer has libarchive and the library that calls it."""
    return find_spec("libarchive") is not None and bool(_library())


def _library() -> str:
    if os.environ.get("LIBARCHIVE"):
        return os.environ["LIBARCHIVE"]
    if sys.platform == "win32":
        return str(_OF_WINDOWS) if _OF_WINDOWS.exists() else ""
    return find_library("archive") or ""


def folders(copied: Callable[[BinaryIO], None], named_only: frozenset[str] = PICTURES) -> Iterator[Folder]:
    """Yield the folders of an archive that `copied` writes into a file; files with these endings have names only.

    Raises `BookError` where it cannot be read, or not to its end.
    """
    with tempfile.TemporaryDirectory(prefix="rectify_xl_") as home:
        archive, target = Path(home, "archive"), Path(home, "files")
        target.mkdir()
        with archive.open("wb") as file:
            copied(file)
        unpacked = _elsewhere(_Task(str(archive), str(target), named_only))
        by_place: dict[str, list[Entry]] = {}
        for member in unpacked.members:
            *steps, name = member.name.replace("\\", "/").split("/")
            if name:
                place = "/".join(step for step in steps if step not in ("", ".", ".."))
                by_place.setdefault(place, []).append(_entry(member, name, target))
        for place in sorted(by_place):
            yield Folder(place, sorted(by_place[place], key=lambda entry: entry.name))
        if unpacked.reason or not unpacked.members:
            raise BookError(unpacked.reason or entries.EMPTY, _AGAIN)


def _entry(member: _Member, name: str, target: Path) -> Entry:
    written = None
    if member.written:
        written = datetime.fromtimestamp(member.written)  # noqa: DTZ006 - the office's own clock
    unpacked = target / str(member.number)
    opened: Callable[[], BinaryIO] = (lambda: unpacked.open("rb")) if member.number else entries.nothing
    return Entry(name, member.size, written, opened)


def _elsewhere(task: _Task) -> _Unpacked:
    """Return what another process unpacks."""
    workers = surviving_work.processes(1, bounded_memory.bound)
    with closing(surviving_work.done_in_order(_unpack, [[task]], workers, _lost)) as results:
        return next(results)[1][0]


def _lost(_task: _Task, seconds: float) -> _Unpacked:
    words = "解压太久，已停止" if seconds >= SECONDS else "解压时程序中断"
    return _Unpacked((), f"{words}，里面的文件没有读到")


def _unpack(tasks: Sequence[_Task]) -> list[_Unpacked]:
    """Unpack archives; what can be read before a fault is kept."""
    os.environ["LIBARCHIVE"] = _library()
    try:
        import libarchive  # noqa: F401 - only whether it can be loaded is asked
    except (ImportError, OSError, AttributeError, TypeError):
        return [_Unpacked((), "这台电脑上的 libarchive 用不了，读不了这种压缩包") for _ in tasks]
    return [_unpacked(*task) for task in tasks]


def _unpacked(archive: str, target: str, named_only: frozenset[str]) -> _Unpacked:
    import libarchive
    from libarchive.exception import ArchiveError

    members: list[_Member] = []
    total = 0
    try:
        with surviving_work.time_limit(SECONDS), libarchive.file_reader(archive, _format(archive)) as read:
            for entry in read:
                if entry.isdir or entry.issym or entry.islnk:
                    continue
                if len(members) >= entries.MOST_MEMBERS:
                    return _Unpacked(tuple(members), f"压缩包里的文件超过{entries.MOST_MEMBERS}个，多得不正常")
                is_picture = PurePosixPath(entry.pathname).suffix.lower() in named_only
                number = 0 if is_picture else len(members) + 1
                size = entry.size or 0
                if number:
                    size = _written(entry.get_blocks(1 << 18), Path(target, str(number)), MOST_BYTES - total)
                    total += size
                    if total > MOST_BYTES:
                        return _Unpacked(tuple(members), f"解压后超过{MOST_BYTES // 1_000_000_000} GB，没有读完")
                members.append(_Member(entry.pathname, entry.mtime, size, number))
    except ArchiveError as error:
        return _Unpacked(tuple(members), _reason(str(error)))
    except (MemoryError, OSError, UnicodeError, TypeError) as error:
        words = "内存不够" if isinstance(error, MemoryError) else "打不开或读到一半出错"
        return _Unpacked(tuple(members), f"压缩包{words}")
    return _Unpacked(tuple(members))


def _format(archive: str) -> str:
    """Return which kind of archive it is: libarchive takes one that ends with a .zip for that."""
    with Path(archive).open("rb") as file:
        beginning = file.read(8)
    return next((kind for start, kind in _STARTS if beginning.startswith(start)), "tar")


def _written(blocks: Iterator[bytes], target: Path, most: int) -> int:
    """Write a file and return its size, one more than `most` at most."""
    size = 0
    with target.open("wb") as file:
        for block in blocks:
            size += len(block)
            if size > most:
                return most + 1
            file.write(block)
    return size


def _reason(message: str) -> str:
    """Return in Chinese why libarchive gave up."""
    lowered = message.lower()
    locked = any(word in lowered for word in ("passphrase", "encrypt", "password"))
    return "压缩包设有密码" if locked else "压缩包损坏、没有传完，或是读不了的压缩格式"
