"""What a page consists of: boxes at their places, in millimetres from the upper left corner of the paper."""

from __future__ import annotations

from typing import Literal, NamedTuple

Align = Literal["left", "center", "right"]
BoxKind = Literal["title", "card", "frame", "head", "tile", "axis", "legend", "note"]


class PaperSize(NamedTuple):
    """A paper in landscape, in millimetres; `scale` enlarges the strips around the matrix against those of A3."""

    name: str
    width: float
    height: float
    scale: float


PAPERS = {
    "A4": PaperSize("A4", 297.0, 210.0, 0.8),
    "A3": PaperSize("A3", 420.0, 297.0, 1.0),
    "A2": PaperSize("A2", 594.0, 420.0, 1.4),
}
MARGIN = 9.0


class Rect(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    w: float
    h: float


class TextLine(NamedTuple):
    """One line of text in a box; `size` in points."""

    text: str
    size: float
    bold: bool = False


class Box(NamedTuple):
    """A rectangle with lines of text, stacked and centred vertically.

    `fill`, `ink` and `border` are RRGGBB, empty for none. A frame holds tiles; all other boxes are apart from each
    other. `source` is the cell that a tile shows, `full` its whole text.
    """

    kind: BoxKind
    area: Rect
    lines: tuple[TextLine, ...] = ()
    fill: str = ""
    ink: str = "000000"
    border: str = ""
    align: Align = "center"
    source: str = ""
    full: str = ""


class ChartPage(NamedTuple):
    """One sheet of paper."""

    number: int
    boxes: tuple[Box, ...]
