"""A relapse is a new row that points to the old one; what was closed stays closed."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.ledger.closure_rules.closure_terms import Refusal
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.used_ids import next_id
from rectify_xl.supervision.closure_steps.relapse import register_relapse
from rectify_xl.supervision.closure_steps.take_steps import apply_step
from tests.supervision.closure_steps import closing_ledgers
from tests.supervision.closure_steps.closing_ledgers import AS_OF, FILES, SIGNED, order

LATER = date(2025, 11, 3)


def closed() -> RawBook:
    raw = closing_ledgers.book()
    for each in (*SIGNED, order("approve")):
        raw = ledger_builder.apply(raw, apply_step(closing_ledgers.read(raw), ["P001"], each, AS_OF, FILES)[0])
    return raw


def test_the_new_row_takes_over_what_the_problem_is_and_says_where_it_comes_from() -> None:
    raw = closed()
    result = register_relapse(
        closing_ledgers.read(raw), "p001", "抽查又见空白单据", LATER, LATER, until=date(2026, 1, 31)
    )
    assert not isinstance(result, Refusal)
    assert (result.id, result.row) == ("P003", 4)
    grown = ledger_builder.apply(raw, result.changes)
    header, *body = grown.sheets["问题台账"].rows
    assert body[:2] == raw.sheets["问题台账"].rows[1:]
    assert grown.sheets["销号登记"] == raw.sheets["销号登记"]
    new = {name: value for name, value in zip(header, body[2], strict=False) if value is not None}
    assert new == {
        "编号": "P003",
        "方面": "甲方面",
        "具体问题": "用印没有记录",
        "牵头领导": "周某",
        "责任科室": "办公室",
        "责任人": "吴某",
        "整改时限": date(2026, 1, 31),
        "完成程度": "未启动",
        "关联编号": "P001",
        "备注": "反弹：P001于2025-09-01通过销号（『销号登记』第2行），2025-11-03登记反弹。原因：抽查又见空白单据",
    }
    again = register_relapse(closing_ledgers.read(grown), "P001", "又见", LATER, LATER)
    assert again == Refusal("P001", "反弹已登记为P003（『问题台账』第4行），还在整改", "请在那一行接着整改")


@pytest.mark.parametrize(
    ("name", "reason", "day", "said"),
    [
        ("P002", "又见", LATER, "没有销号，完成程度是“整改中”，还在整改，不算反弹"),
        ("P001", "", LATER, "没有写反弹的原因"),
        ("P001", "又见", date(2025, 11, 4), "登记日期2025-11-04还没有到（今天2025-11-03）"),
        ("P001", "又见", date(2025, 8, 31), "登记日期2025-08-31早于办结日期2025-09-01"),
        ("P009", "又见", LATER, "『问题台账』中没有编号P009"),
    ],
)
def test_what_is_no_relapse_is_refused(name: str, reason: str, day: date, said: str) -> None:
    result = register_relapse(closing_ledgers.read(closed()), name, reason, day, LATER)
    assert isinstance(result, Refusal)
    assert result.text == said


def test_an_id_is_never_used_twice() -> None:
    """Ids that stand in other sheets, or stood in the ledger once, are used up."""
    raw = closing_ledgers.book(
        more="[变更记录]\n时间 | 表 | 行编号 | 列 | 原值\n2025-06-01 | 问题台账 | P017 | 编号 | P041"
    )
    assert next_id(closing_ledgers.read(raw), "P001") == "P042"
    assert next_id(closing_ledgers.read(raw), "1.1") == "P042"
    assert next_id(closing_ledgers.read(raw), "W09") == "W01"
