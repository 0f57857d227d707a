"""Save the counts: as a workbook that looks and prints like 统计汇总, or as a table for programs, through pandas.

The workbook has its four tables, with totals and percentages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.dates import chinese
from rectify_xl.errors import PaperError
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import registered_relapses
from rectify_xl.ledger.counting.problem_counts import NO_LEADER, Rollup, StatusCounts, shown_department
from rectify_xl.ledger.records import Ledger
from rectify_xl.text.cell_value import storable
from rectify_xl.text.refs import cell_ref, column_letters
from rectify_xl.workbook import colours, palette, print_setup, reproducible_save
from rectify_xl.workbook.editing import row_heights
from rectify_xl.workbook.saving import outputs

NAME = "汇总表"
ENDINGS = (".xlsx", ".csv")

COLUMNS = (
    "序号",
    "名称",
    "问题数",
    "完成",
    "已销号",
    "继续整改",
    "其中逾期",
    "长期坚持",
    "即知即改",
    "完成率",
)
"""Those of 统计汇总 but 其中未逾期: a deadline that cannot be read is neither late nor in time."""
MEASURE_COLUMNS = ("序号", "类别", "总数", "完成", "未完成", "完成率")
WIDTHS = (5.0, 41.0, 8.4, 8.4, 8.4, 8.4, 8.4, 8.4, 8.4, 10.4)
"""Together so narrow that A4 prints the 10 pt of the cells at 9 or more, and no head breaks into two lines."""
_LINE, _HEAD, _SECTION, _BETWEEN = 18.0, 20.0, 22.0, 8.0
"""Heights in points: of a line of a table, of its head, of its title, and between two tables."""
_RATE = "0.0%"
_NAME = Alignment(horizontal="left", vertical="center", wrap_text=True)

Value = str | int | float | None


class _Table(NamedTuple):
    """One table: its title, its head, its lines, and how many lines at the end are sums."""

    title: str
    head: tuple[str, ...]
    lines: tuple[tuple[Value, ...], ...]
    sums: int = 1


def workbook(ledger: Ledger, counted: Rollup, notes: Sequence[str] = ()) -> bytes:
    """Return the workbook; `notes` are sentences without which its numbers would be misread."""
    book = Workbook()
    print_setup.measure_by_arial(book, 9.5)
    sheet: Worksheet = book.worksheets[0]
    sheet.title = schema.SUMMARY
    book.properties.title = f"{_unit(ledger)}巡察整改统计汇总"
    for at, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[column_letters(at)].width = width
    _across(sheet, 1, f"{_unit(ledger)}巡察整改统计汇总", palette.TITLE, palette.MIDDLE)
    day = f"截至{chinese(counted.as_of)}，口径见台账《字典》。"
    _across(sheet, 2, f"{_round(ledger)}{day}", palette.BODY, palette.MIDDLE)
    row = 3
    for table in _tables(ledger, counted):
        row = _fill(sheet, row, table)
    for note in notes:
        _across(sheet, row, f"注：{note}", palette.BODY, palette.LEFT_MIDDLE)
        row += 1
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:{cell_ref(row - 1, len(WIDTHS))}"
    print_setup.set_up(sheet, landscape=False, header_row=False)
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    return reproducible_save.content(book, datetime.combine(counted.as_of, time()))


def _unit(ledger: Ledger) -> str:
    return "".join(ledger.info_text("单位名称").splitlines())


def _round(ledger: Ledger) -> str:
    named = ledger.info_text("巡察轮次") or ledger.info_text("巡察机构")
    return f"{named}　　" if named else ""


def _tables(ledger: Ledger, counted: Rollup) -> list[_Table]:
    again = () if counted.relapses is None else (counted.relapses.total,)
    apart = tuple(_line(None, line, "另有反弹后重新登记（不计入合计）") for line in again)
    tables = [
        _Table("按方面", COLUMNS, (*_lines(counted.aspects), _line(None, counted.total), *apart), 1 + len(apart)),
        _Table("整改措施和制度", MEASURE_COLUMNS, _measures(ledger, counted), 0),
        _Table(
            ledger.termed("按责任科室（一格写几个科室的，计入写在最前面的牵头科室）"),
            COLUMNS,
            (*_lines(_shown(counted.departments, ledger)), _line(None, counted.total)),
        ),
    ]
    if any(line.title != NO_LEADER for line in counted.leaders):
        tables.append(_Table("按牵头领导", COLUMNS, (*_lines(counted.leaders), _line(None, counted.total))))
    numbers = "一二三四"
    return [table._replace(title=f"{numbers[at]}、{table.title}") for at, table in enumerate(tables)]


def _shown(lines: Sequence[StatusCounts], ledger: Ledger) -> list[StatusCounts]:
    return [line._replace(title=shown_department(line.title, ledger)) for line in lines]


def _lines(lines: Sequence[StatusCounts]) -> tuple[tuple[Value, ...], ...]:
    return tuple(_line(number, line) for number, line in enumerate(lines, 1))


def _line(number: int | None, line: StatusCounts, title: str = "") -> tuple[Value, ...]:
    return (
        number,
        title or line.title,
        line.problems,
        line.done,
        line.closed,
        line.ongoing,
        line.overdue,
        line.longterm,
        line.immediate,
        line.rate if line.problems else None,
    )


def _measures(ledger: Ledger, counted: Rollup) -> tuple[tuple[Value, ...], ...]:
    def line(number: int, name: str, whole: int, done: int) -> tuple[Value, ...]:
        return number, name, whole, done, whole - done, done / whole if whole else None

    kinds = [rule.kind for rule in registered_relapses.feedback(ledger).regulations]
    return (
        line(1, "整改措施", counted.measures, counted.measures_done),
        line(2, "具体措施", counted.actions, counted.actions_done),
        (3, "制度", counted.regulations, None, None, None),
        *((None, f"　其中：{kind}", kinds.count(kind), None, None, None) for kind in ("新建", "修订")),
    )


def _fill(sheet: Worksheet, row: int, table: _Table) -> int:
    """Write a table from `row` on; return the row below the gap that follows it."""
    sheet.row_dimensions[row].height = _SECTION
    title = sheet.cell(row, 1, table.title)
    title.font, title.alignment = palette.SECTION, Alignment(vertical="center")
    sheet.row_dimensions[row + 1].height = _HEAD
    for at, label in enumerate(table.head, 1):
        head = sheet.cell(row + 1, at, label)
        head.font = Font(name=colours.HEAD_FONT, size=colours.BODY_SIZE, bold=True, color=colours.WHITE)
        head.fill, head.alignment, head.border = palette.solid(colours.NAVY), palette.MIDDLE, palette.box()
    first = row + 2
    for number, line in enumerate(table.lines, first):
        is_sum = number >= first + len(table.lines) - table.sums
        lines = row_heights.lines(str(line[1]), colours.BODY_SIZE, WIDTHS[1])
        sheet.row_dimensions[number].height = _LINE if lines == 1 else 4 + lines * colours.BODY_SIZE * 1.4
        for at, value in enumerate(line, 1):
            _put(sheet, number, at, value)
            cell = sheet.cell(number, at)
            cell.font = palette.STRONG if is_sum else palette.BODY
            cell.alignment, cell.border = _NAME if at == 2 else palette.MIDDLE, palette.box()
            cell.number_format = _RATE if at == len(line) else "0" if isinstance(value, int) else "@"
            if is_sum:
                cell.fill = palette.solid(colours.PALE)
    below = first + len(table.lines)
    sheet.row_dimensions[below].height = _BETWEEN
    return below + 1


def _put(sheet: Worksheet, row: int, at: int, value: Value) -> None:
    """Put a value into a cell; a name that begins with = stays a text: it comes from other people's cells."""
    cell = sheet.cell(row, at)
    if isinstance(value, str):
        cell.value, cell.data_type = storable(value), "s"
    else:
        cell.value = value


def _across(sheet: Worksheet, row: int, text: str, font: Font, alignment: Alignment) -> None:
    """Write a line over the whole width."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
    _put(sheet, row, 1, text)
    cell = sheet.cell(row, 1)
    cell.font, cell.alignment = font, alignment
    size = float(font.size or colours.BODY_SIZE)
    count = row_heights.lines(text, size, sum(WIDTHS))
    sheet.row_dimensions[row].height = round(count * size * 1.5 + 4, 1)


def save_tables(target: Path, tables: Mapping[str, Sequence[Mapping[str, object]]], *, overwrite: bool) -> None:
    """Write `tables` (title → rows) to one .csv with a column 口径.

    Raises `PaperError` for another file type, and when the file cannot be written.
    """
    outputs.refuse(target, NAME, endings=ENDINGS, overwrite=overwrite)
    try:
        import pandas as pd
    except ImportError as error:
        raise PaperError(
            "这台电脑上的程序没有带 pandas，存不成 .csv", "请存成 .xlsx，再用表格软件另存为 .csv"
        ) from error

    frames = {name: pd.DataFrame(list(rows)) for name, rows in tables.items()}
    with outputs.writing(target, NAME, endings=ENDINGS, overwrite=overwrite) as file:
        table = pd.concat(frames, names=["口径", None]).reset_index(level=0)
        table["名称"] = table["名称"].map(_harmless)
        table.to_csv(file, index=False, encoding="utf-8-sig")


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula when it opens the .csv."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
