"""Where LibreOffice is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

PROGRAM_VARIABLE = "UNO_PATH"
"""Environment variable that names LibreOffice's folder `program`, where it is installed in an unusual place."""

_PROGRAMS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/snap/libreoffice/current/lib/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)


def executable() -> Path | None:
    """Return the program that starts LibreOffice, None where there is none."""
    names = ("soffice.exe", "soffice") if os.name == "nt" else ("soffice",)
    for folder in programs():
        for name in names:
            if (folder / name).is_file():
                return folder / name
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(on_path) if on_path else None


def programs() -> Iterator[Path]:
    """Yield the folders in which the program may be; the one that the environment names comes first."""
    named = os.environ.get(PROGRAM_VARIABLE)
    if named:
        yield Path(named)
    on_path = shutil.which("soffice")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from expanded(_PROGRAMS)


def expanded(patterns: tuple[str, ...]) -> Iterator[Path]:
    """Yield the paths that there are of these patterns, newest first; those of another system are left out."""
    for pattern in patterns:
        path = Path(pattern)
        if not path.is_absolute():
            continue  # a path of another operating system
        yield from sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True)
