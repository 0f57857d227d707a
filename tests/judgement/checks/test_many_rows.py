"""A message stays readable, and the list of findings small, however many rows are alike."""

from __future__ import annotations

from datetime import date

from generate import ledger_builder
from rectify_xl.judgement import checks

AS_OF = date(2026, 9, 26)


def _duplicates(rows: int) -> list[str]:
    lines = "\n".join(f"P001 | 第{number}件事没有做到" for number in range(rows))
    ledger = ledger_builder.load(f"[问题台账]\n编号 | 具体问题\n{lines}")
    found = checks.run(ledger, checks.profile("填报"), AS_OF)
    return [each.message for each in found if each.code == "RX502"]


def test_a_few_cells_are_all_named() -> None:
    """Twenty rows with one id name one another, all of them."""
    messages = _duplicates(20)
    assert len(messages) == 20
    assert messages[0] == (
        "第2行『编号』P001重复，共20行：A2、A3、A4、A5、A6、A7、A8、A9、A10、A11、"
        "A12、A13、A14、A15、A16、A17、A18、A19、A20、A21。"
    )


def test_of_many_cells_the_first_are_named_and_all_are_counted() -> None:
    """Every row has its finding and tells how many there are; the names stop after twenty."""
    messages = _duplicates(50)
    assert len(messages) == 50
    assert messages[-1] == (
        "第51行『编号』P001重复，共50行：A2、A3、A4、A5、A6、A7、A8、A9、A10、A11、"
        "A12、A13、A14、A15、A16、A17、A18、A19、A20、A21……。"
    )
