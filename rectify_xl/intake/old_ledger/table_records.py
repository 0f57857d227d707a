"""The problems of one table: which row is one, what goes on below it, what governs it from above."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.intake.old_ledger import cell_parts, row_kinds, status_words, table_bands, table_columns
from rectify_xl.intake.old_ledger.old_records import OldCell, OldProblem, OldTable, SkippedCells
from rectify_xl.intake.old_ledger.role_cells import DITTO, MEASURE_ROLES, TableCells
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_bands import BandRow, Governing
from rectify_xl.intake.old_ledger.table_headers import HeaderBlock, TableColumn
from rectify_xl.intake.old_ledger.table_measures import TableMeasures
from rectify_xl.ledger import heading_words as words
from rectify_xl.text import cell_value, refs

_NUMBER = r"\s*[（(]?(\d{1,3})(?:[）)]|[.．、])\s*(?!\d)"
_OF_FIRST_ROW = (words.NUMBER, words.PROBLEM)
"""Roles that only the first row of a problem states; below it they are repeated, or cut by a page."""


class TableContext(NamedTuple):
    """What a table has from the sheet above it: the titles that repeat, and the words that govern its first rows."""

    titles: Collection[str]
    governing: Governing
    followed: bool = False
    """Whether another table follows, which titles below the last row of this one govern."""


class TableReading(NamedTuple):
    """A table as read, and the titles below its last row, which govern the table that follows."""

    table: OldTable
    trailing: Governing


def read(
    view: SheetView, header: HeaderBlock, last_row: int, fixed: Mapping[str, str], context: TableContext
) -> TableReading:
    """Return the table below a header, which ends with `last_row`."""
    reading = _TableReading(view, header, last_row, fixed, context)
    reading.run()
    table = OldTable(
        view.name,
        header.top,
        last_row,
        reading.cells.columns,
        reading.problems,
        reading.left_out,
        frozenset(reading.data_rows),
        frozenset(reading.taken),
    )
    return TableReading(table, reading.trailing)


class _TableReading:
    """Goes through the rows of one table from top to bottom."""

    def __init__(
        self, view: SheetView, header: HeaderBlock, last_row: int, fixed: Mapping[str, str], context: TableContext
    ) -> None:
        self.view = view
        self.header = header
        self.titles = context.titles
        self.governing = context.governing
        self.followed = context.followed
        self.fresh_group: OldCell | None = None
        self.trailing = Governing()
        rows = [row for row in view.rows if header.bottom < row <= last_row]
        headed = sorted(column.column for column in header.columns)
        self.first, self.last = headed[0], headed[-1]
        columns = [*header.columns, *self._unnamed(rows)]
        roles = {column.column: column.meaning.role for column in columns}
        self.bands = table_bands.bands(view, rows, roles, lambda row: bool(self._reason(row)))
        data = [row for row in rows if row not in self.bands and not self._reason(row)]
        resolved = table_columns.resolved(view, columns, data, fixed, bands=self._aspects_by_bands())
        self.cells = TableCells(view, resolved, rows)
        self.measures = TableMeasures(self.cells)
        self.several = _several(resolved)
        self.last_filled = max(
            (row for row in data if self.cells.own(row, words.PROBLEM) or self.cells.own(row, words.MEASURE)), default=0
        )
        self.one_tick = sum(role == words.TICK for role in self.cells.role.values()) == 1
        self.problems: list[OldProblem] = []
        self.spans: list[list[int]] = []
        self.left_out: list[SkippedCells] = []
        self.data_rows: set[int] = set()
        self.taken = {
            (row, column.column)
            for row in range(header.top, header.bottom + 1)
            for column in header.columns
            if (row, column.column) in view.values
        }

    def _aspects_by_bands(self) -> bool:
        by_band = any(band.role == words.ASPECT for band in self.bands.values())
        return by_band or bool(self.governing.text(words.ASPECT))

    def run(self) -> None:
        """Read the rows."""
        for row in self.cells.rows:
            inside = [column for column in self.view.rows[row] if self.first <= column <= self.last]
            if inside:
                self._row(row, inside)
        self._number_by_words()
        by_measure = {role for rows in self.spans for role in self.measures.varying(rows)}
        for problem, rows in zip(self.problems, self.spans, strict=True):
            self.measures.read(problem, rows, by_measure)

    def _number_by_words(self) -> None:
        """Take the numbers 1, 2, 3 … with which the problems begin for their numbers, where no column has them."""
        if words.NUMBER in self.cells.role.values() or len(self.problems) < 2:
            return
        marks = [re.match(_NUMBER, problem.text(words.PROBLEM)) for problem in self.problems]
        if [int(match[1]) if match else 0 for match in marks] != list(range(1, len(marks) + 1)):
            return
        for problem, match in zip(self.problems, marks, strict=True):
            cell = problem.cells[words.PROBLEM][0]
            if match:
                problem.add(words.NUMBER, cell._replace(raw=match[1]))
                problem.cells[words.PROBLEM][0] = cell._replace(raw=cell.text[match.end() :].strip())

    def _row(self, row: int, inside: Sequence[int]) -> None:
        if row in self.bands and (row < self.last_filled or self.followed):
            self._band(row, self.bands[row])
            self.taken.update((row, column) for column in inside)
            return
        reason = self._reason(row)
        if reason:
            self._leave(row, inside, reason)
            return
        own = [column for column in inside if self.cells.role.get(column) != words.NUMBER]
        if not own:
            self._leave(row, inside, row_kinds.ONLY_NUMBER)
            return
        begins = row_kinds.is_wording(self.cells.own(row, words.PROBLEM)) and not self._is_same_problem(row)
        if begins:
            self._begin(row)
        elif row > self.last_filled and not self._continues(row, own):
            self._leave(row, inside, row_kinds.FOOT)
        elif not self.problems:
            self._leave(row, inside, row_kinds.BEFORE)
        else:
            self._go_on(row)

    def _begin(self, row: int) -> None:
        """Begin the problem of a row: what stands in it or governs it from above through a merged area."""
        problem = OldProblem(self.view.name, row)
        self._place(row)
        for role in (words.ASPECT, words.GROUP):
            if self.governing.text(role):
                problem.add(role, self.governing.cells[role])
        self.problems.append(problem)
        self.spans.append([row])
        self._take(problem, row, governed=True)
        for role in table_bands.OF_ROWS:
            if self.governing.text(role) and not (problem.cells.get(role) or problem.ticks):
                problem.add(role, self.governing.cells[role])

    def _begin_by_band(self, row: int, cell: OldCell) -> None:
        """Begin a problem that stands across the table, above its measures."""
        problem = OldProblem(self.view.name, row)
        problem.add(words.PROBLEM, cell)
        for role, governing in self.governing.cells.items():
            problem.add(role, governing)
        self.problems.append(problem)
        self.spans.append([])
        self.data_rows.add(row)

    def _continues(self, row: int, columns: Sequence[int]) -> bool:
        """Tell whether a row below the last problem says more of it: directly below, in two columns of the table."""
        known = [column for column in columns if self.cells.role.get(column) not in ("", words.KEEP, words.NOTE)]
        return row - 1 in self.data_rows and len(known) > 1

    def _go_on(self, row: int) -> None:
        """Add a row to the problem above: one more measure, or more of what its cells say."""
        self.spans[-1].append(row)
        self._take(self.problems[-1], row, governed=False)

    def _take(self, problem: OldProblem, row: int, *, governed: bool) -> None:
        self.data_rows.add(row)
        for column in self.cells.places:
            role = self.cells.role[column]
            if role != words.DROP and (row, column) in self.view.values:
                self.taken.add((row, column))
            text = self.cells.text(row, column) if governed or self.view.text(row, column) else ""
            if role == words.TICK and not text and self.one_tick and governed:
                problem.ticks.append(("未完成", OldCell("√", self.view.cell((row, column)))))
            if text and column in self.cells.spare:
                problem.keep(
                    self.cells.own_heading(column), OldCell(text, self.view.cell(self.view.anchor(row, column)))
                )
            if (
                not governed
                and role in (words.ASPECT, words.GROUP)
                and row_kinds.title(text) != self.governing.text(role)
            ):
                problem.keep(self.cells.own_heading(column), self.cells.cell(row, column))
            governs = role in (words.ASPECT, words.GROUP, words.MEASURE, *MEASURE_ROLES)
            place = self.view.anchor(row, column)
            if cell_value.is_error(text):
                problem.errors.append(OldCell(text, self.view.cell(place)))
            elif text and not governs and (governed or role not in _OF_FIRST_ROW) and self.cells.begins(row, column):
                stated = self.view.text(*place) == text
                self._say(problem, column, OldCell(self.view.raw(*place) if stated else text, self.view.cell(place)))

    def _say(self, problem: OldProblem, column: int, cell: OldCell) -> None:
        """Add what a cell says of a problem: part by part where it labels them, or its heading names two things."""
        role = self.cells.role[column]
        if role == words.TICK:
            heading = self.cells.heading[column].split("·")[-1]
            agrees = status_words.read(cell.text).completion == status_words.read(cell_value.key(heading)).completion
            if agrees and not status_words.is_mark(cell.text):
                problem.add(words.STATUS, cell)
            else:
                problem.ticks.append((heading, cell))
            if not status_words.is_mark(cell.text):
                problem.keep(self.cells.own_heading(column), cell)
        elif role in ("", words.KEEP):
            problem.keep(self.cells.own_heading(column), cell)
        elif role != words.DROP:
            if role == words.STATUS:
                problem.asked = self.cells.heading[column]
            heading = "".join(self.cells.heading[column].split("·")[-1].split())
            for target, part in cell_parts.parts(cell, role, self.cells.second[column]):
                titled = f"{heading}：{part.text}" if target in self.several and part.text else part.raw
                problem.add(target, part._replace(raw=titled))

    def _place(self, row: int) -> None:
        """Let the words of 方面 and 大项 in a row, or those that go on from above, govern it."""
        aspect = self.cells.word(row, words.ASPECT)
        group = self.cells.word(row, words.GROUP)
        if aspect:
            title, inner = _both_levels(aspect)
            group = group or inner
            self.governing.put(words.ASPECT, OldCell(title, self.cells.reference(row, words.ASPECT)))
            if self.fresh_group:
                self.governing.put(words.GROUP, self.fresh_group)
        if group:
            self.governing.put(words.GROUP, OldCell(row_kinds.title(group), self.cells.reference(row, words.GROUP)))
        elif self._is_merged_empty(row, words.GROUP):
            self.governing.end(words.GROUP)
        self.fresh_group = None

    def _is_merged_empty(self, row: int, role: str) -> bool:
        """Tell whether a merged area without a word says that a row has no such title."""
        return any(
            self.view.area(row, column).size > 1 and not self.view.governing(row, column)
            for column in self.cells.places
            if self.cells.role[column] == role
        )

    def _is_same_problem(self, row: int) -> bool:
        """Tell whether a row names the problem above once more: by 同上, or by the same words and the same number."""
        if not self.problems:
            return False
        text = self.cells.own(row, words.PROBLEM)
        if text.strip() in DITTO:
            return True
        number, before = self.cells.own(row, words.NUMBER), self.problems[-1]
        if self._is_rest(row, text, before):
            before.cells[words.PROBLEM][0] = OldCell(before.text(words.PROBLEM) + text, before.ref(words.PROBLEM))
            return True
        same_number = number in ("", before.text(words.NUMBER)) or number in DITTO
        return same_number and cell_value.key(text) == cell_value.key(before.text(words.PROBLEM))

    def _is_rest(self, row: int, text: str, before: OldProblem) -> bool:
        """Tell whether a row holds nothing but the rest of the problem above, which a page break has cut."""
        alone = sum(column in self.cells.role for column in self.view.rows[row]) == 1
        unfinished = before.text(words.PROBLEM)[-1:] not in "。！？；!?;.…"
        measured = bool(self.cells.own(before.row, words.MEASURE))
        return bool(text) and alone and unfinished and measured and bool(before.text(words.NUMBER))

    def _reason(self, row: int) -> str:
        texts = [self.view.text(row, column) for column in self.view.rows[row] if self.first <= column <= self.last]
        return row_kinds.reason(texts, self.titles) if texts else ""

    def _unnamed(self, rows: Sequence[int]) -> list[TableColumn]:
        """Return the columns between the headings that have none, where something stands in them."""
        known = {column.column for column in self.header.columns}
        filled = {column for row in rows for column in self.view.rows[row]}
        return [
            TableColumn(column, (), words.UNKNOWN_HEADING)
            for column in sorted(filled - known)
            if self.first < column < self.last
        ]

    def _band(self, row: int, band: BandRow) -> None:
        place = next(column for column in self.view.rows[row] if self.first <= column <= self.last)
        cell = OldCell(band.title, self.view.ref(row, place))
        if band.role == words.PROBLEM:
            self._begin_by_band(row, cell)
            return
        if band.role == words.ASPECT:
            for role in table_bands.OF_ROWS:
                self.governing.end(role)
        self.governing.put(band.role, cell)
        for role, text in band.facts:
            self.governing.put(role, cell._replace(raw=text))
        self.fresh_group = cell if band.role == words.GROUP else None
        if row > self.last_filled:
            self.trailing.put(band.role, cell)

    def _leave(self, row: int, columns: Sequence[int], reason: str) -> None:
        texts = " ".join(self.view.text(row, column) for column in columns)
        ref = self.view.area_ref(refs.Area(row, columns[0], row, columns[-1]))
        self.left_out.append(SkippedCells(self.view.name, ref, texts, reason))


def _both_levels(text: str) -> tuple[str, str]:
    """Return the 方面 and the 大项 that stand in one cell, one below the other or behind a stroke."""
    pieces = [piece.strip() for piece in text.replace("／", "/").replace("/", "\n").split("\n") if piece.strip()]
    if len(pieces) == 2 and row_kinds.band(pieces[1]).level > max(row_kinds.band(pieces[0]).level, 0) > 0:
        return row_kinds.title(pieces[0]), row_kinds.title(pieces[1])
    return row_kinds.title(text), ""


def _several(columns: Sequence[TableColumn]) -> frozenset[str]:
    """Return the roles of texts that columns of different headings share (1月进展, 2月进展)."""
    headings: dict[str, set[tuple[str, ...]]] = {}
    for column in columns:
        headings.setdefault(column.meaning.role, set()).add(column.headings)
    return frozenset(role for role in (words.PROGRESS, words.NOTE, words.GOAL) if len(headings.get(role, ())) > 1)
