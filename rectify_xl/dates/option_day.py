"""A day as options give it, 2026-09-30, and what is wrong with one that is none."""

from __future__ import annotations

import calendar
import re
from datetime import date

_WRITTEN = re.compile(r"(\d{4})-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])")


def option_day(text: str) -> date:
    """Return the day that an option gives; raises `ValueError` with what is wrong with it in words for the user."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_complaint(text)) from None


def _complaint(text: str) -> str:
    written = _WRITTEN.fullmatch(text)
    if written:
        year, month, day = map(int, written.groups())
        last = calendar.monthrange(year or 1, month)[1]
        if day > last:
            return f"日历上没有“{text}”这一天（{year}年{month}月只有{last}天）"
    return f"日期应写成 2026-09-30 的样子，不能是“{text}”"
