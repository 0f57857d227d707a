"""Equations of Word in one line: 36/36=100%, x², √(a+b). Pure."""

from __future__ import annotations

from typing import Any

from rectify_xl.readers.docx.word_package import M, W

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_UNSHOWN = frozenset(f"{M}{name}" for name in ("ctrlPr", "rPr", "mcPr", "mPr", "oMathParaPr")) | {
    f"{W}rPr",
    f"{W}del",
    f"{W}moveFrom",
}


def linear(element: Any) -> str:
    """Return an equation, or a part of one, in one line."""
    tag = element.tag
    if tag in (f"{M}t", f"{W}t"):
        return element.text or ""
    if not isinstance(tag, str) or tag in _UNSHOWN or tag.endswith("Pr"):
        return ""
    write = _WRITTEN.get(tag.removeprefix(M))
    return write(element) if write else "".join(linear(child) for child in element)


def _part(element: Any, name: str) -> str:
    child = element.find(f"{M}{name}")
    return linear(child) if child is not None else ""


def _setting(element: Any, path: str, default: str) -> str:
    setting = element.find("/".join(f"{M}{name}" for name in path.split("/")))
    return setting.get(f"{M}val", "") if setting is not None else default


def _grouped(text: str) -> str:
    plain = text.replace(".", "").replace("%", "")
    return text if len(text) <= 1 or plain.isalnum() else f"({text})"


def _fraction(element: Any) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _raised(text: str) -> str:
    return text.translate(_RAISED) if text and all(ord(char) in _RAISED for char in text) else f"^{_grouped(text)}"


def _lowered(text: str) -> str:
    return text.translate(_LOWERED) if text and all(ord(char) in _LOWERED for char in text) else f"_{_grouped(text)}"


def _scripts(element: Any) -> str:
    lower, upper = element.find(f"{M}sub"), element.find(f"{M}sup")
    low = _lowered(linear(lower)) if lower is not None and linear(lower) else ""
    high = _raised(linear(upper)) if upper is not None and linear(upper) else ""
    return f"{low}{high}{_part(element, 'e')}" if element.tag == f"{M}sPre" else f"{_part(element, 'e')}{low}{high}"


def _many(element: Any) -> str:
    sign = _setting(element, "naryPr/chr", "∫")
    lower, upper = _part(element, "sub"), _part(element, "sup")
    low, high = (_lowered(lower) if lower else ""), (_raised(upper) if upper else "")
    return f"{sign}{low}{high}{_part(element, 'e')}"


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    return f"{_raised(degree) if degree else ''}√{_grouped(_part(element, 'e'))}"


def _fenced(element: Any) -> str:
    first, last = _setting(element, "dPr/begChr", "("), _setting(element, "dPr/endChr", ")")
    between = _setting(element, "dPr/sepChr", "|")
    return f"{first}{between.join(linear(argument) for argument in element.iterchildren(f'{M}e'))}{last}"


def _limit(element: Any) -> str:
    return f"{_part(element, 'e')}{_lowered(_part(element, 'lim'))}"


def _rows(element: Any) -> str:
    rows = [[linear(cell) for cell in row.iterchildren(f"{M}e")] for row in element.iterchildren(f"{M}mr")]
    return f"[{'; '.join(', '.join(row) for row in rows)}]"


def _lines(element: Any) -> str:
    return "；".join(linear(line) for line in element.iterchildren(f"{M}e"))


_WRITTEN = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "nary": _many,
    "rad": _root,
    "d": _fenced,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _rows,
    "eqArr": _lines,
}
