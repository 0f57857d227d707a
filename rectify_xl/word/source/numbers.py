"""Automatic numbering of a Word document, written out as literal text.

Word keeps such numbers outside the text, so that they vanish when it is copied; here they are computed as Word shows
them, as far as the formats of this genre go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from rectify_xl import limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_CHINESE = "〇一二三四五六七八九"
DEEPEST_STYLE = 20


class _Level(NamedTuple):
    start: int
    form: str
    text: str


class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._same: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {style.get(f"{_W}styleId"): style for style in document.styles.element.iter(f"{_W}style")}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {each.get(f"{_W}abstractNumId"): each for each in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            found = number.find(f"{_W}abstractNumId")
            key = found.get(_VAL) if found is not None else None
            if key in abstract:
                name = number.get(f"{_W}numId")
                levels = _levels(abstract[key])
                overridden = {
                    int(each.get(f"{_W}ilvl", "0")): start.get(_VAL)
                    for each in number.iter(f"{_W}lvlOverride")
                    if (start := each.find(f"{_W}startOverride")) is not None
                }
                for level, start in overridden.items():
                    if level in levels:
                        levels[level] = levels[level]._replace(start=int(start or 1))
                self._lists[name] = levels
                self._same[name] = name if overridden else f"abstract {key}"

    def number(self, paragraph: Any) -> str:
        """Return the number that Word shows in front of a paragraph, empty without one."""
        name, level = self._where(paragraph.find(f"{_W}pPr"))
        levels = self._lists.get(name, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._same[name], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = levels[level].text
        for each, definition in levels.items():
            value = counts.get(each, definition.start)
            shown = shown.replace(f"%{each + 1}", _FORMS.get(definition.form, str)(value))
        return "" if levels[level].form in ("bullet", "none") else shown

    def _where(self, properties: Any, depth: int = 0) -> tuple[str, int]:
        """Return list and level of a paragraph, from itself or from its style."""
        if properties is None or depth > DEEPEST_STYLE:
            return "", 0
        found = properties.find(f"{_W}numPr")
        if found is not None:
            name, level = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
            if name is not None:
                return name.get(_VAL, ""), int(level.get(_VAL, "0")) if level is not None else 0
        style = properties.find(f"{_W}pStyle")
        if style is None and properties.getparent().tag == f"{_W}style":
            style = properties.getparent().find(f"{_W}basedOn")
        target = self._styles.get(style.get(_VAL)) if style is not None else None
        return self._where(target.find(f"{_W}pPr"), depth + 1) if target is not None else ("", 0)


def _levels(abstract: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in abstract.iter(f"{_W}lvl"):
        start, form, text = (level.find(f"{_W}{name}") for name in ("start", "numFmt", "lvlText"))
        found[int(level.get(f"{_W}ilvl", "0"))] = _Level(
            int(start.get(_VAL, "1")) if start is not None else 1,
            form.get(_VAL, "decimal") if form is not None else "decimal",
            text.get(_VAL, "")[: limits.NUMBER_PATTERN] if text is not None else "",
        )
    return found


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else _CHINESE[tens] + "十"
    return head + (_CHINESE[ones] if ones else "")


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)


def _letter(value: int) -> str:
    return chr(96 + value) if 1 <= value <= 26 else str(value)


def _roman(value: int) -> str:
    shown = ""
    for number, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while value >= number and len(shown) < 20:
            shown, value = shown + sign, value - number
    return shown


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _chinese,
    "taiwaneseCounting": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "decimalZero": lambda value: f"{value:02d}",
    "bullet": lambda _: "",
    "none": lambda _: "",
}
