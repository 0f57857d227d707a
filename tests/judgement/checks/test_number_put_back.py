"""RX504 and RX725: a number that is put back to what it was names the same row; one that another row took does not."""

from __future__ import annotations

from datetime import date

import pytest

from generate.ledger_builder import complete, raw_book
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.remembered import Memory
from rectify_xl.ledger.reading import reader

AS_OF = date(2026, 11, 28)
IDS = {"问题台账": "编号", "整改措施": "措施编号"}
THREE = ("P001", "P002", "P003")


def told(
    steps: tuple[str, ...], standing: tuple[str, ...] = THREE, sheet: str = "问题台账", unrecorded: int = 0
) -> list[tuple[str, str]]:
    """Return what is said of numbers after steps such as `P003:P003>P002`, the last of which nobody recorded."""
    cut = [step.replace(">", ":").split(":") for step in steps]
    changes = [(sheet, key, IDS[sheet], old, new) for key, old, new in cut]
    recorded = changes[: len(changes) - unrecorded]
    log = "\n".join(f"2026-11-20 09:00:00 | 张三 | 人工修改 | {' | '.join(line)}" for line in recorded)
    words = "具体问题" if sheet == "问题台账" else "措施内容"
    rows = "\n".join(f"{name} | 第{place}件事没有记录" for place, name in enumerate(standing))
    tables = (
        f"[{sheet}]\n{IDS[sheet]} | {words}\n{rows}\n"
        f"[变更记录]\n时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值\n{log}"
    )
    ledger = reader.read_ledger(raw_book(complete(tables)))
    memory = Memory(unrecorded=tuple(changes[len(recorded) :]))
    findings = checks.run(ledger, checks.profile("上报"), AS_OF, None, memory)
    return [(finding.code, finding.cell) for finding in findings if finding.code in ("RX504", "RX725")]


@pytest.mark.parametrize("sheet", IDS)
@pytest.mark.parametrize("unrecorded", [0, 1])
@pytest.mark.parametrize(
    "steps",
    [
        ("P003:P003>P002", "P002#2:P002>P003"),  # a slip gave it a number that another row has
        ("P003:P003>P009", "P009:P009>P003"),
        ("P003:P003>", "（无编号）:>P003"),
        ("P003:P003>P009", "P009:P009>P008", "P008:P008>P003"),
        ("P002:P002>P009", "P003:P003>P002", "P002:P002>P003", "P009:P009>P002"),
    ],
)
def test_a_number_that_was_put_back_is_no_fault(sheet: str, steps: tuple[str, ...], unrecorded: int) -> None:
    """Whether a command recorded it in between, and when it was put back, makes no difference."""
    assert told(steps, sheet=sheet, unrecorded=unrecorded) == []


def test_a_number_that_another_row_took_is_told() -> None:
    """Two rows that changed their numbers, and a new row under a number that was given up."""
    swapped = ("P002:P002>P009", "P003:P003>P002", "P009:P009>P003")
    assert sorted(told(swapped)) == [("RX504", "A3"), ("RX504", "A4"), ("RX725", "A3"), ("RX725", "A4")]
    assert ("RX504", "A3") in told(("P002:P002>P009",), ("P001", "P002", "P009"))
    assert ("RX504", "A3") in told(("P002:P002>P009",), ("P001", "P002", "P009"), sheet="整改措施")


def test_a_number_put_back_by_hand_in_a_ledger_without_memory_is_no_fault() -> None:
    """The row that gave it up is not there any more under the other number: it is this one."""
    assert told(("P002:P002>P009",), ("P001", "P002")) == []
