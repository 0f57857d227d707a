"""Signs that come in pairs: quotation marks, brackets, 《》."""

from __future__ import annotations

PAIRS: dict[str, str] = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕", "「": "」"}


def lonely(text: str, pair: str) -> list[int]:
    """Return the places of the signs of one pair (`“”`) that lack their partner."""
    left, right = pair[0], pair[1]
    opened: list[int] = []
    alone: list[int] = []
    for at, char in enumerate(text):
        if char == left:
            opened.append(at)
        elif char == right:
            if opened:
                opened.pop()
            else:
                alone.append(at)
    return sorted(opened + alone)


def nested(text: str, pair: str) -> list[int]:
    """Return where a sign opens inside its own pair: “甲“乙”丙”; only for a text in which none lacks its partner."""
    left, right = pair[0], pair[1]
    depth = 0
    positions: list[int] = []
    for at, char in enumerate(text):
        if char == left:
            if depth:
                positions.append(at)
            depth += 1
        elif char == right:
            depth -= 1
    return positions
