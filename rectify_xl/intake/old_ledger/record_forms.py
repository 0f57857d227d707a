"""Sheets without a table: one form a problem, labels with their values beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rectify_xl.intake.grid import Place
from rectify_xl.intake.old_ledger import measure_marks
from rectify_xl.intake.old_ledger.old_records import OldCell, OldMeasure, OldProblem, OldTable, SkippedCells
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_headers import LEAST_ROLES, TableColumn
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger.heading_words import HeadingMeaning

NO_PROBLEM = "没有写明问题的表单"
LONGEST_LABEL = 20
"""Characters of the longest label of a form."""
_RESOLVED = {
    words.CATEGORY: words.ASPECT,
    words.SUMMARY: words.PROBLEM,
    words.DAY: words.DUE,
    words.STATE: words.PROGRESS,
    words.SHARE: words.KEEP,
    words.CLOSED: words.KEEP,
}


class _Field(NamedTuple):
    """A label of a form with its place, and the value beside it."""

    label: str
    place: Place
    meaning: HeadingMeaning
    value: OldCell
    value_place: Place

    @property
    def name(self) -> str:
        """The role, or, for a label that the layout does not know, the label itself."""
        return self.meaning.role if self.meaning.role != words.KEEP else f"={words.normal(self.label)}"


_Form = dict[str, _Field]


def read(view: SheetView, own: Mapping[str, str], fixed: Mapping[str, str]) -> OldTable | None:
    """Return the problems of a sheet of forms, None where it holds none."""
    forms: list[_Form] = []
    taken: set[Place] = set()
    labels: dict[str, TableColumn] = {}
    for entry in _fields(view, own, fixed):
        if not forms or entry.name in forms[-1]:
            forms.append({})
        forms[-1][entry.name] = entry
        labels.setdefault(words.normal(entry.label), TableColumn(entry.place[1], (entry.label,), entry.meaning))
    filled = [form for form in forms if words.PROBLEM in form and form[words.PROBLEM].value.text]
    if not filled or len({name for name in filled[0] if not name.startswith("=")}) < LEAST_ROLES:
        return None
    left_out: list[SkippedCells] = []
    for form in forms:
        if form in filled:
            taken.update(place for entry in form.values() for place in (entry.place, entry.value_place))
            continue
        for entry in form.values():
            if entry.value.text:
                taken.update((entry.place, entry.value_place))
                text = f"{entry.label} {entry.value.text}"
                left_out.append(SkippedCells(view.name, view.ref(*entry.place), text, NO_PROBLEM))
    rows = frozenset(entry.place[0] for form in filled for entry in form.values())
    return OldTable(
        view.name,
        min(rows),
        max(rows),
        tuple(labels.values()),
        [_problem(view, form) for form in filled],
        left_out,
        rows,
        frozenset(taken),
    )


def _fields(view: SheetView, own: Mapping[str, str], fixed: Mapping[str, str]) -> Iterator[_Field]:
    """Yield the labels that are known, with the values at their right, row by row, form beside form."""
    entries = list(_in_rows(view, own, fixed))
    border = next(
        (
            entry.place[1]
            for at, entry in enumerate(entries)
            if any(entry.name == other.name and entry.place[0] == other.place[0] for other in entries[:at])
        ),
        0,
    )
    yield from sorted(entries, key=lambda entry: (border > 0 and entry.place[1] >= border, entry.place))


def _in_rows(view: SheetView, own: Mapping[str, str], fixed: Mapping[str, str]) -> Iterator[_Field]:
    for row, columns in view.rows.items():
        values: set[int] = set()
        for column in columns:
            label = view.text(row, column)
            meaning = _meaning(label, own, fixed)
            if column in values or not meaning.role or len(label) > LONGEST_LABEL:
                continue
            right = view.area(row, column).right + 1
            place = view.anchor(row, right)
            if _meaning(view.text(*place), own, fixed).role and not _is_value(view, row, right):
                continue
            values.add(place[1])
            yield _Field(label, (row, column), meaning, OldCell(view.raw(*place), view.cell(place)), place)


def _is_value(view: SheetView, row: int, column: int) -> bool:
    """Tell whether a cell whose words could be a heading is the value of the label before it: nothing follows it."""
    after = view.area(row, column).right + 1
    return not view.text(row, after)


def _meaning(heading: str, own: Mapping[str, str], fixed: Mapping[str, str]) -> HeadingMeaning:
    chosen = fixed.get(words.normal(heading))
    if chosen:
        return HeadingMeaning(chosen, words.CORRECTED)
    meaning = words.meaning(heading, own)
    return HeadingMeaning(_RESOLVED.get(meaning.role, meaning.role), meaning.certainty)


def _problem(view: SheetView, form: Mapping[str, _Field]) -> OldProblem:
    problem = OldProblem(view.name, form[words.PROBLEM].place[0])
    for name, entry in form.items():
        if name == words.MEASURE:
            problem.measures = [OldMeasure(text, ref=entry.value.ref) for text in measure_marks.split(entry.value.text)]
        elif name.startswith("="):
            problem.keep("".join(entry.label.split()), entry.value)
        else:
            if name == words.STATUS:
                problem.asked = entry.label
            problem.add(name, entry.value)
    return problem
