"""The folders in which submissions lie, and what is in them: on this computer, at an address, or in an archive.

Folders come one by one, each with the names of its files; nothing is read before somebody asks for it.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from rectify_xl.errors import BookError, UsageError
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.system import components, files
from rectify_xl.text import excerpts

MOST_MEMBERS = 200_000
"""Files of one archive."""
EMPTY = "压缩包是空的"
_NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - no moment at all
"""What a .zip says of a file whose date nobody wrote."""
UNREADABLE = (
    *(OSError, EOFError, ValueError, OverflowError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
)
"""What reading an archive or a file raises where it is damaged, locked, or gone meanwhile."""


class Entry(NamedTuple):
    """One file in a folder: its name, its size in bytes, when it was written, and what opens it.

    `path` is its place on this computer and `stamp` what changes when it does, both empty for what lies elsewhere;
    `refusal` is why it cannot be opened; `undated` tells that it hung on a mail without a date, `written` as its file;
    `mailed` that it hung on one with a date, `written` as that; `sender` is the address from which that mail came, in
    lower case, empty where it says none. `ending` is what it is by its content, as far as somebody had a look at that.
    `part` reads some bytes from its beginning where opening it would fetch more than these.
    """

    name: str
    size: int
    written: datetime | None
    open: Callable[[], BinaryIO]
    path: str = ""
    stamp: str = ""
    refusal: Rejection | None = None
    undated: bool = False
    mailed: bool = False
    sender: str = ""
    ending: str = ""
    part: Callable[[int], bytes] | None = None

    def beginning(self, length: int) -> bytes:
        """Return its first bytes; raises what `open` or reading does."""
        if self.part:
            return self.part(length)
        with self.open() as opened:
            return opened.read(length)


class Folder(NamedTuple):
    """A folder as a person reads its place, and its files by name."""

    place: str
    entries: Sequence[Entry]


def is_address(source: str) -> bool:
    """Tell whether a source is an address (s3://…, zip://…::…) and no path."""
    return "://" in source or "::" in source


def of_path(path: Path) -> Iterator[Folder]:
    """Yield a folder of this computer and those below it; of a file a folder that holds it alone.

    Links are followed as long as they stay inside. Raises `UsageError` when there is nothing.
    """
    if not path.exists():
        raise UsageError(f"没有找到：{path}", "请核对文件夹的位置")
    path = path.absolute()
    if path.is_file():
        yield Folder("", (_local(str(path), path.name, path.parent.resolve(), link=path.is_symlink()),))
    elif path.is_dir():
        yield from _below(path, "", path.resolve())
    else:
        raise UsageError(f"“{path}”既不是文件夹也不是文件", "请选择各单位报送文件所在的文件夹")


def names_below(path: Path) -> Iterator[str]:
    """Yield the names of all files that `of_path` would, without a look at any of them."""
    if path.is_file():
        yield path.name
    for _, _, names in os.walk(path):
        yield from names


def _below(folder: Path, place: str, root: Path) -> Iterator[Folder]:
    try:
        with os.scandir(folder) as listed:
            present = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        message = f"文件夹读不到（{files.reason(error)}）。"
        unread = Entry(folder.name, 0, None, nothing, refusal=rejection("HZ119", message))
        yield Folder(place.rpartition("/")[0], (unread,))
        return
    inner: list[os.DirEntry[str]] = []
    plain: list[os.DirEntry[str]] = []
    for entry in present:
        (inner if entry.is_dir(follow_symlinks=False) else plain).append(entry)
    yield Folder(place, [_local(entry.path, entry.name, root, link=entry.is_symlink()) for entry in plain])
    for entry in inner:
        yield from _below(Path(entry.path), f"{place}/{entry.name}" if place else entry.name, root)


def _local(path: str, name: str, root: Path, *, link: bool) -> Entry:
    try:
        if link and not Path(path).resolve(strict=True).is_relative_to(root):
            loop = root.is_relative_to(Path(path).resolve())
            refusal = (
                rejection("HZ118", f"“{name}”是链接，指回上级文件夹，没有进去读。") if loop else rejection("HZ118")
            )
            return Entry(name, 0, None, nothing, refusal=refusal)
        facts = os.stat(path)  # noqa: PTH116 - thousands of paths
        if not stat.S_ISREG(facts.st_mode):
            words = "是文件夹的链接，没有进去读" if stat.S_ISDIR(facts.st_mode) else "不是普通文件"
            return Entry(name, 0, None, nothing, refusal=rejection("HZ118", f"“{name}”{words}。"))
    except OSError as error:
        refusal = rejection("HZ119", f"文件读不到（{files.reason(error)}）。")
        if link and isinstance(error, FileNotFoundError):
            refusal = rejection("HZ118", "这一项是链接，它指向的文件不在了。")
        return Entry(name, 0, None, nothing, refusal=refusal)
    return Entry(
        name,
        facts.st_size,
        datetime.fromtimestamp(facts.st_mtime),  # noqa: DTZ006 - the office's own clock
        lambda: Path(path).open("rb"),
        path=path,
        stamp=f"{facts.st_size}:{facts.st_mtime_ns}:{facts.st_ctime_ns}",
    )


def nothing() -> BinaryIO:
    """Open what has no content: raises `OSError`."""
    raise OSError("nothing to open")


def of_address(address: str) -> Iterator[Folder]:
    """Yield the folders at an address of any kind that fsspec knows. Raises `UsageError` for what it cannot open."""
    try:
        import fsspec
    except ImportError as error:
        raise UsageError("没有安装读取网络地址的组件", components.CONSOLIDATE) from error
    try:
        system, path = fsspec.core.url_to_fs(address)
        paths = system.glob(path) if any(sign in path for sign in "*?[") else [path]
        if not any(map(system.exists, paths)):
            raise FileNotFoundError("没有这个文件或文件夹")
        for root in sorted(paths):
            if system.isfile(root):
                yield Folder("", (_remote(system, system.info(root)),))
                continue
            for folder, _, remote_files in system.walk(root, detail=True):
                place = folder.removeprefix(root).strip("/")
                yield Folder(place, [_remote(system, remote_files[name]) for name in sorted(remote_files)])
    except ImportError as error:
        kind = address.partition("://")[0].rpartition("::")[2]
        remedy = f'请运行 pip install "fsspec[{kind}]"（http 地址是 aiohttp 和 requests），或先把文件下载到文件夹里'
        raise UsageError(f"读取 {kind}:// 地址还缺组件：{address}", remedy) from error
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        what = excerpts.beginning(str(error) or type(error).__name__, 120)
        if isinstance(error, OSError) and error.errno:
            what = files.reason(error)
        raise UsageError(f"地址打不开：{address}（{what}）", "请核对地址、网络和登录方式") from error


def _remote(system: Any, info: dict[str, Any]) -> Entry:
    path = str(info["name"])
    written = info.get("LastModified") or info.get("mtime") or info.get("created")
    if isinstance(written, int | float):
        written = datetime.fromtimestamp(written)  # noqa: DTZ006 - the office's own clock
    elif isinstance(written, datetime):
        written = _local_time(written if written.tzinfo else written.replace(tzinfo=UTC))
    else:
        written = None
    opened: Callable[[], BinaryIO] = lambda: system.open(path, "rb")  # noqa: E731 - it closes over the path
    part: Callable[[int], bytes] = lambda length: system.cat_file(path, start=0, end=length)  # noqa: E731 - as above
    return Entry(path.rpartition("/")[2], int(info.get("size") or 0), written, opened, part=part)


def _local_time(moment: datetime) -> datetime:
    """Return a moment by the clock of this office, without its zone."""
    return moment.astimezone().replace(tzinfo=None)


def of_archive(opened: BinaryIO) -> Iterator[Folder]:
    """Yield the folders in a .zip; raises `BookError` when it cannot be opened.

    Names without a mark of their own are read as UTF-8 or, as Chinese Windows writes them, GBK.
    """
    try:
        archive = zipfile.ZipFile(opened)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BookError("压缩包损坏或没有传完，打不开", "请重新获取") from error
    with archive:
        members = archive.infolist()
        if not members:
            raise BookError(EMPTY, "请重新获取")
        if len(members) > MOST_MEMBERS:
            raise BookError(f"压缩包里有{len(members)}个文件，多得不正常", "请核实来源")
        folders: dict[str, list[Entry]] = {}
        for member in members:
            *steps, name = _name(member).split("/")
            place = "/".join(step for step in steps if step not in ("", ".", ".."))  # nothing is written anywhere
            if name:
                folders.setdefault(place, []).append(_member(archive, member, name))
        for place in sorted(folders):
            yield Folder(place, sorted(folders[place], key=lambda entry: entry.name))


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member as it was meant, with / between its folders."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Entry:
    refusal = rejection("HZ117", "压缩包设有密码，里面的文件没有读到。") if member.flag_bits & 1 else None
    try:
        dated = datetime(*member.date_time)  # noqa: DTZ001 - as the archive tells it, by the clock of its office
        written = None if dated == _NO_DATE else dated
    except ValueError:
        written = None
    opened: Callable[[], BinaryIO] = lambda: archive.open(member)  # type: ignore[assignment,return-value] # noqa: E731 - it closes over the member
    return Entry(name, member.file_size, written, opened, refusal=refusal)
