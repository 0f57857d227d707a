"""A done problem whose measures only intend is flagged; one measure in two that says how is not enough against it."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.judgement.risks.soft_measures import vague_measures
from rectify_xl.judgement.risks.subjects import risk_subjects


def told(*measures: str, completion: str = "已完成") -> list[tuple[str, str]]:
    rows = "\n".join(f"M001-{number} | P001 | {text}" for number, text in enumerate(measures, 1))
    tables = f"[问题台账]\n编号 | 完成程度\nP001 | {completion}\n[整改措施]\n措施编号 | 问题编号 | 措施内容\n{rows}"
    [case] = risk_subjects(load(tables), date(2025, 9, 26))
    return [(each.text, each.cell) for each in vague_measures(case)]


def test_half_of_the_measures() -> None:
    """They are counted and named, and the first one's cell is given."""
    assert told("加强教育，提高认识。", "每月由医务科抽查病历20份") == [
        ("2条措施中有1条只有要求，没有怎么做、谁来做、什么时候做：M001-1", "整改措施!C2")
    ]


def test_fewer_or_none() -> None:
    """One of three is not enough, nor are measures of an open problem."""
    assert told("加强教育，提高认识。", "修订印章办法", "采购档案柜6组") == []
    assert told("加强教育，提高认识。", completion="整改中") == []
    assert told() == []
