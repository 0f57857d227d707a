"""What an open workbook shows, unsaved edits included.

One copy of the workbook as it stands on the screen is read as any file; hidden and filtered rows are in it. Where
nothing is unsaved, the file itself is the copy.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import tab_names
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.text.refs import Area, address_of, parse_area
from rectify_xl.workbook.editing import cell_facts

if TYPE_CHECKING:
    import xlwings

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls")


def read(book: xlwings.Book, name: str) -> tuple[bytes | None, RawBook]:
    """Return the workbook as bytes, None where the application cannot save a copy, and its sheets."""
    data = None if excel_on_mac(book) else _as_saved(book) or _copy(book)
    if data is None:
        return None, _read_ranges(book)
    from rectify_xl.workbook.reading import read_workbook

    return data, read_workbook.read(data, name)


def excel_on_mac(book: xlwings.Book) -> bool:
    """Tell whether the application is Excel on macOS, which neither saves copies nor tells of protection."""
    return sys.platform == "darwin" and bool(book.app.engine.name == "excel")


def _as_saved(book: xlwings.Book) -> bytes | None:
    """Return the workbook's file, where that holds just what is on the screen; else None.

    Not with unsaved edits, not when somebody else may write the file meanwhile (read-only, in the cloud), and not with
    formulas where people write, whose results in the file may be older than those on the screen.
    """
    api = book.api
    path = Path(str(api.FullName))
    if path.suffix.lower() != ".xlsx" or not path.is_absolute():
        return None
    if not api.Saved or api.ReadOnly or getattr(api, "AutoSaveOn", False):
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None
    facts = cell_facts.Reader(data)
    return None if any(facts.facts(sheet).formulas for sheet in schema.WRITTEN) else data


def _copy(book: xlwings.Book) -> bytes:
    """Return the workbook as it is on the screen."""
    with tempfile.TemporaryDirectory(prefix="rectify_xl_") as folder:
        ending = Path(book.name).suffix.lower()
        target = Path(folder) / f"copy{ending if ending in ENDINGS else '.xlsx'}"
        book.api.SaveCopyAs(str(target))
        return target.read_bytes()


def _read_ranges(book: xlwings.Book) -> RawBook:
    """Read every sheet of the layout in one call each, for applications that cannot save a copy.

    Those in which people write are asked for their formulas too.
    """
    titles = {*(sheet.name for sheet in schema.STORED), schema.DICTIONARY}
    sheets: dict[str, RawSheet] = {}
    tables: dict[str, str] = {}
    written: dict[tuple[str, int, int], WrittenFormula] = {}
    tabs = tuple(str(sheet.name) for sheet in book.sheets)
    for sheet in book.sheets:
        tab = str(sheet.name)
        name = tab_names.sheet_of(tab)
        if name not in titles or tab != tab_names.by_sheet(tabs)[name][0]:
            continue
        cells = sheet.range((1, 1), sheet.used_range.last_cell)
        rows: Sequence[Sequence[Any]] = cells.options(ndim=2, chunksize=None, err_to_str=True).value
        grid = [[None if value == "" else value for value in row] for row in rows]
        if name in schema.WRITTEN:
            written |= {(name, *place): formula for place, formula in formulas(cells.formula, grid)}
        sheets[name] = RawSheet(name, grid, tuple(merged(cells)))
        tables |= {str(table.name): address_of(name, table.range.address.replace("$", "")) for table in sheet.tables}
    return RawBook(book.name, sheets, tables=tables, tabs=tabs, formulas=written)


def formulas(answer: Any, grid: Sequence[Sequence[Any]]) -> Iterator[tuple[tuple[int, int], WrittenFormula]]:
    """Yield the formulas of a range that begins with A1 by their places.

    The application answers with the formulas of rows, with the contents of all other cells, and of one cell alone with
    that. A text that looks like a formula is the content of its cell.
    """
    for row, cells in enumerate(answer if isinstance(answer, tuple | list) else ((answer,),), 1):
        for column, text in enumerate(cells, 1):
            shown = grid[row - 1][column - 1] if row <= len(grid) and column <= len(grid[row - 1]) else None
            if isinstance(text, str) and text.startswith("=") and text != shown:
                yield (row, column), WrittenFormula(text, row, column)


def merged(cells: Any) -> Iterator[Area]:
    """Yield the merged areas of a range that begins with A1; the application is asked more only where there are any."""
    if cells.merge_cells is False:
        return
    last_row, last_column = cells.shape
    seen: set[str] = set()
    for column in range(last_column):
        row = 0
        while row < last_row and (row or cells[:, column].merge_cells is not False):
            area = parse_area(str(cells[row, column].merge_area.address).replace("$", ""))
            row = max(row + 1, area.bottom if area else 0)
            if area and area.size > 1 and str(area) not in seen:
                seen.add(str(area))
                yield area
