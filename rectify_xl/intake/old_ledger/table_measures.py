"""The measures of a problem from its rows: one a row or several in a cell, and what each row says of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rectify_xl.intake.old_ledger import cell_parts, measure_marks, status_words
from rectify_xl.intake.old_ledger.old_records import NOTHING, OldCell, OldMeasure, OldProblem
from rectify_xl.intake.old_ledger.role_cells import DITTO, MEASURE_ROLES, TableCells
from rectify_xl.intake.old_ledger.table_headers import TableColumn
from rectify_xl.ledger import heading_words as words

_VARYING = (words.DUE, words.STATUS, words.PROGRESS, words.DEPARTMENT, words.PERSON, words.DONE_ON)
"""Roles that belong to the measures where each row of a problem has its own."""
_STATES = (words.STATUS, words.STATE, words.PROGRESS, words.SHARE, words.TICK, words.MEASURE_STATUS)


class TableMeasures:
    """Reads the measures of one table."""

    def __init__(self, cells: TableCells) -> None:
        self._cells = cells
        self._telling = _telling(cells.columns)

    def read(self, problem: OldProblem, rows: Sequence[int], by_measure: Collection[str]) -> None:
        """Read the measures of a problem from its rows, and what each row says of its own.

        `by_measure` are the roles that the table states measure by measure.
        """
        pieces = self._pieces(problem, rows)
        varying = self.varying(rows)
        if len(rows) > 1 and len({row for row, _ in pieces}) < 2:
            by_measure, varying = set(by_measure) - varying, set()
        column = next(iter(self._measure_columns()), [0])[0]
        for row, text in pieces:
            ref = self._cells.view.cell(self._cells.view.anchor(row, column))
            problem.measures.append(OldMeasure(text, dict(self._measure_cells(problem, row, rows, by_measure)), ref))
        if len(rows) == 1 and len(problem.measures) > 1:
            cell_parts.align(problem)
        self._closing_state(problem, rows)
        measured = {row for row, _ in pieces}
        for row in rows:
            if row not in measured:
                self._keep_cells(problem, row, varying)
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
                anchors = [
                    self._cells.view.anchor(row, column) for column in columns if self._cells.begins(row, column)
                ]
                fresh = [
                    anchor
                    for anchor in dict.fromkeys(anchors)
                    if (anchor not in seen and anchor[0] in rows) or anchor[0] == row
                ]
                text = "".join(self._cells.text(*anchor) for anchor in dict.fromkeys(fresh) if anchor not in seen)
                seen.update(fresh)
                text, due = cell_parts.due_line("" if text.strip() in NOTHING else text)
                if due and len(rows) == 1 and not problem.cells.get(words.DUE):
                    problem.add(words.DUE, OldCell(due, self._cells.view.cell(anchors[0])))
                pieces += [(row, part) for part in ((text,) if len(rows) > 1 else measure_marks.split(text)) if text]
        return _by_rows(pieces) if len(rows) > 1 else pieces

    def _closing_state(self, problem: OldProblem, rows: Sequence[int]) -> None:
        """Take the state with which the measures end, where their heading says that they tell it."""
        if not self._telling or problem.cells.get(words.STATUS):
            return
        held = (
            (self._cells.text(row, column), self._cells.view.cell((row, column)))
            for row in rows
            for column in self._telling
        )
        states = {status_words.in_progress(text): ref for text, ref in held if text}
        state, ref = next(iter(states.items()), ("", ""))
        if state and len(states) == 1:
            problem.add(words.STATUS, OldCell(state, ref))

    def _measure_columns(self) -> list[list[int]]:
        """Return the columns with measures; those under one word, such as a mark and its text, are read as one."""
        groups: dict[str, list[int]] = {}
        for column in self._cells.places:
            if self._cells.role[column] == words.MEASURE:
                groups.setdefault(self._cells.heading[column], []).append(column)
        return list(groups.values())

    def varying(self, rows: Sequence[int]) -> set[str]:
        """Return the roles of which the rows of one problem say different things."""
        roles: set[str] = set()
        for column in self._cells.places:
            role = self._cells.role[column]
            if (role in _VARYING or self._cells.second[column] in words.OF_MEASURES) and len(
                {self._cells.view.anchor(row, column) for row in rows if self._cells.text(row, column)}
            ) > 1:
                roles.add(role)
        return roles

    def _measure_cells(
        self, problem: OldProblem, row: int, rows: Sequence[int], varying: Collection[str]
    ) -> list[tuple[str, OldCell]]:
        cells: list[tuple[str, OldCell]] = []
        for column in self._cells.places:
            role = self._cells.role[column]
            if column in self._cells.spare:
                continue
            cell = self._cells.cell(row, column)
            if not cell.text or not self._cells.begins(row, column):
                continue
            if role in MEASURE_ROLES:
                cells.append((role, cell))
            elif role in varying and role in words.OF_MEASURES:
                parts = cell_parts.parts(cell, role, self._cells.second[column])
                cells += [(words.OF_MEASURES[target], part) for target, part in parts if target in words.OF_MEASURES]
            elif role == words.NUMBER and row != rows[0] and self._cells.view.text(row, column):
                repeated = cell.text in DITTO or cell.text == problem.text(words.NUMBER)
                cells += [] if repeated else [(words.MEASURE_NUMBER, cell)]
        return cells

    def _keep_cells(self, problem: OldProblem, row: int, varying: Collection[str]) -> None:
        """Keep at the right what a row without a measure of its own says of measures: there is none to say it of."""
        for column in self._cells.places:
            of_measures = self._cells.role[column] in (*MEASURE_ROLES, *varying)
            if of_measures and self._cells.view.text(row, column) and column not in self._cells.spare:
                problem.keep(self._cells.own_heading(column), self._cells.cell(row, column))


def _by_rows(pieces: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return measures of which each stands in a row, without their marks 1, 2, 3 …; a row may hold several."""
    marked = measure_marks.split("\n".join(" ".join(text.split("\n")) for _, text in pieces))
    if len(marked) == len(pieces) > 1:
        return [(row, text) for (row, _), text in zip(pieces, marked, strict=True)]
    return [(row, part) for row, text in pieces for part in measure_marks.split(text)]


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
