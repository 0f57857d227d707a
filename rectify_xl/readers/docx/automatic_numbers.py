"""Automatic numbering of a Word document, written out as literal text.

Word keeps such numbers outside the text, so that they vanish when it is copied; here they are computed as Word shows
them: levels and their overrides, lists that are styles, restarts, and the forms of `number_forms`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from rectify_xl.readers.docx import number_forms
from rectify_xl.readers.docx.word_package import VAL, W, on, whole
from rectify_xl.readers.docx.word_styles import WordStyles
from rectify_xl.system import limits
from rectify_xl.text.numerals import HUNDREDS

LEVELS = 9
_LINKS = 20
"""Lists that may lead from one to the next."""


class _Level(NamedTuple):
    """A level of a list: how its numbers look, after which level it restarts (None: any above), and its style."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    joined: bool = False
    unseen: bool = False
    style: str = ""
    given: str = ""


class _List(NamedTuple):
    """A list: what counts it (lists of one abstract list count on), its levels, and where it starts anew."""

    counted: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of one document, in order; `root` is the part with the lists."""

    def __init__(self, root: Any, styles: WordStyles) -> None:
        self._looks = styles
        self._abstract: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        self._styled: dict[str, str] = {}
        self._known: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._abstract = {
                abstract.get(f"{W}abstractNumId", ""): abstract for abstract in root.iter(f"{W}abstractNum")
            }
            self._styled = {_style_of(abstract): key for key, abstract in self._abstract.items()}
            self._lists = {item.get(f"{W}numId", ""): item for item in root.iter(f"{W}num")}

    def number(self, paragraph: Any) -> str:
        """Return the number that Word shows in front of a paragraph with these properties, empty without one."""
        listed = self._looks.listed(paragraph)
        numbering = self._list(listed.name) if listed.name else None
        if numbering is None:
            return ""
        level = listed.level or 0
        if listed.style:
            level = next((at for at, candidate in numbering.levels.items() if candidate.style == listed.style), level)
        definition = numbering.levels.get(level)
        if definition is None:
            return ""
        counts = self._count(listed.name, numbering, level)
        if definition.form in ("bullet", "none") or definition.unseen:
            return ""
        label = re.sub(
            "%([1-9])",
            lambda match: _shown(numbering.levels.get(int(match[1]) - 1), counts.get(int(match[1]) - 1), definition),
            definition.pattern,
        )
        return f"{label} " if label and not definition.joined and _runs_on(label) else label

    def _count(self, name: str, numbering: _List, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(numbering.counted, {})
        if level in numbering.starts and (name, level) not in self._begun:
            self._begun.add((name, level))
            counts[level] = numbering.starts[level]
        else:
            counts[level] = counts.get(level, numbering.levels[level].start - 1) + 1
        for deeper in [depth for depth in counts if depth > level]:
            restart = numbering.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                del counts[deeper]
        return counts

    def _list(self, name: str) -> _List | None:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> _List | None:
        element = self._lists.get(name)
        key = self._target(element)
        if element is None or key not in self._abstract:
            return None
        levels = {at: _level(element) for at, element in _numbered(self._abstract[key], "lvl")}
        starts: dict[int, int] = {}
        for at, override in _numbered(element, "lvlOverride"):
            own, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
            if own is not None:
                levels[at] = _level(own)
            if start is not None:
                starts[at] = whole(start.get(VAL), 1)
        return _List(key, levels, starts)

    def _target(self, element: Any) -> str:
        """Return the abstract list that has the levels of a list: it may lead to a style, and that to another list."""
        for _ in range(_LINKS):
            target = element.find(f"{W}abstractNumId") if element is not None else None
            key: str = target.get(VAL, "") if target is not None else ""
            link = self._abstract[key].find(f"{W}numStyleLink") if key in self._abstract else None
            if link is None:
                return key
            style = link.get(VAL, "")
            element = self._lists.get(self._looks.list_of(style))
            if element is None:
                return self._styled.get(style, "")
        return ""


def _runs_on(number: str) -> bool:
    """Tell whether a number ends in a letter or numeral, so that it would run into the text: 1.1, 二."""
    return (number[-1].isascii() and number[-1].isalnum()) or number[-1] in f"〇零{HUNDREDS}千万"


def _style_of(abstract: Any) -> str:
    """Return the style of lists that an abstract list belongs to."""
    link = abstract.find(f"{W}styleLink")
    return link.get(VAL, "") if link is not None else ""


def _numbered(parent: Any, name: str) -> list[tuple[int, Any]]:
    pairs = ((whole(element.get(f"{W}ilvl"), 0), element) for element in parent.iterchildren(f"{W}{name}"))
    return [(at, element) for at, element in pairs if 0 <= at < LEVELS]


def _level(element: Any) -> _Level:
    start, restart = element.find(f"{W}start"), element.find(f"{W}lvlRestart")
    form = next(iter(element.iter(f"{W}numFmt")), None)  # a form of one's own stands in an alternative
    text, suffix, style = (element.find(f"{W}{name}") for name in ("lvlText", "suff", "pStyle"))
    return _Level(
        whole(start.get(VAL), 1) if start is not None else 1,
        form.get(VAL, "decimal") if form is not None else "decimal",
        text.get(VAL, "")[: limits.NUMBER_PATTERN] if text is not None else "",
        whole(restart.get(VAL), 0) if restart is not None else None,
        bool(on(element.find(f"{W}isLgl"))),
        suffix is not None and suffix.get(VAL) == "nothing",
        bool(on(element.find(f"{W}rPr/{W}vanish"))),
        style.get(VAL, "") if style is not None else "",
        form.get(f"{W}format", "") if form is not None else "",
    )


def _shown(level: _Level | None, count: int | None, within: _Level) -> str:
    """Return the number of a level as a pattern shows it; a level that has not come yet shows where it starts."""
    if level is None:
        return ""
    value = level.start if count is None else count
    if within.legal:
        return str(value)
    return number_forms.shown(value, level.form, level.given)
