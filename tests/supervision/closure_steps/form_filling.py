"""A clerk at the sheet 销号办理, for tests: a ledger with several finished problems, and lines that are filled in."""

from __future__ import annotations

from datetime import date

from generate import ledger_builder
from generate.ledger_builder import MemoryBook
from rectify_xl.commands import close
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.text.cell_value import Raw

AS_OF = date(2025, 9, 1)
SHEET = "销号办理"
TABLES = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 责任人 | 整改时限 | 完成程度 | 即知即改 | 整改进展 | 完成日期
P001 | 甲方面 | 用印没有记录 | 周某 | 办公室 | 吴某 | 2025-06-30 | 已完成 | 是 | 已修订印章管理办法。 | 2025-06-20
P002 | 甲方面 | 会议记录不规范 | 周某 | 办公室 | 吴某 | 2025-06-30 | 已完成 | 是 | 已重新培训记录员。 | 2025-06-21
P003 | 乙方面 | 食堂账目公示不及时 | 钱某 | 总务科 | 郑某 | 2025-06-30 | 已完成 | 是 | 已按月公示。 | 2025-06-22
P004 | 乙方面 | 账实不符 | 钱某 | 财务科 | 冯某 | 2025-12-31 | 整改中 | | 正在盘点。 |
[佐证材料]
编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 版本 | 日期
E001 | P001 | 印章管理办法 | 一.pdf | aaaa | 1 | 2025-06-20
E002 | P002 | 培训记录 | 二.pdf | bbbb | 1 | 2025-06-20
E003 | P003 | 公示照片 | 三.jpg | cccc | 1 | 2025-06-20
"""
FILES = {"一.pdf": "aaaa", "二.pdf": "bbbb", "三.jpg": "cccc"}


def book() -> RawBook:
    """Return the ledger: three problems are finished and proven, one is under way."""
    return ledger_builder.raw_book(ledger_builder.complete(TABLES))


def press(ledger: MemoryBook, *items: str, **options: str | bool) -> Outcome:
    """Click 一表办理, or run another job of `close`."""
    return close.run(Request(AS_OF, ledger, options=options or {"batch": True}, items=items, by="经办人"))


def lines(ledger: MemoryBook) -> list[dict[str, Raw]]:
    """Return the lines of the sheet by their headers, without empty cells."""
    header, *rows = ledger.read().sheets[SHEET].rows
    return [{str(name): value for name, value in zip(header, row, strict=False) if value} for row in rows]


def fill(ledger: MemoryBook, row: int, **cells: Raw) -> None:
    """Type into a row of the sheet; the first line is row 2."""
    header = list(ledger.read().sheets[SHEET].rows[0])
    writes = tuple(CellWrite(row, header.index(name) + 1, value) for name, value in cells.items())
    ledger.write((SheetChanges(SHEET, writes),))
