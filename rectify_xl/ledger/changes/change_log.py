"""变更记录: the one list of all changes. It only ever grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.changes.remembered_rows import plain
from rectify_xl.ledger.reading.reader import RawBook, find_header
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system.digests import text_sha256
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.excerpts import first_few

BY_HAND = "人工修改"
"""What stands as the command where a person changed the ledger."""
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
MOST_TOLD = 8
"""Most places of which one sentence says what was done to them."""
_COLUMNS = tuple(column.name for column in schema.CHANGES.columns if column.name != schema.CHANGES_CODE)


class LogLine(NamedTuple):
    """One line of 变更记录, all text."""

    time: str
    by: str
    command: str
    change: Change


def complete(book: RawBook) -> bool:
    """Tell whether the workbook has 变更记录 with all columns of a line; its sum came later (see `chain`)."""
    sheet = book.sheets.get(schema.CHANGES.name)
    return sheet is not None and set(_COLUMNS) <= set(find_header(sheet, schema.CHANGES).headers)


def read(book: RawBook) -> tuple[LogLine, ...]:
    """Return all lines, oldest first; a ledger without 变更记录 has none."""
    return tuple(record for _, record in numbered(book))


def numbered(book: RawBook) -> tuple[tuple[int, LogLine], ...]:
    """Return all lines with their Excel rows."""
    if not complete(book):
        return ()
    sheet = book.sheets[schema.CHANGES.name]
    facts = find_header(sheet, schema.CHANGES)
    places = [facts.headers[column] - 1 for column in _COLUMNS]
    texts: dict[tuple[type, Raw], str] = {}  # lines have most of their words in common

    def shown_text(raw: Raw) -> str:
        text = texts.get((type(raw), raw))
        if text is None:
            text = texts[type(raw), raw] = plain(raw)
        return text

    records: list[tuple[int, LogLine]] = []
    for number, cells in enumerate(sheet.rows[facts.header_row : facts.last_row], facts.header_row + 1):
        time, by, command, *change = (shown_text(cells[place]) if place < len(cells) else "" for place in places)
        if time or by or command or any(change):
            records.append((number, LogLine(time, by, command, Change(*change))))
    return tuple(records)


def append(book: RawBook, records: Sequence[LogLine]) -> SheetChanges | None:
    """Return what adds `records` below the last line; None where there is nothing to add."""
    if not records:
        return None
    facts = find_header(book.sheets[schema.CHANGES.name], schema.CHANGES)
    writes = [
        CellWrite(row, facts.headers[column], text)
        for row, record in enumerate(records, facts.last_row + 1)
        for column, text in zip(_COLUMNS, (record.time, record.by, record.command, *record.change), strict=True)
        if text
    ]
    return SheetChanges(schema.CHANGES.name, tuple(writes))


def fields_in_one(record: LogLine) -> str:
    """Return what checksums are made of: the fields of a line in one text."""
    return "\x1f".join((record.time, record.by, record.command, *record.change))


def digest(records: Iterable[LogLine]) -> str:
    """Return a short sum over the lines, which changes when any of them does."""
    return text_sha256("".join(f"{fields_in_one(record)}\x1e" for record in records), 32)


def marks(records: Iterable[LogLine]) -> str:
    """Return four letters for each line, by which one that was changed is told from the others."""
    from zlib import crc32

    lines = map(fields_in_one, records)
    return "".join(f"{crc32(line.encode('utf-8', 'replace')) & 0xFFFF:04x}" for line in lines)


def touched(kept: str, lines: Sequence[tuple[int, LogLine]]) -> str:
    """Return in words which lines were rewritten, added, taken out or moved since `kept` were their marks."""
    if not kept or not lines:
        return ""
    now = marks(record for _, record in lines)
    before, after = (_cut(kept), _cut(now))
    if before != after and sorted(before) == sorted(after):
        return "行的次序变了"
    from difflib import SequenceMatcher

    rows = [number for number, _ in lines]
    sheets: list[str] = []
    for kind, start, end, low, high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        here = _span(rows[low:high])
        if kind == "replace" and end - start == high - low:
            sheets.append(f"{here}改写过")
        elif kind == "replace":
            sheets.append(f"{here}原来是{end - start}行，改写过")
        elif kind == "insert":
            sheets.append(f"{here}是后加的")
        elif kind == "delete":
            sheets.append(f"{f'第{rows[low - 1]}行以下' if low else '开头'}删掉了{end - start}行")
    return first_few(sheets, MOST_TOLD, "，", f"等{len(sheets)}处")


def _cut(marks: str) -> list[str]:
    return [marks[at : at + 4] for at in range(0, len(marks), 4)]


def _span(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    return f"第{rows[0]}行" if rows[0] == rows[-1] else f"第{rows[0]}—{rows[-1]}行"
