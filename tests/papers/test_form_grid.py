"""上报表 fills its paper: every text stands on it once, in type that is legible, and no page is overfull."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.documents.layout import form_settings
from rectify_xl.errors import UsageError
from rectify_xl.ledger.records import Ledger
from rectify_xl.papers.form import form_contents, form_grid, form_lines, reporting_form
from rectify_xl.papers.form.form_grid import CONTINUED, PAPERS, FormGrid
from rectify_xl.papers.form.reporting_form import FormColumn, FormSettings, ReportingForm
from tests.papers import form_ledgers

ABOVE, BELOW = 70.0, 40.0
UGLY = st.one_of(
    st.just(""),
    st.text(st.characters(exclude_categories=("C", "Z")), max_size=40),
    st.sampled_from(
        (
            "=1+1",
            "第一行\n第二行\n\n第四行",
            "长" * 3_000,
            "word " * 200,
            "x" * 500,
            "😀完成👨‍👩‍👧",
            "，。；" * 100,
            "\n".join("短" for _ in range(120)),
        )
    ),
)


def made(ledger: Ledger, *names: str) -> ReportingForm:
    columns = [form_contents.content(name) for name in names]
    chosen = FormSettings(tuple(FormColumn(column, column.name, column.width) for column in columns if column))
    return reporting_form.form(ledger, date(2026, 9, 30), chosen if names else form_settings.shipped())


def pieces(grid: FormGrid, number: int) -> list[form_grid.Segment]:
    return [segment for page in grid.pages for segment in page if segment.number == number]


def squeezed(texts: Sequence[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def assert_whole(form: ReportingForm, grid: FormGrid) -> None:
    """Every text of every problem stands on the pages once, in order, and each page holds what stands on it."""
    for row in form.rows:
        segments = pieces(grid, row.number)
        for at, text in enumerate(row.texts):
            printed = [segment.texts[at] for segment in segments]
            if form.settings.columns[at].content.name == "序号":
                assert printed == [text, *(f"{text}\n{CONTINUED}" for _ in segments[1:])]
            else:
                assert squeezed(printed) == squeezed([text])
        for at in range(len(row.texts)):
            beside = [part.texts[at] for segment in segments for part in segment.rows]
            assert squeezed(beside) == squeezed([texts[at] for texts in row.measures])
    room = grid.paper.body[1] - grid.header
    for number, page in enumerate(grid.pages):
        first, last = number == 0, number == len(grid.pages) - 1
        used = sum(segment.height for segment in page) + (ABOVE if first else 0) + (BELOW if last else 0)
        assert used <= room + 0.01
        assert all(part.height <= 409 for segment in page for part in segment.rows)
    for segment in (segment for page in grid.pages for segment in page):
        for at, part_text in enumerate(segment.texts):
            assert grid.columns.high(form_lines.lines(part_text, grid.columns.ems(at)).number) <= segment.height + 0.01


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("problems", [1, 8, 30, 120])
def test_every_text_of_a_ledger_stands_on_its_pages_once(problems: int, paper: str) -> None:
    """The type is never smaller than 9 pt, the columns fill the paper, and pages are not left half empty."""
    form = made(form_ledgers.ledger(problems))
    grid = form_grid.lay_out(form, PAPERS[paper], ABOVE, BELOW)
    assert_whole(form, grid)
    assert grid.columns.size >= 9
    assert sum(grid.columns.widths) == pytest.approx(PAPERS[paper].body[0])
    room = PAPERS[paper].body[1] - grid.header
    filled = [sum(segment.height for segment in page) for page in grid.pages[1:-1]]
    assert all(height > room * 0.75 for height in filled)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(UGLY, UGLY, st.lists(UGLY, max_size=4)), min_size=1, max_size=4), st.sampled_from(("A3", "A4"))
)
def test_ugly_texts_stand_on_the_pages_too(rows: list[tuple[str, str, list[str]]], paper: str) -> None:
    """Line breaks, formulas, 3,000 characters, endless words, emoji and nothing at all."""
    ledger = form_ledgers.of_texts(rows)
    form = made(ledger)
    assert_whole(form, form_grid.lay_out(form, PAPERS[paper], ABOVE, BELOW))


def test_a_problem_longer_than_a_page_goes_on_and_says_so() -> None:
    """Its number is followed by （续） where it goes on, and what is on the page before is not there again."""
    form = made(form_ledgers.of_texts([("问题", "进" * 6_000, ["措" * 50, "施" * 50])]))
    grid = form_grid.lay_out(form, PAPERS["A4"], ABOVE, BELOW)
    segments = pieces(grid, 1)
    assert len(segments) > 2
    assert [segment.texts[0] for segment in segments] == ["1", *["1\n（续）"] * (len(segments) - 1)]
    assert [segment.texts[2] for segment in segments] == ["问题", *[""] * (len(segments) - 1)]


def test_columns_that_cannot_be_read_are_refused_with_what_to_leave_out() -> None:
    """Nothing is scaled down: A3 is named where that would do, else the columns to leave out."""
    ledger = form_ledgers.ledger(8)
    many = [content.name for content in form_contents.CONTENTS if content.name not in ("措施责任单位", "措施时限")]
    with pytest.raises(UsageError, match="请从设置里减去几列，例如：") as raised:
        form_grid.fit(made(ledger, *many), PAPERS["A4"])
    assert raised.value.message.startswith(f"{len(many)}列在A4纸上排不下：按9磅字要")
    with pytest.raises(UsageError, match="请改用A3纸，或从设置里减去几列"):
        form_grid.fit(made(ledger, *many[:19]), PAPERS["A4"])
    assert form_grid.fit(made(ledger, *many[:19]), PAPERS["A3"]).size >= 9


@given(st.text(alphabet="中，。ab 1（）\n😀W", max_size=200), st.floats(1, 30))
def test_lines_are_the_text_and_fit(text: str, ems: float) -> None:
    """The lines of a text are that text; none is wider than its cell but a single character."""
    lines = form_lines.lines(text, ems)
    parts = [lines.part(at, at + 1) for at in range(lines.number)]
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert all(form_lines.width(part) <= max(ems, 1.0) + 1e-6 or len(part) <= 2 for part in parts)
    assert lines.part(0, lines.number) == text.strip("\n")
