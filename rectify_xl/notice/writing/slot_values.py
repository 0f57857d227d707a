"""The values that slots work with: numbers and texts that remember their slot, also through sums.

What is printed is put between marks, which `unmarked` takes out again.
"""

from __future__ import annotations

import re
from typing import Any, Self

OPEN, NAMED, CLOSE = "\ufdd3", "\ufdd4", "\ufdd5"
"""Code points that stand for no character, which Unicode keeps for such inner uses."""

_NAMES = "\ufdd6"
_STRETCH = re.compile(f"{OPEN}(.*?){NAMED}(.*?){CLOSE}", re.DOTALL)
_MARKS = re.compile("[\ufdd3-\ufdd6]")


class Number(int):
    """A number and the slots that it was computed from."""

    names: tuple[str, ...]

    def __new__(cls, value: int, names: tuple[str, ...]) -> Self:
        """Return `value` as a number that comes from the slots `names`."""
        number = super().__new__(cls, value)
        number.names = names
        return number

    def __add__(self, other: int) -> Any:
        return self._with(int.__add__(self, other), other)

    def __radd__(self, other: int) -> Any:
        return self._with(int.__radd__(self, other), other)

    def __sub__(self, other: int) -> Any:
        return self._with(int.__sub__(self, other), other)

    def __rsub__(self, other: int) -> Any:
        return self._with(int.__rsub__(self, other), other)

    def _with(self, value: Any, other: int) -> Any:
        if value is NotImplemented:
            return value
        return Number(value, tuple(dict.fromkeys((*self.names, *getattr(other, "names", ())))))


class SlotText(str):
    """A text and the slots that it comes from."""

    __slots__ = ("names",)
    names: tuple[str, ...]

    def __new__(cls, value: str, names: tuple[str, ...]) -> Self:
        """Return `value` as a text that comes from the slots `names`."""
        text = super().__new__(cls, value)
        text.names = names
        return text

    def __add__(self, other: str) -> SlotText:
        return SlotText(str.__add__(self, other), tuple(dict.fromkeys((*self.names, *getattr(other, "names", ())))))


class BlankValue:
    """The value of a slot whose cell is empty: false in a condition, and visible when printed."""

    def __init__(self, name: str, shown: str) -> None:
        self.names = (name,)
        self._shown = shown

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self._shown


def marked(value: object) -> object:
    """Return what is printed for `value`: that of a slot between marks, anything else as it is."""
    names = getattr(value, "names", None)
    if names is None:
        return value
    text = _MARKS.sub("\ufffd", str(value))
    return f"{OPEN}{_NAMES.join(names)}{NAMED}{text}{CLOSE}"


def unmarked(text: str) -> tuple[str, list[tuple[int, int, tuple[str, ...]]]]:
    """Return a rendered text without marks, and for each marked stretch its start, its end and its slots."""
    parts: list[str] = []
    stretches: list[tuple[int, int, tuple[str, ...]]] = []
    length = at = 0
    for match in _STRETCH.finditer(text):
        before = text[at : match.start()]
        start = length + len(before)
        length = start + len(match[2])
        parts += (before, match[2])
        stretches.append((start, length, tuple(match[1].split(_NAMES))))
        at = match.end()
    return "".join((*parts, text[at:])), stretches
