"""Read a ledger in any layout: which sheets hold problems, what they say, and what was left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.intake.grid import Place, WorkbookGrid
from rectify_xl.intake.old_ledger import (
    fill_legend,
    record_forms,
    row_kinds,
    sheet_lines,
    status_words,
    table_bands,
    table_headers,
    table_records,
)
from rectify_xl.intake.old_ledger.column_choices import ColumnChoices
from rectify_xl.intake.old_ledger.old_records import OldCell, OldProblem, OldTable, SkippedCells
from rectify_xl.intake.old_ledger.sheet_lines import SheetWords
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_bands import Governing
from rectify_xl.ledger import heading_words as words
from rectify_xl.text import cell_value, refs
from rectify_xl.text.excerpts import beginning

DATA, STATISTICS, COVER, TEMPLATE, COPY, EMPTY, BLANK_FORM, DISMISSED = (
    "问题数据", "没有问题一列", "没有表格", "样表、模板", "与其他工作表重复", "空白", "有表头，没有填写问题",
    "对照中选为不导入",
)  # fmt: skip
_OFFICE_NAME = r".{1,10}(?:科|股|室|处|部|办|中心|所|站|院|队|组|委|局|村|社区|支部|公司)"
_PLAIN_NAME = r"(?i:sheet\d*|工作表\d*|台账|.*台账.*|.*清单.*|.*汇总.*|.*明细.*|第.{1,2}批|\d+)"


class SheetUse(NamedTuple):
    """What a sheet was taken for, the headers of its tables, and what holds for all its rows."""

    sheet: str
    use: str
    tables: tuple[OldTable, ...] = ()
    facts: SheetWords = SheetWords("", {}, {})
    hidden: bool = False
    aspect: str = ""
    department: str = ""

    @property
    def is_data(self) -> bool:
        """Tell whether the sheet holds problems."""
        return self.use == DATA


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
    views = [SheetView(sheet) for sheet in grid.sheets]
    uses = [_use(view, choices, own or {}) for view in views]
    uses = _without_copies(views, uses, choices)
    uses = _with_sheet_words(uses)
    rows = {use.sheet: _data_rows(use) for use in uses if use.is_data}
    symbols = {**status_words.legend(_texts(views)), **choices.symbols}
    colours = {**fill_legend.legend(views, rows), **choices.colours}
    problems: list[OldProblem] = []
    unexplained: dict[str, Mapping[int, str]] = {}
    for view, use in zip(views, uses, strict=True):
        for table in use.tables if use.is_data else ():
            _colour(view, table, colours, unexplained)
            _annotate(view, table)
            problems += table.problems
    _fill_in(uses)
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


def _use(view: SheetView, choices: ColumnChoices, own: Mapping[str, str]) -> SheetUse:
    if not view.values:
        return SheetUse(view.name, EMPTY, hidden=view.grid.hidden)
    fixed = choices.of(view.name)
    headers = table_headers.headers(view, {**own, **choices.words(view.name)})
    if not headers:
        forms = record_forms.read(view, own, fixed)
        tables: tuple[OldTable, ...] = (forms,) if forms else ()
        facts = sheet_lines.facts(view, forms.top if forms else view.last_row + 1, [(t.top, t.bottom) for t in tables])
        use = DATA if forms else _without_problems(view)
        return SheetUse(view.name, _chosen(use, view, choices), tables, facts, view.grid.hidden)
    tables = tuple(_tables(view, headers, fixed))
    facts = sheet_lines.facts(view, headers[0].top, [(table.top, table.bottom) for table in tables])
    use = DATA if any(table.problems for table in tables) else BLANK_FORM
    if use == DATA and sheet_lines.is_template(view, facts.title):
        use = TEMPLATE
    return SheetUse(view.name, _chosen(use, view, choices), tables, facts, view.grid.hidden)


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
    governing = Governing()
    for row, band in table_bands.above(view, first, [column.column for column in headers[0].columns]):
        governing.put(band.role, OldCell(band.title, view.ref(row, view.rows[row][0])))
    for at, header in enumerate(headers):
        last = headers[at + 1].top - 1 if at + 1 < len(headers) else view.last_row
        context = table_records.TableContext(titles, governing)
        table, trailing = table_records.read(view, header, last, fixed, context)
        yield table
        repeated = at + 1 < len(headers) and headers[at + 1].signature() == header.signature()
        governing = governing if repeated else trailing


def _without_copies(views: Sequence[SheetView], uses: Sequence[SheetUse], choices: ColumnChoices) -> list[SheetUse]:
    """Return the uses, in which a sheet with the problems of another is a copy: the hidden or so named one."""
    kept: list[SheetUse] = []
    texts: dict[str, set[str]] = {
        use.sheet: {cell_value.key(p.text(words.PROBLEM)) for table in use.tables for p in table.problems}
        for use in uses
        if use.is_data
    }
    for view, use in zip(views, uses, strict=True):
        mine = texts.get(use.sheet, set())
        others = {sheet: theirs for sheet, theirs in texts.items() if sheet != use.sheet}
        common = mine & set().union(*others.values())
        rivals = [sheet for sheet, theirs in others.items() if theirs & mine] if 2 * len(common) > len(mine) else []
        earlier = {other.sheet for other in kept if other.is_data}
        spare = use.hidden or sheet_lines.is_old_copy(view) or not earlier.isdisjoint(rivals)
        if rivals and spare and not choices.uses.get(use.sheet):
            kept.append(use._replace(use=f"{COPY}（{'、'.join(f'《{rival}》' for rival in rivals)}）"))
            texts.pop(use.sheet, None)
        else:
            kept.append(use)
    return kept


def _with_sheet_words(uses: Sequence[SheetUse]) -> list[SheetUse]:
    """Return the uses with the 方面 or the 责任科室 that a whole sheet stands for."""
    several = sum(use.is_data for use in uses) > 1
    return [_with_own_words(use, several=several) if use.is_data else use for use in uses]


def _with_own_words(use: SheetUse, *, several: bool) -> SheetUse:
    name = use.sheet.strip()
    roles = {column.meaning.role for table in use.tables for column in table.columns}
    problems = [problem for table in use.tables for problem in table.problems]
    department = aspect = ""
    if not any(problem.cells.get(words.DEPARTMENT) for problem in problems):
        named = name if several and re.fullmatch(_OFFICE_NAME, name) else ""
        same = name if sheet_lines.bracketed(use.facts.title) == name else ""
        department = use.facts.stated.get("department", "") or named or same
    if not any(problem.cells.get(words.ASPECT) for problem in problems) and words.ASPECT not in roles:
        plain = re.fullmatch(_PLAIN_NAME, name) or department == name or not several
        aspect = row_kinds.title(use.facts.stated.get("aspect", "")) or ("" if plain else row_kinds.title(name))
    return use._replace(aspect=aspect, department=department)


def _fill_in(uses: Sequence[SheetUse]) -> None:
    for use in uses:
        for table in use.tables if use.is_data else ():
            for problem in table.problems:
                for role, text in ((words.ASPECT, use.aspect), (words.DEPARTMENT, use.department)):
                    if text and not problem.cells.get(role):
                        problem.add(role, OldCell(text))


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
            problem.colour, problem.colour_ref = colour, refs.cell_ref(problem.row, column)
        return
    strange = fill_legend.unexplained(view, rows)
    if strange and not colours:
        unexplained[view.name] = {**unexplained.get(view.name, {}), **strange}


def _annotate(view: SheetView, table: OldTable) -> None:
    """Add the comments on the cells of a problem to its 备注, with the cells on which they stand."""
    for (row, column), note in sorted(view.grid.notes.items()):
        owner = next((problem for problem in reversed(table.problems) if problem.row <= row), None)
        if owner and row in table.data_rows:
            ref = refs.cell_ref(row, column)
            owner.add(words.NOTE, OldCell(f"原{ref}批注：{note.strip()}", ref))


def _left_out(views: Sequence[SheetView], uses: Sequence[SheetUse]) -> Iterator[SkippedCells]:
    """Yield all that no row came from: sheets as a whole, rows and cells of the sheets that hold problems."""
    for view, use in zip(views, uses, strict=True):
        if not use.is_data:
            if view.values:
                rows = [row for row, _ in view.values]
                columns = [column for _, column in view.values]
                area = refs.Area(min(rows), min(columns), max(rows), max(columns))
                yield SkippedCells(use.sheet, str(area), " ".join(_texts([view]))[:2000], f"工作表未导入：{use.use}")
            continue
        listed = [item for table in use.tables for item in table.left_out]
        taken = {place for table in use.tables for place in table.taken}
        for item in listed:
            listed_area = refs.parse_area(item.ref)
            taken.update(listed_area.cells() if listed_area else ())
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
        yield SkippedCells(use.sheet, str(refs.Area(row, rest[0], row, rest[-1])), " ".join(texts), reason)


def _dropped(use: SheetUse, columns: Sequence[int]) -> bool:
    """Tell whether all these columns are those that a person chose not to import."""
    dropped = {c.column for table in use.tables for c in table.columns if c.meaning.role == words.DROP}
    return set(columns) <= dropped
