"""The calibration report counts rows, and the committed one is what the tool writes today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generate.calibration import render, table, tally
from generate.ledger_builder import load

ROOT = Path(__file__).resolve().parents[2]


def test_rows_are_counted_whether_or_not_they_are_listed() -> None:
    """Two reasons of one signal on one row count once."""
    counted = tally(
        load("[问题台账]\n编号 | 完成程度 | 整改进展\nP001 | 已完成 | 尚未验收，尚未付款\nP002 | 整改中 | 尚未验收"),
        date(2025, 9, 26),
    )
    assert (counted.rows, counted.done, dict(counted.fired)) == (2, 1, {"RK101": 1, "RK106": 1})
    assert dict(counted.levels) == {"橙": 1}
    shown = table({"甲": counted}).splitlines()
    assert shown[0] == "| 代码 | 信号 | 权重 | 甲 |"
    assert shown[2] == "| RK101 | 文字与状态矛盾 | 45 | 1 |"


def test_the_committed_report(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/calibration.md is what generate/calibration.py writes where both notices are present."""
    monkeypatch.setenv("RECTIFY_XL_SEEDS", str(seeds))
    made = render()
    assert (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8") == made
