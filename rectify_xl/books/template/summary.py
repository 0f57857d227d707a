"""The sheet 统计汇总: live formulas that count as `rollup` does, with a cell that says whether they agree."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl import rollup, schema
from rectify_xl import summary_layout as at
from rectify_xl.books.template import charts, helpers, names, page, styles
from rectify_xl.refs import quote_sheet

COLUMNS = ("序号", "名称", "问题数", "完成", "继续整改", "其中未逾期", "其中逾期", "长期坚持", "即知即改", "完成率")
WIDTHS = (6, 38, 11, 11, 11, 11, 11, 11, 11, 11)
TILES = (
    ("A", "B", "具体问题", f"C{at.ASPECT_TOTAL}"),
    ("C", "C", "完成", f"D{at.ASPECT_TOTAL}"),
    ("D", "D", "继续整改", f"E{at.ASPECT_TOTAL}"),
    ("E", "E", "其中逾期", f"G{at.ASPECT_TOTAL}"),
    ("F", "F", "长期坚持", f"H{at.ASPECT_TOTAL}"),
    ("G", "G", "即知即改", f"I{at.ASPECT_TOTAL}"),
    ("H", "H", "完成率", f"J{at.ASPECT_TOTAL}"),
    ("I", "I", "方面", ""),
    ("J", "J", "大项", ""),
)
"""First and last column, label and source of each number at the top."""

_LETTERS = "ABCDEFGHIJ"
_LINE_HEIGHT = 21
_NAME = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
_TILE_ROW = 4
_CONTROL_ROW = 5
_COUNTED = ("C", "I")
"""The columns of the counts, in the order of `names.COUNTS`."""


def fill(book: Workbook, sheet: Worksheet) -> None:
    """Write the sheet with its helpers, names and charts."""
    names.define(book)
    helpers.fill(book, sheet)
    _columns(sheet)
    _top(sheet)
    _breakdown(sheet, "一、按方面", "台账_方面", header=at.ASPECT_HEADER, slots=at.ASPECT_SLOTS, loose=rollup.NO_ASPECT)
    _measures(sheet)
    _breakdown(
        sheet,
        "三、按责任科室",
        "台账_责任科室",
        header=at.DEPARTMENT_HEADER,
        slots=at.DEPARTMENT_SLOTS,
        loose=rollup.NO_DEPARTMENT,
    )
    for row in at.summary_visibility(0, 0).hidden_rows:
        sheet.row_dimensions[row].hidden = True
    charts.add(sheet)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = styles.NAVY
    sheet.print_area = f"A1:J{at.DEPARTMENT_TOTAL}"
    page.set_up(sheet, landscape=False, header_row=False)


def _columns(sheet: Worksheet) -> None:
    for letter, width in zip(_LETTERS, WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for letter in (helpers.LABEL, helpers.VALUE, helpers.LONGTERM):
        sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions[letter].hidden = True


def _top(sheet: Worksheet) -> None:
    info = quote_sheet(schema.INFO.name)
    unit = f'IFERROR(INDEX({info}!$B$1:$B$200,MATCH("单位名称",{info}!$A$1:$A$200,0))&"","")'
    _merged(sheet, "A1:J1", f'={unit}&"巡察整改统计汇总"', styles.TITLE, styles.MIDDLE)
    note = "各数由公式从台账实时算出，口径见《字典》；逾期数以最近一次“预警研判”写入的预警为准。"
    _merged(sheet, "A2:J2", note, styles.NOTE, styles.MIDDLE)
    for first, last, label, source in TILES:
        where = f"{first}{_TILE_ROW - 1}"
        if first != last:
            sheet.merge_cells(f"{where}:{last}{_TILE_ROW - 1}")
            sheet.merge_cells(f"{first}{_TILE_ROW}:{last}{_TILE_ROW}")
        head, number = sheet[where], sheet[f"{first}{_TILE_ROW}"]
        head.value = label
        if source:
            number.value = f"={source}"
        number.number_format = "0.0%" if label == "完成率" else "0"
        for cell, fill, font in (
            (head, styles.PALE, Font(name=styles.HEAD_FONT, size=10, bold=True, color=styles.NAVY)),
            (number, styles.WHITE, Font(name=styles.HEAD_FONT, size=20, bold=True, color=styles.NAVY)),
        ):
            cell.fill, cell.font, cell.alignment = styles.solid(fill), font, styles.MIDDLE
            for neighbour in {first, last}:
                sheet[f"{neighbour}{cell.row}"].border = styles.box()
    distinct = "+".join(
        f"(MATCH({key},{key},0)=台账_序)*{unit}"
        for key, unit in (('("｜"&台账_方面)', "{1,0}"), ('LEFT(台账_方面&"｜"&台账_大项,250)', "{0,1}"))
    )
    helpers.array(sheet, f"I{_TILE_ROW}:J{_TILE_ROW}", f"MMULT(TRANSPOSE(台账_有行),{distinct})")
    sheet[f"A{_CONTROL_ROW}"] = "核对"
    sheet[f"A{_CONTROL_ROW}"].font = styles.STRONG
    sheet[f"A{_CONTROL_ROW}"].alignment = styles.MIDDLE
    _merged(
        sheet,
        f"B{_CONTROL_ROW}:J{_CONTROL_ROW}",
        f'=IF({helpers.DIFFERENCES}="","相符：各分项之和等于合计。","不符："&{helpers.DIFFERENCES})',
        styles.BODY,
        styles.LEFT_MIDDLE,
    )
    sheet.conditional_formatting.add(
        f"A{_CONTROL_ROW}:J{_CONTROL_ROW}",
        styles.rule(f'LEFT($B${_CONTROL_ROW},2)<>"相符"', fill=styles.ERROR_CELL, ink=styles.WHITE, bold=True),
    )
    sheet.conditional_formatting.add(
        f"E{_TILE_ROW}", styles.rule(f"$E${_TILE_ROW}>0", fill=styles.RED_ROW, ink=styles.ERROR_CELL, bold=True)
    )
    for row, height in ((1, 34), (2, 18), (3, 22), (_TILE_ROW, 38), (_CONTROL_ROW, 30)):
        sheet.row_dimensions[row].height = height
    for row in range(at.CHART_ROW, at.CHART_ROW + at.CHART_ROWS):
        sheet.row_dimensions[row].height = charts.ROW_POINTS


def _breakdown(sheet: Worksheet, title: str, key: str, *, header: int, slots: int, loose: str) -> None:
    """Write one table: a line per distinct text of `key`, one for rows without it, and the total, counted directly.

    All lines are one formula, so that every row of the ledger is looked at once and not for each number. Lines by rows
    of the ledger, 1 where a row belongs to a line, times the counts of the rows: without IF over that large matrix,
    which LibreOffice takes seconds for.
    """
    _section(sheet, header - 1, title)
    _header(sheet, header, COLUMNS)
    first, last = header + 1, header + slots
    for number, row in enumerate(range(first, last + 1), 1):
        above = f"$B${header}:$B{row - 1}"
        fresh = f'({key}<>"")*ISNA(MATCH({key},{above},0))'
        found = f'IFERROR(INDEX({key},MATCH(1,{fresh},0)),"")'
        helpers.array(sheet, f"B{row}", f'IF($B{row - 1}="","",{found})')
        sheet[f"A{row}"] = f'=IF($B{row}="","",{number})'
        _rate(sheet, row)
    for row, label in ((last + 1, loose), (last + 2, "合计")):
        sheet[f"B{row}"] = label
        _rate(sheet, row)
    titles = f"$B${first}:$B${last + 2}"
    sought = f'IF(ROW({titles})=ROW($B${last + 1}),"",{titles})'
    belongs = f"1*(((ROW({titles})=ROW($B${last + 2}))+({sought}=TRANSPOSE({key})))>0)"
    counts = f'IF({titles}="","",MMULT({belongs},{names.COUNTS}))'
    helpers.array(sheet, f"{_COUNTED[0]}{first}:{_COUNTED[1]}{last + 2}", counts)
    _style_lines(sheet, first, last + 2, _LETTERS, total=last + 2)


def _rate(sheet: Worksheet, row: int) -> None:
    sheet[f"J{row}"] = f'=IF(N(C{row})=0,"",D{row}/C{row})'


def _measures(sheet: Worksheet) -> None:
    _section(sheet, at.MEASURE_HEADER - 1, "二、整改措施和制度")
    _header(sheet, at.MEASURE_HEADER, ("序号", "类别", "总数", "完成", "未完成", "完成率"))
    first = at.MEASURE_HEADER + 1
    lines = (
        ("整改措施", "SUM(措施_有行*(1-措施_具体))", "SUM(措施_有行*(1-措施_具体)*措施_完成)"),
        ("具体措施", "SUM(措施_有行*措施_具体)", "SUM(措施_有行*措施_具体*措施_完成)"),
        ("制度", "SUM(制度_有行)", ""),
        ("　其中：新建", 'SUM(制度_有行*(制度_类型="新建"))', ""),
        ("　其中：修订", 'SUM(制度_有行*(制度_类型="修订"))', ""),
    )
    for row, (label, total, done) in enumerate(lines, first):
        sheet[f"A{row}"] = row - first + 1 if not label.startswith("　") else None
        sheet[f"B{row}"] = label
        helpers.array(sheet, f"C{row}", total)
        if done:
            helpers.array(sheet, f"D{row}", done)
            sheet[f"E{row}"] = f"=C{row}-D{row}"
            sheet[f"F{row}"] = f'=IF(C{row}=0,"",D{row}/C{row})'
    _style_lines(sheet, first, at.MEASURE_LAST, "ABCDEF")


def _section(sheet: Worksheet, row: int, title: str) -> None:
    cell = sheet[f"A{row}"]
    cell.value, cell.font = title, styles.SECTION
    cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[row].height = 26


def _header(sheet: Worksheet, row: int, labels: tuple[str, ...]) -> None:
    for letter, label in zip(_LETTERS, labels, strict=False):
        cell = sheet[f"{letter}{row}"]
        cell.value = label
        cell.fill = styles.solid(styles.NAVY)
        cell.font = Font(name=styles.HEAD_FONT, size=10, bold=True, color=styles.WHITE)
        cell.alignment, cell.border = styles.MIDDLE, styles.box()
    sheet.row_dimensions[row].height = 24


def _style_lines(sheet: Worksheet, first: int, last: int, letters: str, *, total: int = 0) -> None:
    """Give the lines of a table their looks; the last letter is the column of 完成率."""
    for row in range(first, last + 1):
        sheet.row_dimensions[row].height = _LINE_HEIGHT
        for letter in letters:
            cell = sheet[f"{letter}{row}"]
            cell.font = styles.STRONG if row == total else styles.BODY
            cell.alignment = _NAME if letter == "B" else styles.MIDDLE
            cell.border = styles.box()
            cell.number_format = "0.0%" if letter == letters[-1] else "0"
            if row == total:
                cell.fill = styles.solid(styles.PALE)


def _merged(sheet: Worksheet, area: str, value: str, font: Font, alignment: Alignment) -> None:
    sheet.merge_cells(area)
    cell = sheet[area.split(":", maxsplit=1)[0]]
    cell.value, cell.font, cell.alignment = value, font, alignment
