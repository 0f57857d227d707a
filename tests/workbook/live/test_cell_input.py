"""A live spreadsheet takes every value for what it is, and shows no apostrophe where none is needed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rectify_xl.workbook.cell_input import typed
from rectify_xl.workbook.live.live_plan import CellEntry


@pytest.mark.parametrize(
    "text", ["P001", "M001-1", "RX204", "问题台账!H12", "第12行『整改时限』没有填写。", "学习5次", "错误【编号】"]
)
def test_what_no_excel_reads_as_anything_else_stands_bare(text: str) -> None:
    """Ids and Chinese sentences need no apostrophe."""
    assert typed(CellEntry(text), where="A1") == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "＝1",
        "+1",
        "-待补",
        "@某科",
        "'x",
        "00123",
        "1-2",
        "6月30日",
        "二〇二五年六月",
        "上午八点",
        "TRUE",
        "MAR01",
        "5 元",
    ],
)
def test_what_some_excel_reads_as_something_else_gets_an_apostrophe(text: str) -> None:
    """Formulas, numbers, dates and amounts, also in Chinese, are kept as text."""
    assert typed(CellEntry(text), where="A1") == f"'{text}"


def test_a_link_is_a_formula_with_quoted_names() -> None:
    """Quotes in a text and apostrophes in a sheet's name are doubled."""
    entry = CellEntry('见"附件"', "张三's!A1")
    assert typed(entry, where="A1") == '=HYPERLINK("#\'张三\'\'s\'!A1","见""附件""")'


def test_a_link_on_a_text_too_long_for_a_formula_is_left_out() -> None:
    """Excel allows 255 characters of text in a formula; the text matters more than the link."""
    assert typed(CellEntry("长" * 256, "问题台账!A1"), where="A1") == "长" * 256


def test_dates_become_moments_and_nothing_stays_nothing() -> None:
    """Days become moments, as xlwings writes them; an empty text empties the cell."""
    assert typed(CellEntry(date(2025, 6, 30)), where="A1") == datetime(2025, 6, 30)  # noqa: DTZ001 - cells have no time zone
    assert typed(CellEntry(""), where="A1") is None
    assert typed(CellEntry(None), where="A1") is None
    assert typed(CellEntry(12.5), where="A1") == 12.5
