"""A list that knows no 方面 is told once, and not in each of its rows."""

from __future__ import annotations

from datetime import date

from generate import ledger_builder
from rectify_xl.judgement import checks


def empty_aspects(rows: str) -> list[tuple[str, str]]:
    ledger = ledger_builder.load(f"[问题台账]\n编号 | 方面 | 具体问题 | 完成程度 | 公开\n{rows}")
    findings = checks.run(ledger, checks.profile("填报"), date(2025, 11, 3))
    return [(finding.cell, finding.message) for finding in findings if finding.code == "RX201"]


def test_a_flat_list_is_told_once() -> None:
    """Its first row says how many are meant."""
    rows = "P001 | | 甲 | 已完成 | 是\nP002 | | 乙 | 已完成 | 是\nP003 | | 丙 | 已完成 | 是"
    assert empty_aspects(rows) == [
        (
            "B2",
            "第2行『方面』没有填写，全部3个问题都是：清单没有分方面，按方面的统计和通报的层次都做不出来。",
        )
    ]


def test_a_gap_among_aspects_is_told_in_its_row() -> None:
    """Where others name their 方面, each row without one is an error of its own."""
    rows = "P001 | 党建 | 甲 | 已完成 | 是\nP002 | | 乙 | 已完成 | 是\nP003 | | 丙 | 已完成 | 是"
    assert [cell for cell, _ in empty_aspects(rows)] == ["B3", "B4"]
