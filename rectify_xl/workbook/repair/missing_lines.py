"""What a ledger of an earlier layout lacks in 基本信息 and 字典: lines, lists, tables of two columns.

They come below and to the right of what is there, with the content of the blank ledger: nothing moves, and what an
office changed in its lines and lists stays.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.changes.remembered_rows import RULES
from rectify_xl.ledger.reading import guard, headers, reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import parse_cell
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.repair.mend import Damage
from rectify_xl.workbook.repair.worksheet_order import MAIN, parse, serialise

LINE, LIST_COLUMN, VERSION = "缺少的行", "缺少的清单", "版式版本"
VERSION_LINE = "版式版本"
_TABLES: tuple[tuple[str, ...], ...] = (*RULES, (vocabulary.SYNONYM_WORD, vocabulary.SYNONYM_MEANS))
"""The columns of 字典 that belong together: where one of them is gone, a person took it, and none is added."""
_HEADER = "项目"


def missing_lines(book: RawBook, blank: RawBook) -> tuple[Changes, tuple[Damage, ...]]:
    """Return what adds to a ledger the lines and lists of the blank one that it lacks, and what they are."""
    info, lines = _info(book, blank)
    lists, columns = _lists(book, blank)
    blocks = [SheetChanges(schema.INFO.name, info), SheetChanges(schema.DICTIONARY, lists)]
    return tuple(block for block in blocks if block.writes), (*lines, *columns)


def _info(book: RawBook, blank: RawBook) -> tuple[tuple[CellWrite, ...], tuple[Damage, ...]]:
    ledger, whole = reader.read_ledger(book), reader.read_ledger(blank)
    facts = ledger.sheets.get(schema.INFO.name)
    if facts is None or not {_HEADER, "内容"} <= facts.headers.keys():
        return (), ()
    writes: list[CellWrite] = []
    damages: list[Damage] = []
    row = facts.last_row
    for name, line in whole.info.items():
        if name not in ledger.info:
            row += 1
            cells = {column: line.plain(column) for column in (_HEADER, "内容", "说明")}
            writes += [
                CellWrite(row, facts.headers[column], value)
                for column, value in cells.items()
                if column in facts.headers and value not in (None, "")
            ]
            damages.append(Damage(schema.INFO.name, LINE, name, 0))
    version = ledger.info.get(VERSION_LINE)
    if version is not None and _older(version.text("内容")):
        writes.append(CellWrite(version.number, facts.headers["内容"], schema.LAYOUT_VERSION))
        damages.append(Damage(schema.INFO.name, VERSION, VERSION_LINE, 0))
    return tuple(writes), tuple(damages)


def _older(version: str) -> bool:
    """Tell whether a layout version is missing, no number, or below the present one."""
    number = guard.layout_number(version)
    return number is None or number < int(schema.LAYOUT_VERSION)


def _lists(book: RawBook, blank: RawBook) -> tuple[tuple[CellWrite, ...], tuple[Damage, ...]]:
    raw, whole = book.sheets.get(schema.DICTIONARY), blank.sheets.get(schema.DICTIONARY)
    if raw is None or whole is None or not raw.rows:
        return (), ()
    header, names = reader.header_row(reader.DICTIONARY_COLUMNS, raw.rows)
    if len({*names} & {*reader.DICTIONARY_COLUMNS}) < guard.FEWEST_HEADERS:
        return (), ()
    fresh = tuple(_lacking(headers.Header(schema.DICTIONARY, header, names), whole))
    at = _width(raw)
    writes: list[CellWrite] = []
    for column, (_, cells) in enumerate(fresh, at + 1):
        writes += [CellWrite(row, column, value) for row, value in enumerate(cells, header) if value not in (None, "")]
    return tuple(writes), tuple(Damage(schema.DICTIONARY, LIST_COLUMN, name, 0) for name, _ in fresh)


def _lacking(present: headers.Header, whole: RawSheet) -> Iterator[tuple[str, Sequence[Raw]]]:
    """Yield the columns of the blank 字典 that another one lacks, from the header down.

    One that seems to bear another name there is not lacking: its office renamed it.
    """
    top, columns = reader.header_row(reader.DICTIONARY_COLUMNS, whole.rows)
    for place, name in enumerate(columns):
        together = next((table for table in _TABLES if name in table), (name,))
        known = any(member in present.names or _renamed(member, present) for member in together)
        if name and not known:
            yield name, [cells[place] if place < len(cells) else None for cells in whole.rows[top - 1 :]]


def _renamed(name: str, present: headers.Header) -> bool:
    return name in reader.DICTIONARY_COLUMNS and headers.likely(name, present, reader.DICTIONARY_COLUMNS) is not None


def _width(raw: RawSheet) -> int:
    return max(
        (at for cells in raw.rows for at, value in enumerate(cells, 1) if cell_value.text(value)),
        default=0,
    )


def dress_lists(data: bytes, changes: Changes) -> bytes:
    """Return the ledger with the new columns of 字典 in the looks of the column to the left of them."""
    block = next((block for block in changes if block.sheet == schema.DICTIONARY), None)
    draft = PackageDraft(data)
    part = draft.facts.sheets.get(schema.DICTIONARY)
    if block is None or not part:
        return data
    sheet = parse(draft.read(part))
    columns = sorted({write.column for write in block.writes})
    last = max(write.row for write in block.writes)
    rows = {int(row.get("r") or 0): row for row in sheet.iter(f"{MAIN}row")}
    pattern = _styles(rows.values(), columns[0] - 1)
    body = next((pattern[number] for number in sorted(pattern)[1:2]), None)
    for number in range(min(pattern, default=1), last + 1):
        style = pattern.get(number, body)
        for cell in rows[number].iterfind(f"{MAIN}c") if number in rows and style else ():
            place = parse_cell(cell.get("r", ""))
            if place and place[1] in columns:
                cell.set("s", style)
    _set_widths(sheet, columns)
    draft.put(part, serialise(sheet))
    return draft.packed()


def _styles(rows: Iterable[Any], column: int) -> dict[int, str]:
    """Return the styles of a column by row."""
    cells = (cell for row in rows for cell in row.iterfind(f"{MAIN}c"))
    places = ((parse_cell(cell.get("r", "")), cell.get("s")) for cell in cells)
    return {place[0]: style for place, style in places if place and place[1] == column and style}


def _set_widths(sheet: Any, columns: Sequence[int]) -> None:
    """Give new columns the width of the one to the left of them, where that has one."""
    group = sheet.find(f"{MAIN}cols")
    left = columns[0] - 1
    if group is None:
        return
    for element in list(group):
        first, last = int(element.get("min")), int(element.get("max"))
        if first <= left <= last < columns[-1] and not any(
            int(other.get("min")) in columns for other in group if other is not element
        ):
            fresh = copy.deepcopy(element)
            fresh.set("min", str(columns[0]))
            fresh.set("max", str(columns[-1]))
            element.addnext(fresh)
            return
