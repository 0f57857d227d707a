"""Put changes into a workbook in place with wolfxl, which keeps every part that it does not touch.

Known limits of wolfxl 2.0.21, and what is done about them: see `prepare` for cells, styles and hidden rows; texts that
look like an escape (`_x000D_`) and characters that XML forbids are handled here.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from rectify_xl import places, schema, tab_names, values
from rectify_xl.books import cell_facts, number_formats, parts, prepare, protection, reading, sheet_facts
from rectify_xl.errors import BookError
from rectify_xl.ledger import RawBook
from rectify_xl.model import Block, Changes, Write
from rectify_xl.places import Place
from rectify_xl.refs import Area, cell_ref, quoted_link
from rectify_xl.values import Raw

TEXT_LIMIT = 32_767
"""Most characters (UTF-16 units) of a cell."""
DATE_FORMAT = "yyyy-mm-dd"
TIME_FORMAT = "yyyy-mm-dd hh:mm"
MONTH_FORMAT = 'yyyy"年"m"月"'
YEAR_FORMAT = 'yyyy"年"'

_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Plan(NamedTuple):
    """What one block means for its sheet: the cells to empty, those to fill, and its table with the new area."""

    block: Block
    emptied: frozenset[tuple[int, int]]
    table: str
    area: str
    room: prepare.Room

    def empties(self, area: Area) -> bool:
        """Tell whether a cell of an area is emptied, or goes with its row."""
        places = {(row, column) for row in self.room.vacated for column in self.room.own_columns} | self.emptied
        if any(area.top <= row <= area.bottom and area.left <= column <= area.right for row, column in places):
            return True
        beyond = self.room.end is not None and area.bottom > self.room.end
        return beyond and any(area.left <= column <= area.right for column in self.room.own_columns)


def edit(data: bytes, name: str, changes: Changes) -> bytes:
    """Return the workbook in `data` with `changes` made.

    Raises `BookError` when a sheet is missing, a text is too long for its cell, or a cell cannot be written; nothing
    is written anywhere.
    """
    book = reading.read(data, name)
    package = parts.unpack(data)
    facts = sheet_facts.workbook(package)
    plans: list[Plan] = []
    rooms: dict[str, prepare.Room] = {}
    for block in places.joined(changes):
        part = facts.sheets.get(block.sheet)
        layout = schema.by_name(block.sheet)
        if part is None or (layout and block.sheet not in book.sheets):
            raise BookError(
                f"工作簿中没有《{block.sheet}》工作表，无法写入", "请恢复该工作表的名称，或从新台账中复制一张"
            )
        protection.refuse_protected(package.read(part), block.sheet)
        if layout is None:
            rooms[part] = _visibility(block)
            continue
        found = cell_facts.read(package.read(part), block.sheet)
        cell_facts.refuse_merged(block, found)
        plan = _plan(block, places.find(book, block.sheet))
        cell_facts.refuse_arrays(block, found, plan.empties)
        plans.append(plan)
        rooms[part] = plan.room
    edited = _fill(prepare.prepare(data, facts.part, rooms), plans, book)
    _verify(edited, name, changes)
    return edited


def _visibility(block: Block) -> prepare.Room:
    """Return the room for a sheet of formulas, such as 统计汇总: rows may be hidden and shown, cells are nobody's."""
    if block.writes or block.replace_rows:
        raise BookError(f"《{block.sheet}》不是数据表，无法写入", "请报告这个问题")
    return prepare.Room(
        cells=frozenset(),
        touched=frozenset(),
        body_row=1,
        width=0,
        own_columns=frozenset(),
        hidden=frozenset(block.hidden_rows),
        shown=frozenset(block.shown_rows),
    )


def _plan(block: Block, place: Place) -> Plan:
    rows, body, own = place.raw.rows, place.body, frozenset(place.own)
    end = place.end(block)
    filled = frozenset(
        (write.row, write.column) for write in block.writes if write.formula or write.value not in (None, "")
    )
    emptied: frozenset[tuple[int, int]] = frozenset()
    if block.replace_rows:
        emptied = frozenset((row, column) for row in range(body, end + 1) for column in own) - filled
    touched = frozenset(write.row for write in block.writes) | frozenset(range(body, end + 1) if emptied else ())
    before = {row: _texts(rows[row - 1]) for row in touched if row <= len(rows)}
    after = {row: {} if block.replace_rows else dict(before.get(row, {})) for row in touched}
    for write in block.writes:
        after[write.row][write.column] = values.text(write.value)
    room = prepare.Room(
        cells=filled,
        touched=touched,
        body_row=body,
        width=max(place.table_width, len(place.layout.columns)),
        own_columns=own,
        end=end if block.replace_rows else None,
        vacated=_vacated(block, after, own),
        unlinked=frozenset((write.row, write.column) for write in block.writes if not write.link),
        hidden=frozenset(block.hidden_rows),
        shown=frozenset(block.shown_rows),
        texts_before=before,
        texts_after=after,
    )
    return Plan(block, emptied, place.table, place.stretched(end), room)


def _vacated(block: Block, after: Mapping[int, Mapping[int, str]], own: frozenset[int]) -> frozenset[int]:
    """Return the rows that the table gives up and in which none of its columns holds anything any more."""
    if not block.table_end:
        return frozenset()
    return frozenset(
        row for row, texts in after.items() if row > block.table_end and not any(texts.get(column) for column in own)
    )


def _texts(cells: Sequence[Raw]) -> dict[int, str]:
    return {column: text for column, value in enumerate(cells, 1) if (text := values.text(value))}


def _fill(data: bytes, plans: list[Plan], before: RawBook) -> bytes:
    """Fill the cells; wolfxl works on files, and what it leaves behind goes with the private folder they lie in."""
    import warnings

    import wolfxl

    with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory(prefix="rectify_xl-") as folder:
        source, target = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        source.write_bytes(data)
        try:
            book = wolfxl.load_workbook(source, modify=True)
            for plan in plans:
                _fill_sheet(book[before.tab(plan.block.sheet)], plan, before)
            book.save(target)
            book.close()
        except (ValueError, TypeError, KeyError, RuntimeError, AttributeError) as error:
            raise BookError("工作簿里有不能改写的内容", "请用 Excel 或 WPS 打开后另存为新文件，再重试") from error
        return target.read_bytes()


def _fill_sheet(sheet: Any, plan: Plan, before: RawBook) -> None:
    from wolfxl.worksheet.hyperlink import Hyperlink

    for row, column in sorted(plan.emptied):
        _empty(sheet.cell(row, column))
    for write in plan.block.writes:
        cell = sheet.cell(write.row, write.column)
        _put(cell, write, plan.block.sheet, date1904=before.date1904)
        if write.link:
            location = quoted_link(tab_names.written(write.link, before.tabs), bare_names=True)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
    if plan.area:
        sheet.tables[plan.table].ref = plan.area


def _put(cell: Any, write: Write, sheet: str, *, date1904: bool) -> None:
    value = write.value
    if write.formula:
        cell.value = write.formula
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        since = moment.replace(tzinfo=None) - (datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30))  # noqa: DTZ001
        if number_format := _needed(value, str(cell.number_format), by_date=cell.is_date, timed=bool(since.seconds)):
            cell.number_format = number_format
        cell.value = since.days + since.seconds / 86_400 if since.seconds else since.days
    elif value is None or value == "":
        _empty(cell)
    elif isinstance(value, bool | int | float):
        cell.value = value
    elif isinstance(value, time | timedelta):
        cell.value = values.day_fraction(value)
    else:
        _put_text(cell, value, sheet)


def _empty(cell: Any) -> None:
    if cell.value is not None:
        cell.value = None


def _needed(value: date, number_format: str, *, by_date: bool, timed: bool) -> str:
    """Return the number format that a date needs to be read as what it is; empty where it has one.

    A month in a cell that shows the day would become a day, and a day in one that shows the month a month.
    """
    shown = number_formats.shows(number_format)
    if isinstance(value, values.Month):
        return "" if shown == "month" else MONTH_FORMAT
    if isinstance(value, values.Year):
        return "" if shown == "year" else YEAR_FORMAT
    if shown or not (by_date or _date_format(number_format)):
        return TIME_FORMAT if timed else DATE_FORMAT
    return ""


def _date_format(number_format: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    return "y" in plain or "d" in plain


def _put_text(cell: Any, text: str, sheet: str) -> None:
    """Write a text, whatever it begins with, as text; raises `BookError` when it is too long for a cell."""
    from wolfxl.cell.rich_text import CellRichText

    clean = values.storable(text)
    length = len(clean.encode("utf-16-le")) // 2
    if length > TEXT_LIMIT:
        raise BookError(
            f"《{sheet}》{cell.coordinate}的文字有{length}个字符，超过单元格上限{TEXT_LIMIT}个",
            f"请至少减去{length - TEXT_LIMIT}个字符，或分成几个单元格填写",
        )
    escaped = _ESCAPE_LIKE.sub("_x005F_", clean)
    if escaped != clean or clean != clean.strip():
        cell.value = CellRichText([escaped])  # the plain way loses blanks at the ends in LibreOffice
        return
    cell.value = clean
    cell.data_type = "s"


def _verify(data: bytes, name: str, changes: Changes) -> None:
    """Read the new workbook back and make sure that every written cell holds what was written."""
    book = reading.read(data, name)
    for block in places.joined(changes):
        if not block.writes:
            continue
        rows = book.sheets[block.sheet].rows
        for write in block.writes:
            if write.formula:
                continue
            cells = rows[write.row - 1] if write.row <= len(rows) else ()
            found = cells[write.column - 1] if write.column <= len(cells) else None
            if _reads(found) != _reads(write.value):
                raise BookError(
                    f"写入后核对不一致：《{block.sheet}》{cell_ref(write.row, write.column)}，台账没有改动",
                    "请报告这个问题，并附上台账",
                )


def _reads(raw: Raw) -> str:
    """Return a value as it reads after a round through a cell."""
    if isinstance(raw, str):
        return values.storable(raw)
    return values.text(raw)
