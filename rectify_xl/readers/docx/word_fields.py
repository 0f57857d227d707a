"""Fields in a paragraph: their codes are not shown, their results are; some show what is stored nowhere."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from rectify_xl.readers.docx import number_forms, symbol_fonts
from rectify_xl.readers.docx.word_package import VAL, W, on, whole

_DRAWN = frozenset(("EQ", "SYMBOL", "MACROBUTTON", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"))
"""Fields that Word draws, so that no result is stored."""


class _Opened(NamedTuple):
    """A field whose code is being read: where its pieces begin, and its code."""

    at: int
    code: list[str]


class Codes:
    """Follows the fields of one paragraph, and takes the text within their codes out of `parts`."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._open: list[_Opened | None] = []

    def add(self, code: str) -> None:
        """Take in a piece of a code."""
        if self._open and (last := self._open[-1]) is not None:
            last.code.append(code)

    def mark(self, mark: Any) -> list[str]:
        """Take in where a field begins, its result begins, or it ends; return what cannot be read of it."""
        kind = mark.get(f"{W}fldCharType", "")
        if kind == "begin":
            self._open.append(_Opened(len(self._parts), []))
            self._parts.append(_form(mark))
        elif kind == "separate" and self._open and (opened := self._open[-1]) is not None:
            self._take_out(opened)
            self._open[-1] = None
        elif kind == "end" and self._open and (ended := self._open.pop()) is not None:
            return self._drawn(ended)
        return []

    def close(self) -> None:
        """Let go of fields that do not end in this paragraph: what stands behind their beginning stays."""
        self._open.clear()

    def _take_out(self, opened: _Opened) -> None:
        del self._parts[opened.at + 1 :]

    def _drawn(self, ended: _Opened) -> list[str]:
        """Put what a field without result draws in its place; return its code where that is not known."""
        kept = self._parts[ended.at]
        self._take_out(ended)
        code = "".join(ended.code).strip()
        name = code.split(maxsplit=1)[0].upper() if code else ""
        if kept or name not in _DRAWN:
            return []
        drawn = _symbol(code) if name == "SYMBOL" else _drawing(code) if name == "EQ" else ""
        self._parts.append(drawn)
        return [] if drawn else [code[:60]]


def _form(mark: Any) -> str:
    """Return what a drop-down or a check box of an old form shows."""
    listed, box = mark.find(f"{W}ffData/{W}ddList"), mark.find(f"{W}ffData/{W}checkBox")
    if listed is not None:
        entries = [entry.get(VAL, "") for entry in listed.iterchildren(f"{W}listEntry")]
        chosen = next(
            (setting for name in ("result", "default") if (setting := listed.find(f"{W}{name}")) is not None), None
        )
        at = whole(chosen.get(VAL), 0) if chosen is not None else 0
        return entries[at] if 0 <= at < len(entries) else ""
    if box is not None:
        state = next(
            (setting for name in ("checked", "default") if (setting := box.find(f"{W}{name}")) is not None), None
        )
        return "☑" if on(state) else "☐"
    return ""


def _symbol(code: str) -> str:
    words = code.split()
    font = re.search(r'\\f\s*"?([^"\\]+)"?', code, re.IGNORECASE)
    number = words[1] if len(words) > 1 else ""
    value = int(number, 0) if re.fullmatch(r"0[xX][0-9A-Fa-f]{1,5}|[1-9]\d{0,5}|0", number) else -1
    return symbol_fonts.character(font[1].strip() if font else "", value) if value >= 0 else ""


def _drawing(code: str) -> str:
    r"""Return the circled number or the fraction of an EQ field: `eq \o\ac(○,1)`, `eq \f(1,2)`."""
    circled = re.search(r"\\o(?:\\a[clr])?\s*\(\s*[○◯〇]\s*[,;，]\s*([^(),]{1,4})\s*\)", code, re.IGNORECASE)
    if circled:
        inner = circled[1].strip()
        drawn = number_forms.shown(int(inner), "decimalEnclosedCircle") if inner.isascii() and inner.isdigit() else ""
        return drawn or f"（{inner}）"
    fraction = re.search(r"\\f\s*\(([^(),]{1,40})[,;]([^(),]{1,40})\)", code, re.IGNORECASE)
    return f"{fraction[1].strip()}/{fraction[2].strip()}" if fraction else ""
