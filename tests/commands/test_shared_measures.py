"""A measure that names two problems counts for both, in every command."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import complete, raw_book
from rectify_xl.commands.dump import as_data
from rectify_xl.judgement.checks import profiles
from rectify_xl.judgement.checks.run_checks import run
from rectify_xl.judgement.risks.subjects import risk_subjects as risk_cases
from rectify_xl.ledger.closure_rules import closure_case as cases
from rectify_xl.ledger.reading import reader

SHARED = complete("""
[问题台账]
编号 | 具体问题 | 完成程度
P001 | 甲 | 已完成
P002 | 乙 | 已完成
[整改措施]
措施编号 | 问题编号 | 措施内容 | 完成程度
M001-1 | P001、P002 | 修订制度 | 整改中
""")


def test_check_risks_close_and_dump_see_it_for_both() -> None:
    """It was missing to `check`, unseen by `risks`, and unfinished to `close`."""
    book = reader.read_ledger(raw_book(SHARED))
    today = date(2025, 6, 30)
    codes = [(found.code, found.row_id) for found in run(book, profiles.DRAFT, today)]
    assert [code for code in codes if code[0] in ("RX601", "RX602", "RX611")] == [("RX611", "P001"), ("RX611", "P002")]
    assert [[measure.id for measure in case.measures] for case in risk_cases(book, today)] == [["M001-1"], ["M001-1"]]
    for name in ("P001", "P002"):
        case = cases.load_case(book, name, today, {})
        assert isinstance(case, cases.ClosureCase)
        assert [measure.id for measure in case.measures] == ["M001-1"]
    problems = as_data(book)["problems"]
    assert isinstance(problems, list)
    assert [[measure["text"] for measure in problem["measures"]] for problem in problems] == [
        ["修订制度"],
        ["修订制度"],
    ]
