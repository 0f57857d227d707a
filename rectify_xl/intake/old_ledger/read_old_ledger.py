"""Read a ledger in any layout: which sheets hold problems, what they say, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.intake.grid import Place, WorkbookGrid
from rectify_xl.intake.old_ledger import fill_legend, row_kinds, sheet_choice, sheet_lines, sheet_tables, status_words
from rectify_xl.intake.old_ledger.column_choices import ColumnChoices
from rectify_xl.intake.old_ledger.old_records import OldCell, OldProblem, OldTable, SkippedCells
from rectify_xl.intake.old_ledger.sheet_use import SheetUse
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.ledger import heading_words as words
from rectify_xl.text import cell_value, refs


class OldLedger(NamedTuple):
    """An old ledger as read: all sheets, all problems in their order, what no row came from, and its facts.

    `symbols` and `colours` are the legends by which states were read, `own` the words of the office; `grid` is what was
    read.
    """

    grid: WorkbookGrid
    sheets: tuple[SheetUse, ...]
    problems: tuple[OldProblem, ...]
    left_out: tuple[SkippedCells, ...]
    title: str
    stated: Mapping[str, str]
    symbols: Mapping[str, str]
    colours: Mapping[str, str]
    unexplained: Mapping[str, Mapping[int, str]]
    own: Mapping[str, str] = {}


def read(grid: WorkbookGrid, choices: ColumnChoices | None = None, own: Mapping[str, str] | None = None) -> OldLedger:
    """Return what a workbook holds; no problem at all where it is no ledger.

    `choices` are what a person corrected in 导入对照, `own` the words of the office for headings.
    """
    choices = choices or ColumnChoices()
    uses = [sheet_tables.read(SheetView(sheet), choices, own or {}) for sheet in grid.sheets]
    views = [use.view for use in uses]
    uses = sheet_choice.with_titled_templates(uses)
    uses = sheet_choice.without_copies(views, uses, choices)
    uses = sheet_choice.with_sheet_words(uses)
    rows = {use.sheet: _data_rows(use) for use in uses if use.is_data}
    symbols = {**status_words.legend(_texts(views)), **choices.symbols}
    colours = {**fill_legend.legend(views, rows), **choices.colours}
    problems: list[OldProblem] = []
    unexplained: dict[str, Mapping[int, str]] = {}
    for view, use in zip(views, uses, strict=True):
        for table in use.tables if use.is_data else ():
            _colour(view, table, colours, unexplained)
            _annotate(view, table)
            _strike(view, table)
            problems += table.problems
    sheet_choice.fill_in(uses)
    data = [use for use in uses if use.is_data]
    stated: dict[str, str] = {}
    for use in (*data, *(other for other in uses if not other.is_data)):
        for name, text in use.facts.stated.items():
            stated.setdefault(name, text)
    title = sheet_lines.common_title([use.facts.title for use in data if use.facts.title])
    left_out = tuple(_left_out(views, uses))
    return OldLedger(
        grid, tuple(uses), tuple(problems), left_out, title, stated, symbols, colours, unexplained, own or {}
    )


def _data_rows(use: SheetUse) -> dict[int, refs.Area]:
    """Return, by row, the cells of the rows with data that belong to their table."""
    areas: dict[int, refs.Area] = {}
    for table in use.tables:
        columns = [column.column for column in table.columns]
        areas.update((row, refs.Area(row, min(columns), row, max(columns))) for row in table.data_rows)
    return areas


def _texts(views: Sequence[SheetView]) -> Iterator[str]:
    for view in views:
        yield from (raw for raw in view.values.values() if isinstance(raw, str))


def _colour(
    view: SheetView, table: OldTable, colours: Mapping[str, str], unexplained: dict[str, Mapping[int, str]]
) -> None:
    """Give the problems of a table their colours, where no word says how far they are."""
    silent = [
        p for p in table.problems if not p.cells.get(words.STATUS) and not p.ticks and not p.cells.get(words.SHARE)
    ]
    if not silent or any(m.cells.get(words.MEASURE_STATUS) for p in table.problems for m in p.measures):
        return
    rows = {problem.row for problem in silent}
    column = fill_legend.status_column(view, rows, colours)
    if column:
        for problem in silent:
            colour = view.grid.fills.get((problem.row, column), "")
            problem.colour, problem.colour_ref = colour, view.cell((problem.row, column))
        return
    strange = fill_legend.unexplained(view, rows)
    if strange and not colours:
        unexplained[view.name] = {**unexplained.get(view.name, {}), **strange}


def _strike(view: SheetView, table: OldTable) -> None:
    """Mark the problems whose words are struck out."""
    if view.grid.struck:
        references = {view.cell(place) for place in view.grid.struck}
        for problem in table.problems:
            problem.struck = problem.ref(words.PROBLEM) in references


def _annotate(view: SheetView, table: OldTable) -> None:
    """Add the comments on the cells of a problem to its 备注, with the cells on which they stand."""
    for (row, column), note in sorted(view.grid.notes.items()):
        owner = next((problem for problem in reversed(table.problems) if problem.row <= row), None)
        if owner and row in table.data_rows:
            ref = view.cell((row, column))
            owner.add(words.NOTE, OldCell(f"原{ref}批注：{note.strip()}", ref))


def _left_out(views: Sequence[SheetView], uses: Sequence[SheetUse]) -> Iterator[SkippedCells]:
    """Yield all that no row came from: sheets as a whole, rows and cells of the sheets that hold problems."""
    for view, use in zip(views, uses, strict=True):
        if not use.is_data:
            if view.values:
                rows = [row for row, _ in view.values]
                columns = [column for _, column in view.values]
                area = refs.Area(min(rows), min(columns), max(rows), max(columns))
                yield SkippedCells(
                    use.sheet, view.area_ref(area), " ".join(_texts([view]))[:2000], f"工作表未导入：{use.use}"
                )
            continue
        listed = [item for table in use.tables for item in table.left_out]
        taken = {place for table in use.tables for place in table.taken}
        for item in listed:
            taken.update(view.cells_of(item.ref))
        yield from listed
        yield from _rest(view, use, taken)


def _rest(view: SheetView, use: SheetUse, taken: set[Place]) -> Iterator[SkippedCells]:
    """Yield every row of cells that is neither taken nor listed yet, so that nothing is lost without a word."""
    spans = [(table.top, table.bottom) for table in use.tables]
    for row, columns in view.rows.items():
        rest = [column for column in columns if (row, column) not in taken]
        if not rest:
            continue
        texts = [view.text(row, column) for column in rest]
        inside = any(top <= row <= bottom for top, bottom in spans)
        reason = row_kinds.reason(texts, {cell_value.key(use.facts.title)} if inside else ())
        if not reason:
            reason = row_kinds.DISMISSED if _dropped(use, rest) else row_kinds.BESIDE if inside else row_kinds.TITLE
        yield SkippedCells(use.sheet, view.area_ref(refs.Area(row, rest[0], row, rest[-1])), " ".join(texts), reason)


def _dropped(use: SheetUse, columns: Sequence[int]) -> bool:
    """Tell whether all these columns are those that a person chose not to import."""
    dropped = {c.column for table in use.tables for c in table.columns if c.meaning.role == words.DROP}
    return set(columns) <= dropped
