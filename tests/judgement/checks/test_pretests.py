"""A check that looks at all texts at once, before it looks at cells, misses none of them."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks

AS_OF = date(2026, 9, 30)
PLAIN = "学习不深入不扎实，制度执行不到位"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("整改于2025年512", "RX856"),
        ("2024919日召开", "RX856"),
        ("制度（试行执行不严", "RX855"),
        ("分项落实：1）学习；2）整改", ""),
        ("还有XX人", "RX854"),
        ("待补充", "RX854"),
        ("电话13812345678", "RX859"),
        ("=整改中", "RX857"),
        ("@整改", "RX857"),
        ("内容\u0007有误", "RX858"),
        ("合 计", "RX112"),
        ("#REF!", "RX301"),
        ("好" * 255, "RX309"),
        (PLAIN, ""),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_odd_text_among_others_is_told(text: str, code: str, place: int) -> None:
    """Whatever stands before and behind it, in other rows and columns."""
    texts = [f"{number}号{PLAIN}" for number in "甲乙丙"]
    texts[place] = text
    rows = "\n".join(f"P00{number} | 甲方面 | {words} | 已{PLAIN}" for number, words in enumerate(texts, 1))
    ledger = ledger_builder.load(f"[问题台账]\n编号 | 方面 | 具体问题 | 整改进展\n{rows}\n")
    findings = checks.run(ledger, checks.profile("上报"), AS_OF)
    asked = {"RX112", "RX301", "RX309", "RX854", "RX855", "RX856", "RX857", "RX858", "RX859"}
    assert {finding.code for finding in findings if finding.code in asked} == ({code} if code else set())
    assert all(finding.cell == f"C{place + 2}" for finding in findings if finding.code in asked)
