"""Read a signature cell of 销号登记: who signed, on which day, and whether it is a consent at all.

One set of rules for what a step writes and for what a hand typed: `close`, `check` and the binding deadline ask here.
"""

import re
from datetime import date
from typing import NamedTuple

from rectify_xl import dates, values
from rectify_xl.when import When

_SIGNATURE = r"(.*\S)\s+(\d{4}-\d\d-\d\d)"
_EMPTY_WORDS = frozenset({"无", "略", "待签", "未签", "待签字", "未签字", "待定", "待补", "空缺"})
"""What people put where a signature is still to come."""
_DENIED = r"不同意|(?:不予|暂不|暂缓|不能|不得)\S{0,2}(?:销号|通过|验收)|[不未]通过|(?<!无)(?<!没有)不合格"


class Signature(NamedTuple):
    """A name, and the day when it was written (None where only the name stands there)."""

    name: str
    day: date | None


def signature(text: str) -> Signature:
    """Read a signature cell: `李四 2025-06-01`, a name with a date in another form, or a name alone."""
    match = re.fullmatch(_SIGNATURE, text, re.DOTALL)
    if match:
        try:
            return Signature(match[1], date.fromisoformat(match[2]))
        except ValueError:
            return Signature(text, None)
    dated = [each for each in dates.mentions(text) if each.when.day]
    if not dated:
        return Signature(text, None)
    last = dated[-1]
    return Signature((text[: last.start] + text[last.end :]).strip(" 　,，、;；()（）"), begins(last.when))


def is_name(text: str) -> bool:
    """Tell whether a text can be somebody's name: neither a date or sign alone, nor a word for “not yet signed”."""
    return any(char.isalpha() for char in text) and values.key(text) not in _EMPTY_WORDS


def denied(text: str) -> str:
    """Return the words with which an opinion or a signature refuses the closing, empty where it does not."""
    match = re.search(_DENIED, text)
    return match[0] if match else ""


def signed(name: str, day: date) -> str:
    """Return what a signature cell holds."""
    return f"{name} {day.isoformat()}"


def said(mark: Signature) -> str:
    """Return a signature as a sentence names it: who, and when."""
    return mark.name + (f"于{mark.day.isoformat()}" if mark.day else "")


def begins(when: When) -> date | None:
    """Return the first day that a date can mean: of a month its first."""
    return when.day.replace(day=1) if when.day and when.kind == "month" else when.day
