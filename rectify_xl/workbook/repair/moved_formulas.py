"""Compare formulas that were moved: by programs, by inserted columns, by pasting."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from rectify_xl.text.refs import REFERENCE, column_letters, column_number

_TEXT = re.compile(r'("(?:[^"]|"")*")')


def moved(formula: str, columns: Mapping[int, int], header: int) -> str:
    """Return a rule of the blank ledger as it reads in a ledger whose columns stand elsewhere.

    `columns` gives the present place of each column of the blank ledger, `header` the row of the header.
    """

    def change(match: re.Match[str]) -> str:
        fixed, column, kept, row = match.groups()
        place = column_number(column)
        return f"{fixed}{column_letters(columns.get(place, place))}{kept}{int(row) + header - 1}"

    return _outside_texts(formula, lambda part: re.sub(REFERENCE, change, part))


def names_one(formula: str, columns: Collection[int]) -> bool:
    """Tell whether a formula asks for a cell in one of some columns; to begin or end an area with one is no asking."""
    singles = (
        column_number(match[2])
        for index, part in enumerate(_TEXT.split(formula))
        if not index % 2
        for match in re.finditer(REFERENCE, part)
        if part[match.end() : match.end() + 1] != ":" and part[match.start() - 1 : match.start()] != ":"
    )
    return any(column in columns for column in singles)


def relative(formula: str, row: int, column: int) -> str:
    """Return a formula that stands for the cell at `row` and `column` in a form that does not depend on the cell."""

    def change(match: re.Match[str]) -> str:
        fixed, name, kept, number = match.groups()
        across = f"${name}" if fixed else f"[{column_number(name) - column}]"
        return across + (f"${number}" if kept else f"[{int(number) - row}]")

    plain = formula.strip().removeprefix("=")
    return _outside_texts(plain, lambda part: re.sub(REFERENCE, change, "".join(part.split()).upper()))


def _outside_texts(formula: str, change: Callable[[str], str]) -> str:
    parts = _TEXT.split(formula)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))
