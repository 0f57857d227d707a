"""The charts of the dashboard as inline SVG: a ring, and lines of stacked bars. Pure; every text is escaped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from rectify_xl.text.cell_value import storable

DONE, GOING, LATE = "#6aa84f", "#2e75b6", "#c00000"
_ROW, _NAME, _BAR, _WIDTH = 34, 182, 190, 490
_NAME_LETTERS = 12


class BarRow(NamedTuple):
    """A line of bars: its name, and the numbers that are stacked."""

    name: str
    numbers: tuple[int, ...]


class ChartPart(NamedTuple):
    """What the numbers at one place mean, and their colour."""

    name: str
    colour: str


STATES = (ChartPart("完成", DONE), ChartPart("继续整改（未逾期）", GOING), ChartPart("逾期", LATE))


def ring(title: str, numbers: Sequence[int], middle: str) -> str:
    """Return a ring of done, going on and late, with a text in its middle."""
    whole = sum(numbers)
    circumference = 2 * math.pi * 70
    arcs, start = [], 0.0
    for part, number in zip(STATES, numbers, strict=True):
        length = circumference * number / whole if whole else 0.0
        arcs.append(
            f'<circle cx="110" cy="110" r="70" fill="none" stroke="{part.colour}" stroke-width="36" '
            f'stroke-dasharray="{length:.2f} {circumference:.2f}" stroke-dashoffset="{-start:.2f}" '
            f'transform="rotate(-90 110 110)"/>'
        )
        start += length
    lines = [
        f'<rect x="250" y="{60 + 36 * place}" width="16" height="16" fill="{part.colour}"/>'
        f'<text x="274" y="{74 + 36 * place}" font-size="16">{part.name} {number}</text>'
        for place, (part, number) in enumerate(zip(STATES, numbers, strict=True))
    ]
    inside = (
        f'<text x="110" y="118" font-size="26" font-weight="700" text-anchor="middle">{_text(middle)}</text>'
        if middle
        else ""
    )
    return _svg(
        title,
        220,
        f'<circle cx="110" cy="110" r="70" fill="none" stroke="#e3e9f0" stroke-width="36"/>'
        f"{''.join(arcs)}{inside}{''.join(lines)}",
    )


def bars(title: str, parts: Sequence[ChartPart], rows: Sequence[BarRow], *, shares: bool = False) -> str:
    """Return a bar for each line; with `shares` all are equally long and tell the first share, else the number."""
    longest = max((sum(row.numbers) for row in rows), default=0)
    drawn = []
    for place, row in enumerate(rows):
        top = place * _ROW + 30
        whole = sum(row.numbers)
        unit = _BAR / (whole if shares else longest) if whole else 0.0
        drawn.append(f"<text x='{_NAME - 8}' y='{top + 17}' font-size='14' text-anchor='end'>{_named(row.name)}</text>")
        left = float(_NAME)
        for part, number in zip(parts, row.numbers, strict=True):
            if number:
                drawn.append(
                    f'<rect x="{left:.1f}" y="{top}" width="{number * unit:.1f}" height="24" fill="{part.colour}">'
                    f"<title>{_text(row.name)}：{part.name}{number}</title></rect>"
                )
                left += number * unit
        label = f"{row.numbers[0] / whole:.1%}（{whole}）" if shares and whole else str(whole)
        drawn.append(f'<text x="{left + 6:.1f}" y="{top + 17}" font-size="13">{label}</text>')
    legend, left = [], 20
    for part in parts:
        legend.append(
            f'<rect x="{left}" y="4" width="13" height="13" fill="{part.colour}"/>'
            f'<text x="{left + 18}" y="16" font-size="13">{part.name}</text>'
        )
        left += 40 + 13 * len(part.name)
    return _svg(title, len(rows) * _ROW + 34, "".join((*legend, *drawn)))


def _text(text: str) -> str:
    return escape(storable(text))


def _named(name: str) -> str:
    short = name if len(name) <= _NAME_LETTERS else f"{name[: _NAME_LETTERS - 1]}…"
    return f"{_text(short)}<title>{_text(name)}</title>"


def _svg(title: str, height: int, inside: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_text(title)}">'
        f"<title>{_text(title)}</title>{inside}</svg>"
    )
