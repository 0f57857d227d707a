"""RX510: a cell of departments that is not taken apart as it is meant is told, with how to write it."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks

AS_OF = date(2026, 9, 28)


def _told(cell: str) -> list[tuple[str, str]]:
    found = ledger_builder.load(f"[问题台账]\n编号 | 责任科室\nP001 | 党政办\nP002 | {cell}")
    codes = ("RX508", "RX509", "RX510")
    return [
        (each.code, each.fix)
        for each in checks.run(found, checks.profile("上报"), AS_OF)
        if each.code in codes and each.cell == "B3"
    ]


@pytest.mark.parametrize(
    ("cell", "advised"),
    [
        ("党政办（牵头）、纪委", "党政办、纪委"),
        ("纪委、党政办(牵头)", "党政办、纪委"),
        ("牵头：党政办；配合：纪委", "党政办、纪委"),
        ("配合科室:纪委 牵头科室:党政办", "党政办、纪委"),
        ("党政办牵头，纪委配合", "党政办、纪委"),
        ("1.党政办 2.纪委", "党政办、纪委"),
        ("1、党政办；2、纪委", "党政办、纪委"),
        ("①党政办②纪委", "党政办、纪委"),
        ("党政办。", "党政办"),
        ("党政办和纪委", "党政办、纪委"),
        ("党政办及纪委", "党政办、纪委"),
        ("党政办以及经济发展办", "党政办、经济发展办"),
        ("党政办&纪委", "党政办、纪委"),
    ],
)
def test_the_remedy_shows_how_to_write_it(cell: str, advised: str) -> None:
    """One finding for the cell, and the corrected cell has none."""
    assert _told(cell) == [("RX510", f"请把B3改为“{advised}”：只写科室名称，用顿号隔开，牵头的写在最前面。")]
    assert _told(advised) == []


@pytest.mark.parametrize(
    "cell",
    [
        "文化和旅游局",
        "人力资源和社会保障局",
        "发展和改革委",
        "和平街道办",
        "党委和政府办公室",
        "普及推广站",
        "组织办（党建办）",
        "党政办、纪委",
        "第1党支部",
        "各站办所",
    ],
)
def test_a_plain_name_is_not_told(cell: str) -> None:
    """和 belongs to many names."""
    assert [code for code, _ in _told(cell) if code == "RX510"] == []


@pytest.mark.parametrize("word", ["无", "/", "—"])
def test_no_department_is_a_missing_one(word: str) -> None:
    """无 was a placeholder, which 上报 let pass, while the counts took it for empty."""
    found = ledger_builder.load(f"[问题台账]\n编号 | 责任科室\nP001 | {word}")
    told = [
        (each.code, each.severity, each.message)
        for each in checks.run(found, checks.profile("上报"), AS_OF)
        if each.cell == "B2"
    ]
    assert told == [("RX202", "error", f"第2行『责任科室』写的是“{word}”，等于没有填写，上报前须补齐。")]
