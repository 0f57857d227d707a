"""A good ledger is left in peace, and no junk in the cells crashes a check."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rectify_xl.judgement import checks
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.text.cell_value import Raw
from tests.judgement.checks import careful

AS_OF = date(2025, 9, 26)


@pytest.mark.parametrize("name", ["填报", "上报", "公开"])
def test_careful_ledger_has_no_findings(name: str) -> None:
    """What a careful clerk wrote gives no finding, but one: the closing was typed by hand."""
    found = checks.run(careful.load(), checks.profile(name), AS_OF)
    assert [(each.code, each.cell) for each in found] == [("RX225", "D3")]
    assert "是手工填的，没有办理时的存证" in found[0].message


JUNK_TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["#N/A", "=1+1", "“”“", "2025年6月31日", "202442日", "长期坚持", "P001", "P001-1", "是", "×月×日", "  "]
    ),
    st.sampled_from([word for words in vocabulary.LISTS.values() for word in words]),
)
JUNK: st.SearchStrategy[Raw] = st.one_of(
    st.none(),
    JUNK_TEXTS,
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@st.composite
def junk_books(draw: st.DrawFn) -> RawBook:
    """Return a workbook with the right headers, junk below them, some sheets missing, some formulas uncached."""
    sheets = {}
    for sheet in schema.TABLES:
        if draw(st.integers(0, 9)) == 0:
            continue
        width = len(sheet.columns)
        headers: list[Raw] = [column.name for column in sheet.columns]
        rows = draw(st.lists(st.lists(JUNK, max_size=width), max_size=3))
        if sheet is schema.INFO:
            items = draw(st.lists(st.sampled_from([item.name for item in schema.INFO_ITEMS]), max_size=8))
            rows = [*([item, draw(JUNK)] for item in items), *rows]
        sheets[sheet.name] = RawSheet(sheet.name, [headers, *rows])
    areas = draw(st.dictionaries(st.sampled_from([sheet.table for sheet in schema.TABLES]), st.text(max_size=12)))
    cells = st.tuples(st.sampled_from([sheet.name for sheet in schema.TABLES]), st.integers(2, 4), st.integers(1, 12))
    return RawBook("乱.xlsx", sheets, draw(st.booleans()), draw(st.dictionaries(cells, st.text())), areas)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(junk_books())
def test_junk_never_crashes_a_check(book: RawBook) -> None:
    """Whatever stands in the cells, every check of the strictest profile comes to its end."""
    findings = checks.run(reader.read_ledger(book), checks.profile("公开"), AS_OF)
    assert [finding.message for finding in findings if finding.code == checks.CRASHED.code] == []


@pytest.mark.parametrize(
    "raw",
    [
        float("nan"),
        float("inf"),
        -1e308,
        datetime(1, 1, 1),  # noqa: DTZ001 - cells have no time zone
        date(9999, 12, 31),
        time(1, 2),
        timedelta(days=-5),
        "\x00",
        "=" * 40000,
    ],
    ids=repr,
)
def test_odd_values_never_crash_a_check(raw: Raw) -> None:
    """A value that no clerk would type, put into every cell of every sheet, crashes nothing."""
    sheets = {
        sheet.name: RawSheet(sheet.name, [[column.name for column in sheet.columns], [raw] * len(sheet.columns)])
        for sheet in schema.TABLES
        if sheet is not schema.INFO
    }
    items: list[list[Raw]] = [[item.name, raw] for item in schema.INFO_ITEMS]
    sheets[schema.INFO.name] = RawSheet(schema.INFO.name, [["项目", "内容"], *items])
    findings = checks.run(reader.read_ledger(RawBook("乱.xlsx", sheets)), checks.profile("公开"), AS_OF)
    assert [finding.message for finding in findings if finding.code == checks.CRASHED.code] == []
