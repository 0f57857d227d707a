"""The tables of a web page as one sheet: what office systems export, and Excel and WPS save, under the name of .xls.

As the office programs show it: what stands above or between the tables has a row of its own, and a table begins in the
first column. Cells stay texts; only numbers that the page states as such (`x:num`) are numbers. LibreOffice saves each
sheet of a workbook under a heading: there each is one, and the list of them above is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rectify_xl.errors import BookError, NoticeError
from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.readers import web_archive, web_page
from rectify_xl.readers.decode import decode
from rectify_xl.system import limits
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import LAST_COLUMN, LAST_ROW, Area
from rectify_xl.workbook.reading import cell_colours, grid_bounds

_MARK, _NEW_SHEET = "\ufdd0", "\ufdd1"
"""Stand for a table, and for the heading of a sheet, among the texts around them: characters that no text has."""
_NAMED = {
    "red": "FF0000", "yellow": "FFFF00", "green": "008000", "lime": "00FF00", "blue": "0000FF", "orange": "FFA500",
    "lightgreen": "90EE90", "silver": "C0C0C0", "gray": "808080", "grey": "808080", "black": "000000", "pink": "FFC0CB",
}  # fmt: skip


def read(data: bytes, name: str) -> tuple[SheetGrid, ...]:
    """Return the sheets, mostly one; raises `BookError` for a page without a table, too large or built strangely."""
    try:
        charset = ""
        if web_archive_begins(data):
            page = web_archive.page(data, name)
            data, charset = page.data, page.charset
        root = web_page.tree(data, charset)
        tables = _tables(root) if root is not None else []
        if not tables:
            raise BookError(
                f"“{name}”是网页，里面没有表格（多个工作表另存的网页，表格在同名的文件夹里）",
                "请在Excel或WPS中打开原来的文件，另存为“Excel 工作簿（*.xlsx）”后再导入",
            )
        stated = re.search(r"<x:Name>([^<>]{1,31})</x:Name>", decode(data) or "")
        sheets = _sheets(root, tables, stated[1] if stated else name.rpartition(".")[0] or name)
        return tuple(grid_bounds.bounded(sheet.grid()) for sheet in sheets)
    except NoticeError as error:
        raise BookError(
            f"“{name}”是网页，里面的表格读不全", "请在Excel或WPS中打开，另存为“Excel 工作簿（*.xlsx）”后再导入"
        ) from error


def web_archive_begins(data: bytes) -> bool:
    """Tell whether the bytes are a message that holds a page, not the page itself."""
    return not data.lstrip(b"\xef\xbb\xbf\r\n\t \xff\xfe").startswith(b"<") and b"MIME-Version:" in data[:4096]


def _tables(root: Any) -> list[Any]:
    """Return the tables with data, in order: of a table that only lays out others, those others."""
    tables: list[Any] = []
    inside: set[Any] = set()
    for table in root.iter("table"):
        if table in inside:
            continue
        if table.find(".//table") is not None:
            if not _own_text(table):
                continue
            inside.update(table.iter("table"))
        tables.append(table)
    return tables


def _own_text(table: Any) -> bool:
    """Tell whether a table holds a text outside of the tables within it."""
    stack = list(table)
    while stack:
        element = stack.pop()
        if (element.text or "").strip() and element.tag != "table":
            return True
        if (element.tail or "").strip():
            return True
        if element.tag != "table":
            stack.extend(element)
    return False


def _sheets(root: Any, tables: list[Any], name: str) -> Sequence[_SheetOfPage]:
    """Return all that a page shows, row by row: on the sheets that its headings name, else on one."""
    for table in tables:
        _put_mark(table, _MARK)
    names = iter(_headings(root))
    waiting = iter(tables)
    sheets = [_SheetOfPage(name, root)]
    body = root.find("body")
    for block in web_page.blocks(body if body is not None else root, web_page.hiding_of(root)):
        if block == _MARK:
            sheets[-1].add(next(waiting))
        elif block == _NEW_SHEET:
            sheets.append(_SheetOfPage(next(names), root))
        else:
            sheets[-1].write(block)
    return sheets[1:] or sheets


def _headings(root: Any) -> list[str]:
    """Return the names of the sheets as LibreOffice heads them (`<a name="table0"><h1>… <em>名称`), each marked."""
    names = []
    for anchor in [anchor for anchor in root.iter("a") if re.fullmatch(r"table\d+", anchor.get("name") or "")]:
        heading = anchor.find("h1/em")
        if heading is not None:
            names.append("".join(heading.itertext()).strip())
            _put_mark(anchor, _NEW_SHEET)
    return names


def _put_mark(element: Any, mark: str) -> None:
    """Put a paragraph with a mark in the place of an element, which keeps only what is in it."""
    paragraph = element.makeelement("p")
    paragraph.text, paragraph.tail = mark, element.tail
    element.getparent().replace(element, paragraph)
    element.tail = None


class _SheetOfPage:
    """One sheet while its rows are put together, from above to below."""

    def __init__(self, name: str, root: Any) -> None:
        self.name = name
        self._hiding = web_page.hiding_of(root)
        self._colours = _colours_of_classes(root)
        self._values: dict[Place, Raw] = {}
        self._fills: dict[Place, str] = {}
        self._merged: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._steps = 0

    def grid(self) -> SheetGrid:
        """Return all that was put onto it."""
        return SheetGrid(
            self.name,
            self._values,
            tuple(self._merged),
            self._fills,
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )

    def write(self, text: str) -> None:
        """Put a text into a row of its own."""
        self._row += 1
        self._values[self._row, 1] = text

    def add(self, table: Any) -> None:
        """Put a table below what is there."""
        for column, element in enumerate(_own(table, "col"), 1):
            if web_page.is_invisible(element, self._hiding):
                self._hidden_columns.add(column)
        for caption in _own(table, "caption"):
            self._row += 1
            self._values[self._row, 1] = "\n".join(web_page.blocks(caption, self._hiding))
        rows = _own(table, "tr")
        taken: dict[int, int] = {}
        last = self._row + len(rows)
        for row in rows:
            self._row += 1
            if web_page.is_invisible(row, self._hiding):
                self._hidden_rows.add(self._row)
            self._add_row(row, last, taken)

    def _add_row(self, row: Any, last: int, taken: dict[int, int]) -> None:
        """Place the cells of a row where nothing from above still stands; `taken` has the last such row by column."""
        column = 0
        for cell in row.iterchildren("td", "th"):
            column += 1
            while taken.get(column, 0) >= self._row:
                column += 1
                self._steps += 1
            across, down = _span(cell, "colspan", 1000), _span(cell, "rowspan", LAST_ROW)
            bottom = min(self._row + down - 1, last)
            for covered in range(column, column + across):
                taken[covered] = bottom
            self._steps += across
            if across > 1 or bottom > self._row:
                self._merged.append(Area(self._row, column, bottom, column + across - 1))
            self._take(cell, row, column)
            column += across - 1
            if column > LAST_COLUMN or self._steps > 4 * limits.GRID_CELLS:
                raise grid_bounds.too_large(self.name)

    def _take(self, cell: Any, row: Any, column: int) -> None:
        place = (self._row, column)
        text = "\n".join(web_page.blocks(cell, self._hiding))
        number = cell.get("x:num")
        if number is None and text:
            self._values[place] = text
        elif number is not None and (value := _number(number or text)) is not None:
            self._values[place] = value
        elif text:
            self._values[place] = text
        colour = self._colour(cell) or self._colour(row)
        if colour and colour != cell_colours.WHITE:
            self._fills[place] = colour

    def _colour(self, element: Any) -> str:
        style = element.get("style") or ""
        own = _background(style) or _rgb(element.get("bgcolor") or "")
        classes = (self._colours.get(name, "") for name in (element.get("class") or "").split())
        return own or next(filter(None, classes), "")


def _own(table: Any, tag: str) -> list[Any]:
    """Return the elements of a table that belong to no table within it."""
    return [element for element in table.iter(tag) if next(element.iterancestors("table"), None) is table]


def _span(cell: Any, name: str, most: int) -> int:
    stated = (cell.get(name) or "1").strip()
    if not stated.isdecimal() or len(stated) > 7:
        return 1
    return min(int(stated), most) or (most if name == "rowspan" else 1)


def _number(stated: str) -> float | None:
    try:
        return float(stated)
    except ValueError:
        return None


def _colours_of_classes(root: Any) -> Mapping[str, str]:
    """Return the background that the style sheets of the page give to classes."""
    colours: dict[str, str] = {}
    for style in root.iter("style"):
        for rule in (style.text or "").split("}", 2_000)[:2_000]:
            names, _, rules = rule.rpartition("{")
            if colour := _background(rules[:5_000]):
                colours.update((name, colour) for name in re.findall(r"\.([\w-]+)", names[-5_000:]))
    return colours


def _background(style: str) -> str:
    stated = re.search(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;]{1,100})", style, re.IGNORECASE)
    return next(filter(None, map(_rgb, stated[1].split(" "))), "") if stated else ""


def _rgb(stated: str) -> str:
    """Return a colour of the web as RRGGBB, empty for none and for unknown words."""
    plain = stated.strip().lower()
    if match := re.fullmatch(r"#?([0-9a-f]{6})", plain):
        return match[1].upper()
    if match := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", plain):
        return "".join(2 * digit for digit in match.groups()).upper()
    if match := re.fullmatch(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,1(?:\.0)?)?\)", plain):
        return "".join(f"{min(int(part), 255):02X}" for part in match.groups())
    return _NAMED.get(plain, "")
