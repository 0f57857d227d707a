"""What a sample of a check is, and the text tables of which samples are made. The unit in them is invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generate import ledger_builder
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger, LostFormulas
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.text.refs import parse_address

AS_OF = date(2025, 9, 26)
"""The day on which the samples are checked."""


class Sample(NamedTuple):
    """Text tables (see `generate.ledger_builder`) in which one check finds something, and in which it does not.

    Sheets left out are added empty, but for those of `without`. `areas` are the Excel tables of the wrong workbook,
    `right_areas` those of the corrected one, `files` the evidence files beside both; `tabs` are
    all tabs of the wrong workbook, where they matter, `blank` its rows that are only formatted, `formulas` its formulas
    whose results stand in the tables, by address (问题台账!K2), `lost` the formulas that its 统计汇总 lost.
    """

    code: str
    wrong: str
    right: str
    without: tuple[str, ...] = ()
    areas: Mapping[str, str] = {}
    right_areas: Mapping[str, str] = {}
    files: Mapping[str, str] | None = None
    tabs: tuple[str, ...] = ()
    blank: Mapping[str, tuple[int, int, int]] = {}
    formulas: Mapping[str, str] = {}
    lost: tuple[str, ...] = ()


def wrong_ledger(sample: Sample) -> Ledger:
    """Return the ledger in which the check finds something."""
    book = _book(sample.wrong)
    kept = {name: sheet for name, sheet in book.sheets.items() if name not in sample.without}
    formulas = dict(_formulas(sample.formulas))
    return reader.read_ledger(
        book._replace(
            sheets=kept,
            tables=sample.areas,
            tabs=sample.tabs,
            blank=sample.blank,
            formulas=formulas,
            lost=LostFormulas(sample.lost),
        )
    )


def right_ledger(sample: Sample) -> Ledger:
    """Return the corrected ledger."""
    return reader.read_ledger(_book(sample.right)._replace(tables=sample.right_areas))


def _formulas(by_address: Mapping[str, str]) -> Iterator[tuple[tuple[str, int, int], WrittenFormula]]:
    for address, text in by_address.items():
        if cell := parse_address(address):
            sheet, area = cell
            yield (sheet, area.top, area.left), WrittenFormula(text, area.top, area.left)


def _book(tables: str) -> RawBook:
    """Return the workbook of text tables, with all sheets, and 基本信息 with all its columns."""
    book = ledger_builder.raw_book(ledger_builder.complete(tables))
    info = book.sheets[schema.INFO.name]
    header = [column.name for column in schema.INFO.columns]
    return book._replace(sheets={**book.sheets, info.name: info._replace(rows=[header, *info.rows[1:]])})


def info_table(*lines: str) -> str:
    """Return 基本信息 with these lines."""
    return "\n".join(["[基本信息]", *lines])


def text_table(name: str, header: str, *lines: str) -> str:
    """Return the text table of a sheet."""
    return "\n".join([f"[{name}]", header, *lines])


def problem_table(header: str, *lines: str) -> str:
    """Return 问题台账 with these rows."""
    return text_table("问题台账", header, *lines)


def measure_table(header: str, *lines: str) -> str:
    """Return 整改措施 with these rows."""
    return text_table("整改措施", header, *lines)


FEEDBACK = "反馈日期 | 2025-03-18"
TWO_ROWS = problem_table("编号 | 方面", "P001 | 甲方面", "P002 | 甲方面")
ONE = problem_table("编号 | 完成程度", "P001 | 已完成")


def verified_table(*lines: str) -> str:
    """Return 核实登记 with lines that a person typed."""
    return text_table(
        "核实登记",
        "时间 | 核实人 | 代码 | 表 | 行编号 | 列 | 内容 | 理由 | 来源 | 核对码",
        *(f"2025-07-01 09:00:00 | 王芳 | {line} | 已核对 | 没有问题 | 校验结果 | abcd" for line in lines),
    )


def log_table(line: str) -> str:
    """Return 变更记录 with one line that a person left."""
    return text_table(
        "变更记录",
        "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
        f"2025-07-01 09:00:00 | 未署名 | 人工修改 | {line}",
    )


TWO_MEASURES = measure_table(
    "措施编号 | 上级措施 | 问题编号 | 完成程度", "M001-1 | | P001 | 已完成", "M001-2 | M001-1 | P001 | 已完成"
)
