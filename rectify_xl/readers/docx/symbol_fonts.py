"""Characters of the fonts Symbol and Wingdings, which Word keeps as their places in the font. Pure."""

from __future__ import annotations

UNKNOWN = "〓"
"""What stands for a symbol that is not known."""
_PRIVATE = range(0xF000, 0xF100)

_SYMBOL = {
    0x22: "∀#∃%&∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
    0x5C: "∴", 0x5E: "⊥", 0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x7E: "∼", 0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xBE: "—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑", 0xF1: "〉∫",
}  # fmt: skip
_WINGDINGS = {
    0x22: "✂✁", 0x28: "☎✆✉", 0x36: "⌛", 0x3A: "💻", 0x3E: "✇", 0x3F: "✍", 0x41: "✌", 0x45: "☜☞☝☟", 0x4A: "☺",
    0x4C: "☹", 0x4F: "⚐", 0x51: "✈☼💧❄", 0x56: "✞", 0x58: "✠✡☪☯", 0x6C: "●❍■□", 0x70: "□❑❒⬧⧫◆❖⬥⌧", 0x7B: "❀✿“”",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x9E: "·•▪○", 0xA2: "○◉◎", 0xA6: "▪▪□", 0xAA: "✦★✶✴✹✵", 0xD5: "⌫⌦", 0xD8: "➢",
    0xDF: "←→↑↓↖↗↙↘⬅➔⬆⬇", 0xEF: "⇦⇨⇧⇩⬄⇳", 0xFB: "✗✓☒☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗✓☒☑", 0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩", 0x96: "•", 0xA2: "■□"}
_FONTS: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗"},
}
"""Runs of characters by the place of the first one."""
_TABLES: dict[str, dict[int, str]] = {}


def _is_symbols(font: str) -> bool:
    """Tell whether a font has pictures in the places of letters."""
    return font.strip().lower() in _FONTS


def read(font: str, place: str) -> str:
    """Return the character at the `place` (hexadecimal, as in `w:sym`) of a font; empty where it is not known."""
    bare = place.strip()
    if not bare or len(bare) > 6 or not all(digit in "0123456789abcdefABCDEF" for digit in bare):
        return ""
    return character(font, int(bare, 16))


def character(font: str, code: int) -> str:
    """Return what a font shows for a code; empty where that is not known."""
    at = code - _PRIVATE.start if code in _PRIVATE else code
    if _is_symbols(font):
        return " " if at in (0x20, 0xA0) and font.lower() != "symbol" else _table(font.strip().lower()).get(at, "")
    if code in _PRIVATE:
        return chr(at) if 0x20 <= at < 0x7F else ""
    usable = 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE or 0x10000 <= code < 0xE0000
    return chr(code) if usable else ""


def text(font: str, written: str) -> tuple[str, str]:
    """Return a text of a run in a font as it is shown, and those of its characters that are not known.

    Characters of private use in an ordinary font (自造字) stay as they are: nobody else knows them.
    """
    if not _is_symbols(font):
        return written, "".join(char for char in written if "\ue000" <= char <= "\uf8ff")
    readable, unknown = "", ""
    for char in written:
        plain = character(font, ord(char)) if ord(char) < 0x100 or ord(char) in _PRIVATE else char
        readable += plain or UNKNOWN
        unknown += "" if plain else char
    return readable, unknown


def _table(font: str) -> dict[int, str]:
    if font not in _TABLES:
        table = {first + at: char for first, chars in _FONTS[font].items() for at, char in enumerate(chars)}
        if font == "symbol":
            table = {code: chr(code) for code in range(0x20, 0x7F) if not chr(code).isalpha()} | table
        _TABLES[font] = table
    return _TABLES[font]
