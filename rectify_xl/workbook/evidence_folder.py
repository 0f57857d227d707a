"""The folder 佐证 beside the ledger, with one folder for each problem: made, and looked through.

What lies there may come from anybody: links are not followed, nothing outside is opened, and everything that is not
taken is named with the reason.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.supervision.closure_steps.evidence_rows import FolderFile
from rectify_xl.system import files, special_files
from rectify_xl.text import cell_value, file_names
from rectify_xl.workbook import evidence_files

FOLDER = "佐证"
LARGEST = 1 << 30
"""Bytes of one file: a film of an hour has less."""
MOST = 3_000
"""Files below 佐证; more are no evidence of one round."""
_WORDS = 16
"""Characters of a problem in the name of its folder; Windows takes paths of 260."""
_NAMED = re.compile(r"([A-Za-z]+\d+)(?![A-Za-z0-9])")
_JUNK = re.compile(
    r"(?i)(?:~\$.*|\.~.*|\._.*|\..*|thumbs\.db|ehthumbs.*\.db|desktop\.ini|.*\.(?:tmp|temp|bak|crdownload|part|lnk|url))"
)


class NotTaken(NamedTuple):
    """A file that is not registered: where it lies from the ledger's folder, why, and what to do."""

    place: str
    text: str
    remedy: str


class FolderScan(NamedTuple):
    """What lies in the folders of the problems: files to be registered, what is not taken, and passing files."""

    files: tuple[FolderFile, ...]
    left: tuple[NotTaken, ...]
    junk: tuple[str, ...]


def make(folder: str, problems: Mapping[str, str]) -> tuple[str, ...]:
    """Make a folder for each problem, given with its words, that has none yet; return the names of the new ones.

    A folder is called by the id and the first words, `P018 食堂账目公示不及时`, and known again by the id alone, so
    that a person may write it otherwise. Raises `BookError` where the disk refuses.
    """
    home = evidence_files.home(folder)
    present = {name for name, _ in _folders(home)}
    made: list[str] = []
    for name, words in problems.items():
        if name in present:
            continue
        target = home / FOLDER / folder_name(name, words)
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BookError(
                f"文件夹“{FOLDER}/{target.name}”建不了（{files.reason(error)}）", "请检查台账所在的文件夹能否写入"
            ) from error
        made.append(f"{FOLDER}/{target.name}")
    return tuple(made)


def folder_name(name: str, words: str) -> str:
    """Return the name of the folder of a problem: its id, and its first words without what no file name may hold."""
    short = file_names.safe(" ".join(words.split()))[:_WORDS].strip(" ._") if words.strip() else ""
    return f"{file_names.safe(name)} {short}".strip()


def place_of(folder: str, name: str) -> Path | None:
    """Return the folder of a problem, else 佐证, else that of the ledger: where a file dialog begins."""
    if not folder:
        return None
    home = Path(folder).resolve()
    own = next((path for known, path in _folders(home) if known == name), None)
    beside = home / FOLDER
    return own or (beside if beside.is_dir() else home)


def _folders(home: Path) -> list[tuple[str, Path]]:
    """Return the folders below 佐证 with the id that each name begins with, links left out."""
    beside = home / FOLDER
    if not beside.is_dir() or beside.is_symlink():
        return []
    return [
        (_id(path.name), path) for path in sorted(beside.iterdir()) if path.is_dir() and not _leads_away(home, path)
    ]


def _id(name: str) -> str:
    match = _NAMED.match(name.strip())
    return cell_value.identifier(match[1]) if match else ""


def scan(folder: str, known: Collection[str], today: date) -> FolderScan:
    """Look through 佐证: every file in the folder of a known problem, and why any other one is not taken.

    The day of a file is that of its last change, but never one to come. Raises `BookError` where there are more files
    than any round has.
    """
    home = evidence_files.home(folder)
    beside = home / FOLDER
    taken: list[FolderFile] = []
    left: list[NotTaken] = []
    junk: list[str] = []
    if beside.is_symlink():
        left.append(NotTaken(FOLDER, "是链接，没有进去看", "请把文件放进台账旁边真正的文件夹"))
        return FolderScan((), tuple(left), ())
    for number, path in enumerate(_walk(home, beside, left), 1):
        if number > MOST:
            raise BookError(
                f"“{FOLDER}”文件夹里的文件超过{MOST}个，没有登记", "请只留证明整改的材料，或者分批放进来登记"
            )
        place = path.relative_to(home).as_posix()
        if _JUNK.fullmatch(path.name):
            junk.append(place)
            continue
        result = _taken(home, path, place, known, today)
        if isinstance(result, NotTaken):
            left.append(result)
        else:
            taken.append(result)
    return FolderScan(tuple(taken), tuple(left), tuple(junk))


def _walk(home: Path, beside: Path, left: list[NotTaken]) -> Iterator[Path]:
    """Yield all files below a folder by name; links to folders, and what cannot be read, go to `left`."""

    def unreadable(error: OSError) -> None:
        place = Path(str(error.filename)).relative_to(home).as_posix()
        left.append(NotTaken(place, f"打不开（{files.reason(error)}）", "请检查文件夹的权限"))

    for folder, subfolders, names in os.walk(beside, followlinks=False, onerror=unreadable):
        for name in sorted(subfolders):
            path = Path(folder, name)
            if _leads_away(home, path):
                place = path.relative_to(home).as_posix()
                left.append(NotTaken(place, "是链接，没有进去看", "请把文件复制到文件夹里"))
        subfolders[:] = sorted(
            name for name in subfolders if not _leads_away(home, Path(folder, name)) and name != "__MACOSX"
        )
        yield from (Path(folder, name) for name in sorted(names))


def _leads_away(home: Path, path: Path) -> bool:
    """Tell whether a path is a link, or on Windows a junction: what it shows lies elsewhere."""
    try:
        return path.is_symlink() or path.resolve() != home / path.relative_to(home)
    except (OSError, ValueError, RuntimeError):
        return True


def _taken(home: Path, path: Path, place: str, known: Collection[str], today: date) -> FolderFile | NotTaken:
    owner = _owner(home, path)
    if not owner:
        return NotTaken(
            place, "不知道是哪个问题的材料", f"请移到“{FOLDER}”里那个问题的文件夹（文件夹名以问题编号开头）"
        )
    if owner not in known:
        return NotTaken(place, f"台账里没有问题{owner}", "请核对文件夹名开头的问题编号")
    if _leads_away(home, path):
        return NotTaken(place, "是链接，没有登记", "请把原文件复制到文件夹里")
    if special_files.special_kind(path):
        return NotTaken(place, "不是文件，没有登记", "请移走")
    try:
        state = path.stat()
        if state.st_size > LARGEST:
            return NotTaken(place, f"有{state.st_size / LARGEST:.1f}GB，太大，没有登记", "请压缩，或截取有关部分")
        (file,) = evidence_files.read(str(home), (str(path),))
    except BookError as error:
        return NotTaken(place, error.message.partition("：")[0], error.remedy)
    except OSError as error:
        return NotTaken(place, f"读不出来（{files.reason(error)}）", "请检查文件权限")
    return FolderFile(owner, file, min(_day(state.st_mtime, today), today))


def _day(moment: float, today: date) -> date:
    try:
        return date.fromtimestamp(moment)  # noqa: DTZ012 - the day on which the user saved it
    except (OSError, OverflowError, ValueError):
        return today


def _owner(home: Path, path: Path) -> str:
    steps = path.relative_to(home / FOLDER).parts
    return _id(steps[0]) if len(steps) > 1 else ""


def owners(scanned: Iterable[FolderFile]) -> tuple[str, ...]:
    """Return the problems that have files, each once."""
    return tuple(dict.fromkeys(file.problem for file in scanned))
