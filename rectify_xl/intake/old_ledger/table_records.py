"""The problems of one table: which row is one, what goes on below it, what governs it from above."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.intake.old_ledger import cell_parts, measure_marks, row_kinds, status_words, table_bands, table_columns
from rectify_xl.intake.old_ledger.old_records import NOTHING, OldCell, OldMeasure, OldProblem, OldTable, SkippedCells
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_bands import BandRow, Governing
from rectify_xl.intake.old_ledger.table_headers import HeaderBlock, TableColumn
from rectify_xl.ledger import heading_words as words
from rectify_xl.text import cell_value, refs

_NUMBER = r"\s*[（(]?(\d{1,3})(?:[）)]|[.．、])\s*(?!\d)"
NEAR = 50
"""Rows above a 同上 within which the word that it repeats stands."""
_OF_FIRST_ROW = (words.NUMBER, words.PROBLEM)
"""Roles that only the first row of a problem states; below it they are repeated, or cut by a page."""
_DITTO = frozenset(("同上", "〃", "″", "同前", "同左", '"', "”", "“", "''", "＂", "^", "↑", "同上。"))
_VARYING = (words.DUE, words.STATUS, words.PROGRESS, words.DEPARTMENT, words.PERSON, words.DONE_ON)
"""Roles that belong to the measures where each row of a problem has its own."""
MEASURE_ROLES = (
    words.MEASURE_NUMBER, words.MEASURE_DUE, words.MEASURE_STATUS, words.MEASURE_DEPARTMENT, words.MEASURE_PERSON,
)  # fmt: skip


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
        reading.columns,
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
        self.first = min(column.column for column in header.columns)
        self.last = max(column.column for column in header.columns)
        rows = [row for row in view.rows if header.bottom < row <= last_row]
        unnamed = self._unnamed(rows)
        columns = [*header.columns, *unnamed]
        raw_roles = {column.column: column.meaning.role for column in columns}
        self.places = sorted(raw_roles)
        self.bands = table_bands.bands(view, rows, raw_roles, lambda row: bool(self._reason(row)))
        data = [row for row in rows if row not in self.bands and not self._reason(row)]
        self.columns = table_columns.resolved(view, columns, data, fixed, bands=self._aspects_by_bands())
        self.role = {column.column: column.meaning.role for column in self.columns}
        self.heading = {column.column: column.heading for column in self.columns}
        self.second = {column.column: column.second for column in self.columns}
        self.several = _several(self.columns)
        self.spare = _spare(self.columns)
        self.telling = _telling(self.columns)
        self.rows = rows
        self.last_filled = max(
            (row for row in data if self._own(row, words.PROBLEM) or self._own(row, words.MEASURE)), default=0
        )
        self.one_tick = sum(role == words.TICK for role in self.role.values()) == 1
        self.resolved: dict[tuple[int, int], str] = {}
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
        for row in self.rows:
            inside = [column for column in self.view.rows[row] if self.first <= column <= self.last]
            if inside:
                self._row(row, inside)
        self._number_by_words()
        by_measure = {role for rows in self.spans for role in self._varying(rows)}
        for problem, rows in zip(self.problems, self.spans, strict=True):
            self._measures(problem, rows, by_measure)

    def _number_by_words(self) -> None:
        """Take the numbers 1, 2, 3 … with which the problems begin for their numbers, where no column has them."""
        if words.NUMBER in self.role.values() or len(self.problems) < 2:
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
        own = [column for column in inside if self.role.get(column) != words.NUMBER]
        if not own:
            self._leave(row, inside, row_kinds.ONLY_NUMBER)
            return
        begins = row_kinds.is_wording(self._own(row, words.PROBLEM)) and not self._is_same_problem(row)
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
        known = [column for column in columns if self.role.get(column) not in ("", words.KEEP, words.NOTE)]
        return row - 1 in self.data_rows and len(known) > 1

    def _go_on(self, row: int) -> None:
        """Add a row to the problem above: one more measure, or more of what its cells say."""
        self.spans[-1].append(row)
        self._take(self.problems[-1], row, governed=False)

    def _take(self, problem: OldProblem, row: int, *, governed: bool) -> None:
        self.data_rows.add(row)
        for column in self.places:
            role = self.role[column]
            if role != words.DROP and (row, column) in self.view.values:
                self.taken.add((row, column))
            text = self._text(row, column) if governed or self.view.text(row, column) else ""
            if role == words.TICK and not text and self.one_tick and governed:
                problem.ticks.append(("未完成", OldCell("√", self.view.cell((row, column)))))
            if text and column in self.spare:
                problem.keep(self._own_heading(column), OldCell(text, self.view.cell(self.view.anchor(row, column))))
            governs = role in (words.ASPECT, words.GROUP, words.MEASURE, *MEASURE_ROLES)
            place = self.view.anchor(row, column)
            if cell_value.is_error(text):
                problem.errors.append(OldCell(text, self.view.cell(place)))
            elif text and not governs and (governed or role not in _OF_FIRST_ROW) and self._begins(row, column):
                stated = self.view.text(*place) == text
                self._say(problem, column, OldCell(self.view.raw(*place) if stated else text, self.view.cell(place)))

    def _begins(self, row: int, column: int) -> bool:
        """Tell whether a cell is not the rest of one that is merged across several columns."""
        return self.view.area(row, column).left == column or column == self.first

    def _say(self, problem: OldProblem, column: int, cell: OldCell) -> None:
        """Add what a cell says of a problem: part by part where it labels them, or its heading names two things."""
        role = self.role[column]
        if role == words.TICK:
            heading = self.heading[column].split("·")[-1]
            agrees = status_words.read(cell.text).completion == status_words.read(cell_value.key(heading)).completion
            if agrees and not status_words.is_mark(cell.text):
                problem.add(words.STATUS, cell)
            else:
                problem.ticks.append((heading, cell))
            if not status_words.is_mark(cell.text):
                problem.keep(self._own_heading(column), cell)
        elif role in ("", words.KEEP):
            problem.keep(self._own_heading(column), cell)
        elif role != words.DROP:
            if role == words.STATUS:
                problem.asked = self.heading[column]
            heading = "".join(self.heading[column].split("·")[-1].split())
            for target, part in cell_parts.parts(cell, role, self.second[column]):
                titled = f"{heading}：{part.text}" if target in self.several and part.text else part.raw
                problem.add(target, part._replace(raw=titled))

    def _own_heading(self, column: int) -> str:
        return "".join(self.heading[column].replace("·", "").split()) or self.view.unnamed(column)

    def _measures(self, problem: OldProblem, rows: Sequence[int], by_measure: Collection[str]) -> None:
        """Read the measures of a problem from its rows, and what each row says of its own.

        `by_measure` are the roles that the table states measure by measure.
        """
        pieces = self._pieces(problem, rows)
        varying = self._varying(rows)
        if len(rows) > 1 and len({row for row, _ in pieces}) < 2:
            by_measure, varying = set(by_measure) - varying, set()
        for row, text in pieces:
            problem.measures.append(OldMeasure(text, dict(self._measure_cells(problem, row, rows, by_measure))))
        if len(rows) == 1 and len(problem.measures) > 1:
            cell_parts.align(problem)
        self._closing_state(problem, rows)
        for role in varying:
            if role in (words.DUE, words.STATUS):
                problem.cells.pop(role, None)
        if words.STATUS in varying:
            problem.asked = ""

    def _pieces(self, problem: OldProblem, rows: Sequence[int]) -> list[tuple[int, str]]:
        """Return the texts of the measures with their rows; a line on the deadline among them goes to the problem."""
        pieces: list[tuple[int, str]] = []
        groups = self._measure_columns()
        seen: set[tuple[int, int]] = set()
        for row in rows:
            for columns in groups:
                anchors = [self.view.anchor(row, column) for column in columns if self._begins(row, column)]
                fresh = [
                    anchor
                    for anchor in dict.fromkeys(anchors)
                    if (anchor not in seen and anchor[0] in rows) or anchor[0] == row
                ]
                text = "".join(self._text(*anchor) for anchor in dict.fromkeys(fresh) if anchor not in seen)
                seen.update(fresh)
                text, due = cell_parts.due_line("" if text.strip() in NOTHING else text)
                if due and len(rows) == 1 and not problem.cells.get(words.DUE):
                    problem.add(words.DUE, OldCell(due, self.view.cell(anchors[0])))
                pieces += [(row, part) for part in ((text,) if len(rows) > 1 else measure_marks.split(text)) if text]
        return _by_rows(pieces) if len(rows) > 1 else pieces

    def _closing_state(self, problem: OldProblem, rows: Sequence[int]) -> None:
        """Take the state with which the measures end, where their heading says that they tell it."""
        if not self.telling or problem.cells.get(words.STATUS):
            return
        held = ((self._text(row, column), self.view.cell((row, column))) for row in rows for column in self.telling)
        states = {status_words.in_progress(text): ref for text, ref in held if text}
        state, ref = next(iter(states.items()), ("", ""))
        if state and len(states) == 1:
            problem.add(words.STATUS, OldCell(state, ref))

    def _measure_columns(self) -> list[list[int]]:
        """Return the columns with measures; those under one word, such as a mark and its text, are read as one."""
        groups: dict[str, list[int]] = {}
        for column in self.places:
            if self.role[column] == words.MEASURE:
                groups.setdefault(self.heading[column], []).append(column)
        return list(groups.values())

    def _varying(self, rows: Sequence[int]) -> set[str]:
        """Return the roles of which the rows of one problem say different things."""
        roles: set[str] = set()
        for column in self.places:
            role = self.role[column]
            if (role in _VARYING or self.second[column] in words.OF_MEASURES) and len(
                {self.view.anchor(row, column) for row in rows if self._text(row, column)}
            ) > 1:
                roles.add(role)
        return roles

    def _measure_cells(
        self, problem: OldProblem, row: int, rows: Sequence[int], varying: Collection[str]
    ) -> list[tuple[str, OldCell]]:
        cells: list[tuple[str, OldCell]] = []
        for column in self.places:
            role = self.role[column]
            if column in self.spare:
                continue
            place = self.view.anchor(row, column)
            if not self.view.text(*place) or not self._begins(row, column):
                continue
            cell = OldCell(self.view.raw(*place), self.view.cell(place))
            if role in MEASURE_ROLES:
                cells.append((role, cell))
            elif role in varying and role in words.OF_MEASURES:
                parts = cell_parts.parts(cell, role, self.second[column])
                cells += [(words.OF_MEASURES[target], part) for target, part in parts if target in words.OF_MEASURES]
            elif role == words.NUMBER and row != rows[0] and place[0] == row:
                repeated = cell.text in _DITTO or cell.text == problem.text(words.NUMBER)
                cells += [] if repeated else [(words.MEASURE_NUMBER, cell)]
        return cells

    def _place(self, row: int) -> None:
        """Let the words of 方面 and 大项 in a row, or those that go on from above, govern it."""
        aspect = self._word(row, words.ASPECT)
        group = self._word(row, words.GROUP)
        if aspect:
            title, inner = _both_levels(aspect)
            group = group or inner
            self.governing.put(words.ASPECT, OldCell(title, self._reference(row, words.ASPECT)))
            if self.fresh_group:
                self.governing.put(words.GROUP, self.fresh_group)
        if group:
            self.governing.put(words.GROUP, OldCell(row_kinds.title(group), self._reference(row, words.GROUP)))
        elif self._is_merged_empty(row, words.GROUP):
            self.governing.end(words.GROUP)
        self.fresh_group = None

    def _word(self, row: int, role: str) -> str:
        texts = (self._text(row, column) for column in self.places if self.role[column] == role)
        return next((text for text in texts if text), "")

    def _reference(self, row: int, role: str) -> str:
        column = next((column for column in self.places if self.role[column] == role), 0)
        return self.view.cell(self.view.anchor(row, column)) if column else ""

    def _is_merged_empty(self, row: int, role: str) -> bool:
        """Tell whether a merged area without a word says that a row has no such title."""
        return any(
            self.view.area(row, column).size > 1 and not self.view.governing(row, column)
            for column in self.places
            if self.role[column] == role
        )

    def _text(self, row: int, column: int) -> str:
        """Return what a cell says: its own word, the one of its merged area, or, for 同上, the one above."""
        place = self.view.anchor(row, column)
        if place not in self.resolved:
            text = self.view.text(*place)
            if text.strip() in _DITTO:
                at = bisect.bisect_left(self.rows, place[0])
                above = next(
                    (row for row in reversed(self.rows[max(0, at - NEAR) : at]) if self.view.governing(row, column)), 0
                )
                text = self._text(above, column) if above else ""
            self.resolved[place] = text
        return self.resolved[place]

    def _own(self, row: int, role: str) -> str:
        return next((t for c in self.places if self.role[c] == role and (t := self.view.text(row, c))), "")

    def _is_same_problem(self, row: int) -> bool:
        """Tell whether a row names the problem above once more: by 同上, or by the same words and the same number."""
        if not self.problems:
            return False
        text = self._own(row, words.PROBLEM)
        if text.strip() in _DITTO:
            return True
        number, before = self._own(row, words.NUMBER), self.problems[-1]
        if self._is_rest(row, text, before):
            before.cells[words.PROBLEM][0] = OldCell(before.text(words.PROBLEM) + text, before.ref(words.PROBLEM))
            return True
        same_number = number in ("", before.text(words.NUMBER)) or number in _DITTO
        return same_number and cell_value.key(text) == cell_value.key(before.text(words.PROBLEM))

    def _is_rest(self, row: int, text: str, before: OldProblem) -> bool:
        """Tell whether a row holds nothing but the rest of the problem above, which a page break has cut."""
        alone = sum(column in self.role for column in self.view.rows[row]) == 1
        unfinished = before.text(words.PROBLEM)[-1:] not in "。！？；!?;.…"
        measured = bool(self._own(before.row, words.MEASURE))
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


def _by_rows(pieces: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return measures of which each stands in a row, without their marks 1, 2, 3 …; a row may hold several."""
    marked = measure_marks.split("\n".join(" ".join(text.split("\n")) for _, text in pieces))
    if len(marked) == len(pieces) > 1:
        return [(row, text) for (row, _), text in zip(pieces, marked, strict=True)]
    return [(row, part) for row, text in pieces for part in measure_marks.split(text)]


def _spare(columns: Sequence[TableColumn]) -> frozenset[int]:
    """Return the further columns of roles that govern or belong to a measure, which keep their text at the right."""
    first: dict[str, TableColumn] = {}
    return frozenset(
        column.column
        for column in columns
        if column.meaning.role in (words.ASPECT, words.GROUP, *MEASURE_ROLES)
        and first.setdefault(column.meaning.role, column).headings != column.headings
    )


def _several(columns: Sequence[TableColumn]) -> frozenset[str]:
    """Return the roles of texts that columns of different headings share (1月进展, 2月进展)."""
    headings: dict[str, set[tuple[str, ...]]] = {}
    for column in columns:
        headings.setdefault(column.meaning.role, set()).add(column.headings)
    return frozenset(role for role in (words.PROGRESS, words.NOTE, words.GOAL) if len(headings.get(role, ())) > 1)


_STATES = (words.STATUS, words.STATE, words.PROGRESS, words.SHARE, words.TICK, words.MEASURE_STATUS)


def _telling(columns: Sequence[TableColumn]) -> tuple[int, ...]:
    """Return the columns of measures whose heading says that they tell the state; none where another column does."""
    if any(column.meaning.role in _STATES for column in columns):
        return ()
    return tuple(
        column.column
        for column in columns
        if column.meaning.role == words.MEASURE
        and column.headings
        and set(_STATES) & {*words.joined_roles(column.headings[-1])}
    )
