"""Fit texts into cells without losing anything: Excel's limit of 32,767 characters, and braces that look like slots."""

from __future__ import annotations

import itertools
import re

from rectify_xl.notice.reading import stated_totals

LIMIT = 32767
"""Characters that one cell holds, counted as Excel does (rare ideographs and emoji count two)."""
MAX_BRACES = 100
"""Braces of one row of 通报文稿; each becomes a slot that prints it."""

_BRACE = re.compile(r"[{}｛｝]")
_ROOM = 16000


def _length(text: str) -> int:
    """Return how long Excel finds `text`."""
    return len(text) + sum(char > "\uffff" for char in text)


def pieces(text: str) -> tuple[str, ...]:
    """Return `text` in pieces that fit into one cell each; one piece where it fits whole."""
    if _length(text) <= LIMIT and len(_BRACE.findall(text)) <= MAX_BRACES:
        return (text,)
    texts: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + _ROOM, len(text))
        too_many = next(itertools.islice(_BRACE.finditer(text, start, end), MAX_BRACES, None), None)
        if too_many is not None:
            end = too_many.start()
        texts.append(text[start:end])
        start = end
    return tuple(texts)


def literal(text: str) -> str:
    """Return `text` so that a slot prints every brace in it as it stands."""
    return _BRACE.sub(lambda match: f"{{{{ '{match.group()}' }}}}", text)


def with_slots(text: str, counted: dict[str, int]) -> str:
    """Return prose in which every total that equals the counted one is a slot, and braces are literal."""
    parts: list[str] = []
    done = 0
    for total in stated_totals.find(text):
        slot = stated_totals.SLOTS.get(total.name)
        digits = text[total.start : total.end]
        printed = int(digits) if digits.isdecimal() else None
        if slot and counted.get(total.name) == total.value == printed and total.start >= done:
            parts += [literal(text[done : total.start]), f"{{{{ {slot} }}}}"]
            done = total.end
    return "".join([*parts, literal(text[done:])])
