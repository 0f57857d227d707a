"""Read one sheet of an old ledger: as tables, as a table with its problems side by side, or as forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rectify_xl.intake.old_ledger import (
    record_forms,
    row_kinds,
    sheet_lines,
    table_bands,
    table_headers,
    table_records,
)
from rectify_xl.intake.old_ledger.column_choices import ColumnChoices
from rectify_xl.intake.old_ledger.old_records import OldCell, OldTable
from rectify_xl.intake.old_ledger.sheet_use import (
    BLANK_FORM,
    COPY,
    COVER,
    DATA,
    DISMISSED,
    EMPTY,
    STATISTICS,
    TEMPLATE,
    SheetUse,
)
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_bands import Governing
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import beginning


def read(view: SheetView, choices: ColumnChoices, own: Mapping[str, str]) -> SheetUse:
    """Return what a sheet is: a table, a table with its problems side by side, forms, or nothing of the kind."""
    if not view.values:
        return SheetUse(view, EMPTY, hidden=view.grid.hidden)
    fixed = choices.of(view.name)
    as_table = _as_table(view, choices, own)
    if as_table and as_table.problems:
        return as_table
    forms = record_forms.read(view, own, fixed)
    flipped = _as_table(SheetView(view.grid, flipped=True), choices, own)
    if flipped and flipped.problems > max(1, len(forms.problems) if forms else 0):
        return flipped
    if as_table and not forms:
        return as_table
    tables = (forms,) if forms else ()
    facts = sheet_lines.facts(view, forms.top if forms else view.last_row + 1, _held(tables))
    use = DATA if forms else _without_problems(view)
    return SheetUse(view, _chosen(use, view, choices), tables, facts, view.grid.hidden)


def _as_table(view: SheetView, choices: ColumnChoices, own: Mapping[str, str]) -> SheetUse | None:
    """Return a sheet read as tables with headers, None where it has none."""
    headers = table_headers.headers(view, {**own, **choices.words(view.name)})
    if not headers:
        return None
    if view.flipped:
        headers = [_without_titles(view, header) for header in headers]
    tables = tuple(_tables(view, headers, choices.of(view.name)))
    facts = sheet_lines.facts(view, headers[0].top, _held(tables))
    if view.flipped:
        upright = SheetView(view.upright)
        facts = sheet_lines.facts(
            upright, upright.last_row + 1, {column for table in tables for _, column in table.taken}
        )
    use = DATA if any(table.problems for table in tables) else BLANK_FORM
    if use == DATA and sheet_lines.is_template(view, facts.title):
        use = TEMPLATE
    return SheetUse(view, _chosen(use, view, choices), tables, facts, view.grid.hidden)


def _without_titles(view: SheetView, header: table_headers.HeaderBlock) -> table_headers.HeaderBlock:
    """Return the header of a flipped table without the lines above and below it, which are nobody's headings."""
    filled = {column for row, columns in view.rows.items() if row > header.bottom for column in columns}
    columns = tuple(column for column in header.columns if column.meaning.role or column.column in filled)
    return header._replace(columns=columns)


def _held(tables: Sequence[OldTable]) -> set[int]:
    """Return the rows whose cells went into our ledger, or are headings: what stands there is no fact of the sheet."""
    return {row for table in tables for row, _ in table.taken}


def _without_problems(view: SheetView) -> str:
    """Say what a sheet without problems seems to be: a table of something else, with its headings, or no table."""
    if len(view.rows) < 3 or max(map(len, view.rows.values())) < 3:
        return COVER
    row = next(row for row, columns in view.rows.items() if len(columns) > 2)
    headings = "、".join(beginning(view.text(row, column), 10) for column in view.rows[row][:6])
    return f"{STATISTICS}，表头是：{headings}"


def _chosen(use: str, view: SheetView, choices: ColumnChoices) -> str:
    """Return the use of a sheet, which a person may have decided."""
    decided = choices.uses.get(view.name)
    if decided is False:
        return DISMISSED
    return DATA if decided and use in (TEMPLATE, COPY) else use


def _tables(
    view: SheetView, headers: Sequence[table_headers.HeaderBlock], fixed: Mapping[str, str]
) -> Iterator[OldTable]:
    """Yield the tables of a sheet; one whose header is repeated on the next page goes on below it."""
    first = headers[0].top
    titles = {
        cell_value.key(row_kinds.without_continued(view.line(row)))
        for row in view.rows
        if row < first and view.line(row)
    }
    for lane in _lanes(headers):
        governing = Governing()
        for row, band in table_bands.above(view, lane[0].top, [column.column for column in lane[0].columns]):
            governing.put(band.role, OldCell(band.title, view.ref(row, view.rows[row][0])))
        for at, header in enumerate(lane):
            following = lane[at + 1] if at + 1 < len(lane) else None
            last = following.top - 1 if following else view.last_row
            context = table_records.TableContext(titles, governing, following is not None)
            table, trailing = table_records.read(view, header, last, fixed, context)
            yield table
            repeated = following is not None and following.signature() == header.signature()
            governing = governing if repeated else trailing


def _lanes(headers: Sequence[table_headers.HeaderBlock]) -> list[list[table_headers.HeaderBlock]]:
    """Return the headers by the columns that they share: tables side by side are read one after the other."""
    lanes: list[tuple[set[int], list[table_headers.HeaderBlock]]] = []
    for header in headers:
        columns = set(range(header.columns[0].column, header.columns[-1].column + 1))
        lane = next((known for known in lanes if known[0] & columns), None)
        if lane is None:
            lanes.append((columns, [header]))
        else:
            lane[0].update(columns)
            lane[1].append(header)
    return [blocks for _, blocks in lanes]
