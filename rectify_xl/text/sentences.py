"""Where one sentence ends and the next begins: the only place that knows for texts of any kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUOTE = '[“”‘’「」『』"]'
_END = "[。；！？;!?]+"
_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『"}
_PIECE = "[。；;\n]"


def pieces(text: str) -> list[str]:
    """Return what stands between full stops, semicolons and ends of lines, without these; some may be empty."""
    return re.split(_PIECE, text)


def last_sentence(text: str) -> str:
    """Return the last sentence of a text with its mark: what was told last about a problem."""
    told = [piece.strip() for piece in re.split(r"(?<=[。；;!！])|\n", text) if piece.strip(" 。；;")]
    return told[-1] if told else ""


def whole_sentences(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Yield the sentences that a full stop, a question or a call ends, with their offsets, none over `longest`."""
    for match in re.finditer(rf"[^。！？!?]{{1,{longest}}}[。！？!?]*|[。！？!?]+", text):
        yield match.start(), match[0]


def sentence_ends(text: str) -> list[int]:
    """Return the offsets behind the marks that end a sentence (。；！？) outside quotation marks.

    A quotation mark without its other half counts as none: people forget them.
    """
    if not re.search(_QUOTE, text):
        return [match.end() for match in re.finditer(_END, text)]
    marks = [(match.group(), match.start(), match.end()) for match in re.finditer(f"{_QUOTE}|{_END}", text)]
    quoted: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for mark, start, _ in marks:
        opener = '"' if mark == '"' else _CLOSING.get(mark, "")
        if opener and any(mark_open == opener for mark_open, _ in opened):
            while opened:
                last, begin = opened.pop()
                if last == opener:
                    quoted.append((begin, start))
                    break
        elif mark in _CLOSING.values() or mark == '"':
            opened.append((mark, start))
    return [
        end
        for mark, start, end in marks
        if mark[0] in "。；！？;!?" and not any(begin < start < close for begin, close in quoted)
    ]
