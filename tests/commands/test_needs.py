"""What a command uses is declared: without it the command stops, and nothing else changes what comes out."""

# A row of a ledger is one line.
# ruff: noqa: E501

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from generate import ledger_builder
from generate.ledger_builder import MemoryBook
from rectify_xl.commands.command import Command
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import COMMANDS, find
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import guard
from rectify_xl.ledger.reading.guard import SheetNeed
from rectify_xl.ledger.reading.reader import RawBook, header_row
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook.file_host import FileBook

AS_OF = date(2026, 9, 28)

LEDGER = """
[基本信息]
单位名称 | 青石镇中心卫生院
反馈日期 | 2026-03-18
集中整改结束 | 2026-06-18
通报标题 | 关于巡察整改进展情况的通报
通报日期 | 2026-09-28
联系电话 | 0571-12345678
电子邮箱 | zgb@example.com
声明数·具体问题 | 6
[问题台账]
编号 | 方面 | 大项 | 具体问题 | 整改目标 | 验收标准 | 牵头领导 | 责任科室 | 责任人 | 配合科室 | 整改时限 | 时限类型 | 完成程度 | 后续要求 | 即知即改 | 整改进展 | 剩余事项 | 剩余时限 | 完成日期 | 需上级支持 | 上轮问题 | 关联编号 | 公开 | 不公开理由 | 公开表述 | 通报标题 | 状态表述 | 备注
P001 | 甲方面 | 子项 | 学习走过场 | 学深 | 有记录 | 周明 | 办公室 | 李岚 | 医务科 | 2026-06-30 | 限期整改 | 已完成 | 长期坚持 | 否 | 一是制定学习制度；二是每季度组织学习，5月20日已开展。 | | | 2026-06-10 | 否 | 是 | | 是 | | | 针对学习走过场问题 | 已整改完成 | 甲
P002 | 甲方面 | 子项 | 药品盘点不及时 | 及时 | 账实相符 | 何静 | 药剂科 | 方凯 | | 2026-06-30 | 限期整改 | 整改中 | 无 | 否 | 一是已盘点；二是拟于8月底前建立台账。 | 台账未建 | 2026-12-31 | | 是 | 否 | | 是 | | | | | 乙
P003 | 乙方面 | | 印章管理不严 | 严 | 有登记 | 何静 | 办公室 | 李岚 | | 2026-09-10 | 限期整改 | 整改中 | 无 | 否 | 正在修订办法。 | | | | 否 | 否 | | 否 | 涉密 | | | | 丙
P004 | 乙方面 | | 值班登记不全 | 全 | 有登记 | 周明 | 办公室 | 王芳 | | 立行立改 | 立行立改 | 已完成 | 无 | 是 | 已补录，联系人王芳13800000000。 | | | 2026-04-02 | 否 | 否 | | 是 | | 已经补录齐全 | | | 丁
P005 | 乙方面 | | 采购程序不规范 | 规范 | 有制度 | 周明 | 总务科 | 陈立 | | 2026-10-08 | 限期整改 | 整改中 | 持续推进 | 否 | 加强教育，提高认识。 | | | | 否 | 否 | | 是 | | | | | 戊
P006 | 甲方面 | 子项 | 学习又走过场 | 学深 | 有记录 | 周明 | 办公室 | 李岚 | | 2026-12-31 | 限期整改 | 整改中 | 无 | 否 | 已重新制定计划。 | | | | 否 | 否 | P001 | 是 | | | | | 己
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容 | 措施类型 | 责任科室 | 责任人 | 时限 | 周期 | 完成程度 | 完成日期 | 备注
M001-1 | | P001 | 每季度组织学习并通报 | 学习教育 | 办公室 | 李岚 | 2026-06-30 | 每季度 | 已完成 | 2026-06-01 | 一
M001-2 | M001-1 | P001 | 编印学习资料 | 学习教育 | 办公室 | 李岚 | 2026-06-30 | | 已完成 | 2026-06-01 | 二
M002-1 | | P002 | 由药剂科每月盘点 | 监督检查 | 药剂科 | 方凯 | 2026-08-31 | 每月 | 整改中 | | 三
M003-1 | | P003 | 修订印章管理办法 | 建章立制 | 办公室 | 李岚 | 2026-08-31 | | 未启动 | | 四
[制度清单]
名称 | 文号 | 新建/修订 | 日期 | 问题编号
《学习制度》 | 青卫〔2026〕3号 | 新建 | 2026-05-10 | P001
[佐证材料]
编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 版本 | 日期
E001 | P001 | 学习记录 | 青卫〔2026〕3号 | | 1 | 2026-06-05
[销号登记]
问题编号 | 类型 | 申请日期 | 申请人 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 上级复核 | 结论 | 补充要求 | 延期至 | 延期理由 | 日期
P001 | 销号 | 2026-06-12 | 李岚 | 已整改到位 | 林晓 | 赵一鸣 | 钱立 | | 通过 | | | | 2026-06-20
P003 | 延期 | 2026-08-01 | 李岚 | | | | 钱立 | | 通过 | | 2026-09-20 | 设备未到 | 2026-08-05
P004 | 销号 | 2026-04-05 | 王芳 | | | | | | 退回 | 补签字 | | | 2026-04-08
[回头看]
日期 | 问题/措施编号 | 方式 | 发现 | 结论 | 检查人 | 下次日期
2026-07-20 | P001 | 查阅资料 | 记录不全 | 松动 | 孙平 | 2026-09-01
[通报文稿]
部分 | 层级 | 标题 | 正文 | 编号 | 关联编号
标题 | | 关于巡察整改进展情况的通报 | | |
导语 | 正文 | | 现将整改进展情况公布如下。 | |
第一部分 | 一级 | 组织情况 | 共{{ 问题数 }}个问题。 | 一、 |
第二部分 | 一级 | 整改进展情况 | | 二、 |
第三部分 | 一级 | 下一步打算 | 继续整改。 | 三、 |
"""

CALLS: tuple[tuple[str, Mapping[str, Value], tuple[str, ...]], ...] = (
    ("dump", {}, ()),
    ("rollup", {}, ()),
    ("risks", {}, ()),
    ("risks", {"write": True}, ()),
    ("promises", {}, ()),
    ("weekly", {"output": "out.docx"}, ()),
    ("brief", {"output": "out.docx"}, ()),
    ("monthly", {"output": "out.docx"}, ()),
    ("letters", {}, ()),
    ("letters", {"output": "out"}, ()),
    ("letters", {"issued": True}, ()),
    ("distribute", {"output": "out"}, ()),
    ("remind", {"output": "out", "by_whom": "责任人"}, ()),
    ("remind", {"by_whom": "领导"}, ()),
    ("collect", {"status": True}, ()),
    ("wallchart", {"output": "out.xlsx", "paper": "A3"}, ()),
    ("review", {"draw": "1", "seed": "7", "output": "out.docx"}, ()),
    ("review", {"draw": "1", "seed": "7", "write": True}, ()),
    ("review", {"record": "P001", "verdict": "巩固", "finding": "已落实", "by": "孙平"}, ()),
    ("history", {}, ("P001",)),
    ("history", {}, ()),
    ("close", {}, ()),
    ("close", {"step": "apply", "by": "方凯"}, ("P002",)),
    ("close", {"step": "extend", "by": "方凯", "until": "2026-11-30", "reason": "设备未到"}, ("P002",)),
    ("close", {"form": "out.docx"}, ("P002",)),
    ("close", {"batch": True}, ()),
    ("reopen", {"reason": "又发现走过场"}, ("P001",)),
    ("notice", {"output": "out.txt", "audience": "public"}, ()),
    ("notice", {"output": "out.txt", "audience": "internal"}, ()),
    ("notice", {"output": "out.txt", "audience": "internal", "as_published": True}, ()),
    ("report", {"output": "out.docx"}, ()),
    ("form", {"output": "out.xlsx"}, ()),
    ("form", {"output": "out.docx"}, ()),
    ("submit", {"output": "out", "with_errors": "上级催报"}, ()),
    ("proof", {}, ()),
    ("clear", {}, ()),
)
"""Each command with the options that make it read and write most."""
CARRYING_LESS = [call for call in CALLS if call[0] != "submit"]
"""All but what takes every column along, needed or not: what goes up says something else when a column has gone."""


ALL_CELLS = "sheets"
"""The key under which `dump` gives every cell under the header that stands there, whatever that is."""
ALL_FINDINGS = "findings"
"""What a notice lists beside what stops it: all that 公开 finds, in whatever column."""


NO_LEDGER = {"new", "import", "template", "demo", "addin", "doctor", "service", "consolidate", "return"}
"""Commands that read no ledger of their own; what is sent in is assessed whole, and told as it is (HZ113)."""
TELL_THEMSELVES = {"check", "fix", "undo", "repair", "trace"}
"""Commands whose work is to tell of what is missing, or that read what was recorded."""


def test_every_command_that_reads_a_ledger_says_what_it_needs_and_is_tried_here() -> None:
    """A command without `needs` would count a renamed column as an empty one."""
    reading = {command.id for command in COMMANDS} - NO_LEDGER - TELL_THEMSELVES
    assert {name for name, _, _ in CALLS} == reading
    assert [command.id for command in COMMANDS if command.id in reading and not command.needs] == []


def test_the_ledger_of_these_tests_uses_every_column() -> None:
    """A column that no row fills would be missed by no command."""
    book = ledger()
    unused = []
    for sheet in schema.TABLES:
        raw = book.sheets.get(sheet.name)
        if raw is None or sheet.output:
            continue
        headers = raw.rows[0]
        for place, header in enumerate(headers):
            column = next((column for column in sheet.columns if column.name == header), None)
            filled = any(len(row) > place and row[place] not in (None, "") for row in raw.rows[1:])
            if column is not None and column.entry != "computed" and not filled:
                unused.append(f"{sheet.name}·{header}")
    assert unused == ["佐证材料·SHA-256", "销号登记·上级复核", "通报文稿·关联编号"]  # no command fails without them


@cache
def ledger() -> RawBook:
    """Return a ledger in which every column of every sheet is in use."""
    book = FileBook(resources.path("workbook_template.xlsx")).read()
    sheets = dict(book.sheets)
    for name, raw in ledger_builder.raw_book(LEDGER).sheets.items():
        rows = [list(row) for row in sheets[name].rows]
        places = {header: at for at, header in enumerate(rows[0])}
        lines = {row[0]: at for at, row in enumerate(rows) if row}
        if name == schema.PROSE.name:
            del rows[1:]
        for number, cells in enumerate(raw.rows[1:], 1):
            at = lines[cells[0]] if name == schema.INFO.name else number
            while len(rows) <= at:
                rows.append([None] * len(rows[0]))
            for header, value in zip(raw.rows[0], cells, strict=False):
                rows[at][places[header]] = value
        sheets[name] = sheets[name]._replace(rows=rows)
    return book._replace(sheets=sheets)


def renamed(book: RawBook, columns: Iterable[tuple[str, str]]) -> RawBook:
    """Return the ledger with other headers for some columns, given as (sheet, header)."""
    sheets = dict(book.sheets)
    for sheet, column in columns:
        rows = [list(row) for row in sheets[sheet].rows]
        rows[0][rows[0].index(column)] = f"自用·{len(column)}·{rows[0].index(column)}"
        sheets[sheet] = sheets[sheet]._replace(rows=rows)
    return book._replace(sheets=sheets)


def used(command: Command, options: Mapping[str, Value]) -> tuple[SheetNeed, ...]:
    """Return what a command uses with these options."""
    return guard.together(tuple(each for each in command.needs if not each.option or options.get(each.option)))


def undeclared(command: Command, options: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return the columns of the layout that a command does not declare."""
    declared = {(each.sheet, name) for each in used(command, options) for name in (*each.columns, *each.older)}
    return [
        (sheet.name, column.name)
        for sheet in (*schema.TABLES,)
        for column in sheet.columns
        if (sheet.name, column.name) not in declared
    ]


def run(command: Command, options: Mapping[str, Value], items: tuple[str, ...], book: RawBook, folder: Path) -> object:
    """Return all that comes out of a command, with what it writes, without asking whether it can see its columns."""
    folder.mkdir()
    given = {**options, **{name: str(folder / str(options[name])) for name in ("output", "form") if name in options}}
    held = MemoryBook(book)
    request = Request(AS_OF, held, options=given, items=items, by="王芳")
    outcome: Outcome = import_module(command.module).run(request)
    written = [
        (block.sheet, write.row, write.column, write.value)
        for changes in held.written
        for block in changes
        for write in block.writes
    ]
    made = {str(path.relative_to(folder)): content(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    beside = (ALL_CELLS, ALL_FINDINGS) if command.id == "notice" else (ALL_CELLS,)
    told = {key: value for key, value in outcome.data.items() if key not in beside}
    text = repr((told, outcome.summary, outcome.tables, outcome.status)).replace(str(folder), "")
    return text, written, made


def content(path: Path) -> str:
    """Return what a made file says."""
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        part = "word/document.xml" if path.suffix == ".docx" else "xl/worksheets/sheet1.xml"
        return "\n".join(re.findall(r"<(?:w:)?(?:t|v)(?: [^>]*)?>([^<]*)<", package.read(part).decode()))


def call_name(call: tuple[str, Mapping[str, Value], tuple[str, ...]]) -> str:
    command, options, _ = call
    return "-".join([command, *options])


@pytest.mark.parametrize("call", CARRYING_LESS, ids=call_name)
def test_columns_that_are_not_declared_change_nothing(
    call: tuple[str, Mapping[str, Value], tuple[str, ...]], tmp_path: Path
) -> None:
    """With every undeclared column under another name, all that comes out is the same."""
    name, options, items = call
    command = find(name)
    assert command is not None
    others = undeclared(command, options)
    before = run(command, options, items, ledger(), tmp_path / "before")
    assert run(command, options, items, renamed(ledger(), others), tmp_path / "after") == before


def declared() -> list[tuple[str, str, str]]:
    """Return every column that a command cannot do without, as (command, sheet, column)."""
    return [
        (command.id, each.sheet, name)
        for command in COMMANDS
        for each in guard.together(command.needs)
        for name in each.columns
    ]


def refusal(command: Command, book: RawBook) -> str:
    """Return why a command stops."""
    options: Mapping[str, Value] = {each.option: True for each in command.needs if each.option}
    held = MemoryBook(book)
    target = "x.xlsx" if command.id in ("wallchart", "form") else "x.docx"
    request = Request(AS_OF, held, options={**options, "output": target, "record": "P001"}, items=("P001",))
    with pytest.raises(BookError) as stopped:
        invoke(command, request)
    assert held.written == []
    return str(stopped.value)


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.needs], ids=lambda command: command.id)
def test_a_declared_column_under_another_name_stops_the_command(command: Command) -> None:
    """The sentence names the sheet and the column."""
    for name, sheet, column in declared():
        if name == command.id:
            told = refusal(command, with_header(ledger(), sheet, column, "自用列"))
            assert f"《{sheet}》没有『{column}』" in told


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.needs], ids=lambda command: command.id)
def test_a_doubled_column_stops_the_command(command: Command) -> None:
    """The sentence names both cells."""
    for name, sheet, column in declared():
        if name == command.id:
            told = refusal(command, doubled(ledger(), sheet, column))
            assert f"《{sheet}》的『{column}』有2列（" in told


def with_header(book: RawBook, sheet: str, column: str, name: Raw) -> RawBook:
    """Return the ledger with one header under another name."""
    rows = [list(row) for row in book.sheets[sheet].rows]
    row, names = header_row([column], rows)
    rows[row - 1][names.index(column)] = name
    return book._replace(sheets={**book.sheets, sheet: book.sheets[sheet]._replace(rows=rows)})


def doubled(book: RawBook, sheet: str, column: str) -> RawBook:
    """Return the ledger with one more column of that name, in which a blank stands behind it."""
    rows = [list(row) for row in book.sheets[sheet].rows]
    row, _ = header_row([column], rows)
    rows[row - 1].append(f"{column}\u00a0")
    return book._replace(sheets={**book.sheets, sheet: book.sheets[sheet]._replace(rows=rows)})
