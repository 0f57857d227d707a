"""What an office gets for Linux: the folder as .tar.gz, and a program that unpacks and installs it, a .run."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

from generate.installers import portable_python
from generate.installers.linux_folder import FILES
from rectify_xl import __version__
from rectify_xl.system.digests import bytes_sha256

NAME = "巡察整改-安装-{}-{}.run"
_MOMENT = 315532800
"""1980-01-01: the same folder gives the same bytes."""


def pack(folder: Path, target: Path) -> Path:
    """Write the folder as .tar.gz into the folder `target`; return where it is."""
    archive = target / f"{folder.name}.tar.gz"
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, _MOMENT) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as package,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            name = str(path.relative_to(folder.parent))
            package.add(path, name, recursive=False, filter=_nobodys)
    return archive


def build(archive: Path, folder: Path, architecture: str, target: Path) -> Path:
    """Write the program that installs the folder that `archive` holds; return where it is."""
    setup = target / NAME.format(__version__, architecture)
    data = archive.read_bytes()
    head = _head(folder, architecture, data)
    setup.write_bytes(head + data)
    setup.chmod(0o755)
    return setup


def _head(folder: Path, architecture: str, data: bytes) -> bytes:
    """Return the script before the archive; it names where itself ends."""
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    blocks = sum(-(-size // 4096) * 4 for size in sizes)
    values = {
        "VERSION": __version__,
        "ARCHITECTURE": architecture,
        "GLIBC": portable_python.GLIBC,
        "SIZE": str(len(data)),
        "DIGEST": bytes_sha256(data),
        "KILOBYTES": str(blocks * 11 // 10),
        "FOLDER": folder.name,
        "WORDS": _shell("words.sh"),
        "CHECKS": _shell("checks.sh"),
    }
    text = _shell("head.sh")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    length = len(text.encode()) - len("@OFFSET@")
    digits = next(count for count in range(1, 10) if len(str(length + count + 1)) == count)
    return text.replace("@OFFSET@", str(length + digits + 1)).encode()


def _shell(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8").rstrip("\n") + "\n"


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return an entry of the archive without anything of the computer that made it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = _MOMENT
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry
