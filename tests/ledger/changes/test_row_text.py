"""A row is one line of 变更记录, and comes back from it as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import row_text
from rectify_xl.ledger.vocabulary import ROW_ADDED, ROW_REMOVED

TEXTS = st.text(st.sampled_from("甲乙：｜\\⏎　\n；新增 a"), min_size=1, max_size=12)
ROWS = st.dictionaries(st.sampled_from([column.name for column in schema.PROBLEMS.columns]), TEXTS, min_size=1)


@given(ROWS, st.sampled_from([ROW_ADDED, ROW_REMOVED]), TEXTS)
def test_every_row_comes_back(row: dict[str, str], kind: str, telling: str) -> None:
    """Whatever stands in its cells, it is one line."""
    text, rest = row_text.as_text(row, kind, "P001", telling)
    assert "\n" not in text
    assert rest == ()
    assert row_text.from_text(text) == row


def test_what_a_person_reads_comes_first() -> None:
    """The id and the beginning of the problem, on one line."""
    row = {"编号": "P007", "具体问题": "印章管理不严，" * 10, "整改进展": "一是修订办法。\n二是专人保管。"}
    text, _ = row_text.as_text(row, ROW_ADDED, "P007", row["具体问题"])
    assert text.startswith(f"新增：P007 {'印章管理不严，' * 5}印章管理…　｜　编号：P007　｜　")
    assert text.endswith("　｜　整改进展：一是修订办法。⏎二是专人保管。")
    assert row_text.title(text).startswith("P007 印章管理不严，")


def test_a_row_of_a_ledger_from_before_is_read() -> None:
    """It had a line a column."""
    assert row_text.from_text("编号：P003\n具体问题：第一行\n　第二行") == {
        "编号": "P003",
        "具体问题": "第一行\n第二行",
    }


def test_what_does_not_fit_is_told_apart() -> None:
    """A cell of Excel holds 32,767 characters."""
    text, rest = row_text.as_text({"编号": "P001", "整改进展": "长" * 30_000}, ROW_ADDED, "P001", "")
    assert (text, rest) == ("新增：P001　｜　编号：P001", ("整改进展",))
