"""Texts shortened for a sentence, a table or a page: what is left out is always seen to be left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

LENGTH = 40
"""Characters of an excerpt from a notice."""
CUT = "…"
"""What stands for the rest of a text within a sentence."""
LEFT_OUT = "……"
"""What stands for the rest of a text that is given at length."""


_TYPED = "（[^（）]*(?:--|(?:close|repair|reopen) 台账)[^（）]*）"


def office_quotes(text: str) -> str:
    """Return a text as an office quotes: the corner brackets that set off names of columns become “”."""
    return text.replace("『", "“").replace("』", "”") if "『" in text else text


def as_clicked(text: str) -> str:
    """Return a text for who clicks: quoted as an office does, without brackets that hold what a command line takes."""
    quoted_text = office_quotes(text)
    return re.sub(_TYPED, "", quoted_text) if "--" in quoted_text or " 台账" in quoted_text else quoted_text


def on_one_line(text: str) -> str:
    """Return a text without the ends of its lines, which become ；."""
    return re.sub(r"\s*\n\s*", "；", text.replace("；\n", "\n"))


def beginning(text: str, longest: int, mark: str = LEFT_OUT) -> str:
    """Return a text of at most `longest` characters as it is, of a longer one so many and a mark behind them."""
    return text if len(text) <= longest else f"{text[:longest]}{mark}"


def beginning_of(text: str, longest: int, source: str) -> str:
    """Return the beginning of a text, and where the whole of it stands when that is longer."""
    return beginning(text, longest, f"{LEFT_OUT}（全文见{source}）")


def shortened(text: str, longest: int) -> str:
    """Return a text with at most `longest` characters, the mark of what is left out among them."""
    return text if len(text) <= longest else f"{text[: longest - len(CUT)]}{CUT}"


def both_ends(text: str, longest: int) -> str:
    """Return a text, of a long one half of `longest` from the front and a quarter from the end."""
    return text if len(text) <= longest else f"{text[: longest // 2]}{LEFT_OUT}{text[-longest // 4 :]}"


def first_few(names: Iterable[str], most: int, joined_by: str = "、", more: str = LEFT_OUT) -> str:
    """Return names in one line; of more than `most` the first ones and a mark, since the text tells how many."""
    listed = list(names)
    return joined_by.join(listed[:most]) + (more if len(listed) > most else "")


def quoted(text: str) -> str:
    """Return a text as it stands between “ and ”: its own quotes are single ones (GB/T 15834)."""
    return text.replace("“", "‘").replace("”", "’")


def head(text: str) -> str:
    """Return the beginning of a line as an excerpt."""
    return beginning(text, LENGTH, CUT)


def around(text: str, start: int, end: int) -> str:
    """Return the piece of a line from `start` to `end` with a few characters on either side."""
    room = max(0, LENGTH - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    return (CUT if first else "") + text[first:last] + (CUT if last < len(text) else "")
