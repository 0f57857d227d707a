"""导入对照 as a file: a workbook for a clerk, .json for programs.

What a person may change is one yellow column with a list of the words to choose from.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.errors import BookError
from rectify_xl.intake.old_ledger import import_mapping, mapping_sheet
from rectify_xl.intake.old_ledger.import_mapping import COLOUR, COLUMN, KINDS, SHEET, ImportMapping
from rectify_xl.system import special_files
from rectify_xl.workbook.saving import outputs

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ENDINGS = (".xlsx", ".json")
WHAT = mapping_sheet.SHEET_NAME
ADVICE = "只改黄色的『改为』一列（点单元格右侧的箭头选词），空着就按『程序判断』；改好后再点一次“导入”。"
_WIDTHS = (8, 16, 10, 24, 15, 15, 11, 46)
_YELLOW = "FFFF99"
_HEADER_ROW = 4
_LINE_HEIGHT = 15
"""Points of one line of text in a row."""


ListedRows = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""A list on a sheet of its own: title, header and rows."""


def write(target: Path, mapping: ImportMapping, *, overwrite: bool, lists: Sequence[ListedRows] = ()) -> None:
    """Write a mapping to an .xlsx or .json; `lists` go on further sheets of the workbook.

    Raises `PaperError` when it cannot be written.
    """
    outputs.refuse(target, WHAT, endings=ENDINGS, overwrite=overwrite)
    if target.suffix.lower() == ".json":
        text = json.dumps(mapping_sheet.data(mapping), ensure_ascii=False, indent=2)
        outputs.put(target, f"{text}\n".encode(), WHAT, endings=ENDINGS, overwrite=overwrite)
    else:
        outputs.put(target, _workbook(mapping, lists), WHAT, endings=ENDINGS, overwrite=overwrite)


def read(path: Path) -> ImportMapping:
    """Return the mapping in a file. Raises `BookError` when it is missing, is none, or holds words that none knows."""
    if not path.exists():
        raise BookError(f"找不到导入对照“{path}”", "请核对文件名和所在文件夹")
    if path.is_dir() or special_files.special_kind(path):
        raise BookError(f"“{path}”不是文件", "请写导入对照的文件名")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BookError(f"打不开“{path.name}”（{error.strerror or error}）", "请关闭正在使用它的程序再试") from error
    mapping = _of_json(content, path.name) if content.lstrip()[:1] == b"{" else _of_workbook(content, path.name)
    import_mapping.refuse_wrong_words(mapping, path.name)
    return mapping


def _of_json(content: bytes, name: str) -> ImportMapping:
    try:
        entries = json.loads(content)
    except ValueError as error:
        raise BookError(f"“{name}”不是完整的 JSON", "请用 --map-out 重新生成导入对照") from error
    return mapping_sheet.mapping_of_data(entries, name)


def _of_workbook(content: bytes, name: str) -> ImportMapping:
    from rectify_xl.workbook.reading import any_workbook

    grid = any_workbook.read_grid(content, name)
    sheet = next((sheet for sheet in grid.sheets if mapping_sheet.is_mapping(sheet)), None)
    if sheet is None:
        raise BookError(f"“{name}”里没有工作表《{WHAT}》", "请用 --map-out 生成导入对照，改好后再用 --map 写上它")
    return mapping_sheet.mapping_of_sheet(sheet)


def _workbook(mapping: ImportMapping, lists: Sequence[ListedRows]) -> bytes:
    from openpyxl import Workbook

    from rectify_xl.workbook import reproducible_save

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = WHAT
    _fill(sheet, mapping)
    for title, header, rows in lists:
        _list(book.create_sheet(title), header, rows)
    buffer = io.BytesIO()
    reproducible_save.save(book, buffer)
    return buffer.getvalue()


def _fill(sheet: Worksheet, mapping: ImportMapping) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    from rectify_xl.text.refs import column_letters
    from rectify_xl.workbook import palette

    _put(sheet, 1, 1, WHAT).font = palette.TITLE
    _put(sheet, 2, 1, mapping_sheet.SOURCE_LABEL).font = palette.STRONG
    _put(sheet, 2, 2, mapping.source).font = palette.BODY
    _put(sheet, 3, 1, ADVICE).font = palette.SECTION
    for row, height in ((1, 28), (3, 20), (_HEADER_ROW, 20)):
        sheet.row_dimensions[row].height = height
    yellow = PatternFill("solid", fgColor=_YELLOW)
    side = Side("thin", color=palette.LINE)
    border = Border(side, side, side, side)
    for column, name in enumerate(mapping_sheet.HEADER, 1):
        cell = _put(sheet, _HEADER_ROW, column, name)
        fill, ink = palette.HEAD_COLOURS["required" if column != mapping_sheet.CORRECTION else "optional"]
        cell.fill, cell.alignment, cell.border = PatternFill("solid", fgColor=fill), palette.MIDDLE, border
        cell.font = Font(name=palette.HEAD_FONT, size=palette.BODY_SIZE, bold=True, color=ink)
        sheet.column_dimensions[column_letters(column)].width = _WIDTHS[column - 1]
    for row, line in enumerate(mapping.lines, _HEADER_ROW + 1):
        texts = (line.kind, line.sheet, line.place, line.heading, line.judged, line.corrected, line.certainty)
        for column, text in enumerate((*texts, line.samples), 1):
            cell = _put(sheet, row, column, text)
            cell.font = palette.STRONG if line.kind == SHEET or column == mapping_sheet.CORRECTION else palette.BODY
            cell.alignment, cell.border = palette.WRAPPED, border
            if line.kind == SHEET:
                cell.fill = PatternFill("solid", fgColor=palette.PALE)
        sheet.row_dimensions[row].height = _LINE_HEIGHT * max(map(_lines_of, (*texts, line.samples), _WIDTHS))
        sheet.cell(row, mapping_sheet.CORRECTION).fill = yellow
        if line.kind == COLOUR:
            sheet.cell(row, 4).fill = PatternFill("solid", fgColor=line.place)
    _offer(sheet, mapping)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def _lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, a Chinese character being two wide."""
    return max(1, math.ceil(sum(2 if character > "\u2e7f" else 1 for character in text) / (width + 2)))


def _list(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Font, PatternFill

    from rectify_xl.text.refs import column_letters
    from rectify_xl.workbook import palette

    fill, ink = palette.HEAD_COLOURS["required"]
    for column, name in enumerate(header, 1):
        cell = _put(sheet, 1, column, name)
        cell.fill, cell.alignment = PatternFill("solid", fgColor=fill), palette.MIDDLE
        cell.font = Font(name=palette.HEAD_FONT, size=palette.BODY_SIZE, bold=True, color=ink)
        longest = max((len(text) for row in rows for text in row[column - 1 : column]), default=0)
        sheet.column_dimensions[column_letters(column)].width = min(60, 2 * max(longest, len(name)) + 2)
    for row, texts in enumerate(rows, 2):
        for column, text in enumerate(texts, 1):
            cell = _put(sheet, row, column, text)
            cell.font, cell.alignment = palette.BODY, palette.WRAPPED
    sheet.freeze_panes = "A2"


def _put(sheet: Worksheet, row: int, column: int, text: str):  # type: ignore[no-untyped-def] # noqa: ANN202
    """Put a text into a cell, which stays text whatever it begins with."""
    cell = sheet.cell(row, column)
    if text:
        cell.value = text
        cell.data_type = "s"
    return cell


def _offer(sheet: Worksheet, mapping: ImportMapping) -> None:
    """Offer in the yellow column the words that may stand there; a state may also be told in other words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    from rectify_xl.text.refs import cell_ref

    for kind in KINDS:
        rows = [row for row, line in enumerate(mapping.lines, _HEADER_ROW + 1) if line.kind == kind]
        if not rows:
            continue
        known = {SHEET: import_mapping.SHEET_WORDS, COLUMN: import_mapping.ROLE_WORDS}
        offered = known.get(kind, import_mapping.STATES)
        rule = DataValidation("list", formula1=f'"{",".join(offered)}"', allow_blank=True)
        if kind in known:
            rule.errorTitle, rule.error, rule.showErrorMessage = WHAT, "请从列表里选一个词，或者清空。", True
        for first, last in _runs(rows):
            rule.add(f"{cell_ref(first, mapping_sheet.CORRECTION)}:{cell_ref(last, mapping_sheet.CORRECTION)}")
        sheet.add_data_validation(rule)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of rows that follow one another."""
    first = last = rows[0]
    for row in rows[1:]:
        if row > last + 1:
            yield first, last
            first = row
        last = row
    yield first, last
