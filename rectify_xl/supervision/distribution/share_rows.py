"""The rows of a share as they go into a blank ledger. Pure.

Nothing is copied but what is named here: the blank ledger knows no other row of the office's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, find_header
from rectify_xl.ledger.records import CellWrite, Changes, Closure, Ledger, Row, SheetChanges
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.schema import Column, Sheet
from rectify_xl.supervision.distribution.fill_columns import INFO_SENT, SHOWN, WITHHELD
from rectify_xl.supervision.distribution.shares import LedgerShare
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

ROW_SHEETS = (schema.PROBLEMS, schema.MEASURES, schema.REGULATIONS, schema.EVIDENCE, schema.CLOSURES)
"""The sheets of which a share has rows."""
_NAMING: tuple[tuple[str, str], ...] = (
    (schema.MEASURES.name, "问题编号"),
    (schema.MEASURES.name, "上级措施"),
    (schema.REGULATIONS.name, "问题编号"),
    (schema.EVIDENCE.name, "问题/措施编号"),
    (schema.PROBLEMS.name, "关联编号"),
)
"""Columns that name other rows: what they name outside of the share is left out."""


def changes(blank: RawBook, ledger: Ledger, share: LedgerShare) -> Changes:
    """Return what makes the workbook of `share` of the `blank` ledger."""
    shown = {one.problem.number for one in share.problems if one.shown_only}
    problems = [one.problem.row for one in share.problems]
    ids = share.ids
    blocks = (
        _rows(blank, schema.PROBLEMS, problems, ids, shown),
        _rows(blank, schema.MEASURES, [measure.row for measure in share.measures], ids),
        _rows(blank, schema.REGULATIONS, [rule.row for rule in share.regulations], ids),
        _rows(blank, schema.EVIDENCE, [document.row for document in share.evidence], ids),
        _rows(blank, schema.CLOSURES, [closure.row for closure in _closures(ledger, share)], ids),
        _info(blank, ledger),
        _words(blank, ledger),
    )
    return tuple(block for block in blocks if block.writes)


def _rows(
    blank: RawBook, sheet: Sheet, rows: Sequence[Row], ids: frozenset[str], shown: Iterable[int] = ()
) -> SheetChanges:
    """Return rows of a sheet of the ledger as they stand below the header of the blank one."""
    facts = find_header(blank.sheets[sheet.name], sheet)
    only_shown = frozenset(shown)
    writes: list[CellWrite] = []
    for number, row in enumerate(rows, facts.header_row + 1):
        columns = _sent(sheet, shown_only=row.number in only_shown)
        cells = ((column, _value(row, sheet, column, ids)) for column in columns)
        writes += [
            CellWrite(number, facts.headers[column.name], value)
            for column, value in cells
            if value is not None and value != ""
        ]
    return SheetChanges(sheet.name, tuple(writes))


def _sent(sheet: Sheet, *, shown_only: bool) -> Iterator[Column]:
    withheld = WITHHELD.get(sheet.name, ())
    for column in sheet.columns:
        if column.name not in withheld and (not shown_only or column.name in SHOWN):
            yield column


def _value(row: Row, sheet: Sheet, column: Column, ids: frozenset[str]) -> Raw:
    raw = row.plain(column.name)
    if (sheet.name, column.name) not in _NAMING:
        return raw
    named = cell_value.identifiers(raw)
    kept = [name for name in named if name in ids]
    return raw if len(kept) == len(named) else "、".join(kept)


def _closures(ledger: Ledger, share: LedgerShare) -> Iterator[Closure]:
    """Yield the rows of 销号登记 that a department has to know: approved 延期, and what was sent back."""
    relations = Relations(ledger)
    for one in share.problems:
        for closure in relations.closures_of(one.problem.id):
            if closure.kind == vocabulary.EXTEND and closure.verdict == vocabulary.PASSED:
                yield closure


def _info(blank: RawBook, ledger: Ledger) -> SheetChanges:
    facts = find_header(blank.sheets[schema.INFO.name], schema.INFO)
    lines = reader.read_ledger(blank).info
    writes = [
        CellWrite(lines[name].number, facts.headers["内容"], raw)
        for name in INFO_SENT
        if name in lines and (raw := ledger.info_cell(name).plain) not in (None, "")
    ]
    return SheetChanges(schema.INFO.name, tuple(writes))


def _words(blank: RawBook, ledger: Ledger) -> SheetChanges:
    """Return the office's own words of the dropdown lists, and which of them count, for the dropdowns of the share."""
    raw = blank.sheets[schema.DICTIONARY]
    columns = reader.dictionary(raw)
    _, names = reader.header_row(reader.DICTIONARY_COLUMNS, raw.rows)
    wanted = {name: list(words) for name, words in ledger.vocabulary.items()}
    for word, flag, counted, name in (
        (vocabulary.COUNT_DONE_WORD, vocabulary.COUNT_DONE_FLAG, ledger.counting.done, "完成程度"),
        (vocabulary.COUNT_LONGTERM_WORD, vocabulary.COUNT_LONGTERM_FLAG, ledger.counting.longterm, "后续要求"),
    ):
        words = list(dict.fromkeys((*ledger.vocabulary[name], *sorted(counted))))
        wanted[word] = words
        wanted[flag] = [vocabulary.YES if one in counted else vocabulary.NO for one in words]
    writes: list[CellWrite] = []
    for name, words in wanted.items():
        present = [text for text in columns.get(name, ()) if text]
        if name not in names or present == words:
            continue
        length = max(len(present), len(words))
        padded: list[str | None] = [*words, *([None] * (length - len(words)))]
        writes += [CellWrite(row, names.index(name) + 1, text) for row, text in enumerate(padded, 2)]
    return SheetChanges(schema.DICTIONARY, tuple(writes))
