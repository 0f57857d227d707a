"""The rows of a ledger as they go into the clean copy for the level above. Pure.

Nothing is copied but what is named here: the cells of the layout that people fill in, except 备注. What the program
keeps for itself, notes, hidden or visible columns and sheets of the office's own, comments, links, names and properties
cannot be in the copy, which begins from the blank ledger. Every number of a person is covered, in whatever cell.

Rows stand where they stand in the ledger, so that the unit and the level above call a cell by the same address.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import applied, change_log, log_chain
from rectify_xl.ledger.counting import deadline_wording, problem_counts
from rectify_xl.ledger.fingerprint import UNSUBMITTED, UNSUBMITTED_ITEM, fingerprint
from rectify_xl.ledger.reading import reader, tab_names
from rectify_xl.ledger.reading.reader import RawBook, find_header
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, Row, SheetChanges
from rectify_xl.ledger.schema import Column, Sheet
from rectify_xl.supervision.returns import return_slip
from rectify_xl.supervision.submission import copy_line, kept_lines
from rectify_xl.text import cell_value, personal_numbers
from rectify_xl.text.cell_value import Percent, Raw
from rectify_xl.text.personal_numbers import covered
from rectify_xl.text.refs import address_of, cell_ref

SHEETS: tuple[Sheet, ...] = tuple(sheet for sheet in schema.TABLES if not sheet.output and sheet is not schema.INFO)
"""The tables whose rows go up; 基本信息 goes line by line."""
OVERDUE = "逾期"
"""The word in 预警 by which 统计汇总 counts what is late; nothing else of a warning goes up."""
KEPT_BELOW = "（本行内容未上报）"
"""What stands in a row of which nothing goes up: it counts in the ledger, and so it does in the copy."""
_FIRST_YEAR = 1900
"""Days of this year, of which programs do not agree which number they have, go as texts; they are slips anyway."""
_OPEN_ADDRESS = "电子邮箱"
"""The line of 基本信息 with the address that the unit itself publishes."""


class CopyOptions(NamedTuple):
    """The day for which a copy counts, when and by whom it is made, and whether all of 变更记录 goes along.

    `fingerprint` is that of the copy as it is read from its file, where somebody knows it.
    """

    as_of: date
    moment: datetime
    by: str
    all_lines: bool = False
    fingerprint: str = ""


class CleanRows(NamedTuple):
    """What makes the copy of the blank ledger, and what it leaves out or covers.

    `covered` are the cells of the ledger in which a number of a person was covered, `doubtful` those that hold what may
    be a telephone number and was left as it is, `own` what the office added to its ledger and keeps: columns, lines and
    sheets, each as 问题台账“电话”列; `computed` the cells in which a formula stands, of which the result goes up;
    `slips` the sheets with which the level above explained a return: they stay as well.
    """

    changes: Changes
    covered: tuple[str, ...]
    own: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()


def rows(blank: RawBook, book: RawBook, ledger: Ledger, options: CopyOptions) -> CleanRows:
    """Return the clean copy of a ledger over the `blank` one."""
    making = _Making(blank, ledger)
    tables = [block for sheet in SHEETS if (block := making.table(sheet)).writes]
    blocks = [making.info(options.as_of), *tables, *making.warnings(options.as_of), making.lists(book)]
    filled = tuple(block for block in blocks if block.writes)
    made = applied.apply(blank, filled)
    copy = reader.read_ledger(made)
    whole, as_of = options.fingerprint or fingerprint(made, copy), options.as_of.isoformat()
    lines = [
        *kept_lines.kept(book, ledger, copy, all_lines=options.all_lines),
        *kept_lines.no_relapses(ledger, options.moment, options.by),
        copy_line.last_line(options.moment, options.by, as_of, whole, all_lines=options.all_lines),
    ]
    log = change_log.append(blank, lines)
    logged = (log,) if log else ()
    return CleanRows(
        (*filled, *logged, *log_chain.extended(blank, logged)),
        tuple(making.covered),
        tuple(_own(book, ledger)),
        tuple(making.doubtful),
        tuple(making.computed),
        tuple(filter(return_slip.is_slip_tab, tab_names.others(book.tabs))),
    )


class _Making:
    """Writes cells over the blank ledger, and notes in which of them something was covered."""

    def __init__(self, blank: RawBook, ledger: Ledger) -> None:
        self.blank, self.ledger = blank, ledger
        self.covered: list[str] = []
        self.doubtful: list[str] = []
        self.computed: list[str] = []

    def table(self, sheet: Sheet) -> SheetChanges:
        """Return the rows of a table, each in its own row of the copy."""
        facts = self.ledger.sheets.get(sheet.name)
        columns = [column for column in sheet.columns if _goes_up(column)]
        first = facts.header_row if facts else 1
        listed = (*self.ledger.rows.get(sheet.name, ()), *self.ledger.subtotals.get(sheet.name, ()))
        writes: list[CellWrite] = []
        for row in sorted(listed, key=lambda row: row.number):
            number = row.number - first + 1
            cells = [
                CellWrite(number, sheet.position(column.name), value)
                for column in columns
                if (value := self.value(row, column.name)) is not None
            ]
            writes += cells or [CellWrite(number, sheet.position(_noting(sheet)), KEPT_BELOW)]
        return SheetChanges(sheet.name, tuple(writes))

    def value(self, row: Row, column: str) -> Raw:
        """Return what goes up of a cell; None where nothing stands in it."""
        raw = row.plain(column)
        place = row.headers.get(column)
        if raw is None or place is None:
            return None
        if isinstance(raw, str):
            raw = self.ledger.folded.get((row.sheet, row.number, place), raw)
        address = address_of(row.sheet, cell_ref(row.number, place))
        if (row.sheet, row.number, place) in self.ledger.formulas:
            self.computed.append(address)
        return self.clean(raw, address)

    def clean(self, raw: Raw, address: str) -> Raw:
        """Return a value with every number of a person covered, also one that was typed as a number."""
        if isinstance(raw, Percent | time | timedelta) or raw == "":
            return cell_value.text(raw) or None
        if isinstance(raw, date) and raw.year <= _FIRST_YEAR:
            return cell_value.text(raw)
        if isinstance(raw, bool | date) or raw is None:
            return raw
        text = cell_value.storable(raw) if isinstance(raw, str) else cell_value.text(raw)
        if not text:
            return None
        clean = covered(text)
        if any(hit.kind == "手机号" and not hit.certain for hit in personal_numbers.find(clean)):
            self.doubtful.append(address)
        if clean == text:
            return raw
        self.covered.append(address)
        return clean

    def info(self, as_of: date) -> SheetChanges:
        """Return the lines of 基本信息; the copy counts for `as_of`, whenever the unit last judged."""
        facts = find_header(self.blank.sheets[schema.INFO.name], schema.INFO)
        lines = reader.read_ledger(self.blank).info
        content = facts.headers["内容"]
        closed = problem_counts.closed_ids(self.ledger, as_of)
        listed = "、".join(problem.id for problem in self.ledger.problems if problem.id in closed)
        computed: dict[str, Raw] = {schema.JUDGED: as_of.isoformat(), schema.JUDGED_CLOSED: listed or "无"}
        writes: list[CellWrite] = []
        for item in schema.INFO_ITEMS:
            row = self.ledger.info.get(item.name)
            if item.entry == "computed":
                value = computed.get(item.name)
            elif row is None or item.name == UNSUBMITTED_ITEM:
                continue
            else:
                value = row.plain("内容") if item.name == _OPEN_ADDRESS else self.value(row, "内容")
            present = lines[item.name].plain("内容")
            if value is None and item.entry != "computed" and present is not None:
                writes.append(CellWrite(lines[item.name].number, content, None))
            elif value is not None:
                writes.append(CellWrite(lines[item.name].number, content, value))
        return SheetChanges(schema.INFO.name, tuple(writes))

    def warnings(self, as_of: date) -> Iterator[SheetChanges]:
        """Yield what 统计汇总 counts by: which problems are late, and whose deadline nobody can read."""
        facts = self.ledger.sheets.get(schema.PROBLEMS.name)
        if facts is None:
            return
        doubts = problem_counts.unreadable(self.ledger, as_of)
        words = {doubt.problem.number: deadline_wording.UNREAD for doubt in doubts}
        words |= dict.fromkeys(problem_counts.overdue_rows(self.ledger, as_of), OVERDUE)
        place = schema.PROBLEMS.position("预警")
        writes = [CellWrite(number - facts.header_row + 1, place, word) for number, word in sorted(words.items())]
        yield SheetChanges(schema.PROBLEMS.name, tuple(writes))

    def lists(self, book: RawBook) -> SheetChanges:
        """Return the lists of 字典 that the layout knows, as the office has them."""
        own = _columns(book)
        writes: list[CellWrite] = []
        for name, (place, present) in _columns(self.blank).items():
            wanted = own[name][1] if name in own else present
            length = max(len(wanted), len(present))
            padded = [[*values, *([None] * (length - len(values)))] for values in (wanted, present)]
            writes += [
                CellWrite(row, place, self.clean(value, address_of(schema.DICTIONARY, cell_ref(row, place))))
                for row, (value, before) in enumerate(zip(*padded, strict=True), 2)
                if not cell_value.same(value, before)
            ]
        return SheetChanges(schema.DICTIONARY, tuple(writes))


def _noting(sheet: Sheet) -> str:
    """Return the column of a sheet in which a note does least harm: 备注, or one that holds words."""
    names = [column.name for column in sheet.columns]
    return UNSUBMITTED if UNSUBMITTED in names else next(c.name for c in sheet.columns if c.kind in ("text", "long"))


def _goes_up(column: Column) -> bool:
    return column.entry != "computed" and column.name != UNSUBMITTED


def _columns(book: RawBook) -> dict[str, tuple[int, list[Raw]]]:
    """Return the columns of 字典 that the layout knows: where each stands, and its values to the last filled one."""
    raw = book.sheets.get(schema.DICTIONARY)
    if raw is None or not raw.rows:
        return {}
    header, names = reader.header_row(reader.DICTIONARY_COLUMNS, raw.rows)
    columns: dict[str, tuple[int, list[Raw]]] = {}
    for place, name in enumerate(names, 1):
        if name not in reader.DICTIONARY_COLUMNS or name in columns:
            continue
        values: list[Raw] = [row[place - 1] if place <= len(row) else None for row in raw.rows[header:]]
        while values and not cell_value.text(values[-1]):
            values.pop()
        columns[name] = place, values
    return columns


def _own(book: RawBook, ledger: Ledger) -> Iterator[str]:
    """Yield what the office added and that holds something: it stays with the unit."""
    for sheet in (schema.INFO, *SHEETS):
        known = {column.name for column in sheet.columns}
        facts = ledger.sheets.get(sheet.name)
        for name in facts.headers if facts else ():
            if name not in known and any(row.text(name) for row in ledger.rows.get(sheet.name, ())):
                yield f"{sheet.name}“{name}”列"
    items = {item.name for item in schema.INFO_ITEMS}
    for item, row in ledger.info.items():
        if item not in items and row.text("内容"):
            yield f"{schema.INFO.name}“{item}”行"
    yield from (f"工作表“{tab}”" for tab in tab_names.others(book.tabs) if not return_slip.is_slip_tab(tab))
