"""The cell styles of a workbook: how they show text, and one more where a date needs another number format."""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from rectify_xl.workbook.editing import row_heights
from rectify_xl.workbook.editing.sheet_xml import parse, serialise

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
GENERAL = "General"
"""The code of the format that shows a number as it is."""
_FIRST_OWN = 164
"""The numbers below belong to the formats that every program knows."""
_SIDES = ("left", "right", "top", "bottom")
_KNOWN: dict[int, str] = {
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 56, 58), "m-d"),
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy-m"),
}
"""Those of them that show dates or times; from 27 on, as Chinese programs show them."""


class CellStyles:
    """The part of styles; `content` is None where nothing was added."""

    def __init__(self, xml: bytes) -> None:
        self.tree = parse(xml)
        self._group = self.tree.find(f"{_M}cellXfs")
        self._styles: list[Any] = [] if self._group is None else list(self._group.iterchildren(f"{_M}xf"))
        self._made: dict[tuple[int, str], int] = {}
        self.changed = False
        self.looks = row_heights.cell_fonts(self.tree)

    @property
    def content(self) -> bytes | None:
        """The part with all that was added."""
        return serialise(self.tree) if self.changed else None

    def number_format(self, style: int) -> str:
        """Return the code of the number format of a style, `General` where it is of no interest to a date."""
        number = int(self._styles[style].get("numFmtId") or 0) if style < len(self._styles) else 0
        return self._own_formats().get(number) or _KNOWN.get(number, GENERAL)

    def with_format(self, style: int, code: str) -> int:
        """Return the number of the style that differs from `style` in its number format only."""
        if (style, code) not in self._made:
            self._made[style, code] = self._with_format(style, code)
        return self._made[style, code]

    def with_all_lines(self, style: int) -> int:
        """Return the number of a style that differs from `style` in that it has a line on all four sides.

        The cells of a merged area share its lines, so that some have none below or above. A style without any line, or
        with all, is the one itself.
        """
        own = self._styles[style] if style < len(self._styles) else None
        group = self.tree.find(f"{_M}borders")
        number = int(own.get("borderId") or 0) if own is not None else 0
        if own is None or group is None or number >= len(group):
            return style
        border = copy.deepcopy(group[number])
        stated = {name: border.find(f"{_M}{name}") for name in _SIDES}
        lines = [side for side in stated.values() if side is not None and side.get("style", "none") != "none"]
        if not lines or len(lines) == len(_SIDES):
            return style
        for place, (name, side) in enumerate(stated.items()):
            if side in lines:
                continue
            if side is not None:
                border.remove(side)
            line = copy.deepcopy(lines[0])
            line.tag = f"{_M}{name}"
            border.insert(place, line)
        fresh = copy.deepcopy(own)
        fresh.set("borderId", str(self._border_number(group, border)))
        fresh.set("applyBorder", "1")
        return self._number(fresh, style)

    def _border_number(self, group: Any, border: Any) -> int:
        canonical = etree.tostring(border, method="c14n", with_tail=False)
        for number, known in enumerate(group):
            if etree.tostring(known, method="c14n", with_tail=False) == canonical:
                return number
        group.append(border)
        group.set("count", str(len(group)))
        self.changed = True
        return len(group) - 1

    def _with_format(self, style: int, code: str) -> int:
        fresh = copy.deepcopy(self._styles[style]) if style < len(self._styles) else etree.Element(f"{_M}xf")
        fresh.set("numFmtId", str(self._number_of(code)))
        fresh.set("applyNumberFormat", "1")
        return self._number(fresh, style)

    def _number(self, fresh: Any, style: int) -> int:
        """Return the number of a style that was made from `style`: of one that is just like it, or of a new one."""
        canonical = etree.tostring(fresh, method="c14n", with_tail=False)
        for number, known in enumerate(self._styles):
            if known.get("numFmtId") == fresh.get("numFmtId") and canonical == etree.tostring(
                known, method="c14n", with_tail=False
            ):
                return number
        self._group.append(fresh)
        self._styles.append(fresh)
        self._group.set("count", str(len(self._styles)))
        self.looks.append(
            self.looks[style] if style < len(self.looks) else row_heights.CellFont(wraps=False, size=11.0)
        )
        self.changed = True
        return len(self._styles) - 1

    def _own_formats(self) -> dict[int, str]:
        return {
            int(number_format.get("numFmtId") or 0): number_format.get("formatCode") or ""
            for number_format in self.tree.iterfind(f"{_M}numFmts/{_M}numFmt")
        }

    def _number_of(self, code: str) -> int:
        if code == GENERAL:
            return 0
        own = self._own_formats()
        for number, known in own.items():
            if known == code:
                return number
        group = self.tree.find(f"{_M}numFmts")
        if group is None:
            group = etree.Element(f"{_M}numFmts")
            self.tree.insert(0, group)
        number = max(_FIRST_OWN - 1, *own) + 1 if own else _FIRST_OWN
        etree.SubElement(group, f"{_M}numFmt", numFmtId=str(number), formatCode=code)
        group.set("count", str(len(group)))
        return number
