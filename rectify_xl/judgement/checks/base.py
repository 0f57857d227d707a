"""What a check is, and what it is given.

A check is one pure generator: `(ledger, context) -> remarks`. It says where, what, why and what to do next; how
serious that is, the profile decides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, get_args

from rectify_xl.dates import ReadDate
from rectify_xl.judgement.checks.remembered import NOTHING, Memory, RememberedChanges
from rectify_xl.judgement.rules import Rule
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.deadlines.binding_deadline import Deadlines
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


class DateEntry(NamedTuple):
    """One filled date cell. `deadline` tells whether words such as 长期坚持 may stand in it."""

    row: Row
    column: str
    when: ReadDate
    deadline: bool = False


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


class Context(NamedTuple):
    """What many checks need, gathered once.

    `as_of` is the day; `entries` the filled cells, `of_kind` the same by the kind of their column; `texts` those in
    which a person wrote words, and `all_text` their texts together, so that a check can tell at one look that none of
    them concerns it; `dated` the filled date cells; `ids` the rows of each sheet by their own id, `relations` how the
    rows belong together; then problems and measures by id (the first of several), the approved 销号 by problem, what
    binds the problems of which a check asks it, and `record`, what the rows held before.
    """

    as_of: date
    entries: tuple[FilledCell, ...]
    of_kind: Mapping[schema.ColumnKind, list[FilledCell]]
    texts: tuple[FilledCell, ...]
    all_text: str
    dated: tuple[DateEntry, ...]
    ids: Mapping[str, Mapping[str, list[Row]]]
    relations: Relations
    problems: Mapping[str, Problem]
    measures: Mapping[str, Measure]
    closed: Mapping[str, Row]
    standing: Deadlines
    closings: Closings
    record: RememberedChanges


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


def build_context(
    ledger: Ledger, as_of: date, files: Mapping[str, str] | None = None, memory: Memory = NOTHING
) -> Context:
    """Return the context in which the checks look at `ledger`."""
    relations = Relations(ledger)
    entries = tuple(_entries(ledger))
    of_kind: dict[schema.ColumnKind, list[FilledCell]] = {kind: [] for kind in get_args(schema.ColumnKind)}
    for entry in entries:
        of_kind[entry.column.kind].append(entry)
    texts = tuple(entry for entry in entries if entry.column.kind in ("text", "long") and isinstance(entry.raw, str))
    return Context(
        as_of=as_of,
        entries=entries,
        of_kind=of_kind,
        texts=texts,
        all_text="\n".join([entry.text for entry in texts]),
        dated=tuple(_dated(ledger)),
        ids={
            schema.PROBLEMS.name: _by_id(ledger.problems),
            schema.MEASURES.name: _by_id(ledger.measures),
            schema.EVIDENCE.name: _by_id(ledger.evidence),
        },
        relations=relations,
        problems=relations.problems,
        measures=relations.measures,
        closed={name: closing.row for name, closing in relations.closings.items()},
        standing=_standing(ledger, relations, as_of),
        closings=Closings(ledger, as_of, files, memory),
        record=RememberedChanges(ledger, memory.unrecorded),
    )


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


def _entries(ledger: Ledger) -> Iterator[FilledCell]:
    """Yield the filled cells that people wrote; notes of 基本信息 and computed columns are not theirs."""
    for sheet in DATA_SHEETS:
        rows = ledger.rows.get(sheet.name, ())
        headers = rows[0].headers if rows else {}
        written = [column for column in sheet.columns if column.name in headers and column.entry != "computed"]
        if sheet is schema.INFO:
            written = [column for column in written if column.name != "说明"]
        columns = [(column, headers[column.name] - 1) for column in written]
        for row in rows:
            row_values, anchors = row.values, row.anchors
            width = len(row_values)
            for column, index in columns:
                raw = row_values[index] if index < width else None
                if raw is None or (anchors and index + 1 in anchors):
                    continue
                if isinstance(raw, str):
                    text = raw.strip()
                    if not text:
                        continue
                else:
                    text = row.text(column.name)
                if sheet is schema.INFO and column.name == "内容":
                    yield FilledCell(row, _INFO_COLUMNS.get(row.text("项目"), column), raw, text)
                else:
                    yield FilledCell(row, column, raw, text)


def _dated(ledger: Ledger) -> Iterator[DateEntry]:
    """Yield the filled date cells, spreadsheet errors left out: those are found by a check of their own."""
    for dated in _all_dates(ledger):
        if dated.when.kind != "none" and not shows_error(dated.when.text):
            yield dated


def _all_dates(ledger: Ledger) -> Iterator[DateEntry]:
    for item in schema.INFO_ITEMS:
        if item.kind == "date" and item.name in ledger.info:
            yield DateEntry(ledger.info[item.name], "内容", ledger.info_when(item.name))
    for problem in ledger.problems:
        yield DateEntry(problem.row, "整改时限", problem.due, deadline=True)
        yield DateEntry(problem.row, "剩余时限", problem.remaining_due, deadline=True)
        yield DateEntry(problem.row, "完成日期", problem.finished)
    for measure in ledger.measures:
        yield DateEntry(measure.row, "时限", measure.due, deadline=True)
        yield DateEntry(measure.row, "完成日期", measure.finished)
    for regulation in ledger.regulations:
        yield DateEntry(regulation.row, "日期", regulation.date)
    for evidence in ledger.evidence:
        yield DateEntry(evidence.row, "日期", evidence.date)
    for closure in ledger.closures:
        yield DateEntry(closure.row, "申请日期", closure.applied)
        yield DateEntry(closure.row, "延期至", closure.extended_to)
        yield DateEntry(closure.row, "日期", closure.decided)
    for review in ledger.reviews:
        yield DateEntry(review.row, "日期", review.date)
        yield DateEntry(review.row, "下次日期", review.next, deadline=True)


def shows_error(text: str) -> bool:
    """Tell whether a cell shows a spreadsheet error; most texts are told apart by their first character."""
    return text.startswith(("#", "Err:")) and cell_value.is_error(text)


def is_blank(row: Row, column: str) -> bool:
    """Tell whether a row leaves a column empty that the workbook has; a missing column is told once, elsewhere."""
    position, row_values = row.headers.get(column), row.values
    if position is None:
        return False
    raw = row_values[position - 1] if position <= len(row_values) else None
    return raw is None or (isinstance(raw, str) and not cell_value.text(raw))


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
