"""Colours that say how far a problem is: the legend that explains them, and the column that bears them."""

from __future__ import annotations

import colorsys
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from rectify_xl.intake.old_ledger import status_words
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.text.refs import Area

_HUES: Mapping[str, tuple[int, int]] = {
    "红": (340, 15),
    "橙": (16, 44),
    "黄": (45, 70),
    "绿": (75, 170),
    "蓝": (180, 260),
}
"""Degrees of the colour circle that a colour's name covers, from the first to the second."""
_NAMED = (
    r"([红橙黄绿蓝])(?:色|灯|牌)?[”\"’']?\s*(?:表示|代表|指|为|是|即|—+|-+|[:：=、])\s*[“\"‘']?([\u4e00-\u9fff]{2,12})"
)
_PLAIN = frozenset(("FFFFFF", "000000"))


def legend(views: Iterable[SheetView], rows: Mapping[str, Mapping[int, Area]]) -> Mapping[str, str]:
    """Return what each colour (RRGGBB) means: by a swatch with a status in or beside it, outside the `rows` of data."""
    meanings: dict[str, str] = {}
    named: dict[str, str] = {}
    colours: set[str] = set()
    for view in views:
        own = rows.get(view.name, {})
        colours.update(view.grid.fills.values())
        for (row, column), colour in view.grid.fills.items():
            if colour in _PLAIN or (row in own and own[row].left <= column <= own[row].right):
                continue
            right = view.area(row, column).right + 1
            for text in (view.text(row, column), view.text(row, right)):
                if text and len(text) <= 20 and status_words.read(text.strip("：:。 ")).completion:
                    meanings.setdefault(colour, text.strip("：:。 "))
                    break
        for text in map(str, view.values.values()):
            if len(text) < 200:
                named.update(
                    (hue, words) for hue, words in re.findall(_NAMED, text) if status_words.read(words).completion
                )
    for colour in colours:
        hue = hue_name(colour)
        if colour not in meanings and hue in named:
            meanings[colour] = named[hue]
    return meanings


def hue_name(colour: str) -> str:
    """Return the name of a colour that offices use for a status, empty for grey, white and the like."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.25 or value < 0.3:
        return ""
    degrees = hue * 360
    for name, (first, last) in _HUES.items():
        if first <= degrees <= last or (first > last and (degrees >= first or degrees <= last)):
            return name
    return ""


def status_column(view: SheetView, rows: Collection[int], colours: Collection[str]) -> int:
    """Return the column in which most of the data rows bear one of the colours, 0 where none does."""
    counts = Counter(column for (row, column), colour in view.grid.fills.items() if row in rows and colour in colours)
    if not counts:
        return 0
    most = max(counts.values())
    return min(column for column, count in counts.items() if count == most)


def unexplained(view: SheetView, rows: Collection[int]) -> dict[int, str]:
    """Return, by row, colours that tell rows apart though nothing explains them: several in one column."""
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), colour in view.grid.fills.items():
        if row in rows and colour not in _PLAIN and hue_name(colour):
            by_column.setdefault(column, {})[row] = colour
    best = max(by_column.values(), key=len, default={})
    return best if len(set(best.values())) > 1 or 0 < len(best) < len(rows) else {}
