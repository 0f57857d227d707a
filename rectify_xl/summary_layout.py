"""Where the lines of 统计汇总 stand, and which of them are shown.

The sheet has a fixed number of lines for aspects and departments, so that its formulas work without any program; the
unused lines are hidden, and with them they leave the charts.
"""

from __future__ import annotations

from rectify_xl import schema
from rectify_xl.model import Block

ASPECT_SLOTS = 8
DEPARTMENT_SLOTS = 30

CHART_ROW = 6
CHART_ROWS = 16
ASPECT_HEADER = 24
ASPECT_FIRST = ASPECT_HEADER + 1
ASPECT_LAST = ASPECT_HEADER + ASPECT_SLOTS
ASPECT_LOOSE = ASPECT_LAST + 1
ASPECT_TOTAL = ASPECT_LAST + 2
MEASURE_HEADER = ASPECT_TOTAL + 3
MEASURE_LAST = MEASURE_HEADER + 5
DEPARTMENT_HEADER = MEASURE_LAST + 3
DEPARTMENT_FIRST = DEPARTMENT_HEADER + 1
DEPARTMENT_LAST = DEPARTMENT_HEADER + DEPARTMENT_SLOTS
DEPARTMENT_LOOSE = DEPARTMENT_LAST + 1
DEPARTMENT_TOTAL = DEPARTMENT_LAST + 2

BLANK_ASPECTS = 4
BLANK_DEPARTMENTS = 8
"""Lines that the blank template shows."""


def summary_visibility(aspects: int, departments: int) -> Block:
    """Return the block that shows the lines in use on 统计汇总 and hides the others.

    An empty ledger keeps as many lines as the blank template shows.
    """
    hidden_aspects, shown_aspects = _split(ASPECT_FIRST, ASPECT_SLOTS, aspects or BLANK_ASPECTS)
    hidden_departments, shown_departments = _split(DEPARTMENT_FIRST, DEPARTMENT_SLOTS, departments or BLANK_DEPARTMENTS)
    return Block(
        schema.SUMMARY,
        (),
        hidden_rows=hidden_aspects + hidden_departments,
        shown_rows=shown_aspects + shown_departments,
    )


def _split(first: int, slots: int, used: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    end = first + slots
    middle = min(first + used, end)
    return tuple(range(middle, end)), tuple(range(first, middle))
