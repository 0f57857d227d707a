"""领导一页纸 is one page whatever the ledger, in type that a leader can read, and its numbers are those of the rows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from rectify_xl.commands.outcome import Outcome
from rectify_xl.dates import workdays
from rectify_xl.errors import UsageError
from rectify_xl.papers.brief.page_room import RowHeights, fitted, lines_needed, share
from rectify_xl.text.provenance import TracedText
from tests.papers.drawn_rounds import AS_OF, LEADERS, DrawnProblem, DrawnRound, draw, remember, write
from tests.papers.printed_paper import printed

HOSTILE = "{{ 题名 }}{% for %}<w:p/>&amp;\x0b" + "W" * 300 + "（" * 200 + "，" * 200 + "长" * 3000


def lines_of(paper: Path) -> str:
    """Return all paragraphs and cells of a Word document."""
    document = Document(str(paper))
    cells = ["|".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def late(problem: DrawnProblem) -> int:
    """Return by how many calendar days a problem is late: from the working day on which it falls due, until AS_OF."""
    if problem.done or problem.bound is None:
        return 0
    return max(0, (AS_OF - workdays.on_or_after(problem.bound)).days)


@pytest.mark.parametrize(
    ("count", "long", "overdue"),
    [(0, False, 0.35), (8, False, 0.6), (30, False, 0.35), (120, False, 0.35), (120, True, 0.35), (120, True, 0.9)],
)
def test_the_page_is_one_page_in_readable_type(
    *, count: int, long: bool, overdue: float, tmp_path: Path, soffice: list[str]
) -> None:
    """With nothing to tell, with a few problems, and with 120 of long names of which most are late."""
    drawn = draw(tmp_path / "台账.xlsx", count, seed=count, long=long, late=overdue)
    if count:
        remember(drawn)
    target = tmp_path / "领导一页纸.docx"
    outcome = drawn.run("brief", output=str(target))
    paper = printed(target, soffice)
    assert len(paper.pages) == 1
    assert paper.smallest >= 9.0
    shown = re.findall(r"^(P\d{3}|第\d+行)\|", lines_of(target), re.MULTILINE)
    red: Any = outcome.data["red"]
    assert len(shown) + int(str(outcome.data["red_left_out"])) == len(red)
    assert shown == [row["id"] for row in red[: len(shown)]]
    assert count < 100 or len(shown) >= 14


def test_every_text_of_a_hostile_ledger_stays_on_the_page(tmp_path: Path, soffice: list[str]) -> None:
    """Marks of templates, endless words, and lines of nothing but marks that must not begin or end a line."""
    drawn = draw(tmp_path / "台账.xlsx", 60, seed=5, late=0.9)
    hostile = [
        problem._replace(cells=[problem.cells[0], *([HOSTILE] * 4), *problem.cells[5:7], HOSTILE, HOSTILE, "是"])
        for problem in drawn.problems
    ]
    write(tmp_path / "恶.xlsx", hostile, HOSTILE)
    target = tmp_path / "页.docx"
    DrawnRound(tmp_path / "恶.xlsx", tuple(hostile)).run("brief", output=str(target))
    assert len(printed(target, soffice).pages) == 1


@pytest.mark.parametrize("seed", range(12))
def test_every_number_is_that_of_a_second_count(seed: int, tmp_path: Path) -> None:
    """Counted anew from what was drawn, by DOMAIN: done, late by the binding day, waiting, moved, unreadable."""
    drawn = draw(tmp_path / "台账.xlsx", 40, seed=seed)
    outcome = drawn.run("brief")
    _compare(outcome, drawn.problems)
    leader = LEADERS[seed % len(LEADERS)]
    _compare(drawn.run("brief", leader=leader), tuple(one for one in drawn.problems if one.leader == leader))


def _compare(outcome: Outcome, problems: tuple[DrawnProblem, ...]) -> None:
    data: Any = outcome.data
    done = [one for one in problems if one.done]
    overdue = {one.id: late(one) for one in problems if late(one)}
    soon = [
        one
        for one in problems
        if not one.done and one.bound and 0 <= (workdays.on_or_after(one.bound) - AS_OF).days <= 15
    ]
    assert data["totals"] == {
        "problems": len(problems),
        "done": len(done),
        "closed": 0,
        "ongoing": len(problems) - len(done),
        "overdue": len(overdue),
        "due_soon": len(soon),
    }
    told = {row["id"]: row["days_late"] for row in data["red"] if row["days_late"]}
    assert told == overdue
    assert [row["days_late"] for row in data["red"]] == sorted((row["days_late"] for row in data["red"]), reverse=True)
    assert sorted(data["extensions_waiting"]) == [one.id for one in problems if one.waiting]
    assert sorted(data["support"]) == [one.id for one in problems if one.support and not one.done]
    moved = {one["id"]: (one["until"], one["approver"]) for one in data["extended"]}
    assert moved == {one.id: (one.until.isoformat(), "周建国") for one in problems if one.until}
    assert [one["id"] for one in sorted(data["unreadable"], key=lambda one: str(one["id"]))] == [
        one.id for one in problems if one.unread
    ]
    lettered = sorted(name for letter in data["letters_due"] for name in letter["ids"])
    assert lettered == sorted(overdue)


def test_the_page_says_the_numbers_and_what_they_changed(tmp_path: Path) -> None:
    """The changes are those since the snapshots; a month without one is said to have none, and nothing is reckoned."""
    drawn = draw(tmp_path / "台账.xlsx", 30, seed=30)
    remember(drawn)
    target = tmp_path / "页.docx"
    data: Any = drawn.run("brief", output=str(target)).data
    assert [(month["month"], month["day"]) for month in data["months"]] == [
        ("2026-05", "2026-05-28"),
        ("2026-06", None),
        ("2026-07", "2026-07-30"),
        ("2026-08", None),
        ("2026-09", "2026-09-28"),
    ]
    assert (data["week"]["since"], data["month"]["since"]) == ("2026-09-18", "2026-07-30")
    text = lines_of(target)
    assert "2026年6月（无记录）|—|—|—|—|—|—|—" in text
    assert "注：2026年6月、2026年8月没有留下记录，不列数字，也不推算。" in text
    then, now = data["month"]["overdue"], data["totals"]["overdue"]
    assert f"比7月30日|0|0|0|0|0|{now - then:+d}|—" in text
    late_in_may = sum(
        not one.done and one.bound is not None and workdays.on_or_after(one.due or one.bound) < date(2026, 5, 28)
        for one in drawn.problems
    )
    assert data["months"][0]["counts"]["overdue"] == late_in_may


def test_no_cell_address_is_printed_and_every_red_row_knows_its_cells(tmp_path: Path) -> None:
    """The cells stand in the bookmarks."""
    drawn = draw(tmp_path / "台账.xlsx", 30, seed=30)
    target, trace = tmp_path / "页.docx", tmp_path / "T.json"
    drawn.run("brief", output=str(target), trace=str(trace))
    assert re.findall(r"[A-Z]{1,2}\d{1,2}(?!\d)", re.sub(r"P\d{3}", "", lines_of(target))) == []
    assert "问题台账!" in trace.read_text(encoding="utf-8")


def test_a_leader_whom_the_ledger_does_not_name_is_refused_with_the_names_that_it_has(tmp_path: Path) -> None:
    """Who mistypes a name is told which there are."""
    drawn = draw(tmp_path / "台账.xlsx", 8)
    with pytest.raises(UsageError, match="台账中没有牵头领导“张志”"):
        drawn.run("brief", leader="张志")


def test_a_text_is_cut_where_its_lines_end_and_keeps_its_cells() -> None:
    """A mark that must not begin a line takes a character along; a long run of letters is broken."""
    assert lines_needed("一二三四五", 5.3) == 1
    assert lines_needed("一二三四五，", 5.3) == 2
    assert lines_needed("W" * 12, 4.3) == 3
    cut = fitted(TracedText("一二三四五六七八", ("问题台账!D2",)), 5.3, 1)
    assert (str(cut), cut.sources) == ("一二三四…", ("问题台账!D2",))
    assert str(fitted("", 5.3, 1)) == ""


def test_rows_get_more_lines_while_there_is_room_and_lists_give_way_last() -> None:
    """A list keeps its first entry and the count of the rest; rows get what is left."""
    heights = RowHeights(10.0, 0.0)
    assert share(100, [3, 3, 3], [1], heights) == ((3, 3, 3), (1,))
    assert share(60, [3, 3, 3], [0], heights) == ((3, 2, 1), (0,))
    assert share(60, [3] * 9, [8, 1], heights) == ((1, 1), (2, 1))
    assert share(60, [3], [8, 1], heights) == ((1,), (4, 1))
