"""Evidence that already stands for a problem is not registered again."""

from __future__ import annotations

from rectify_xl.supervision.closure_steps.evidence_rows import EvidenceFile, Registered, register
from tests.supervision.closure_steps.closing_ledgers import AS_OF, SEAL, book, read


def test_a_file_of_a_measure_is_known_to_its_problem() -> None:
    """E001 names measure M001-1, and so stands for P001 already; for P002 it is new."""
    document = EvidenceFile("佐证/办法.pdf", "办法.pdf", SEAL)
    for_its_own, for_another = (register(read(book()), name, [document], AS_OF) for name in ("P001", "P002"))
    assert isinstance(for_its_own, Registered)
    assert isinstance(for_another, Registered)
    assert (for_its_own.ids, for_its_own.known) == ((), ("佐证/办法.pdf",))
    assert (for_another.ids, for_another.known) == (("E002",), ())


def test_another_content_of_a_known_file_is_registered() -> None:
    """The seal counts as much as the name."""
    result = register(read(book()), "P001", [EvidenceFile("佐证/办法.pdf", "办法.pdf", "b" * 64)], AS_OF)
    assert isinstance(result, Registered)
    assert (result.ids, result.known) == (("E002",), ())
