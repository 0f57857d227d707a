"""All sheets of an OpenDocument spreadsheet (.ods) as grids.

Rows and cells may be written once for a million: they are kept as runs, and made cells only within the used part.
Source: OpenDocument 1.3 part 3, 9 (tables), 16.29 and 19.643-19.678 (formats, spans, repetitions, visibility).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.system import limits
from rectify_xl.text import formulas
from rectify_xl.text.refs import LAST_COLUMN, LAST_ROW, Area
from rectify_xl.workbook.reading import cell_colours, grid_bounds, number_formats, sheet_facts
from rectify_xl.workbook.reading.grid_bounds import CellCount

if TYPE_CHECKING:
    from rectify_xl.text.cell_value import Raw
    from rectify_xl.workbook.office_package import Package
    from rectify_xl.workbook.reading.number_formats import Shown
    from rectify_xl.workbook.reading.sheet_facts import Attributes

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))
_TIME = r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?"


def read(package: Package, name: str) -> Iterator[SheetGrid]:
    """Return the sheets in the order of their tabs; raises `BookError` for what is locked, damaged or too large."""
    if b"encryption-data" in (package.read(_MANIFEST) if _MANIFEST in package.members else b""):
        raise BookError(f"“{name}”设有打开密码", "请在 Excel 或 WPS 中取消密码后重试")
    reader = _TableReader()
    for part in (_STYLES, _CONTENT):
        if part == _STYLES and part not in package.members:
            continue
        _parse(reader, package.read(part), name)
    return reader.grids()


def read_flat(data: bytes, name: str) -> Iterator[SheetGrid]:
    """Return the sheets of a spreadsheet in one XML file (.fods); raises `BookError` as `read` does."""
    reader = _TableReader()
    _parse(reader, data, name)
    return reader.grids()


def _parse(reader: _TableReader, xml: bytes, name: str) -> None:
    if len(xml) > limits.MARKUP:
        raise BookError(f"“{name}”展开后大得不正常，已停止读取", "请另存为“Excel 工作簿（*.xlsx）”后重试")
    sheet_facts.parse(xml, name, reader.start, reader.end, reader.text)


class _Style(NamedTuple):
    """What a style says of colour, format, and size; empty where it leaves that to its parent."""

    parent: str = ""
    colour: str = ""
    data: str = ""
    hidden: bool = False


class _Run(NamedTuple):
    """A cell that is written once: its first place, how often it stands there, and what is in it."""

    row: int
    column: int
    rows: int
    columns: int
    value: Raw
    colour: str
    formula: str
    note: str


class _Table:
    def __init__(self, name: str, count: CellCount, *, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self.external = False
        self.runs: list[_Run] = []
        self.merged: list[Area] = []
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.columns: list[tuple[int, str]] = []
        self._count = count

    def add(self, run: _Run) -> None:
        """Add a run; raises `BookError` where the sheet becomes too large."""
        if run.value is not None or run.formula or run.note:
            self._count.add(self.name, run.rows * run.columns)
        else:
            self._count.add(self.name, 0, 1)
        self.runs.append(run)

    def column_style(self, column: int) -> str:
        """Return the style of the cells of a column that have none of their own."""
        return next((style for last, style in self.columns if column <= last), "")

    def grid(self) -> SheetGrid:
        """Return the cells of the used part."""
        used = [run for run in self.runs if run.value is not None or run.formula or run.note]
        bottom = max((run.row + run.rows for run in used), default=0)
        right = max((run.column + run.columns for run in used), default=0)
        values: dict[Place, Raw] = {}
        fills: dict[Place, str] = {}
        uncached: dict[Place, str] = {}
        unsteady: dict[Place, str] = {}
        notes: dict[Place, str] = {}
        for run in self.runs:
            last_row, last_column = min(run.row + run.rows, bottom + 1), min(run.column + run.columns, right + 1)
            for place in (
                (row, column) for row in range(run.row, last_row) for column in range(run.column, last_column)
            ):
                if run.value is not None:
                    values[place] = run.value
                if run.colour:
                    fills[place] = run.colour
                if run.formula and run.value is None:
                    uncached[place] = run.formula
                elif run.formula:
                    unsteady[place] = run.formula
                if run.note:
                    notes[place] = run.note
            if len(fills) > limits.GRID_CELLS:
                raise grid_bounds.too_large(self.name)
        return SheetGrid(
            self.name,
            values,
            tuple(self.merged),
            fills,
            frozenset(row for first, last in self.hidden_rows for row in range(first, min(last, bottom) + 1)),
            frozenset(column for first, last in self.hidden_columns for column in range(first, min(last, right) + 1)),
            self.hidden,
            uncached,
            notes,
            unsteady=unsteady,
        )


class _TableReader:
    """Collects styles, then tables, from the parts of a spreadsheet."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._count = CellCount()
        self._styles: dict[str, _Style] = {}
        self._shown: dict[str, Shown | None] = {}
        self._style = ""
        self._data = ""
        self._fields: set[str] = set()
        self._table: _Table | None = None
        self._row = self._rows = self._column = 0
        self._row_style = ""
        self._cell: Attributes | None = None
        self._path: list[str] = []
        self._lines: list[str] = []
        self._note: list[str] = []
        self._last_column = 0

    def grids(self) -> Iterator[SheetGrid]:
        """Yield the sheets, without those that only keep what was taken from other files."""
        return (grid_bounds.bounded(table.grid()) for table in self.tables if not table.external)

    def start(self, tag: str, attributes: Attributes) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else {}
        if self._cell is not None:
            self._inside_cell(tag, plain)
        elif tag in ("table-cell", "covered-table-cell") and self._table:
            self._cell, self._path, self._lines, self._note = plain, [], [], []
        elif self._table:
            self._inside_table(tag, plain)
        elif tag == "table":
            style = self._styles.get(plain.get("style-name", ""), _Style())
            self._table = _Table(plain.get("name", ""), self._count, hidden=style.hidden)
            self._row = self._last_column = 0
            self._rows = 1
        elif tag in ("style", "default-style"):
            self._style = plain.get("name", "") if tag == "style" else ""
            data = plain.get("data-style-name", "")
            self._styles[self._style] = _Style(plain.get("parent-style-name", ""), data=data)
        elif tag in ("table-cell-properties", "table-row-properties", "table-column-properties", "table-properties"):
            self._property(tag, plain)
        elif tag in ("date-style", "percentage-style", "number-style", "time-style"):
            self._data, self._fields = plain.get("name", ""), {tag}
        elif self._data:
            self._fields.add(tag)

    def _property(self, tag: str, plain: Attributes) -> None:
        style = self._styles.get(self._style, _Style())
        size = plain.get("row-height") or plain.get("column-width") or "1"
        if tag == "table-cell-properties":
            style = style._replace(colour=plain.get("background-color", style.colour))
        elif plain.get("display") == "false" or not re.sub("[^1-9]", "", size):
            style = style._replace(hidden=True)
        self._styles[self._style] = style

    def _inside_table(self, tag: str, plain: Attributes) -> None:
        table = self._table
        if table is None:
            return
        if tag == "table-source":
            table.external = True
        elif tag == "table-column":
            first = self._last_column + 1
            self._last_column = min(self._last_column + _count(plain, "number-columns-repeated"), LAST_COLUMN)
            table.columns.append((self._last_column, plain.get("default-cell-style-name", "")))
            if self._is_hidden(plain):
                table.hidden_columns.append((first, self._last_column))
        elif tag == "table-row":
            self._row += self._rows if self._row else 1
            self._column = 1
            self._rows = _count(plain, "number-rows-repeated")
            self._row_style = plain.get("default-cell-style-name", "")
            if self._is_hidden(plain):
                table.hidden_rows.append((self._row, self._row + self._rows - 1))

    def _is_hidden(self, plain: Attributes) -> bool:
        style = self._styles.get(plain.get("style-name", ""), _Style())
        return plain.get("visibility", "visible") != "visible" or style.hidden

    def _inside_cell(self, tag: str, plain: Attributes) -> None:
        self._path.append(tag)
        lines = self._note if "annotation" in self._path else self._lines
        if tag in ("p", "h"):
            lines.append("")
        elif lines and self._reads():
            if tag == "s":
                lines[-1] += " " * min(_count(plain, "c"), 1000)
            elif tag in ("tab", "line-break"):
                lines[-1] += "\t" if tag == "tab" else "\n"

    def _reads(self) -> bool:
        """Tell whether a text here is one of the cell or of its comment, not of a drawing or of reading aids."""
        outside = {"frame", "custom-shape", "rect", "control", "ruby-text", "creator", "date", "date-string", "table"}
        return ("p" in self._path or "h" in self._path) and outside.isdisjoint(self._path)

    def text(self, piece: str) -> None:
        if self._cell is not None and self._reads():
            lines = self._note if "annotation" in self._path else self._lines
            if lines:
                lines[-1] += piece

    def end(self, tag: str) -> None:
        if self._path:
            self._path.pop()
        elif self._cell is not None:
            self._end_cell(self._cell, covered=tag == "covered-table-cell")
            self._cell = None
        elif tag == "table" and self._table:
            self.tables.append(self._table)
            self._table = None
        elif tag in ("date-style", "percentage-style", "number-style", "time-style") and self._data:
            self._shown[self._data] = _shown(self._fields)
            self._data = ""

    def _end_cell(self, plain: Attributes, *, covered: bool) -> None:
        table = self._table
        if table is None:
            return
        down, across = _count(plain, "number-rows-spanned"), _count(plain, "number-columns-spanned")
        if (down > 1 or across > 1) and not covered:
            table.merged.append(Area(self._row, self._column, self._row + down - 1, self._column + across - 1))
        columns = _count(plain, "number-columns-repeated")
        style = plain.get("style-name") or self._row_style or table.column_style(self._column)
        value = None if covered else _value(plain, "\n".join(self._lines))
        if (shown := self._shown_by(style)) and value is not None:
            value = number_formats.value_as_shown(value, shown)
        if plain.get("value-type") == "percentage" and isinstance(value, float):
            value = number_formats.value_as_shown(value, "percent")
        has_no_result = value is None and "value-type" not in plain and not self._lines
        formula = "=" + plain["formula"].partition("=")[2] if "formula" in plain else ""
        if not has_no_result and (value is None or not formulas.unsteady(formula)):
            formula = ""
        own = plain.get("style-name", "")
        colour = self._colour(own) if own or value is not None else ""
        note = "\n".join(self._note).strip()
        if value is not None or colour or formula or note:
            table.add(_Run(self._row, self._column, self._rows, columns, value, colour, formula, note))
        self._column += columns

    def _chain(self, name: str) -> Iterator[_Style]:
        for _ in range(8):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            if not style.parent:
                return
            name = style.parent

    def _shown_by(self, name: str) -> Shown | None:
        data = next((style.data for style in self._chain(name) if style.data), "")
        return self._shown.get(data)

    def _colour(self, name: str) -> str:
        stated = next((style.colour for style in self._chain(name) if style.colour), "")
        colour = stated[1:].upper() if re.fullmatch("#[0-9a-fA-F]{6}", stated) else ""
        return "" if colour == cell_colours.WHITE else colour


def _shown(fields: set[str]) -> Shown | None:
    """Return what a number format made of these elements shows instead of a day or a plain number."""
    if "percentage-style" in fields:
        return "percent"
    if "date-style" not in fields or fields & {"day", "day-of-week", "hours", "minutes", "seconds", "week-of-year"}:
        return None
    if "month" in fields:
        return "month"
    return "year" if "year" in fields else None


def _value(plain: Attributes, text: str) -> Raw:
    kind = plain.get("value-type", "")
    if kind in ("float", "currency", "percentage"):
        try:
            return float(plain.get("value", ""))
        except ValueError:
            return text or None
    if kind == "boolean":
        return plain.get("boolean-value") == "true"
    if kind == "date":
        return _date(plain.get("date-value", "")) or text or None
    if kind == "time":
        return _span(plain.get("time-value", "")) or text or None
    return (text or plain.get("string-value", "")) or None


def _date(stated: str) -> Raw:
    try:
        moment = datetime.fromisoformat(stated[:19])
    except ValueError:
        return None
    return moment.date() if moment.time() == time() else moment


def _span(stated: str) -> Raw:
    match = re.fullmatch(_TIME, stated, re.ASCII)
    if match is None:
        return None
    numbers = [float(part[:9]) if part else 0.0 for part in match.groups()[1:]]
    try:
        span = sum((number * unit for number, unit in zip(numbers, _UNITS, strict=True)), timedelta())
    except OverflowError:
        return None
    if match[1] or span >= timedelta(days=1):
        return -span if match[1] else span
    return (datetime(1900, 1, 1) + span).time()  # noqa: DTZ001 - only its time counts


def _count(plain: Mapping[str, str], name: str) -> int:
    value = plain.get(name, "")
    return max(1, min(int(value), LAST_ROW)) if value.isdecimal() and len(value) < 8 else 1
