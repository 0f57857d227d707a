"""The solid fill of each cell style of an .xlsx as RRGGBB: given as such, by the theme, or by the old palette.

Sources: ECMA-376 part 1, 18.8.3 (theme colours and their tint), 18.8.27 (the palette of 64 colours).
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes

WHITE = "FFFFFF"
"""A white fill looks like none."""
_PALETTE = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)
_THEME = "FFFFFF 000000 E7E6E6 44546A 5B9BD5 ED7D31 A5A5A5 FFC000 4472C4 70AD47 0563C1 954F72"
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
"""Colours of a theme in the order in which cells count them, which is not the one of the theme's part."""


def by_style(styles: bytes, theme: bytes) -> Mapping[str, str]:
    """Return the colour of the cell styles that have a solid fill other than white, by number."""
    reader = _FillReader(_theme(theme) if theme else _THEME.split())
    sheet_facts.parse(styles, "xl/styles.xml", reader.start, reader.end)
    return reader.by_style()


def reckoned(fills: Sequence[Attributes], theme: bytes) -> list[str]:
    """Return the colours of solid fills that are stated in the words of an .xlsx, empty for those that have none."""
    known = _theme(theme) if theme else _THEME.split()
    return [_colour(fill, known, _PALETTE.split()) for fill in fills]


class _FillReader:
    def __init__(self, theme: Sequence[str]) -> None:
        self._theme = theme
        self._palette: list[str] = []
        self._fills: list[Attributes] = []
        self._of_style: list[int] = []
        self._inside = ""
        self._solid = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in ("fills", "cellXfs", "dxfs", "indexedColors"):
            self._inside = tag
        elif tag == "fill" and self._inside == "fills":
            self._fills.append({})
            self._solid = False
        elif tag == "patternFill":
            self._solid = attributes.get("patternType") == "solid"
        elif tag == "fgColor" and self._inside == "fills" and self._solid and self._fills:
            self._fills[-1] = attributes
        elif tag == "xf" and self._inside == "cellXfs":
            number = attributes.get("fillId", "0")
            self._of_style.append(int(number) if number.isdecimal() else 0)
        elif tag == "rgbColor" and self._inside == "indexedColors":
            self._palette.append(attributes.get("rgb", "")[-6:])

    def end(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def by_style(self) -> Mapping[str, str]:
        palette = _PALETTE.split()
        palette[: len(self._palette)] = self._palette[:64]
        colours = [_colour(fill, self._theme, palette) for fill in self._fills]
        styled = {str(style): colours[fill] for style, fill in enumerate(self._of_style) if 0 <= fill < len(colours)}
        return {style: colour for style, colour in styled.items() if colour not in ("", WHITE)}


def _colour(stated: Attributes, theme: Sequence[str], palette: Sequence[str]) -> str:
    """Return a colour of the styles part as RRGGBB; empty for none and for that of the window."""
    colour = stated.get("rgb", "")[-6:].upper()
    for key, known in (("theme", theme), ("indexed", palette)):
        number = stated.get(key, "")
        if not colour and number.isdecimal() and int(number) < len(known):
            colour = known[int(number)].upper()
    try:
        channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
        tint = float(stated.get("tint", "0"))
    except ValueError:
        return ""
    if len(colour) != 6 or not tint or not -1 <= tint <= 1:
        return colour if len(colour) == 6 else ""
    hue, light, saturation = colorsys.rgb_to_hls(*channels)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * channel):02X}" for channel in colorsys.hls_to_rgb(hue, light, saturation))


def _theme(xml: bytes) -> list[str]:
    colours: dict[str, str] = {}
    slot = [""]

    def start(tag: str, attributes: Attributes) -> None:
        if tag in _ORDER:
            slot[0] = tag
        elif tag in ("srgbClr", "sysClr") and slot[0]:
            colours.setdefault(slot[0], attributes.get("lastClr") or attributes.get("val", ""))
            slot[0] = ""

    sheet_facts.parse(xml, "theme1.xml", start)
    return [colours.get(name, usual) for name, usual in zip(_ORDER, _THEME.split(), strict=True)]
