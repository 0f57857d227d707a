"""The ledgers of invented units are ledgers like an office's own, and the same ones every time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generate.unit_ledgers.__main__ import plans, write
from generate.unit_ledgers.unit_rows import UnitPlan, unit_rows
from rectify_xl.judgement.checks import profiles, run_checks
from rectify_xl.ledger import schema
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.workbook.file_host import FileBook

AS_OF = date(2026, 9, 30)


def test_a_plan_gives_the_same_rows_every_time() -> None:
    """Seed and number decide a unit and all its rows."""
    plan = UnitPlan(7, 3, 20, 0.1, AS_OF)
    assert unit_rows(plan) == unit_rows(plan)
    assert unit_rows(plan) != unit_rows(plan._replace(seed=8))


def test_no_two_units_have_one_name() -> None:
    """A level above that has three thousand units tells them apart by their names."""
    names = [unit_rows(plan)[0].name for plan in plans(3000, (1, 1), 0, 1, AS_OF)]
    assert len(set(names)) == 3000


def test_a_written_ledger_holds_what_was_planned(tmp_path: Path) -> None:
    """The workbook reads back with as many problems as planned, each with its measures, and counts add up."""
    path = write(tmp_path, UnitPlan(1, 5, 25, 0, AS_OF))
    ledger = reader.read_ledger(FileBook(path).read())
    assert [problem.id for problem in ledger.problems] == [f"P{number:03d}" for number in range(1, 26)]
    assert {name for measure in ledger.measures for name in measure.problems} == {
        problem.id for problem in ledger.problems
    }
    total = problem_counts.roll_up(ledger, AS_OF).total
    assert (total.problems, total.done + total.ongoing) == (25, 25)


def test_slips_come_with_their_share(tmp_path: Path) -> None:
    """Without slips no row is at fault when filled in; with many, the checks find them."""
    faults = []
    for errors in (0.0, 0.9):
        path = write(tmp_path, UnitPlan(2, 9, 40, errors, AS_OF))
        book = FileBook(path).read()
        findings = run_checks.run(reader.read_ledger(book), profiles.DRAFT, AS_OF)
        faults.append(
            sum(finding.severity == "error" and finding.sheet == schema.PROBLEMS.name for finding in findings)
        )
    assert faults[0] == 0
    assert faults[1] > 10
