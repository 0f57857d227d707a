"""The numbers of a notice, written out literally: 一、（一）1.（1）.

Automatic numbering of Word is never used: it vanishes when the text is copied to a web page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rectify_xl.text import provenance
from rectify_xl.text.numerals import COUNTING, in_chinese
from rectify_xl.text.provenance import TracedText

HEADINGS = ("h1", "h2", "h3", "h4")


def mark(level: str, number: int) -> str:
    """Return the printed number of a heading (GB/T 9704: 一、（一）1.（1）)."""
    if level == "h1":
        return f"{in_chinese(number)}、"
    if level == "h2":
        return f"（{in_chinese(number)}）"
    return f"{number}." if level == "h3" else f"（{number}）"


_OWN = re.compile(
    rf"\s*(?:[（(](?:[{COUNTING}]{{1,3}}|\d{{1,2}})[)）]、?|[{COUNTING}]{{1,3}}、|\d{{1,2}}(?:[.．](?!\d)|、))\s*(?=\S)"
)


def without_own(title: TracedText) -> TracedText:
    """Return a heading without the number typed into its cell (一、贯彻…), since the notice counts for itself."""
    typed = _OWN.match(title)
    return provenance.slice_text(title, typed.end(), len(title)) if typed else title


def numbered(printed: str, sources: Iterable[str]) -> TracedText:
    """Return a printed number that stands for the place of its row among the others."""
    return TracedText(printed, sources, kind="number", name="序号")


class Outline:
    """Counts headings by their nesting.

    A level that lies inside another restarts with it. The nesting is the order of first use, so that texts which put
    （1） above 1. are counted rightly too.
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: dict[str, int] = {}

    def number(self, level: str) -> str:
        """Return the printed number of the next heading of `level`; level one counts through the whole notice."""
        if level in self._open:
            self._close(self._open.index(level) + 1)
        else:
            self._close(0 if level == "h1" else len(self._open))
            self._open.append(level)
        self._counts[level] = self._counts.get(level, 0) + 1
        return mark(level, self._counts[level])

    def _close(self, depth: int) -> None:
        for inner in self._open[depth:]:
            del self._counts[inner]
        del self._open[depth:]
