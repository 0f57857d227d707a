"""A number is never given twice, and goes on from those of its own kind."""

from __future__ import annotations

from generate.ledger_builder import load
from rectify_xl.ledger.used_ids import next_document_id

EVIDENCE = """
    [问题台账]
    编号 | 具体问题
    P031 | 甲
    [佐证材料]
    编号 | 问题/措施编号 | 名称
"""


def test_the_first_document_is_number_one() -> None:
    """Ids that other rows were given meanwhile are no documents."""
    assert next_document_id(load(EVIDENCE), ("P032", "M031-2")) == "E001"
    assert next_document_id(load(EVIDENCE), ("P032", "E001")) == "E002"


def test_documents_are_numbered_on_in_the_manner_of_the_last() -> None:
    """Of two manners the later one counts; the highest number of it is outbid, in its width."""
    ledger = load(EVIDENCE + "    甲1 | P031 | 一\n    Z09 | P031 | 二\n    Z02 | P031 | 三\n")
    assert next_document_id(ledger) == "Z10"


def test_the_number_of_a_deleted_document_is_not_given_again() -> None:
    """What 变更记录 tells of a document that went keeps its number taken."""
    ledger = load(
        EVIDENCE + "    E001 | P031 | 一\n    [变更记录]\n    表 | 行编号 | 列\n    佐证材料 | E002 | （删除行）\n"
    )
    assert next_document_id(ledger) == "E003"
