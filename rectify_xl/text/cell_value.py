"""Decide what one spreadsheet cell means.

This is the only place that does. A raw value is what a host hands over: text, a number, a date, a truth value or
nothing. Nothing here raises on bad data: what cannot be understood keeps its text and says so in its kind.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rectify_xl.text.folding import UNSEEN, Folding
from rectify_xl.text.kept_answers import remembered

Raw = str | float | int | bool | date | datetime | time | timedelta | None

ERRORS = frozenset({"#N/A", "#DIV/0!", "#GETTING_DATA"})
YES = frozenset({"是", "√", "✓", "☑", "Y", "YES", "TRUE", "1", "对", "有"})
NO = frozenset({"否", "×", "✗", "☐", "N", "NO", "FALSE", "0", "错", "无"})

_WIDE = "[！-～\u3000]"
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_KEY = Folding(_HALF_WIDTH | dict.fromkeys((*map(ord, UNSEEN), *range(0xFE00, 0xFE10))))
_ID = Folding(_KEY | dict.fromkeys(map(ord, "‐‑‒–—−"), ord("-")))


_UNSEEN = frozenset(UNSEEN)


class Month(date):
    """A date cell whose number format shows year and month only: what was typed is a month."""


class Year(date):
    """A date cell whose number format shows the year only."""


class Percent(float):
    """A number whose cell shows it as a percentage: 0.8 reads 80%."""


class Uncached(NamedTuple):
    """A formula cell whose result the last program did not store."""

    formula: str


def narrow(text: str) -> str:
    """Return `text` with full-width digits, letters and punctuation made half-width."""
    return text if text.isascii() or not re.search(_WIDE, text) else text.translate(_HALF_WIDTH)


def key(text: str) -> str:
    """Return `text` as it is compared: half-width, without white space or characters that nobody sees.

    Characters that look like others are made ordinary (see `folding`).
    """
    return "".join((text if text.isascii() else text.translate(_KEY)).split())


def text(raw: "Raw | Uncached") -> str:
    """Return what a person reads in the cell, without surrounding white space.

    Whole numbers lose their ".0", dates become ISO; the inside of a text is never changed. A formula without a stored
    result shows nothing.
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        bare = raw.strip()
        return _strip(bare) if bare and (bare[0] in _UNSEEN or bare[-1] in _UNSEEN) else bare
    if type(raw) is date:
        return raw.isoformat()
    return _shown(raw)


def _shown(raw: "bool | float | date | time | timedelta | Uncached") -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, Percent):
        return f"{round(100 * raw, 2):g}%"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(sep=" ", timespec="minutes")
    if isinstance(raw, Month):
        return f"{raw.year:04d}-{raw.month:02d}"
    if isinstance(raw, date):
        return str(raw.year) if isinstance(raw, Year) else raw.isoformat()
    return "" if isinstance(raw, Uncached) else str(raw)


def texts(cells: Iterable["Raw | Uncached"], *, plain: bool = False) -> list[str]:
    """Return what a person reads in each of some cells; in `plain` ones there are no characters that nobody sees."""
    if plain:
        return ["" if raw is None else raw.strip() if type(raw) is str else text(raw) for raw in cells]
    return ["" if raw is None else text(raw) for raw in cells]


def _strip(text: str) -> str:
    """Strip blanks of every kind, also those of zero width, which come with text copied from the web."""
    first = next((i for i, char in enumerate(text) if not _blank(char)), len(text))
    last = next((i for i in range(len(text), first, -1) if not _blank(text[i - 1])), first)
    return text[first:last]


def _blank(char: str) -> bool:
    return char.isspace() or char in UNSEEN


def storable(text: str) -> str:
    """Return `text` as a workbook can hold it: one kind of line break, no characters that XML forbids."""
    if text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", unified)


def day_fraction(raw: time | timedelta) -> float:
    """Return a time of day, or a span of time, as the number of days that a cell holds for it."""
    span = raw if isinstance(raw, timedelta) else datetime.combine(date.min, raw) - datetime.combine(date.min, time())
    return span / timedelta(days=1)


def same(one: Raw, other: Raw) -> bool:
    """Tell whether two raw values are one content of a cell: an empty text is none, 7.0 is 7, but "7" is not 7."""
    one, other = (None if value == "" else value for value in (one, other))
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    one, other = (float(value) if isinstance(value, Percent) else value for value in (one, other))
    return text(one) == text(other) and isinstance(one, bool) == isinstance(other, bool)


def is_error(raw: Raw) -> bool:
    """Tell whether the cell shows a spreadsheet error: #N/A, one of #NAME? and #SPILL!, or Err:508."""
    if not isinstance(raw, str) or raw[:1] not in ("#", "E", "e", " "):
        return False
    plain = raw.strip().upper()
    if plain.startswith("ERR:"):
        return plain[4:].isdecimal() and len(plain) == 7
    word = plain[1:-1]
    return plain in ERRORS or (plain[:1] == "#" and plain[-1] in "!?" and word.isascii() and word.isalpha())


def number(raw: Raw) -> float | None:
    """Return the number in a cell, also when it was typed as text (`１，２００` is 1200), else None."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return float(raw) if math.isfinite(raw) else None
    if not isinstance(raw, str):
        return None
    plain = key(raw).replace(",", "")
    percent = plain.endswith("%")
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)%?", plain, re.ASCII):
        return None
    result = float(plain.removesuffix("%")) / (100 if percent else 1)
    return result if math.isfinite(result) else None


def identifier(raw: Raw) -> str:
    """Return an id as text: half-width, upper case, with its leading zeros (`ｐ００１` is P001, 7.0 is 7).

    All dashes are one: `M001—1` and `M001-1` are the same id.
    """
    return as_id(text(raw))


@remembered
def as_id(shown: str) -> str:
    """Return what a person reads in a cell as an id."""
    return "".join((shown if shown.isascii() else shown.translate(_ID)).split()).upper()


def flag(raw: Raw) -> bool | None:
    """Return yes or no, or None where the cell is empty or says something else."""
    if raw is None or isinstance(raw, bool):
        return raw
    return as_flag(text(raw))


@remembered
def as_flag(shown: str) -> bool | None:
    """Return what a person reads in a cell as yes or no, or None where it says something else."""
    word = key(shown).upper()
    if word in YES:
        return True
    return False if word in NO else None


def identifiers(raw: Raw) -> tuple[str, ...]:
    """Return all ids in a cell, separated by 、 , ; / or blanks."""
    return as_ids(text(raw))


@remembered
def as_ids(shown: str) -> tuple[str, ...]:
    """Return what a person reads in a cell as ids."""
    if shown.isascii() and shown.isalnum():
        return (shown.upper(),)
    written = narrow(shown)
    for mark in "、,;/":
        written = written.replace(mark, " ")
    return tuple(identifier for identifier in map(as_id, written.split()) if identifier)
