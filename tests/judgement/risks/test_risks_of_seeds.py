"""On the two real notices the list of warnings is short, and names what a careful reader names."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.judgement.risks import Risk, assess
from rectify_xl.judgement.risks.mark_risks import label, mark
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Changes, Ledger
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read_source
from rectify_xl.text.cell_value import Raw
from tests.addresses import ref
from tests.conftest import SEED_000, SEED_002

NOTICED = date(2025, 9, 26)


def filled(changes: Changes) -> Ledger:
    """Return the ledger that `changes` make of a blank one."""
    grids: dict[str, list[list[Raw]]] = {
        sheet.name: [[column.name for column in sheet.columns]] for sheet in schema.TABLES
    }
    grids[schema.INFO.name] += [[item.name, item.default] for item in schema.INFO_ITEMS]
    for block in changes:
        grid = grids[block.sheet]
        width = len(grid[0])
        for write in block.writes:
            while len(grid) < write.row:
                grid.append([None] * width)
            row = grid[write.row - 1]
            row += [None] * (width - len(row))
            row[write.column - 1] = write.value
    return reader.read_ledger(RawBook("台账.xlsx", {name: RawSheet(name, grid) for name, grid in grids.items()}))


@pytest.fixture(scope="module")
def unit_000(seeds: Path) -> Ledger:
    return filled(over_blank(rows_of_notice(parse(read_source(seeds / f"{SEED_000}.txt")))))


@pytest.fixture(scope="module")
def unit_002(seeds: Path) -> Ledger:
    return filled(over_blank(rows_of_notice(parse(read_source(seeds / f"{SEED_002}.txt")))))


def of(found: tuple[Risk, ...], number: int) -> list[Risk]:
    return [risk for risk in found if risk.id == f"P{number:03d}"]


def test_item_16_is_57_days_late(unit_000: Ledger) -> None:
    """What remains of it was promised for July 2025, whose last day was a Thursday."""
    [risk] = of(assess(unit_000, NOTICED), 16)
    assert (risk.kind, risk.level, risk.days, risk.row) == ("overdue", "红", 57, 17)
    assert risk.reasons[0].cell == ref("剩余时限", 17)
    assert "2025年7月31日，已逾期57天" in risk.reasons[0].text
    assert problem_counts.overdue_rows(unit_000, NOTICED) == {17}


def test_item_7_says_not_begun_under_a_finished_status(unit_000: Ledger) -> None:
    """The exact words are quoted, with their cell, and the promise for mid-July is past."""
    [risk] = of(assess(unit_000, NOTICED), 7)
    assert (risk.kind, risk.level, risk.days) == ("relapse", "橙", None)
    assert [(each.code, each.cell) for each in risk.reasons[:2]] == [
        ("RK101", ref("整改进展", 8)),
        ("RK103", ref("整改进展", 8)),
    ]
    assert "“暂未开展”" in risk.reasons[0].text


@pytest.mark.parametrize("number", [14, 31])
def test_items_due_in_december(unit_000: Ledger, number: int) -> None:
    """They are neither late nor soon in September, soon from 16 December, and late in January."""
    assert [risk for risk in of(assess(unit_000, NOTICED), number) if risk.kind != "relapse"] == []
    [soon] = [risk for risk in of(assess(unit_000, date(2025, 12, 16)), number) if risk.kind != "relapse"]
    assert (soon.kind, soon.days) == ("due_soon", -15)
    [late] = [risk for risk in of(assess(unit_000, date(2026, 1, 1)), number) if risk.kind != "relapse"]
    assert (late.kind, late.days) == ("overdue", 1)


def test_the_list_is_short_enough_to_read(unit_000: Ledger) -> None:
    """On the day of the notice 5 of 31 problems are warned of, one of them in red."""
    found = assess(unit_000, NOTICED)
    assert Counter(risk.level for risk in found) == {"红": 1, "橙": 2, "黄": 2}
    assert [risk.id for risk in found] == ["P016", "P007", "P023", "P002", "P003"]


def test_half_a_year_without_a_look_back(unit_000: Ledger) -> None:
    """All 11 long-term problems are warned of then, none of them in red for that alone."""
    found = assess(unit_000, date(2026, 3, 27))
    unseen = [risk for risk in found if any(reason.code == "RK107" for reason in risk.reasons)]
    assert len(unseen) == 11
    assert [risk.id for risk in unseen if risk.level == "红"] == ["P007"]


def test_marks_begin_with_the_level(unit_000: Ledger) -> None:
    """预警 begins with its level, and holds 逾期 exactly for the late problem."""
    found = assess(unit_000, NOTICED)
    columns, listed = mark(unit_000, found)
    marks = {write.row: write.value for write in columns.writes if write.column == schema.PROBLEMS.position("预警")}
    assert marks == {17: "红·逾期", 8: "橙·反弹", 24: "橙·反弹", 3: "黄·反弹", 4: "黄·反弹"}
    assert {write.row for write in listed.writes} == {2, 3, 4, 5, 6}
    assert label(found[:1]) == "红·逾期"


def test_a_notice_without_status_lines_accuses_nobody(unit_002: Ledger) -> None:
    """Where no status was printed, nothing counts as done, and only what the ledger records is a sign."""
    found = assess(unit_002, date(2025, 5, 12))
    assert len(unit_002.problems) == 33
    assert [risk for risk in found if risk.kind != "relapse"] == []
    assert {reason.code for risk in found for reason in risk.reasons} <= {"RK110"}


def test_a_future_day_told_as_done_counts_against_a_finished_row(unit_002: Ledger) -> None:
    """今年5月20日 in a notice of 12 May at the latest: two rows of 33 tell ahead, and both are warned of, in yellow."""
    done = tuple(each._replace(completion="已完成", follow_up="长期坚持") for each in unit_002.problems)
    found = assess(unit_002._replace(problems=done), date(2025, 5, 12))
    ahead = [risk for risk in found if any(reason.code == "RK118" for reason in risk.reasons)]
    assert [(risk.id, risk.level) for risk in ahead] == [("P005", "黄"), ("P017", "黄")]
    [told] = [reason for reason in ahead[1].reasons if reason.code == "RK118"]
    assert told.text.startswith("整改进展写有“今年5月20日")
    assert told.cell == ref("整改进展", 18)
