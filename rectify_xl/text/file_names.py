"""Texts of a ledger as parts of file names."""

from __future__ import annotations

import re
from datetime import date

from rectify_xl.text import cell_value, folding

LONGEST = 80
LONGEST_BYTES = 180
"""Bytes of a part of a file name: systems take 255 for the whole name, and words and a day stand around it."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)")
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
LONGEST_PATH = 1_000
LONGEST_NAME = 40
"""Characters of a unit's or a person's name in a file name: three bytes each, and a name may have 255."""


def inside(text: str) -> tuple[str, ...] | None:
    """Return the steps of a path that leads to something in or below a folder, None for every other text.

    Judged as a text, on every system by the rules of all: what a workbook names is not to be trusted, and asking
    Windows for a network path alone would send the user's credentials there. Absolute paths, drives, `..`, `~`,
    device names and what Windows would read as another name (`a.`, `a:b`) are none.
    """
    steps = [step for step in text.replace("\\", "/").split("/") if step != "."]
    if not steps or len(text) > LONGEST_PATH or _ODD.search(text) or not all(steps):
        return None
    if steps[0].startswith("~") or any(step == ".." or step[-1] in " ." for step in steps):
        return None
    if any(_RESERVED.match(step.lstrip()) for step in steps):
        return None
    return tuple(steps)


def dated(name: str, day: date, suffix: str = "") -> str:
    """Return the name of a paper or a folder with the day for which it was made: 月通报_2026-11-29.docx."""
    return f"{name}_{day.isoformat()}{f'.{suffix}' if suffix else ''}"


def of_whom(name: str) -> str:
    """Return the name of a unit or a person as a part of a file name, beside which much else has room."""
    return safe(name)[:LONGEST_NAME].strip(" .")


def unused_name(stem: str, used: set[str], suffix: str = "") -> str:
    """Return a file name of its own, with a number where one in `used` is the same on some system; note it there."""
    number, name = 1, f"{stem}{suffix}"
    while name.casefold() in used:
        number += 1
        name = f"{stem}_{number}{suffix}"
    used.add(name.casefold())
    return name


def readable(name: str) -> str:
    """Return the name of somebody's file as people may read it, wherever it is shown, listed, printed or mailed.

    Marks that turn the direction of writing make 台账xslx.jpg of 台账gpj.xlsx; marks without width make two names of
    one; signs of control steer a terminal. None of them is left. What opens the file keeps its own name.
    """
    if name.isprintable():
        return name
    bare = name.translate(dict.fromkeys(map(ord, folding.UNSEEN)))
    return cell_value.storable(bare.encode("utf-8", "replace").decode())


def leads_away(text: str) -> bool:
    """Tell whether a text is a path or an address that leads out of a folder, and not merely no path (文号, words)."""
    steps = text.strip().replace("\\", "/")
    drive = steps[1:2] == ":" and steps[0].isascii() and steps[0].isalpha()
    return drive or steps.startswith(("/", "~/")) or "://" in steps or ".." in steps.split("/")


def plain_ending(name: str) -> str:
    """Return the ending of a file name in lower case (.xlsx), empty where it is none that a kind of file has."""
    match = re.search(r"\.[0-9a-z]{1,8}$", name.lower())
    return match[0] if match else ""


def safe(text: str) -> str:
    """Return a text as one part of a file name: no folders, no device names, nothing invisible, not too long."""
    plain = _UNSAFE.sub("_", text).strip(" .")
    if len(plain) > LONGEST or len(plain.encode()) > LONGEST_BYTES:
        stem, dot, suffix = plain.rpartition(".")
        plain = f"{_beginning(stem, len(suffix) + 1)}.{suffix}" if dot and len(suffix) < 8 else _beginning(plain)
    if not plain:
        return "未命名"
    return f"_{plain}" if _RESERVED.match(plain) else plain


def _beginning(text: str, less: int = 0) -> str:
    """Return as much of a text as a file name takes, `less` some characters."""
    kept = text[: LONGEST - less].encode()[: LONGEST_BYTES - less]
    return kept.decode(errors="ignore")
