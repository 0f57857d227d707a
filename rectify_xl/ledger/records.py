"""The ledger as the domain sees it: typed rows that know the cells they came from.

Named tuples rather than dataclasses: `check` runs as a process of its own, and `dataclasses` alone would take a
third of its time (see DECISIONS.md). For the same reason modules that declare named tuples on its path do without
`from __future__ import annotations`: a named tuple compiles every annotation that is a string.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import department_term
from rectify_xl.ledger.reading.merged_areas import Merge
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.text.refs import Area, address_of, cell_ref

Severity = Literal["error", "warning"]
SEVERITY_LABEL: Mapping[Severity, str] = {"error": "错误", "warning": "提醒"}


class Cell(NamedTuple):
    """One cell: where it is and what it holds. `row` and `column` count from 1."""

    sheet: str
    row: int
    column: int
    raw: Raw | Uncached = None

    @property
    def ref(self) -> str:
        """The address within its sheet, such as H12."""
        return cell_ref(self.row, self.column)

    @property
    def address(self) -> str:
        """The address within the workbook, such as 问题台账!H12."""
        return address_of(self.sheet, self.ref)

    @property
    def plain(self) -> Raw:
        """The raw value; nothing where a formula has no stored result."""
        return None if isinstance(self.raw, Uncached) else self.raw

    @property
    def text(self) -> str:
        """What a person reads in the cell."""
        return cell_value.text(self.plain)

    @property
    def filled(self) -> bool:
        """Tell whether anything stands in the cell, a formula without result included."""
        return isinstance(self.raw, Uncached) or bool(self.text)


class Row(NamedTuple):
    """One row of a table sheet. A column that the workbook lacks reads as empty.

    `headers` gives the 1-based position of each column, `values` the raw values from column A on, `texts` what a person
    reads in them. Cells are made when they are asked for: a ledger has thousands, and a check looks at few. `anchors`
    gives the columns that a merged area hides in this row, each with the row in which its content stands; `values` and
    `texts` hold that content.
    """

    sheet: str
    number: int
    headers: Mapping[str, int]
    values: Sequence[Raw | Uncached]
    texts: Sequence[str]
    anchors: Mapping[int, int] = {}

    def raw(self, column: str) -> Raw | Uncached:
        """Return the raw value under a header."""
        position, row_values = self.headers.get(column), self.values
        return row_values[position - 1] if position is not None and position <= len(row_values) else None

    def plain(self, column: str) -> Raw:
        """Return the raw value under a header; nothing where a formula has no stored result."""
        raw = self.raw(column)
        return None if isinstance(raw, Uncached) else raw

    def cell(self, column: str) -> Cell:
        """Return the cell under a header; for a missing column, the row's first cell stands in, empty.

        In a merged area that is the first cell of the area: nobody can fill in another one.
        """
        position = self.headers.get(column)
        if position is None:
            return Cell(self.sheet, self.number, 1)
        return Cell(self.sheet, self.anchors.get(position, self.number), position, self.raw(column))

    def text(self, column: str) -> str:
        """Return what a person reads under a header."""
        position, texts = self.headers.get(column), self.texts
        return texts[position - 1] if position is not None and position <= len(texts) else ""

    def id(self, column: str) -> str:
        """Return the identifier under a header, normalised."""
        return cell_value.as_id(self.text(column))

    def ids(self, column: str) -> tuple[str, ...]:
        """Return all identifiers in a cell, separated by 、, ，, ； or blanks."""
        return cell_value.as_ids(self.text(column))

    def flag(self, column: str) -> bool | None:
        """Return yes, no, or None where nothing understandable stands there."""
        return cell_value.as_flag(self.text(column))


LABEL_LENGTH = 20
"""Most characters of a problem that its label shows."""


class Problem(NamedTuple):
    """A 具体问题: one row of 问题台账. Texts are as written; `due` and the other dates are read."""

    row: Row
    id: str
    aspect: str
    group: str
    problem: str
    title: str
    lead: str
    department: str
    person: str
    due: ReadDate
    completion: str
    follow_up: str
    immediate: bool
    progress: str
    remaining: str
    remaining_due: ReadDate
    finished: ReadDate
    published: bool
    status_text: str
    from_last_round: bool
    related: tuple[str, ...]
    departments: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The Excel row."""
        return self.row.number

    @property
    def lead_department(self) -> str:
        """The department under which it counts: the first one that its cell names; empty where none is named."""
        return self.departments[0] if self.departments else ""

    @property
    def leader(self) -> str:
        """The 牵头领导 under whom it counts: the first one that its cell names; empty where none is named."""
        return self.leaders[0] if self.leaders else ""

    @property
    def label(self) -> str:
        """The id and the first words of the problem, as a person knows it: P018 食堂账目公示不及时."""
        from rectify_xl.text import excerpts

        words = excerpts.shortened(excerpts.on_one_line(self.problem.strip()), LABEL_LENGTH)
        return f"{self.id} {words}".strip()


class Measure(NamedTuple):
    """A 整改措施, or, where `parent` is set, a 具体措施 (action).

    `problems` are the ids in its 问题编号, mostly one.
    """

    row: Row
    id: str
    parent: str
    problems: tuple[str, ...]
    text: str
    kind: str
    department: str
    due: ReadDate
    period: str
    completion: str
    finished: ReadDate


class Regulation(NamedTuple):
    """A new or revised rule: one row of 制度清单."""

    row: Row
    name: str
    number: str
    kind: str
    date: ReadDate
    problems: tuple[str, ...]


class Evidence(NamedTuple):
    """One document that proves rectification: a row of 佐证材料."""

    row: Row
    id: str
    targets: tuple[str, ...]
    name: str
    source: str
    date: ReadDate


class Closure(NamedTuple):
    """One application to close (销号) or to extend (延期): a row of 销号登记."""

    row: Row
    problem: str
    kind: str
    applied: ReadDate
    verdict: str
    extended_to: ReadDate
    decided: ReadDate


class Review(NamedTuple):
    """One look-back (回头看)."""

    row: Row
    date: ReadDate
    targets: tuple[str, ...]
    verdict: str
    next: ReadDate


class Prose(NamedTuple):
    """One paragraph of the notice: a row of 通报文稿."""

    row: Row
    part: str
    level: str
    heading: str
    body: str
    number: str
    related: str


class TableHeader(NamedTuple):
    """What was found of one sheet: its header by column position, where its data ends, and its merged areas."""

    name: str
    header_row: int
    headers: Mapping[str, int]
    last_row: int
    repeated_headers: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()


class WeightRule(NamedTuple):
    """One line of the table of weights in 字典: a signal of relapse, and the cell that says what it adds."""

    signal: str
    cell: Cell

    @property
    def weight(self) -> int | None:
        """The weight, or None where the cell holds no number from 0 to 100."""
        number = cell_value.number(self.cell.plain)
        return int(number) if number is not None and 0 <= number <= vocabulary.HEAVIEST else None


class LetterRule(NamedTuple):
    """One line of the table of letters in 字典: a letter for late problems, and the cell that says from which day."""

    word: str
    cell: Cell

    @property
    def days(self) -> int | None:
        """The days late from which it is due, or None where the cell holds no whole number from 1 on."""
        number = cell_value.number(self.cell.plain)
        return int(number) if number is not None and number >= 1 and number == int(number) else None

    @property
    def unreadable(self) -> bool:
        """Tell whether something stands there that is no number of days; an empty cell says that it is not in use."""
        return self.cell.filled and self.days is None


class Counting(NamedTuple):
    """The 口径 of this workbook: which words count, and every 完成程度 of which it says whether it does."""

    done: frozenset[str]
    longterm: frozenset[str]
    known: frozenset[str] = frozenset()


class LostFormulas(NamedTuple):
    """The cells of 统计汇总 in which a formula belongs and none stands, in the order of the sheet.

    `moved` tells that formulas stand where the blank ledger has none: rows or columns came in or went.
    """

    refs: tuple[str, ...] = ()
    moved: bool = False


class Ledger(NamedTuple):
    """A whole ledger, read and typed. Nothing in it is checked: that is what `checks` does.

    `leftovers` are rows in which nothing but computed columns is filled: marks that a command left behind;
    `subtotals` are rows of sums (合计), which are neither problems nor measures;
    `escalation` holds the letters in use of late problems, mildest first, `letter_rules` the lines of 字典 that say so,
    `weights` those that weigh the signals of relapse, `department_rules` the departments of the office, each with the
    cell that says under which one it counts; none where the workbook has no such table. `synonyms` is what the office
    says in 字典 that people mean by words which are in no list. `tabs` are the names of all tabs, none where the host
    does not tell; `folded` holds the texts of cells that read otherwise than they stand (see `folding`), by sheet, row
    and column. `dictionary` are the headers of 字典, None without that sheet;
    `counted_done` the words of 完成程度 that 字典 counts as done, each with the cell that says so; `blank` the number,
    first and last of the rows that are only formatted, of sheets that have very many; `memory` the rows of 程序状态 as
    they stand, which `known_rows` unpacks; `formulas` the formulas with a stored result, by sheet, row and column,
    `uncached` those without one; `lists` the columns of 字典; `lost` the formulas that 统计汇总 lost.
    """

    name: str
    info: Mapping[str, Row]
    problems: tuple[Problem, ...]
    measures: tuple[Measure, ...]
    regulations: tuple[Regulation, ...]
    evidence: tuple[Evidence, ...]
    closures: tuple[Closure, ...]
    reviews: tuple[Review, ...]
    prose: tuple[Prose, ...]
    sheets: Mapping[str, TableHeader]
    rows: Mapping[str, tuple[Row, ...]]
    vocabulary: Mapping[str, tuple[str, ...]]
    counting: Counting
    date1904: bool = False
    tables: Mapping[str, str] = {}
    leftovers: Mapping[str, tuple[Row, ...]] = {}
    subtotals: Mapping[str, tuple[Row, ...]] = {}
    escalation: tuple[vocabulary.LetterStage, ...] = vocabulary.LETTERS
    letter_rules: tuple[LetterRule, ...] = ()
    weights: tuple[WeightRule, ...] = ()
    department_rules: tuple[tuple[str, Cell], ...] = ()
    synonyms: Mapping[str, str] = {}
    tabs: Sequence[str] = ()
    folded: Mapping[tuple[str, int, int], str] = {}
    dictionary: Sequence[str] | None = None
    counted_done: tuple[tuple[str, Cell], ...] = ()
    blank: Mapping[str, tuple[int, int, int]] = {}
    memory: Sequence[Sequence[Raw]] = ()
    formulas: Mapping[tuple[str, int, int], WrittenFormula] = {}
    uncached: Mapping[tuple[str, int, int], str] = {}
    lists: Mapping[str, Sequence[str]] = {}
    lost: LostFormulas = LostFormulas()

    def unread_status(self, completion: str) -> bool:
        """Tell whether a 完成程度 is no word of the list nor of 口径, so that nobody knows how far the row has come."""
        return (
            bool(completion) and completion not in self.vocabulary["完成程度"] and completion not in self.counting.known
        )

    def unread_follow_up(self, word: str) -> bool:
        """Tell whether a 后续要求 is no word of the list nor of 口径, so that nobody knows whether the row is 长期."""
        return bool(word) and word not in self.vocabulary["后续要求"] and word not in self.counting.longterm

    def column_range(self, sheet: str, column: str) -> tuple[str, ...]:
        """Return the address of a column from the first row to the last (问题台账!M2:M33); nothing without rows."""
        rows = self.rows.get(sheet, ())
        if not rows:
            return ()
        first, last = rows[0].cell(column), rows[-1].cell(column)._replace(row=rows[-1].number)
        return (first.address if len(rows) == 1 else f"{first.address}:{last.ref}",)

    def info_cell(self, item: str) -> Cell:
        """Return the 内容 cell of a 基本信息 line; for a missing line, the sheet's first cell stands in, empty."""
        row = self.info.get(item)
        return row.cell("内容") if row else Cell("基本信息", 1, 2)

    def info_text(self, item: str) -> str:
        """Return the text of a 基本信息 line."""
        row = self.info.get(item)
        return row.text("内容") if row else ""

    def info_plain(self, item: str) -> Raw:
        """Return the raw value of a 基本信息 line; nothing where a formula has no stored result."""
        row = self.info.get(item)
        return row.plain("内容") if row else None

    def info_number(self, item: str) -> float | None:
        """Return the number in a 基本信息 line."""
        return cell_value.number(self.info_plain(item))

    def info_when(self, item: str) -> ReadDate:
        """Return the date in a 基本信息 line."""
        return dates.read(self.info_plain(item), after=self.feedback, date1904=self.date1904)

    @property
    def department_term(self) -> str:
        """What papers and outcomes call a department: 科室, unless 科室称谓 says another word."""
        return department_term.term_of(self.info_text(department_term.ITEM))

    def termed(self, words: str) -> str:
        """Return words of the program, which hold nothing of the ledger, as this office calls its departments."""
        return department_term.termed(words, self.department_term)

    @property
    def double_review(self) -> bool:
        """Tell whether the level above signs a closing too (双审): unless its line is empty or says no."""
        cell = self.info_cell("销号须上级复核")
        return cell.filled and cell_value.flag(cell.plain) is not False

    @property
    def feedback(self) -> date | None:
        """The feedback date of the round, from which dates without a year are counted; of a month, its first day."""
        when = dates.read(self.info_plain("反馈日期"), date1904=self.date1904)
        return when.day.replace(day=1) if when.day and when.kind == "month" else when.day


RowChange = tuple[str, str, str, str, str]
"""Sheet, key of the row, column, old and new text of one change, as 变更记录 or the memory tells it."""


class CellWrite(NamedTuple):
    """One value to be put into a cell; `link` is an address within the workbook that the cell jumps to.

    With `formula` (`=SUM(A1:A9)`) the cell gets that instead of the value; only `undo` does this, to give back a
    formula that a command replaced.
    """

    row: int
    column: int
    value: Raw
    link: str = ""
    formula: str = ""


class SheetChanges(NamedTuple):
    """All that one command puts into one sheet.

    With `replace_rows` the table body of the sheet is emptied first, and its table ends with the last row written;
    with `table_end` it ends with that row, whatever is written. `hidden_rows`/`shown_rows` change the visibility of
    rows. `unmerge` are merged areas that become single cells before anything is written, `merge` areas that become
    merged again after it: nothing may stand below their first cells then. `whose` says whose changes they are: words
    that 变更记录 adds to the command, by row key and column; with an empty column, for the whole row.
    """

    sheet: str
    writes: tuple[CellWrite, ...]
    replace_rows: bool = False
    hidden_rows: tuple[int, ...] = ()
    shown_rows: tuple[int, ...] = ()
    table_end: int = 0
    whose: Mapping[tuple[str, str], str] = {}
    unmerge: tuple[Area, ...] = ()
    merge: tuple[Area, ...] = ()


Changes = tuple[SheetChanges, ...]


class Remedy(NamedTuple):
    """What puts a finding right, where nobody could put it right otherwise.

    `shown` is the new content in words, as 改为 tells it. Following it makes the finding go and hides nothing.
    """

    shown: str
    changes: Changes

    def __hash__(self) -> int:
        """Return a number by the words alone: changes may hold mappings, and findings are put into sets."""
        return hash(self.shown)


class Finding(NamedTuple):
    """Something wrong in a ledger or a notice: where, what, and what to do.

    `sheet`/`cell` name a cell; a finding of a text source has `line` (from 1) and `excerpt` instead, one of a template
    in `cell` alone its paragraph or table cell. `remedy` is given where the thing can be put right in one way only.
    """

    code: str
    severity: Severity
    sheet: str
    cell: str
    row_id: str
    message: str
    fix: str
    line: int | None = None
    excerpt: str = ""
    remedy: Remedy | None = None

    @property
    def address(self) -> str:
        """The address of its cell within the workbook, empty for a finding of a text."""
        return address_of(self.sheet, self.cell) if self.sheet else ""
