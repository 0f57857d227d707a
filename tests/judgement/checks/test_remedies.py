"""A remedy makes its finding go, brings about no other one, and touches nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generate import ledger_builder
from generate.ledger_builder import MemoryBook
from generate.samples import AS_OF, SAMPLES, Sample
from rectify_xl.commands.fixing import remedy_trial
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes.applied import apply
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Finding
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

PROFILE = "公开"
WITH_REMEDY = {"RX108", "RX114", "RX117", "RX303", "RX305", "RX313", "RX314", "RX405", "RX406", "RX501", "RX858"}
"""The samples of the gallery of which one reading is certain."""
REVEALING = {"RX303", "RX305", "RX501"}
"""What could not be read is checked once it can be: then more may come up, which is told."""


def state(book: RawBook) -> remedy_trial.LedgerState:
    """Return what is found in a workbook."""
    return remedy_trial.state(Request(AS_OF, MemoryBook(book)), book, PROFILE)


def signs(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    """Return by what findings are told apart."""
    return {(finding.code, finding.address, finding.row_id) for finding in findings}


def cells(book: RawBook) -> dict[tuple[str, int, int], Raw]:
    """Return all filled cells."""
    return {
        (name, row, column): value
        for name, raw in book.sheets.items()
        for row, values in enumerate(raw.rows, 1)
        for column, value in enumerate(values, 1)
        if value not in (None, "")
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_the_remedy_of_a_sample_removes_just_its_finding(sample: Sample) -> None:
    """Each sample of the gallery that has a remedy is put right by it, and no other finding comes or goes."""
    book = ledger_builder.raw_book(sample.wrong)
    if sample.code == "RX108":
        book = book._replace(tables={schema.PROBLEMS.table: "问题台账!A1:C2"})
    before = state(book)
    certain = [finding for finding in before.findings if finding.code == sample.code and finding.remedy]
    assert bool(certain) == (sample.code in WITH_REMEDY)
    for finding in certain:
        assert finding.remedy is not None
        after = state(apply(book, finding.remedy.changes))
        assert signs(before.findings) - signs(after.findings) == signs((finding,))
        assert sample.code in REVEALING or signs(after.findings) <= signs(before.findings)


WORDS = (
    "6月30日|2025.6.30|2025年6月|6月底|9月中旬|3个月内|长期坚持|尽快|√|Y|否|部分|已整改"
    "|整改完成并长期坚持|未完成|已销号"
    "|已完成。| 已完成|推进中|无|/|Ｐ００１|p001 |P001、P002|P 2|12个|三项|⽔质科|医务\u200b科|党 建|党建"
    "|正文。\n|202442日"
)
TYPED: st.SearchStrategy[Raw] = st.one_of(
    st.none(),
    st.sampled_from(WORDS.split("|")),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    st.integers(1, 50_000),
    st.booleans(),
)


@st.composite
def sloppy_books(draw: st.DrawFn) -> RawBook:
    """Return a ledger as a clerk may leave it: words of all kinds, in all columns."""
    blank = ledger_builder.blank_book()
    sheets = dict(blank.sheets)
    for sheet in (schema.PROBLEMS, schema.MEASURES, schema.CLOSURES, schema.REGULATIONS):
        headers: list[Raw] = [column.name for column in sheet.columns]
        width = len([column for column in sheet.columns if column.entry != "computed"])
        rows = draw(st.lists(st.lists(TYPED, min_size=width, max_size=width), min_size=1, max_size=4))
        sheets[sheet.name] = RawSheet(sheet.name, [headers, *rows])
    items: list[list[Raw]] = [["反馈日期", date(2025, 3, 18)], ["声明数·具体问题", draw(TYPED)]]
    sheets[schema.INFO.name] = RawSheet(schema.INFO.name, [["项目", "内容", "说明", "校验标记"], *items])
    return blank._replace(sheets=sheets)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sloppy_books())
def test_following_all_remedies_that_hold_does_no_harm(book: RawBook) -> None:
    """Whatever clerks type: what is done goes from the list, brings no error, and writes the cells that it names."""
    before = state(book)
    request = Request(AS_OF, MemoryBook(book))
    trial = remedy_trial.attempt(request, before, before.findings, PROFILE)
    named = {(block.sheet, write.row, write.column) for block in trial.changes for write in block.writes}
    changed = {
        place
        for place in cells(book).keys() | cells(trial.after.book).keys()
        if not cell_value.same(cells(book).get(place), cells(trial.after.book).get(place))
    }
    assert changed <= named
    assert not signs(trial.held) & signs(trial.after.findings)
    errors = {(f.code, f.address) for f in trial.after.findings if f.code in remedy_trial._NEVER_MADE}
    assert errors <= {(f.code, f.address) for f in before.findings}  # whatever number its row was given meanwhile
    assert len(before.findings) + len(trial.revealed) >= len(trial.after.findings) + len(trial.held)
