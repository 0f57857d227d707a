"""A tab is the sheet that a person takes it for."""

from __future__ import annotations

import pytest

from rectify_xl.ledger.reading import tab_names


@pytest.mark.parametrize(
    "tab",
    [
        "问题台账",
        "问题台账 ",
        " 问题台账",
        "问题台账\u00a0",
        "问题台账\u3000",
        "问题台账\u200b",
        "\u202b问题台账\u202c",
        "问题 台账",
    ],
)
def test_blanks_and_unseen_characters_make_no_other_tab(tab: str) -> None:
    """The tab is the sheet 问题台账."""
    assert tab_names.sheet_of(tab) == "问题台账"


@pytest.mark.parametrize("tab", ["问题台帐", "问题台账(2)", "问题", "Sheet1", ""])
def test_another_name_is_another_tab(tab: str) -> None:
    """A tab that a person would tell apart is no sheet of the layout."""
    assert tab_names.sheet_of(tab) == ""


def test_of_two_tabs_the_one_written_as_in_the_layout_is_read() -> None:
    """The other one is known as its double."""
    assert tab_names.by_sheet(["字典 ", "字典", "问题台账\u00a0"]) == {
        "字典": ("字典", "字典 "),
        "问题台账": ("问题台账\u00a0",),
    }


def test_an_address_has_the_name_of_the_tab_where_it_is_written() -> None:
    """Links jump to the tab as it is called; what is read back has the name of the layout."""
    assert tab_names.written("问题台账!H12", ["问题台账 ", "字典"]) == "问题台账 !H12"
    assert tab_names.written("字典!A1", ["问题台账 ", "字典"]) == "字典!A1"
    assert tab_names.renamed("问题台账 !H12") == "问题台账!H12"
    assert tab_names.renamed("我的表!H12") == "我的表!H12"
