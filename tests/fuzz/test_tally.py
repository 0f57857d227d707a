"""The tally tells refusals from faults of the program."""

from __future__ import annotations

from rectify_xl.errors import NoticeError
from tests.fuzz.tally import Tally


def test_refused_read_and_failed_are_told_apart() -> None:
    """A `RectifyError` is a refusal, whatever else is raised is an internal error, and the table says both."""

    def refuse() -> None:
        raise NoticeError("坏了")

    def fail() -> None:
        raise KeyError("a")

    tally = Tally()
    for case, action in enumerate((refuse, fail, lambda: None)):
        tally.attempt("docx", case, action)
    tally.attempt("html", 3, lambda: None)
    docx = tally.kinds["docx"]
    assert (docx.tried, docx.refused, docx.read, docx.internal, docx.slow) == (3, 1, 1, 1, 0)
    assert (tally.total.tried, tally.total.read) == (4, 2)
    assert [(each.kind, each.case, each.what.split(" ")[0]) for each in tally.failures] == [("docx", 1, "KeyError:")]
    head, first, second, last, failure = tally.table().splitlines()
    assert [each.strip() for each in head.split("|")][:4] == ["kind", "tried", "refused", "read"]
    assert [each.strip() for each in first.split("|")][:6] == ["docx", "3", "1", "1", "1", "0"]
    assert (second[:4], last[:3], failure[:11]) == ("html", "all", "docx case 1")
