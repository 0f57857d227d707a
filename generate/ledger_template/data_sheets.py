"""The data sheets: header, one Excel table, column styles, dropdowns, input messages, freeze panes, paper."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_template import colour_formats, dictionary
from rectify_xl.ledger import default_prose, schema
from rectify_xl.ledger.schema import Column, Sheet
from rectify_xl.text.refs import column_letters, quote_sheet
from rectify_xl.workbook import colours, palette, print_setup
from rectify_xl.workbook.editing import row_heights

_ENTRY_NOTES = {"required": "必填。", "expected": "上报前填。", "optional": "", "computed": ""}
_TAB_COLOURS = {True: colours.LINE, False: colours.BLUE}
_HEADER_HEIGHT = 32
_LINE_HEIGHT = 18
_PROMPT_TITLE_LENGTH = 32
_LAST_PRINTED = "完成日期"
_ZOOMED_OUT = 190
"""Characters; wider sheets are shown smaller."""
_PRINT_AREA = "_xlnm.Print_Area"


def fill(sheet: Worksheet, layout: Sheet) -> None:
    """Write one data sheet of the schema."""
    for position, column in enumerate(layout.columns, 1):
        _head(sheet.cell(1, position, column.name), column)
        dimension = sheet.column_dimensions[column_letters(position)]
        dimension.width = column.width
        dimension.font = palette.BODY
        dimension.alignment = palette.body_alignment(column)
        dimension.number_format = palette.NUMBER_FORMATS[column.kind]
    _fold(sheet, layout)
    rows = _rows(layout)
    for number, values in enumerate(rows, 2):
        for position, column in enumerate(layout.columns, 1):
            _body(sheet.cell(number, position, values.get(column.name)), column)
        sheet.row_dimensions[number].height = _height(layout, values)
    if layout is schema.INFO:
        _style_info(sheet)
    _table(sheet, layout, len(rows) + 1)
    for column in layout.columns:
        _guide_entry(sheet, layout, column)
    colour_formats.add(sheet, layout)
    sheet.row_dimensions[1].height = _HEADER_HEIGHT
    sheet.freeze_panes = "B2" if layout.columns[0].entry == "required" and layout is not schema.PROSE else "A2"
    sheet.sheet_properties.tabColor = _TAB_COLOURS[layout.output]
    sheet.sheet_view.zoomScale = 90 if sum(column.width for column in layout.columns) > _ZOOMED_OUT else 100
    if layout is schema.PROBLEMS:
        _print_part(sheet, layout)
    print_setup.set_up(sheet, paper=print_setup.A3 if _width(layout) > print_setup.WIDE else print_setup.A4)
    if layout is schema.PROBLEMS:
        sheet.page_margins.left = sheet.page_margins.right = 0.3


def _print_part(sheet: Worksheet, layout: Sheet) -> None:
    """Print of the main table what an office prints, up to 完成日期, so that it is legible on A3; the rest stays.

    Whole columns: a table that grows is printed to its end. openpyxl sets no such area by itself.
    """
    area = f"{quote_sheet(layout.name)}!$A:${column_letters(layout.position(_LAST_PRINTED))}"
    sheet.defined_names[_PRINT_AREA] = DefinedName(_PRINT_AREA, attr_text=area)


def hide_memory(sheet: Worksheet) -> None:
    """Head the sheet of the program's memory and hide it so deep that no menu shows it."""
    for position, column in enumerate(schema.MEMORY.columns, 1):
        _head(sheet.cell(1, position, column.name), column)
        sheet.column_dimensions[column_letters(position)].width = column.width
    sheet.sheet_state = "veryHidden"


def _width(layout: Sheet) -> int:
    """Return the width that is seen and printed: what is folded away is not."""
    return sum(column.width for column in layout.columns if not column.folded)


def _rows(layout: Sheet) -> list[dict[str, str | int]]:
    """Return the rows that the blank ledger starts with; at least one empty row, which carries the styles."""
    if layout is schema.INFO:
        return [
            {
                "项目": item.name,
                "内容": int(item.default) if item.kind == "number" and item.default else item.default,
                "说明": _ENTRY_NOTES[item.entry] + item.note,
            }
            for item in schema.INFO_ITEMS
        ]
    if layout is schema.PROSE:
        names = ("部分", "层级", "标题", "正文", "编号")
        return [dict(zip(names, row, strict=True)) for row in default_prose.ROWS]
    return [{}]


def _height(layout: Sheet, values: dict[str, str | int]) -> float:
    """Return the height of a row that the blank ledger starts with; LibreOffice would cut off its texts."""
    texts = {position: str(values.get(column.name, "")) for position, column in enumerate(layout.columns, 1)}
    widths = {position: float(column.width) for position, column in enumerate(layout.columns, 1)}
    style = row_heights.CellFont(wraps=True, size=colours.BODY_SIZE)
    return row_heights.needed(texts, dict.fromkeys(texts, style), widths) or _LINE_HEIGHT


def _head(cell: Cell, column: Column) -> None:
    fill, ink = colours.HEAD_COLOURS[column.entry]
    cell.fill = palette.solid(fill)
    cell.font = Font(name=colours.HEAD_FONT, size=colours.BODY_SIZE, bold=True, color=ink)
    cell.alignment = palette.LEFT_MIDDLE  # the arrow of the filter covers the right of a cell
    cell.border = palette.box()
    cell.number_format = "@"


def _body(cell: Cell, column: Column) -> None:
    if cell.value == "":
        cell.value = None
    cell.font = palette.BODY
    cell.alignment = palette.body_alignment(column)
    cell.number_format = palette.NUMBER_FORMATS[column.kind]


def _style_info(sheet: Worksheet) -> None:
    """Give each 内容 cell the number format of its line, and print the required lines bold."""
    for number, item in enumerate(schema.INFO_ITEMS, 2):
        if item.entry in {"required", "expected"}:
            sheet.cell(number, 1).font = palette.STRONG
        content = sheet.cell(number, schema.INFO.position("内容"))
        content.number_format = {"date": "yyyy-mm-dd", "number": "0"}.get(item.kind, "@")
        content.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _fold(sheet: Worksheet, layout: Sheet) -> None:
    """Fold away the columns that are less used; the column behind them bears the [+]."""
    folded = False
    for position, column in enumerate(layout.columns, 1):
        dimension = sheet.column_dimensions[column_letters(position)]
        if column.folded:
            dimension.outlineLevel = 1
            dimension.hidden = True
        elif folded:
            dimension.collapsed = True
        folded = column.folded


def _table(sheet: Worksheet, layout: Sheet, last_row: int) -> None:
    """Make an Excel table; one that commands fill has no lines of its own, which would show when it is empty."""
    table = Table(displayName=layout.table, ref=f"A1:{column_letters(len(layout.columns))}{last_row}")
    if not layout.output:
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight15", showRowStripes=False)
    sheet.add_table(table)


def _guide_entry(sheet: Worksheet, layout: Sheet, column: Column) -> None:
    """Put the dropdown and the input message on the body of a column."""
    if not (column.choices or column.words or column.hint):
        return
    if column.choices or column.words:
        validation = dictionary.dropdown(column.choices, column.words)
    else:
        validation = DataValidation(allow_blank=True)
    if column.hint:
        validation.promptTitle = column.name[:_PROMPT_TITLE_LENGTH]
        validation.prompt = column.hint
        validation.showInputMessage = True
    sheet.add_data_validation(validation)
    letter = column_letters(layout.position(column.name))
    validation.add(f"{letter}2:{letter}{schema.CAPACITY}")
