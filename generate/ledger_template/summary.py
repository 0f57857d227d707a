"""The sheet 统计汇总: live formulas that count as `rollup` does, with a cell that says whether they agree."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_template import defined_names, summary_charts, summary_helpers
from generate.ledger_template.distinct import Distinct
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts, summary_layout
from rectify_xl.text.refs import column_letters, column_number, quote_sheet
from rectify_xl.workbook import colours, palette, print_setup
from rectify_xl.workbook.rollup_workbook import MEASURE_COLUMNS

_TOTAL = summary_layout.ASPECTS.total
TILES = (
    ("A", "B", "具体问题", f"C{_TOTAL}"),
    ("C", "C", "完成", f"D{_TOTAL}"),
    ("D", "D", "已销号", f"E{_TOTAL}"),
    ("E", "E", "继续整改", f"F{_TOTAL}"),
    ("F", "F", "其中逾期", f"H{_TOTAL}"),
    ("G", "G", "长期坚持", f"I{_TOTAL}"),
    ("H", "H", "即知即改", f"J{_TOTAL}"),
    ("I", "I", "完成率", f"K{_TOTAL}"),
    ("J", "J", "方面", ""),
    ("K", "K", "大项", ""),
)
"""First and last column, label and source of each number at the top."""

COLUMNS = (
    "序号",
    "名称",
    "问题数",
    "完成",
    "已销号",
    "继续整改",
    "其中未逾期",
    "其中逾期",
    "长期坚持",
    "即知即改",
    "完成率",
)
WIDTHS = (5.0, 37.6, 6.8, 6.8, 8.3, 8.3, 10.2, 8.3, 8.3, 8.3, 7.6)
"""Together so narrow that A4 prints the 10 pt of the cells at 9 or more, and no head breaks into two lines."""
CHART_COLUMN = "L"
"""A column as narrow as can be, which is not hidden, so that the chart shows it: what goes on and is not overdue."""
UNJUDGED = "未研判"
NO_COLUMN = "缺列"
_BETWEEN = 6
"""Points between two tables."""
_LETTERS = "ABCDEFGHIJK"
_LINE_HEIGHT = 14.5
"""So low that four aspects, nine departments and five leaders stand on one page."""
_NOTE = Font(name=colours.BODY_FONT, size=colours.BODY_SIZE, color="595959")
_NAME = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
_NUMBER = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
_TILE_ROW = summary_layout.HEADLINE
_CONTROL_ROW = 5
_COUNTED = dict(zip("CDEFGHIJ", ("V", "W", "X", "Y", "Z", "AA", "AB", "AC"), strict=True))
"""The columns of the counts, and the hidden ones in which they are worked out."""
_BY_DAY = "EGH"
"""The counts that hold only since the day of the last 预警研判."""


def fill(book: Workbook, sheet: Worksheet) -> None:
    """Write the sheet with its helpers, names and charts."""
    summary_helpers.fill(book, sheet)
    _columns(sheet)
    _top(sheet)
    title = defined_names.clean(defined_names.single(defined_names.PROBLEM, "方面", "{}"))
    _breakdown(sheet, summary_layout.ASPECTS, summary_helpers.ASPECT, ("一、按方面", problem_counts.NO_ASPECT), title)
    _reopened(sheet)
    _measures(sheet)
    for word, lines, table, loose in (
        (
            "三、按责任科室（一格写几个科室的，计入写在最前面的牵头科室）",
            summary_layout.DEPARTMENTS,
            summary_helpers.DEPARTMENTS,
            problem_counts.NO_DEPARTMENT,
        ),
        ("四、按牵头领导", summary_layout.LEADERS, summary_helpers.LEADERS, problem_counts.NO_LEADER),
    ):
        _breakdown(sheet, lines, table, (word, loose))
    for row in summary_layout.summary_visibility(0, 0).hidden_rows:
        sheet.row_dimensions[row].hidden = True
    summary_charts.add(sheet)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = colours.NAVY
    sheet.print_area = f"A1:K{summary_layout.LAST}"
    print_setup.set_up(sheet, landscape=False, header_row=False)
    sheet.page_margins.top = sheet.page_margins.bottom = 0.44
    sheet.page_margins.left = sheet.page_margins.right = 0.3


def _columns(sheet: Worksheet) -> None:
    for letter, width in zip(_LETTERS, WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions[CHART_COLUMN].width = 0.2
    for number in range(column_number(summary_helpers.FIRST_HIDDEN), column_number(summary_helpers.LAST_HIDDEN) + 1):
        dimension = sheet.column_dimensions[column_letters(number)]
        dimension.width = 12
        dimension.hidden = True


def _top(sheet: Worksheet) -> None:
    info = quote_sheet(schema.INFO.name)
    unit = f'IFERROR(INDEX({info}!$B$1:$B$200,MATCH("单位名称",{info}!$A$1:$A$200,0))&"","")'
    _merged(sheet, "A1:K1", f'={unit}&"巡察整改统计汇总"', palette.TITLE, palette.MIDDLE)
    note = (
        '="各数由公式从台账实时算出，口径见《字典》；"&IF(研判_日期="","逾期和销号数要先点“预警研判”（写入台账）才有。",'
        '"逾期和销号数截至"&TEXT(研判_日期,"yyyy年m月d日")&"的预警研判"&IF(INT(研判_日期)=TODAY(),"。","，不是今天的；请重新研判。"))'
    )
    _merged(sheet, "A2:K2", note, _NOTE, palette.MIDDLE)
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
        for cell, fill, font, alignment in (
            (head, colours.PALE, Font(name=colours.HEAD_FONT, size=10, bold=True, color=colours.NAVY), palette.MIDDLE),
            (number, colours.WHITE, Font(name=colours.HEAD_FONT, size=16, bold=True, color=colours.NAVY), _NUMBER),
        ):
            cell.fill, cell.font, cell.alignment = palette.solid(fill), font, alignment
            for neighbour in {first, last}:
                sheet[f"{neighbour}{cell.row}"].border = palette.box()
    sheet[f"J{_TILE_ROW}"] = _whole(summary_helpers.number_of(summary_helpers.ASPECT))
    summary_helpers.array(sheet, f"K{_TILE_ROW}", _whole(summary_helpers.groups())[1:])
    summary_helpers.array(sheet, f"J{_TILE_ROW}", _whole(summary_helpers.number_of(summary_helpers.ASPECT))[1:])
    sheet[f"A{_CONTROL_ROW}"] = "核对"
    sheet[f"A{_CONTROL_ROW}"].font = palette.STRONG
    sheet[f"A{_CONTROL_ROW}"].alignment = palette.MIDDLE
    _merged(
        sheet,
        f"B{_CONTROL_ROW}:K{_CONTROL_ROW}",
        f'=IF(台账_缺列<>"","不能统计："&台账_缺列&"请改回表头。",IF({summary_helpers.WRONG}<>"","不符："&{summary_helpers.WRONG},'
        f'"相符：各分项之和等于合计。")&{summary_helpers.REMARKS})',
        palette.BODY,
        palette.LEFT_MIDDLE,
    )
    sheet.conditional_formatting.add(
        f"A{_CONTROL_ROW}:K{_CONTROL_ROW}",
        palette.rule(f'LEFT($B${_CONTROL_ROW},2)<>"相符"', fill=colours.ERROR_CELL, ink=colours.WHITE, bold=True),
    )
    sheet.conditional_formatting.add(
        f"F{_TILE_ROW}", palette.rule(f"N($F${_TILE_ROW})>0", fill=colours.RED_ROW, ink=colours.ERROR_CELL, bold=True)
    )
    for row, height in ((1, 26), (2, 14), (3, 15), (_TILE_ROW, 26), (_CONTROL_ROW, 28)):
        sheet.row_dimensions[row].height = height
    for row in range(summary_layout.CHART_ROW, summary_layout.CHART_ROW + summary_layout.CHART_ROWS):
        sheet.row_dimensions[row].height = summary_charts.ROW_POINTS


def _whole(formula: str) -> str:
    """Return a formula for a count, or a word where columns are missing."""
    return f'=IF(台账_缺列<>"","{NO_COLUMN}",{formula})'


def _breakdown(
    sheet: Worksheet, lines: summary_layout.SummaryTable, table: Distinct, words: tuple[str, str], shown: str = ""
) -> None:
    """Write one table: a line per distinct name, one for rows without, one for what found no line, and the total.

    `words` are the title and the label of the rows without a name.

    `shown` is how a name is shown, of the row of the ledger in which it stands first; else as it is compared.
    """
    title, loose = words
    _section(sheet, lines.header - 1, title)
    _header(sheet, lines.header, COLUMNS)
    for number, row in enumerate(range(lines.first, lines.last + 1), 1):
        order = f"${summary_helpers.ORDER}{row}"
        name = defined_names.untamed(f"INDEX({table.vector('名称')},N({order}))")
        if shown:
            name = shown.format(f"INDEX({table.vector('序')},N({order}))")
        sheet[f"B{row}"] = f'=IF({order}="","",{name})'
        sheet[f"A{row}"] = f'=IF($B{row}="","",{number})'
        _counts(sheet, row, f'$B{row}=""')
    sheet[f"B{lines.loose}"], sheet[f"B{lines.over}"], sheet[f"B{lines.total}"] = loose, summary_helpers.OVER, "合计"
    for row in (lines.loose, lines.over):
        _counts(sheet, row, "FALSE")
    for letter, hidden in _COUNTED.items():
        total = f"SUM(${hidden}{lines.first}:${hidden}{lines.over})"
        sheet[f"{letter}{lines.total}"] = _by_day(letter, total)
    _rate(sheet, lines.total)
    _style_lines(sheet, lines.first, lines.total, _LETTERS, total=lines.total)


def _counts(sheet: Worksheet, row: int, empty: str) -> None:
    for letter, hidden in _COUNTED.items():
        visible = _by_day(letter, f"${hidden}{row}")[1:]
        sheet[f"{letter}{row}"] = f'=IF({empty},"",{visible})'
    sheet[f"{CHART_COLUMN}{row}"] = f'=IF({empty},"",N(F{row})-N(H{row}))'
    _rate(sheet, row)


def _by_day(letter: str, count: str) -> str:
    if letter in _BY_DAY:
        count = f'IF(研判_日期="","{UNJUDGED}",{count})'
    return _whole(count)


def _rate(sheet: Worksheet, row: int) -> None:
    sheet[f"K{row}"] = f'=IF(N(C{row})=0,"",D{row}/C{row})'


def _reopened(sheet: Worksheet) -> None:
    """Write the line of the problems that `reopen` made, which are in no total."""
    row = summary_layout.REOPENED
    sheet[f"B{row}"] = "另有反弹后重新登记（不计入合计）"
    _counts(sheet, row, f"${summary_helpers.COUNTS[0]}{row}=0")
    _style_lines(sheet, row, row, _LETTERS)


def _measures(sheet: Worksheet) -> None:
    _section(sheet, summary_layout.MEASURE_HEADER - 1, "二、整改措施和制度")
    _header(sheet, summary_layout.MEASURE_HEADER, MEASURE_COLUMNS)
    first = summary_layout.MEASURE_HEADER + 1
    lines = (
        ("整改措施", "SUM(措施_计*(1-措施_具体))", "SUM(措施_计*(1-措施_具体)*措施_完成)"),
        ("具体措施", "SUM(措施_计*措施_具体)", "SUM(措施_计*措施_具体*措施_完成)"),
        ("制度", "SUM(制度_计)", ""),
        ("　其中：新建", 'SUM(制度_计*(制度_类型="新建"))', ""),
        ("　其中：修订", 'SUM(制度_计*(制度_类型="修订"))', ""),
    )
    for row, (label, total, done) in enumerate(lines, first):
        sheet[f"A{row}"] = row - first + 1 if not label.startswith("　") else None
        sheet[f"B{row}"] = label
        summary_helpers.array(sheet, f"C{row}", _whole(total)[1:])
        if done:
            summary_helpers.array(sheet, f"D{row}", _whole(done)[1:])
            sheet[f"E{row}"] = _whole(f"C{row}-D{row}")
            sheet[f"F{row}"] = f'=IF(N(C{row})=0,"",D{row}/C{row})'
    _style_lines(sheet, first, summary_layout.MEASURE_LAST, "ABCDEF")


def _section(sheet: Worksheet, row: int, title: str) -> None:
    cell = sheet[f"A{row}"]
    cell.value, cell.font = title, palette.SECTION
    cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[row].height = 16
    sheet.row_dimensions[row - 1].height = _BETWEEN


def _header(sheet: Worksheet, row: int, labels: tuple[str, ...]) -> None:
    for letter, label in zip(_LETTERS, labels, strict=False):
        cell = sheet[f"{letter}{row}"]
        cell.value = label
        cell.fill = palette.solid(colours.NAVY)
        cell.font = Font(name=colours.HEAD_FONT, size=10, bold=True, color=colours.WHITE)
        cell.alignment, cell.border = palette.MIDDLE, palette.box()
    sheet.row_dimensions[row].height = 15


def _style_lines(sheet: Worksheet, first: int, last: int, letters: str, *, total: int = 0) -> None:
    """Give the lines of a table their looks; the last letter is the column of 完成率."""
    for row in range(first, last + 1):
        sheet.row_dimensions[row].height = _LINE_HEIGHT
        for letter in letters:
            cell = sheet[f"{letter}{row}"]
            cell.font = palette.STRONG if row == total else palette.BODY
            cell.alignment = _NAME if letter == "B" else _NUMBER
            cell.border = palette.box()
            cell.number_format = "0.0%" if letter == letters[-1] else "0"
            if row == total:
                cell.fill = palette.solid(colours.PALE)


def _merged(sheet: Worksheet, area: str, value: str, font: Font, alignment: Alignment) -> None:
    sheet.merge_cells(area)
    cell = sheet[area.split(":", maxsplit=1)[0]]
    cell.value, cell.font, cell.alignment = value, font, alignment
