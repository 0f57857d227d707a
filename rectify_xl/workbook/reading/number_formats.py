"""Number formats that show a date without its day, or a percentage: what a spreadsheet makes of 2026年11月 and 80%.

A spreadsheet stores a typed month as its first day and lets the number format say that it is a month; python-calamine
tells the day only.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered_part
from rectify_xl.text.refs import parse_cell
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

Shown = Literal["month", "year", "percent"]

_BUILT_IN = (17, 27, 36, 50, 52, 57)
"""Formats without a code of their own that show year and month: mmm-yy, and yyyy年m月 in Chinese programs."""
_PERCENT = ("9", "10")
"""Formats without a code of their own that show percentages: 0%, 0.00%."""
_USED = tuple(b"numFmtId=%c%d%c" % (mark, number, mark) for mark in b"\"'" for number in _BUILT_IN)
_ENTITIES = (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class ShortDate(NamedTuple):
    """A cell, by row and column from 1, that shows only month or year of a date, or a percentage."""

    row: int
    column: int
    shown: Shown


def shows(code: str) -> Shown | None:
    """Return what of a date a number format shows, where it shows month or year and no day; None for all others."""
    if any(mark in code for mark in '"\\_*['):
        code = re.sub(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', "", code)
    first = code.split(";")[0].lower()
    if "general" in first or any(mark in first for mark in "dhsa0#?@"):
        return None
    if "m" in first:
        return "month"
    return "year" if "y" in first else None


@remembered_part
def styles(xml: bytes, name: str) -> Mapping[str, Shown]:
    """Return the cell styles of a workbook that show a date without its day, by number; nearly always none."""
    quoted = (piece for piece in xml.split(b"formatCode=")[1:] if piece[:1] in (b'"', b"'"))
    codes = (piece[1:].split(piece[:1])[0].decode("utf-8", "replace") for piece in quoted)
    if not any(used in xml for used in _USED) and not any(map(_may_show, codes)):
        return {}
    return _StyleReader(dict.fromkeys(map(str, _BUILT_IN), "month"), shows).read(xml, name)


def _may_show(code: str) -> bool:
    """Tell whether a format as it stands in the file may be one of those that count; in doubt say yes."""
    for entity, mark in _ENTITIES:
        code = code.replace(entity, mark)
    return "&#" in code or shows(code) is not None


def percentages(xml: bytes, name: str) -> Mapping[str, Shown]:
    """Return the cell styles of a workbook that show percentages, by number."""
    return _StyleReader(dict.fromkeys(_PERCENT, "percent"), _percentage).read(xml, name)


def _percentage(code: str) -> Shown | None:
    return "percent" if "%" in re.sub(r'"[^"]*"|\\.', "", code).split(";")[0] else None


class _StyleReader:
    """Collects the number formats of the cell styles: those known by number, and those that `judge` finds."""

    def __init__(self, known: Mapping[str, Shown], judge: Callable[[str], Shown | None]) -> None:
        self._formats: dict[str, Shown | None] = {**known}
        self._judge = judge
        self._inside = False
        self._found: dict[str, Shown] = {}
        self._count = 0

    def read(self, xml: bytes, name: str) -> Mapping[str, Shown]:
        sheet_facts.parse(xml, name, self._start, self._end)
        return self._found

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = self._judge(attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            if pattern := self._formats.get(attributes.get("numFmtId", "")):
                self._found[str(self._count)] = pattern
            self._count += 1

    def _end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False


def cells(xml: bytes, styled: Mapping[str, Shown], name: str) -> Iterator[ShortDate]:
    """Yield the cells of a sheet's part that have one of the styles and hold something."""
    numbers = "|".join(styled).encode()
    if not styled or not re.search(rb"\ss=[\"'](?:" + numbers + rb")[\"']", xml):
        return
    short_dates: list[ShortDate] = []
    place = [0, 0]
    short: list[Shown | None] = [None]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "row":
            place[:] = int(attributes.get("r") or place[0] + 1), 0
        elif tag == "c":
            place[:] = parse_cell(attributes.get("r", "")) or (place[0], place[1] + 1)
            short[0] = styled.get(attributes.get("s", "0"))
        elif tag == "v" and short[0]:
            short_dates.append(ShortDate(place[0], place[1], short[0]))

    sheet_facts.parse(xml, name, start)
    yield from short_dates


def as_shown(day: date, short_date: Shown) -> cell_value.Month | cell_value.Year:
    """Return a date as the month or year that its cell shows."""
    kind = cell_value.Month if short_date == "month" else cell_value.Year
    return kind(day.year, day.month, day.day)


def kind_of(number: int, code: str) -> Shown | None:
    """Return what a number format shows instead of a day or a plain number, given its number and its code."""
    if number in _BUILT_IN:
        return "month"
    return "percent" if str(number) in _PERCENT else shows(code) or _percentage(code)


def value_as_shown(value: cell_value.Raw, shown: Shown) -> cell_value.Raw:
    """Return a value as a cell with such a format shows it: a date as its month, a number as a percentage."""
    if shown == "percent":
        is_number = isinstance(value, float | int) and not isinstance(value, bool)
        return cell_value.Percent(value) if is_number else value  # type: ignore[arg-type] # it is a number
    return as_shown(value, shown) if isinstance(value, date) else value
