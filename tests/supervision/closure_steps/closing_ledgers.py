"""A small ledger whose first problem is ready to be closed, for the tests of closing."""

from __future__ import annotations

from datetime import date

from generate import ledger_builder
from rectify_xl.ledger.closure_rules.closure_terms import ClosureStep, StepRequest
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger

AS_OF = date(2025, 9, 1)
SEAL = "a" * 64
FILES = {"佐证/办法.pdf": SEAL}
TABLES = """
[基本信息]
反馈日期 | 2025-03-18
延期次数上限 | {cap}
销号须上级复核 | {superior}
[问题台账]
编号 | 方面 | 大项 | 具体问题 | 牵头领导 | 责任科室 | 责任人 | 整改时限 | 完成程度 | 后续要求 | 整改进展 | 剩余事项 | 剩余时限 | 完成日期 | 关联编号 | 公开 | 不公开理由 | 备注
P001 | 甲方面 | | 用印没有记录 | 周某 | 办公室 | 吴某 | 2025-06-30 | 已完成 | 无 | 已修订印章管理办法。 | | | 2025-06-20 | | | |
P002 | 甲方面 | | 账实不符 | 周某 | 财务科 | 郑某 | 2025-12-31 | 整改中 | 无 | 正在盘点。 | 盘点二库 | 2025-12-31 | | | | |
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容 | 完成程度 | 完成日期
M001-1 | | P001 | 修订印章管理办法 | 已完成 | 2025-05-20
M002-1 | | P002 | 盘点全部库房 | 整改中 |
[佐证材料]
编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 版本 | 日期
E001 | M001-1 | 印章管理办法 | 佐证/办法.pdf | {seal} | 1 | 2025-05-20
"""  # noqa: E501


def book(*, cap: str = "", superior: str = "", seal: str = SEAL, more: str = "") -> RawBook:
    """Return the ledger as a workbook in memory; `more` adds tables."""
    tables = TABLES.format(cap=cap, superior=superior, seal=seal) + more
    return ledger_builder.raw_book(ledger_builder.complete(tables))


def read(raw: RawBook) -> Ledger:
    return reader.read_ledger(raw)


def order(step: ClosureStep, **given: str | date) -> StepRequest:
    """Return an order of 1 September 2025."""
    return StepRequest(step=step, day=AS_OF)._replace(**given)  # type: ignore[arg-type]


SIGNED = (
    order("apply", by="吴某"),
    order("sign", by="吴某", role="责任科室", opinion="同意销号"),
    order("sign", by="周某", role="分管领导"),
    order("sign", by="钱某", role="主要负责人"),
)
"""Everything that comes before approval."""
