"""Builders for tests: a small text table becomes a ledger.

A table is written as its sheet name in brackets, then a header line and one line per row, cells separated by `|`::

    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 方面 | 整改时限
    P001 | 甲   | 2025-06-30

基本信息 lines are `项目 | 内容`, without a header. A cell `<空>` holds a formula without a stored result; other cells
are text, except that `#数 12.5` is a number and `#日 2025-06-30` a real date. A line `<合并> B2:B3 D5:E5` merges cells.
"""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.changes import undo_record
from rectify_xl.ledger.changes.applied import apply
from rectify_xl.ledger.changes.undo_record import UndoRecord
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Changes, Ledger
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area, parse_area

__all__ = ["UNCACHED", "MemoryBook", "apply", "blank_book", "complete", "load", "raw_book", "whole"]

UNCACHED = "<空>"
MERGED = "<合并>"


def raw_book(tables: str, *, name: str = "测试台账.xlsx", date1904: bool = False) -> RawBook:
    """Return the workbook that the text tables describe."""
    grids: dict[str, list[list[Raw]]] = {}
    uncached: dict[tuple[str, int, int], str] = {}
    merged: dict[str, list[Area]] = {}
    sheet = ""
    for line in (line.strip() for line in dedent(tables).splitlines()):
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            sheet = line[1:-1]
            grids[sheet] = [["项目", "内容"]] if sheet == schema.INFO.name else []
            continue
        if line.startswith(MERGED):
            areas = map(parse_area, line.removeprefix(MERGED).split())
            merged.setdefault(sheet, []).extend(area for area in areas if area)
            continue
        cells = [_cell(part.strip()) for part in line.split("|")]
        grids[sheet].append(cells)
        row = len(grids[sheet])
        for column, value in enumerate(cells, 1):
            if value == UNCACHED:
                cells[column - 1] = None
                uncached[sheet, row, column] = "=A1"
    sheets = {title: RawSheet(title, rows, merged.get(title, ())) for title, rows in grids.items()}
    return RawBook(name, sheets, date1904, uncached)


def load(tables: str, *, date1904: bool = False) -> Ledger:
    """Return the ledger that the text tables describe."""
    return reader.read_ledger(raw_book(tables, date1904=date1904))


def complete(tables: str) -> str:
    """Return `tables` with an empty table (header only) for every sheet of the layout that they leave out."""
    present = {line.strip()[1:-1] for line in tables.splitlines() if line.strip().startswith("[")}
    missing = [
        f"[{sheet.name}]\n" + ("" if sheet is schema.INFO else " | ".join(column.name for column in sheet.columns))
        for sheet in schema.TABLES
        if sheet.name not in present
    ]
    return "\n".join([dedent(tables), *missing])


def whole(book: RawBook) -> RawBook:
    """Return a workbook with all columns of its sheets; those that it lacked are empty, the rules are usual."""
    sheets: dict[str, RawSheet] = {}
    for name, raw in book.sheets.items():
        layout = schema.by_name(name)
        columns: dict[str, list[Raw]] = {column.name: [] for column in layout.columns} if layout else {}
        if name == schema.DICTIONARY:
            columns = _rules()
        rows = [list(cells) for cells in raw.rows]
        present = {cell_value.text(value) for value in rows[0]} if rows else set()
        for header, words in columns.items():
            if header not in present:
                _add_column(rows, [header, *words])
        sheets[name] = raw._replace(rows=rows)
    return book._replace(sheets=sheets)


def _rules() -> dict[str, list[Raw]]:
    """Return the columns of 口径 with the usual words."""
    done, longterm = vocabulary.COUNTS_AS_DONE, vocabulary.COUNTS_AS_LONGTERM
    return {
        vocabulary.COUNT_DONE_WORD: [rule.word for rule in done],
        vocabulary.COUNT_DONE_FLAG: ["是" if rule.counts else "否" for rule in done],
        vocabulary.COUNT_LONGTERM_WORD: [rule.word for rule in longterm],
        vocabulary.COUNT_LONGTERM_FLAG: ["是" if rule.counts else "否" for rule in longterm],
    }


def _add_column(rows: list[list[Raw]], cells: list[Raw]) -> None:
    """Add a column at the right of all others."""
    width = max(map(len, rows), default=0)
    rows.extend([] for _ in range(len(cells) - len(rows)))
    for row, value in zip(rows, cells, strict=False):
        row.extend([None] * (width - len(row)))
        row.append(value)


def blank_book(*, name: str = "空白台账.xlsx") -> RawBook:
    """Return a ledger with every sheet of the layout and no rows, apart from the lines of 基本信息."""
    grids: dict[str, list[list[Raw]]] = {sheet.name: [[c.name for c in sheet.columns]] for sheet in schema.STORED}
    grids[schema.INFO.name] += [[item.name, item.default or None, item.note or None] for item in schema.INFO_ITEMS]
    return RawBook(name, {title: RawSheet(title, rows) for title, rows in grids.items()})


class MemoryBook:
    """A ledger in memory: the smallest host, for tests of use cases."""

    notes: tuple[str, ...] = ()

    def __init__(self, book: RawBook) -> None:
        self.book = book
        self.written: list[Changes] = []
        self.steps: list[UndoRecord] = []

    @property
    def name(self) -> str:
        """File name as the user knows it."""
        return self.book.name

    @property
    def folder(self) -> str:
        """A ledger in memory lies nowhere, and nothing lies beside it."""
        return ""

    def read(self) -> RawBook:
        """Return the sheets as they are now."""
        return self.book

    def write(self, changes: Changes) -> None:
        """Put `changes` into the sheets, and remember them and what they did."""
        step = undo_record.record(self.book, changes, command="", at="")
        if not step.empty:
            self.steps.append(step)
        self.book = apply(self.book, changes)
        self.written.append(changes)

    def last_step(self) -> UndoRecord | None:
        """Return the last step that was not taken back."""
        return self.steps[-1] if self.steps else None

    def take_back(self, step: UndoRecord, changes: Changes) -> None:
        """Put `changes` into the sheets and forget the step."""
        self.book = apply(self.book, changes)
        self.steps.remove(step)


def _cell(part: str) -> Raw:
    if not part:
        return None
    if part.startswith("#数 "):
        return float(part[3:])
    if part.startswith("#日 "):
        return date.fromisoformat(part[3:])
    return part
