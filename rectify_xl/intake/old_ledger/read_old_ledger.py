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

DATA = "问题数据"
STATISTICS = "没有问题一列"
COVER = "没有表格"
TEMPLATE = "样表、模板"
COPY = "问题与另一张工作表相同，只读其中较新的一张"
EMPTY = "空白"
BLANK_FORM = "有表头，没有填写问题"
DISMISSED = "对照中选为不导入"
_OFFICE_NAME = r".{1,10}(?:科|股|室|处|部|办|中心|所|站|院|队|组|委|局|村|社区|支部|公司)"
_ASPECT_IN_TITLE = r"[（(—\-\s]([\u4e00-\u9fff、“”]{2,24}方面)[）)]?$"
_PLAIN_NAME = (
    r"(?i:sheet\d*|附?表\s*[\d一二三四五六七八九十]*|附件\d*|[一二三四五六七八九十]{1,2}|(?:20\d\d年)?\d{1,2}月份?|\d+"
    r"|工作表\d*|.*台账.*|.*清单.*|.*汇总.*|.*明细.*|第.{1,2}批)"
)


class SheetUse(NamedTuple):
    """What a sheet was taken for, the headers of its tables, and what holds for all its rows."""

    view: SheetView
    use: str
    tables: tuple[OldTable, ...] = ()
    facts: SheetWords = SheetWords("", {})
    hidden: bool = False
    aspect: str = ""
    department: str = ""
    kind: table_bands.BandRow | None = None
    """The kind of deadline, or the state, after which the sheet is named (立行立改类)."""

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.view.name

    @property
    def problems(self) -> int:
        """The number of problems."""
        return sum(len(table.problems) for table in self.tables)

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
    uses = [_use(SheetView(sheet), choices, own or {}) for sheet in grid.sheets]
    views = [use.view for use in uses]
    uses = _with_titled_templates(uses)
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
            _strike(view, table)
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


def _with_titled_templates(uses: Sequence[SheetUse]) -> list[SheetUse]:
    """Return the uses; a filled sheet whose title alone calls it a template is read where no other holds problems."""
    if any(use.is_data for use in uses):
        return list(uses)
    return [
        use._replace(use=DATA)
        if use.use == TEMPLATE and not use.hidden and use.problems > 1 and not sheet_lines.is_template(use.view, "")
        else use
        for use in uses
    ]


def _without_copies(views: Sequence[SheetView], uses: Sequence[SheetUse], choices: ColumnChoices) -> list[SheetUse]:
    """Return the uses, in which only one of several sheets with the same problems is read.

    That is the one that a person chose, else one that is neither hidden nor called a copy, and of those the newest by
    the day in its name (3月, 4月, 5月), else the first.
    """
    texts: dict[str, set[str]] = {
        use.sheet: {cell_value.key(p.text(words.PROBLEM)) for table in use.tables for p in table.problems}
        for use in uses
        if use.is_data
    }
    rank = {
        use.sheet: (
            bool(choices.uses.get(use.sheet)),
            not use.hidden,
            not sheet_lines.is_old_copy(view),
            sheet_lines.day_in_name(use.sheet),
            len(texts.get(use.sheet, ())),
            -at,
        )
        for at, (view, use) in enumerate(zip(views, uses, strict=True))
    }
    read: list[str] = []
    copies: dict[str, list[str]] = {}
    for sheet in sorted(texts, key=lambda name: rank[name], reverse=True):
        mine = texts[sheet]
        common = mine & set().union(*(texts[other] for other in read))
        rivals = [other for other in read if texts[other] & mine]
        if 2 * len(common) > len(mine) and not choices.uses.get(sheet):
            copies[sheet] = rivals
        else:
            read.append(sheet)
    return [
        use._replace(use=f"{COPY}（{'、'.join(f'《{rival}》' for rival in copies[use.sheet])}）")
        if use.sheet in copies
        else use
        for use in uses
    ]


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
    kind = table_bands.state_of(name) if several else None
    if not any(problem.cells.get(words.ASPECT) for problem in problems) and words.ASPECT not in roles:
        plain = re.fullmatch(_PLAIN_NAME, name) or department == name or not several or kind
        titled = re.search(_ASPECT_IN_TITLE, use.facts.title)
        stated = use.facts.stated.get("aspect", "") or (titled[1] if titled and several else "")
        aspect = row_kinds.title(stated) or ("" if plain else row_kinds.title(name))
    return use._replace(aspect=aspect, department=department, kind=kind)


def _fill_in(uses: Sequence[SheetUse]) -> None:
    for use in uses:
        for table in use.tables if use.is_data else ():
            for problem in table.problems:
                for role, text in ((words.ASPECT, use.aspect), (words.DEPARTMENT, use.department)):
                    if text and not problem.cells.get(role):
                        problem.add(role, OldCell(text))
                if use.kind and not problem.cells.get(use.kind.role) and not problem.ticks:
                    problem.add(use.kind.role, OldCell(use.kind.title))


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
