"""Turn the bytes of a workbook into raw sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells.choices import STATUS_LIST
from rectify_xl.ledger.reading import tab_names
from rectify_xl.ledger.reading.reader import HEADER_SEARCH_ROWS, RawBook, RawSheet
from rectify_xl.system import limits
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area, address_of
from rectify_xl.workbook import file_kind, office_package
from rectify_xl.workbook.file_kind import Recognised
from rectify_xl.workbook.office_package import Package
from rectify_xl.workbook.reading import number_formats, sheet_facts, summary_cells

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

RawGrid = list[list[Raw]]
_MAIN, STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
WANTED = (*(sheet.name for sheet in schema.STORED), schema.DICTIONARY)
"""The sheets that are read; all others, of whoever they are, are left alone."""


def load() -> None:
    """Load the library that `read` needs."""
    import python_calamine  # noqa: F401 - loading it is the aim


def read(data: bytes, name: str) -> RawBook:
    """Return the raw sheets of the workbook in `data`.

    .xls, .xlsb and .ods are read without their Excel tables, and a formula without a stored result reads as empty.
    Raises `BookError` when `data` is no workbook, is protected, damaged, or unreasonably large.
    """
    book, package, facts = read_recognised(file_kind.recognise(data, name), data, name)
    return book._replace(lost=summary_cells.lost(package, facts)) if package and facts else book


class ReadWorkbook(NamedTuple):
    """The raw sheets of a workbook; of an .xlsx its package, and where its parts lie in it."""

    book: RawBook
    package: Package | None = None
    facts: sheet_facts.WorkbookFacts | None = None


def read_recognised(recognised: Recognised, data: bytes, name: str) -> ReadWorkbook:
    """Return the raw sheets of a workbook whose kind is known, as `read` does."""
    kind, package = recognised
    if kind != "xlsx" or package is None:
        return ReadWorkbook(_of_another_kind(data, name, package))
    blank: Mapping[str, tuple[int, int, int]] = {}
    if any(member.size > limits.LARGE_SHEET for member in package.members.values()):
        from rectify_xl.workbook.editing import blank_rows

        package, blank, _ = blank_rows.slim(package)
    package, facts = usual(package)
    wanted = {sheet: facts.sheets[sheet] for sheet in WANTED if sheet in facts.sheets}
    special: dict[str, sheet_facts.SheetFacts] = {}
    tables: dict[str, str] = {}
    texts = 0
    for sheet, part in wanted.items():
        special[sheet], most, shared = sheet_facts.of_part(package, part, sheet)
        if shared and STRINGS not in package.members:
            raise office_package.lost(STRINGS)
        texts += most
        tables.update({table: address_of(sheet, area) for table, area in sheet_facts.tables(package, part).items()})
    refuse_flood(package, facts, wanted, texts)
    if any(special_sheet.errors for special_sheet in special.values()):
        package = with_known_errors(package, wanted, special)
    grids = _grids(opened(package.data, name), tuple(special))
    merged = {sheet: special_sheet.merged for sheet, special_sheet in special.items() if special_sheet.merged}
    uncached: dict[tuple[str, int, int], str] = {}
    for sheet, grid in grids.items():
        for (row, column), text in special[sheet].errors.items():
            _put(grid, row, column, text)
        for (row, column), formula in special[sheet].uncached.items():
            _put(grid, row, column, None)
            uncached[sheet, row, column] = formula
    _show_months(package, facts, grids)
    _show_percentages(package, facts, grids)
    blank_of = {sheet: blank[part] for sheet, part in facts.sheets.items() if part in blank} if blank else {}
    sheets = _raw_sheets(grids, merged)
    for sheet in merged:
        sheets[sheet] = sheets[sheet]._replace(computed=frozenset(special[sheet].formulas))
    formulas = {
        (sheet, *place): formula
        for sheet, special_sheet in special.items()
        if sheet in schema.WRITTEN
        for place, formula in special_sheet.formulas.items()
        if place not in special_sheet.uncached
    }
    book = RawBook(name, sheets, facts.date1904, uncached, tables, facts.tabs, blank_of, formulas)
    return ReadWorkbook(book, package, facts)


def usual(package: Package) -> tuple[Package, sheet_facts.WorkbookFacts]:
    """Return the package as the native reader knows them, and where its sheets lie."""
    facts = sheet_facts.workbook(package) if file_kind.is_usual(package) else None
    if facts is None or not _is_plain(facts):
        from rectify_xl.workbook.reading import foreign_format

        package = foreign_format.with_plain_names(package)
        package = foreign_format.rewritten(package, sheet_facts.workbook(package).part)
        facts = sheet_facts.workbook(package)
    return package, facts


def _is_plain(facts: sheet_facts.WorkbookFacts) -> bool:
    """Tell whether the parts have the names under which the native reader looks for them."""
    return facts.part == _MAIN and facts.straight and facts.styles in ("", _STYLES) and facts.strings in ("", STRINGS)


def _of_another_kind(data: bytes, name: str, package: Package | None) -> RawBook:
    """Return the sheets of an .xls, .xlsb or .ods, which are read in a process of their own."""
    from rectify_xl.workbook.reading import foreign_merges, native

    sheets = native.read(data, name, WANTED)
    return RawBook(name, _raw_sheets(sheets.grids, foreign_merges.read(sheets, package)), tabs=sheets.tabs)


def with_known_errors(
    package: Package, sheets: Mapping[str, str], special: Mapping[str, sheet_facts.SheetFacts]
) -> Package:
    """Return the package, in which error values that the native reader does not know have become texts."""
    from rectify_xl.workbook.reading import foreign_format

    odd = tuple(
        sheets[sheet] for sheet, special_sheet in special.items() if foreign_format.unusual_errors(special_sheet.errors)
    )
    return foreign_format.with_errors_as_texts(package, odd) if odd else package


def refuse_flood(package: Package, facts: sheet_facts.WorkbookFacts, sheets: Mapping[str, str], texts: int) -> None:
    """Raise `BookError` where styles, or shared texts, each used many times, would fill the memory.

    Nearly always the size of their part, or the longest of them, rules that out without counting: `texts` is more than
    there can be in the sheets.
    """
    styles = package.members.get(facts.styles)
    if styles and styles.size > limits.STYLES:
        raise BookError(f"样式表超过{limits.STYLES // 1_000_000} MB，已停止读取", office_package.BOMB_REMEDY)
    member = package.members.get(STRINGS)
    if member is None or member.size * texts <= limits.TEXTS:
        return
    if member.size > limits.STRINGS:
        raise BookError(f"文字超过{limits.STRINGS // 1_000_000} MB，已停止读取", office_package.BOMB_REMEDY)
    xml = package.read(STRINGS)
    if max(map(len, xml.split(b"</si>"))) * texts <= limits.TEXTS:
        return
    from rectify_xl.workbook.reading import shared_texts

    shared_texts.refuse(xml, {sheet: package.read(part) for sheet, part in sheets.items()})


def _show_months(package: Package, facts: sheet_facts.WorkbookFacts, grids: Mapping[str, RawGrid]) -> None:
    """Make months of the dates whose number format shows no day."""
    if facts.styles not in package.members:
        return
    styled = number_formats.styles(package.read(facts.styles), facts.styles)
    for sheet, grid in grids.items() if styled else ():
        for row, column, text in number_formats.cells(package.read(facts.sheets[sheet]), styled, sheet):
            value = grid[row - 1][column - 1] if row <= len(grid) and column <= len(grid[row - 1]) else None
            if isinstance(value, date):
                _put(grid, row, column, number_formats.as_shown(value, text))


def _show_percentages(package: Package, facts: sheet_facts.WorkbookFacts, grids: Mapping[str, RawGrid]) -> None:
    """Make percentages of the numbers in 完成程度 whose cells show them so; nearly always there is no number."""
    for sheet in (schema.PROBLEMS.name, schema.MEASURES.name):
        grid = grids.get(sheet, [])
        place = _status_column(grid)
        if not place or not any(type(row[place - 1]) in (float, int) for row in grid if len(row) >= place):
            continue
        known = facts.styles in package.members
        styled = number_formats.percentages(package.read(facts.styles), facts.styles) if known else {}
        for row, column, _ in number_formats.cells(package.read(facts.sheets[sheet]), styled, sheet):
            value = grid[row - 1][column - 1] if column == place and row <= len(grid) else None
            if isinstance(value, float | int) and not isinstance(value, bool):
                _put(grid, row, column, cell_value.Percent(value))


def _status_column(grid: RawGrid) -> int:
    """Return the place of 完成程度 among the first rows of a sheet, 0 where it has none."""
    for row in grid[:HEADER_SEARCH_ROWS]:
        for position, value in enumerate(row, 1):
            if isinstance(value, str) and value.strip() == STATUS_LIST:
                return position
    return 0


def _raw_sheets(grids: Mapping[str, RawGrid], merged: Mapping[str, Sequence[Area]]) -> dict[str, RawSheet]:
    return {name: RawSheet(name, grid, merged.get(name, ())) for name, grid in grids.items()}


def opened(data: bytes, name: str) -> CalamineWorkbook:
    """Return an .xlsx opened by the native reader; raises `BookError` for what it cannot open."""
    import io

    import python_calamine as calamine

    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise BookError(f"“{name}”设有打开密码", "请在 Excel 或 WPS 中取消密码后重试") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise BookError(f"“{name}”已损坏，无法读取", "请用 Excel 或 WPS 打开后另存为新文件") from error


def _grids(book: CalamineWorkbook, sheets: Sequence[str]) -> dict[str, RawGrid]:
    """Return the cells of the `wanted` sheets that there are, row by row from A1."""
    named = tab_names.by_sheet(book.sheet_names)
    return {sheet: rows_of(book, named[sheet][0]) for sheet in sheets if sheet in named}


def rows_of(book: CalamineWorkbook, sheet: str) -> RawGrid:
    """Return the rows of a tab from A1; raises `BookError` for what cannot be read."""
    import python_calamine as calamine

    try:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError) as error:
        raise BookError(f"《{sheet}》中有读不懂的内容", "请用 Excel 或 WPS 打开后另存为新文件") from error
    return [[value or (None if value == "" else value) for value in row] for row in rows]


def _put(rows: RawGrid, row: int, column: int, value: Raw) -> None:
    """Put a value into a grid, which grows to hold it."""
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = value
