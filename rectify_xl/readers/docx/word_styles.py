"""The styles of a Word document, as far as they tell what is shown: hidden text, and lists."""

from __future__ import annotations

from typing import Any, NamedTuple

from rectify_xl.readers.docx.word_package import VAL, W, on, whole


class Listed(NamedTuple):
    """The list of a paragraph, its level where one is named, and the style that named the list."""

    name: str = ""
    level: int | None = None
    style: str = ""


class WordStyles:
    """What styles say about paragraphs and runs; `root` is the part with the styles, None without one."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._defaults: dict[str, str] = {}
        self._hidden: dict[str, bool | None] = {}
        self._chains: dict[str, tuple[Any, ...]] = {}
        self._listed: dict[str, Listed] = {}
        self._all_hidden = False
        self._hide = False
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            self._styles.setdefault(key, style)
            if style.get(f"{W}default", "0") in ("1", "true", "on"):
                self._defaults.setdefault(style.get(f"{W}type", ""), key)
        self._hide = next(root.iter(f"{W}vanish", f"{W}specVanish"), None) is not None
        self._all_hidden = bool(_hides(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")))

    def hidden(self, run: Any, paragraph: Any, *, table: bool = False) -> bool:
        """Tell whether Word hides a run, by its own properties (`rPr`) and those of its paragraph (`pPr`).

        What styles say of hiding is a toggle: a hidden character style within a hidden paragraph style is shown again.
        `table` tells that the style of the table around it hides.
        """
        own = _hides(run) if run is not None else None
        if own is not None:
            return own
        if not self._hide:
            return False
        by_paragraph = self._says(self._style(paragraph, "pStyle", "paragraph"))
        by_run = self._says(self._style(run, "rStyle", "character"))
        if by_paragraph is None and by_run is None and not table:
            return self._all_hidden
        return (bool(by_paragraph) != bool(by_run)) != table

    def hides_table(self, paragraph: Any) -> bool:
        """Tell whether the style of the innermost table around a paragraph hides what it holds."""
        if not self._hide:
            return False
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        named = table.find(f"{W}tblPr/{W}tblStyle") if table is not None else None
        return named is not None and bool(self._says(named.get(VAL, "")))

    def font(self, run: Any) -> str:
        """Return the font that a run names for its characters, empty where it names none."""
        fonts = run.find(f"{W}rFonts") if run is not None else None
        return (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "") if fonts is not None else ""

    def listed(self, paragraph: Any) -> Listed:
        """Return the list of a paragraph; what its own properties leave open, its styles tell."""
        style = self._style(paragraph, "pStyle", "paragraph")
        if style not in self._listed:
            setting = Listed()
            for ancestor in self._chain(style):
                setting = _completed(setting, ancestor.find(f"{W}pPr"), ancestor.get(f"{W}styleId", ""))
            self._listed[style] = setting
        inherited = self._listed[style]
        own = _completed(Listed(), paragraph, "")
        level = own.level if own.level is not None else inherited.level
        return Listed(own.name, level) if own.name else inherited._replace(level=level, style=inherited.style)

    def list_of(self, style: str) -> str:
        """Return the list that a style for lists names."""
        return next((numbering.name for numbering in [self._list_in(style)] if numbering.name), "")

    def _list_in(self, style: str) -> Listed:
        listed = Listed()
        for ancestor in self._chain(style):
            listed = _completed(listed, ancestor.find(f"{W}pPr"), style)
        return listed

    def _style(self, properties: Any, name: str, kind: str) -> str:
        named = properties.find(f"{W}{name}") if properties is not None else None
        style: str = named.get(VAL, "") if named is not None else ""
        return style if style in self._styles else self._defaults.get(kind, "")

    def _says(self, style: str) -> bool | None:
        if style not in self._hidden:
            statements = (_hides(ancestor.find(f"{W}rPr")) for ancestor in self._chain(style))
            self._hidden[style] = next((hidden for hidden in statements if hidden is not None), None)
        return self._hidden[style]

    def _chain(self, style: str) -> tuple[Any, ...]:
        """Return a style and those that it is based on."""
        if style not in self._chains:
            chain: dict[str, Any] = {}
            name = style
            while name in self._styles and name not in chain:
                chain[name] = self._styles[name]
                based = chain[name].find(f"{W}basedOn")
                name = based.get(VAL, "") if based is not None else ""
            self._chains[style] = tuple(chain.values())
        return self._chains[style]


def _hides(properties: Any) -> bool | None:
    if properties is None:
        return None
    hidden = on(properties.find(f"{W}vanish"))
    return on(properties.find(f"{W}specVanish")) if hidden is None else hidden


def _completed(listed: Listed, properties: Any, style: str) -> Listed:
    """Return a list with what is still open taken from the properties of a paragraph or style."""
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    if numbered is None:
        return listed
    name, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    if name is not None and not listed.name:
        listed = listed._replace(name=name.get(VAL, ""), style=style)
    if level is not None and listed.level is None:
        listed = listed._replace(level=whole(level.get(VAL), 0))
    return listed
