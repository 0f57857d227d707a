"""What a check is, and what it is given.

A check is one pure generator: `(ledger, context) -> remarks`. It says where, what, why and what to do next; how
serious that is, the profile decides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, get_args

from rectify_xl.dates import DateKind, ReadDate
from rectify_xl.judgement.checks.remembered import NOTHING, Memory, RememberedChanges
from rectify_xl.judgement.rules import Rule
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.counting import problem_counts, registered_relapses
from rectify_xl.ledger.counting.problem_counts import Rollup
from rectify_xl.ledger.deadlines import binding_deadline, deadline_cells
from rectify_xl.ledger.deadlines.binding_deadline import Deadlines
from rectify_xl.ledger.deadlines.deadline_cells import RoundDays
from rectify_xl.ledger.records import Cell, CellWrite, Evidence, Ledger, Measure, Problem, Remedy, Row, SheetChanges
from rectify_xl.ledger.relations import Relations
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.excerpts import shortened

if TYPE_CHECKING:
    from rectify_xl.ledger.closure_rules.closure_case import ClosureCase, ClosureFacts
    from rectify_xl.ledger.closure_rules.closure_terms import UnmetCondition

DATA_SHEETS = tuple(sheet for sheet in schema.TABLES if not sheet.output)
"""The sheets that people fill in."""

ID_COLUMNS: Mapping[str, str] = {
    schema.INFO.name: "项目",
    schema.PROBLEMS.name: "编号",
    schema.MEASURES.name: "措施编号",
    schema.REGULATIONS.name: "问题编号",
    schema.EVIDENCE.name: "编号",
    schema.CLOSURES.name: "问题编号",
    schema.REVIEWS.name: "问题/措施编号",
    schema.PROSE.name: "关联编号",
}
"""Column that names a row to a reader, by sheet."""

OWN_IDS = (schema.PROBLEMS.name, schema.MEASURES.name, schema.EVIDENCE.name)
"""Sheets whose rows have an id of their own, in the column of `ID_COLUMNS`."""


LISTED = 20
"""Most cells that one message names."""


class Remark(NamedTuple):
    """What a check has to say about one cell: `message` is where, what and why, `fix` what to do.

    `remedy` does it, where a second reading of the cell cannot differ from the first.
    """

    cell: Cell
    row_id: str
    message: str
    fix: str
    remedy: Remedy | None = None


class FilledCell(NamedTuple):
    """One filled cell of a data sheet, and its column; for a line of 基本信息 the column has the kind of the item."""

    row: Row
    column: schema.Column
    raw: Raw | Uncached
    text: str

    @property
    def ref(self) -> str:
        """The address within its sheet, such as H12."""
        return self.row.cell(self.column.name).ref


class WrittenColumn(NamedTuple):
    """A column that people fill in, or the lines of 基本信息 of one kind.

    `texts` is what stands in its `rows`, empty where nothing does or a merged area hides the cell; `words` are the
    different texts. A check looks at the words first, and at cells only where one of them concerns it.
    """

    sheet: str
    column: schema.Column
    place: int
    rows: Sequence[Row]
    texts: Sequence[str]
    words: frozenset[str]

    def cells(self, asked: Callable[[str], object]) -> Iterator[FilledCell]:
        """Yield the cells of whose text `asked` says so; it is asked once for each text."""
        wanted = frozenset(filter(asked, self.words))
        if wanted:
            for row, text in zip(self.rows, self.texts, strict=True):
                if text in wanted:
                    yield FilledCell(row, self.column, row.values[self.place], text)


class DateEntry(NamedTuple):
    """One filled date cell. `deadline` tells whether words such as 长期坚持 may stand in it."""

    row: Row
    column: str
    when: ReadDate
    deadline: bool = False


_Dated = tuple[Row, str, ReadDate, bool]
_DAYS = ("day", "month")


def any_closing(ledger: Ledger) -> bool:
    """Tell whether there is a row of 销号, or a trace of one; with most ledgers that is all that is asked."""
    if any(closure.kind == vocabulary.CLOSE for closure in ledger.closures):
        return True
    return any(row.raw("表") == vocabulary.IMPRINT for row in ledger.rows.get(schema.CHANGES.name, ()))


class Closings:
    """The problems that 销号登记 says are closed, held against the rules of `closure_rules`; worked out when asked for.

    Without any row of 销号, and without a trace of one, nothing of it is loaded.
    """

    def __init__(self, ledger: Ledger, as_of: date, files: Mapping[str, str] | None, memory: Memory) -> None:
        self._ledger, self._as_of, self._files = ledger, as_of, files
        self.memory = memory

    @cached_property
    def _facts(self) -> "ClosureFacts | None":
        if not any_closing(self._ledger):
            return None
        from rectify_xl.judgement import closure_notes
        from rectify_xl.ledger.closure_rules import closure_case

        others = closure_notes.notes(self._ledger, self._as_of, only_closing=True)
        return closure_case.gather(self._ledger, self._as_of, self._files, others)

    @cached_property
    def cases(self) -> "tuple[ClosureCase, ...]":
        """The cases of the problems that the register says are closed."""
        if self._facts is None:
            return ()
        from rectify_xl.ledger.closure_rules import standing

        return standing.of_all(self._facts, standing.claimed(self._ledger))

    @cached_property
    def faults(self) -> "tuple[tuple[str, UnmetCondition], ...]":
        """What keeps closings from standing, with the id of their problem."""
        if not self.cases:
            return ()
        from rectify_xl.ledger.closure_rules import conditions

        return tuple((case.problem.id, fault) for case in self.cases for fault in conditions.faults(case))

    @cached_property
    def notes(self) -> "tuple[tuple[str, UnmetCondition], ...]":
        """What is told of closings, with the id of their problem."""
        if not self.cases:
            return ()
        from rectify_xl.ledger.closure_rules import conditions

        return tuple((case.problem.id, note) for case in self.cases for note in conditions.notes(case))

    @cached_property
    def traces(self) -> "tuple[tuple[str, UnmetCondition], ...]":
        """What is not as it was signed, with the id of its problem; of closings on their way too."""
        if self._facts is None:
            return ()
        from rectify_xl.ledger.closure_rules import standing, step_traces

        names = standing.on_record(self._ledger, self._facts.imprints)
        known = standing.of_all(self._facts, names)
        gone = step_traces.gone(self._facts, names)
        noted = ((case.problem.id, trace) for case in known for trace in step_traces.traces(case))
        return (*((name, trace) for name, trace in noted if trace.severity == "void"), *gone)

    @cached_property
    def file_cells(self) -> frozenset[str]:
        """The cells of documents whose file is not there, or is not what it was."""
        files = self._files
        if files is None:
            return frozenset()
        return frozenset(
            document.row.cell("文件或文号").address
            for document in self._ledger.evidence
            if (seal := document.row.text("SHA-256")) and files.get(document.source, "").lower() != seal.lower()
        )


class Reckoned(NamedTuple):
    """What binds the problems of a ledger, and how many there are, where that was worked out before the checks run."""

    deadlines: Deadlines
    counts: Rollup


class Context:
    """What many checks need, each worked out when it is first asked for: `as_of` is the day.

    `relations` tells how the rows belong together, `closings` whether what 销号登记 says stands, `record` what the rows
    held before.
    """

    def __init__(
        self,
        ledger: Ledger,
        as_of: date,
        files: Mapping[str, str] | None = None,
        memory: Memory = NOTHING,
        *,
        known: Reckoned | None = None,
    ) -> None:
        self._ledger = ledger
        self.as_of = as_of
        self.relations = Relations(ledger)
        self.closings = Closings(ledger, as_of, files, memory)
        self.record = RememberedChanges(ledger, memory.unrecorded)
        self._known = known

    @cached_property
    def columns(self) -> tuple[WrittenColumn, ...]:
        """The columns that people fill in; notes of 基本信息 and computed columns are not theirs."""
        return tuple(_columns(self._ledger))

    @cached_property
    def of_kind(self) -> Mapping[schema.ColumnKind, Sequence[WrittenColumn]]:
        """The same by the kind of the column."""
        by_kind: dict[schema.ColumnKind, list[WrittenColumn]] = {kind: [] for kind in get_args(schema.ColumnKind)}
        for column in self.columns:
            by_kind[column.column.kind].append(column)
        return by_kind

    @cached_property
    def all_words(self) -> str:
        """All texts of cells, each on lines of its own, so that a check can tell at one look that none concerns it."""
        return together(self.columns)

    @cached_property
    def lengths(self) -> frozenset[int]:
        """How long the texts of cells are."""
        return frozenset([length for column in self.columns for length in map(len, column.words)])

    @cached_property
    def prose(self) -> tuple[WrittenColumn, ...]:
        """The columns in which a person writes words."""
        return (*self.of_kind["text"], *self.of_kind["long"])

    @cached_property
    def all_text(self) -> str:
        """All texts of these columns, as above."""
        return together(self.prose)

    @cached_property
    def dated(self) -> Sequence[DateEntry]:
        """The filled date cells, spreadsheet errors left out: those are found by a check of their own."""
        return [DateEntry(*dated) for dated in self._dates]

    def dated_as(self, *kinds: DateKind) -> Sequence[DateEntry]:
        """Return those of them in which something of some kinds is read; nearly all hold days and months."""
        return [dated for dated in self._not_days if dated.when.kind in kinds]

    def dated_on(self, asked: Callable[[date], object]) -> Sequence[DateEntry]:
        """Return those of them with a day of which `asked` says so; it is asked once for each day."""
        wanted = frozenset(filter(asked, self._days_read))
        return [DateEntry(*dated) for dated in self._dates if dated[2].day in wanted] if wanted else ()

    @cached_property
    def inferred(self) -> Sequence[DateEntry]:
        """Those of them of which a part was concluded."""
        return [DateEntry(*dated) for dated in self._dates if dated[2].inferred and dated[2].day]

    @cached_property
    def _dates(self) -> Sequence[_Dated]:
        return [
            dated
            for dated in _all_dates(self._ledger)
            if dated[2].kind in _DAYS or (dated[2].kind != "none" and not shows_error(dated[2].text))
        ]

    @cached_property
    def _not_days(self) -> Sequence[DateEntry]:
        return [DateEntry(*dated) for dated in self._dates if dated[2].kind not in _DAYS]

    @cached_property
    def _days_read(self) -> frozenset[date]:
        return frozenset([dated[2].day for dated in self._dates if dated[2].day])

    @cached_property
    def days(self) -> RoundDays:
        """The days of the round with which a deadline is compared."""
        return deadline_cells.round_days(self._ledger, self.as_of)

    @cached_property
    def ids(self) -> Mapping[str, Mapping[str, list[Row]]]:
        """The rows of each sheet by their own id."""
        return {
            schema.PROBLEMS.name: _by_id(self._ledger.problems),
            schema.MEASURES.name: _by_id(self._ledger.measures),
            schema.EVIDENCE.name: _by_id(self._ledger.evidence),
        }

    @property
    def problems(self) -> Mapping[str, Problem]:
        """The problems by their ids, the first of several."""
        return self.relations.problems

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The measures by their ids, the first of several."""
        return self.relations.measures

    @cached_property
    def closed(self) -> Mapping[str, Row]:
        """The approved 销号 by problem."""
        return {name: closing.row for name, closing in self.relations.closings.items()}

    @cached_property
    def standing(self) -> Deadlines:
        """What binds the problems that a check compares with it: planned, extended, or with dated measures."""
        return self._known.deadlines if self._known else _standing(self._ledger, self.relations, self.as_of)

    @cached_property
    def counts(self) -> Rollup:
        """How many problems and measures of the feedback there are, and are done; no deadline and no closing counts.

        Without deadlines the roll-up needs no calendar of holidays, whose loading costs as much as all checks together.
        """
        if self._known:
            return self._known.counts
        feedback = registered_relapses.feedback(self._ledger)
        return problem_counts.count_part(feedback, self.as_of, closed=frozenset(), late=frozenset())

    def column(self, sheet: schema.Sheet, name: str) -> WrittenColumn:
        """Return a column by its header; one without rows where the workbook lacks it."""
        return self._by_name.get((sheet.name, name)) or WrittenColumn(
            sheet.name, schema.Column(name), 0, (), (), frozenset()
        )

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], WrittenColumn]:
        return {(column.sheet, column.column.name): column for column in self.columns}


Find = Callable[[Ledger, Context], Iterator[Remark]]


class Check(NamedTuple):
    """One check: its rule, and the generator that looks for it."""

    rule: Rule
    find: Find

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.rule.code

    @property
    def title(self) -> str:
        """The Chinese title of its rule."""
        return self.rule.title


def check(code: str, word: str, title: str, *, guards: str, ignore: str) -> Callable[[Find], Check]:
    """Declare the generator below as a check.

    `guards` tells which mistake it catches, `ignore` when its finding may be left alone; how serious that is, the
    profile decides.
    """
    rule = Rule(code, title, guards, ignore=ignore, word=word)

    def declared(find: Find) -> Check:
        return Check(rule, find)

    return declared


def _standing(ledger: Ledger, relations: Relations, as_of: date) -> Deadlines:
    """Return what binds the problems that a check compares with it: planned, extended, or with dated measures."""
    compared = {owner for measure in ledger.measures if measure.due.day for owner in relations.owners(measure)}
    compared.update(closure.problem for closure in ledger.closures)
    problems = [
        problem for problem in ledger.problems if problem.remaining_due.kind != "none" or problem.id in compared
    ]
    return binding_deadline.standing(ledger._replace(problems=tuple(problems)), as_of)


def _by_id(records: Iterable[Problem | Measure | Evidence]) -> Mapping[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for record in records:
        if record.id:
            rows.setdefault(record.id, []).append(record.row)
    return rows


_INFO_COLUMNS = {item.name: schema.Column("内容", item.kind) for item in schema.INFO_ITEMS}


def _columns(ledger: Ledger) -> Iterator[WrittenColumn]:
    for sheet in DATA_SHEETS:
        rows = ledger.rows.get(sheet.name, ())
        if not rows:
            continue
        by_place, empty = _own_texts(rows), ("",) * len(rows)
        for column in sheet.columns:
            position = rows[0].headers.get(column.name)
            if position is None or column.entry == "computed":
                continue
            texts = by_place[position - 1] if position <= len(by_place) else empty
            if sheet is not schema.INFO or column.name == "项目":
                yield _column(sheet, column, position - 1, rows, texts)
            elif column.name == "内容":
                yield from _info_columns(position - 1, rows, texts)


def _own_texts(rows: Sequence[Row]) -> Sequence[Sequence[str]]:
    """Return the texts of rows by column; what a merged area hides is not theirs."""
    own = [
        ["" if at in row.anchors else text for at, text in enumerate(row.texts, 1)] if row.anchors else row.texts
        for row in rows
    ]
    return tuple(zip_longest(*own, fillvalue=""))


def cells(columns: Iterable[WrittenColumn], asked: Callable[[str], object]) -> Iterator[FilledCell]:
    """Yield the cells of some columns of whose text `asked` says so."""
    for column in columns:
        yield from column.cells(asked)


def together(columns: Iterable[WrittenColumn]) -> str:
    """Return all words of some columns, each on lines of its own, in no order."""
    return "\n".join([word for column in columns for word in column.words])


def _column(
    sheet: schema.Sheet, column: schema.Column, place: int, rows: Sequence[Row], texts: Sequence[str]
) -> WrittenColumn:
    return WrittenColumn(sheet.name, column, place, rows, texts, frozenset(filter(None, texts)))


def _info_columns(place: int, rows: Sequence[Row], texts: Sequence[str]) -> Iterator[WrittenColumn]:
    """Yield the lines of 基本信息, together those of one kind."""
    by_kind: dict[schema.Column, list[tuple[Row, str]]] = {}
    plain = schema.INFO.columns[1]
    for row, text in zip(rows, texts, strict=True):
        by_kind.setdefault(_INFO_COLUMNS.get(row.text("项目"), plain), []).append((row, text))
    for column, lines in by_kind.items():
        yield _column(schema.INFO, column, place, [row for row, _ in lines], [text for _, text in lines])


def _all_dates(ledger: Ledger) -> Iterator[_Dated]:
    """Yield the date cells, each with what `DateEntry` says of it."""
    for item in schema.INFO_ITEMS:
        if item.kind == "date" and item.name in ledger.info:
            yield ledger.info[item.name], "内容", ledger.info_when(item.name), False
    for problem in ledger.problems:
        yield problem.row, "整改时限", problem.due, True
        yield problem.row, "剩余时限", problem.remaining_due, True
        yield problem.row, "完成日期", problem.finished, False
    for measure in ledger.measures:
        yield measure.row, "时限", measure.due, True
        yield measure.row, "完成日期", measure.finished, False
    for regulation in ledger.regulations:
        yield regulation.row, "日期", regulation.date, False
    for evidence in ledger.evidence:
        yield evidence.row, "日期", evidence.date, False
    for closure in ledger.closures:
        yield closure.row, "申请日期", closure.applied, False
        yield closure.row, "延期至", closure.extended_to, False
        yield closure.row, "日期", closure.decided, False
    for review in ledger.reviews:
        yield review.row, "日期", review.date, False
        yield review.row, "下次日期", review.next, True


ERROR_SIGNS = ("#", "Err:")
"""What a spreadsheet error begins with: #REF!, Err:508."""


def shows_error(text: str) -> bool:
    """Tell whether a cell shows a spreadsheet error; most texts are told apart by their first character."""
    return text.startswith(ERROR_SIGNS) and cell_value.is_error(text)


def is_blank(row: Row, column: str) -> bool:
    """Tell whether a row leaves a column empty that the workbook has; a missing column is told once, elsewhere."""
    return not row.text(column) and column in row.headers and not isinstance(row.raw(column), Uncached)


def has_column(ledger: Ledger, sheet: schema.Sheet, column: str) -> bool:
    """Tell whether the workbook has a column."""
    facts = ledger.sheets.get(sheet.name)
    return facts is not None and column in facts.headers


def cell_label(row: Row, column: str) -> str:
    """Return where a cell is, as a clerk says it: 第12行『整改时限』, or 『反馈日期』 for a line of 基本信息."""
    if row.sheet == schema.INFO.name and column == "内容":
        return f"『{row.text('项目')}』"
    return f"第{row.number}行『{column}』"


def quote(text: str, limit: int = 24) -> str:
    """Return `text` in quotation marks, shortened to `limit` characters."""
    return f"“{shortened(' '.join(text.split()), limit)}”"


def join_names(names: Sequence[str], joined_by: str = "、") -> str:
    """Return names in one line, of more than `LISTED` the first ones; the text around it tells how many there are.

    Every one of 3,000 equal rows has a finding; that each names all others would fill hundreds of megabytes.
    """
    return joined_by.join(names[:LISTED]) + ("……" if len(names) > LISTED else "")


def row_id(row: Row) -> str:
    """Return what names a row to a reader: the id that stands in it, or the item of 基本信息."""
    return row.id(ID_COLUMNS.get(row.sheet, "编号"))


def remark(row: Row, column: str, what: str, fix: str, remedy: Remedy | None = None) -> Remark:
    """Return a remark on a cell: its place goes in front of `what`; `{}` in `fix` becomes its address."""
    cell = row.cell(column)
    return Remark(cell, row_id(row), f"{cell_label(row, column)}{what}", fix.replace("{}", cell.ref), remedy)


def instead(row: Row, column: str, value: Raw, shown: str = "") -> Remedy:
    """Return the remedy that puts `value` into one cell."""
    return in_cells([(row, column, value)], shown or cell_value.text(value))


def in_cells(entries: Sequence[tuple[Row, str, Raw]], shown: str) -> Remedy:
    """Return the remedy that puts values into cells of one sheet."""
    cells = [(row.cell(column), value) for row, column, value in entries]
    writes = tuple(CellWrite(cell.row, cell.column, value) for cell, value in cells)
    return Remedy(shown, (SheetChanges(entries[0][0].sheet, writes),))


def at_info(ledger: Ledger, item: str, what: str, fix: str) -> Remark:
    """Return a remark on a line of 基本信息; where that is missing, on the first row below the sheet's last one."""
    row = ledger.info.get(item)
    if row is not None:
        return remark(row, "内容", what, fix)
    facts = ledger.sheets.get(schema.INFO.name)
    cell = Cell(schema.INFO.name, facts.last_row + 1 if facts else 1, 1)
    return Remark(cell, item, f"『{item}』{what}", fix.replace("{}", cell.ref))
