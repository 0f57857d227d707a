"""Cell references are read and written in one place, in the way of the office programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.text import refs
from rectify_xl.text.refs import Area


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_have_letters_and_numbers(number: int, letters: str) -> None:
    """Column 28 is AB, and AB is column 28."""
    assert refs.column_letters(number) == letters
    assert refs.column_number(letters) == number


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("H12", Area(12, 8, 12, 8)),
        ("$H$12", Area(12, 8, 12, 8)),
        ("A1:AE32", Area(1, 1, 32, 31)),
        ("$B$2:$C$9", Area(2, 2, 9, 3)),
        ("3:5", Area(3, 1, 5, 16384)),
        ("A:C", Area(1, 1, 1048576, 3)),
        ("", None),
        ("h12", None),
        ("A1:B2:C3", None),
        ("问题台账!A1", None),
    ],
)
def test_areas_are_read(text: str, area: Area | None) -> None:
    """Whole rows and columns run to the end of the sheet; what is no reference is none."""
    assert refs.parse_area(text) == area


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("问题台账!H12", ("问题台账", Area(12, 8, 12, 8))),
        ("'张三''的表'!H2:H9", ("张三'的表", Area(2, 8, 9, 8))),
        ("H12", None),
        ("!H12", None),
        ("问题台账!整列", None),
    ],
)
def test_addresses_name_their_sheet(text: str, parsed: tuple[str, Area] | None) -> None:
    """A sheet's name may stand in quotes, with its own quotes doubled."""
    assert refs.parse_address(text) == parsed


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_cell_reads_back(row: int, column: int) -> None:
    """Every cell of a sheet reads back from its reference."""
    assert refs.parse_cell(refs.cell_ref(row, column)) == (row, column)


@given(st.text(st.characters(exclude_characters="[]:*?/\\", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=31))
def test_a_quoted_sheet_reads_back(name: str) -> None:
    """Every name that a sheet may have reads back from its quotes."""
    assert refs.unquote_sheet(refs.quote_sheet(name)) == name


def test_areas_and_cells_that_do_not_move_have_their_dollars() -> None:
    """An area of a formula keeps both corners, even where they are one cell."""
    assert (Area(1, 1, 9, 28).fixed, Area(2, 2, 2, 2).fixed) == ("$A$1:$AB$9", "$B$2:$B$2")
    assert refs.fixed_ref(12, 8) == "$H$12"


def test_addresses_are_put_together_and_taken_apart() -> None:
    """People read the plain name of a sheet, formulas a quoted one; without a sheet there is nothing to take apart."""
    assert refs.address_of("问题台账", "H12") == "问题台账!H12"
    assert refs.formula_address("张三'的表", "H12") == "'张三''的表'!H12"
    assert [refs.split_address(text) for text in ("问题台账!H12", "甲!乙!H12", "H12", "")] == [
        ("问题台账", "H12"),
        ("甲!乙", "H12"),
        ("", "H12"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("link", "quoted", "bare"),
    [
        ("问题台账!H12", "'问题台账'!H12", "问题台账!H12"),
        ("问题台账 !H12", "'问题台账 '!H12", "'问题台账 '!H12"),
        ("Sheet1!A1", "'Sheet1'!A1", "'Sheet1'!A1"),
        ("'问题台账'!H12", "'问题台账'!H12", "'问题台账'!H12"),
        ("字典_阶段", "字典_阶段", "字典_阶段"),
    ],
)
def test_links_quote_their_sheet(link: str, quoted: str, bare: str) -> None:
    """A name in Chinese may stay bare, as Excel leaves it; anything else is quoted, and never twice."""
    assert (refs.quoted_link(link), refs.quoted_link(link, bare_names=True)) == (quoted, bare)


PACKAGE = Path(refs.__file__).parents[1]
OTHER_WAYS = ("get_column_letter", "column_index_from_string", "quote_sheetname", "}!{", 'partition("!")', 'split("!")')


@pytest.mark.parametrize(
    "path", [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "refs.py"], ids=lambda path: str(path.stem)
)
def test_nobody_else_builds_references(path: Path) -> None:
    """Column letters, addresses and quotes of sheets come from `refs`, wherever they are needed."""
    text = path.read_text(encoding="utf-8")
    assert [way for way in OTHER_WAYS if way in text] == []
