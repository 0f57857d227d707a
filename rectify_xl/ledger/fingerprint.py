"""The fingerprint of what a ledger says: the same for the same content, however its file was saved. Pure.

It tells a workbook that was merely saved again, in Excel, WPS, LibreOffice or openpyxl, from one that says something
else. It covers every cell that people fill in, by sheet and header: the order of rows and columns, formats, what is
hidden, empty rows and characters that nobody sees do not matter. It leaves out what a submission leaves out too: what
the program itself writes (marks, lists, 研判日期, 变更记录, 程序状态) and 备注. Of 字典 it covers the lists of the
layout, not what an office keeps there for itself.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.system.digests import text_sha256
from rectify_xl.text import cell_value, folding
from rectify_xl.text.cell_value import Percent, Raw, Uncached

FORM = "2"
"""How a fingerprint is made; another way of making it has another number, and compares with nothing of this one."""

UNSUBMITTED = "备注"
"""The column that no submission carries: what an office notes for itself."""
UNSUBMITTED_ITEM = "不遮盖"
"""The line of 基本信息 that no submission carries: names and numbers that only the office's own notice prints."""

ORDERED = (schema.PROSE.name,)
"""The sheets whose order of rows says something."""

_CODE_LENGTH = 12
_ALIKE = frozenset((str, date, type(None)))
"""What every program stores as it reads."""
_UNREAD_ITEMS = frozenset(item.name for item in schema.INFO_ITEMS if item.entry == "computed") | {UNSUBMITTED_ITEM}
"""The lines of 基本信息 that the program fills in, and the one that stays with the unit."""


def fingerprint(book: RawBook, ledger: Ledger | None = None) -> str:
    """Return the fingerprint of a workbook, such as 2-5d41…; `ledger` is what was read of it, where that is known.

    A formula of the tables whose result no program has stored counts as empty.
    """
    content = [
        *([sheet.name, _rows(book, sheet, ledger)] for sheet in schema.TABLES if not sheet.output),
        [schema.DICTIONARY, sorted(_lists(ledger.lists if ledger else _dictionary(book)))],
    ]
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    plain = ledger is not None and not ledger.folded
    return f"{FORM}-{text_sha256(written if plain else folding.cleaned(written))}"


def code(whole: str) -> str:
    """Return the first signs of a fingerprint in groups of four, as people compare it: 5d41-402a-bc4b."""
    signs = whole.partition("-")[2][:_CODE_LENGTH]
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _rows(book: RawBook, sheet: schema.Sheet, ledger: Ledger | None) -> list[list[str]]:
    """Return the filled rows of a table, each as header, content, header, content."""
    raw = book.sheets.get(sheet.name)
    if raw is None:
        return []
    header = ledger.sheets[sheet.name] if ledger else reader.find_header(raw, sheet)
    unread = {column.name for column in sheet.columns if column.entry == "computed"} | {UNSUBMITTED}
    columns = sorted((name, place - 1) for name, place in header.headers.items() if name not in unread)
    if ledger and not (header.merges or ledger.folded):
        read = (*ledger.rows[sheet.name], *ledger.subtotals.get(sheet.name, ()))
        texts = [_stored(row.values, row.texts) for row in read]
    else:
        texts = [_stored(values, cell_value.texts(values)) for values in raw.rows[header.header_row :]]
    rows = [row for row in _filled(texts, columns) if row]
    if sheet is schema.INFO:
        rows = [row for row in rows if _UNREAD_ITEMS.isdisjoint(row)]
    return rows if sheet.name in ORDERED else sorted(rows)


def _filled(rows: Sequence[Sequence[str]], columns: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Return the filled cells of rows, each behind its header; column by column, since most are empty all the way."""
    filled: list[list[str]] = [[] for _ in rows]
    by_place = list(zip_longest(*rows, fillvalue=""))
    for name, place in columns:
        column = by_place[place] if place < len(by_place) else ()
        if any(column):
            for row, text in zip(filled, column, strict=True):
                if text:
                    row.extend((name, text))
    return filled


def _stored(values: Sequence[Raw | Uncached], texts: Sequence[str]) -> Sequence[str]:
    """Return the cells of a row as every program stores them."""
    if not _ALIKE.issuperset(map(type, values)):
        texts = [
            text if type(value) in _ALIKE or not text else _text(value)
            for value, text in zip(values, texts, strict=True)
        ]
    if "\r" in "".join(texts):
        texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    return texts


def _text(value: Raw | Uncached) -> str:
    """Return what stands in a cell as every program stores it: numbers with 15 digits, moments to the second."""
    if isinstance(value, float) and not isinstance(value, Percent):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return cell_value.text((value + timedelta(milliseconds=500)).replace(microsecond=0))
    return cell_value.text(value)


def _dictionary(book: RawBook) -> Mapping[str, Sequence[str]]:
    return reader.dictionary(book.sheets.get(schema.DICTIONARY))


def _lists(columns: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the filled columns of 字典 that belong to the layout, each with its header before it."""
    for name in reader.DICTIONARY_COLUMNS:
        words = list(columns.get(name, ()))
        while words and not words[-1]:
            words.pop()
        if words:
            yield [name, *words]
