"""What comes next is always said: from the first condition that is missing to the approval, and after a rejection."""

from __future__ import annotations

import pytest

from rectify_xl.ledger.changes import applied
from rectify_xl.ledger.closure_rules import closure_case
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.ledger.closure_rules.closure_terms import StepRequest
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.supervision.closure_steps import next_steps, take_steps
from tests.supervision.closure_steps.closing_ledgers import AS_OF, FILES, SIGNED, book, order, read


def case_of(raw: RawBook, name: str = "P001") -> ClosureCase:
    """Return the case of one problem of the small ledger."""
    case = closure_case.of(closure_case.gather(read(raw), AS_OF, FILES), name)
    assert isinstance(case, ClosureCase)
    return case


def after(raw: RawBook, name: str, *orders: StepRequest) -> RawBook:
    """Return the ledger after some steps about one problem."""
    for step in orders:
        changes, refused = take_steps.apply_step(read(raw), [name], step, AS_OF, FILES)
        assert not refused
        raw = applied.apply(raw, changes)
    return raw


@pytest.mark.parametrize(
    ("taken", "superior", "text"),
    [
        (0, "", "由责任科室申请销号"),
        (1, "", "由责任科室签字"),
        (2, "", "由分管领导签字"),
        (3, "", "由主要负责人签字"),
        (4, "", "签字已齐，可以批准销号"),
        (4, "是", "由上级复核签字"),
    ],
)
def test_after_each_step_the_next_one_is_named(taken: int, superior: str, text: str) -> None:
    """The application, the three signatures in their order, where asked for the fourth, and the approval."""
    case = case_of(after(book(superior=superior), "P001", *SIGNED[:taken]))
    assert next_steps.next_step(case).text == text


def test_a_closed_problem_needs_nothing_more() -> None:
    """After the approval nothing comes, and the sentence does not call that a next step."""
    case = case_of(after(book(), "P001", *SIGNED, order("approve", by="钱某")))
    assert next_steps.next_step(case).step is None
    assert next_steps.sentences([case]) == ("P001：已销号，不用再办。",)


def test_what_is_not_done_yet_comes_first() -> None:
    """P002 is under way: status, remaining part and deadline, finishing date, measure and evidence are wanting."""
    assert next_steps.next_step(case_of(book(), "P002")).text == "先办好所缺的6项，再由责任科室申请销号"


def test_after_a_rejection_the_requirement_is_what_comes_next() -> None:
    """A rejection puts the problem back to 整改中; it has to be applied for anew."""
    back = order("reject", by="钱某", role="主要负责人", reason="记录不全", requirement="补记录")
    case = case_of(after(book(), "P001", *SIGNED[:2], back))
    assert next_steps.next_step(case).text == "照补充要求整改，办好后重新申请销号"


def test_problems_with_the_same_next_step_share_a_sentence() -> None:
    """Two problems are named in one sentence only where the same comes next."""
    signed = case_of(after(book(), "P001", *SIGNED[:2]))
    assert next_steps.sentences([signed, case_of(book(), "P002")]) == (
        "P001：下一步由分管领导签字。",
        "P002：下一步先办好所缺的6项，再由责任科室申请销号。",
    )
