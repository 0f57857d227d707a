"""RX1xx: whether the workbook still has the sheets, columns and tables of the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.judgement.checks.base import (
    DATA_SHEETS,
    Context,
    FilledCell,
    Remark,
    at_info,
    cells,
    check,
    quote,
    remark,
)
from rectify_xl.ledger import command_needs, schema
from rectify_xl.ledger.reading import guard, headers, tab_names
from rectify_xl.ledger.reading.merged_areas import is_subtotal
from rectify_xl.ledger.reading.reader import HEADER_SEARCH_ROWS
from rectify_xl.ledger.records import Cell, Ledger, Remedy, SheetChanges, TableHeader
from rectify_xl.text.refs import parse_area, split_address

_SUBTOTAL = "[合小总共][\\s\ufe00-\ufe0f]*计"
"""What every subtotal holds."""


def _header(facts: TableHeader, column: int = 1) -> Cell:
    return Cell(facts.name, facts.header_row, column)


def _missing_columns(ledger: Ledger, *, needed: bool) -> Iterator[Remark]:
    """Yield the columns that are missing; of an optional one only where it seems to bear another name.

    Ledgers of an older layout lack the columns that came later, and an office may do without those that it never fills.
    """
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        if facts is None:
            continue
        layout = [column.name for column in sheet.columns]
        missing = [column for column in sheet.columns if column.name not in facts.headers]
        if len(layout) - len(missing) < min(guard.FEWEST_HEADERS, len(layout)):
            if needed:
                yield _without_header(facts, layout)
            continue
        header = _header_of(facts) if missing else None
        for column in missing:
            must = column.entry in ("required", "expected") or (sheet.name, column.name) in command_needs.NEEDED
            if header is None or must is not needed:
                continue
            likely = headers.likely(column.name, header, layout)
            if likely:
                renamed = (
                    f"『{likely.text}』可能是它改名后的样子" if likely.text else f"{likely.ref}没有表头，可能就是它"
                )
                yield Remark(
                    likely._replace(raw=None),
                    "",
                    f"第{facts.header_row}行缺少列『{column.name}』，{renamed}。",
                    f"如果是同一列，请把{likely.ref}改回“{column.name}”；不是的话，请补上这一列。",
                )
            elif must or column.entry != "optional":
                yield Remark(
                    _header(facts),
                    "",
                    f"第{facts.header_row}行缺少列『{column.name}』。",
                    f"请在第{facts.header_row}行补上表头“{column.name}”，或把数据移到新建的空白台账。",
                )


def _header_of(facts: TableHeader) -> headers.Header:
    names = [""] * max(facts.headers.values(), default=0)
    for name, position in facts.headers.items():
        names[position - 1] = name
    return headers.Header(facts.name, facts.header_row, names)


def _without_header(facts: TableHeader, layout: list[str]) -> Remark:
    return Remark(
        _header(facts),
        "",
        f"前{HEADER_SEARCH_ROWS}行里找不到表头（{'、'.join(layout[:4])}……），整张表的内容读不到。",
        "请恢复表头一行，或把数据移到新建的空白台账。",
    )


@check(
    "RX101",
    "missing-sheet",
    "缺少工作表",
    guards="删掉或改名了一张数据表，其中的内容无法读取。",
    ignore="不能忽略；确实没有内容的表也要保留空表。",
)
def missing_sheet(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every data sheet that the workbook lacks."""
    for sheet in DATA_SHEETS:
        if sheet.name not in ledger.sheets:
            likely = headers.similar(sheet.name, tab_names.others(ledger.tabs))
            renamed = f"“{likely}”可能是它改名后的样子，是的话请" if likely else "如果改过名，请"
            yield Remark(
                Cell(sheet.name, 1, 1),
                "",
                f"缺少工作表『{sheet.name}』（用途：{sheet.purpose.rstrip('。')}），其中的内容读不到。",
                f"{renamed}把工作表名改回“{sheet.name}”；如果删掉了，请从空白台账复制一张过来。",
            )


@check(
    "RX102",
    "missing-column",
    "缺少必需的列",
    guards="删掉了要用的列，或改了表头的名字，整列数据读不到，用到它的命令会停下来。",
    ignore="不能忽略；本单位不用的列可以空着。",
)
def missing_column(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every column that a sheet lacks and commands use, with the header that it probably has now."""
    yield from _missing_columns(ledger, needed=True)


@check(
    "RX103",
    "missing-optional-column",
    "缺少选填或自动填写的列",
    guards="改了选填列的表头，填了的内容不起作用；或者缺少标记列，校验结果无法在行内标出。",
    ignore="本单位确实不用这一列时可以忽略。",
)
def missing_optional_column(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every other column that was renamed, or that a command would fill in."""
    yield from _missing_columns(ledger, needed=False)


@check(
    "RX104",
    "repeated-column",
    "表头重复",
    guards="同一表头出现两次，不知道该读哪一列，用到它的命令会停下来。",
    ignore="不能忽略；自己加的列请另起名字。",
)
def repeated_column(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every header that stands twice in a sheet."""
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        for name in dict.fromkeys(facts.repeated_headers if facts else ()):
            if facts is None or all(column.name != name for column in sheet.columns):
                continue
            cell = _header(facts, facts.headers[name])
            count = facts.repeated_headers.count(name) + 1
            yield Remark(
                cell,
                "",
                f"第{facts.header_row}行『{name}』出现了{count}次，不知道该读哪一列，用到这一列的命令会停下来。",
                "请删除多余的列，或给自己加的列另起名字。",
            )


@check(
    "RX118",
    "doubled-sheet",
    "工作表重名",
    guards="有两张名称只差空格的工作表，不知道该读哪一张，用到它的命令会停下来。",
    ignore="不能忽略；用到这张表的命令会停下来。",
)
def doubled_sheet(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every sheet of which the workbook has two, told apart by blanks or unseen characters only."""
    for sheet, tabs in tab_names.by_sheet(ledger.tabs).items():
        if len(tabs) > 1:
            names = "、".join(f"“{tab}”" for tab in tabs)
            yield Remark(
                Cell(sheet, 1, 1),
                "",
                f"工作表『{sheet}』有{len(tabs)}张（{names}），只差看不见的字符；不知道该读哪一张，用到这张表的命令会停下来。",
                "请核对哪一张是真的，删去另一张，或给它另起名字。",
            )


@check(
    "RX119",
    "counting-rules-lost",
    "字典里没有口径",
    guards="删掉或改名了《字典》或其中的口径，什么算完成、什么算长期坚持就没有了依据。",
    ignore="不能忽略；用到口径的命令会停下来。",
)
def counting_rules_lost(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield the columns of the counting rules that 字典 lacks or has twice, or that the sheet is gone."""
    if ledger.dictionary is None:
        if ledger.tabs:
            likely = headers.similar(schema.DICTIONARY, tab_names.others(ledger.tabs))
            renamed = f"“{likely}”可能是它改名后的样子，是的话请" if likely else "如果改过名，请"
            yield Remark(
                Cell(schema.DICTIONARY, 1, 1),
                "",
                f"缺少工作表『{schema.DICTIONARY}』，口径和下拉选项读不到。",
                f"{renamed}把工作表名改回“{schema.DICTIONARY}”；如果删掉了，请从空白台账复制一张过来。",
            )
        return
    for name in (name for used in command_needs.DICTIONARY for name in used.columns):
        times = ledger.dictionary.count(name)
        if times != 1:
            place = ledger.dictionary.index(name) + 1 if times else 1
            what = f"有{times}列" if times else "没有列"
            fix = "请删去多余的列，或给它另起名字" if times else f"请恢复表头“{name}”，或复制空白台账的这张表"
            yield Remark(
                Cell(schema.DICTIONARY, 1, place), "", f"『{schema.DICTIONARY}』{what}『{name}』。", f"{fix}。"
            )


@check(
    "RX120",
    "formatted-rows",
    "表下有大量空行",
    guards="给整列设了格式，留下几十万个空行，台账打开、保存和校验都变慢，别的程序可能打不开。",
    ignore="内容不受影响，不嫌慢时可以忽略。",
)
def formatted_rows(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every sheet with very many rows that are only formatted."""
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        if facts is None or sheet.name not in ledger.blank:
            continue
        count, first, last = ledger.blank[sheet.name]
        begins = first if first > facts.last_row else facts.last_row + 1
        yield Remark(
            _header(facts),
            "",
            f"有{count}个空行只有格式、没有内容（到第{last}行为止），打开、保存和校验都会变慢。",
            f"请从第{begins}行选到第{last}行（在名称框中输入“{begins}:{last}”后回车），右键“删除”，再保存。",
        )


@check(
    "RX105",
    "layout-unknown",
    "版式版本缺失或看不懂",
    guards="台账不是用本程序的模板做的，或者版本被改动，后续升级时无法判断怎样转换。",
    ignore="内容都能读出时可以先忽略，上报前补上。",
)
def layout_unknown(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a layout version that is missing or no whole number."""
    if schema.INFO.name not in ledger.sheets:
        return
    version = ledger.info_text("版式版本")
    right = f"“{schema.LAYOUT_VERSION}”"
    if "版式版本" not in ledger.info:
        yield at_info(ledger, "版式版本", "这一行不见了。", f"请在{{}}加一行“版式版本”，内容填{right}。")
    elif not version:
        yield at_info(ledger, "版式版本", "没有填写。", f"请在{{}}填写{right}。")
    elif guard.layout_number(version) is None:
        yield at_info(ledger, "版式版本", f"{quote(version)}不是版本号。", f"请把{{}}改为{right}，或换用空白台账。")


@check(
    "RX106",
    "layout-newer",
    "版式版本比程序新",
    guards="台账由更新的程序生成，旧程序可能漏读新增的内容。",
    ignore="不能忽略；请先更新程序。",
)
def layout_newer(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a layout version above the one this program knows."""
    version = ledger.info_text("版式版本")
    if (guard.layout_number(version) or 0) > int(schema.LAYOUT_VERSION):
        yield at_info(
            ledger,
            "版式版本",
            f"为{version}，本程序只认识到{schema.LAYOUT_VERSION}，可能漏读内容。",
            "请更新程序后再校验，不要改动{}。",
        )


@check(
    "RX107",
    "table-lost",
    "表格区域丢失",
    guards="表格被“转换为区域”或复制成普通单元格，统计公式和下拉框不再跟着新行走。",
    ignore="只在命令行使用、不看《统计汇总》时可以忽略。",
)
def table_lost(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every sheet whose Excel table is gone; nothing where the host does not know tables."""
    if not ledger.tables:
        return
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        if facts is None or sheet.table in ledger.tables:
            continue
        renamed = next((name for name, area in ledger.tables.items() if split_address(area)[0] == sheet.name), "")
        yield Remark(
            _header(facts),
            "",
            f"『{sheet.name}』的表格“{sheet.table}”"
            + (f"改名成了“{renamed}”。" if renamed else "不见了，统计公式和下拉框不会跟着新行走。"),
            f"请在“表格设计”里把表名改回“{sheet.table}”。"
            if renamed
            else f"请选中第{facts.header_row}行到第{facts.last_row}行，按Ctrl+T重新做成表格，并命名为“{sheet.table}”。",
        )


def _end_row(area: str) -> int:
    """Return the last row of an area such as 问题台账!A1:AE32."""
    parsed = parse_area(split_address(area)[1])
    return parsed.bottom if parsed else 0


@check(
    "RX108",
    "rows-below-table",
    "有行落在表格之外",
    guards="在表格下面隔行填写或粘贴，筛选、排序时这些行会被落下。",
    ignore="本程序和《统计汇总》都数得到这些行；不筛选、不排序时可以忽略。",
)
def rows_below_table(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every sheet with rows below the end of its table, with their number."""
    for sheet in DATA_SHEETS:
        area = ledger.tables.get(sheet.table, "")
        end = _end_row(area)
        rows = ledger.rows.get(sheet.name, ())
        if end and rows and rows[-1].number > end:
            below = [row for row in rows if row.number > end]
            yield Remark(
                Cell(sheet.name, below[0].number, 1),
                "",
                f"第{below[0].number}行起有{len(below)}行在表格“{sheet.table}”之外（表格到第{end}行为止），"
                "筛选、排序时会被落下。",
                f"请拖动表格右下角，把表格拉到第{below[-1].number}行；任何写入台账的命令也会把表格拉到最后一行。",
                Remedy(
                    f"表格到第{below[-1].number}行",
                    (SheetChanges(sheet.name, (), table_end=below[-1].number),),
                ),
            )


@check(
    "RX109",
    "too-many-rows",
    "行数超过模板范围",
    guards="行数超过下拉框、颜色和统计公式覆盖的范围，超出的行统计不到。",
    ignore="只在命令行使用时可以忽略。",
)
def too_many_rows(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every sheet that goes beyond the last row which the template serves."""
    for sheet in DATA_SHEETS:
        facts = ledger.sheets.get(sheet.name)
        if facts and facts.last_row > schema.CAPACITY:
            yield Remark(
                Cell(sheet.name, schema.CAPACITY + 1, 1),
                "",
                f"『{sheet.name}』写到了第{facts.last_row}行，超出下拉框和统计公式所及的第{schema.CAPACITY}行"
                f"（多{facts.last_row - schema.CAPACITY}行）。",
                "请删除多余的行，或按年度、轮次分成几本台账。",
            )


@check(
    "RX110",
    "missing-output-sheet",
    "缺少结果表",
    guards="删掉了校验结果、预警清单或变更记录，结果无处可写，历史也会丢失。",
    ignore="只看屏幕上的结果时可以忽略；『变更记录』不宜缺少。",
)
def missing_output_sheet(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every output sheet that the workbook lacks."""
    for sheet in schema.TABLES:
        if sheet.output and sheet.name not in ledger.sheets:
            yield Remark(
                Cell(sheet.name, 1, 1),
                "",
                f"缺少工作表『{sheet.name}』（用途：{sheet.purpose.rstrip('。')}）。",
                "请从空白台账复制这张表过来。",
            )


@check(
    "RX111",
    "pasted-header",
    "数据里混入了表头",
    guards="把几个科室报来的表粘在一起时连表头也粘了进来，被当成一行数据。",
    ignore="不能忽略。",
)
def pasted_header(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every row in which at least two cells repeat their own header."""
    repeats: dict[tuple[str, int], list[FilledCell]] = {}
    for column in context.columns:
        name = column.column.name
        for entry in column.cells(name.__eq__) if name in column.words else ():
            repeats.setdefault((entry.row.sheet, entry.row.number), []).append(entry)
    for (_, number), entries in repeats.items():
        if len(entries) > 1:
            first = entries[0]
            yield remark(
                first.row,
                first.column.name,
                f"等{len(entries)}个单元格与表头相同，是粘贴进来的表头，不是数据。",
                f"请删除第{number}行。",
            )


@check(
    "RX112",
    "subtotal-row",
    "数据里混入了合计行",
    guards="在表内加了“合计”“小计”行；各命令和《统计汇总》都不计这一行，但筛选、排序会把它混进数据。",
    ignore="不能忽略；合计请看《统计汇总》。",
)
def subtotal_row(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield the rows of sums, which nothing else reads, and every other cell that is nothing but 合计 or 小计."""
    for row in (row for rows in ledger.subtotals.values() for row in rows):
        name = next(name for name in row.headers if is_subtotal(row.text(name)))
        yield remark(
            row,
            name,
            f"是{quote(row.text(name))}，这是合计行，不算一行数据，各项统计都没有计入。",
            f"请删除第{row.number}行；合计请看《统计汇总》。",
        )
    for entry in cells(context.columns, is_subtotal) if re.search(_SUBTOTAL, context.all_words) else ():
        yield remark(
            entry.row,
            entry.column.name,
            f"是{quote(entry.text)}，这一行会被当成一行数据计数。",
            f"请删除第{entry.row.number}行；合计请看《统计汇总》。",
        )
