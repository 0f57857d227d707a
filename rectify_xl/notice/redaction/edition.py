"""The ledger as the public may read it: every personal name and number in what can be printed is replaced."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Cell, Ledger, Row
from rectify_xl.notice.redaction import personal_names
from rectify_xl.text import cell_value, personal_numbers
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.personal_numbers import Hit, apart, replaced

PEOPLE: tuple[tuple[schema.Sheet, tuple[str, ...]], ...] = tuple(
    (sheet, columns) for sheet in schema.TABLES if not sheet.output and (columns := sheet.holding("people"))
)
"""Where the ledger names people; what stands on a sheet that a command writes stands elsewhere too."""
_OWN_PEOPLE = "(?:人|人员|姓名|领导|干部|组长|书记|同志|联络员|联系员|责任者|审核|审批|填报|签字|经办|承办)$|包[保案联]"
"""How an office heads a column of its own that names people (经办人, 包案领导, 联络员)."""
CONTACT_PARTS = ("监督渠道", "落款")
"""Parts of 通报文稿 in which the unit says how to reach it."""
CONTACT_ITEMS = ("联系电话", "电子邮箱", "通信地址")
KEPT = "不遮盖"
"""The line of 基本信息 that lists what stays as it is."""
_PROSE = ("标题", "正文")
_IDS = ("id", "ids", "date", "flag", "number", "choice")


class Redaction(NamedTuple):
    """Personal data in a cell: what kind, and what is printed instead; where `why` stands, it is a doubt only."""

    kind: str
    cell: Cell
    row_id: str
    printed: str
    why: str = ""
    excerpt: str = ""


class Redacted(NamedTuple):
    """A workbook with its personal data replaced, what was replaced, and what a person has to look at."""

    book: RawBook
    redactions: tuple[Redaction, ...] = ()
    doubts: tuple[Redaction, ...] = ()


def redact(book: RawBook, ledger: Ledger) -> Redacted:
    """Return `book` as the public may read it; `ledger` is the same, read.

    Looked at are the texts of published problems and of 通报文稿, but for the contact block and the signature.
    """
    kept = _kept(ledger)
    known, own = _people(ledger), _own(ledger).union(kept)
    redactions: list[Redaction] = []
    doubts: list[Redaction] = []
    changed: dict[str, dict[tuple[int, int], str]] = {}
    for row, column, named in _texts(ledger):
        text = row.raw(column)
        hits = _hits(text, known, kept, own, named=named) if isinstance(text, str) else []
        if not isinstance(text, str) or not hits:
            continue
        cell = row.cell(column)
        for hit in hits:
            redaction = Redaction(hit.kind, cell, _row_id(row), hit.printed, hit.why, _around(text, hit))
            (redactions if hit.certain else doubts).append(redaction)
        if any(hit.certain for hit in hits):
            changed.setdefault(cell.sheet, {})[cell.row, cell.column] = replaced(text, hits)
    return Redacted(_with(book, changed) if changed else book, tuple(redactions), tuple(doubts))


def _people(ledger: Ledger) -> tuple[str, ...]:
    """Return the names of all people that the ledger names, the longest first."""
    offices = _offices(ledger)
    persons = {name for text in _naming(ledger) for name in personal_names.people(text, offices)}
    persons |= {
        name
        for text in _beside_offices(ledger)
        for name in personal_names.people(text, offices)
        if personal_names.led(name)
    }
    return tuple(sorted(persons, key=lambda name: (-len(name), name)))


def _naming(ledger: Ledger) -> Iterator[str]:
    """Yield the texts of every column of people, those that the office added among them."""
    columns = {sheet.name: names_of for sheet, names_of in PEOPLE}
    for sheet in schema.TABLES:
        facts = ledger.sheets.get(sheet.name)
        if sheet.output or facts is None:
            continue
        known = {column.name for column in sheet.columns}
        added = [header for header in facts.headers if header not in known and re.search(_OWN_PEOPLE, header.strip())]
        for row in ledger.rows.get(sheet.name, ()):
            for column in (*columns.get(sheet.name, ()), *added):
                yield row.text(column)


def _beside_offices(ledger: Ledger) -> Iterator[str]:
    """Yield what stands in brackets behind a department: 办公室（韩梅梅）."""
    for sheet in (schema.PROBLEMS, schema.MEASURES):
        for row in ledger.rows.get(sheet.name, ()):
            for column in sheet.holding("departments"):
                yield from re.findall("[（(]([^（）()]{2,30})[）)]", row.text(column))


def _offices(ledger: Ledger) -> frozenset[str]:
    """Return the departments that the ledger names."""
    cells = (
        row.text(column)
        for sheet in (schema.PROBLEMS, schema.MEASURES)
        for row in ledger.rows.get(sheet.name, ())
        for column in sheet.holding("departments")
    )
    return frozenset(filter(None, (name for text in cells for name in re.split(r"[、，,；;/\s]+", text))))


def _kept(ledger: Ledger) -> frozenset[str]:
    """Return the names and numbers that the office wants printed as they are."""
    kept_names = re.split(r"[、，,；;\s]+", cell_value.narrow(ledger.info_text(KEPT)))
    return frozenset(filter(None, (*kept_names, *(re.sub(r"[^0-9Xx]", "", number) for number in kept_names))))


def _own(ledger: Ledger) -> frozenset[str]:
    """Return what the unit publishes of itself: the digits of its telephones, and its addresses."""
    texts = [ledger.info_text(item) for item in CONTACT_ITEMS]
    texts += [text for row, part in _prose(ledger) if part in CONTACT_PARTS for text in map(row.text, _PROSE)]
    text = cell_value.narrow("\n".join(texts))
    phones = (re.sub(r"\D", "", number) for number in re.findall(r"[0-9][0-9 ()—–-]{5,}", text))
    return frozenset((*phones, *re.findall(r"[\w.%+-]+@[\w.-]+", text, re.ASCII)))


def _prose(ledger: Ledger) -> Iterator[tuple[Row, str]]:
    """Yield the rows of 通报文稿 with their part; an empty one continues the one above."""
    part = ""
    for prose in ledger.prose:
        part = prose.part or part
        yield prose.row, part


def _texts(ledger: Ledger) -> Iterator[tuple[Row, str, bool]]:
    """Yield row and column of what a public notice can print, and whether it names people."""
    of_people = {sheet.name: columns for sheet, columns in PEOPLE}[schema.PROBLEMS.name]
    columns = [
        column.name for column in schema.PROBLEMS.columns if column.entry != "computed" and column.kind not in _IDS
    ]
    for problem in ledger.problems:
        if problem.published:
            for column in columns:
                yield problem.row, column, column in of_people
    for row, part in _prose(ledger):
        if part not in CONTACT_PARTS:
            for name in _PROSE:
                yield row, name, False


def _row_id(row: Row) -> str:
    """Return the problem that a row is about."""
    return row.id("关联编号" if row.sheet == schema.PROSE.name else "编号")


def _hits(text: str, known: Collection[str], kept: Collection[str], own: Collection[str], *, named: bool) -> list[Hit]:
    hits = [*personal_numbers.find(text, own), *personal_names.find(text, known, kept)]
    if named:
        hits = [hit._replace(certain=True, why="") for hit in hits]
    return apart(hits)


def _around(text: str, hit: Hit) -> str:
    """Return the words around a hit in one line, so that a person finds it in a long cell."""
    return " ".join(text[max(0, hit.start - 8) : hit.end + 8].split())


def _with(book: RawBook, changed: dict[str, dict[tuple[int, int], str]]) -> RawBook:
    sheets = dict(book.sheets)
    for name, cells in changed.items():
        rows: list[list[Raw]] = [list(row) for row in sheets[name].rows]
        for (row, column), text in cells.items():
            rows[row - 1][column - 1] = text
        sheets[name] = sheets[name]._replace(rows=rows)
    return book._replace(sheets=sheets)
