"""The page for computers on which no add-in may run: what it shows, and how it gets its token.

It works on saved ledgers. The page itself holds no secret; a code that is good once, for a minute, is handed over
behind the # of its address, which a browser sends to nobody.
"""

from __future__ import annotations

import hmac
import mimetypes
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rectify_xl.doors.addin.buttons import groups
from rectify_xl.doors.visible_text import file_name
from rectify_xl.errors import RectifyError
from rectify_xl.system import resources

FOLDER = ("macros", "page")
FILES: Mapping[str, str] = {
    "/": "index.html",
    **{f"/{name}": name for name in ("menu.js", "dialog.js", "picker.js", "page.js", "page.css")},
}
LEDGERS = (".xlsx",)
MOST_ENTRIES = 2_000
"""A folder with more is shown only so far, and says so."""
CODE_SECONDS = 60.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""Content Security Policy: nothing from elsewhere, nothing inline, shown in nobody's frame."""


class PageFile(NamedTuple):
    """A file of the page and what it is."""

    content: bytes
    media: str


def file(address: str) -> PageFile | None:
    """Return what stands at an address of the page; None for every other address."""
    name = FILES.get(address)
    if name is None:
        return None
    media = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return PageFile(resources.path(*FOLDER, name).read_bytes(), f"{media}; charset=utf-8")


class OneTimeCodes:
    """Codes that open a page once, within a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._codes: dict[str, float] = {}

    def make(self) -> str:
        """Return a new code."""
        code = secrets.token_urlsafe(32)
        self._codes = {kept: until for kept, until in self._codes.items() if until > self._clock()}
        self._codes[code] = self._clock() + CODE_SECONDS
        return code

    def take(self, code: str) -> bool:
        """Tell whether a code is good; it is not afterwards."""
        match = next((kept for kept in self._codes if hmac.compare_digest(kept.encode(), code.encode())), None)
        return match is not None and self._codes.pop(match) > self._clock()


def buttons() -> list[dict[str, Any]]:
    """Return the groups of buttons, each with the entries of its menu."""
    return [
        {
            "label": group.label,
            "commands": [
                {
                    "id": command.id,
                    "label": command.label,
                    "help": command.help,
                    "ledger": command.target in ("ledger", "either"),
                    "variants": [{"id": entry.id, "label": entry.label} for entry in command.variants],
                }
                for command in group.commands
            ],
        }
        for group in groups()
    ]


def listing(folder: str, endings: tuple[str, ...] = LEDGERS) -> dict[str, Any]:
    """Return what lies in a folder: its folders, and its files with one of the `endings`, all without any.

    Each row has its `path`, and what a person reads of its name (`label`) and of all of it (`place`); `others` counts
    the files with other endings, `more` the rows that are too many. Raises `RectifyError` where there is no such folder
    or it may not be read.
    """
    place = Path(folder) if folder else Path.home()
    if not place.is_absolute():
        raise RectifyError(f"文件夹的位置没有写全：{folder}", "请从上面的文件夹里选")
    try:
        entries = sorted(_entries(place), key=lambda entry: entry.name)
    except OSError as error:
        name = file_name(str(place))
        raise RectifyError(f"打不开文件夹“{name}”", "请选别的文件夹，或请管电脑的同志看看权限") from error
    folders = [entry for entry in entries if _is(entry.is_dir)]
    files = [entry for entry in entries if _is(entry.is_file)]
    wanted = [entry for entry in files if not endings or entry.name.lower().endswith(endings)]
    return {
        "path": str(place),
        "place": file_name(str(place)),
        "parent": "" if place.parent == place else str(place.parent),
        "folders": [_row(entry, os.sep) for entry in folders[:MOST_ENTRIES]],
        "files": [_row(entry) for entry in wanted[:MOST_ENTRIES]],
        "more": len(folders) + len(wanted) - len(folders[:MOST_ENTRIES]) - len(wanted[:MOST_ENTRIES]),
        "others": len(files) - len(wanted),
    }


def _entries(place: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(place) as entries:
        yield from (entry for entry in entries if not entry.name.startswith((".", "~$")))


def _is(kind: Callable[[], bool]) -> bool:
    """Tell whether an entry is of a kind; a link that points to itself, or out of reach, is of none."""
    try:
        return kind()
    except OSError:
        return False


def _row(entry: os.DirEntry[str], mark: str = "") -> dict[str, str]:
    return {"path": entry.path, "label": f"{file_name(entry.name)}{mark}", "place": file_name(entry.path)}
