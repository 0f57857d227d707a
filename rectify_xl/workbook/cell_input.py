"""Say a value so that a live spreadsheet takes it for what it is.

A spreadsheet reads what is written into a cell as if a person had typed it: `1-2` becomes a date, `00123` a number,
`=A1` a formula. An apostrophe in front prevents that and is not part of the text; it is left out where no language of
Excel would take the text for anything else, because it shows in the formula bar.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from rectify_xl.errors import BookError
from rectify_xl.text import cell_value
from rectify_xl.text.refs import quoted_link
from rectify_xl.workbook.live.live_plan import CellEntry

TEXT_LIMIT = 32_767
"""Most characters (UTF-16 units) of a cell."""
FORMULA_TEXT_LIMIT = 255
"""Most characters of a text inside a formula."""

Typed = str | float | datetime | None

_SIGNS = frozenset("=+-@'＝＋－＠")
_COUNTING_WORDS = "年月日号时點点分秒上下午周星期天一二三四五六七八九十〇零百千万亿元角整"
_WORDS = re.compile(f"[\u3400-\u9fff](?<![{_COUNTING_WORDS}])")
"""A Chinese character that stands in no date, time or amount."""
_HYPERLINK = re.compile(r'=HYPERLINK\("#((?:[^"]|"")*)",\s*"(?:[^"]|"")*"\)')
_ID = re.compile(r"[A-Z]{1,2}\d+(?:-\d+)?")
"""Ids such as P001, M001-1 or RX101: no month has a name of two letters."""


def typed(entry: CellEntry, *, where: str) -> Typed:
    """Return what to write for `entry`; `where` names the cell. Raises `BookError` when a text is too long."""
    if entry.formula:
        return entry.formula
    value = entry.value
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if isinstance(value, time | timedelta):
        return cell_value.day_fraction(value)
    text = cell_value.storable(value)
    length = len(text.encode("utf-16-le")) // 2
    if length > TEXT_LIMIT:
        raise BookError(
            f"{where}的文字有{length}个字符，超过单元格上限{TEXT_LIMIT}个",
            f"请至少减去{length - TEXT_LIMIT}个字符，或分成几个单元格填写",
        )
    if entry.link and len(text) <= FORMULA_TEXT_LIMIT:
        return f'=HYPERLINK("#{_quoted(quoted_link(entry.link))}","{_quoted(text)}")'
    return text if _surely_text(text) else f"'{text}"


def link_of(formula: str) -> str:
    """Return the address to which a formula made by `typed` jumps, empty for any other formula."""
    match = _HYPERLINK.fullmatch(formula)
    return match.group(1).replace('""', '"').replace("'", "") if match else ""


def _surely_text(text: str) -> bool:
    return bool(text) and text[0] not in _SIGNS and bool(_WORDS.search(text) or _ID.fullmatch(text))


def _quoted(text: str) -> str:
    return text.replace('"', '""')
