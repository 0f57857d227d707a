"""`risks` weighs by the ledger's own table, and with `--previous` lists similar problems of an earlier ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generate.ledger_builder import MemoryBook, raw_book
from rectify_xl.commands import risks
from rectify_xl.commands.outcome import Request
from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from tests.addresses import column, ref

NOW = """
[问题台账]
编号 | 具体问题 | 完成程度 | 上轮问题
P001 | 公车管理使用不到位 | 整改中 | 是
P002 | 用印无记录 | 整改中 |
[字典]
反弹信号 | 权重
上轮问题 | 50
上轮的问题 | 50
"""


def test_candidates_of_an_earlier_ledger(tmp_path: Path) -> None:
    """Both cells are named in the data and in the table; nothing is written into either ledger."""
    earlier = tmp_path / "上轮台账.xlsx"
    rows = (
        CellWrite(2, column("编号"), "P007"),
        CellWrite(2, column("具体问题"), "公务用车管理不规范"),
        CellWrite(3, column("编号"), "P008"),
        CellWrite(3, column("具体问题"), "党费收缴不及时"),
    )
    file_host.create(resources.path("workbook_template.xlsx"), earlier, (SheetChanges("问题台账", rows),))
    before = earlier.read_bytes()
    book = MemoryBook(raw_book(NOW))
    outcome = risks.run(Request(date(2025, 9, 26), book, options={"previous": str(earlier)}))
    assert outcome.data["candidates"] == [
        {
            "id": "P001",
            "cell": "问题台账!B2",
            "problem": "公车管理使用不到位",
            "previous_id": "P007",
            "previous_cell": ref("具体问题", 2),
            "previous_problem": "公务用车管理不规范",
            "likeness": 67,
            "marked": True,
        }
    ]
    assert "与以前的台账相似的问题1对，是否同一问题请人工认定。" in outcome.summary
    assert outcome.tables[-1].title == "与以前台账相似的问题（供人工认定）"
    assert outcome.tables[-1].rows == (
        ("67", "P001 B2（已填上轮问题）", "公车管理使用不到位", "P007 D2", "公务用车管理不规范"),
    )
    assert (earlier.read_bytes(), book.written) == (before, [])


def test_without_an_earlier_ledger() -> None:
    """No candidates are spoken of; the weight of the ledger counts, and a signal that does not exist is told."""
    outcome = risks.run(Request(date(2025, 9, 26), MemoryBook(raw_book(NOW))))
    assert "candidates" not in outcome.data
    found = outcome.data["risks"]
    assert isinstance(found, list)
    assert [(each["id"], each["score"], each["level"]) for each in found] == [("P001", 50, "橙")]
    assert outcome.summary[-1] == (
        "《字典》中没有这样的反弹信号：“上轮的问题”（字典!B3），它们的权重没有用上；请照使用手册改正名称。"
    )


def test_a_letter_whose_days_cannot_be_read_is_told() -> None:
    """It is not passed over as not in use: the milder letter is named, and beside it where the stricter one is lost."""
    tables = """
    [问题台账]
    编号 | 整改时限 | 完成程度
    P001 | 2025-06-30 | 整改中
    [字典]
    督办文书 | 逾期天数
    督办通知书 | 1
    告诫书 | 两个月
    """
    outcome = risks.run(Request(date(2025, 9, 26), MemoryBook(raw_book(tables))))
    found = outcome.data["risks"]
    assert isinstance(found, list)
    assert [(each["id"], each["letter"]) for each in found] == [("P001", "督办通知书")]
    assert outcome.summary[-1] == (
        "督办文书的逾期天数看不懂，这些文书没有提示：“告诫书”（字典!B3）写的是“两个月”；请改成1以上的整数，不用的请清空。"
    )


def test_an_earlier_ledger_that_is_not_there(tmp_path: Path) -> None:
    """It is refused like any ledger."""
    request = Request(date(2025, 9, 26), MemoryBook(raw_book(NOW)), options={"previous": str(tmp_path / "没有.xlsx")})
    with pytest.raises(BookError, match="没有"):
        risks.run(request)
