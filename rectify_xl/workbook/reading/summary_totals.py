"""What 统计汇总 states as its totals: the numbers that are stored in the file, whoever put them there.

They are read without the native reader, which would have to take in the whole sheet for one line of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import summary_layout
from rectify_xl.text.refs import address_of
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading import sheet_facts

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
_PIECE = 1 << 17
"""Bytes that are unpacked at a time."""
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


def read(package: Package) -> Mapping[str, int]:
    """Return the stated totals by field of `StatusCounts`; those that hold no stored number are not there."""
    part = sheet_facts.workbook(package).sheets.get(schema.SUMMARY, "")
    if part not in package.members:
        return {}
    totals: dict[str, int] = {}
    for attributes, content in _CELL.findall(_line(package, part)):
        place = re.search(rb'\br="([A-Z]+)\d+"', attributes)
        field = COLUMNS.get(place[1].decode(), "") if place else ""
        value = _VALUE.search(content)
        if field and value and b't="' not in attributes.replace(b't="n"', b""):
            number = _number(value[1])
            if number is not None:
                totals[field] = number
    return totals


def _line(package: Package, part: str) -> bytes:
    """Return what stands in the row of the totals, which is near the beginning: the rest is left packed."""
    number = b' r="%d"' % summary_layout.ASPECTS.total
    content, at = bytearray(), -1
    for piece in package.pieces(part, _PIECE):
        content += piece
        at = content.find(number, max(0, at if at >= 0 else len(content) - len(piece) - len(number)))
        while at >= 0:
            begin = content.rfind(b"<", 0, at)
            if not _ROW.match(content, begin):
                at = content.find(number, at + 1)
                continue
            if end := _ROW_END.search(content, at):
                first = content.find(b">", at)
                return b"" if content[first - 1 : first] == b"/" else bytes(content[first + 1 : end.start()])
            break
    return b""


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
