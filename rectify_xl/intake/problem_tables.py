"""The problems of a notice that stand in a table: its rows become the lines that the notice reader knows.

What a heading means is told by the reader of old ledgers. The lines say what they are (`SourceLine.role`), so that
nothing is guessed twice; columns that no notice has (责任科室, 整改时限) go into the columns of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify_xl.intake.grid import Place, WorkbookGrid
from rectify_xl.intake.imported_rows import Cells
from rectify_xl.intake.notice_rows import EVIDENCE_OF, NOTHING_BESIDE, Beside
from rectify_xl.intake.old_ledger import ledger_rows, read_old_ledger, row_kinds
from rectify_xl.intake.old_ledger.old_records import OldCell, OldProblem, OldTable
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.table_in_text import TableInText
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import schema
from rectify_xl.notice.model import LineRole, SourceLine
from rectify_xl.notice.reading import heading_numbers
from rectify_xl.text import refs

_BODIES = (words.PROGRESS, words.MEASURE)
_ABOVE = (words.NUMBER, words.ASPECT, words.GROUP, words.PROBLEM)
_OWN_PLACE = frozenset(("编号", "方面", "大项", "具体问题", "整改进展", "通报标题", ledger_rows.FORMER_NUMBER))
"""Columns that the notice reader fills itself."""


class TextLines(NamedTuple):
    """The lines of a text, those of its problem tables spelled out, and what these say besides."""

    lines: tuple[SourceLine, ...]
    beside: Beside = NOTHING_BESIDE


def spelled(lines: Sequence[SourceLine], tables: Sequence[TableInText]) -> TextLines:
    """Return the lines of a text with the rows of each table of problems as lines of a notice."""
    result: list[SourceLine] = []
    problems: dict[int, Cells] = {}
    evidence: dict[int, list[Cells]] = {}
    own: dict[str, None] = {}
    at = 0
    for table in tables:
        old = read_old_ledger.read(WorkbookGrid(table.grid.name, (table.grid,)))
        inner = [inside for use in old.sheets if use.is_data for inside in use.tables]
        if not old.problems or not inner:
            continue
        first = next((i for i, line in enumerate(lines) if line.number >= table.line), len(lines))
        result += lines[at:first]
        at = next((i for i, line in enumerate(lines) if line.number > table.last_line), len(lines))
        reading = _Spelling(table, inner)
        result += reading.lines()
        imported = ledger_rows.rows_of_old_ledger(old).imported
        for number, cells in zip(reading.headings, imported.of(schema.PROBLEMS), strict=False):
            problems[number] = {name: value for name, value in cells.items() if name not in _OWN_PLACE}
            rows = [row for row in imported.of(schema.EVIDENCE) if row.get(EVIDENCE_OF) == cells["编号"]]
            if rows:
                evidence[number] = rows
        own |= dict.fromkeys(imported.own_columns.get(schema.PROBLEMS.name, ()))
    own.pop(ledger_rows.FORMER_NUMBER, None)
    return TextLines((*result, *lines[at:]), Beside(problems, evidence, tuple(own)))


class _Title(NamedTuple):
    """A title of an aspect or group, and its cell."""

    place: Place
    text: str


class _Spelling:
    """Spells out one table."""

    def __init__(self, table: TableInText, inner: Sequence[OldTable]) -> None:
        self._table = table
        self._view = SheetView(table.grid)
        self._inner = inner
        self._last = table.line
        self._has_aspects = any(problem.cells.get(words.ASPECT) for inside in inner for problem in inside.problems)
        self._aspect: _Title | None = None
        self._group: _Title | None = None
        self.headings: list[int] = []

    def lines(self) -> list[SourceLine]:
        """Return the lines, in the order of the rows."""
        result: list[SourceLine] = []
        for inside in self._inner:
            rows = [problem.row for problem in inside.problems]
            ends = [*rows[1:], inside.bottom + 1]
            result += self._prose(inside, rows[0], before=True)
            for problem, end in zip(inside.problems, ends, strict=True):
                result += self._titles(problem)
                result += self._problem(inside, problem, end)
            result += self._prose(inside, rows[0], before=False)
        return result

    def _line(self, place: Place, text: str, role: LineRole) -> SourceLine:
        """Return a line with the number of the cell from which it comes; numbers never go back."""
        self._last = max(self._last, self._table.lines.get(place, self._last))
        return SourceLine(self._last, text, role)

    def _titles(self, problem: OldProblem) -> Iterator[SourceLine]:
        """Yield the titles that govern a problem where they are others than those of the problem before.

        Titles of one level only are aspects, whatever their column is called.
        """
        aspect, group = _first(problem, words.ASPECT), _first(problem, words.GROUP)
        if not self._has_aspects:
            aspect, group = group, None
        if aspect != self._aspect:
            self._aspect, self._group = aspect, None
            if aspect:
                yield self._line(aspect.place, self._printed(aspect), "aspect")
        if group != self._group:
            self._group = group
            if group:
                yield self._line(group.place, self._printed(group), "group")

    def _printed(self, title: _Title) -> str:
        """Return a title with its number as it stands in its cell."""
        text = _joined(self._view.text(*title.place))
        return text if title.text in text else title.text

    def _problem(self, inside: OldTable, problem: OldProblem, end: int) -> Iterator[SourceLine]:
        cells = problem.cells.get(words.PROBLEM, ())
        text = "".join(_joined(cell.text) for cell in cells)
        place = (_place(cells[0]) if cells else None) or (problem.row, 1)
        number = problem.text(words.NUMBER, "").strip()
        mark, _ = heading_numbers.split(number + text)
        heading = self._line(place, text if mark and not number else _numbered(number, text), "problem")
        self.headings.append(heading.number)
        yield heading
        rows = [row for row in self._view.rows if problem.row <= row < end and row in inside.data_rows]
        for column in inside.columns:
            if column.meaning.role in _ABOVE or column.meaning.role == words.DROP:
                continue
            places = dict.fromkeys(self._view.anchor(row, column.column) for row in rows)
            filled = [at for at in places if self._view.text(*at)]
            if not filled:
                continue
            role: LineRole = (
                "body"
                if column.meaning.role in _BODIES
                else "status"
                if column.meaning.role == words.STATUS
                else "field"
            )
            label = _joined(column.heading) or "其他"
            first, *rest = "\n".join(self._view.text(*at) for at in filled).split("\n")
            yield self._line(filled[0], f"{label}：{first}", role)
            for paragraph in rest:
                yield self._line(filled[0], paragraph, "text" if role == "body" else "prose")

    def _prose(self, inside: OldTable, first_row: int, *, before: bool) -> Iterator[SourceLine]:
        """Yield the rows that are no problems, such as a note below the table; headings and sums are left out."""
        for skipped in inside.left_out:
            place = _corner(skipped.ref)
            kept = skipped.reason not in (row_kinds.REPEATED, row_kinds.PAGE, row_kinds.COLUMN_NUMBERS)
            if kept and place and (place[0] < first_row) == before:
                yield self._line(place, _joined(skipped.text), "prose")


def _numbered(number: str, text: str) -> str:
    """Return a heading with the number from its own cell, which has a mark of its own or gets one."""
    if not number:
        return text
    return f"{number}.{text}" if number.isdecimal() else f"{number} {text}"


def _joined(text: str) -> str:
    return "".join(part.strip() for part in text.split("\n"))


def _first(problem: OldProblem, role: str) -> _Title | None:
    for cell in problem.cells.get(role, ()):
        if place := _place(cell):
            return _Title(place, cell.text)
    return None


def _place(cell: OldCell) -> Place | None:
    return _corner(cell.ref)


def _corner(ref: str) -> Place | None:
    """Return the first cell of a reference such as A2:F2."""
    if not ref:
        return None
    area = refs.parse_area(ref)
    return (area.top, area.left) if area else None
