"""The ledgers of invented units are ledgers like an office's own, and the same ones every time."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from generate.unit_ledgers.__main__ import plans, write, write_all
from generate.unit_ledgers.unit_rows import UnitPlan, unit_of, unit_rows
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


def test_namesakes_are_ledgers_of_other_units(tmp_path: Path) -> None:
    """A namesake counts like its original and is checked like it, and nothing in it tells of the original's people."""
    wanted = list(plans(12, (12, 12), 0.2, 3, AS_OF))
    assert write_all(tmp_path, wanted, drawn=4, workers=2) == 12
    paths = {int(path.stem[-5:]): path for path in tmp_path.iterdir()}
    for number in range(4, 12):
        first, other = (reader.read_ledger(FileBook(paths[at]).read()) for at in (number % 4, number))
        assert other.info_text("单位名称") == unit_of(wanted[number]).name
        totals = [problem_counts.roll_up(ledger, AS_OF).total for ledger in (first, other)]
        assert totals[0] == totals[1]
        codes = [
            sorted((finding.code, finding.address) for finding in run_checks.run(ledger, profiles.DRAFT, AS_OF))
            for ledger in (first, other)
        ]
        assert codes[0] == codes[1]
        before, after = unit_of(wanted[number % 4]), unit_of(wanted[number])
        texts = everything(paths[number])
        left = {before.name, *before.leaders, *before.clerks} - {after.name, *after.leaders, *after.clerks}
        assert {name for name in left if name in texts} == set()
        assert {problem.problem for problem in first.problems} != {problem.problem for problem in other.problems}


def everything(path: Path) -> str:
    """Return all parts of a workbook as one text."""
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_same_plans_give_the_same_files(tmp_path: Path) -> None:
    """Ten thousand ledgers need not be kept: seed and numbers make them again, byte by byte."""
    wanted = list(plans(6, (5, 9), 0.1, 4, AS_OF))
    for folder in ("一", "二"):
        write_all(tmp_path / folder, wanted, drawn=4, workers=2)
    contents = [{path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("一", "二")]
    assert contents[0] == contents[1]


def test_a_later_round_is_the_same_ledger_further_on() -> None:
    """Between two rounds no problem comes or goes; more of them are done, and some that were done are not any more."""
    rounds = [UnitPlan(5, 2, 200, 0, day) for day in (date(2026, 6, 30), AS_OF)]
    earlier, later = (
        {row["编号"]: row for row in unit_rows(plan)[1].rows[schema.PROBLEMS.name] if isinstance(row, dict)}
        for plan in rounds
    )
    assert {key: row["具体问题"] for key, row in earlier.items()} == {
        key: row["具体问题"] for key, row in later.items()
    }
    done = [{key for key, row in rows.items() if row["完成程度"] == "已完成"} for rows in (earlier, later)]
    assert len(done[0]) < len(done[1])
    assert done[0] - done[1]
