"""What the demo adds to its ledger fits the sheets and finds its rows."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands import consolidate, demo, demo_units
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook

FOLDER = resources.path(*demo.FILLING)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_file_is_a_sheet_and_its_header_are_columns(path: Path) -> None:
    """A file or column with a name that the layout does not know would be left out in silence."""
    sheet = schema.by_name(path.stem)
    assert sheet is not None
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert set(header) <= {column.name for column in sheet.columns}


def test_the_demo_shows_a_ledger_that_an_office_has_filled_in(tmp_path: Path) -> None:
    """Every problem has its department and leader; closings, look-backs and evidence stand in their sheets."""
    outcome = demo.run(Request(date(2026, 11, 22), options={"output": str(tmp_path)}))
    found = reader.read_ledger(FileBook(tmp_path / demo.LEDGER).read())
    assert [each.id for each in found.problems if not (each.department and each.lead and each.person)] == []
    assert (len(found.closures), len(found.reviews), len(found.evidence)) == (7, 3, 6)
    steps = outcome.data["steps"]
    assert isinstance(steps, dict)
    assert steps["check"]["errors"] == 0
    assert steps["consolidate"]["accepted"] == 10
    assert [path.name for path in sorted((tmp_path / demo.LETTERS).iterdir())] == [
        "01_督办通知书_采编部_2026-11-22.docx",
        "02_督办通知书_财务室_2026-11-22.docx",
    ]


def test_the_demo_ends_with_twelve_units(tmp_path: Path) -> None:
    """Nine in time, one late, one missing, one damaged; some have errors, and the month before is compared."""
    outcome = demo_units.put_together(tmp_path, Request(date(2026, 11, 22)))
    data: Any = outcome.data
    assert (data["received"], data["accepted"], data["earlier"]) == (11, 10, "2026-10")
    assert [line["unit"] for line in data["late"]] == ["青林县第一中学"]
    assert (data["missing"], data["wrong"]) == (["松河区第一中学"], ["云岭县人民医院"])
    assert {unit["unit"] for unit in data["units"] if unit["errors"]} == {
        "云岭县第一中学",
        "松河区人民医院",
        "青林县第一中学",
    }
    home = tmp_path / demo_units.FOLDER
    assert {demo_units.RESULT, demo_units.PAGE, demo_units.ROSTER_NAME} <= {path.name for path in home.iterdir()}
    assert str(home / demo_units.PAGE) in "\n".join(outcome.summary)


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 29)])
def test_the_demo_warns_of_nothing_but_what_was_put_into_it(tmp_path: Path, day: date) -> None:
    """No unit of it finished a problem before a time when it had not: such days would look like a forgery."""
    import duckdb

    demo_units.put_together(tmp_path, Request(day))
    store = tmp_path / demo_units.FOLDER / consolidate.STORE / "汇总.duckdb"
    with duckdb.connect(str(store), read_only=True) as database:
        warned = database.execute("SELECT DISTINCT code FROM warnings ORDER BY code").fetchall()
    assert [code for (code,) in warned if code not in ("HZ202", "HZ203", "HZ204", "HZ207")] == []
    assert ("HZ204",) in warned


def test_the_units_of_the_demo_fit_their_sheets() -> None:
    """Every column of the sample is one of the ledger or of the demo; every unit of the roster has problems."""
    units = list(demo_units.demo_units())
    assert len(units) == 12
    known = {column.name for column in schema.PROBLEMS.columns} | {"单位", "措施一", "措施二", "上期完成程度"}
    assert {name for unit in units for line in unit.lines for name in line} == known & set(units[0].lines[0])
    assert all(unit.lines for unit in units)


def test_without_the_parts_for_it_the_demo_still_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office without them is told what to install, and has everything else."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    outcome = demo_units.put_together(tmp_path, Request(date(2026, 11, 22)))
    assert outcome.summary[0].startswith("没有演示汇总下级：")
    assert ".[consolidate]" in outcome.summary[0]
    assert list(tmp_path.iterdir()) == []


def test_the_demo_runs_again_where_it_ran_before(tmp_path: Path) -> None:
    """Every file of the first run is replaced and kept among the backups."""
    request = Request(date(2026, 11, 22), options={"output": str(tmp_path)})
    demo.run(request)
    made = sorted(path.name for path in tmp_path.iterdir())
    demo.run(request)
    assert sorted(path.name for path in tmp_path.iterdir()) == made
    kept = {path.name.split("_")[0] for path in (tmp_path / "rectify_xl_备份").glob("*_覆盖前.*")}
    assert kept >= {"汇总表", "挂图作战", "月通报", "周调度表", "整改情况报告", "核稿意见"}
