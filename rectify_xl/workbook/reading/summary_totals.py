"""What 统计汇总 states as its totals: the numbers that are stored in the file, whoever put them there.

They are read without the native reader, which would have to take in the whole sheet for one line of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import summary_layout
from rectify_xl.text.refs import address_of
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading.sheet_facts import WorkbookFacts

COLUMNS: Mapping[str, str] = {"C": "problems", "D": "done", "F": "ongoing", "I": "longterm", "J": "immediate"}
"""The columns of the line of sums that do not depend on the day."""
WORDS: Mapping[str, str] = {
    "problems": "问题数",
    "done": "完成",
    "ongoing": "继续整改",
    "longterm": "长期坚持",
    "immediate": "即知即改",
}
"""What the columns are called."""
_ROW = re.compile(rb"<(?:\w+:)?row\s")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_PIECE = 1 << 15
"""Bytes that are unpacked at a time: larger pieces cost the system more than unpacking them."""
_BEGINNING = 1 << 12
"""Bytes in which a row's number stands behind its beginning."""
_CELL = re.compile(
    rb'<(?:\w+:)?c\b([^<>]*?\br="(%b)\d+"[^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)' % "|".join(COLUMNS).encode(), re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


def read(package: Package, facts: WorkbookFacts) -> Mapping[str, int]:
    """Return the stated totals by field of `StatusCounts`; those that hold no stored number are not there."""
    part = facts.sheets.get(schema.SUMMARY, "")
    if part not in package.members:
        return {}
    totals: dict[str, int] = {}
    for attributes, column, content in _CELL.findall(_line(package, part)):
        value = _VALUE.search(content)
        if value and b't="' not in attributes.replace(b't="n"', b""):
            number = _number(value[1])
            if number is not None:
                totals[COLUMNS[column.decode()]] = number
    return totals


def _line(package: Package, part: str) -> bytes:
    """Return what stands in the row of the totals, which is near the beginning: the rest is left packed."""
    pieces = package.pieces(part, _PIECE)
    content = b""
    for piece in pieces:
        content += piece
        if row := _row(content, pieces):
            return row
        content = content[-_BEGINNING:]
    return b""


def _row(content: bytes, further: Iterator[bytes]) -> bytes:
    """Return what stands in the row of the totals where it begins in `content`; it may end in `further` pieces."""
    number = b' r="%d"' % summary_layout.ASPECTS.total
    at = content.find(number)
    while at >= 0:
        begin = content.rfind(b"<", 0, at)
        if _ROW.match(content, begin):
            content = content[begin:]
            break
        at = content.find(number, at + 1)
    else:
        return b""
    while not (end := _ROW_END.search(content)):
        more = next(further, b"")
        if not more:
            return b""
        content += more
    first = content.find(b">")
    return b"" if content[first - 1 : first] == b"/" else content[first + 1 : end.start()]


def address(field: str) -> str:
    """Return where the total of a field stands."""
    column = next(letters for letters, name in COLUMNS.items() if name == field)
    return address_of(schema.SUMMARY, f"{column}{summary_layout.ASPECTS.total}")


def _number(text: bytes) -> int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None
