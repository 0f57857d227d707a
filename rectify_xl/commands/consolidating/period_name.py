"""The name of the period of a consolidation: under it the store keeps what was counted. Pure."""

from __future__ import annotations

import re
from datetime import date

from rectify_xl.errors import UsageError
from rectify_xl.text import excerpts, file_names

_MONTH, _MONTHS = re.compile(r"(\d{4})-(\d{1,2})"), 12


def read(given: str, as_of: date) -> str:
    """Return the period that is asked for, a month always with two digits; the month of the day where none is.

    Raises `UsageError` for a name that no record can have.
    """
    period = given.strip() or f"{as_of:%Y-%m}"
    month = _MONTH.fullmatch(period)
    if month and 1 <= int(month[2]) <= _MONTHS:
        return f"{month[1]}-{int(month[2]):02}"
    if month or file_names.safe(period) != period or len(period) > 40:
        raise UsageError(f"--period 不能是“{excerpts.beginning(period, 40)}”", "请写成 2026-09 或 2026年三季度 的样子")
    return period


def is_another_month(period: str, as_of: date) -> bool:
    """Tell whether a period is named as a month, and that is not the month of its day."""
    return bool(_MONTH.fullmatch(period)) and not as_of.isoformat().startswith(period)


def refuse_replacing(period: str, kept: str, as_of: date) -> None:
    """Refuse to put one month in the place of another: the call of last month was used once more.

    `kept` is the day of what the store keeps under this name, as ISO writes it, empty where it keeps nothing. Raises
    `UsageError` where that is of the month itself.
    """
    if kept.startswith(period):
        raise UsageError(
            f"汇总库里已有{period}的汇总（截至{kept}），这次截至{as_of.isoformat()}，是另一个月的",
            f"新的一期，请去掉 --period，或写成 --period {as_of:%Y-%m}；重做{period}的，请写 --as-of {kept}",
        )
