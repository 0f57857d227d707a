"""`promises` lists what the prose promises: machines get the order of the ledger, people the broken ones first."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import MemoryBook, raw_book
from rectify_xl.commands import promises
from rectify_xl.commands.outcome import Outcome, Request

LEDGER = """
[基本信息]
反馈日期 | 2025-03-18
通报日期 | 2025-09-26
[问题台账]
编号 | 完成程度 | 整改进展
P001 | 已完成 | 每月自查不少于2次；4月17日学习制度；拟于7月中旬完成培训。
"""


def run(**options: str) -> Outcome:
    book = MemoryBook(raw_book(LEDGER))
    outcome = promises.run(Request(date(2025, 9, 26), book, options=options))
    assert book.written == []
    return outcome


def test_the_data_of_a_promise() -> None:
    """Every key of the contract is there, with the exact span of the cell."""
    listed = run().data["promises"]
    assert isinstance(listed, list)
    assert [each["verdict"] for each in listed] == ["due", "kept", "broken"]
    assert listed[2] == {
        "row_id": "P001",
        "cell": "问题台账!C2",
        "start": 20,
        "end": 30,
        "text": "拟于7月中旬完成培训",
        "kind": "dated",
        "due": "2025-07-20",
        "period": None,
        "quantity": None,
        "tense": "planned",
        "verdict": "broken",
        "binding": "2025-07-21",
        "reason": "期限2025年7月20日（逢节假日，顺延到2025年7月21日）已过67天，没有写明结果，也没有记录"
        "（原文未写年份，按反馈日期推定为2025年）",
    }
    assert (listed[0]["kind"], listed[0]["period"], listed[0]["quantity"]) == ("periodic", "每月", "不少于2次")


def test_people_see_the_broken_ones_first() -> None:
    """The summary counts all of them, also where only some are listed."""
    outcome = run()
    assert outcome.summary == ("截至2025-09-26：文中承诺3条，其中失约1条，待兑现1条，已兑现1条。",)
    [sheet] = outcome.tables
    assert [row[0] for row in sheet.rows] == ["失约", "待兑现", "已兑现"]
    assert sheet.rows[1][:6] == ("待兑现", "P001", "问题台账!C2", "每月", "2025-10-27", "每月自查不少于2次")
    only = run(only="kept")
    assert only.summary == outcome.summary
    assert [row[5] for row in only.tables[0].rows] == ["4月17日学习制度"]
