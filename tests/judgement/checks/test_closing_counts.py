"""What a check says of a closing, whether it counts or not, is what every number says."""

from __future__ import annotations

import pytest

from generate.samples import AS_OF, SAMPLES, Sample, wrong_ledger
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks.profiles import SUBMIT
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.closure_steps import next_steps

CLOSINGS = ("RX221", "RX222", "RX223", "RX226", "RX227")


def sample(code: str) -> Sample:
    """Return the sample of a rule."""
    return next(each for each in SAMPLES if each.code == code)


def sentences(ledger: Ledger, case: Sample) -> list[tuple[str, str]]:
    """Return what is said of closings: the problem, and the sentence."""
    findings = checks.run(ledger, SUBMIT, AS_OF, case.files)
    return [(each.row_id, each.message) for each in findings if each.code in CLOSINGS and "计入已销号" in each.message]


@pytest.mark.parametrize("case", [each for each in SAMPLES if each.code in CLOSINGS], ids=lambda case: str(case.code))
def test_every_sentence_agrees_with_the_count(case: Sample) -> None:
    """不计入已销号 stands beside what is not counted, 仍计入已销号 beside what is."""
    ledger = wrong_ledger(case)
    closed = problem_counts.closed_ids(ledger, AS_OF)
    told = sentences(ledger, case)
    assert told or case.code == "RX227"
    for name, message in told:
        assert message.endswith("，仍计入已销号。" if name in closed else "，不计入已销号。")


def test_documents_without_digests_are_told_and_the_closing_counts() -> None:
    """They are registered; whether they prove anything only who holds them can judge (A7)."""
    case = sample("RX223")
    ledger = wrong_ledger(case)
    assert sentences(ledger, case) == [("P001", "P001已登记为通过销号，但登记的1份材料都没有校验码，仍计入已销号。")]
    assert problem_counts.roll_up(ledger, AS_OF).total.closed == 1
    state = closure_case.of(closure_case.gather(ledger, AS_OF, {}), "P001")
    assert isinstance(state, ClosureCase)
    assert next_steps.next_step(state).text == "已销号，仍计入已销号；所缺的1项请补齐"
