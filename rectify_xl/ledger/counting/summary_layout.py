"""Where the lines of 统计汇总 stand, and which of them are shown.

The sheet has a fixed number of lines for aspects, departments and leaders, so that its formulas work without any
program; the unused lines are hidden, and with them they leave the charts.
"""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.counting.problem_counts import NO_ASPECT, NO_DEPARTMENT, NO_LEADER, Rollup, StatusCounts
from rectify_xl.ledger.records import SheetChanges


class SummaryTable(NamedTuple):
    """The lines of one table: `slots` for names, then what has none, what found no line, and the total."""

    header: int
    slots: int
    blank: int

    @property
    def first(self) -> int:
        """The first line for a name."""
        return self.header + 1

    @property
    def last(self) -> int:
        """The last line for a name."""
        return self.header + self.slots

    @property
    def loose(self) -> int:
        """The line of the problems without a name."""
        return self.last + 1

    @property
    def over(self) -> int:
        """The line of the problems whose name found no line; hidden while there is none."""
        return self.last + 2

    @property
    def total(self) -> int:
        """The line of the sums."""
        return self.last + 3


HEADLINE = 4
"""The line that a reader sees first."""
CHART_ROW = 6
CHART_ROWS = 16
ASPECTS = SummaryTable(header=24, slots=10, blank=4)
REOPENED = ASPECTS.total + 1
"""The line of the problems that `reopen` made; they are in no total."""
MEASURE_HEADER = REOPENED + 3
MEASURE_LAST = MEASURE_HEADER + 5
DEPARTMENTS = SummaryTable(header=MEASURE_LAST + 3, slots=30, blank=8)
LEADERS = SummaryTable(header=DEPARTMENTS.total + 3, slots=15, blank=4)
LAST = LEADERS.total
"""The last line of the sheet. `blank` of a table are the lines that the blank template shows."""


def lines_in_use(counted: Rollup) -> SheetChanges:
    """Return the block that shows the lines that these counts need."""
    return summary_visibility(*map(_named, (counted.aspects, counted.departments, counted.leaders)))


def _named(lines: tuple[StatusCounts, ...]) -> int:
    """Return how many lines with a name are needed; one where there are problems, but no names."""
    named = sum(line.title not in (NO_ASPECT, NO_DEPARTMENT, NO_LEADER) for line in lines)
    return named or min(len(lines), 1)


def summary_visibility(aspects: int, departments: int, leaders: int = 0) -> SheetChanges:
    """Return the block that shows the lines in use on 统计汇总 and hides the others.

    An empty ledger keeps as many lines as the blank template shows.
    """
    hidden: tuple[int, ...] = ()
    visible_rows: tuple[int, ...] = ()
    for table, used in ((ASPECTS, aspects), (DEPARTMENTS, departments), (LEADERS, leaders)):
        middle = min(table.first + (used or table.blank), table.last + 1)
        hidden += tuple(range(middle, table.last + 1))
        visible_rows += tuple(range(table.first, middle))
        if used > table.slots:
            visible_rows += (table.over,)
        else:
            hidden += (table.over,)
    return SheetChanges(schema.SUMMARY, (), hidden_rows=hidden, shown_rows=visible_rows)
