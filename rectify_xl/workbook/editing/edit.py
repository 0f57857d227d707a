"""Put changes into a workbook in place: cells are written into their rows, all else keeps its bytes.

Rows and cells are created where they are missing, in order, and dressed like the first row of the table body; rows
are hidden and shown, and given the height that their texts need. What was written is read back before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger.changes import merged_steps, table_region
from rectify_xl.ledger.changes.table_region import TableRegion
from rectify_xl.ledger.reading import tab_names
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area, address_of, cell_ref, parse_area, parse_cell, quoted_link, split_address
from rectify_xl.workbook import protection
from rectify_xl.workbook.editing import cell_facts, dragged_formulas, row_heights
from rectify_xl.workbook.editing.cell_styles import GENERAL
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.editing.sheet_xml import CellXml, RowXml, SheetXml, parse, serialise
from rectify_xl.workbook.reading import number_formats, read_workbook
from rectify_xl.workbook.repair.worksheet_order import MAIN, insert

if TYPE_CHECKING:
    from rectify_xl.workbook.editing.cell_styles import CellStyles

TEXT_LIMIT = 32_767
"""Most characters (UTF-16 units) of a cell."""
DATE_FORMAT = "yyyy-mm-dd"
TIME_FORMAT = "yyyy-mm-dd hh:mm"
MONTH_FORMAT = 'yyyy"年"m"月"'
YEAR_FORMAT = 'yyyy"年"'

_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class SheetEdit(NamedTuple):
    """What one block means for its sheet.

    `writes` are its cells by row; with `end`, the whole table body is made anew as far as this row: what stands in
    `own` columns below it is taken away, links and fixed heights go from all of it. In `vacated` rows nothing stands in
    `own` columns any more. `table` gets the new `area`. New rows are dressed like `body` across `width` columns.
    """

    block: SheetChanges
    writes: Mapping[int, Mapping[int, CellWrite]]
    rows: Sequence[Sequence[Raw]]
    body: int
    width: int
    own: frozenset[int]
    end: int | None = None
    vacated: frozenset[int] = frozenset()
    table: str = ""
    area: str = ""

    def touches(self, row: int) -> bool:
        """Tell whether anything of a row may change."""
        if row in self.writes or row in self.vacated:
            return True
        return self.end is not None and row >= self.body

    def empties(self, area: Area) -> bool:
        """Tell whether a cell of an area is emptied, or goes with its row."""
        columns = [column for column in self.own if area.left <= column <= area.right]
        if not columns:
            return False
        if any(area.top <= row <= area.bottom for row in self.vacated):
            return True
        if self.end is None:
            return False
        rows = range(max(area.top, self.body), min(area.bottom, self.end) + 1)
        return area.bottom > self.end or any(
            not _fills(self.writes.get(row, {}).get(column)) for row in rows for column in columns
        )


def edit(data: bytes, name: str, changes: Changes) -> bytes:
    """Return the workbook in `data` with `changes` made.

    Raises `BookError` when a sheet is missing, a text is too long for its cell, or a cell cannot be written; nothing
    is written anywhere.
    """
    book = read_workbook.read(data, name)
    draft = PackageDraft(data)
    make(draft, book, changes)
    edited = draft.packed()
    verify(edited, name, expected(book, changes), changes)
    return edited


def make(draft: PackageDraft, book: RawBook, changes: Changes) -> None:
    """Make `changes` in the draft of the workbook that was read as `book`; raises as `edit` does."""
    plans: list[tuple[str, SheetEdit]] = []
    for block in table_region.joined(changes):
        part = draft.facts.sheets.get(block.sheet)
        layout = table_region.layout_of(block.sheet)
        if part is None or (layout and block.sheet not in book.sheets):
            raise BookError(
                f"工作簿中没有《{block.sheet}》工作表，无法写入", "请恢复该工作表的名称，或从新台账中复制一张"
            )
        protection.refuse_protected(draft.read(part), block.sheet)
        if layout is None:
            plans.append((part, _visibility(block)))
            continue
        facts = draft.cells.facts(block.sheet)
        cell_facts.refuse_merged(block, facts)
        plan = _plan(block, table_region.find(book, block.sheet))
        cell_facts.refuse_arrays(block, facts, plan.empties)
        plans.append((part, plan))
    for part, plan in plans:
        _Sheet(draft, part, plan, book).change()
    draft.recalculate()


def _visibility(block: SheetChanges) -> SheetEdit:
    """Return the edit of a sheet of formulas, such as 统计汇总: rows may be hidden and shown, cells are nobody's."""
    if block.writes or block.replace_rows:
        raise BookError(f"《{block.sheet}》不是数据表，无法写入", "请报告这个问题")
    return SheetEdit(block, {}, (), body=1, width=0, own=frozenset())


def _plan(block: SheetChanges, place: TableRegion) -> SheetEdit:
    writes: dict[int, dict[int, CellWrite]] = {}
    for write in block.writes:
        writes.setdefault(write.row, {})[write.column] = write
    own, end = frozenset(place.own), place.end(block)
    return SheetEdit(
        block,
        writes,
        place.raw.rows,
        place.body,
        max(place.table_width, len(place.layout.columns)),
        own,
        end if block.replace_rows else None,
        _vacated(block, writes, place, own),
        place.table,
        place.stretched(end),
    )


def _vacated(
    block: SheetChanges, writes: Mapping[int, Mapping[int, CellWrite]], place: TableRegion, own: frozenset[int]
) -> frozenset[int]:
    """Return the rows that the table gives up and in which none of its columns holds anything any more."""
    if not block.table_end:
        return frozenset()

    def left(row: int, column: int) -> Raw:
        written = writes[row].get(column)
        return written.value if written else None if block.replace_rows else place.value(row, column)

    return frozenset(
        row for row in writes if row > block.table_end and not any(cell_value.text(left(row, column)) for column in own)
    )


def _fills(write: CellWrite | None) -> bool:
    return write is not None and bool(write.formula or write.value not in (None, ""))


class _Sheet:
    """One sheet of a draft, and what is made of it."""

    def __init__(self, draft: PackageDraft, part: str, plan: SheetEdit, book: RawBook) -> None:
        content = draft.read(part)
        if b"shared" in content and cell_facts.FORMULA.search(content):
            draft.put(part, _parted(content, plan))
        self.draft, self.part, self.plan, self.book = draft, part, plan, book
        self.sheet: SheetXml = draft.sheet(part)
        self.styles: CellStyles = draft.styles
        self.body = {**row_heights.column_styles(self.sheet.frame), **self.sheet.styles(plan.body)}
        self.widths = row_heights.widths(self.sheet.frame)
        self.unchained: list[str] = []
        self.dressed: dict[tuple[int, int], int] = {}
        self.tabs = {sheet: names[0] for sheet, names in tab_names.by_sheet(book.tabs).items()}

    def change(self) -> None:
        """Make all of it."""
        plan = self.plan
        self.draft.touch(self.part)
        self._drop()
        self._unlink()
        self._unmerge()
        touched = {*plan.writes, *(area.top for area in plan.block.unmerge)}
        if plan.end is not None:
            touched |= {number for number in self.sheet.numbers if plan.body <= number <= plan.end}
        for number in sorted(touched):
            self._change_row(number, plan.writes.get(number, {}))
        self._link()
        self._merge()
        for number in plan.block.hidden_rows:
            row = self.sheet.row(number) or self.sheet.add(number)
            row.attributes[b"hidden"] = b"1"
        for number in plan.block.shown_rows:
            if shown := self.sheet.row(number):
                shown.attributes.pop(b"hidden", None)
        if plan.area:
            self.draft.stretch(self.part, plan.table, plan.area)
        self.draft.unchain(self.part, self.unchained)

    def _drop(self) -> None:
        """Take away the cells of the rows that the table gives up, and the rows that hold nothing else."""
        plan = self.plan
        end = plan.end
        gone = plan.vacated if end is None else [number for number in self.sheet.numbers if number > end]
        for number in list(gone):
            row = self.sheet.row(number)
            if row is None:
                continue
            for column in plan.own & row.cells.keys():
                self._note(number, column, row.cells.pop(column))
            if not row.cells and not row.rest:
                self.sheet.drop(number)

    def _note(self, row: int, column: int, cell: CellXml) -> None:
        if cell.has_formula:
            self.unchained.append(cell_ref(row, column))

    def _unlink(self) -> None:
        """Take away links, of the whole body where it is made anew; those in columns of a person's own stay."""
        links = self.sheet.frame.find(f"{MAIN}hyperlinks")
        if links is None:
            return
        plan = self.plan
        for link in list(links):
            row, column = parse_cell(link.get("ref", "").split(":")[0]) or (0, 0)
            anew = plan.end is not None and row >= plan.body and column in plan.own
            if anew or column in plan.writes.get(row, {}):
                links.remove(link)
        if not len(links):
            self.sheet.frame.remove(links)

    def _link(self) -> None:
        frame = self.sheet.frame
        links = frame.find(f"{MAIN}hyperlinks")
        for write in self.plan.block.writes:
            if not write.link:
                continue
            if links is None:
                links = frame.makeelement(f"{MAIN}hyperlinks")
                insert(frame, links)
            fresh = links.makeelement(f"{MAIN}hyperlink")
            fresh.set("ref", cell_ref(write.row, write.column))
            fresh.set("location", _location(write.link, self.tabs))
            links.append(fresh)

    def _unmerge(self) -> None:
        """Take merged areas apart; their cells are dressed like the first one, with lines on all sides."""
        areas = self.plan.block.unmerge
        group = self.sheet.frame.find(f"{MAIN}mergeCells") if areas else None
        if group is None:
            return
        for element in list(group):
            if parse_area(element.get("ref", "")) in areas:
                group.remove(element)
        self._count(group)
        for area in areas:
            first = self.sheet.row(area.top)
            cell = first.cells.get(area.left) if first else None
            style = self.styles.with_all_lines(cell.style) if cell else self.body.get(area.left, 0)
            self.dressed |= dict.fromkeys(area.cells()[1:], style)

    def _merge(self) -> None:
        """Merge areas."""
        areas = self.plan.block.merge
        if not areas:
            return
        frame = self.sheet.frame
        group = frame.find(f"{MAIN}mergeCells")
        if group is None:
            group = frame.makeelement(f"{MAIN}mergeCells")
            insert(frame, group)
        for area in areas:
            element = group.makeelement(f"{MAIN}mergeCell")
            element.set("ref", str(area))
            group.append(element)
        self._count(group)

    def _count(self, group: Any) -> None:
        group.set("count", str(len(group)))
        if not len(group):
            self.sheet.frame.remove(group)

    def _change_row(self, number: int, writes: Mapping[int, CellWrite]) -> None:
        row = self.sheet.row(number)
        if row is None:
            if not any(map(_fills, writes.values())):
                return
            row = self._new_row(number)
        emptied = set[int]() if self.plan.end is None else set(self.plan.own & row.cells.keys())
        emptied.update(column for column in writes if column in row.cells)
        for column in emptied:
            if not _fills(writes.get(column)):
                self._empty(row, number, column)
        for write in writes.values():
            if _fills(write):
                self._fill(row, write)
        self._fit(number, row, writes)

    def _new_row(self, number: int) -> RowXml:
        """Insert a row; below the first one of the table body it is dressed like that."""
        row = self.sheet.add(number)
        for column in range(1, self.plan.width + 1) if number > self.plan.body else ():
            if style := self.body.get(column):
                row.cells[column] = self.sheet.cell(number, column, style)
        return row

    def _fill(self, row: RowXml, write: CellWrite) -> None:
        cell = row.cells.get(write.column)
        if cell is None:
            row.attributes.pop(b"spans", None)
            style = self.body.get(write.column, 0) if write.row >= self.plan.body else 0
        else:
            style = cell.style
            if not write.formula:
                self._note(write.row, write.column, cell)
        style = self.dressed.get((write.row, write.column), style)
        row.cells[write.column] = self._cell(write, style)

    def _empty(self, row: RowXml, number: int, column: int) -> None:
        cell = row.cells[column]
        self._note(number, column, cell)
        row.cells[column] = self.sheet.cell(number, column, cell.style)

    def _cell(self, write: CellWrite, style: int) -> CellXml:
        value, sheet = write.value, self.sheet
        row, column = write.row, write.column
        if write.formula:
            return sheet.cell(row, column, style, sheet.tagged("f", write.formula.removeprefix("=")))
        if isinstance(value, str):
            clean = _storable_text(value, self.plan.block.sheet, row, column)
            escaped = _ESCAPE_LIKE.sub("_x005F_", clean) if "_x" in clean else clean
            if escaped != clean or clean != clean.strip():
                # another way would lose blanks at the ends in LibreOffice
                return sheet.cell(row, column, style, sheet.blank_text(escaped), "inlineStr")
            return sheet.cell(row, column, style, sheet.tagged("v", clean), "str")
        if isinstance(value, bool):
            return sheet.cell(row, column, style, sheet.tagged("v", "1" if value else "0"), "b")
        if isinstance(value, date):
            number, style = self._dated(value, style)
        elif isinstance(value, time | timedelta):
            number = cell_value.day_fraction(value)
        else:
            number = value if value is not None else 0
            if _date_format(self.styles.number_format(style)):  # it would become a day
                style = self.styles.with_format(style, GENERAL)
        return sheet.cell(row, column, style, sheet.tagged("v", _number(number)))

    def _dated(self, value: date, style: int) -> tuple[float, int]:
        """Return the number of a date, and the style in which it is read as what it is."""
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        epoch = datetime(1904, 1, 1) if self.book.date1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        since = moment.replace(tzinfo=None) - epoch
        needed = _needed(value, self.styles.number_format(style), timed=bool(since.seconds))
        number = since.days + since.seconds / 86_400 if since.seconds else since.days
        return number, self.styles.with_format(style, needed) if needed else style

    def _fit(self, number: int, row: RowXml, writes: Mapping[int, CellWrite]) -> None:
        """Give a row the height that its texts need now.

        A height that a person fixed stays, unless the body is made anew; one that another program computed for more
        than our texts (it knows the fonts better) only grows.
        """
        also_fixed = self.plan.end is not None
        attributes = row.attributes
        if not also_fixed and attributes.get(b"customHeight") in (b"1", b"true"):
            return
        styles = self.styles.looks
        style = {
            column: styles[cell.style]
            for column, cell in row.cells.items()
            if cell.style < len(styles) and styles[cell.style].wraps
        }
        values_held = self.plan.rows[number - 1] if number <= len(self.plan.rows) and not also_fixed else ()
        before = {column: values_held[column - 1] for column in style if column <= len(values_held)}
        after = {**before, **{column: write.value for column, write in writes.items() if column in style}}
        needed = row_heights.needed(_texts(after), style, self.widths)
        present = float(attributes[b"ht"]) if attributes.get(b"ht") else None
        if (
            not also_fixed
            and present is not None
            and (needed or 0) <= present
            and present != row_heights.needed(_texts(before), style, self.widths)
        ):
            return
        attributes.pop(b"ht", None)
        attributes.pop(b"customHeight", None)
        if needed:
            attributes[b"ht"] = f"{needed:g}".encode()


def _texts(cells: Mapping[int, Raw]) -> dict[int, str]:
    return {column: text for column, value in cells.items() if (text := cell_value.text(value))}


def _number(number: float) -> str:
    return repr(float(number)) if isinstance(number, float) else str(number)


def _parted(content: bytes, plan: SheetEdit) -> bytes:
    """Return a sheet in which the formulas that were dragged over rows that change stand in each cell."""
    tree = parse(content)
    number = 0
    for row in tree.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
    dragged_formulas.part(tree, plan.touches)
    return serialise(tree)


def _needed(value: date, number_format: str, *, timed: bool) -> str:
    """Return the number format that a date needs to be read as what it is; empty where it has one.

    A month in a cell that shows the day would become a day, and a day in one that shows the month a month.
    """
    format_name = number_formats.shows(number_format)
    if isinstance(value, cell_value.Month):
        return "" if format_name == "month" else MONTH_FORMAT
    if isinstance(value, cell_value.Year):
        return "" if format_name == "year" else YEAR_FORMAT
    if format_name or not _date_format(number_format):
        return TIME_FORMAT if timed else DATE_FORMAT
    return ""


def _date_format(number_format: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    return any(mark in plain.split(";")[0] for mark in "ydhs")


def _storable_text(text: str, sheet: str, row: int, column: int) -> str:
    """Return a text as a cell can hold it; raises `BookError` when it is too long."""
    clean = cell_value.storable(text)
    length = len(clean.encode("utf-16-le")) // 2 if len(clean) > TEXT_LIMIT // 2 else len(clean)
    if length > TEXT_LIMIT:
        raise BookError(
            f"《{sheet}》{cell_ref(row, column)}的文字有{length}个字符，超过单元格上限{TEXT_LIMIT}个",
            f"请至少减去{length - TEXT_LIMIT}个字符，或分成几个单元格填写",
        )
    return clean


def _location(link: str, tabs: Mapping[str, str]) -> str:
    """Return a link's address with the name of the tab as it is written, quoted where Excel wants that."""
    sheet, ref = split_address(link)
    return quoted_link(address_of(tabs.get(sheet, sheet), ref), bare_names=True) if sheet else link


def verify(data: bytes, name: str, expected: RawBook, changes: Changes) -> None:
    """Read the new workbook back: every cell has to hold what is `expected`, whether it was written or not."""
    book = read_workbook.read(data, name)
    formulas = {(block.sheet, write.row, write.column) for block in changes for write in block.writes if write.formula}
    for sheet, raw in expected.sheets.items():
        after = book.sheets[sheet].rows if sheet in book.sheets else ()
        for row, (wanted, actual) in enumerate(zip_longest(raw.rows, after, fillvalue=()), 1):
            for column, (one, other) in enumerate(zip_longest(wanted, actual), 1):
                if one is other or (one == other and type(one) is type(other)):
                    continue
                if _reads(one) != _reads(other) and (sheet, row, column) not in formulas:
                    raise _differs(sheet, row, column)
    for block in changes:
        if block.unmerge or block.merge:
            wanted_areas, actual_areas = set(expected.sheets[block.sheet].merged), set(book.sheets[block.sheet].merged)
            for area in wanted_areas ^ actual_areas:
                raise _differs(block.sheet, area.top, area.left)


def verify_kept(data: bytes, name: str, before: RawBook, changes: Changes = ()) -> None:
    """Read a repaired workbook back: every cell that held something has to hold the same, or what `changes` wrote."""
    book = read_workbook.read(data, name)
    before = expected(before, tuple(block for block in changes if block.sheet in before.sheets))
    for sheet, raw in before.sheets.items():
        after = book.sheets[sheet].rows if sheet in book.sheets else ()
        for row, (cells, kept) in enumerate(zip_longest(raw.rows, after, fillvalue=()), 1):
            for column, (one, other) in enumerate(zip_longest(cells, kept), 1):
                if one is not None and one != other and _reads(one) != _reads(other):
                    raise _differs(sheet, row, column)


def _differs(sheet: str, row: int, column: int) -> BookError:
    return BookError(
        f"写入后核对不一致：《{sheet}》{cell_ref(row, column)}，台账没有改动",
        "请报告这个问题，并附上台账",
    )


def expected(book: RawBook, changes: Changes) -> RawBook:
    """Return what a workbook that was read as `book` has to read after `changes`."""
    sheets = dict(book.sheets)
    for block in table_region.joined(changes):
        if block.writes or block.replace_rows:
            sheets[block.sheet] = book.sheets[block.sheet]._replace(rows=_expected(book, block))
        if block.unmerge or block.merge:
            sheets[block.sheet] = merged_steps.after(sheets[block.sheet], block)
    return book._replace(sheets=sheets)


def _expected(book: RawBook, block: SheetChanges) -> list[list[Raw]]:
    after = [list(row) for row in book.sheets[block.sheet].rows]
    if block.replace_rows:
        place = table_region.find(book, block.sheet)
        for cells in after[place.body - 1 :]:
            for column in place.own:
                if column <= len(cells):
                    cells[column - 1] = None
    for write in block.writes:
        after.extend([] for _ in range(write.row - len(after)))
        cells = after[write.row - 1]
        cells.extend([None] * (write.column - len(cells)))
        cells[write.column - 1] = write.value
    return after


def _reads(raw: Raw) -> str:
    """Return a value as it reads after a round through a cell."""
    if isinstance(raw, str):
        return cell_value.storable(raw)
    return cell_value.text(raw)
