"""A whole row as one readable text in a cell of 变更记录, and back. Pure.

A line a column, `列：内容`; what follows a line break within a cell begins with a full-width blank.
"""

import re
from collections.abc import Mapping

LONGEST_ROW = 30_000
"""Characters (UTF-16 units) of a row told in one cell; longer texts of a row are told in lines of their own."""

_NEXT_COLUMN = "\n(?!　)"


def as_text(row: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return a whole row as one readable text, and the columns that did not fit into it."""
    lines: list[str] = []
    rest: list[str] = []
    used = 0
    for column, text in row.items():
        line = f"{column}：" + text.replace("\n", "\n　")
        length = len(line.encode("utf-16-le", "replace")) // 2 + 1
        if used + length > LONGEST_ROW:
            rest.append(column)
        else:
            lines.append(line)
            used += length
    return "\n".join(lines), tuple(rest)


def from_text(text: str) -> dict[str, str]:
    """Return the row that a text made by `as_text` tells."""
    row: dict[str, str] = {}
    for line in re.split(_NEXT_COLUMN, text):
        column, _, value = line.partition("：")
        if value:
            row[column] = value.replace("\n　", "\n")
    return row
