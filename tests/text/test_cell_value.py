"""A cell means what a person reads in it: ids keep their zeros, numbers typed as text count, nothing raises."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (None, ""),
        ("  甲 ", "甲"),
        ("\u00a0甲\u3000", "甲"),
        ("\u200b \ufeff", ""),
        ("\ufeff甲 乙\u200b", "甲 乙"),
        (7.0, "7"),
        (7, "7"),
        (0.5, "0.5"),
        (float("nan"), "nan"),
        (1e20, "1e+20"),
        (True, "是"),
        (False, "否"),
        (date(2025, 6, 30), "2025-06-30"),
        (datetime(2025, 6, 30), "2025-06-30"),  # noqa: DTZ001
        (datetime(2025, 6, 30, 8, 5), "2025-06-30 08:05"),  # noqa: DTZ001
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_text_is_what_a_person_reads(raw: Raw, shown: str) -> None:
    """Blanks around it go, whole numbers lose their .0, dates become ISO."""
    assert cell_value.text(raw) == shown


def test_the_inside_of_a_text_is_kept() -> None:
    """Only the surrounding white space goes."""
    assert cell_value.text(" 一是　二是\n三是 ") == "一是　二是\n三是"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (12, 12.0),
        ("１，２００", 1200.0),
        ("69.7%", 0.697),
        ("-5", -5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("12人", None),
        ("", None),
        ("1.2.3", None),
        ("²", None),
        (True, None),
        (None, None),
        (float("inf"), None),
        ("9" * 400, None),
        (date(2025, 6, 30), None),
    ],
)
def test_number(raw: Raw, found: float | None) -> None:
    """Numbers typed as text count; truth values, dates and anything else do not."""
    assert cell_value.number(raw) == (None if found is None else pytest.approx(found))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("ｐ００１", "P001"),
        (" p001 ", "P001"),
        ("001", "001"),
        (7.0, "7"),
        ("7.0", "7.0"),
        ("M001－1", "M001-1"),
        ("M001—1", "M001-1"),
        ("P\u200b001", "P001"),
        (None, ""),
    ],
)
def test_identifier(raw: Raw, found: str) -> None:
    """An id is half-width, upper case, with its leading zeros; dashes are all one."""
    assert cell_value.identifier(raw) == found


@given(st.text(max_size=40))
def test_an_identifier_is_read_back_as_itself(raw: str) -> None:
    """Normalising twice changes nothing."""
    once = cell_value.identifier(raw)
    assert cell_value.identifier(once) == once


@given(
    st.lists(st.from_regex(r"[A-Z]{1,2}[0-9]{1,4}(-[0-9])?", fullmatch=True), max_size=5), st.sampled_from("、，；/ \n")
)
def test_identifiers_round_trip(ids: list[str], mark: str) -> None:
    """Ids joined by any of the usual marks come back as they were."""
    assert cell_value.identifiers(mark.join(ids)) == tuple(ids)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("是", True),
        ("√", True),
        ("Ｙ", True),
        (True, True),
        (1.0, True),
        ("否", False),
        ("×", False),
        ("", None),
        ("待定", None),
    ],
)
def test_flag(raw: Raw, found: bool | None) -> None:  # noqa: FBT001
    """Yes, no, or nothing where the cell says something else."""
    assert cell_value.flag(raw) is found


@pytest.mark.parametrize(
    ("raw", "error"), [("#N/A", True), (" #ref! ", True), ("#1", False), ("N/A", False), (None, False)]
)
def test_is_error(raw: Raw, error: bool) -> None:  # noqa: FBT001
    """Spreadsheet errors are known by their text."""
    assert cell_value.is_error(raw) is error


@pytest.mark.parametrize("junk", ["1" * 40_000 + "x", "，" * 40_000, "\u200b" * 40_000, "－" * 40_000])
def test_forty_thousand_characters_are_read(junk: str) -> None:
    """A pasted page in a cell is no number and stops nothing."""
    assert cell_value.number(junk) is None
    assert cell_value.flag(junk) is None
    assert len(cell_value.identifier(junk)) <= 40_001
    assert len(cell_value.identifiers(junk)) <= 1
