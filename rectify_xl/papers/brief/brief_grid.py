"""The grid of 领导一页纸: what its template draws, and by which the page is filled so that it stays one page.

A4 upright. Every line has an exact height, so that no font moves anything. Lengths in twips (a twentieth of a point)
where Word wants them, else in points.
"""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.papers.brief.page_room import RowHeights

TOP, BOTTOM, SIDE = 15.0, 14.0, 17.0
"""Margins in mm."""
WIDTH = 9978
"""The 176 mm between the margins in twips."""
PADDING = 50
"""Left and right of the text in a cell, in twips."""


class LineStyle(NamedTuple):
    """Type size, exact line height, and the room above and below, in points."""

    size: float
    line: float
    before: float = 0.0
    after: float = 0.0

    @property
    def high(self) -> float:
        """Height of one line with the room around it."""
        return self.line + self.before + self.after


TITLE = LineStyle(22, 30, after=2)
UNIT = LineStyle(12, 18, after=4)
HEADING = LineStyle(12, 18, before=6, after=2)
TEXT = LineStyle(10.5, 15)
FIGURE = LineStyle(20, 28)
NOTE = LineStyle(9, 12)

FIGURES = (2400, 1080, 1080, 1080, 1098, 1080, 1080, 1080)
"""Columns of the table of figures: what the row is, then seven numbers."""
RED = (900, 2900, 1300, 1080, 800, 2998)
"""Columns of the red rows: 编号, 问题, 责任科室, 时限, 逾期, 卡在哪里."""

MONTHS = (7, 5, 3)
"""Months of the course that are shown, the present one among them: the fewer, the less room there is."""
ROWS = RowHeights(TEXT.line, 3.0)
"""A row of a table: its lines, and its borders and margins."""
_PAGE = 841.9
_MILLIMETRE = 72 / 25.4
_RESERVE = 20.0
"""Points that stay free, for a program that sets borders otherwise than we reckon."""


def ems(twips: int, style: LineStyle = TEXT) -> float:
    """Return how many Chinese characters stand in a column, its padding aside."""
    return (twips - 2 * PADDING) / 20 / style.size


def line_ems(style: LineStyle = TEXT) -> float:
    """Return how many Chinese characters stand on a line of the page."""
    return WIDTH / 20 / style.size


def room(figures: int, notes: int, headings: int, *, red: bool) -> float:
    """Return the points that are left for red rows and the lines of lists.

    `figures` are the rows below the present one in the table of figures, `notes` lines of notes, `headings` those of
    the sections; `red` tells whether the table of red rows has a head.
    """
    page = _PAGE - (TOP + BOTTOM) * _MILLIMETRE - _RESERVE
    table = ROWS.of(1) + FIGURE.line + ROWS.between + figures * ROWS.of(1)
    head = ROWS.of(1) if red else 0.0
    return page - TITLE.high - UNIT.high - table - headings * HEADING.high - head - notes * NOTE.line - NOTE.before
