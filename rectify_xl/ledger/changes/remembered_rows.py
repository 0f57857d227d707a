"""The rows that the memory knows: what people fill in, as text, with what names a row.

Columns that commands compute, the day of the last 预警研判, output sheets and an office's own columns are not
remembered; 核实登记 is, whole: a line that a person typed there must not pass for one that a command wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.reading import merged_areas
from rectify_xl.ledger.reading.reader import RawBook, RawSheet, dictionary, find_header
from rectify_xl.ledger.schema import Column, Sheet
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

Values = Mapping[str, str]
"""The filled cells of one row: text by column."""

UNNAMED = "（无编号）"

_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"


class RememberedSheet(NamedTuple):
    """A sheet whose rows are remembered.

    `id` is the column that names a row. `telling` is the column by which a row is known again when its id is changed;
    what the memory stores of the row must be filled there.
    """

    sheet: Sheet
    id: str
    telling: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that people fill in; of a list that commands keep, all."""
        return tuple(column.name for column in self.sheet.columns if self.sheet.output or column.entry != "computed")

    def name(self, row: Values) -> str:
        """Return what names a row, as ids are compared."""
        text = row.get(self.id, "")
        kind = self.sheet.column(self.id).kind
        if kind == "id":
            text = cell_value.identifier(text)
        elif kind == "ids":
            text = "、".join(cell_value.identifiers(text))
        return text or UNNAMED


WORDS = "选项"
RULES: tuple[tuple[str, str], ...] = (
    (vocabulary.COUNT_DONE_WORD, vocabulary.COUNT_DONE_FLAG),
    (vocabulary.COUNT_LONGTERM_WORD, vocabulary.COUNT_LONGTERM_FLAG),
    (vocabulary.LETTER_WORD, vocabulary.LETTER_DAYS),
    (vocabulary.SIGNAL_WORD, vocabulary.SIGNAL_WEIGHT),
    (vocabulary.DEPARTMENT_WORD, vocabulary.DEPARTMENT_AS),
)
"""The tables of two columns in 字典: what is ruled, and the rule."""
DICTIONARY = Sheet(
    schema.DICTIONARY,
    "",
    tuple(Column(name, "long") for name in ("项目", WORDS, *(rule for _, rule in RULES))),
    "字典 as it is remembered: one row for each dropdown list, and one for each word that is ruled.",
)

SHEETS: tuple[RememberedSheet, ...] = (
    RememberedSheet(schema.INFO, "项目", "内容"),
    RememberedSheet(schema.PROBLEMS, "编号", "具体问题"),
    RememberedSheet(schema.MEASURES, "措施编号", "措施内容"),
    RememberedSheet(schema.REGULATIONS, "名称", "文号"),
    RememberedSheet(schema.EVIDENCE, "编号", "名称"),
    RememberedSheet(schema.CLOSURES, "问题编号", "验收意见"),
    RememberedSheet(schema.REVIEWS, "问题/措施编号", "发现"),
    RememberedSheet(schema.PROSE, "部分", "正文"),
    RememberedSheet(schema.VERIFIED, "代码", schema.VERIFIED_CODE),
    RememberedSheet(DICTIONARY, "项目", WORDS),
)


JUDGED = (schema.JUDGED, schema.JUDGED_CLOSED)
"""Lines of 基本信息 that 预警研判 fills in."""


class Present(NamedTuple):
    """The rows of one sheet as they are now, and the columns that the sheet has."""

    rows: tuple[Values, ...]
    columns: frozenset[str]


def present(book: RawBook) -> dict[str, Present]:
    """Return the rows of every remembered sheet that the workbook has."""
    by_sheet: dict[str, Present] = {}
    for named in SHEETS:
        raw = book.sheets.get(named.sheet.name)
        if raw is not None and named.sheet is DICTIONARY:
            by_sheet[named.sheet.name] = _dictionary(raw)
        elif raw is not None:
            facts = find_header(raw, named.sheet)
            columns = [(column, facts.headers[column] - 1) for column in named.columns if column in facts.headers]
            shown = merged_areas.filled_down(raw.rows, merged_areas.hidden(facts.merges, facts.headers).anchors)
            rows = (_values(cells, columns) for cells in shown[facts.header_row :])
            kept = tuple(row for row in rows if row and row.get("项目") not in JUDGED)
            by_sheet[named.sheet.name] = Present(kept, frozenset(dict(columns)))
    formulas = [(sheet, row, column, text) for (sheet, row, column), text in book.uncached.items() if sheet in by_sheet]
    return _with_formulas(book, by_sheet, formulas) if formulas else by_sheet


def _dictionary(raw: RawSheet) -> Present:
    """Return the dropdown lists and rules of 字典; columns of an office's own are not remembered."""
    columns = dictionary(raw)
    rows: list[Values] = [
        {"项目": name, WORDS: "\n".join(filter(None, map(plain, columns[name])))}
        for name in vocabulary.LISTS
        if name in columns
    ]
    for word, rule in RULES:
        if word in columns and rule in columns:
            pairs = zip(map(plain, columns[word]), map(plain, columns[rule]), strict=True)
            rows += [{"项目": f"{word}·{name}", rule: stated} for name, stated in pairs if name]
    filled = ({column: text for column, text in row.items() if text} for row in rows)
    return Present(tuple(filled), frozenset(column.name for column in DICTIONARY.columns))


def _with_formulas(
    book: RawBook, by_sheet: dict[str, Present], formulas: list[tuple[str, int, int, str]]
) -> dict[str, Present]:
    """Return the rows with the formulas that have no stored result: they are all that is known of their cells."""
    sheets = dict(book.sheets)
    for name in {sheet for sheet, *_ in formulas}:
        grid = [list(row) for row in sheets[name].rows]
        for _, row, column, text in (formula for formula in formulas if formula[0] == name):
            grid.extend([] for _ in range(row - len(grid)))
            grid[row - 1].extend([None] * (column - len(grid[row - 1])))
            grid[row - 1][column - 1] = text
        sheets[name] = sheets[name]._replace(rows=grid)
    return by_sheet | present(book._replace(sheets=sheets, uncached={}))


def _values(cells: Sequence[Raw], columns: Sequence[tuple[str, int]]) -> dict[str, str]:
    """Return the texts of a row; `columns` gives the place of each in `cells`."""
    values, width = {}, len(cells)
    for column, place in columns:
        raw = cells[place] if place < width else None
        if raw is not None and (text := plain(raw)):
            values[column] = text
    return values


def plain(raw: Raw) -> str:
    """Return what a person reads in a cell, as a workbook gives it back after it was written as text."""
    if isinstance(raw, str) and raw.isprintable() and raw[:1] != " " != raw[-1:]:
        return raw  # nearly all: blanks at the ends, line breaks and what XML forbids are not printable
    text = cell_value.text(raw)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return cell_value.text(re.sub(_FORBIDDEN, "", text)) if re.search(_FORBIDDEN, text) else text
