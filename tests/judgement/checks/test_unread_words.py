"""What a finding says is true of the cell, and leads nowhere wrong."""

from __future__ import annotations

from datetime import date

import pytest

from generate import ledger_builder
from rectify_xl.judgement import checks

AS_OF = date(2026, 9, 28)


def told(code: str, tables: str) -> list[str]:
    """Return the messages of one check for 上报."""
    found = checks.run(ledger_builder.load(tables), checks.profile("上报"), AS_OF)
    return [each.message for each in found if each.code == code]


@pytest.mark.parametrize("word", ["/", "—", "无"])
def test_a_sign_for_nothing_in_what_follows_is_no_unknown_word(word: str) -> None:
    """It counts as 无 everywhere, so nobody need choose another word."""
    assert told("RX303", f"[问题台账]\n编号 | 后续要求\nP001 | {word}") == []
    assert len(told("RX303", "[问题台账]\n编号 | 后续要求\nP001 | 看情况")) == 1


def test_what_an_unread_flag_leads_to_is_said() -> None:
    """An empty 公开 is public: who types 不公开 has to know that it is not understood."""
    [text] = told("RX304", "[问题台账]\n编号 | 公开\nP001 | 暂缓定夺")
    assert text.endswith("看不出是还是否，按没有填写处理，空着的也会公开。")
    [text] = told("RX304", "[问题台账]\n编号 | 即知即改\nP001 | 部分")
    assert text.endswith("看不出是还是否，按没有填写处理。")


def test_no_measure_at_all_is_not_called_a_number_of_measures() -> None:
    """长期坚持 without a measure: not “0条措施”."""
    [text] = told("RX710", "[问题台账]\n编号 | 完成程度 | 后续要求\nP001 | 已完成 | 长期坚持")
    assert text == "第2行『后续要求』是“长期坚持”，但整改措施（没有登记）和整改进展里都没有写多久做一次。"


@pytest.mark.parametrize(
    ("written", "normal"),
    [("Ｐ００１", "P001"), ("p001", "P001"), ("１", "1"), ("P 001", "P001"), ("P007.", "P007")],
)
def test_an_id_that_is_written_otherwise_is_told(written: str, normal: str) -> None:
    """Half-width, upper case, no blanks, no mark at its end: so it is printed everywhere."""
    [text] = told("RX313", f"[问题台账]\n编号 | 具体问题\n{written} | 用印没有登记")
    assert text == f"第2行『编号』“{written}”写法不统一，统一写法是“{normal}”。"


@pytest.mark.parametrize("written", ["P001", "M001-1", "1", "12", "问题1"])
def test_an_id_in_its_normal_form_is_left_in_peace(written: str) -> None:
    """Also one of digits alone, as imported ledgers have them."""
    assert told("RX313", f"[问题台账]\n编号 | 具体问题\n{written} | 用印没有登记") == []


@pytest.mark.parametrize(("code", "column"), [("RX411", "时限"), ("RX413", "完成日期")])
def test_a_part_of_a_measure_is_judged_by_the_problems_behind_it(code: str, column: str) -> None:
    """Through its 上级措施 it belongs to a problem rectified at once, or to others too: then it may not be so old."""
    tables = """
[基本信息]
反馈日期 | 2025-03-18
[问题台账]
编号 | 即知即改
P001 | 是
P002 | 否
[整改措施]
措施编号 | 上级措施 | 问题编号 | {column}
M001-1 | | P001 |
M001-1-1 | M001-1 | | 2025-02-01
M002-1 | | P001、P002 |
M002-1-1 | M002-1 | | 2025-02-01
"""
    assert [text[:3] for text in told(code, tables.format(column=column))] == ["第5行"]
