"""RX405 says which day is counted where only a part of a month is written."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("九月中旬", "2026-09，按2026年9月20日计算："),
        ("9月上旬", "2026-09，按2026年9月10日计算："),
        ("9月底", "2026-09："),
    ],
)
def test_the_day_that_is_counted_is_told(text: str, read: str) -> None:
    """Whoever verifies 2026-09 does not verify the 20th, from which the days late are counted."""
    found = ledger_builder.load(f"[基本信息]\n反馈日期 | 2026-03-16\n[问题台账]\n编号 | 整改时限\nP001 | {text}")
    told = [each for each in checks.run(found, checks.profile("上报"), date(2026, 9, 28)) if each.code == "RX405"]
    assert [f"“{text}”读作{read}" in each.message for each in told] == [True]
