"""Ledgers for the tests of hosts: the template, filled from a text table."""

from __future__ import annotations

from pathlib import Path

from generate.ledger_builder import raw_book
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host

SMALL = """
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 整改进展
    P001 | 甲方面 | 学习安排不具体 | 办公室 | 2025-06-30 | 整改中 | 一是已制定学习计划。
    P002 | 甲方面 | 会议记录不规范 | 办公室 | 2025年12月 | 已完成 | 一是已重新培训记录员。
    P003 | 乙方面 | 采购验收走过场 | 后勤科 | #日 2025-08-31 | 整改中 | 一是已修订验收办法。
    [基本信息]
    反馈日期 | 2025-03-18
"""


def small(folder: Path, *, name: str = "台账 甲.xlsx") -> Path:
    """Write a ledger of three problems."""
    return build(folder / name, SMALL)


def build(path: Path, tables: str) -> Path:
    """Write a ledger that holds the rows of the text tables; 基本信息 lines go where the template has them."""
    file_host.create(resources.path("workbook_template.xlsx"), path, filled(tables))
    return path


def filled(tables: str) -> Changes:
    """Return the changes that put the rows of text tables into a blank ledger."""
    blocks: list[SheetChanges] = []
    items = {item.name: row for row, item in enumerate(schema.INFO_ITEMS, 2)}
    for name, raw in raw_book(tables).sheets.items():
        layout = schema.by_name(name)
        assert layout is not None, name
        head, *rows = raw.rows
        if layout is schema.INFO:
            writes = tuple(CellWrite(items[str(item)], 2, value) for item, value in rows)
        else:
            writes = tuple(
                CellWrite(row, layout.position(str(column)), value)
                for row, values in enumerate(rows, 2)
                for column, value in zip(head, values, strict=True)
                if value is not None
            )
        blocks.append(SheetChanges(name, writes))
    return tuple(blocks)


def many(problems: int) -> Changes:
    """Return a ledger of that many problems, each of them overdue and with required cells left empty."""
    positions = {name: schema.PROBLEMS.position(name) for name in ("编号", "方面", "具体问题", "整改时限")}
    writes = tuple(
        CellWrite(row, positions[name], value)
        for row in range(2, problems + 2)
        for name, value in (
            ("编号", f"P{row - 1:04d}"),
            ("方面", "甲方面"),
            ("具体问题", f"第{row - 1}件事"),
            ("整改时限", "2025-06-30"),
        )
    )
    return (SheetChanges(schema.PROBLEMS.name, writes),)
