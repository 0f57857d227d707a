"""Rows and links as XML straight into the parts that XlsxWriter keeps on disk for a sheet.

XlsxWriter itself takes ten times as long for a cell, since every call checks its arguments, keeps the row, and writes
it piece by piece: with the 50,000 rows of a province that is most of a second run. Heads, notes, charts and everything
around the rows stay its work. This module is the only one that knows what it calls its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rectify_xl.text.cell_value import storable
from rectify_xl.text.refs import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_DAY_ZERO = date(1899, 12, 30)
_SPECIAL = re.compile("[&<>]")
_LOOKS_ESCAPED = re.compile("_x(?=[0-9A-Fa-f]{4}_)")
"""What Excel would take for a character that is written by its number."""
_ROW = "\x01"
"""What stands for the number of the row while its cells are made; no text that a workbook can hold has it."""

StreamedValue = str | int | float | date | datetime | None
_BROKEN = 1.12
"""Lines end before what cannot be parted (P001, a sign), so that a text takes more room than its letters."""
_WIDE, _DEFAULT_SIZE = 2.1, 11.0
"""As `row_heights` counts: width of a Chinese character in columns of the default size."""


def cell_head(place: int, style: int) -> str:
    """Return how a cell begins, in the column at `place` (from 0), with the number of its style."""
    return f'<c r="{column_letters(place + 1)}{_ROW}" s="{style}"'


def cell(head: str, value: StreamedValue) -> str:
    """Return a cell that begins so."""
    if isinstance(value, str) and value:
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
    if value is None or value == "":
        return f"{head}/>"
    return f"{head}><v>{value if isinstance(value, int | float) else _serial(value)!r}</v></c>"


class RowStream:
    """The rows of one sheet, from above to below, and the links of their cells to other files."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._links: list[str] = []
        self._targets: dict[str, int] = {}
        sheet._write_hyperlinks = self._write_links  # noqa: SLF001 - see above

    def write(self, row: int, cells: Sequence[str], height: float) -> None:
        """Write one row (from 0) of cells that stand side by side from the first column, `height` in points."""
        whole = f'<row r="{_ROW}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
        self._sheet._write_single_row(row)  # noqa: SLF001
        self._sheet._check_dimensions(row, 0)  # noqa: SLF001
        self._sheet._check_dimensions(row, len(cells) - 1)  # noqa: SLF001
        self._sheet.row_data_fh.write(whole.replace(_ROW, str(row + 1)))

    def link(self, row: int, place: int, target: str, ref: str) -> None:
        """Make a cell lead to a file, and to a cell in it; how many a sheet may have, the caller minds."""
        number = self._targets.setdefault(target, len(self._targets) + 1)
        where = f' location="{_attribute(ref)}"' if ref else ""
        self._links.append(f'<hyperlink ref="{column_letters(place + 1)}{row + 1}" r:id="rId{number}"{where}/>')

    def _write_links(self) -> None:
        """Write what XlsxWriter would; a file to which many cells lead is named once."""
        sheet = self._sheet
        if not self._links:
            return
        sheet._xml_start_tag("hyperlinks")  # noqa: SLF001
        for link in self._links:
            sheet.fh.write(link)
        sheet._xml_end_tag("hyperlinks")  # noqa: SLF001
        sheet.rel_count += len(self._targets)
        sheet.external_hyper_links += [["/hyperlink", target, "External"] for target in self._targets]


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


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;")
