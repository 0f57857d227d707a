"""Rows as XML straight into the part that XlsxWriter keeps on disk for a sheet.

XlsxWriter itself takes three times as long for a cell, since every call checks its arguments, keeps the row, and writes
it piece by piece: with the 50,000 rows of a province that is most of a second run. Heads, notes, charts, links and
everything around the rows stay its work. This module is the only one that knows what it calls its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from rectify_xl.text.cell_value import storable
from rectify_xl.text.refs import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_DAY_ZERO = date(1899, 12, 30)
_SPECIAL = re.compile("[&<>]")
_LOOKS_ESCAPED = re.compile("_x(?=[0-9A-Fa-f]{4}_)")
"""What Excel would take for a character that is written by its number."""

StreamedCell = tuple[str | int | float | date | datetime | None, int]
"""A value and the number of its style."""
_BROKEN = 1.12
"""Lines end before what cannot be parted (P001, a sign), so that a text takes more room than its letters."""
_WIDE, _DEFAULT_SIZE = 2.1, 11.0
"""As `row_heights` counts: width of a Chinese character in columns of the default size."""


def write_row(sheet: Worksheet, row: int, cells: Sequence[StreamedCell], height: float) -> None:
    """Write one row (from 0), `height` in points, below all that were written before."""
    number = str(row + 1)
    written = [f'<row r="{number}" ht="{height:g}" customHeight="1">']
    for place, (value, style) in enumerate(cells, 1):
        head = f'<c r="{column_letters(place)}{number}" s="{style}"'
        if isinstance(value, str) and value:
            written.append(f'{head} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>')
        elif value is None or value == "":
            written.append(f"{head}/>")
        else:
            written.append(f"{head}><v>{value if isinstance(value, int | float) else _serial(value)!r}</v></c>")
    written.append("</row>")
    sheet._write_single_row(row)  # noqa: SLF001 - see above
    sheet._check_dimensions(row, 0)  # noqa: SLF001
    sheet._check_dimensions(row, len(cells) - 1)  # noqa: SLF001
    sheet.row_data_fh.write("".join(written))


def lines_needed(text: str, size: float, width: float) -> int:
    """Return on how many lines a text stands in a column: as `row_heights.lines`, by the number of its bytes.

    A Chinese character has three bytes, a Latin one has one; what has two is counted narrow, what has four wide.
    """
    if "\n" in text:
        return sum(lines_needed(part, size, width) for part in text.split("\n"))
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    units = (_WIDE * wide + len(text) - wide) * size / _DEFAULT_SIZE
    room = width - 0.7
    return int(-(-units * _BROKEN // room)) if units * _BROKEN > room else 1


def link_to_file(target: str, ref: str) -> Any:
    """Return a link to a cell of another workbook, whose address is written as it is."""
    from xlsxwriter.url import Url

    url = copy(_link_pattern(Url))
    # XlsxWriter writes paths with backslashes, which only Windows takes; Excel itself writes them as here.
    url._relationship_link = url._link = target  # noqa: SLF001
    url._anchor = ref  # noqa: SLF001
    return url


@cache
def _link_pattern(kind: Any) -> Any:
    return kind("external:x#y")


def add_link(sheet: Worksheet, row: int, column: int, url: Any) -> None:
    """Make a cell lead to a place; how many a sheet may have, the caller minds."""
    sheet.hlink_count += 1
    sheet.hyperlinks[row][column] = url


def style_number(style: Any) -> int:
    """Return the number by which cells name a format."""
    number: int = style._get_xf_index()  # noqa: SLF001
    return number


def _serial(value: date) -> int | float:
    """Return a day or a moment as the number of days that a cell holds for it."""
    if not isinstance(value, datetime):
        return (value - _DAY_ZERO).days
    midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
    return (value.date() - _DAY_ZERO).days + (value - midnight).total_seconds() / 86_400


def _text(text: str) -> str:
    text = storable(text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_x", text)
    if _SPECIAL.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
