"""All worksheets of a workbook of 2003 in one XML file (“XML 表格 2003”), which office systems export as .xls.

Source: “XML Spreadsheet Reference”, Microsoft 2001 (names in the space urn:schemas-microsoft-com:office:spreadsheet).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.readers.decode import decode
from rectify_xl.system import limits
from rectify_xl.text import formulas
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import LAST_COLUMN, LAST_ROW, Area
from rectify_xl.workbook.reading import cell_colours, grid_bounds, number_formats, sheet_facts
from rectify_xl.workbook.reading.number_formats import Shown
from rectify_xl.workbook.reading.sheet_facts import Attributes


def read(data: bytes, name: str) -> Iterator[SheetGrid]:
    """Yield the worksheets in the order of their tabs; raises `BookError` for what is damaged or too large."""
    text = decode(data) or ""
    reader = _BookReader()
    plain = re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", text).encode()
    sheet_facts.parse(plain, name, reader.start, reader.end, reader.text)
    if not reader.sheets:
        raise BookError(f"“{name}”里没有工作表", "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入")
    for sheet in reader.sheets:
        yield grid_bounds.bounded(sheet.grid())


class _CellStyle(NamedTuple):
    parent: str = ""
    colour: str = ""
    shown: Shown | None = None


class _Worksheet:
    def __init__(self, name: str) -> None:
        self.name = name
        self.hidden = False
        self.values: dict[Place, Raw] = {}
        self.merged: list[Area] = []
        self.fills: dict[Place, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.uncached: dict[Place, str] = {}
        self.notes: dict[Place, str] = {}
        self.unsteady: dict[Place, str] = {}

    def keep(self, place: Place) -> None:
        """Take note that a formula has its result."""
        formula = self.uncached.pop(place, "")
        if formula and formulas.unsteady(formula):
            self.unsteady[place] = formula

    def grid(self) -> SheetGrid:
        return SheetGrid(
            self.name,
            self.values,
            tuple(self.merged),
            self.fills,
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            self.hidden,
            self.uncached,
            self.notes,
            unsteady=self.unsteady,
        )


class _BookReader:
    """Collects styles, then the cells of each sheet."""

    def __init__(self) -> None:
        self.sheets: list[_Worksheet] = []
        self._styles: dict[str, _CellStyle] = {}
        self._style = ""
        self._row = self._column = 0
        self._last_column = self._next_row = 0
        self._cell: Attributes | None = None
        self._kind = ""
        self._collect = ""
        self._pieces: list[str] = []
        self._comment = False

    def start(self, tag: str, attributes: Attributes) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if tag == "Style":
            self._style = plain.get("ID", "")
            self._styles[self._style] = _CellStyle(plain.get("Parent", "Default" if self._style != "Default" else ""))
        elif tag == "Interior" and self._style in self._styles:
            colour = plain.get("Color", "").lstrip("#").upper()
            solid = plain.get("Pattern", "Solid") == "Solid" and re.fullmatch("[0-9A-F]{6}", colour)
            self._styles[self._style] = self._styles[self._style]._replace(colour=colour if solid else "")
        elif tag == "NumberFormat" and self._style in self._styles:
            code = plain.get("Format", "")
            shown: Shown | None = "percent" if code == "Percent" else number_formats.kind_of(-1, code)
            if re.fullmatch("[A-Za-z ]+", code) and code not in ("yyyy", "yy"):  # a name, such as Short Date
                shown = "percent" if code == "Percent" else None
            self._styles[self._style] = self._styles[self._style]._replace(shown=shown)
        elif tag == "Worksheet":
            self.sheets.append(_Worksheet(plain.get("Name", "")))
            self._row = self._column = self._last_column = 0
        elif self.sheets:
            self._inside_sheet(self.sheets[-1], tag, plain)

    def _inside_sheet(self, sheet: _Worksheet, tag: str, plain: Attributes) -> None:
        unseen = plain.get("Hidden") == "1" or not (plain.get("Height") or plain.get("Width") or "1").strip("0.")
        if tag == "Column":
            first = _whole(plain.get("Index", ""), LAST_COLUMN) or self._last_column + 1
            self._last_column = min(first + _whole(plain.get("Span", ""), LAST_COLUMN), LAST_COLUMN)
            if unseen:
                sheet.hidden_columns.update(range(first, self._last_column + 1))
        elif tag == "Row":
            self._row = _whole(plain.get("Index", ""), LAST_ROW) or self._row + 1
            span = min(_whole(plain.get("Span", ""), LAST_ROW), limits.GRID_CELLS)
            if unseen:
                sheet.hidden_rows.update(range(self._row, self._row + span + 1))
            self._column = 0
            self._next_row = self._row + span
            if self._row > LAST_ROW:
                raise grid_bounds.too_large(sheet.name)
        elif tag == "Cell":
            self._cell = plain
            self._column = _whole(plain.get("Index", ""), LAST_COLUMN) or self._column + 1
            self._take_format(sheet, plain)
        elif tag == "Comment":
            self._comment = True
        elif tag == "Data" and self._cell is not None:
            self._kind, self._collect, self._pieces = plain.get("Type", "String"), tag, []
        elif tag == "Visible":
            self._collect, self._pieces = tag, []

    def _take_format(self, sheet: _Worksheet, plain: Attributes) -> None:
        place = (self._row, self._column)
        across, down = _whole(plain.get("MergeAcross", ""), LAST_COLUMN), _whole(plain.get("MergeDown", ""), LAST_ROW)
        if across or down:
            sheet.merged.append(Area(*place, self._row + down, self._column + across))
        colour = next((style.colour for style in self._chain(plain.get("StyleID", "")) if style.colour), "")
        if colour and colour != cell_colours.WHITE:
            sheet.fills[place] = colour
        if len(sheet.values) > limits.GRID_CELLS or len(sheet.fills) > 2 * limits.GRID_CELLS:
            raise grid_bounds.too_large(sheet.name)
        if "Formula" in plain:
            sheet.uncached[place] = plain["Formula"]

    def _chain(self, name: str) -> Iterator[_CellStyle]:
        for _ in range(8):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.parent

    def text(self, piece: str) -> None:
        if self._collect:
            self._pieces.append(piece)

    def end(self, tag: str) -> None:
        if not self.sheets or tag not in ("Data", "Visible", "Comment", "Cell", "Row"):
            return
        sheet, place, text = self.sheets[-1], (self._row, self._column), "".join(self._pieces)
        if tag == "Visible":
            sheet.hidden = "Hidden" in text
        elif tag == "Comment":
            self._comment = False
        elif tag == "Row":
            self._row = self._next_row
        elif tag == "Cell" and self._cell is not None:
            self._column += _whole(self._cell.get("MergeAcross", ""), LAST_COLUMN)
            self._cell = None
        elif tag == "Data" and self._cell is not None:
            if self._comment:
                sheet.notes[place] = text.strip()
            elif text:
                shown = next((style.shown for style in self._chain(self._cell.get("StyleID", "")) if style.shown), None)
                value = _value(self._kind, text)
                sheet.values[place] = number_formats.value_as_shown(value, shown) if shown else value
                sheet.keep(place)
        if tag in ("Data", "Visible"):
            self._collect, self._pieces = "", []


def _value(kind: str, text: str) -> Raw:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = datetime.fromisoformat(text[:19])
            if moment.date() == date(1899, 12, 31):
                return moment.time()
            return moment.date() if moment.time() == time() else moment
    except ValueError:
        return text
    return text.strip() in ("1", "true") if kind == "Boolean" else text


def _whole(stated: str, most: int) -> int:
    return min(int(stated), most) if stated.isdecimal() and len(stated) < 8 else 0
